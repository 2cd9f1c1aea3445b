/// @file
/// The payload types, each described once: members, kinds, labels, order of reading, who confirms, for how long.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "approval/words/catalog.hpp"

namespace cuelight::approval {

/// What a value is, and how its leaves are checked.
enum class kind : std::uint8_t {
  text,      ///< one line, at most `limit` characters
  prose,     ///< text with line breaks, at most `limit` characters
  id,        ///< letters, digits and ._:- , 1 to 128
  integer,   ///< from `least` to `most`
  percent,   ///< an integer in basis points
  choice,    ///< one of `choices`
  date,      ///< RFC 3339 full-date
  instant,   ///< RFC 3339 date-time to the second
  zone,      ///< an IANA time zone
  currency,  ///< an ISO 4217 code
  country,   ///< two upper-case letters
  hash,      ///< 64 lower-case hexadecimal digits
  record,    ///< an object of the shape `of`
};

/// How a record shows: as one row of its kind, or member by member.
enum class layout : std::uint8_t { rows, party, money, moment, venue, attachment };

struct shape;

struct choice {
  std::string_view value;
  word label;
};

/// One member of a record.
struct field {
  std::string_view name;
  kind what;
  word label;
  const shape* of = nullptr;  ///< for records
  bool required = true;
  bool list = false;
  std::int64_t least = 0;  ///< of an integer
  std::int64_t most = 0;   ///< of an integer, or the number of characters of a text
  word section = word::details;
  std::span<const choice> choices = {};
  bool deadline = false;  ///< a moment until which somebody must act
};

struct shape {
  layout as;
  std::span<const field> fields;
  bool own_section = false;  ///< each element of a list of these gets a section of its own
};

struct confirmer {
  std::string_view side;
  std::string_view member;       ///< the party that is confirmed for
  std::string_view else_member;  ///< stands in where `member` is absent
  std::span<const std::string_view> roles;
  std::span<const std::string_view> else_roles;
};

/// Parts that must add up: the amounts of the records in `list`, each `amount`, plus `plus`, against `sum`.
struct addition {
  std::string_view list;
  std::string_view sum;
  std::string_view plus;
  bool products;  ///< each amount is quantity × unit as well
};

struct payload_type {
  std::string_view name;  ///< `contract`
  word title;
  word intent;
  word confirm;
  shape members;
  std::span<const confirmer> confirmers;
  std::int64_t lifetime_s;
  std::span<const addition> additions = {};
};

inline constexpr std::string_view type_head = "application/vnd.cuelight.";
inline constexpr std::string_view type_tail = "+json";

[[nodiscard]] std::span<const payload_type> payload_types();

/// The type of a DSSE payload type, or null.
[[nodiscard]] const payload_type* find_type(std::string_view type);

/// The decimal places of an ISO 4217 currency's minor unit, or -1 for a code that is not known.
[[nodiscard]] int currency_exponent(std::string_view code);

}  // namespace cuelight::approval
