#include <utility>
#include <vector>

#include "cuelight/visibility.hpp"
#include "visibility/read.hpp"

namespace cuelight::visibility {
namespace {

using json::value;

/// Somebody whose sight is asked for, and how they stand to the artist.
struct candidate {
  std::string id;
  const value* document = nullptr;
  viewer_facts viewer;
  read_artist subject;
};

/// The subject as if set to `l`, with whatever that level requires.
artist_facts as_if(const candidate& c, level l) {
  artist_facts f = c.subject.seen();
  f.set = l;
  f.consent = true;
  f.verified = true;
  return f;
}

decision at_level(const candidate& c, level l) {
  return decide(c.viewer, as_if(c, l));
}

decision now(const candidate& c) {
  return decide(c.viewer, c.subject.seen());
}

bool wider(sights a, sights b) {
  for (unsigned g = 0; g < group_count; ++g) {
    if (a[group(g)] > b[group(g)]) return true;
  }
  return false;
}

value fields_of(sights s) {
  value out = value::object();
  for (unsigned g = 0; g < group_count; ++g) out[std::string(name_of(group(g)))] = name_of(s[group(g)]);
  return out;
}

/// What could be given to a candidate, alone or after its verification.
struct remedy {
  enum class kind : std::uint8_t { nothing, grant, engagement, set_level };
  kind what = kind::nothing;
  std::string_view name;
  level set = level::workspace_private;
};

std::vector<remedy> remedies(const candidate& c) {
  using enum remedy::kind;
  std::vector<remedy> out(1);
  const viewer_kind who = c.viewer.kind;
  if (who == viewer_kind::presenter) out.push_back({grant, "invitation"});
  if (who == viewer_kind::agency) out.push_back({grant, "partnership"});
  if (who == viewer_kind::presenter || who == viewer_kind::counsel) out.push_back({engagement, "engagement"});
  for (auto l = static_cast<std::size_t>(effective_level(c.subject.facts)) + 1; l < level_count; ++l) {
    out.push_back({set_level, name_of(level(l)), level(l)});
  }
  return out;
}

bool would_see(const candidate& c, const remedy& r, bool verified) {
  viewer_facts viewer = c.viewer;
  viewer.verified = viewer.verified || verified;
  artist_facts f = r.what == remedy::kind::set_level ? as_if(c, r.set) : c.subject.seen();
  std::vector<grant_facts> grants = c.subject.grants;
  if (r.what == remedy::kind::grant) {
    grants.push_back({.invitation = viewer.kind == viewer_kind::presenter,
                      .revoked = false,
                      .dated = true,
                      .expires_at = INT64_MAX});
  }
  f.grants = grants;
  f.engaged = f.engaged || r.what == remedy::kind::engagement;
  return decide(viewer, f).visible();
}

/// The smallest sets of remedies that would show the artist: each one alone, or with verification where that alone does
/// not do. Of the levels only the least open one that helps is named.
value needs_of(const candidate& c) {
  value out = value::array();
  if (now(c).visible() || c.viewer.kind == viewer_kind::artist || !c.viewer.well_formed) return out;
  bool level_named = false;
  bool verification_alone = false;
  for (const remedy& r : remedies(c)) {
    const bool names_level = r.what == remedy::kind::set_level;
    if (names_level && level_named) continue;
    for (const bool verified : {false, true}) {
      if (verified && (c.viewer.verified || verification_alone)) continue;
      if (!would_see(c, r, verified)) continue;
      value set = value::array();
      if (verified) set.push_back("verification");
      if (!r.name.empty()) set.push_back((names_level ? "level:" : "") + std::string(r.name));
      out.push_back(std::move(set));
      verification_alone = verification_alone || r.name.empty();
      level_named = level_named || names_level;
      break;
    }
  }
  return out;
}

value audience_entry(const candidate& c) {
  const decision d = now(c);
  value out = value::object();
  out["id"] = c.id;
  if (const auto name = json::text_member(*c.document, "name")) out["name"] = *name;
  out["kind"] = name_of(c.viewer.kind);
  out["visible"] = d.visible();
  out["reason"] = name_of(d.why);
  out["fields"] = fields_of(d.fields);
  out["needs"] = needs_of(c);
  return out;
}

value level_step(const std::vector<candidate>& candidates, level l) {
  const artist_facts& subject = candidates.front().subject.facts;
  value requires_ = value::array();
  if (l == level::open && !subject.consent) requires_.push_back("consent");
  if (l != level::workspace_private && !subject.verified) requires_.push_back("verification");
  value sees = value::array();
  value gains = value::array();
  value loses = value::array();
  for (const candidate& c : candidates) {
    const decision then = at_level(c, l);
    const decision today = now(c);
    if (wider(then.fields, today.fields)) gains.push_back(c.id);
    if (wider(today.fields, then.fields)) loses.push_back(c.id);
    if (!then.visible()) continue;
    value seen = value::object();
    seen["id"] = c.id;
    seen["reason"] = name_of(then.why);
    seen["fields"] = fields_of(then.fields);
    sees.push_back(std::move(seen));
  }
  value out = value::object();
  out["level"] = name_of(l);
  out["current"] = effective_level(subject) == l;
  out["requires"] = std::move(requires_);
  out["sees"] = std::move(sees);
  out["gains"] = std::move(gains);
  out["loses"] = std::move(loses);
  return out;
}

/// Reads one candidate; nothing when the subject is no well-formed artist.
std::optional<candidate> read_candidate(const value& document, const value& subject, std::string_view now) {
  value viewer = document;
  viewer["now"] = now;
  auto facts = read(subject, viewer);
  if (!facts || !std::holds_alternative<read_artist>(*facts)) return {};
  return candidate{.id = std::string(json::text_member(document, "id").value_or("")),
                   .document = &document,
                   .viewer = read_viewer(viewer),
                   .subject = std::move(std::get<read_artist>(*facts))};
}

}  // namespace

result<value> explain(const value& ask) {
  const value* subject = json::member(ask, "subject");
  const value* list = json::member(ask, "candidates");
  const auto at = json::text_member(ask, "now");
  if (!at || !parse_instant(*at)) {
    return refuse("visibility.malformed_now", "`now` must be an RFC 3339 instant, such as 2026-11-22T08:00:00Z.");
  }
  value public_document = value::object();
  public_document["id"] = "anyone";
  public_document["kind"] = "anonymous";
  public_document["workspace"] = nullptr;

  std::vector<const value*> documents{&public_document};
  if (list != nullptr) {
    for (const value& document : json::elements(*list)) documents.push_back(&document);
  }
  std::vector<candidate> candidates;
  for (const value* document : documents) {
    if (!document->is_object() || json::text_member(*document, "id").value_or("").empty()) {
      return refuse("visibility.malformed_candidate", "Every candidate must be an object with an id.");
    }
    auto c = subject == nullptr ? std::nullopt : read_candidate(*document, *subject, *at);
    if (!c) {
      return refuse("visibility.malformed_subject",
                    "The subject must be an artist with an id, a known level, and lists of grants.");
    }
    candidates.push_back(std::move(*c));
  }

  const artist_facts& facts = candidates.front().subject.facts;
  const level effective = effective_level(facts);
  value out = value::object();
  out["level"] = name_of(facts.set);
  out["effective"] = name_of(effective);
  out["held"] = nullptr;
  if (effective != facts.set) {
    out["held"] = facts.verified ? "visibility.consent_missing" : "visibility.unverified_subject";
  }
  value audience = value::array();
  for (const candidate& c : candidates) audience.push_back(audience_entry(c));
  out["audience"] = std::move(audience);
  value levels = value::array();
  for (std::size_t l = level_count; l-- > 0;) levels.push_back(level_step(candidates, level(l)));
  out["levels"] = std::move(levels);
  return out;
}

}  // namespace cuelight::visibility
