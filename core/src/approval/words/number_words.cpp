#include "approval/words/format.hpp"

namespace cuelight::approval {
namespace {

constexpr std::string_view english_small[]{
    "",    "one",    "two",    "three",    "four",     "five",    "six",     "seven",     "eight",    "nine",
    "ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"};
constexpr std::string_view english_tens[]{"",      "",      "twenty",  "thirty", "forty",
                                          "fifty", "sixty", "seventy", "eighty", "ninety"};
constexpr std::string_view french_small[]{"",         "un",     "deux",  "trois",    "quatre",   "cinq",    "six",
                                          "sept",     "huit",   "neuf",  "dix",      "onze",     "douze",   "treize",
                                          "quatorze", "quinze", "seize", "dix-sept", "dix-huit", "dix-neuf"};
constexpr std::string_view french_tens[]{"",          "",         "vingt",    "trente",       "quarante",
                                         "cinquante", "soixante", "soixante", "quatre-vingt", "quatre-vingt"};
constexpr std::string_view german_small[]{
    "",     "ein", "zwei",  "drei",     "vier",     "fünf",     "sechs",    "sieben",   "acht",     "neun",
    "zehn", "elf", "zwölf", "dreizehn", "vierzehn", "fünfzehn", "sechzehn", "siebzehn", "achtzehn", "neunzehn"};
constexpr std::string_view german_tens[]{"",        "",        "zwanzig", "dreißig", "vierzig",
                                         "fünfzig", "sechzig", "siebzig", "achtzig", "neunzig"};

std::string english(int n) {  // 1..999
  std::string text;
  if (n >= 100) text = std::string(english_small[n / 100]) + " hundred";
  n %= 100;
  if (n == 0) return text;
  if (!text.empty()) text += " and ";
  if (n < 20) return text + std::string(english_small[n]);
  text += english_tens[n / 10];
  if (n % 10 != 0) text += '-' + std::string(english_small[n % 10]);
  return text;
}

// The spelling of 1990: every part of a number is joined by hyphens.
std::string french(int n, bool last) {  // 1..999; `last`: nothing follows, so cents and vingts take their s
  std::string text;
  if (n >= 100) {
    if (n >= 200) text = std::string(french_small[n / 100]) + '-';
    text += n >= 200 && n % 100 == 0 && last ? "cents" : "cent";
  }
  n %= 100;
  if (n == 0) return text;
  if (!text.empty()) text += '-';
  if (n < 20) return text + std::string(french_small[n]);
  const int ten = n / 10;
  const bool vigesimal = ten == 7 || ten == 9;
  const int rest = vigesimal ? n - (ten - 1) * 10 : n % 10;
  text += french_tens[ten];
  if (n == 80 && last) text += 's';
  if (rest == 0) return text;
  text += (rest == 1 || rest == 11) && ten != 8 && ten != 9 ? "-et-" : "-";
  return text + std::string(french_small[rest]);
}

std::string german(int n, bool last) {  // 1..999; `last`: a final one is "eins"
  std::string text;
  if (n >= 100) text = std::string(german_small[n / 100]) + "hundert";
  n %= 100;
  if (n == 0) return text;
  if (n == 1) return text + (last ? "eins" : "ein");
  if (n < 20) return text + std::string(german_small[n]);
  if (n % 10 != 0) text += std::string(german_small[n % 10]) + "und";
  return text + std::string(german_tens[n / 10]);
}

}  // namespace

// Over 25 in cognitive complexity: one language a case, one group of three digits a line.
std::string in_words(std::int64_t n, language l) {
  constexpr std::int64_t million = 1'000'000;
  if (n < 0 || n >= million * million) return {};
  if (n == 0) return l == language::english ? "zero" : l == language::french ? "zéro" : "null";
  const auto milliards = static_cast<int>(n / (1000 * million));
  const auto millions = static_cast<int>(n / million % 1000);
  const auto thousands = static_cast<int>(n / 1000 % 1000);
  const auto units = static_cast<int>(n % 1000);
  std::string text;
  const auto join = [&](std::string_view glue) {
    if (!text.empty()) text += glue;
  };
  switch (l) {
    case language::english:
      if (milliards != 0) text = english(milliards) + " billion";
      if (millions != 0) join(" "), text += english(millions) + " million";
      if (thousands != 0) join(" "), text += english(thousands) + " thousand";
      if (units != 0) join(units < 100 ? " and " : " "), text += english(units);
      break;
    case language::french:
      if (milliards != 0) text = french(milliards, true) + (milliards > 1 ? "-milliards" : "-milliard");
      if (millions != 0) join("-"), text += french(millions, true) + (millions > 1 ? "-millions" : "-million");
      if (thousands != 0) {
        join("-");
        text += thousands == 1 ? "mille" : french(thousands, false) + "-mille";
      }
      if (units != 0) join("-"), text += french(units, true);
      break;
    case language::german:
      if (milliards != 0) text = milliards == 1 ? "eine Milliarde" : german(milliards, true) + " Milliarden";
      if (millions != 0) join(" "), text += millions == 1 ? "eine Million" : german(millions, true) + " Millionen";
      if (thousands != 0 || units != 0) join(" ");
      if (thousands != 0) text += german(thousands, false) + "tausend";
      if (units != 0) text += german(units, true);
      break;
  }
  return text;
}

}  // namespace cuelight::approval
