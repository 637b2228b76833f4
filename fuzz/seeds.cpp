// Makes seed corpora: fuzz_seeds FOLDER STREAM... writes FOLDER/TARGET/* and FOLDER/ber.dict.
#include "core/text.hpp"
#include "fuzz/fuzz.hpp"
#include "schema/walker.hpp"
#include "schema_ids.hpp"
#include "support/capture.hpp"
#include "synth/scenario.hpp"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <lihi/framer.hpp>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace {

using namespace lihi;
namespace fs = std::filesystem;

class corpora {
 public:
  explicit corpora(fs::path folder) : folder_(std::move(folder)) {}

  void add(const std::string& target, const std::vector<std::uint8_t>& prefix, bytes octets) {
    if (octets.size() > 8192) return;
    const fs::path folder = folder_ / target;
    fs::create_directories(folder);
    std::ofstream out(folder / ("seed-" + std::to_string(count_++)), std::ios::binary);
    for (const std::uint8_t octet : prefix) out.put(static_cast<char>(octet));
    out << as_text(octets);
  }

 private:
  fs::path folder_;
  std::size_t count_ = 0;
};

// The values of constructed types in a PDU, each as a PDU of its own: what the walker target reads with that
// type as the root.
class parts : public schema::values_only {
 public:
  using seed = std::pair<std::vector<std::uint8_t>, std::vector<std::uint8_t>>; // target's prefix, octets

  bool enter(const schema::place& at) {
    const schema::node_id id = schema::id_of(at.node);
    const schema::kind kind = at.node.kind;
    const std::size_t content = at.content.size();
    if (content <= 4096 && known_.insert(id).second) {
      std::vector<std::uint8_t> octets;
      if (kind != schema::kind::choice) {
        const bool set = kind == schema::kind::set || kind == schema::kind::set_of;
        octets = {static_cast<std::uint8_t>(set ? 0x31 : 0x30), 0x82, static_cast<std::uint8_t>(content >> 8),
                  static_cast<std::uint8_t>(content)};
      }
      octets.insert(octets.end(), at.content.begin(), at.content.end());
      found.emplace_back(prefix(id), std::move(octets));
    }
    return true;
  }
  void leave(const schema::place&) noexcept {}
  void value(const schema::place&, fault_code) noexcept {}

  static std::vector<std::uint8_t> prefix(schema::node_id id) {
    return {static_cast<std::uint8_t>(id >> 8), static_cast<std::uint8_t>(id), 0};
  }

  std::vector<seed> found;

 private:
  std::set<schema::node_id> known_;
};

// A delivery in a capture of each kind that is read; with a lost segment, one that came twice, and fragments.
void captures(corpora& to, const std::vector<std::uint8_t>& stream) {
  for (int how = 0; how <= static_cast<int>(test::wrapping::ip_in_ip); ++how) {
    const auto wrapped = static_cast<test::wrapping>(how);
    test::tcp_session session({}, wrapped);
    session.open().send(stream, 200).close();
    auto& packets = session.packets;
    if (packets.size() > 12) {
      packets.push_back(packets[5]);
      packets.erase(packets.begin() + 7);
    }
    if (wrapped == test::wrapping::raw && packets.size() > 5) {
      const auto parts = test::fragments_of(packets[5], 64);
      packets.insert(packets.begin() + 5, parts.begin(), parts.end());
    }
    to.add("capture", {60}, test::pcap_of(packets, test::link_type_of(wrapped)));
    to.add("capture", {60}, test::pcapng_of(packets, test::link_type_of(wrapped)));
  }
}

// All identifier octets of the schema, and object identifiers that readers look at.
void dictionary(const fs::path& file) {
  std::set<std::string> entries;
  const auto quote = [&entries](const std::vector<std::uint8_t>& octets) {
    std::string out;
    for (const std::uint8_t octet : octets) {
      out += "\\x";
      out += hex_digits[octet >> 4];
      out += hex_digits[octet & 15];
    }
    entries.insert('"' + out + '"');
  };
  for (std::uint32_t i = 1; i < schema::first_self_row; ++i) {
    const schema::row& row = schema::rows[i];
    if (row.tag == schema::any_tag) continue;
    const std::uint32_t number = ber::number_of(row.tag);
    const auto first =
        static_cast<std::uint8_t>((row.tag >> 24 & 0xC0) | (schema::is_primitive(row.kind) ? 0 : 0x20));
    if (number < 31)
      quote({static_cast<std::uint8_t>(first | number)});
    else if (number < 128)
      quote({static_cast<std::uint8_t>(first | 31), static_cast<std::uint8_t>(number)});
    else
      quote({static_cast<std::uint8_t>(first | 31), static_cast<std::uint8_t>(0x80 | number >> 7),
             static_cast<std::uint8_t>(number & 0x7F)});
  }
  for (std::uint8_t release = 15; release <= schema::ts33128.release + 1; ++release)
    for (std::uint8_t what = 3; what <= 5; ++what)
      quote({0x81, 5, 4, 19, release, schema::ts33128.version, what});
  quote({0x80, 7, 4, 0, 2, 2, 5, 1, 43});
  quote({0x80, 0x80});
  quote({0, 0});
  quote({0x84, 0x7F, 0xFF, 0xFF, 0xFF});
  quote({0x88, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF});
  std::ofstream out(file);
  for (const std::string& each : entries) out << each << '\n';
}

} // namespace

