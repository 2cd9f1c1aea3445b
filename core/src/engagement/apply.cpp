/// @file
/// What each event changes, and its own conditions.
#include <algorithm>
#include <utility>

#include "engagement/action.hpp"

namespace cuelight::engagement {
namespace {

using json::value;

refusal no_digest() {
  return because("member_missing", "Name the exact payload by its digest (64 lower-case hex).");
}

refusal double_booked(const action& act) {
  const value* list = fact_list(act.event, "confirmed");
  if (list == nullptr) {
    return because("fact_missing", "The artist's other confirmed engagements (facts.confirmed) are needed.");
  }
  const instant_ms start = instant_member(act.engagement, "start").value_or(0);
  const instant_ms end = instant_member(act.engagement, "end").value_or(0);
  for (const value& other : json::elements(*list)) {
    if (json::text_member(other, "id") == act.id()) continue;
    const auto other_start = instant_member(other, "start");
    const auto other_end = instant_member(other, "end");
    if (!other_start || !other_end) {
      return because("fact_missing", "Every confirmed engagement (facts.confirmed) needs its start and end.");
    }
    if (start < *other_end && *other_start < end) {
      return because("double_booking", "The artist is confirmed elsewhere at this time.");
    }
  }
  return {};
}

/// A document of the next version with its digest: quote, contract, settlement.
refusal new_version(action& act, const char* name) {
  const auto digest = digest_of(act.event);
  if (!digest) return no_digest();
  const value* before = json::member(act.engagement, name);
  value document = value::object();
  document["version"] = 1 + (before == nullptr ? 0 : json::integer_member(*before, "version").value_or(0));
  document["digest"] = *digest;
  act.engagement[name] = std::move(document);
  return {};
}

/// The event must name the digest that stands.
refusal stale(const action& act, const char* name) {
  const auto digest = digest_of(act.event);
  if (!digest) return no_digest();
  const value* document = json::member(act.engagement, name);
  if (document == nullptr || json::text_member(*document, "digest") != digest) {
    return because("stale_digest", "This isn't the version that stands; look at the current one and confirm that.");
  }
  return {};
}

/// Adds the acting side to the list of those that agreed; `done` when both have.
refusal agree(action& act, const char* name, const char* list_name, bool& done) {
  if (auto r = stale(act, name)) return r;
  value& list = act.engagement[name][list_name];
  if (!list.is_array()) list = value::array();
  const value me = name_of(act.who);
  if (std::ranges::find(list, me) != list.end()) {
    return because("already_approved", "This side has approved this version already.");
  }
  list.push_back(me);
  done = list.size() >= 2;
  return {};
}

refusal quote(action& act) {
  if (auto r = new_version(act, "quote")) return r;
  if (json::member(act.event, "validUntil") == nullptr) return {};
  const auto until = instant_member(act.event, "validUntil");
  if (!until || *until <= act.now) return because("deadline_out_of_range", "The quote's end must lie in the future.");
  act.engagement["quote"]["validUntil"] = write_instant(*until);
  return {};
}

refusal promote(action& act) {
  const value* hold = json::member(act.engagement, "hold");
  const auto rank = json::integer_member(act.event, "rank");
  if (hold == nullptr || !rank || *rank < 1 || *rank >= json::integer_member(*hold, "rank").value_or(0)) {
    return because("member_missing", "A promotion needs a rank above the present one.");
  }
  act.engagement["hold"]["rank"] = *rank;
  if (*rank == 1) act.engagement.erase("challenging");
  return {};
}

refusal receive_challenge(action& act) {
  const auto by_whom = json::text_member(act.event, "by");
  const auto deadline = instant_member(act.event, "deadline");
  if (!by_whom || !deadline) return because("member_missing", "A challenge needs its challenger and its deadline.");
  // A running challenge keeps its earlier deadline.
  if (json::member(act.engagement, "challenge") != nullptr) return {};
  value challenge = value::object();
  challenge["by"] = *by_whom;
  challenge["deadline"] = write_instant(*deadline);
  act.engagement["challenge"] = std::move(challenge);
  return {};
}

refusal end_challenge(action& act) {
  const auto by_whom = json::text_member(act.event, "by");
  if (!by_whom) return because("member_missing", "Say whose challenge is over (by).");
  if (*by_whom == act.id()) act.engagement.erase("challenging");
  const value* challenge = json::member(act.engagement, "challenge");
  if (challenge != nullptr && json::text_member(*challenge, "by") == by_whom) act.engagement.erase("challenge");
  return {};
}

refusal uphold(action& act) {
  if (json::member(act.engagement, "challenge") == nullptr) {
    return because("not_challenged", "Nobody has challenged this hold.");
  }
  if (auto r = double_booked(act)) return r;
  if (auto r = answer_challenge(act)) return r;
  if (json::member(act.engagement, "hold") != nullptr) act.engagement["hold"]["firm"] = true;
  return {};
}

refusal expire(action& act) {
  const bool quote_over = act.from == state::quoted && quote_lapsed(act.engagement, act.now);
  if (!quote_over && !hold_lapsed(act.engagement, act.now)) {
    return because("deadline_not_passed", "No deadline has passed yet.");
  }
  return drop_hold(act);
}

refusal accept(action& act) {
  if (quote_lapsed(act.engagement, act.now)) {
    return because("deadline_passed", "The quote is no longer valid; ask for a new one.");
  }
  if (auto r = stale(act, "quote")) return r;
  if (auto r = double_booked(act)) return r;
  if (auto r = answer_challenge(act)) return r;
  if (json::member(act.engagement, "hold") != nullptr) act.engagement["hold"]["firm"] = true;
  return {};
}

refusal approve_contract(action& act) {
  bool done = false;
  if (auto r = agree(act, "contract", "approvedBy", done)) return r;
  if (!done) return {};
  if (auto r = double_booked(act)) return r;
  act.to = state::executed;
  return {};
}

refusal draft_contract(action& act) {
  if (auto r = new_version(act, "contract")) return r;
  act.engagement["contract"]["approvedBy"] = value::array();
  return {};
}

refusal unconfirm(action& act) {
  act.engagement.erase("contract");
  return take_hold(act);
}

refusal issue_invoice(action& act) {
  const auto digest = digest_of(act.event);
  if (!digest) return no_digest();
  const value* given = json::member(act.event, "invoice");
  const auto id = given == nullptr ? std::nullopt : json::text_member(*given, "id");
  const auto kind = given == nullptr ? std::nullopt : json::text_member(*given, "kind");
  if (!id || id->empty() || (kind != "deposit" && kind != "balance" && kind != "other")) {
    return because("member_missing", "An invoice needs its id and its kind: deposit, balance or other.");
  }
  value& invoices = act.engagement["invoices"];
  if (!invoices.is_array()) invoices = value::array();
  for (const value& other : invoices) {
    if (json::text_member(other, "id") == id) return because("already_issued", "There is an invoice with this id.");
  }
  value invoice = value::object();
  invoice["id"] = *id;
  invoice["kind"] = *kind;
  invoice["digest"] = *digest;
  invoice["state"] = "issued";
  invoices.push_back(std::move(invoice));
  return {};
}

refusal record_payment(action& act) {
  const auto digest = digest_of(act.event);
  if (!digest) return no_digest();
  const value* given = json::member(act.event, "invoice");
  const auto id = given == nullptr ? std::nullopt : json::text_member(*given, "id");
  if (id && act.engagement.contains("invoices") && act.engagement["invoices"].is_array()) {
    for (value& invoice : act.engagement["invoices"]) {
      if (json::text_member(invoice, "id") != id) continue;
      if (json::text_member(invoice, "digest") != digest) {
        return because("stale_digest", "This isn't the invoice that was issued.");
      }
      if (json::text_member(invoice, "state") == "paid") {
        return because("already_paid", "This invoice is recorded as paid.");
      }
      invoice["state"] = "paid";
      return {};
    }
  }
  return because("unknown_invoice", "There is no invoice with this id.");
}

refusal perform(action& act) {
  if (act.now < instant_member(act.engagement, "end").value_or(INT64_MAX)) {
    return because("not_over_yet", "The engagement isn't over yet.");
  }
  return {};
}

refusal cancel(action& act) {
  const auto cause = json::text_member(act.event, "cause");
  if (cause != "force_majeure" && cause != "presenter" && cause != "artist") {
    return because("member_missing", "Say why: force_majeure, presenter or artist (cause).");
  }
  value cancelled = value::object();
  cancelled["cause"] = *cause;
  cancelled["by"] = name_of(act.who);
  act.engagement["cancelled"] = std::move(cancelled);
  return drop_hold(act);
}

refusal propose_settlement(action& act) {
  if (auto r = new_version(act, "settlement")) return r;
  act.engagement["settlement"]["agreedBy"] = value::array({name_of(act.who)});
  return {};
}

refusal agree_settlement(action& act) {
  bool done = false;
  if (auto r = agree(act, "settlement", "agreedBy", done)) return r;
  if (done) act.to = state::settled;
  return {};
}

}  // namespace

void action::affect(std::string_view other, value what) {
  value effect = value::object();
  effect["engagement"] = other;
  effect["event"] = std::move(what);
  effects.push_back(std::move(effect));
}

refusal apply(action& act) {
  switch (act.row.what) {
    case event::request:
    case event::dispute:
    case event::close:
      return {};
    case event::decline:
    case event::withdraw:
    case event::release:
    case event::void_contract:
      return drop_hold(act);
    case event::place_hold:
    case event::extend_hold:
      return take_hold(act);
    case event::promote:
      return promote(act);
    case event::challenge:
      return challenge_above(act);
    case event::receive_challenge:
      return receive_challenge(act);
    case event::end_challenge:
      return end_challenge(act);
    case event::uphold:
      return uphold(act);
    case event::expire:
      return expire(act);
    case event::quote:
      return quote(act);
    case event::accept:
      return accept(act);
    case event::draft_contract:
      return draft_contract(act);
    case event::approve_contract:
      return approve_contract(act);
    case event::unconfirm:
      return unconfirm(act);
    case event::issue_invoice:
      return issue_invoice(act);
    case event::record_payment:
      return record_payment(act);
    case event::perform:
      return perform(act);
    case event::cancel:
      return cancel(act);
    case event::propose_settlement:
      return propose_settlement(act);
    case event::agree_settlement:
      return agree_settlement(act);
  }
  return because("unknown_event", "There is no such event.");
}

}  // namespace cuelight::engagement
