/// @file
/// Who may do what: one table of actions (docs/spec/access.md). Roles and entitlements permit inside one's own
/// workspace, never across. What can't be judged is refused and says which fact was missing.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "cuelight/instant.hpp"
#include "cuelight/json.hpp"

namespace cuelight::access {

/// How long a full re-authentication serves elevated actions, and a second factor administrators' actions.
inline constexpr instant_ms reauthentication_ms = 15 * 60 * 1000;
inline constexpr instant_ms mfa_ms = 12 * 60 * 60 * 1000;

enum class answer : std::uint8_t {
  allowed,
  forbidden,  ///< 403: in one's own tenant, not permitted
  not_found,  ///< 404: another's, indistinguishable from absent
  step_up,    ///< prove who you are again, then retry
  held        ///< a fact is missing: not evaluated, so not permitted
};

struct permission {
  answer given = answer::held;
  std::string_view reason;         ///< a code of docs/spec/access.md; static storage
  std::vector<std::string> needs;  ///< what would help: `mfa`, `role:agent`, `fact:resource.ownersAfter`, …
  [[nodiscard]] bool allowed() const { return given == answer::allowed; }
};

/// Judges `actor` (access.d.ts: Actor) doing `action` to `resource`. Total: whatever is asked, there is an answer.
/// The order of the checks is the order of docs/spec/access.md; the first that fails answers.
[[nodiscard]] permission permits(const json::value& actor, std::string_view action, const json::value& resource,
                                 instant_ms now);

/// The same over one document `{ actor, action, resource, now }`, as a Permission document.
[[nodiscard]] json::value permits(const json::value& ask);

/// Evaluates a policy checkpoint `{ rules, facts, now }` to a CheckpointVerdict document. Passes only when there is at
/// least one rule and every rule was known, had its fact, and held. Codes: `access.checkpoint_failed`,
/// `.checkpoint_missing_fact`, `.checkpoint_unknown_rule`, `.checkpoint_empty`.
[[nodiscard]] json::value checkpoint(const json::value& ask);

/// The table of actions as a document (ActionRow[]).
[[nodiscard]] json::value actions();

}  // namespace cuelight::access
