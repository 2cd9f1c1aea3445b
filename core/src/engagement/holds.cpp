/// @file
/// Ranked holds and challenges. Ranks count from 1 without gaps over all live holds on one artist and time.
#include <algorithm>
#include <utility>
#include <vector>

#include "engagement/action.hpp"
#include "text/order.hpp"

namespace cuelight::engagement {
namespace {

using json::value;

struct other_hold {
  std::string_view id;
  std::int64_t rank = 0;
  bool firm = false;
};

/// The other live holds by rank, or why they can't be read.
result<std::vector<other_hold>> other_holds(const action& act) {
  const value* list = fact_list(act.event, "holds");
  if (list == nullptr) {
    return refuse("engagement.fact_missing", "The other holds on this artist and time (facts.holds) are needed.");
  }
  std::vector<other_hold> out;
  for (const value& h : json::elements(*list)) {
    const auto id = json::text_member(h, "id");
    const auto rank = json::integer_member(h, "rank");
    if (!id || !rank || *rank < 1) {
      return refuse("engagement.fact_missing", "Every other hold (facts.holds) needs its id and its rank.");
    }
    const value* firm = json::member(h, "firm");
    if (*id != act.id()) out.push_back({*id, *rank, firm != nullptr && json::is_true(*firm)});
  }
  stable_sort(out, [](const other_hold& a, const other_hold& b) { return a.rank < b.rank; });
  return out;
}

std::int64_t rank_of(const value& engagement) {
  const value* hold = json::member(engagement, "hold");
  return hold == nullptr ? 0 : json::integer_member(*hold, "rank").value_or(0);
}

/// Tells `other` that the challenge by `challenger` is over.
void end_challenge_of(action& act, std::string_view other, std::string_view challenger) {
  value ended = value::object();
  ended["type"] = "end_challenge";
  ended["by"] = challenger;
  act.affect(other, std::move(ended));
}

}  // namespace

bool hold_lapsed(const value& engagement, instant_ms now) {
  const value* challenge = json::member(engagement, "challenge");
  if (challenge != nullptr && instant_member(*challenge, "deadline").value_or(INT64_MIN) <= now) return true;
  const value* hold = json::member(engagement, "hold");
  if (hold == nullptr) return false;
  const value* firm = json::member(*hold, "firm");
  const bool is_firm = firm != nullptr && json::is_true(*firm);
  return !is_firm && instant_member(*hold, "expiresAt").value_or(INT64_MIN) <= now;
}

bool quote_lapsed(const value& engagement, instant_ms now) {
  const value* quote = json::member(engagement, "quote");
  if (quote == nullptr || json::member(*quote, "validUntil") == nullptr) return false;
  return instant_member(*quote, "validUntil").value_or(INT64_MIN) <= now;
}

refusal take_hold(action& act) {
  const auto expires = instant_member(act.event, "expiresAt");
  if (!expires) return because("member_missing", "Say until when the hold stands (expiresAt).");
  if (*expires <= act.now) return because("deadline_out_of_range", "The hold's end must lie in the future.");
  auto others = other_holds(act);
  if (!others) return std::move(others.error());
  std::int64_t rank = rank_of(act.engagement);
  if (rank == 0) rank = others->empty() ? 1 : others->back().rank + 1;
  if (std::ranges::any_of(*others, [&](const other_hold& other) { return other.rank == rank; })) {
    return because("rank_taken", "Another hold has this rank; read the holds again.");
  }
  value hold = value::object();
  hold["rank"] = rank;
  hold["expiresAt"] = write_instant(*expires);
  act.engagement["hold"] = std::move(hold);
  return {};
}

refusal drop_hold(action& act) {
  const std::int64_t rank = rank_of(act.engagement);
  act.engagement.erase("challenge");
  if (rank == 0) return {};
  auto others = other_holds(act);
  if (!others) return std::move(others.error());
  const bool challenging = act.engagement.erase("challenging") > 0;
  for (const other_hold& other : *others) {
    if (challenging && other.rank < rank) end_challenge_of(act, other.id, act.id());
    if (other.rank <= rank) continue;
    value promotion = value::object();
    promotion["type"] = "promote";
    promotion["rank"] = other.rank - 1;
    act.affect(other.id, std::move(promotion));
  }
  act.engagement.erase("hold");
  return {};
}

refusal challenge_above(action& act) {
  const std::int64_t rank = rank_of(act.engagement);
  if (json::member(act.engagement, "challenging") != nullptr) {
    return because("already_challenging", "A challenge is running; wait for its deadline.");
  }
  auto others = other_holds(act);
  if (!others) return std::move(others.error());
  std::erase_if(*others, [&](const other_hold& other) { return other.rank >= rank; });
  if (others->empty()) return because("nobody_above", "This hold is first: there is nobody to challenge.");
  if (std::ranges::any_of(*others, &other_hold::firm)) {
    return because("firm_above", "A hold above was confirmed; it can't be challenged any more.");
  }
  instant_ms deadline = act.now + max_challenge_ms;
  if (json::member(act.event, "deadline") != nullptr) {
    const auto given = instant_member(act.event, "deadline");
    if (!given || *given < act.now + min_challenge_ms || *given > act.now + max_challenge_ms) {
      return because("deadline_out_of_range", "A challenge leaves 24 to 48 hours to answer.");
    }
    deadline = *given;
  }
  const std::string text = write_instant(deadline);
  act.engagement["challenging"] = value::object();
  act.engagement["challenging"]["deadline"] = text;
  for (const other_hold& other : *others) {
    value received = value::object();
    received["type"] = "receive_challenge";
    received["by"] = act.id();
    received["deadline"] = text;
    act.affect(other.id, std::move(received));
  }
  return {};
}

refusal answer_challenge(action& act) {
  const value* challenge = json::member(act.engagement, "challenge");
  if (challenge == nullptr) return {};
  auto others = other_holds(act);
  if (!others) return std::move(others.error());
  const std::string challenger(json::text_member(*challenge, "by").value_or(""));
  for (const other_hold& other : *others) end_challenge_of(act, other.id, challenger);
  act.engagement.erase("challenge");
  return {};
}

}  // namespace cuelight::engagement
