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
result<std::vector<other_hold>> other_holds(const step& s) {
  const value* list = fact_list(s.event, "holds");
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
    if (*id != s.id()) out.push_back({*id, *rank, firm != nullptr && json::is_true(*firm)});
  }
  stable_sort(out, [](const other_hold& a, const other_hold& b) { return a.rank < b.rank; });
  return out;
}

std::int64_t rank_of(const value& engagement) {
  const value* hold = json::member(engagement, "hold");
  return hold == nullptr ? 0 : json::integer_member(*hold, "rank").value_or(0);
}

/// Tells `other` that the challenge by `challenger` is over.
void end_challenge_of(step& s, std::string_view other, std::string_view challenger) {
  value ended = value::object();
  ended["type"] = "end_challenge";
  ended["by"] = challenger;
  s.affect(other, std::move(ended));
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

refusal take_hold(step& s) {
  const auto expires = instant_member(s.event, "expiresAt");
  if (!expires) return because("member_missing", "Say until when the hold stands (expiresAt).");
  if (*expires <= s.now) return because("deadline_out_of_range", "The hold's end must lie in the future.");
  auto others = other_holds(s);
  if (!others) return std::move(others.error());
  std::int64_t rank = rank_of(s.engagement);
  if (rank == 0) rank = others->empty() ? 1 : others->back().rank + 1;
  if (std::ranges::any_of(*others, [&](const other_hold& other) { return other.rank == rank; })) {
    return because("rank_taken", "Another hold has this rank; read the holds again.");
  }
  value hold = value::object();
  hold["rank"] = rank;
  hold["expiresAt"] = write_instant(*expires);
  s.engagement["hold"] = std::move(hold);
  return {};
}

refusal drop_hold(step& s) {
  const std::int64_t rank = rank_of(s.engagement);
  s.engagement.erase("challenge");
  if (rank == 0) return {};
  auto others = other_holds(s);
  if (!others) return std::move(others.error());
  const bool challenging = s.engagement.erase("challenging") > 0;
  for (const other_hold& other : *others) {
    if (challenging && other.rank < rank) end_challenge_of(s, other.id, s.id());
    if (other.rank <= rank) continue;
    value promotion = value::object();
    promotion["type"] = "promote";
    promotion["rank"] = other.rank - 1;
    s.affect(other.id, std::move(promotion));
  }
  s.engagement.erase("hold");
  return {};
}

refusal challenge_above(step& s) {
  const std::int64_t rank = rank_of(s.engagement);
  if (json::member(s.engagement, "challenging") != nullptr) {
    return because("already_challenging", "A challenge is running; wait for its deadline.");
  }
  auto others = other_holds(s);
  if (!others) return std::move(others.error());
  std::erase_if(*others, [&](const other_hold& other) { return other.rank >= rank; });
  if (others->empty()) return because("nobody_above", "This hold is first: there is nobody to challenge.");
  if (std::ranges::any_of(*others, &other_hold::firm)) {
    return because("firm_above", "A hold above was confirmed; it can't be challenged any more.");
  }
  instant_ms deadline = s.now + max_challenge_ms;
  if (json::member(s.event, "deadline") != nullptr) {
    const auto given = instant_member(s.event, "deadline");
    if (!given || *given < s.now + min_challenge_ms || *given > s.now + max_challenge_ms) {
      return because("deadline_out_of_range", "A challenge leaves 24 to 48 hours to answer.");
    }
    deadline = *given;
  }
  const std::string text = write_instant(deadline);
  s.engagement["challenging"] = value::object();
  s.engagement["challenging"]["deadline"] = text;
  for (const other_hold& other : *others) {
    value received = value::object();
    received["type"] = "receive_challenge";
    received["by"] = s.id();
    received["deadline"] = text;
    s.affect(other.id, std::move(received));
  }
  return {};
}

refusal answer_challenge(step& s) {
  const value* challenge = json::member(s.engagement, "challenge");
  if (challenge == nullptr) return {};
  auto others = other_holds(s);
  if (!others) return std::move(others.error());
  const std::string challenger(json::text_member(*challenge, "by").value_or(""));
  for (const other_hold& other : *others) end_challenge_of(s, other.id, challenger);
  s.engagement.erase("challenge");
  return {};
}

}  // namespace cuelight::engagement
