#include "json/fault.hpp"

#include <array>

namespace cuelight::json {
namespace {

struct wording {
  std::string_view code;
  std::string_view message;
};

constexpr std::array<wording, 15> wordings{{
    {"json.none", ""},
    {"json.too_large", "The JSON text is larger than the limit allows; send less at once."},
    {"json.too_deep", "Arrays and objects are nested deeper than the limit allows; flatten the document."},
    {"json.bom", "The JSON text starts with a byte order mark; leave it out."},
    {"json.unexpected_end", "The JSON text ends before its value is complete."},
    {"json.unexpected_octet", "There is an octet here that JSON has no place for."},
    {"json.trailing_octets", "Something follows the JSON value; a text holds exactly one value."},
    {"json.leading_zero", "A number starts with a needless zero; write it without."},
    {"json.invalid_number", "This is not a number as JSON writes it."},
    {"json.number_overflow", "This number is larger than an IEEE 754 double can hold."},
    {"json.control_character", "A control character stands unescaped in a string; escape it."},
    {"json.invalid_escape", "This escape is unknown to JSON."},
    {"json.lone_surrogate", "A string holds half of a surrogate pair, which stands for no character."},
    {"json.invalid_utf8", "These octets are not well-formed UTF-8."},
    {"json.duplicate_name", "An object has two members of this name; keep one."},
}};

}  // namespace

std::unexpected<error> refuse(fault what, std::size_t offset) {
  const wording& w = wordings[static_cast<std::size_t>(what)];
  return cuelight::refuse(w.code, w.message, offset);
}

}  // namespace cuelight::json
