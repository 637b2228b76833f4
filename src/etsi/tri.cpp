#include "ber/elements.hpp"
#include "ber/encoder.hpp"
#include "etsi/header_parts.hpp"
#include "etsi/reader.hpp"

#include <algorithm>
#include <array>
#include <lihi/tri.hpp>

namespace lihi {
namespace {

using namespace etsi;

ber::tag tag_of(tri_message message) noexcept {
  switch (message) {
  case tri_message::test: return tags::test;
  case tri_message::keep_alive: return tags::keep_alive;
  case tri_message::keep_alive_response: return tags::keep_alive_response;
  case tri_message::first_segment: return tags::first_segment;
  case tri_message::last_segment: return tags::last_segment;
  case tri_message::cin_reset: return tags::cin_reset;
  case tri_message::option_complete: return tags::option_complete;
  case tri_message::acknowledgement_request: return tags::acknowledgement_request;
  case tri_message::acknowledgement: return tags::acknowledgement;
  }
  return tags::test;
}

void put_header(ber::encoder& out, const tri_header& header) {
  // {itu-t(0) identified-organization(4) etsi(0) securityDomain(2) lawfulIntercept(2) li-ps(5) genHeader(1)
  // v}
  const std::array<std::uint8_t, 7> domain{4, 0, 2, 2, 5, 1, header.version};
  out.constructed(tags::header, [&] {
    out.primitive(tags::domain, domain);
    out.primitive(tags::liid, as_bytes(header.liid));
    out.primitive(tags::authorization_country, as_bytes(header.authorization_country));
    out.constructed(tags::communication, [&] {
      out.constructed(tags::network, [&] {
        out.primitive(tags::operator_id, as_bytes(header.operator_id));
        if (!header.network_element_id.empty())
          out.primitive(tags::network_element_id, as_bytes(header.network_element_id));
      });
      if (header.cin) out.unsigned_integer(tags::cin, *header.cin);
      if (!header.delivery_country.empty())
        out.primitive(tags::delivery_country, as_bytes(header.delivery_country));
    });
    out.unsigned_integer(tags::sequence, header.sequence);
    put_time(out, header.time);
  });
}

template <class Header>
std::vector<std::uint8_t> pdu(const Header& put_header, ber::tag message, bytes content) {
  ber::encoder out;
  out.constructed(tags::ps_pdu, [&] {
    put_header(out);
    out.constructed(tags::payload,
                    [&] { out.constructed(tags::tri, [&] { out.primitive(message, content); }); });
  });
  return out.take();
}

// Which message of TRIPayload a PDU is.
struct message_visitor : schema::values_only {
  const schema::walk_state* where = nullptr;
  schema::row_id message = 0; // of TRIPayload

  bool enter(const schema::place&) noexcept { return true; }
  void leave(const schema::place&) noexcept {}
  void value(const schema::place& at, fault_code) noexcept {
    if (schema::row_parents[at.id] == schema::type::TRIPayload) message = at.id;
  }
};

// A PSHeader with another time, in the form of the one that is there; of none, a timeStamp.
void put_header_again(ber::encoder& out, const std::vector<bytes>& members, moment now) {
  const auto is_time = [](bytes each) {
    const ber::tag tag = ber::tag_at(each.data());
    return tag == tags::time || tag == tags::microsecond_time;
  };
  bool timed = std::any_of(members.begin(), members.end(), is_time);
  for (const bytes each : members) {
    const ber::tag tag = ber::tag_at(each.data());
    if (tag > tags::time && !std::exchange(timed, true)) put_time(out, now);
    if (tag == tags::time)
      put_time(out, now);
    else if (tag == tags::microsecond_time)
      put_microsecond_time(out, now);
    else
      out.elements(each);
  }
  if (!timed) put_time(out, now);
}

std::optional<std::vector<std::uint8_t>> answer(const frame& request, moment now, schema::row_id asked,
                                                tri_message with) {
  const limits bounds;
  reader<message_visitor> read(bounds);
  if (!request.is_pdu || read.read(request) || read.visitor().message != asked) return std::nullopt;
  for (const bytes part : ber::elements_in(request.octets, bounds.depth)) {
    if (ber::tag_at(part.data()) != tags::header) continue;
    const std::vector<bytes> members = ber::elements_in(part, bounds.depth);
    return pdu(
        [&](ber::encoder& out) {
          out.constructed(tags::header, [&] { put_header_again(out, members, now); });
        },
        tag_of(with), {});
  }
  return std::nullopt;
}

} // namespace

std::vector<std::uint8_t> tri_pdu(const tri_header& header, tri_message message) {
  return pdu([&header](ber::encoder& out) { put_header(out, header); }, tag_of(message), {});
}

std::vector<std::uint8_t> padding_pdu(const tri_header& header, std::size_t octets) {
  const std::vector<std::uint8_t> zeros(octets);
  return pdu([&header](ber::encoder& out) { put_header(out, header); }, tags::padding, zeros);
}

std::optional<std::vector<std::uint8_t>> keep_alive_response(const frame& request, moment now) {
  return answer(request, now, schema::member::TRIPayload_::keep_alive, tri_message::keep_alive_response);
}

std::optional<std::vector<std::uint8_t>> acknowledgement_response(const frame& request, moment now) {
  return answer(request, now, schema::member::TRIPayload_::pDUAcknowledgementRequest,
                tri_message::acknowledgement);
}

} // namespace lihi
