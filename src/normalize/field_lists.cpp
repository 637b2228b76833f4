// Every struct of a record lists all of its members in fields(): one that is forgotten would be in no JSON,
// no schema and no copy. Checked while compiling; there is nothing here to run.
#include "core/listed_fields.hpp"

#include <lihi/link_event.hpp>

#include <cstddef>
#include <utility>

namespace lihi::field_lists { // not anonymous: clang warns of what is declared there and never defined

// Becomes whatever a member needs, where nothing is evaluated.
struct anything {
  template <class T>
  operator T&() const&& noexcept;
  template <class T>
  operator T&() const& noexcept;
};
template <std::size_t>
using one = anything;

template <class T, std::size_t... i>
consteval bool is_made_of(std::index_sequence<i...>) {
  return requires { T{one<i>{}...}; };
}
template <class T, std::size_t count = 0>
consteval std::size_t members() {
  if constexpr (is_made_of<T>(std::make_index_sequence<count + 1>{}))
    return members<T, count + 1>();
  else
    return count;
}

template <class... T>
constexpr bool complete_lists = ((members<T>() == field_count<T>()) && ...);

static_assert(complete_lists<plmn, attribute, name_value>);
static_assert(complete_lists<area, cell, ran_node, coordinates, velocity, position, cell_site, location>);
static_assert(complete_lists<delivery_status, concatenation, message_data, media, sip_message, content_data>);
static_assert(complete_lists<slice, tunnel, bearer, qos_flow, flow_filter, traffic_rule, session,
                             network_function, network, registration, traffic, cause>);
static_assert(complete_lists<phone_number, identifier, temporary_identity, concealed_identity, subject>);
static_assert(complete_lists<notice_target, delivery_address, intercept_notice, correlation_key,
                             schema_version, unknown_member, note_entry, source_place, record, link_event>);
// a party is a subject with more
static_assert(members<party>() - 1 + field_count<subject>() == field_count<party>());

} // namespace lihi::field_lists
