/// @file
/// What a person can't see or tell apart in a text: hidden characters, words of mixed scripts, names that look alike.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cuelight::approval {

/// Why a character is shown as a token.
enum class hidden : std::uint8_t {
  none,
  control,       ///< U+0000..U+001F, U+007F..U+009F, line and paragraph separator
  bidi,          ///< an explicit embedding, override or isolate: reorders what stands around it
  mark,          ///< an implicit direction mark
  invisible,     ///< leaves no mark of its own and has no business here
  meaningless,   ///< private use
  noncharacter,  ///< never a character (RFC 7493 section 2.1 forbids it)
};

/// One character of a text that is shown as a token.
struct hidden_character {
  std::size_t at;      ///< octet offset in the text
  std::size_t octets;  ///< its length
  char32_t value;
  hidden why;
};

/// The characters of well-formed UTF-8 that have to be shown as tokens. In `prose`, line feed and tab are themselves.
/// Joiners and variation selectors are left alone where scripts and emoji sequences need them.
[[nodiscard]] std::vector<hidden_character> hidden_characters(std::string_view text, bool prose);

/// Whether a text holds a letter of a script that is written from right to left.
[[nodiscard]] bool has_right_to_left(std::string_view text);

/// The octet offset of the first word whose letters belong to scripts that are not written together (UTS #39 section
/// 5.2, "highly restrictive", word by word) and can be taken for one another: a word of Latin letters counts when a
/// foreign one looks like a Latin letter, or when half of its letters are foreign.
[[nodiscard]] std::optional<std::size_t> mixed_script_word(std::string_view text);

/// What a name looks like: names that can be taken for one another by their shapes have the same likeness (after UTS
/// #39 section 4, with our own compact table), and names that differ in case, accents, spaces or punctuation only too.
[[nodiscard]] std::string shape_likeness(std::string_view name);
[[nodiscard]] std::string spoken_likeness(std::string_view name);

/// The number of code points.
[[nodiscard]] std::size_t character_count(std::string_view text);

}  // namespace cuelight::approval
