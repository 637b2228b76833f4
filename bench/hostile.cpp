// lihi_hostile: what input costs that wants to cost much. Each kind is read at two sizes, and the larger one
// also in pieces of 1 to 64 octets, and a mebibyte in single octets: the time for an octet stays the same
// when the work is linear, whatever the cut. Files given as arguments are read too, each over and over up to
// a mebibyte; the slowest are shown.
//   lihi_hostile [FILE or FOLDER...]
//   lihi_hostile --write FOLDER   writes each kind of 16 MiB to a file of that folder (bench/memory)
#include "write/record_writer.hpp"
#include "support/hex.hpp"

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <fmt/format.h>
#include <fstream>
#include <iterator>
#include <lihi/decoder.hpp>
#include <sys/resource.h>

namespace lihi::bench {
namespace {

using test::cc_element;
using test::from_hex;
using test::iri_pdu;
using test::octets;
using test::ps_header;
using test::ps_pdu;
using test::tlv;
using test::operator+;

octets repeated(const octets& one, std::size_t size) {
  octets out;
  out.reserve(size + one.size());
  while (out.size() < size) out.insert(out.end(), one.begin(), one.end());
  return out;
}
octets repeated(std::string_view hex, std::size_t size) { return repeated(from_hex(hex), size); }

octets cc_elements(const octets& one, std::size_t size) { return ps_pdu(tlv("A1", {repeated(one, size)})); }

// Addresses of a PDU session, all different (TS 33.128 uEEndpoint).
octets addresses(std::size_t size) {
  octets list;
  list.reserve(size + 6);
  for (std::uint32_t i = 0; list.size() < size; ++i)
    list.insert(list.end(), {0x81, 4, static_cast<std::uint8_t>(i >> 24), static_cast<std::uint8_t>(i >> 16),
                             static_cast<std::uint8_t>(i >> 8), static_cast<std::uint8_t>(i)});
  return iri_pdu(tlv("A6", {tlv("A9", {list})}));
}

// PDUs that lack their last octets, so that each claims those of the next.
octets cut_pdus(std::size_t size) {
  octets one = ps_pdu(tlv("A1", {cc_element()}));
  one.resize(one.size() - 5);
  return repeated(one, size);
}

// A list that is held just below its limit, and searched for what it has.
octets addresses_that_are_known(std::size_t size) {
  octets list;
  for (std::uint32_t i = 0; list.size() < size; ++i)
    list.insert(list.end(), {0x81, 4, 10, 0, static_cast<std::uint8_t>(i % 1000 >> 8),
                             static_cast<std::uint8_t>(i % 1000)});
  return iri_pdu(tlv("A6", {tlv("A9", {list})}));
}

// Strings in segments that each need a little more memory than the one before.
octets growing_liids(std::size_t size) {
  octets out;
  for (std::size_t length = 1; out.size() < size; length += 61) {
    const octets pdu =
        tlv("30", {ps_header(tlv("A1", {tlv("04", {octets(length, 'L')})})), from_hex("A2 04 A2 02 83 00")});
    out.insert(out.end(), pdu.begin(), pdu.end());
  }
  return out;
}

struct hostile {
  const char* name;
  octets (*make)(std::size_t size);
};

constexpr hostile kinds[] = {
    {"starts of PDUs that claim a megabyte", [](std::size_t n) { return repeated("30 84 00 10 00 00", n); }},
    {"starts of PDUs without end", [](std::size_t n) { return repeated("30 80", n); }},
    {"beginnings of PDUs of indefinite length",
     [](std::size_t n) {
       return repeated("30 80 A1 59 80 07 04 00 02 02 05 01 2B 81 09 4C 49 49 BF 82", n);
     }},
    {"end-of-contents", [](std::size_t n) { return repeated("00 00", n); }},
    {"FF", [](std::size_t n) { return repeated("FF", n); }},
    {"a PDU, then an octet that is none",
     [](std::size_t n) { return repeated(ps_pdu(tlv("A2", {from_hex("83 00")})) + from_hex("FF"), n); }},
    {"PDUs that break off",
     [](std::size_t n) { return repeated(ps_pdu(tlv("A2", {from_hex("83 7F")})), n); }},
    {"empty elements, each a record", [](std::size_t n) { return cc_elements(from_hex("30 00"), n); }},
    {"elements with an unknown member",
     [](std::size_t n) {
       return cc_elements(from_hex("30 05 80 01 00 9E 00"), std::min<std::size_t>(n, 4000 * 7));
     }},
    {"elements with a note", [](std::size_t n) { return cc_elements(from_hex("30 04 80 02 00 00"), n); }},
    {"elements whose length has 125 zeros",
     [](std::size_t n) { return cc_elements(from_hex("30 FE") + octets(126, 0), n); }},
    {"elements of indefinite length",
     [](std::size_t n) { return cc_elements(from_hex("30 80 80 01 00 00 00"), n); }},
    {"packets of three octets", [](std::size_t n) { return cc_elements(cc_element(), n); }},
    {"packets below a long LIID",
     [](std::size_t n) {
       return tlv("30", {ps_header(tlv("81", {octets(n / 2, 'L')})),
                         tlv("A2", {tlv("A1", {repeated(cc_element(), n / 2)})})});
     }},
    {"packets below a LIID of 256 octets that are hex",
     [](std::size_t n) {
       return tlv(
           "30", {ps_header(tlv("81", {octets(256, 0x01)})), tlv("A2", {tlv("A1", {repeated("30 00", n)})})});
     }},
    {"a string in segments of one octet",
     [](std::size_t n) {
       return tlv("30", {ps_header(tlv("A1", {repeated("04 01 41", n)})), from_hex("A2 04 A2 02 83 00")});
     }},
    {"a string in empty segments",
     [](std::size_t n) {
       return tlv("30", {ps_header(tlv("A1", {repeated("04 00", n)})), from_hex("A2 04 A2 02 83 00")});
     }},
    {"addresses without end", addresses},
    {"events of unknown members",
     [](std::size_t n) { return repeated(iri_pdu(tlv("A6", {repeated("9E 00", 1900)})), n); }},
    {"an event of more unknown members than a PDU may have",
     [](std::size_t n) { return iri_pdu(tlv("A6", {repeated("9E 00", n)})); }},
    {"nested beginnings, each to the end", test::nested_beginnings},
    {"nested beginnings, each before the same elements", test::nested_beginnings_of_elements},
    {"a PDU of empty elements, then what may begin another",
     [](std::size_t n) {
       return tlv("30", {ps_header(), repeated("04 00", n - 1024), from_hex("30 FE")}) + octets(126, 0x00) +
              from_hex("A1 FE") + octets(126, 0x00) + from_hex("80 FE") + octets(126, 0x00);
     }},
    {"PDUs cut inside, each into the next", cut_pdus},
    {"beginnings of indefinite length, and small PDUs between them",
     [](std::size_t n) { return repeated(test::beginnings_and_a_pdu(), n); }},
    {"beginnings whose second length goes on",
     [](std::size_t n) {
       return repeated("30 84 00 00 10 59 A1 D1 80 07 04 00 02 02 05 01 2B 81 09 4C 49 49 49 49 49 49", n);
     }},
    {"elements with an unknown enumerator",
     [](std::size_t n) { return cc_elements(from_hex("30 03 80 01 63"), n); }},
    {"an enumeration that is unknown, over and over", // SMFPDUSessionEstablishment, PDU session type [11]
     [](std::size_t n) { return iri_pdu(tlv("A6", {repeated("8B 01 63", n)})); }},
    {"addresses that are known, in a list just below its limit", addresses_that_are_known},
    {"strings in segments that grow from PDU to PDU", growing_liids},
    {"header values without a field",
     [](std::size_t n) {
       return repeated(tlv("30", {ps_header(tlv("81", {octets(1, 'L')}), tlv("85", {octets(15, 'X')})),
                                  from_hex("A2 04 A2 02 83 00")}),
                       n);
     }},
};

struct cost {
  double nanoseconds = 0; // for an octet
  double text = 0;        // octets of JSON for an octet
};

// In pieces of that many octets, or, with 0, of 1 to 64.
cost read(const octets& stream, std::size_t piece_octets = 1u << 16, int runs = 2) {
  cost best;
  for (int run = 0; run < runs; ++run) {
    decoder read;
    framer frames;
    text_buffer out;
    std::size_t text = 0;
    const auto begin = std::chrono::steady_clock::now();
    std::uint32_t random = 1;
    for (std::size_t at = 0, step = 0; at < stream.size(); at += step) {
      random = random * 1664525 + 1013904223;
      step = std::min(piece_octets != 0 ? piece_octets : 1 + (random >> 26), stream.size() - at);
      frames.feed(bytes(stream).subspan(at, step));
      if (at + step == stream.size()) frames.finish();
      while (const auto piece = frames.next()) {
        if (!piece->is_pdu) continue;
        (void)read.read(*piece, "", [&](const record& one) {
          out.clear();
          write_record(out, one, {true, true});
          text += out.size();
        });
      }
    }
    const std::chrono::duration<double, std::nano> took = std::chrono::steady_clock::now() - begin;
    const double octets = static_cast<double>(std::max<std::size_t>(stream.size(), 1));
    if (run == 0 || took.count() / octets < best.nanoseconds)
      best = {took.count() / octets, static_cast<double>(text) / octets};
  }
  return best;
}

constexpr std::size_t small = 256u << 10, middle = 1u << 20,
                      large = (16u << 20) - 1024; // one PDU may have no more

bool write_kinds(const std::filesystem::path& folder) {
  for (const hostile& each : kinds) {
    const octets stream = each.make(large);
    std::ofstream out(folder / (std::string(each.name) + ".ber"), std::ios::binary);
    out.write(reinterpret_cast<const char*>(stream.data()), static_cast<std::streamsize>(stream.size()));
    if (!out.flush()) return false;
  }
  return true;
}

void of_kinds() {
  fmt::print("| input | ns an octet, {} KiB | 16 MiB | 16 MiB in small pieces | 1 MiB in single octets | "
             "text for an octet |\n"
             "| --- | --- | --- | --- | --- | --- |\n",
             small >> 10);
  for (const hostile& each : kinds) {
    const octets stream = each.make(large);
    const cost one = read(each.make(small)), many = read(stream), pieces = read(stream, 0, 1),
               singles = read(each.make(middle), 1, 1);
    fmt::print("| {} | {:.1f} | {:.1f} | {:.1f} | {:.1f} | {:.0f} |\n", each.name, one.nanoseconds,
               many.nanoseconds, pieces.nanoseconds, singles.nanoseconds, many.text);
  }
  struct rusage used {};
  if (::getrusage(RUSAGE_SELF, &used) == 0)
    fmt::print("\nmost memory, the input included: {} MiB\n", used.ru_maxrss / 1024);
}

void of_files(const std::vector<std::filesystem::path>& paths) {
  std::vector<std::pair<cost, std::filesystem::path>> all;
  for (const auto& path : paths) {
    std::ifstream in(path, std::ios::binary);
    const octets content{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
    if (content.size() >= 2) all.emplace_back(read(repeated(content, 1u << 20)), path);
  }
  std::sort(all.begin(), all.end(),
            [](const auto& a, const auto& b) { return a.first.nanoseconds > b.first.nanoseconds; });
  if (all.size() > 10) all.resize(10);
  fmt::print("\n| file | ns an octet | text for an octet |\n| --- | --- | --- |\n");
  for (const auto& [cost, path] : all)
    fmt::print("| {} | {:.1f} | {:.0f} |\n", path.filename().string(), cost.nanoseconds, cost.text);
}

} // namespace
} // namespace lihi::bench

int main(int argc, char** argv) {
  if (argc == 3 && std::string_view(argv[1]) == "--write") return lihi::bench::write_kinds(argv[2]) ? 0 : 2;
  std::vector<std::filesystem::path> paths;
  std::error_code problem;
  for (int i = 1; i < argc && !problem; ++i) {
    if (!std::filesystem::is_directory(argv[i], problem)) {
      paths.emplace_back(argv[i]);
      continue;
    }
    for (const auto& each : std::filesystem::recursive_directory_iterator(argv[i], problem))
      if (each.is_regular_file()) paths.push_back(each.path());
  }
  if (problem) {
    fmt::print(stderr, "lihi_hostile: {}\n", problem.message());
    return 2;
  }
  lihi::bench::of_kinds();
  if (!paths.empty()) lihi::bench::of_files(paths);
  return 0;
}
