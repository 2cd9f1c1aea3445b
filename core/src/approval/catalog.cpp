#include "approval/catalog.hpp"

#include <array>

namespace cuelight::approval {
namespace {

struct wording {
  std::string_view in[3];
};

constexpr std::array<wording, static_cast<std::size_t>(word::count)> wordings{{
#define WORD(name, english, french, german) {{english, french, german}},
#include "approval/catalog.inc"
#undef WORD
}};

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
  return wordings[static_cast<std::size_t>(w)].in[static_cast<std::size_t>(l)];
}

}  // namespace cuelight::approval
