#include "approval/catalog.hpp"

#include <cstddef>

namespace cuelight::approval {
namespace {

// Without pointers: a module's octets for them would be as many as for the words.
constexpr char texts[] =
#define WORD(name, english, french, german) english french german
#include "approval/catalog.inc"
#undef WORD
    ;
constexpr std::uint16_t lengths[] = {
#define WORD(name, english, french, german) sizeof(english) - 1, sizeof(french) - 1, sizeof(german) - 1,
#include "approval/catalog.inc"
#undef WORD
};

}  // namespace

language language_of(std::string_view tag) {
  const auto is = [&](char a, char b) {
    return tag.size() >= 2 && (tag[0] | 0x20) == a && (tag[1] | 0x20) == b &&
           (tag.size() == 2 || tag[2] == '-' || tag[2] == '_');
  };
  if (is('f', 'r')) return language::french;
  if (is('d', 'e')) return language::german;
  return language::english;
}

std::string_view tag_of(language l) {
  constexpr std::string_view tags[]{"en", "fr", "de"};
  return tags[static_cast<std::size_t>(l)];
}

std::string_view text_of(word w, language l) {
  const std::size_t index = static_cast<std::size_t>(w) * 3 + static_cast<std::size_t>(l);
  std::size_t at = 0;
  for (std::size_t i = 0; i < index; ++i) at += lengths[i];
  return {texts + at, lengths[index]};
}

}  // namespace cuelight::approval
