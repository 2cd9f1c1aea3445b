/// @file
/// JSON as Cuelight accepts and writes it: I-JSON (RFC 7493) in, RFC 8785 (JCS) out. See docs/spec/canonical-json.md.
///
/// Every refusal carries a stable code and the octet offset at which the fault begins:
///
/// | code | what is wrong | offset of |
/// |---|---|---|
/// | `json.too_large` | more than `max_octets` | the first octet beyond the limit |
/// | `json.too_deep` | more than `max_depth` open arrays and objects | the bracket that goes too deep |
/// | `json.bom` | the text starts with a byte order mark | 0 |
/// | `json.unexpected_end` | the text stops before the value is complete | the end |
/// | `json.unexpected_octet` | an octet that the grammar has no place for | that octet |
/// | `json.trailing_octets` | something other than white space after the value | its first octet |
/// | `json.leading_zero` | a number such as 01 or -012 | the zero |
/// | `json.invalid_number` | a number that the grammar does not know, such as 1. or 1e | the octet at fault |
/// | `json.number_overflow` | a number beyond the largest finite IEEE 754 double | the number |
/// | `json.control_character` | U+0000 to U+001F unescaped in a string | that octet |
/// | `json.invalid_escape` | an escape that the grammar does not know | the backslash |
/// | `json.lone_surrogate` | half of a surrogate pair, in a name or in a value | the backslash of the escape |
/// | `json.invalid_utf8` | octets that are not well-formed UTF-8 (RFC 3629) | the first of the sequence |
/// | `json.duplicate_name` | two members of one object with the same name after unescaping | the later name |
///
/// Duplicate names are looked for when their object closes; every other fault is reported in the order of the text.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "cuelight/error.hpp"
#include "cuelight/json/value.hpp"

namespace cuelight::json {

/// What a caller is willing to read.
struct limits {
  std::size_t max_octets = 64U << 20;  ///< of the text; never more than 2^31−1 are read
  std::size_t max_depth = 128;         ///< open arrays and objects at once
};

/// The canonical octets (RFC 8785) of one JSON text. One pass, iterative; O(n) for members that already stand in
/// order, O(n log n) otherwise. Excess precision is rounded as IEEE 754 does; -0 becomes 0; nothing is normalised.
/// Holds at most one copy of `text` besides `text` and the result. Errors: the table above.
[[nodiscard]] result<std::string> canonicalize(std::string_view text, const limits& limits = {});

/// One JSON text as a tree. Refuses exactly what `canonicalize` refuses, with the same codes and offsets.
[[nodiscard]] result<value> parse(std::string_view text, const limits& limits = {});

/// The canonical octets of a tree: `canonicalize(write(v)) == write(v)`. Total: a number that is not finite and a value
/// that JSON does not know are written as null, an octet that is not part of well-formed UTF-8 as U+FFFD.
[[nodiscard]] std::string write(const value& tree);

/// The tree of a text that `canonicalize` or `write` made. Precondition: it did; any other text gives an arbitrary
/// tree, never a fault.
[[nodiscard]] value parse_canonical(std::string_view canonical);

/// An RFC 6902 patch, in canonical form, that turns the document `before` into `after`. Deterministic; `[]` when both
/// hold the same value. Array elements are matched by their common head and tail. Errors: the table above, for
/// `before` first.
[[nodiscard]] result<std::string> diff(std::string_view before, std::string_view after, const limits& limits = {});

/// The same over trees: the array of operations.
[[nodiscard]] value diff_trees(const value& before, const value& after);

/// `text` as one reference token of a JSON Pointer (RFC 6901 section 3): ~ becomes ~0 and / becomes ~1.
[[nodiscard]] std::string pointer_token(std::string_view text);

// Looking into a document of any shape: what is not there, or of another kind, is "nothing", never a fault.

/// The member `name` of an object, or null when `tree` is no object or has no such member.
[[nodiscard]] const value* member(const value& tree, std::string_view name);

/// The text of a string; empty for anything else.
[[nodiscard]] std::string_view text(const value& v);

/// The integer (within ±(2^53−1) when it came from `parse`), or nothing.
[[nodiscard]] std::optional<std::int64_t> integer(const value& v);

/// Whether this is the literal itself.
[[nodiscard]] bool is_true(const value& v);
[[nodiscard]] bool is_false(const value& v);

/// The elements of an array; none for anything else.
[[nodiscard]] const value::array_t& elements(const value& v);

/// The members of an object by name; none for anything else.
[[nodiscard]] const value::object_t& members(const value& v);

/// The text of the string member `name`, or nothing.
[[nodiscard]] std::optional<std::string_view> text_member(const value& tree, std::string_view name);

/// The integer member `name`, or nothing.
[[nodiscard]] std::optional<std::int64_t> integer_member(const value& tree, std::string_view name);

}  // namespace cuelight::json
