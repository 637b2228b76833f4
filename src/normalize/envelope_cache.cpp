#include "normalize/envelope_cache.hpp"

#include <atomic>
#include <cstring>

namespace lihi::normalize {
namespace {

namespace ps = schema::member::PSHeader_;
namespace cid = schema::member::PS_CommunicationIdentifier_;
namespace nid = schema::member::NetworkIdentifier_;
namespace micro = schema::member::MicroSecondTimeStamp_;

enum class form : std::uint8_t {
  fixed,   // equal octets are asked for
  session, // read anew when it is another, or made rather than viewed, so that memory is used as in a walk
  varies,  // from PDU to PDU: read anew each time
};

form form_of(schema::row_id id) noexcept {
  switch (id) {
  case ps::lawfulInterceptionIdentifier:
  case nid::operatorIdentifier:
  case nid::networkElementIdentifier:
  case ps::networkFunctionIdentifier:
  case cid::communicationIdentityNumber: return form::session;
  case ps::sequenceNumber:
  case ps::timeStamp:
  case ps::microSecondTimeStamp:
  case micro::seconds:
  case micro::microSeconds: return form::varies;
  default: return form::fixed;
  }
}

bytes octets_of(const place& at) noexcept { return {at.begin, at.content.data() + at.content.size()}; }

} // namespace

bool envelope_cache::is_clean(const build& b) noexcept {
  return b.out.notes.empty() && b.out.unknown.empty() && b.head.more.empty();
}

envelope_cache::likeness envelope_cache::compare(const header& known, const std::uint8_t* octets,
                                                 std::size_t size) noexcept {
  std::uint64_t differs = 0, others = 0;
  const auto look = [&](std::size_t at) {
    const auto word = [at](const std::uint8_t* from) {
      std::uint64_t eight;
      std::memcpy(&eight, from + at, sizeof eight);
      return eight;
    };
    const std::uint64_t changed = word(octets) ^ word(known.octets.data());
    differs |= changed & word(known.same.data());
    others |= changed & word(known.kept.data());
  };
  for (std::size_t at = 0; at + 8 < size; at += 8) look(at);
  look(size - 8); // may overlap
  return differs != 0 ? likeness::none : others != 0 ? likeness::alike : likeness::with_kept;
}

bool envelope_cache::recall(build& b, const place& at) {
  number_ = 0;
  const bytes octets = octets_of(at);
  for (std::size_t i = 0; i < most_headers; ++i) {
    if (sizes_[i] != octets.size()) continue;
    const likeness how = compare(headers_[i], octets.data(), octets.size());
    if (how == likeness::none) continue;
    if (!b.where->never_too_many() || !is_clean(b) || !take(headers_[i], how, b, at)) return false;
    if (how == likeness::with_kept) number_ = headers_[i].number;
    return true;
  }
  return false;
}

bool envelope_cache::take(const header& known, likeness how, build& b, const place& at) {
  const arena::position before = b.memory.here();
  const std::size_t size = octets_of(at).size();
  static_cast<envelope_values&>(b.head) = known.head;
  b.fault = fault_code::none;
  bool good = true;
  for (std::size_t i = 0; i < known.step_count && good; ++i) {
    const step& each = known.steps[i];
    const schema::row& row = schema::rows[each.id];
    const bytes content{at.begin + each.begin, each.size};
    if (each.kept && (how == likeness::with_kept ||
                      std::memcmp(content.data(), &known.octets[each.begin], each.size) == 0))
      continue;
    const bool quick = each.begin + 16u <= size &&
                       schema::quickly_good(schema::fast_rows[each.id], content.data(), content.size());
    good = quick || !schema::is_primitive(row.kind) || schema::check_value(row, content) == fault_code::none;
    if (good) each.rule(b, {each.id, row, schema::nodes[row.node], content.data(), content});
  }
  if (good && is_clean(b)) return true;
  clear_value(b.head);
  b.out.notes.clear();
  b.memory.back_to(before);
  return false;
}

// Numbers are taken in blocks that no other decoder has.
std::uint64_t envelope_cache::new_number() noexcept {
  constexpr std::uint64_t block = 1u << 20;
  static std::atomic<std::uint64_t> blocks = 1;
  if (last_number_ % block == 0) last_number_ = blocks++ * block;
  return ++last_number_;
}

void envelope_cache::begins(const build& b, const place& at) noexcept {
  walked_ = octets_of(at);
  const bool definite = at.begin[1] != 0x80;
  learning_ = definite && walked_.size() >= 8 && walked_.size() <= most_octets && is_clean(b);
  if (!learning_) return;
  memory_ = b.memory.here().given;
  sizes_[oldest_] = 0;
  header& fresh = headers_[oldest_];
  fresh.step_count = 0;
  fresh.number = new_number();
  std::memcpy(fresh.octets.data(), walked_.data(), walked_.size());
  std::memset(fresh.same.data(), 0xFF, walked_.size());
  std::memset(fresh.kept.data(), 0, walked_.size());
}

void envelope_cache::called(const build& b, handler rule, const place& at) noexcept {
  if (!learning_) return;
  const std::size_t memory = b.memory.here().given;
  const bool made = memory != memory_;
  memory_ = memory;
  const form how = form_of(at.id);
  if (how == form::fixed) {
    learning_ = !made;
    return;
  }
  header& fresh = headers_[oldest_];
  const std::uintptr_t begin = distance_of(at.content.data());
  // a value in segments was joined elsewhere
  learning_ = fresh.step_count != most_steps && begin <= walked_.size();
  if (!learning_) return;
  const bool kept = how == form::session && !made;
  if (how == form::session && made) fresh.number = 0;
  fresh.steps[fresh.step_count++] = {rule, at.id, static_cast<std::uint16_t>(begin),
                                     static_cast<std::uint16_t>(at.content.size()), kept};
  if (schema::is_primitive(at.row.kind)) std::memset(&fresh.same[begin], 0, at.content.size());
  if (kept) std::memset(&fresh.kept[begin], 0xFF, at.content.size());
}

void envelope_cache::ends(const build& b) noexcept {
  if (!learning_ || b.where->broken() || !is_clean(b)) return;
  header& fresh = headers_[oldest_];
  fresh.head = b.head;
  fresh.head.time.reset();
  fresh.head.time_text = {};
  // the same place in the copy; null of what is made
  const auto view = [&](const void* data) {
    const std::uintptr_t distance = distance_of(data);
    return distance < walked_.size() ? &fresh.octets[distance] : nullptr;
  };
  envelope_values::fields(
      [&](const char*, auto& each, const char*) {
        using type = std::remove_reference_t<decltype(each)>;
        if constexpr (std::is_same_v<type, field::text>) {
          const std::uint8_t* const at = view(each.data());
          each = at == nullptr ? field::text{} : field::text{reinterpret_cast<const char*>(at), each.size()};
        } else if constexpr (std::is_same_v<type, field::octets>) {
          const std::uint8_t* const at = view(each.value.data());
          each.value = at == nullptr ? bytes{} : bytes{at, each.value.size()};
        }
      },
      fresh.head);
  sizes_[oldest_] = static_cast<std::uint16_t>(walked_.size());
  number_ = fresh.number;
  oldest_ = (oldest_ + 1) % most_headers;
  learning_ = false;
}

} // namespace lihi::normalize
