// The table: pinned by tests/vectors/visibility/table.csv (typed and reviewed by people), printed to docs/spec.
#include <cstdlib>

#include "visibility/cases.hpp"

using namespace cuelight::visibility;
using cuelight::json::value;

namespace {

std::string csv() {
  const value document = vocabulary();
  std::string out = "subject,level,relation";
  for (const value& g : document["groups"]) out += "," + g.get<std::string>();
  out += "\n";
  for (const value& row : document["rows"]) {
    out += text_of(row, "subject") + "," + text_of(row, "level") + "," + text_of(row, "relation");
    for (const value& g : document["groups"]) out += "," + text_of(row["fields"], g.get<std::string>());
    out += "\n";
  }
  return out;
}

std::string markdown() {
  const value document = vocabulary();
  std::string out = "| subject | level | relation | who can stand in it |";
  std::string rule = "|---|---|---|---|";
  for (const value& g : document["groups"]) {
    out += " " + g.get<std::string>() + " |";
    rule += "---|";
  }
  out += "\n" + rule + "\n";
  for (const value& row : document["rows"]) {
    std::string viewers;
    for (const value& v : row["viewers"]) viewers += (viewers.empty() ? "" : ", ") + v.get<std::string>();
    out += "| " + text_of(row, "subject") + " | " + text_of(row, "level") + " | " + text_of(row, "relation") + " | " +
           viewers + " |";
    for (const value& g : document["groups"]) {
      const std::string cell = text_of(row["fields"], g.get<std::string>());
      out += cell == "shown" ? " **shown** |" : cell == "coarse" ? " coarse |" : " |";
    }
    out += "\n";
  }
  return out;
}

const std::string docs = CUELIGHT_TEST_DATA "/../docs/spec/";
constexpr std::string_view begin_mark = "<!-- table: printed from core/src/visibility/table.cpp -->\n";
constexpr std::string_view end_mark = "<!-- end of table -->\n";

/// With CUELIGHT_WRITE_SPEC set, writes what differs; the test still fails, so that nobody forgets to look at it.
void check_file(const std::string& path, const std::string& is, const std::string& wanted) {
  if (is != wanted && std::getenv("CUELIGHT_WRITE_SPEC") != nullptr) std::ofstream(path, std::ios::binary) << wanted;
  CHECK(is == wanted);
}

}  // namespace

TEST_CASE("the table is the one that people agreed on") {
  CHECK(csv() == read_text(CUELIGHT_TEST_DATA "/vectors/visibility/table.csv"));
}

TEST_CASE("docs/spec prints the table") {
  check_file(docs + "visibility.csv", read_text(docs + "visibility.csv"), csv());
  const std::string page = read_text(docs + "visibility.md");
  const std::size_t from = page.find(begin_mark);
  const std::size_t to = page.find(end_mark);
  REQUIRE(from != std::string::npos);
  REQUIRE(to != std::string::npos);
  const std::string wanted = page.substr(0, from + begin_mark.size()) + markdown() + page.substr(to);
  check_file(docs + "visibility.md", page, wanted);
}

TEST_CASE("no row shows less at a more open level") {
  for (const table_row& row : table()) {
    for (std::size_t l = 1; l < level_count; ++l) {
      sights joined = row.at[l];
      joined.join(row.at[l - 1]);
      INFO(name_of(row.who) << " at " << name_of(level(l)));
      CHECK(joined == row.at[l]);
    }
  }
}

TEST_CASE("joining sights takes the wider of both, for every pair, in as many groups as there is room for") {
  for (const sight a : {sight::absent, sight::coarse, sight::shown}) {
    for (const sight b : {sight::absent, sight::coarse, sight::shown}) {
      for (unsigned g = 0; g < sights::max_groups; ++g) {
        sights x;
        sights y;
        x.set(group(g), a);
        y.set(group(g), b);
        x.join(y);
        CHECK(x[group(g)] == std::max(a, b));
        CHECK((x.bits() & ~(3U << 2 * g)) == 0);
      }
    }
  }
}

TEST_CASE("a table of sixteen groups has room: each keeps its own sight") {
  sights all;
  const auto sight_of = [](unsigned g) { return sight(g % 3); };
  for (unsigned g = 0; g < sights::max_groups; ++g) all.set(group(g), sight_of(g));
  for (unsigned g = 0; g < sights::max_groups; ++g) CHECK(all[group(g)] == sight_of(g));
  sights widest = all;
  for (unsigned g = 0; g < sights::max_groups; ++g) widest.set(group(g), sight::shown);
  all.join(widest);
  CHECK(all == widest);
  CHECK(sights(all.bits()) == all);
}
