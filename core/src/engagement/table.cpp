/// @file
/// The table of events. This is the only place where it is decided which event leads where, and who must confirm what.
#include "engagement/table.hpp"

#include <algorithm>

namespace cuelight::engagement {
namespace {

using enum state;

constexpr sides artist = by(side::artist);
constexpr sides presenter = by(side::presenter);
constexpr sides both = artist | presenter;
constexpr sides clock_only = by(side::clock);

constexpr states open_offer = in(held) | in(quoted);
constexpr states agreed = in(accepted) | in(contracting);
constexpr states payable = in(executed) | in(performed) | in(cancelled) | in(settling) | in(disputed);
constexpr std::optional<state> same;

// clang-format off
constexpr event_row rows[] = {
    // event                    name                  from                                to           who               payload       automation
    {event::request,            "request",            in(fresh),                          requested,   presenter,        "request",    false},
    {event::decline,            "decline",            in(requested) | open_offer,         declined,    artist,           "message",    false},
    {event::withdraw,           "withdraw",           in(requested) | in(quoted),         withdrawn,   presenter,        "message",    false},
    {event::place_hold,         "place_hold",         in(requested),                      held,        artist,           "hold",       true},
    {event::promote,            "promote",            open_offer,                         same,        clock_only,       "",           false},
    {event::challenge,          "challenge",          in(held),                           same,        presenter,        "challenge",  false},
    {event::receive_challenge,  "receive_challenge",  open_offer,                         same,        clock_only,       "",           false},
    {event::end_challenge,      "end_challenge",      open_offer,                         same,        clock_only,       "",           false},
    {event::uphold,             "uphold",             open_offer,                         same,        presenter,        "hold",       false},
    {event::extend_hold,        "extend_hold",        open_offer,                         same,        artist,           "hold",       true},
    {event::release,            "release",            open_offer,                         released,    both,             "message",    false},
    {event::expire,             "expire",             open_offer,                         expired,     clock_only,       "",           false},
    {event::quote,              "quote",              in(requested) | open_offer,         quoted,      artist,           "quote",      true},
    {event::accept,             "accept",             in(quoted),                         accepted,    presenter,        "quote",      false},
    {event::draft_contract,     "draft_contract",     agreed,                             contracting, both,             "",           true},
    {event::approve_contract,   "approve_contract",   in(contracting),                    same,        both,             "contract",   false},
    {event::void_contract,      "void",               agreed,                             voided,      both,             "message",    false},
    {event::unconfirm,          "unconfirm",          agreed,                             held,        both,             "message",    false},
    {event::issue_invoice,      "issue_invoice",      payable,                            same,        artist,           "invoice",    true},
    {event::record_payment,     "record_payment",     payable,                            same,        artist,           "invoice",    false},
    {event::perform,            "perform",            in(executed),                       performed,   both | clock_only, "",          false},
    {event::cancel,             "cancel",             agreed | in(executed),              cancelled,   both,             "message",    false},
    {event::propose_settlement, "propose_settlement", payable & ~in(executed),            settling,    both,             "settlement", true},
    {event::agree_settlement,   "agree_settlement",   in(settling),                       same,        both,             "settlement", false},
    {event::dispute,            "dispute",            in(settling),                       disputed,    both,             "message",    false},
    {event::close,              "close",              in(cancelled),                      closed,      artist,           "message",    false},
};
// clang-format on

constexpr std::string_view states_by_name[] = {
    "new",      "requested", "held",     "quoted",    "accepted", "contracting", "executed", "performed", "cancelled",
    "settling", "disputed",  "declined", "withdrawn", "released", "expired",     "void",     "settled",   "closed"};
constexpr std::string_view sides_by_name[] = {"artist", "presenter", "clock"};

}  // namespace

std::span<const event_row> event_table() {
  return rows;
}

const event_row* find_event(std::string_view name) {
  const auto* row = std::ranges::find(rows, name, &event_row::name);
  return row == std::end(rows) ? nullptr : row;
}

std::string_view name_of(state s) {
  return states_by_name[static_cast<std::size_t>(s)];
}
std::string_view name_of(side s) {
  return sides_by_name[static_cast<std::size_t>(s)];
}

std::optional<state> state_named(std::string_view name) {
  const auto* found = std::ranges::find(states_by_name, name);
  if (found == std::end(states_by_name)) return {};
  return state(static_cast<std::uint8_t>(found - std::begin(states_by_name)));
}

}  // namespace cuelight::engagement
