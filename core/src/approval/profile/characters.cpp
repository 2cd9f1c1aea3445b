#include "approval/profile/characters.hpp"

#include <algorithm>
#include <iterator>

namespace cuelight::approval {
namespace {

#include "approval/profile/characters.inc"

/// Takes one LEB128 number off the front of packed octets.
std::uint32_t take(const std::uint8_t*& octets) {
  std::uint32_t number = 0;
  for (unsigned shift = 0;; shift += 7) {
    const std::uint8_t octet = *octets++;
    number |= (octet & 127U) << shift;
    if (octet < 128) return number;
  }
}

struct script_run {
  char32_t first;
  std::uint8_t script;
};

struct likeness {
  char32_t first;
  std::uint32_t count;
  char ascii;
  std::uint8_t step;
};

std::vector<script_run> unpacked_scripts() {
  std::vector<script_run> runs(script_run_count);
  const std::uint8_t* steps = script_run_steps;
  char32_t first = 0;
  for (std::size_t i = 0; i < runs.size(); ++i) runs[i] = {first += take(steps), script_run_scripts[i]};
  return runs;
}

std::vector<likeness> unpacked_likenesses() {
  std::vector<likeness> runs(likeness_count);
  const std::uint8_t* steps = likeness_steps;
  const std::uint8_t* sizes = likeness_sizes;
  char32_t end = 0;
  for (std::size_t i = 0; i < runs.size(); ++i) {
    const char32_t first = end + take(steps);
    const std::uint32_t size = take(sizes);
    runs[i] = {first, size / 2, static_cast<char>(likeness_letters[i]), static_cast<std::uint8_t>(size % 2)};
    end = first + size / 2;
  }
  return runs;
}

/// The last of the runs that begin at or before a character, or null.
template <class Run>
const Run* run_of(const std::vector<Run>& runs, char32_t c) {
  const auto after =
      std::upper_bound(runs.begin(), runs.end(), c, [](char32_t value, const Run& r) { return value < r.first; });
  return after == runs.begin() ? nullptr : &after[-1];
}

/// Takes one code point off the front of well-formed UTF-8.
char32_t next(std::string_view& text) {
  const auto lead = static_cast<std::uint8_t>(text.front());
  const std::size_t octets = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
  char32_t value = octets == 1 ? lead : lead & (0x7F >> octets);
  for (std::size_t i = 1; i < std::min(octets, text.size()); ++i) {
    value = value << 6 | (static_cast<std::uint8_t>(text[i]) & 0x3F);
  }
  text.remove_prefix(std::min(octets, text.size()));
  return value;
}

std::uint8_t script_of(char32_t c) {
  static const std::vector<script_run> runs = unpacked_scripts();
  const script_run* const r = run_of(runs, c);
  return r == nullptr ? std::uint8_t{common} : r->script;
}

bool is_right_to_left(std::uint8_t s) {
  return s == hebrew || s == arabic || s == syriac || s == thaana || s == nko;
}

/// Scripts that join letters or form clusters, where joiners are spelling.
bool takes_joiners(std::uint8_t s) {
  return s == arabic || s == syriac || s == mongolian || s == nko || (s >= devanagari && s <= sinhala) || s == khmer ||
         s == myanmar || s == tibetan;
}

bool is_noncharacter(char32_t c) {
  return (c & 0xFFFE) == 0xFFFE || (c >= 0xFDD0 && c <= 0xFDEF);
}

bool is_private(char32_t c) {
  return (c >= 0xE000 && c <= 0xF8FF) || c >= 0xF0000;
}

bool leaves_no_mark(char32_t c) {
  const auto after = std::upper_bound(std::begin(hidden_ranges), std::end(hidden_ranges), c,
                                      [](char32_t value, const char32_t(&range)[2]) { return value < range[0]; });
  return after != std::begin(hidden_ranges) && c <= after[-1][1];
}

bool is_symbol(char32_t c) {
  return c >= 0x203C && script_of(c) == common;
}

constexpr char32_t zero_width_non_joiner = 0x200C;
constexpr char32_t zero_width_joiner = 0x200D;
constexpr char32_t black_flag = 0x1F3F4;

/// Whether a joiner, selector or tag is needed between its neighbours (0: none).
bool belongs_here(char32_t c, char32_t before, char32_t after) {
  const bool selector = c >= 0xFE00 && c <= 0xFE0F;
  if (c == zero_width_joiner || c == zero_width_non_joiner) {
    if (before == 0) return false;
    // Also at the end of a word: Central Kurdish spells its final vowel so.
    const std::uint8_t left = script_of(before);
    if (takes_joiners(left) || (left == inherited && takes_joiners(script_of(after)))) return true;
    return c == zero_width_joiner && (is_symbol(before) || (before >= 0xFE00 && before <= 0xFE0F)) && is_symbol(after);
  }
  if (selector)
    return is_symbol(before) || before == '#' || before == '*' || (before >= '0' && before <= '9') || before == 0xA9 ||
           before == 0xAE;
  if (c >= 0xE0100 && c <= 0xE01EF) return script_of(before) == han;
  if (c >= 0x180B && c <= 0x180F) return script_of(before) == mongolian;
  if (c >= 0xE0020 && c <= 0xE007F) return before == black_flag || (before >= 0xE0020 && before < 0xE007F);
  return false;
}

hidden classify(char32_t c, char32_t before, char32_t after, bool prose) {
  if (c < 0x20 || (c >= 0x7F && c <= 0x9F) || c == 0x2028 || c == 0x2029) {
    return prose && (c == '\n' || c == '\t') ? hidden::none : hidden::control;
  }
  if (c < 0xAD) return hidden::none;
  if ((c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069)) return hidden::bidi;
  if (c == 0x061C || c == 0x200E || c == 0x200F) return hidden::mark;
  if (is_noncharacter(c)) return hidden::noncharacter;
  if (is_private(c)) return hidden::meaningless;
  if (leaves_no_mark(c) && !belongs_here(c, before, after)) return hidden::invisible;
  return hidden::none;
}

char ascii_likeness(char32_t c) {
  static const std::vector<likeness> runs = unpacked_likenesses();
  const likeness* const l = run_of(runs, c);
  if (l == nullptr || c >= l->first + l->count) return 0;
  return static_cast<char>(l->ascii + static_cast<char>((c - l->first) * l->step));
}

bool is_letter_or_digit(char c) {
  return (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z');
}

/// Calls `take(ascii, octets)` for every character that counts in a likeness: its ASCII lookalike, or 0 and itself.
template <class Take>
void each_likeness(std::string_view name, Take take) {
  while (!name.empty()) {
    const std::string_view rest = name;
    const char32_t c = next(name);
    const std::string_view octets = rest.substr(0, rest.size() - name.size());
    if (c < 0x80) {
      if (is_letter_or_digit(static_cast<char>(c))) take(static_cast<char>(c), octets);
    } else if (const char ascii = ascii_likeness(c); ascii != 0) {
      take(ascii, octets);
    } else if (script_of(c) != inherited && !leaves_no_mark(c) && script_of(c) != common) {
      take(0, octets);
    }
  }
}

constexpr std::uint64_t bit(std::uint8_t s) {
  return 1ULL << (s == unlisted ? 63 : s);
}

bool written_together(std::uint64_t scripts) {
  if ((scripts & (scripts - 1)) == 0) return true;
  constexpr std::uint64_t japanese = bit(latin) | bit(han) | bit(hiragana) | bit(katakana);
  constexpr std::uint64_t chinese = bit(latin) | bit(han) | bit(bopomofo);
  constexpr std::uint64_t korean = bit(latin) | bit(han) | bit(hangul);
  return (scripts & ~japanese) == 0 || (scripts & ~chinese) == 0 || (scripts & ~korean) == 0;
}

static_assert(script_count < 63);

/// The scripts of one word's letters.
struct script_mix {
  std::uint64_t scripts = 0;
  std::size_t latin_letters = 0;
  std::size_t other_letters = 0;
  bool latin_like = false;  ///< a letter of another script looks like a Latin one

  void add(char32_t c, std::uint8_t s) {
    scripts |= bit(s);
    ++(s == latin ? latin_letters : other_letters);
    latin_like = latin_like || (s != latin && ascii_likeness(c) != 0);
  }

  /// Among Latin letters, a single one that looks like none of them deceives nobody ("Akyer\u03B5ko").
  [[nodiscard]] bool deceives() const {
    return !written_together(scripts) && (latin_letters <= other_letters || latin_like);
  }
};

}  // namespace

std::vector<hidden_character> hidden_characters(std::string_view text, bool prose) {
  std::vector<hidden_character> found;
  std::string_view rest = text;
  char32_t before = 0;
  while (!rest.empty()) {
    const std::size_t at = text.size() - rest.size();
    const char32_t c = next(rest);
    if (c >= 0x20 && c < 0x7F) {
      before = c;
      continue;
    }
    std::string_view ahead = rest;
    const char32_t after = ahead.empty() ? 0 : next(ahead);
    const hidden why = classify(c, before, after, prose);
    if (why != hidden::none) found.push_back({at, text.size() - rest.size() - at, c, why});
    before = c;
  }
  return found;
}

bool has_right_to_left(std::string_view text) {
  while (!text.empty()) {
    if (is_right_to_left(script_of(next(text)))) return true;
  }
  return false;
}

std::optional<std::size_t> mixed_script_word(std::string_view text) {
  std::string_view rest = text;
  script_mix word;
  std::size_t start = 0;
  while (!rest.empty()) {
    const std::size_t at = text.size() - rest.size();
    const char32_t c = next(rest);
    const std::uint8_t s = script_of(c);
    if (s == inherited) continue;
    if (s == common) {
      if (word.deceives()) return start;
      word = {};
      continue;
    }
    if (word.scripts == 0) start = at;
    word.add(c, s);
  }
  return word.deceives() ? std::optional(start) : std::nullopt;
}

std::string shape_likeness(std::string_view name) {
  std::string likeness;
  each_likeness(name, [&](char ascii, std::string_view octets) {
    switch (ascii) {
      case 0:
        likeness += octets;
        break;
      case 'I':
      case '1':
        likeness += 'l';
        break;
      case '0':
        likeness += 'O';
        break;
      case 'm':
        likeness += "rn";
        break;
      case 'w':
        likeness += "vv";
        break;
      default:
        likeness += ascii;
    }
  });
  return likeness;
}

std::string spoken_likeness(std::string_view name) {
  std::string likeness;
  each_likeness(name, [&](char ascii, std::string_view octets) {
    if (ascii == 0) {
      likeness += octets;
    } else {
      likeness += ascii >= 'A' && ascii <= 'Z' ? static_cast<char>(ascii | 0x20) : ascii;
    }
  });
  return likeness;
}

std::size_t character_count(std::string_view text) {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<std::uint8_t>(c) & 0xC0) != 0x80; }));
}

}  // namespace cuelight::approval
