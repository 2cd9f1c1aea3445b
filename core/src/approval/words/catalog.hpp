/// @file
/// The words of a view in its three languages. One table: a word that lacks a language does not compile.
#pragma once

#include <cstdint>
#include <string_view>

namespace cuelight::approval {

enum class word : std::uint8_t {
#define WORD(name, english, french, german) name,
#include "approval/words/catalog.inc"
#undef WORD
  count
};

enum class language : std::uint8_t { english, french, german };

/// The language of a BCP 47 tag; English for one that has no catalog.
[[nodiscard]] language language_of(std::string_view tag);

/// `en`, `fr` or `de`.
[[nodiscard]] std::string_view tag_of(language l);

[[nodiscard]] std::string_view text_of(word w, language l);

}  // namespace cuelight::approval
