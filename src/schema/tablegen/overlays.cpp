// What the modules do not say to asn1c: contents of OCTET STRINGs, and tags that meant something else in
// an older release of TS 33.128.
#include "schema/tablegen/model.hpp"

#include <array>
#include <set>

namespace lihi::tablegen {
namespace {

struct contained_type {
  const char *type, *member, *content;
};

// CONTAINING constraints of TS 102 232-1 annex A; asn1c reads over them.
constexpr std::array contained_types{
    contained_type{"IRIContents", "threeGPP33128DefinedIRI", "IRIPayload"},
    contained_type{"CCContents", "threeGPP33128DefinedCC", "CCPayload"},
};

struct retagged_member {
  const char* release; // suffix of the overlay's node names
  const char* type;
  std::uint32_t tag;  // in that release ...
  const char* member; // ... was this member of today's module
};

// TS 33.128 release 16: content arm [4] was PTC. Release 17 (to version 15): additionalUserIdentifiers
// had tags that release 18 gave to other members.
constexpr std::array retagged_members{
    retagged_member{"r16", "CCPDU", 4, "pTCCCPDU"},
    retagged_member{"r17", "AMFRegistration", 19, "additionalUserIdentifiers"},
    retagged_member{"r17", "AMFDeregistration", 12, "additionalUserIdentifiers"},
    retagged_member{"r17", "AMFLocationUpdate", 9, "additionalUserIdentifiers"},
    retagged_member{"r17", "AMFStartOfInterceptionWithRegisteredUE", 16, "additionalUserIdentifiers"},
};

constexpr std::array overlay_roots{"IRIPayload", "CCPayload", "XIRIPayload"};

void add_contents(model& m) {
  for (const auto& each : contained_types) {
    const std::uint32_t type = m.require(each.type);
    model_row& row = m.nodes[type].rows[m.require_row(type, each.member)];
    if (m.nodes[row.node].kind != kind::octet_string) fail(std::string(each.member) + ": no OCTET STRING");
    row.contained = static_cast<int>(m.require(each.content));
  }
}

// Copies every type on the way from the roots to a changed one, so that today's tables stay untouched.
class overlay {
 public:
  overlay(model& m, std::string release) : m_(m), release_(std::move(release)) {
    for (const auto& each : retagged_members)
      if (each.release == release_) changed_.insert(m_.require(each.type));
  }

  void build() {
    for (const char* root : overlay_roots)
      if (reaches(m_.require(root))) (void)copy(m_.require(root));
  }

 private:
  bool reaches(std::uint32_t node) {
    if (changed_.contains(node)) return true;
    const auto known = reaches_.find(node);
    if (known != reaches_.end()) return known->second;
    reaches_[node] = false; // a recursive type does not reach anything through itself
    bool found = false;
    for (const model_row& row : m_.nodes[node].rows) found = reaches(row.node) || found;
    return reaches_[node] = found;
  }

  std::uint32_t copy(std::uint32_t node) {
    const auto known = copies_.find(node);
    if (known != copies_.end()) return known->second;
    const auto id = static_cast<std::uint32_t>(m_.nodes.size());
    copies_[node] = id;
    model_node fresh = m_.nodes[node];
    fresh.name += "@" + release_;
    fresh.origin = static_cast<int>(node);
    fresh.self.node = id;
    for (std::size_t i = 0; i < fresh.rows.size(); ++i) fresh.rows[i].origin = static_cast<int>(i);
    m_.by_name.emplace(fresh.name, id);
    m_.nodes.push_back(fresh);
    for (std::size_t i = 0; i < fresh.rows.size(); ++i)
      if (reaches(fresh.rows[i].node)) m_.nodes[id].rows[i].node = copy(fresh.rows[i].node);
    for (const auto& each : retagged_members)
      if (each.release == release_ && m_.require(each.type) == node) retag(m_.nodes[id], each);
    return id;
  }

  void retag(model_node& node, const retagged_member& change) {
    const auto slot = node.context_index.find(change.tag);
    if (slot == node.context_index.end()) fail(node.name + ": no member has the overlay's tag");
    const unsigned moved = m_.require_row(static_cast<std::uint32_t>(node.origin), change.member);
    const unsigned place = slot->second;
    model_row row = node.rows[moved];
    row.tag = ber::context(change.tag);
    row.origin = static_cast<int>(moved);
    node.rows[place] = row;
  }

  model& m_;
  std::string release_;
  std::set<std::uint32_t> changed_;
  std::map<std::uint32_t, bool> reaches_;
  std::map<std::uint32_t, std::uint32_t> copies_;
};

} // namespace

void add_overlays(model& m) {
  add_contents(m);
  std::set<std::string> releases;
  for (const auto& each : retagged_members) releases.insert(each.release);
  for (const std::string& release : releases) overlay(m, release).build();
}

} // namespace lihi::tablegen
