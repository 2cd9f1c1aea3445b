/// @file
/// One booking from request to settlement: a state machine over plain documents (docs/spec/engagement.md).
///
/// Nothing here acts. `next` computes what would be, which payloads persons must confirm before it may be stored, what
/// the same transaction must do to other engagements, and the audit row's body. The clock comes in as an argument.
#pragma once

#include "cuelight/error.hpp"
#include "cuelight/instant.hpp"
#include "cuelight/json.hpp"

namespace cuelight::engagement {

/// A challenge's deadline lies this far from now; without one given it is the latest.
inline constexpr instant_ms min_challenge_ms = 24LL * 60 * 60 * 1000;
inline constexpr instant_ms max_challenge_ms = 48LL * 60 * 60 * 1000;

/// The answer to one event.
struct outcome {
  json::value engagement;  ///< after the event
  json::value requires_;   ///< Requirement[]: empty when it may be stored at once
  json::value effects;     ///< EngagementEffect[]: events for other engagements, in order, in the same transaction
  json::value audit;       ///< EngagementAudit
};

/// Judges one event (engagement.d.ts: Engagement, EngagementEvent). A refusal's code is one of docs/spec/engagement.md;
/// its message says what to do. Total and pure. O(other holds and confirmed engagements given).
[[nodiscard]] result<outcome> next(const json::value& engagement, const json::value& event, instant_ms now);

/// `next` over one document `{ engagement, event, now }`, as a NextResult document.
[[nodiscard]] json::value next(const json::value& ask);

/// The events that an actor may bring about now, facts and digests aside: `{ engagement, actor, now }` to
/// AllowedEvent[]. Empty for anybody who is no party.
[[nodiscard]] json::value events(const json::value& ask);

/// The table of events as a document (EngagementRow[]).
[[nodiscard]] json::value table();

}  // namespace cuelight::engagement
