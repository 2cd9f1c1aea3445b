/// @file
/// The table of events as data: from which states, to which state, by which side, on which confirmed payload.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace cuelight::engagement {

enum class state : std::uint8_t {
  fresh,
  requested,
  held,
  quoted,
  accepted,
  contracting,
  executed,
  performed,
  cancelled,
  settling,
  disputed,
  declined,
  withdrawn,
  released,
  expired,
  voided,
  settled,
  closed
};
inline constexpr unsigned state_count = 18;
inline constexpr state first_terminal = state::declined;

enum class event : std::uint8_t {
  request,
  decline,
  withdraw,
  place_hold,
  promote,
  challenge,
  receive_challenge,
  end_challenge,
  uphold,
  extend_hold,
  release,
  expire,
  quote,
  accept,
  draft_contract,
  approve_contract,
  void_contract,
  unconfirm,
  issue_invoice,
  record_payment,
  perform,
  cancel,
  propose_settlement,
  agree_settlement,
  dispute,
  close
};

enum class side : std::uint8_t { artist, presenter, clock };

/// Sets of states and of sides, as bits.
using states = std::uint32_t;
using sides = std::uint8_t;
[[nodiscard]] constexpr states in(state s) {
  return 1U << static_cast<unsigned>(s);
}
[[nodiscard]] constexpr sides by(side s) {
  return static_cast<sides>(1U << static_cast<unsigned>(s));
}

struct event_row {
  event what;
  std::string_view name;
  states from;
  std::optional<state> to;  ///< nothing: stays, or decides itself (the last approval)
  sides who;
  std::string_view payload;  ///< the type of payload that a person of the acting side confirms; empty: none
  bool automation;           ///< automation may propose it
};

[[nodiscard]] std::span<const event_row> event_table();
[[nodiscard]] const event_row* find_event(std::string_view name);

[[nodiscard]] std::string_view name_of(state s);
[[nodiscard]] std::string_view name_of(side s);
[[nodiscard]] std::optional<state> state_named(std::string_view name);

}  // namespace cuelight::engagement
