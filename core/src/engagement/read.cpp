#include <algorithm>

#include "engagement/action.hpp"

namespace cuelight::engagement {

using json::value;

[[gnu::noinline]] refusal because(const char* code, const std::string& message) {
  return error("engagement." + std::string(code), message);
}

[[gnu::noinline]] refusal because(const char* code, const char* message) {
  return because(code, std::string(message));
}

std::optional<instant_ms> instant_member(const value& object, const char* name) {
  const auto text = json::text_member(object, name);
  if (!text) return {};
  return parse_instant(*text);
}

std::optional<std::string_view> digest_of(const value& event) {
  const auto text = json::text_member(event, "digest");
  const auto is_hex = [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); };
  if (!text || text->size() != 64 || !std::ranges::all_of(*text, is_hex)) return {};
  return text;
}

const value* fact_list(const value& event, const char* name) {
  const value* facts = json::member(event, "facts");
  if (facts == nullptr) return nullptr;
  const value* list = json::member(*facts, name);
  return list != nullptr && list->is_array() ? list : nullptr;
}

refusal malformed(const value& engagement) {
  const auto text = [&](const char* name) { return json::text_member(engagement, name).value_or(""); };
  const auto because_of = [](const char* what) {
    return because("malformed", "The engagement's " + std::string(what) + " is missing or not understood.");
  };
  if (text("id").empty()) return because_of("id");
  if (!state_named(text("state"))) return because_of("state");
  // One more must still be a number that every JSON reader keeps exact.
  const std::int64_t version = json::integer_member(engagement, "version").value_or(-1);
  if (version < 0 || version >= (1LL << 53) - 1) return because_of("version");
  if (text("artist").empty()) return because_of("artist");
  if (text("presenter").empty()) return because_of("presenter");
  const value* agency = json::member(engagement, "agency");
  if (agency != nullptr && !agency->is_null() && text("agency").empty()) return because_of("agency");
  if (text("agency") == text("presenter")) {
    return because("malformed", "One workspace can't be both sides of an engagement.");
  }
  const auto start = instant_member(engagement, "start");
  const auto end = instant_member(engagement, "end");
  if (!start || !end || *start >= *end) return because_of("time (start before end)");
  if (const value* hold = json::member(engagement, "hold"); hold != nullptr) {
    if (json::integer_member(*hold, "rank").value_or(0) < 1 || !instant_member(*hold, "expiresAt")) {
      return because_of("hold (rank and expiresAt)");
    }
  }
  return {};
}

}  // namespace cuelight::engagement
