/// @file
/// How a viewer stands to a subject, and what that shows (docs/spec/visibility.md, "The decision").
#include <algorithm>

#include "cuelight/visibility.hpp"

namespace cuelight::visibility {
namespace {

/// Names are compared by their numbers; a missing one equals none.
bool same(name a, name b) {
  return a != name::none && a == b;
}

/// Step 1: what a viewer must have.
bool well_formed(const viewer& who) {
  if (!who.kind || !who.now) return false;
  if (*who.kind != viewer_kind::anonymous && who.workspace == name::none) return false;
  return *who.kind != viewer_kind::artist || who.artist != name::none;
}

/// A grant that names the viewer's workspace, is not revoked, and not expired.
bool alive(const grant& g, const viewer& who) {
  return same(g.workspace, who.workspace) && !g.revoked && g.expires_at && *who.now < *g.expires_at;
}

bool any_alive(const std::vector<grant>& grants, const viewer& who) {
  return std::ranges::any_of(grants, [&](const grant& g) { return alive(g, who); });
}

/// The viewer's workspace has an engagement with the artist that the artist's side has answered.
bool engaged(const viewer& who, const artist& subject) {
  return std::ranges::any_of(who.engagements,
                             [&](const engagement_with& e) { return e.answered && same(e.artist, subject.id); });
}

/// Whether a relation holds, by relation.
class relations {
 public:
  bool& operator[](relation r) { return held_[static_cast<std::size_t>(r)]; }
  bool operator[](relation r) const { return held_[static_cast<std::size_t>(r)]; }

 private:
  std::array<bool, relation_count> held_{};
};

/// Step 4, for artists.
relations relations_of(const viewer& who, const artist& subject) {
  relations holds;
  const viewer_kind kind = *who.kind;
  if (kind == viewer_kind::artist) {
    holds[relation::self] = same(subject.id, who.artist) && same(subject.artist_workspace, who.workspace);
  } else {
    holds[relation::anyone] = true;
  }
  if (kind == viewer_kind::agency) {
    holds[relation::own_agency] = same(subject.agency_workspace, who.workspace);
    holds[relation::partner_agency] = who.verified && any_alive(subject.partnerships, who);
  } else if (kind == viewer_kind::presenter) {
    holds[relation::listed] = who.verified;
    holds[relation::invited] = who.verified && any_alive(subject.invitations, who);
    holds[relation::engaged_presenter] = engaged(who, subject);
  } else if (kind == viewer_kind::counsel) {
    holds[relation::engaged_counsel] = engaged(who, subject);
  }
  return holds;
}

/// Step 4, for engagements.
relations relations_of(const viewer& who, const engagement& subject) {
  relations holds;
  const auto in = [&](name party) { return same(party, who.workspace); };
  const viewer_kind kind = *who.kind;
  if (kind == viewer_kind::artist) {
    holds[relation::party_artist] = same(subject.artist, who.artist) && in(subject.artist_workspace);
  } else if (kind == viewer_kind::agency) {
    holds[relation::party_agency] = in(subject.agency);
  } else if (kind == viewer_kind::presenter) {
    holds[relation::requester] = in(subject.presenter);
    holds[relation::party_presenter] = holds[relation::requester] && subject.answered;
  } else if (kind == viewer_kind::counsel) {
    holds[relation::party_counsel] = std::ranges::any_of(subject.counsel, in);
  }
  return holds;
}

/// Step 5: joins the table's rows of all relations that hold; the first that shows anything is the reason.
decision join(const relations& holds, level at, reason otherwise) {
  decision d{.fields = {}, .why = otherwise};
  for (const table_row& row : table()) {
    const sights fields = row.at[static_cast<std::size_t>(at)];
    if (!holds[row.who] || !fields.any()) continue;
    if (!d.visible()) d.why = static_cast<reason>(row.who);
    d.fields.join(fields);
  }
  d.owner = holds[relation::self] || holds[relation::own_agency] || holds[relation::party_artist] ||
            holds[relation::party_agency];
  return d;
}

/// What a kind of grant gives as a reason when none is alive.
struct lapse {
  reason absent;
  reason expired;
  reason revoked;
};
constexpr lapse invitation{reason::not_invited, reason::invitation_expired, reason::invitation_revoked};
constexpr lapse partnership{reason::not_a_partner, reason::partnership_expired, reason::partnership_revoked};

/// What became of the grants that name the viewer's workspace.
reason lapsed(const std::vector<grant>& grants, const viewer& who, const lapse& as) {
  reason why = as.absent;
  for (const grant& g : grants) {
    if (!same(g.workspace, who.workspace)) continue;
    if (!g.revoked) return as.expired;
    why = as.revoked;
  }
  return why;
}

reason why_hidden(const viewer& who, const artist& subject, level at) {
  if (who.kind == viewer_kind::artist) return reason::artists_see_no_artists;
  if (!subject.verified) return reason::unverified_subject;
  const bool agency = who.kind == viewer_kind::agency && at == level::private_listing;
  const bool presenter = who.kind == viewer_kind::presenter && at >= level::stealth_roster;
  if (!agency && !presenter) return reason::not_public;
  if (!who.verified) return reason::unverified_viewer;
  return presenter ? lapsed(subject.invitations, who, invitation) : lapsed(subject.partnerships, who, partnership);
}

}  // namespace

level effective_level(const artist& subject) {
  if (!subject.verified || !subject.set) return level::workspace_private;
  if (subject.set == level::open && !subject.consent) return level::private_listing;
  return *subject.set;
}

decision decide(const viewer& who, const artist& subject) {
  if (subject.id == name::none || !subject.set) return {.fields = {}, .why = reason::malformed_subject};
  if (!well_formed(who)) return {.fields = {}, .why = reason::malformed_viewer};
  const level at = effective_level(subject);
  const decision d = join(relations_of(who, subject), at, reason::not_public);
  return d.visible() ? d : decision{.fields = {}, .why = why_hidden(who, subject, at)};
}

decision decide(const viewer& who, const engagement& subject) {
  if (subject.id == name::none) return {.fields = {}, .why = reason::malformed_subject};
  if (!well_formed(who)) return {.fields = {}, .why = reason::malformed_viewer};
  return join(relations_of(who, subject), level::workspace_private, reason::not_a_party);
}

}  // namespace cuelight::visibility
