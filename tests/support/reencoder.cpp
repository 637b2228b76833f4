#include "support/reencoder.hpp"

#include "schema/walker.hpp"
#include "schema_ids.hpp"

namespace lihi::test {
namespace {

using schema::kind;

// A walker's visitor that writes what it is shown. One buffer a level: its content is known when it ends.
class writer {
 public:
  explicit writer(ber_form form) : form_(form) {}

  bool enter(const schema::place& at) {
    const bool around = at.row.kind == kind::choice && !at.row.has(schema::explicit_tag) && at.id != 0;
    levels_.push_back({around ? octets{} : identifier(at.begin), {}, around, at.row.has(schema::contains)});
    return true;
  }
  void leave(const schema::place&) {
    const level done = std::move(levels_.back());
    levels_.pop_back();
    if (done.around) return put(done.content);
    if (!done.contained) return put(element(done.head, done.content, true));
    const octets inner = element(from_hex("30"), done.content, true);
    put(string(done.head, inner));
  }
  void value(const schema::place& at, fault_code) {
    const bool text = at.row.kind == kind::octet_string ||
                      (at.row.kind > kind::bit_string && at.row.kind < kind::generalized_time);
    const octets content(at.content.begin(), at.content.end());
    put(text ? string(identifier(at.begin), content) : element(identifier(at.begin), content, false));
  }
  void unknown(const schema::place&, ber::tag, bytes whole) { put(octets(whole.begin(), whole.end())); }
  void note(fault_code, const std::uint8_t*) {}
  void fault(const error&) {}

  octets result;

 private:
  struct level {
    octets head, content;
    bool around, contained;
  };

  void put(const octets& more) {
    octets& to = levels_.empty() ? result : levels_.back().content;
    to.insert(to.end(), more.begin(), more.end());
  }

  static octets identifier(const std::uint8_t* at) {
    octets out{*at};
    if ((*at & 0x1F) == 0x1F) do
        out.push_back(*++at);
      while ((*at & 0x80) != 0);
    return out;
  }

  octets element(octets head, const octets& content, bool constructed) const {
    if (constructed)
      head[0] |= 0x20;
    else
      head[0] &= 0xDF;
    const bool open =
        constructed && (form_ == ber_form::indefinite || form_ == ber_form::segmented_indefinite);
    if (open) return std::move(head) + octets{0x80} + content + octets{0, 0};
    if (form_ == ber_form::padded) {
      head.push_back(0x88);
      for (int shift = 56; shift >= 0; shift -= 8)
        head.push_back(static_cast<std::uint8_t>(content.size() >> shift));
      return std::move(head) + content;
    }
    const octets whole = tlv("00", {content});
    return std::move(head) + octets(whole.begin() + 1, whole.end());
  }

  octets string(const octets& head, const octets& content) const {
    const bool segmented = form_ == ber_form::segmented || form_ == ber_form::segmented_indefinite;
    if (!segmented || content.empty()) return element(head, content, false);
    octets segments;
    for (std::size_t at = 0; at < content.size(); at += 3) {
      const std::size_t size = std::min<std::size_t>(3, content.size() - at);
      const auto begin = content.begin() + static_cast<std::ptrdiff_t>(at);
      segments = std::move(segments) + tlv("04", {octets(begin, begin + static_cast<std::ptrdiff_t>(size))});
    }
    return element(head, segments, true);
  }

  ber_form form_;
  std::vector<level> levels_;
};

} // namespace

std::string form_name(ber_form form) {
  constexpr const char* names[] = {"indefinite", "padded", "segmented", "segmented_indefinite"};
  return names[static_cast<std::size_t>(form)];
}

octets reencode(bytes pdu, ber_form form) {
  writer to(form);
  arena memory;
  const limits bounds;
  schema::walker<writer> walk(to, memory, bounds);
  (void)walk.walk(pdu, 0, schema::type::PS_PDU);
  return to.result;
}

} // namespace lihi::test
