#include <algorithm>
#include <optional>
#include <utility>

#include "cuelight/access.hpp"

namespace cuelight::access {
namespace {

using json::value;

enum class finding : std::uint8_t { held, failed, missing_fact, unknown_rule };

std::optional<std::int64_t> instant(const value& v) {
  return parse_instant(json::text(v));
}

/// Both sides of a comparison read the same way, or nothing.
template <class Read>
finding compare(const value& fact, const value& bound, Read read, auto holds) {
  const auto b = read(bound);
  if (!b) return finding::unknown_rule;
  const auto f = read(fact);
  if (!f) return finding::missing_fact;
  return holds(*f, *b) ? finding::held : finding::failed;
}

finding evaluate(const value& rule, const value& facts) {
  const auto op = json::text_member(rule, "op");
  const auto name = json::text_member(rule, "fact");
  const value* bound = json::member(rule, "value");
  if (!op || !name || bound == nullptr) return finding::unknown_rule;
  const value* fact = json::member(facts, *name);
  if (fact == nullptr || fact->is_null()) return finding::missing_fact;
  if (*op == "equals") return *fact == *bound ? finding::held : finding::failed;
  if (*op == "one_of") {
    if (!bound->is_array()) return finding::unknown_rule;
    const value::array_t& all = json::elements(*bound);
    return std::ranges::find(all, *fact) == all.end() ? finding::failed : finding::held;
  }
  const auto at_most = [](std::int64_t f, std::int64_t b) { return f <= b; };
  const auto at_least = [](std::int64_t f, std::int64_t b) { return f >= b; };
  const auto before = [](std::int64_t f, std::int64_t b) { return f < b; };
  const auto after = [](std::int64_t f, std::int64_t b) { return f > b; };
  if (*op == "at_most") return compare(*fact, *bound, json::integer, at_most);
  if (*op == "at_least") return compare(*fact, *bound, json::integer, at_least);
  if (*op == "before") return compare(*fact, *bound, instant, before);
  if (*op == "after") return compare(*fact, *bound, instant, after);
  return finding::unknown_rule;
}

value failure(std::string_view rule, std::string_view code, std::string_view fact) {
  value out = value::object();
  out["rule"] = rule;
  out["code"] = code;
  out["fact"] = fact;
  return out;
}

}  // namespace

value checkpoint(const value& ask) {
  value failed = value::array();
  value missing = value::array();
  bool blocks = false;
  const value* rules = json::member(ask, "rules");
  const value* given = json::member(ask, "facts");
  const auto now = json::text_member(ask, "now");
  value facts = given != nullptr && given->is_object() ? *given : value::object();
  // The clock is a fact too; the caller's `now` wins over a fact of that name.
  facts.erase("now");
  if (now && parse_instant(*now)) facts["now"] = *now;

  if (rules == nullptr || !rules->is_array() || rules->empty()) {
    failed.push_back(failure("", "access.checkpoint_empty", ""));
  } else {
    for (const value& rule : json::elements(*rules)) {
      const std::string_view id = json::text_member(rule, "id").value_or("");
      const std::string_view fact = json::text_member(rule, "fact").value_or("");
      switch (evaluate(rule, facts)) {
        case finding::held:
          break;
        case finding::failed:
          failed.push_back(failure(id, "access.checkpoint_failed", fact));
          blocks = blocks || json::text_member(rule, "onFail") != "hold";
          break;
        case finding::missing_fact:
          failed.push_back(failure(id, "access.checkpoint_missing_fact", fact));
          missing.push_back(fact);
          break;
        case finding::unknown_rule:
          failed.push_back(failure(id, "access.checkpoint_unknown_rule", fact));
          break;
      }
    }
  }
  value out = value::object();
  out["outcome"] = blocks ? "block" : failed.empty() ? "pass" : "hold";
  out["failed"] = std::move(failed);
  out["missing"] = std::move(missing);
  return out;
}

}  // namespace cuelight::access
