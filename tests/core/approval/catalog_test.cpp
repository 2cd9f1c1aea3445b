#include "approval/words/catalog.hpp"

#include <set>

#include "approval/profile/leaf.hpp"
#include "approval/words/format.hpp"
#include "approval/schema/schema.hpp"
#include "catch_amalgamated.hpp"

using namespace cuelight::approval;

namespace {

constexpr language all_languages[]{language::english, language::french, language::german};

void collect(std::span<const field> fields, std::set<std::string>& problems) {
  std::set<std::string_view> names;
  for (const field& f : fields) {
    if (!names.insert(f.name).second) problems.insert("twice: " + std::string(f.name));
    if ((f.what == kind::record) != (f.of != nullptr)) problems.insert("no shape: " + std::string(f.name));
    if ((f.what == kind::choice) != !f.choices.empty()) problems.insert("no choices: " + std::string(f.name));
    if ((f.what == kind::text || f.what == kind::prose) && f.most <= 0)
      problems.insert("no bound: " + std::string(f.name));
    if (f.of != nullptr) collect(f.of->fields, problems);
  }
}

}  // namespace

TEST_CASE("every word has a text in every language", "[approval]") {
  for (int w = 0; w < static_cast<int>(word::count); ++w) {
    for (const language l : all_languages) {
      const std::string_view text = text_of(static_cast<word>(w), l);
      CAPTURE(w, text);
      CHECK_FALSE(text.empty());
      CHECK_FALSE(text.starts_with(' '));
      CHECK_FALSE(text.ends_with(' '));
      CHECK(text.find('%') == std::string_view::npos);
    }
  }
}

TEST_CASE("every refusal has a code and a sentence of its own", "[approval]") {
  std::set<std::string_view> codes;
  std::set<std::string_view> sentences;
  for (int r = 0; r <= static_cast<int>(refusal::settlement_mismatch); ++r) {
    CHECK(codes.insert(code_of(static_cast<refusal>(r))).second);
    CHECK(sentences.insert(text_of(word_of(static_cast<refusal>(r)), language::english)).second);
  }
  CHECK(text_of(word_of(refusal::unknown_type), language::english) == "This type of payload is unknown.");
  CHECK(text_of(word_of(refusal::settlement_mismatch), language::english) ==
        "The result doesn\u2019t follow from the formula and its inputs.");
}

TEST_CASE("the types are described soundly", "[approval]") {
  std::set<std::string> problems;
  for (const payload_type& t : payload_types()) {
    CAPTURE(t.name);
    collect(t.members.fields, problems);
    CHECK_FALSE(t.confirmers.empty());
    CHECK(t.lifetime_s >= 3600);
    CHECK(t.lifetime_s <= 14 * 86'400);
    for (const confirmer& c : t.confirmers) {
      const auto is_party = [&](std::string_view name) {
        for (const field& f : t.members.fields) {
          if (f.name == name) return f.of != nullptr && f.of->as == layout::party && !f.list;
        }
        return false;
      };
      CHECK(is_party(c.member));
      CHECK((c.else_member.empty() || is_party(c.else_member)));
    }
  }
  CHECK(problems.empty());
}

TEST_CASE("currencies have their decimal places", "[approval]") {
  CHECK(currency_exponent("EUR") == 2);
  CHECK(currency_exponent("JPY") == 0);
  CHECK(currency_exponent("KWD") == 3);
  CHECK(currency_exponent("XXX") == -1);
  CHECK(currency_exponent("") == -1);
  CHECK(currency_exponent("UR ") == -1);
  CHECK(currency_exponent("R G") == -1);
}

TEST_CASE("numbers in words", "[approval]") {
  struct sample {
    std::int64_t n;
    const char* english;
    const char* french;
    const char* german;
  };
  // French by the spelling of 1990.
  const sample samples[]{
      {0, "zero", "zéro", "null"},
      {1, "one", "un", "eins"},
      {21, "twenty-one", "vingt-et-un", "einundzwanzig"},
      {71, "seventy-one", "soixante-et-onze", "einundsiebzig"},
      {80, "eighty", "quatre-vingts", "achtzig"},
      {81, "eighty-one", "quatre-vingt-un", "einundachtzig"},
      {91, "ninety-one", "quatre-vingt-onze", "einundneunzig"},
      {100, "one hundred", "cent", "einhundert"},
      {101, "one hundred and one", "cent-un", "einhunderteins"},
      {200, "two hundred", "deux-cents", "zweihundert"},
      {999, "nine hundred and ninety-nine", "neuf-cent-quatre-vingt-dix-neuf", "neunhundertneunundneunzig"},
      {1000, "one thousand", "mille", "eintausend"},
      {1001, "one thousand and one", "mille-un", "eintausendeins"},
      {21'000, "twenty-one thousand", "vingt-et-un-mille", "einundzwanzigtausend"},
      {80'000, "eighty thousand", "quatre-vingt-mille", "achtzigtausend"},
      {12'500, "twelve thousand five hundred", "douze-mille-cinq-cents", "zwölftausendfünfhundert"},
      {1'000'000, "one million", "un-million", "eine Million"},
      {2'300'000, "two million three hundred thousand", "deux-millions-trois-cent-mille",
       "zwei Millionen dreihunderttausend"},
      {1'000'000'000, "one billion", "un-milliard", "eine Milliarde"},
  };
  for (const sample& s : samples) {
    CHECK(in_words(s.n, language::english) == s.english);
    CHECK(in_words(s.n, language::french) == s.french);
    CHECK(in_words(s.n, language::german) == s.german);
  }
  CHECK(in_words(1'000'000'000'000, language::english).empty());
}

TEST_CASE("amounts and per cent", "[approval]") {
  CHECK(local_amount(125000, "EUR", 2, language::english) == "EUR 1,250.00");
  CHECK(local_amount(125000, "EUR", 2, language::french) == "1\u202F250,00 EUR");
  CHECK(local_amount(125000, "EUR", 2, language::german) == "1.250,00 EUR");
  CHECK(local_amount(-5, "EUR", 2, language::english) == "EUR \u22120.05");
  CHECK(exact_amount(-5, "EUR", 2, language::english) == "EUR -0.05 = -5 minor units");
  CHECK(local_amount(7, "JPY", 0, language::english) == "JPY 7");
  CHECK(percentage(810, language::german) == "8,10\u00A0%");
}