int main(int argc, char** argv) {
  if (argc < 3) {
    std::fprintf(stderr, "usage: fuzz_seeds FOLDER STREAM...\n");
    return 2;
  }
  corpora to(argv[1]);
  parts types;
  arena memory(1u << 20);
  const limits bounds;
  schema::walker<parts> walk(types, memory, bounds);
  for (int i = 2; i < argc; ++i) {
    std::ifstream in(argv[i], std::ios::binary);
    const std::vector<std::uint8_t> stream{std::istreambuf_iterator<char>(in),
                                           std::istreambuf_iterator<char>()};
    to.add("framer", {0}, stream);
    to.add("framer", {7}, stream);
    to.add("link", {0xFF, 63, 40}, stream);
    to.add("jobs", {4}, stream);
    to.add("arguments", {3, 0, 3, 13}, stream); // decode --to FILE
    for (const std::uint8_t how : {0, 1, 2}) to.add("program", {how, 100}, stream);
    const auto octets = bytes(stream);
    captures(to, stream);
    to.add("reassembly", {1},
           octets.first(std::min<std::size_t>(octets.size(), 500)));                // commands: any octets
    to.add("streams", {}, octets.first(std::min<std::size_t>(octets.size(), 100))); // damages: any octets
    to.add("log", {1, 5},
           octets.first(std::min<std::size_t>(octets.size(), 500))); // sizes and damages: any octets
    for (const std::uint8_t shape : {0x30, 0xF5}) to.add("receiver", {3, 0, 0, 200, shape}, stream);
    framer frames;
    frames.feed(stream);
    frames.finish();
    while (const auto pdu = frames.next()) {
      to.add("ber", {}, pdu->octets);
      to.add("records", {}, pdu->octets);
      to.add("asn1c", {}, pdu->octets);
      to.add("walker", parts::prefix(schema::type::PS_PDU), pdu->octets);
      (void)walk.walk(pdu->octets, 0, schema::type::PS_PDU);
      to.add("values", {0}, pdu->octets.last(std::min<std::size_t>(pdu->octets.size(), 40)));
      to.add("twins", {1, 1}, pdu->octets.last(std::min<std::size_t>(pdu->octets.size(), 40)));
    }
  }
  const std::string protection = "ber: padded\nintegrity: {every: 5, algorithm: sHA-256}\nencryption: {type: "
                                 "aES-192-CBC, key: 000102030405060708090a0b0c0d0e0f1011121314151617}\n";
  for (const std::string& name : synth::scenario_names()) {
    to.add("scenario", {}, as_bytes(synth::scenario_text(name)));
    to.add("scenario", {}, as_bytes(protection + std::string(synth::scenario_text(name))));
  }
  for (const char* const target :
       {"/v1/"
        "records?liid=A&liid=B&event=sms.message&from=2026-02-06T09:00:00Z&to=2026-02-06T10:00:00.5Z&limit="
        "10",
        "/v1/"
        "records?near=51.5,-0.12,1000&q=two%20words&cursor=77&order=oldest&cin=1&identity=1&cell=x&kind=iri",
        "/v1/records/00ff-2/raw", "/"})
    to.add("interface", {0}, as_bytes(target));
  to.add("interface", {1},
         as_bytes("data: d\noperators: [{name: a, subjects: [CN=x], addresses: [192.0.2.0/24, "
                  "\"2001:db8::/32\"], connections: 2, rate: "
                  "1MiB, acknowledgements: true}]\nlisteners: [{name: l, address: \"::1\", port: 1, tls: "
                  "{certificate: c, key: k, "
                  "authorities: a, revoked: r}}]\nspool: {segment: 1MiB, waiting: 1MiB, keep_octets: 1GiB, "
                  "keep_time: 24h}\njsonl: [{name: "
                  "j, folder: f, rotate_octets: 1MiB, rotate_time: 1h}]\ndatabase: {content_records: "
                  "false}\nhttp: {port: 1, users: [{name: "
                  "u, role: viewer, subject: CN=y, liids: [L]}]}\nthreads: 1\nidle: 5m\nsandbox: false\n"));
  for (const auto& [prefix, octets] : types.found) to.add("walker", prefix, octets);
  dictionary(fs::path(argv[1]) / "ber.dict");
  return 0;
}
