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

refusal double_booked(const step& s) {
  const value* list = fact_list(s.event, "confirmed");
  if (list == nullptr) {
    return because("fact_missing", "The artist's other confirmed engagements (facts.confirmed) are needed.");
  }
  const instant_ms start = instant_member(s.engagement, "start").value_or(0);
  const instant_ms end = instant_member(s.engagement, "end").value_or(0);
  for (const value& other : json::elements(*list)) {
    if (json::text_member(other, "id") == s.id()) continue;
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
refusal new_version(step& s, const char* name) {
  const auto digest = digest_of(s.event);
  if (!digest) return no_digest();
  const value* before = json::member(s.engagement, name);
  value document = value::object();
  document["version"] = 1 + (before == nullptr ? 0 : json::integer_member(*before, "version").value_or(0));
  document["digest"] = *digest;
  s.engagement[name] = std::move(document);
  return {};
}

/// The event must name the digest that stands.
refusal stale(const step& s, const char* name) {
  const auto digest = digest_of(s.event);
  if (!digest) return no_digest();
  const value* document = json::member(s.engagement, name);
  if (document == nullptr || json::text_member(*document, "digest") != digest) {
    return because("stale_digest", "This isn't the version that stands; look at the current one and confirm that.");
  }
  return {};
}

/// Adds the acting side to the list of those that agreed; `done` when both have.
refusal agree(step& s, const char* name, const char* list_name, bool& done) {
  if (auto r = stale(s, name)) return r;
  value& list = s.engagement[name][list_name];
  if (!list.is_array()) list = value::array();
  const value me = name_of(s.who);
  if (std::ranges::find(list, me) != list.end()) {
    return because("already_approved", "This side has approved this version already.");
  }
  list.push_back(me);
  done = list.size() >= 2;
  return {};
}

refusal quote(step& s) {
  if (auto r = new_version(s, "quote")) return r;
  if (json::member(s.event, "validUntil") == nullptr) return {};
  const auto until = instant_member(s.event, "validUntil");
  if (!until || *until <= s.now) return because("deadline_out_of_range", "The quote's end must lie in the future.");
  s.engagement["quote"]["validUntil"] = write_instant(*until);
  return {};
}

refusal promote(step& s) {
  const value* hold = json::member(s.engagement, "hold");
  const auto rank = json::integer_member(s.event, "rank");
  if (hold == nullptr || !rank || *rank < 1 || *rank >= json::integer_member(*hold, "rank").value_or(0)) {
    return because("member_missing", "A promotion needs a rank above the present one.");
  }
  s.engagement["hold"]["rank"] = *rank;
  if (*rank == 1) s.engagement.erase("challenging");
  return {};
}

refusal receive_challenge(step& s) {
  const auto by_whom = json::text_member(s.event, "by");
  const auto deadline = instant_member(s.event, "deadline");
  if (!by_whom || !deadline) return because("member_missing", "A challenge needs its challenger and its deadline.");
  // A running challenge keeps its earlier deadline.
  if (json::member(s.engagement, "challenge") != nullptr) return {};
  value challenge = value::object();
  challenge["by"] = *by_whom;
  challenge["deadline"] = write_instant(*deadline);
  s.engagement["challenge"] = std::move(challenge);
  return {};
}

refusal end_challenge(step& s) {
  const auto by_whom = json::text_member(s.event, "by");
  if (!by_whom) return because("member_missing", "Say whose challenge is over (by).");
  if (*by_whom == s.id()) s.engagement.erase("challenging");
  const value* challenge = json::member(s.engagement, "challenge");
  if (challenge != nullptr && json::text_member(*challenge, "by") == by_whom) s.engagement.erase("challenge");
  return {};
}

refusal uphold(step& s) {
  if (json::member(s.engagement, "challenge") == nullptr) {
    return because("not_challenged", "Nobody has challenged this hold.");
  }
  if (auto r = double_booked(s)) return r;
  if (auto r = answer_challenge(s)) return r;
  if (json::member(s.engagement, "hold") != nullptr) s.engagement["hold"]["firm"] = true;
  return {};
}

refusal expire(step& s) {
  const bool quote_over = s.from == state::quoted && quote_lapsed(s.engagement, s.now);
  if (!quote_over && !hold_lapsed(s.engagement, s.now)) {
    return because("deadline_not_passed", "No deadline has passed yet.");
  }
  return drop_hold(s);
}

refusal accept(step& s) {
  if (quote_lapsed(s.engagement, s.now)) {
    return because("deadline_passed", "The quote is no longer valid; ask for a new one.");
  }
  if (auto r = stale(s, "quote")) return r;
  if (auto r = double_booked(s)) return r;
  if (auto r = answer_challenge(s)) return r;
  if (json::member(s.engagement, "hold") != nullptr) s.engagement["hold"]["firm"] = true;
  return {};
}

refusal approve_contract(step& s) {
  bool done = false;
  if (auto r = agree(s, "contract", "approvedBy", done)) return r;
  if (!done) return {};
  if (auto r = double_booked(s)) return r;
  s.to = state::executed;
  return {};
}

refusal draft_contract(step& s) {
  if (auto r = new_version(s, "contract")) return r;
  s.engagement["contract"]["approvedBy"] = value::array();
  return {};
}

refusal unconfirm(step& s) {
  s.engagement.erase("contract");
  return take_hold(s);
}

refusal issue_invoice(step& s) {
  const auto digest = digest_of(s.event);
  if (!digest) return no_digest();
  const value* given = json::member(s.event, "invoice");
  const auto id = given == nullptr ? std::nullopt : json::text_member(*given, "id");
  const auto kind = given == nullptr ? std::nullopt : json::text_member(*given, "kind");
  if (!id || id->empty() || (kind != "deposit" && kind != "balance" && kind != "other")) {
    return because("member_missing", "An invoice needs its id and its kind: deposit, balance or other.");
  }
  value& invoices = s.engagement["invoices"];
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

refusal record_payment(step& s) {
  const auto digest = digest_of(s.event);
  if (!digest) return no_digest();
  const value* given = json::member(s.event, "invoice");
  const auto id = given == nullptr ? std::nullopt : json::text_member(*given, "id");
  if (id && s.engagement.contains("invoices") && s.engagement["invoices"].is_array()) {
    for (value& invoice : s.engagement["invoices"]) {
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

refusal perform(step& s) {
  if (s.now < instant_member(s.engagement, "end").value_or(INT64_MAX)) {
    return because("not_over_yet", "The engagement isn't over yet.");
  }
  return {};
}

refusal cancel(step& s) {
  const auto cause = json::text_member(s.event, "cause");
  if (cause != "force_majeure" && cause != "presenter" && cause != "artist") {
    return because("member_missing", "Say why: force_majeure, presenter or artist (cause).");
  }
  value cancelled = value::object();
  cancelled["cause"] = *cause;
  cancelled["by"] = name_of(s.who);
  s.engagement["cancelled"] = std::move(cancelled);
  return drop_hold(s);
}

refusal propose_settlement(step& s) {
  if (auto r = new_version(s, "settlement")) return r;
  s.engagement["settlement"]["agreedBy"] = value::array({name_of(s.who)});
  return {};
}

refusal agree_settlement(step& s) {
  bool done = false;
  if (auto r = agree(s, "settlement", "agreedBy", done)) return r;
  if (done) s.to = state::settled;
  return {};
}

}  // namespace

void step::affect(std::string_view other, value what) {
  value effect = value::object();
  effect["engagement"] = other;
  effect["event"] = std::move(what);
  effects.push_back(std::move(effect));
}

refusal carry_out(step& s) {
  switch (s.row.what) {
    case event::request:
    case event::dispute:
    case event::close:
      return {};
    case event::decline:
    case event::withdraw:
    case event::release:
    case event::void_contract:
      return drop_hold(s);
    case event::place_hold:
    case event::extend_hold:
      return take_hold(s);
    case event::promote:
      return promote(s);
    case event::challenge:
      return challenge_above(s);
    case event::receive_challenge:
      return receive_challenge(s);
    case event::end_challenge:
      return end_challenge(s);
    case event::uphold:
      return uphold(s);
    case event::expire:
      return expire(s);
    case event::quote:
      return quote(s);
    case event::accept:
      return accept(s);
    case event::draft_contract:
      return draft_contract(s);
    case event::approve_contract:
      return approve_contract(s);
    case event::unconfirm:
      return unconfirm(s);
    case event::issue_invoice:
      return issue_invoice(s);
    case event::record_payment:
      return record_payment(s);
    case event::perform:
      return perform(s);
    case event::cancel:
      return cancel(s);
    case event::propose_settlement:
      return propose_settlement(s);
    case event::agree_settlement:
      return agree_settlement(s);
  }
  return because("unknown_event", "There is no such event.");
}

}  // namespace cuelight::engagement
