#include "store/log_check.hpp"

#include "store/log_folder.hpp"

#include <cerrno>
#include <filesystem>

namespace lihi::store {

std::string check_log(const std::string& folder, function_ref<void(const checked_segment&)> each) {
  try {
    const std::vector<position> all = segments_of(folder);
    const auto number = log_number_of(folder);
    if (!number)
      return all.empty() ? "holds no log" : "neither the file \"number\" nor a header says the log's number";
    file lock;
    const bool in_use = lock.open(folder + "/lock", O_RDWR) == 0 && lock.lock() == EWOULDBLOCK;
    checked_segment one;
    for (std::size_t i = 0; i < all.size(); ++i) {
      const segment_facts before = one.facts;
      if (const int error = look_at(segment_path(folder, all[i]), all[i], *number, one.facts); error != 0)
        return segment_name(all[i]) + ": " + text_of_errno(error);
      one.is_last = i + 1 == all.size();
      one.may_grow = one.is_last && in_use;
      one.removed_before = i != 0 && before.end != all[i];
      // of the first, what it follows may have been removed when it was old enough
      one.follows = i == 0 || (one.facts.header && one.facts.header->before == before.hash);
      each(one);
    }
  } catch (const std::filesystem::filesystem_error& wrong) {
    return wrong.code().message();
  }
  return "";
}

} // namespace lihi::store
