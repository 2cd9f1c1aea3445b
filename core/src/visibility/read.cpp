#include "visibility/read.hpp"

namespace cuelight::visibility {
namespace {

using json::value;

bool is_true(const value& object, const char* name) {
  const value* m = json::member(object, name);
  return m != nullptr && json::is_true(*m);
}

/// A name that can equal another: text that is not empty.
std::string_view name_in(const value& object, const char* member) {
  return json::text_member(object, member).value_or(std::string_view{});
}

bool same(std::string_view a, std::string_view b) {
  return !a.empty() && a == b;
}

/// Calls `each` for the elements of the array member `name`; false when there is such a member, and it is neither an
/// array nor null.
template <class Each>
bool for_each(const value& object, const char* name, Each each) {
  const value* list = json::member(object, name);
  if (list == nullptr || list->is_null()) return true;
  if (!list->is_array()) return false;
  for (const value& element : json::elements(*list)) each(element);
  return true;
}

bool read_grants(const value& subject, const char* name, std::string_view workspace, std::vector<grant_facts>& out) {
  return for_each(subject, name, [&](const value& g) {
    if (!same(name_in(g, "workspace"), workspace)) return;
    const value* revoked = json::member(g, "revoked");
    const auto expires = parse_instant(name_in(g, "expiresAt"));
    out.push_back({.invitation = std::string_view(name) == "invitations",
                   .revoked = revoked != nullptr && !json::is_false(*revoked),
                   .dated = expires.has_value(),
                   .expires_at = expires.value_or(0)});
  });
}

std::optional<read_subject> read_artist_subject(const value& subject, const value& viewer) {
  const std::string_view id = name_in(subject, "id");
  const auto set = level_of(name_in(subject, "level"));
  if (id.empty() || !set) return {};
  const std::string_view workspace = name_in(viewer, "workspace");
  read_artist out;
  out.facts.set = *set;
  out.facts.consent = is_true(subject, "consent");
  out.facts.verified = is_true(subject, "verified");
  out.facts.is_viewer = same(id, name_in(viewer, "artist"));
  out.facts.in_artist_workspace = same(name_in(subject, "artistWorkspace"), workspace);
  out.facts.in_agency_workspace = same(name_in(subject, "agencyWorkspace"), workspace);
  for_each(viewer, "engagements", [&](const value& e) {
    if (is_true(e, "answered") && same(name_in(e, "artist"), id)) out.facts.engaged = true;
  });
  if (!read_grants(subject, "invitations", workspace, out.grants)) return {};
  if (!read_grants(subject, "partnerships", workspace, out.grants)) return {};
  return out;
}

std::optional<read_subject> read_engagement_subject(const value& subject, const value& viewer) {
  const value* parties = json::member(subject, "parties");
  if (name_in(subject, "id").empty() || parties == nullptr || !parties->is_object()) return {};
  const std::string_view workspace = name_in(viewer, "workspace");
  engagement_facts out;
  out.answered = is_true(subject, "answered");
  out.is_viewer = same(name_in(*parties, "artist"), name_in(viewer, "artist"));
  out.in_artist_workspace = same(name_in(*parties, "artistWorkspace"), workspace);
  out.agency = same(name_in(*parties, "agency"), workspace);
  out.presenter = same(name_in(*parties, "presenter"), workspace);
  const bool read = for_each(*parties, "counsel", [&](const value& c) {
    if (same(json::text(c), workspace)) out.counsel = true;
  });
  if (!read) return {};
  return out;
}

}  // namespace

std::optional<level> level_of(std::string_view name) {
  for (std::size_t l = 0; l < level_count; ++l) {
    if (name_of(level(l)) == name) return level(l);
  }
  return {};
}

viewer_facts read_viewer(const value& viewer) {
  viewer_facts out;
  const std::string_view kind = name_in(viewer, "kind");
  bool known = false;
  for (std::size_t k = 0; k < viewer_kind_count; ++k) {
    if (name_of(viewer_kind(k)) != kind) continue;
    out.kind = viewer_kind(k);
    known = true;
  }
  const auto now = parse_instant(name_in(viewer, "now"));
  out.now = now.value_or(0);
  out.verified = is_true(viewer, "verified");
  out.well_formed = known && now && (out.kind == viewer_kind::anonymous || !name_in(viewer, "workspace").empty()) &&
                    (out.kind != viewer_kind::artist || !name_in(viewer, "artist").empty());
  return out;
}

std::optional<read_subject> read(const value& subject, const value& viewer) {
  const std::string_view kind = name_in(subject, "kind");
  if (kind == "artist") return read_artist_subject(subject, viewer);
  if (kind == "engagement") return read_engagement_subject(subject, viewer);
  return {};
}

decision decide(const value& subject, const value& viewer) {
  const auto facts = read(subject, viewer);
  if (!facts) return {};
  const viewer_facts who = read_viewer(viewer);
  if (const auto* artist = std::get_if<read_artist>(&*facts)) return decide(who, artist->seen());
  return decide(who, std::get<engagement_facts>(*facts));
}

}  // namespace cuelight::visibility
