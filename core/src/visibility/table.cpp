/// @file
/// The visibility table. This is the only place where it is decided who sees what; docs/spec/visibility.md prints it.
#include "cuelight/visibility.hpp"

namespace cuelight::visibility {
namespace {

/// Eight letters, one a group in the order of `group`: S shown, c coarse, - absent.
consteval sights row(const char (&cells)[2 * group_count]) {
  sights s;
  for (unsigned g = 0; g < group_count; ++g) {
    const char cell = cells[2 * g];
    s.set(group(g), cell == 'S' ? sight::shown : cell == 'c' ? sight::coarse : sight::absent);
  }
  return s;
}

consteval table_row always(relation who, sights s) {
  return {who, {s, s, s, s}};
}

constexpr sights none = row("- - - - - - - -");

//                                                   identity, folio, contact, availability,
//                                                   engagement, fees, documents, notes
constexpr std::array<table_row, relation_count> rows = {{
    always(relation::self, row("S S S S S S S -")),
    always(relation::own_agency, row("S S S S S S S S")),
    {relation::invited,
     {none,
      /* stealth roster  */ row("S S S c - c - -"),
      /* private listing */ row("S S S c - c - -"),
      /* public          */ row("S S S c - c - -")}},
    {relation::partner_agency,
     {none, none,
      /* private listing */ row("S S S c - c - -"),
      /* public          */ row("S S S c - c - -")}},
    always(relation::engaged_presenter, row("S - S - - - - -")),
    always(relation::engaged_counsel, row("S - c - - - - -")),
    {relation::anyone,
     {none, none, none,
      /* public          */ row("S S c c - - - -")}},
    {relation::listed,
     {none, none,
      /* private listing */ row("S S c c - - - -"),
      /* public          */ row("S S c c - - - -")}},
    always(relation::party_artist, row("S S S S S S S -")),
    always(relation::party_agency, row("S S S S S S S S")),
    always(relation::party_presenter, row("S S S S S S S -")),
    always(relation::party_counsel, row("S - S S S S S -")),
    always(relation::requester, row("c - - S c - - -")),
}};

constexpr std::array<std::string_view, level_count> levels = {"workspace_private", "stealth_roster", "private_listing",
                                                              "public"};
constexpr std::array<std::string_view, group_count> groups = {"identity",   "folio", "contact",   "availability",
                                                              "engagement", "fees",  "documents", "notes"};
constexpr std::array<std::string_view, 3> sight_names = {"absent", "coarse", "shown"};
constexpr std::array<std::string_view, viewer_kind_count> viewer_kinds = {"anonymous", "artist",  "agency",
                                                                          "presenter", "counsel", "administrator"};
constexpr std::array<std::string_view, relation_count> relations = {
    "self",   "own_agency",   "invited",      "partner_agency",  "engaged_presenter", "engaged_counsel", "anyone",
    "listed", "party_artist", "party_agency", "party_presenter", "party_counsel",     "requester"};
constexpr std::array<std::string_view, reason_count> reasons = {"visibility.self",
                                                                "visibility.own_agency",
                                                                "visibility.invited",
                                                                "visibility.partner_agency",
                                                                "visibility.engaged_presenter",
                                                                "visibility.engaged_counsel",
                                                                "visibility.public",
                                                                "visibility.listed",
                                                                "visibility.party_artist",
                                                                "visibility.party_agency",
                                                                "visibility.party_presenter",
                                                                "visibility.party_counsel",
                                                                "visibility.requester",
                                                                "visibility.artists_see_no_artists",
                                                                "visibility.not_a_party",
                                                                "visibility.unverified_subject",
                                                                "visibility.unverified_viewer",
                                                                "visibility.invitation_expired",
                                                                "visibility.invitation_revoked",
                                                                "visibility.not_invited",
                                                                "visibility.partnership_expired",
                                                                "visibility.partnership_revoked",
                                                                "visibility.not_a_partner",
                                                                "visibility.not_public",
                                                                "visibility.malformed_subject",
                                                                "visibility.malformed_viewer"};

constexpr std::uint8_t only(viewer_kind k) {
  return static_cast<std::uint8_t>(1U << static_cast<unsigned>(k));
}

template <std::size_t N>
json::value names(const std::array<std::string_view, N>& list) {
  json::value out = json::value::array();
  for (std::string_view name : list) out.push_back(name);
  return out;
}

json::value described(const table_row& r, std::string_view subject, std::string_view at, sights fields) {
  json::value viewers = json::value::array();
  for (unsigned k = 0; k < viewer_kind_count; ++k) {
    if (viewers_of(r.who) >> k & 1U) viewers.push_back(viewer_kinds[k]);
  }
  json::value cells = json::value::object();
  for (unsigned g = 0; g < group_count; ++g) cells[std::string(groups[g])] = name_of(fields[group(g)]);
  json::value out = json::value::object();
  out["subject"] = subject;
  out["level"] = at;
  out["relation"] = name_of(r.who);
  out["viewers"] = std::move(viewers);
  out["fields"] = std::move(cells);
  return out;
}

}  // namespace

std::span<const table_row, relation_count> table() {
  return rows;
}

std::uint8_t viewers_of(relation who) {
  switch (who) {
    case relation::self:
    case relation::party_artist:
      return only(viewer_kind::artist);
    case relation::own_agency:
    case relation::partner_agency:
    case relation::party_agency:
      return only(viewer_kind::agency);
    case relation::invited:
    case relation::engaged_presenter:
    case relation::listed:
    case relation::party_presenter:
    case relation::requester:
      return only(viewer_kind::presenter);
    case relation::engaged_counsel:
    case relation::party_counsel:
      return only(viewer_kind::counsel);
    case relation::anyone:
      return static_cast<std::uint8_t>(0x3fU & ~only(viewer_kind::artist));
  }
  return 0;
}

std::string_view name_of(level l) {
  return levels[static_cast<std::size_t>(l)];
}
std::string_view name_of(group g) {
  return groups[static_cast<std::size_t>(g)];
}
std::string_view name_of(sight s) {
  return sight_names[static_cast<std::size_t>(s)];
}
std::string_view name_of(viewer_kind k) {
  return viewer_kinds[static_cast<std::size_t>(k)];
}
std::string_view name_of(relation r) {
  return relations[static_cast<std::size_t>(r)];
}
std::string_view name_of(reason r) {
  return reasons[static_cast<std::size_t>(r)];
}

json::value vocabulary() {
  json::value list = json::value::array();
  for (std::size_t l = level_count; l-- > 0;) {
    for (const table_row& r : rows) {
      if (r.who <= relation::listed) list.push_back(described(r, "artist", levels[l], r.at[l]));
    }
  }
  for (const table_row& r : rows) {
    if (r.who > relation::listed) list.push_back(described(r, "engagement", "any", r.at[0]));
  }
  json::value out = json::value::object();
  out["rows"] = std::move(list);
  out["levels"] = names(levels);
  out["groups"] = names(groups);
  out["viewers"] = names(viewer_kinds);
  out["reasons"] = names(reasons);
  return out;
}

}  // namespace cuelight::visibility
