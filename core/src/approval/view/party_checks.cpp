#include <algorithm>

#include "approval/profile/characters.hpp"
#include "approval/view/checks.hpp"

namespace cuelight::approval {
namespace {

/// A party as the reader knows it, with what its name looks and sounds like.
struct known_party {
  std::string_view id;
  std::string_view name;
  std::string shape;
  std::string spoken;
};

std::vector<known_party> known_parties(const json::value& known) {
  std::vector<known_party> parties;
  for (const json::value& entry : json::elements(known)) {
    const auto id = json::text_member(entry, "id");
    const auto name = json::text_member(entry, "name");
    if (id && name) parties.push_back({*id, *name, shape_likeness(*name), spoken_likeness(*name)});
  }
  return parties;
}

void check_party(parts& p, const std::string& pointer, const json::value& party,
                 const std::vector<known_party>& known) {
  const auto id = json::text_member(party, "id");
  const auto name = json::text_member(party, "name");
  if (!id || !name) return;
  const auto same_id = std::find_if(known.begin(), known.end(), [&](const known_party& k) { return k.id == *id; });
  if (same_id != known.end()) {
    if (same_id->name != *name) {
      p.warn("approval.known_id_other_name", severity::caution, pointer + "/name", word::warn_id_other_name);
    }
    return;
  }
  const std::string shape = shape_likeness(*name);
  const std::string spoken = spoken_likeness(*name);
  for (const known_party& k : known) {
    if (k.name == *name) {
      p.warn("approval.known_name_other_id", severity::danger, pointer + "/id", word::warn_name_other_id);
      return;
    }
    if (!shape.empty() && (k.shape == shape || k.spoken == spoken)) {
      p.warn("approval.confusable_name", severity::danger, pointer + "/name", word::warn_confusable);
      return;
    }
  }
}

}  // namespace

void check_parties(parts& p, const json::value& known) {
  if (p.type == nullptr || !p.document.is_object()) return;
  const auto parties = known_parties(known);
  if (parties.empty()) return;
  for (const field& f : p.type->members.fields) {
    if (f.of == nullptr || f.of->as != layout::party) continue;
    const json::value* const found = json::member(p.document, f.name);
    if (found == nullptr) continue;
    const std::string pointer = '/' + std::string(f.name);
    if (!f.list) {
      check_party(p, pointer, *found, parties);
      continue;
    }
    const json::value::array_t& all = json::elements(*found);
    for (std::size_t i = 0; i < all.size(); ++i) {
      check_party(p, pointer + '/' + std::to_string(i), all[i], parties);
    }
  }
}

}  // namespace cuelight::approval
