#include "approval/words/catalog.hpp"

#include <cstddef>
#include <vector>

namespace cuelight::approval {
namespace {

// Without pointers: a module's octets for them would be as many as for the words.
constexpr char texts[] =
#define WORD(name, english, french, german) english "\0" french "\0" german "\0"
#include "approval/words/catalog.inc"
#undef WORD
    ;
static_assert(sizeof texts < UINT16_MAX);

/// Where each text begins.
std::vector<std::uint16_t> all_starts() {
  std::vector<std::uint16_t> starts{0};
  for (std::size_t at = 0; at + 1 < sizeof texts; ++at) {
    if (texts[at] == 0) starts.push_back(static_cast<std::uint16_t>(at + 1));
  }
  return starts;
}

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
  static const std::vector<std::uint16_t> starts = all_starts();
  return texts + starts[static_cast<std::size_t>(w) * 3 + static_cast<std::size_t>(l)];
}

}  // namespace cuelight::approval
