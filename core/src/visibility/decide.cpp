#include <algorithm>

#include "cuelight/visibility.hpp"

namespace cuelight::visibility {
namespace {

/// Whether a relation holds, by relation.
using relations = std::array<bool, relation_count>;

bool& holds(relations& r, relation who) {
  return r[static_cast<std::size_t>(who)];
}

bool live(const grant_facts& g, instant_ms now) {
  return !g.revoked && g.dated && now < g.expires_at;
}

bool granted(const viewer_facts& viewer, const artist_facts& subject, bool invitation) {
  return std::ranges::any_of(subject.grants,
                             [&](const grant_facts& g) { return g.invitation == invitation && live(g, viewer.now); });
}

/// Joins the table's rows of all relations that hold; the first that shows anything is the reason.
decision join(relations& r, level at, reason otherwise) {
  decision d{.fields = {}, .why = otherwise};
  for (const table_row& row : table()) {
    const sights fields = row.at[static_cast<std::size_t>(at)];
    if (!holds(r, row.who) || !fields.any()) continue;
    if (!d.visible()) d.why = static_cast<reason>(row.who);
    d.fields.join(fields);
  }
  d.owner = holds(r, relation::self) || holds(r, relation::own_agency);
  return d;
}

/// Of the grants that would have opened a door, what became of them.
reason lapsed(const artist_facts& subject, bool invitation) {
  reason why = invitation ? reason::not_invited : reason::not_a_partner;
  for (const grant_facts& g : subject.grants) {
    if (g.invitation != invitation) continue;
    if (!g.revoked) return invitation ? reason::invitation_expired : reason::partnership_expired;
    why = invitation ? reason::invitation_revoked : reason::partnership_revoked;
  }
  return why;
}

reason why_hidden(const viewer_facts& viewer, const artist_facts& subject, level at) {
  if (viewer.kind == viewer_kind::artist) return reason::artists_see_no_artists;
  if (!subject.verified) return reason::unverified_subject;
  const bool agency = viewer.kind == viewer_kind::agency && at == level::private_listing;
  const bool presenter = viewer.kind == viewer_kind::presenter && at >= level::stealth_roster;
  if (!agency && !presenter) return reason::not_public;
  if (!viewer.verified) return reason::unverified_viewer;
  return lapsed(subject, presenter);
}

}  // namespace

level effective_level(const artist_facts& subject) {
  if (!subject.verified) return level::workspace_private;
  if (subject.set == level::open && !subject.consent) return level::private_listing;
  return subject.set;
}

decision decide(const viewer_facts& viewer, const artist_facts& subject) {
  if (!viewer.well_formed) return {.fields = {}, .why = reason::malformed_viewer};
  relations r{};
  const viewer_kind kind = viewer.kind;
  if (kind == viewer_kind::artist) {
    holds(r, relation::self) = subject.is_viewer && subject.in_artist_workspace;
  } else {
    holds(r, relation::anyone) = true;
  }
  if (kind == viewer_kind::agency) {
    holds(r, relation::own_agency) = subject.in_agency_workspace;
    holds(r, relation::partner_agency) = viewer.verified && granted(viewer, subject, false);
  } else if (kind == viewer_kind::presenter) {
    holds(r, relation::listed) = viewer.verified;
    holds(r, relation::invited) = viewer.verified && granted(viewer, subject, true);
    holds(r, relation::engaged_presenter) = subject.engaged;
  } else if (kind == viewer_kind::counsel) {
    holds(r, relation::engaged_counsel) = subject.engaged;
  }
  const level at = effective_level(subject);
  return join(r, at, why_hidden(viewer, subject, at));
}

decision decide(const viewer_facts& viewer, const engagement_facts& subject) {
  if (!viewer.well_formed) return {.fields = {}, .why = reason::malformed_viewer};
  relations r{};
  holds(r, relation::party_artist) =
      viewer.kind == viewer_kind::artist && subject.is_viewer && subject.in_artist_workspace;
  holds(r, relation::party_agency) = viewer.kind == viewer_kind::agency && subject.agency;
  holds(r, relation::party_counsel) = viewer.kind == viewer_kind::counsel && subject.counsel;
  const bool presenter = viewer.kind == viewer_kind::presenter && subject.presenter;
  holds(r, relation::party_presenter) = presenter && subject.answered;
  holds(r, relation::requester) = presenter;
  decision d = join(r, level::workspace_private, reason::not_a_party);
  d.owner = holds(r, relation::party_artist) || holds(r, relation::party_agency);
  return d;
}

}  // namespace cuelight::visibility
