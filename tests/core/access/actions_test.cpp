// The table of actions: pinned by tests/vectors/access/actions.csv (typed by people), printed to docs/spec.
#include <cstdlib>
#include <fstream>
#include <sstream>

#include "catch_amalgamated.hpp"
#include "cuelight/access.hpp"

using cuelight::json::value;

namespace {

std::string read_text(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  REQUIRE(in.good());
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

std::string text_of(const value& row, std::string_view name) {
  return std::string(cuelight::json::text_member(row, name).value_or(""));
}

std::string demands(const value& row) {
  std::string out;
  for (const char* name : {"parties", "person", "mfa", "elevated", "soleOwner", "grant", "giving", "inactive"}) {
    if (row[name] == value(true)) out += (out.empty() ? "" : " ") + std::string(name);
  }
  return out;
}

std::string roles(const value& row, std::string_view separator) {
  std::string out;
  for (const value& role : row["roles"]) {
    if (!out.empty()) out += separator;
    out += role.get<std::string>();
  }
  return out;
}

std::string csv() {
  std::string out = "action,roles,entitlement,demands\n";
  for (const value& row : cuelight::access::actions()) {
    out +=
        text_of(row, "action") + "," + roles(row, " ") + "," + text_of(row, "entitlement") + "," + demands(row) + "\n";
  }
  return out;
}

std::string markdown() {
  std::string out = "| action | any of these roles | entitlement | demands |\n|---|---|---|---|\n";
  for (const value& row : cuelight::access::actions()) {
    out += "| `" + text_of(row, "action") + "` | " + roles(row, ", ") + " | " + text_of(row, "entitlement") + " | " +
           demands(row) + " |\n";
  }
  return out;
}

constexpr std::string_view begin_mark = "<!-- table: printed from core/src/access/table.cpp -->\n";
constexpr std::string_view end_mark = "<!-- end of table -->\n";

}  // namespace

TEST_CASE("the table of actions is the one that people agreed on") {
  CHECK(csv() == read_text(CUELIGHT_TEST_DATA "/vectors/access/actions.csv"));
}

TEST_CASE("docs/spec prints the table of actions") {
  const std::string path = CUELIGHT_TEST_DATA "/../docs/spec/access.md";
  const std::string page = read_text(path);
  const std::size_t from = page.find(begin_mark);
  const std::size_t to = page.find(end_mark);
  REQUIRE(from != std::string::npos);
  REQUIRE(to != std::string::npos);
  const std::string wanted = page.substr(0, from + begin_mark.size()) + markdown() + page.substr(to);
  if (page != wanted && std::getenv("CUELIGHT_WRITE_SPEC") != nullptr) std::ofstream(path, std::ios::binary) << wanted;
  CHECK(page == wanted);
}
