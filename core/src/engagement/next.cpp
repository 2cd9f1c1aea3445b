#include <algorithm>
#include <utility>

#include "cuelight/engagement.hpp"
#include "engagement/action.hpp"
#include "engagement/table.hpp"

namespace cuelight::engagement {
namespace {

using json::value;

/// The side that an actor acts for, or nothing for somebody who is no party.
std::optional<side> side_of(const value& engagement, const value& actor) {
  const auto kind = json::text_member(actor, "kind");
  if (kind == "clock") return side::clock;
  if (kind != "person" && kind != "automation") return {};
  const auto workspace = json::text_member(actor, "workspace").value_or("");
  const auto agency = json::text_member(engagement, "agency").value_or("");
  if (workspace.empty()) return {};
  if (workspace == json::text_member(engagement, "presenter")) return side::presenter;
  if (!agency.empty()) return workspace == agency ? std::optional(side::artist) : std::nullopt;
  const auto artist = json::text_member(actor, "artist").value_or("");
  if (!artist.empty() && artist == json::text_member(engagement, "artist")) return side::artist;
  return {};
}

/// Whether the row admits this state, side and kind of actor; the deadlines are `lapse`'s.
refusal unfit(const event_row& row, state from, side who, std::string_view actor_kind) {
  if (from >= first_terminal) return because("terminal", "This engagement is over; nothing can change it any more.");
  if ((row.from & in(from)) == 0) {
    return because("wrong_state", "This can't be done while the engagement is " + std::string(name_of(from)) + ".");
  }
  if ((row.who & by(who)) == 0) return because("wrong_side", "It isn't up to this side.");
  if (actor_kind == "automation" && !row.automation) {
    return because("automation_never_commits", "Automation may draft and propose; a person has to do this.");
  }
  return {};
}

/// Nothing but the end of a hold may happen to it once its time is up.
refusal lapse(const event_row& row, const value& engagement, instant_ms now) {
  switch (row.what) {
    case event::challenge:
    case event::uphold:
    case event::extend_hold:
    case event::quote:
    case event::accept:
      if (hold_lapsed(engagement, now)) {
        return because("deadline_passed", "The deadline has passed; the hold has to expire.");
      }
      return {};
    default:
      return {};
  }
}

value requirements(const event_row& row, const value& engagement, side who) {
  value out = value::array();
  if (row.payload.empty() || who == side::clock) return out;
  const bool represented = !json::text_member(engagement, "agency").value_or("").empty();
  value requirement = value::object();
  requirement["payloadType"] = row.payload;
  requirement["side"] = name_of(who);
  requirement["role"] = who == side::presenter ? "presenter" : represented ? "agent" : "artist";
  out.push_back(std::move(requirement));
  return out;
}

value audit_row(const action& act, const value& actor) {
  value row = value::object();
  row["action"] = "engagement." + std::string(act.row.name);
  row["engagement"] = act.id();
  row["actor"] = json::text_member(actor, "id").value_or("");
  row["actorKind"] = json::text_member(actor, "kind").value_or("");
  row["side"] = name_of(act.who);
  row["at"] = write_instant(act.now);
  row["from"] = name_of(act.from);
  row["to"] = name_of(act.to);
  row["version"] = act.engagement["version"];
  if (const auto digest = digest_of(act.event)) row["digest"] = *digest;
  return row;
}

result<outcome> refused(error e) {
  return std::unexpected(std::move(e));
}

}  // namespace

result<outcome> next(const value& engagement, const value& event, instant_ms now) {
  if (auto r = malformed(engagement)) return refused(std::move(*r));
  const event_row* row = find_event(json::text_member(event, "type").value_or(""));
  if (row == nullptr) return refused(*because("unknown_event", "There is no such event."));
  const value* actor = json::member(event, "actor");
  const auto who = actor == nullptr ? std::nullopt : side_of(engagement, *actor);
  if (!who || json::text_member(*actor, "id").value_or("").empty()) {
    return refused(*because("not_a_party", "Only the parties of an engagement can change it."));
  }
  const state from = *state_named(*json::text_member(engagement, "state"));
  if (auto r = unfit(*row, from, *who, *json::text_member(*actor, "kind"))) return refused(std::move(*r));
  if (auto r = lapse(*row, engagement, now)) return refused(std::move(*r));

  action act{.row = *row,
             .who = *who,
             .from = from,
             .to = row->to.value_or(from),
             .now = now,
             .event = event,
             .engagement = engagement};
  if (auto r = apply(act)) return refused(std::move(*r));
  act.engagement["state"] = name_of(act.to);
  act.engagement["version"] = json::integer_member(engagement, "version").value_or(0) + 1;
  outcome out;
  out.requires_ = requirements(*row, engagement, *who);
  out.audit = audit_row(act, *actor);
  out.effects = std::move(act.effects);
  out.engagement = std::move(act.engagement);
  return out;
}

value next(const value& ask) {
  static const value nothing = value::object();
  const value* engagement = json::member(ask, "engagement");
  const value* event = json::member(ask, "event");
  const auto now = instant_member(ask, "now");
  result<outcome> r =
      now ? next(engagement == nullptr ? nothing : *engagement, event == nullptr ? nothing : *event, *now)
          : refused(*because("malformed", "`now` must be an RFC 3339 instant."));
  value out = value::object();
  if (!r) {
    out["refused"] = value::object();
    out["refused"]["code"] = r.error().code;
    out["refused"]["message"] = r.error().message;
    return out;
  }
  out["engagement"] = std::move(r->engagement);
  out["requires"] = std::move(r->requires_);
  out["effects"] = std::move(r->effects);
  out["audit"] = std::move(r->audit);
  return out;
}

value events(const value& ask) {
  value out = value::array();
  const value* engagement = json::member(ask, "engagement");
  const value* actor = json::member(ask, "actor");
  const auto now = instant_member(ask, "now");
  if (engagement == nullptr || actor == nullptr || !now || malformed(*engagement)) return out;
  const auto who = side_of(*engagement, *actor);
  if (!who) return out;
  const state from = *state_named(*json::text_member(*engagement, "state"));
  for (const event_row& row : event_table()) {
    if (unfit(row, from, *who, *json::text_member(*actor, "kind")) || lapse(row, *engagement, *now)) continue;
    if (row.what == event::uphold && json::member(*engagement, "challenge") == nullptr) continue;
    if (row.what == event::perform && *now < instant_member(*engagement, "end").value_or(INT64_MAX)) continue;
    if (row.what == event::accept && quote_lapsed(*engagement, *now)) continue;
    value entry = value::object();
    entry["type"] = row.name;
    entry["requires"] = requirements(row, *engagement, *who);
    out.push_back(std::move(entry));
  }
  return out;
}

value table() {
  value out = value::array();
  for (const event_row& row : event_table()) {
    value from = value::array();
    for (unsigned s = 0; s < state_count; ++s) {
      if (row.from >> s & 1U) from.push_back(name_of(state(s)));
    }
    value who = value::array();
    for (const side s : {side::artist, side::presenter, side::clock}) {
      if (row.who & by(s)) who.push_back(name_of(s));
    }
    value entry = value::object();
    entry["event"] = row.name;
    entry["from"] = std::move(from);
    entry["to"] = row.to ? name_of(*row.to) : "same";
    entry["sides"] = std::move(who);
    entry["payloadType"] = row.payload.empty() ? value() : row.payload;
    entry["automation"] = row.automation;
    out.push_back(std::move(entry));
  }
  return out;
}

}  // namespace cuelight::engagement
