#include <gtest/gtest.h>
#include <lihi/lihi.hpp>
#include <set>
#include <string>
#include <typeindex>

namespace lihi::test {
namespace {

// Walks every field of a record, and of what its lists hold.
class vocabularies {
 public:
  template <class T>
  void operator()(const char* name, const T& value, const char*) {
    visit(name, value);
  }
  std::set<std::type_index> seen;

 private:
  template <class T>
  void visit(const char*, const T&) {}
  template <described T>
  void visit(const char*, const T& value) {
    T::fields(*this, value);
  }
  template <class T>
  void visit(const char* name, const field::list<T>&) {
    visit(name, T{});
  }
  template <vocabulary E>
  void visit(const char* field, const E&) {
    if (!seen.insert(typeid(E)).second) return;
    EXPECT_EQ(name_of(E::none), "") << field;
    std::set<std::string_view> names;
    for (const term<E>& each : terms_of<E>) {
      EXPECT_TRUE(names.insert(each.name).second) << field << ": two words " << each.name;
      EXPECT_FALSE(each.about.empty()) << field << ": " << each.name;
      EXPECT_EQ(name_of(each.value), each.name);
      for (const char c : each.name)
        EXPECT_TRUE((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
                    c == '.')
            << each.name;
    }
    EXPECT_EQ(name_of(static_cast<E>(terms_of<E>.size() + 1)), "") << field; // a number that is no enumerator
  }
};

TEST(vocabulary, every_word_has_one_name_and_a_meaning) {
  vocabularies all;
  const record whole;
  record::fields(all, whole);
  EXPECT_GE(all.seen.size(), 20u);
}

} // namespace
} // namespace lihi::test
