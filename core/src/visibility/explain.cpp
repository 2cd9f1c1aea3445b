/// @file
/// Who sees an artist, at each level, and what would change it (docs/spec/visibility.md, "Explanation").
#include <utility>
#include <vector>

#include "cuelight/visibility.hpp"

namespace cuelight::visibility {
namespace {

using json::value;

/// The subject as if set to `l`, with whatever that level requires.
artist as_if(artist subject, level l) {
  subject.set = l;
  subject.consent = true;
  subject.verified = true;
  return subject;
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

std::vector<remedy> remedies(const viewer& who, const artist& subject) {
  using enum remedy::kind;
  std::vector<remedy> out(1);
  if (who.kind == viewer_kind::presenter) out.push_back({grant, "invitation"});
  if (who.kind == viewer_kind::agency) out.push_back({grant, "partnership"});
  if (who.kind == viewer_kind::presenter || who.kind == viewer_kind::counsel) out.push_back({engagement, "engagement"});
  for (auto l = static_cast<std::size_t>(effective_level(subject)) + 1; l < level_count; ++l) {
    out.push_back({set_level, name_of(level(l)), level(l)});
  }
  return out;
}

bool would_see(viewer who, artist subject, const remedy& r, bool verified) {
  who.verified = who.verified || verified;
  if (r.what == remedy::kind::set_level) subject = as_if(std::move(subject), r.set);
  if (r.what == remedy::kind::engagement) who.engagements.push_back({.artist = subject.id, .answered = true});
  if (r.what == remedy::kind::grant) {
    auto& grants = who.kind == viewer_kind::presenter ? subject.invitations : subject.partnerships;
    grants.push_back({.workspace = who.workspace, .revoked = false, .expires_at = INT64_MAX});
  }
  return decide(who, subject).visible();
}

/// The smallest sets of remedies that would show the artist: each one alone, or with verification where that alone does
/// not do. Of the levels only the least open one that helps is named.
/// Over 25 in cognitive complexity: what a remedy adds depends on what those before it already did.
value needs_of(const viewer& who, const artist& subject, const decision& now) {
  value out = value::array();
  if (now.visible() || now.why == reason::malformed_viewer || who.kind == viewer_kind::artist) return out;
  bool level_named = false;
  bool verification_alone = false;
  for (const remedy& r : remedies(who, subject)) {
    const bool names_level = r.what == remedy::kind::set_level;
    if (names_level && level_named) continue;
    for (const bool verified : {false, true}) {
      if (verified && (who.verified || verification_alone)) continue;
      if (!would_see(who, subject, r, verified)) continue;
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

value audience_entry(const candidate& c, const artist& subject, const decision& now) {
  value out = value::object();
  out["id"] = c.id;
  if (c.name) out["name"] = *c.name;
  out["kind"] = name_of(c.who.kind.value_or(viewer_kind::anonymous));
  out["visible"] = now.visible();
  out["reason"] = name_of(now.why);
  out["fields"] = fields_of(now.fields);
  out["needs"] = needs_of(c.who, subject, now);
  return out;
}

value level_step(std::span<const candidate> candidates, std::span<const decision> now, const artist& subject, level l) {
  value requires_ = value::array();
  if (l == level::open && !subject.consent) requires_.push_back("consent");
  if (l != level::workspace_private && !subject.verified) requires_.push_back("verification");
  value sees = value::array();
  value gains = value::array();
  value loses = value::array();
  const artist at_level = as_if(subject, l);
  for (std::size_t i = 0; i < candidates.size(); ++i) {
    const candidate& c = candidates[i];
    const decision then = decide(c.who, at_level);
    if (wider(then.fields, now[i].fields)) gains.push_back(c.id);
    if (wider(now[i].fields, then.fields)) loses.push_back(c.id);
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

}  // namespace

result<value> explain(const artist& subject, std::span<const candidate> candidates, std::optional<instant_ms> now) {
  if (!now) {
    return refuse("visibility.malformed_now", "`now` must be an RFC 3339 instant, such as 2026-11-22T08:00:00Z.");
  }
  std::vector<candidate> everyone{{.id = "anyone", .name = {}, .who = {}}};
  everyone.front().who.kind = viewer_kind::anonymous;
  everyone.insert(everyone.end(), candidates.begin(), candidates.end());
  std::vector<decision> decisions;
  for (candidate& c : everyone) {
    c.who.now = now;
    decisions.push_back(decide(c.who, subject));
    if (decisions.back().why == reason::malformed_subject) {
      return refuse("visibility.malformed_subject",
                    "The subject must be an artist with an id, a known level, and lists of grants.");
    }
    if (c.id.empty()) {
      return refuse("visibility.malformed_candidate", "Every candidate must be an object with an id.");
    }
  }

  const level effective = effective_level(subject);
  value out = value::object();
  out["level"] = name_of(*subject.set);
  out["effective"] = name_of(effective);
  out["held"] = nullptr;
  if (effective != *subject.set) {
    out["held"] = subject.verified ? "visibility.consent_missing" : "visibility.unverified_subject";
  }
  value audience = value::array();
  for (std::size_t i = 0; i < everyone.size(); ++i) {
    audience.push_back(audience_entry(everyone[i], subject, decisions[i]));
  }
  out["audience"] = std::move(audience);
  value levels = value::array();
  for (std::size_t l = level_count; l-- > 0;) levels.push_back(level_step(everyone, decisions, subject, level(l)));
  out["levels"] = std::move(levels);
  return out;
}

}  // namespace cuelight::visibility
