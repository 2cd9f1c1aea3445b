#include "approval/profile/leaf.hpp"

#include <algorithm>

#include "approval/profile/characters.hpp"
#include "cuelight/hash.hpp"
#include "cuelight/instant.hpp"

namespace cuelight::approval {
namespace {

bool is_id(std::string_view text) {
  if (text.empty() || text.size() > 128) return false;
  return std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') || c == '.' || c == '_' || c == ':' ||
           c == '-';
  });
}

std::optional<refusal> check_text(std::string_view text, std::int64_t most, bool prose) {
  if (text.empty()) return refusal::wrong_kind;
  if (character_count(text) > static_cast<std::size_t>(most)) return refusal::too_long;
  for (const hidden_character& h : hidden_characters(text, prose)) {
    if (h.why == hidden::noncharacter) return refusal::noncharacter;
  }
  return std::nullopt;
}

std::optional<refusal> unless(bool holds, refusal otherwise) {
  return holds ? std::nullopt : std::optional(otherwise);
}

/// RFC 3339 to the second, as the profile wants it: one spelling for one instant and offset.
bool is_instant(std::string_view text) {
  return text.find('.') == std::string_view::npos && !text.ends_with("+00:00") && !text.ends_with("-00:00") &&
         parse_instant(text).has_value();
}

}  // namespace

std::string_view code_of(refusal r) {
  constexpr std::string_view codes[]{
      "approval.unknown_type", "approval.unknown_member", "approval.missing_member",   "approval.wrong_kind",
      "approval.out_of_range", "approval.too_long",       "approval.unknown_currency", "approval.unknown_zone",
      "approval.bad_time",     "approval.wrong_offset",   "approval.noncharacter",     "approval.settlement_mismatch",
  };
  return codes[static_cast<std::size_t>(r)];
}

word word_of(refusal r) {
  return static_cast<word>(static_cast<int>(word::refuse_unknown_type) + static_cast<int>(r));
}

std::optional<refusal> check_leaf(const field& f, const json::value& leaf) {
  if (f.what == kind::integer || f.what == kind::percent) {
    const auto n = json::integer(leaf);
    if (!n) return refusal::wrong_kind;
    return unless(*n >= f.least && *n <= f.most, refusal::out_of_range);
  }
  if (!leaf.is_string()) return refusal::wrong_kind;
  const std::string_view text = json::text(leaf);
  switch (f.what) {
    case kind::text:
      return check_text(text, f.most, false);
    case kind::prose:
      return check_text(text, f.most, true);
    case kind::id:
      return unless(is_id(text), refusal::wrong_kind);
    case kind::choice:
      return unless(std::any_of(f.choices.begin(), f.choices.end(), [&](const choice& c) { return c.value == text; }),
                    refusal::wrong_kind);
    case kind::date:
      return unless(read_date(text).has_value(), refusal::bad_time);
    case kind::instant:
      return unless(is_instant(text), refusal::bad_time);
    case kind::zone: {
      const auto zone = tz::zone::find(text);
      return unless(zone.has_value() && zone->name() == text, refusal::unknown_zone);
    }
    case kind::currency:
      return unless(currency_exponent(text) >= 0, refusal::unknown_currency);
    case kind::country:
      return unless(text.size() == 2 && text[0] >= 'A' && text[0] <= 'Z' && text[1] >= 'A' && text[1] <= 'Z',
                    refusal::wrong_kind);
    case kind::hash:
      return unless(text.size() == 64 && hash::from_hex(text).has_value(), refusal::wrong_kind);
    default:
      return refusal::wrong_kind;
  }
}

std::expected<moment, refusal> read_moment(std::string_view at, std::string_view zone_name) {
  const auto instant = parse_instant(at);
  if (!instant) return std::unexpected(refusal::bad_time);
  const auto zone = tz::zone::find(zone_name);
  if (!zone) return std::unexpected(refusal::unknown_zone);
  const std::int64_t utc_s = tz::floor_div(*instant, 1000);
  if (utc_s < first_moment_utc_s) return std::unexpected(refusal::bad_time);
  const std::int32_t offset_s = zone->at(utc_s).offset_s;
  // "Z" gives the instant and leaves the clock to the zone; any other offset must be the zone's own.
  if (!at.ends_with('Z')) {
    const auto written = parse_instant(std::string(at.substr(0, 19)) + 'Z');
    if (!written || tz::floor_div(*written, 1000) - utc_s != offset_s) return std::unexpected(refusal::wrong_offset);
  }
  return moment{utc_s, utc_s + offset_s, offset_s};
}

std::optional<std::int64_t> read_date(std::string_view text) {
  if (text.size() != 10) return std::nullopt;
  const auto instant = parse_instant(std::string(text) + "T00:00:00Z");
  if (!instant) return std::nullopt;
  return tz::floor_div(*instant, 1000);
}

}  // namespace cuelight::approval
