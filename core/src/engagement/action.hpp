/// @file
/// One engagement action: an event applied to a copy of an engagement.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "cuelight/engagement.hpp"
#include "engagement/table.hpp"

namespace cuelight::engagement {

/// A refusal, or nothing when all is well.
using refusal = std::optional<error>;

[[nodiscard]] refusal because(const char* code, const char* message);
[[nodiscard]] refusal because(const char* code, const std::string& message);

/// An actor's event on its way: what it meets and what it changes.
struct action {
  const event_row& row;
  side who;
  state from;
  state to;
  instant_ms now;
  const json::value& event;
  json::value engagement;  ///< the copy that is changed
  json::value effects = json::value::array();

  [[nodiscard]] std::string_view id() const { return json::text_member(engagement, "id").value_or(""); }
  void affect(std::string_view other, json::value what);
};

/// Checks the event's own conditions and changes `act.engagement` and `act.to`. Called when state, side and actor fit.
[[nodiscard]] refusal apply(action& act);

// Holds (holds.cpp).

/// Gives the engagement a new hold behind all others.
[[nodiscard]] refusal take_hold(action& act);
/// Takes the hold away and closes the gap it leaves.
[[nodiscard]] refusal drop_hold(action& act);
[[nodiscard]] refusal challenge_above(action& act);
/// Ends the challenge that this engagement has received, for everybody whom it concerns. Without one, nothing happens.
[[nodiscard]] refusal answer_challenge(action& act);
/// The hold's or the challenge's time is up.
[[nodiscard]] bool hold_lapsed(const json::value& engagement, instant_ms now);
[[nodiscard]] bool quote_lapsed(const json::value& engagement, instant_ms now);

// Reading the event (read.cpp).

/// The instant in the member `name`, or nothing.
[[nodiscard]] std::optional<instant_ms> instant_member(const json::value& object, const char* name);
/// The event's digest (64 lower-case hex digits).
[[nodiscard]] std::optional<std::string_view> digest_of(const json::value& event);
/// A fact list that the caller must supply: an array, or nothing.
[[nodiscard]] const json::value* fact_list(const json::value& event, const char* name);
/// The first thing wrong with the engagement document, or nothing.
[[nodiscard]] refusal malformed(const json::value& engagement);

}  // namespace cuelight::engagement
