#include "etsi/reader.hpp"

#include <lihi/at.hpp>

namespace lihi {
namespace {

// Enters only what is on the path.
class finder : public schema::values_only {
 public:
  void begin(std::span<const std::uint16_t> members) noexcept {
    members_ = members;
    matched_ = 0;
    found_ = {};
  }
  [[nodiscard]] const path_reader::found& found() const noexcept { return found_; }

  bool enter(const schema::place& at) noexcept {
    if (at.id == 0) return true; // the PDU
    if (matched_ + 1 >= members_.size() || schema::row_origins[at.id] != members_[matched_]) return false;
    ++matched_;
    return true;
  }
  void leave(const schema::place& at) noexcept {
    if (at.id != 0) --matched_;
  }
  void value(const schema::place& at, fault_code fault) noexcept {
    if (matched_ + 1 != members_.size() || schema::row_origins[at.id] != members_[matched_]) return;
    found_.octets = at.content;
    found_.present = true;
    if (schema::unreadable(fault)) found_.error = {where->offset_of(at.begin), at.id, fault, where->depth()};
  }
  [[nodiscard]] bool wants(schema::row_id id) const noexcept {
    return matched_ < members_.size() && schema::row_origins[id] == members_[matched_];
  }
  [[nodiscard]] bool enough() const noexcept { return found_.present; }

  const schema::walk_state* where = nullptr;

 private:
  std::span<const std::uint16_t> members_;
  std::size_t matched_ = 0;
  path_reader::found found_;
};

} // namespace

struct path_reader::parts : reader<finder> {
  using reader::reader;
};

path_reader::path_reader(const limits& bounds, const char* /*tables*/)
    : parts_(std::make_unique<parts>(bounds)) {}
path_reader::~path_reader() = default;
path_reader::path_reader(path_reader&&) noexcept = default;
path_reader& path_reader::operator=(path_reader&&) noexcept = default;

path_reader::found path_reader::find(const frame& pdu, std::span<const std::uint16_t> members) {
  parts_->visitor().begin(members);
  const error fault = parts_->read(pdu);
  found out = parts_->visitor().found();
  if (!out.present) out.error = fault;
  return out;
}

std::optional<std::int64_t> path_integer(bytes octets) noexcept {
  octets = schema::without_padding(octets);
  if (octets.size() > 8) return std::nullopt;
  return schema::read_integer(octets);
}

std::optional<moment> path_generalized_time(bytes octets) noexcept { return parse_generalized_time(octets); }
std::optional<moment> path_utc_time(bytes octets) noexcept { return parse_utc_time(octets); }

} // namespace lihi
