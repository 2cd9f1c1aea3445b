// Every vector of tests/vectors/approval: a payload, and what a person must see of it.
#include <set>

#include "approval/view/json_pointers.hpp"
#include "catch_amalgamated.hpp"
#include "cuelight/approval.hpp"
#include "cuelight/json.hpp"
#include "json/files.hpp"

namespace approval = cuelight::approval;
namespace json = cuelight::json;

namespace {

std::string text(const json::value& v, std::string_view name) {
  return std::string(json::text_member(v, name).value_or(""));
}

const json::value* find_row(const json::value& view, std::string_view pointer) {
  for (const json::value& section : *json::member(view, "sections")) {
    for (const json::value& row : *json::member(section, "rows")) {
      if (json::text_member(row, "pointer") == pointer) return &row;
    }
  }
  return nullptr;
}

/// The members `names` of each element, joined by spaces.
std::multiset<std::string> listed(const json::value& list, std::initializer_list<const char*> names) {
  std::multiset<std::string> out;
  for (const json::value& element : list) {
    std::string line;
    for (const char* const name : names) line += (line.empty() ? "" : " ") + text(element, name);
    out.insert(line);
  }
  return out;
}

std::multiset<std::string> strings(const json::value& list) {
  std::multiset<std::string> out;
  for (const json::value& element : list) out.insert(element.get<std::string>());
  return out;
}

void check_expectations(const json::value& view, const json::value& expect) {
  CHECK(*json::member(view, "confirmable") == *json::member(expect, "confirmable"));
  CHECK(listed(*json::member(view, "refusals"), {"code", "pointer"}) == strings(*json::member(expect, "refusals")));
  CHECK(listed(*json::member(view, "warnings"), {"code", "pointer"}) == strings(*json::member(expect, "warnings")));
  if (const json::value* const rows = json::member(expect, "rows")) {
    for (const auto& [pointer, expected] : rows->items()) {
      INFO(pointer);
      const json::value* const row = find_row(view, pointer);
      REQUIRE(row != nullptr);
      CHECK(text(*row, "text") == expected.get<std::string>());
    }
  }
  if (const json::value* const details = json::member(expect, "details")) {
    for (const auto& [pointer, expected] : details->items()) {
      INFO(pointer);
      const json::value* const row = find_row(view, pointer);
      REQUIRE(row != nullptr);
      CHECK(listed(*json::member(*row, "details"), {"text"}) == strings(expected));
    }
  }
  if (const json::value* const confirmers = json::member(expect, "confirmers")) {
    std::multiset<std::string> seen;
    for (const json::value& c : *json::member(view, "confirmers")) {
      std::string line = text(c, "side") + ' ' + text(c, "pointer");
      for (const json::value& role : *json::member(c, "roles")) line += ' ' + role.get<std::string>();
      seen.insert(line);
    }
    CHECK(seen == strings(*confirmers));
  }
  if (const json::value* const deadlines = json::member(expect, "deadlines")) {
    CHECK(listed(*json::member(view, "deadlines"), {"pointer", "at"}) == strings(*deadlines));
  }
  if (const json::value* const changes = json::member(expect, "changes")) {
    std::multiset<std::string> seen;
    for (const json::value& c : *json::member(view, "changes")) {
      seen.insert(text(c, "op") + ' ' + text(c, "pointer") + ' ' + text(c, "before") + " \u2192 " + text(c, "after"));
    }
    CHECK(seen == strings(*changes));
  }
}

/// What holds for every view, whatever the payload.
void check_invariants(const json::value& view, const std::string& canonical) {
  std::multiset<std::string> shown;
  for (const json::value& section : *json::member(view, "sections")) {
    CHECK_FALSE(text(section, "title").empty());
    for (const json::value& row : *json::member(section, "rows")) {
      CHECK_FALSE(text(row, "label").empty());
      CHECK_FALSE(text(row, "kind").empty());
      for (const json::value& leaf : *json::member(row, "leaves")) shown.insert(leaf.get<std::string>());
    }
  }
  std::multiset<std::string> present;
  const auto where = approval::json_pointers::of(canonical);
  REQUIRE(where);
  for (const approval::pointed_value& p : where->all()) {
    if (p.leaf) present.insert(p.pointer);
  }
  CHECK(shown == present);
  for (const char* const list : {"refusals", "warnings"}) {
    for (const json::value& entry : *json::member(view, list)) {
      CHECK(*json::integer_member(entry, "offset") < static_cast<std::int64_t>(canonical.size()));
      CHECK_FALSE(text(entry, "message").empty());
    }
  }
  json::value without = view;
  without.erase("viewDigest");
  CHECK(text(view, "viewDigest") == cuelight::hash::hex(cuelight::hash::sha256(json::write(without))));
}

}  // namespace

TEST_CASE("the approval vectors", "[approval]") {
  const auto files = files_of(CUELIGHT_TEST_DATA "/vectors/approval");
  REQUIRE(files.size() > 70);
  for (const auto& file : files) {
    const auto vector = json::parse(read_file(file));
    REQUIRE(vector);
    INFO(file.filename().string() << ": " << text(*vector, "desc"));
    const std::string payload = json::write(*json::member(*vector, "payload"));
    const json::value* const previous = json::member(*vector, "previous");
    const std::string before = previous == nullptr ? "" : json::write(*previous);
    const json::value* const given = json::member(*vector, "options");
    const json::value options = given == nullptr ? json::value::object() : *given;
    const json::value* const known = json::member(options, "knownParties");
    const std::string locale = text(options, "locale");
    const std::string zone = text(options, "timeZone");
    const std::string now = text(options, "now");
    const auto made = approval::describe(text(*vector, "type"), payload,
                                         {.previous = before,
                                          .locale = locale,
                                          .time_zone = zone,
                                          .now = now,
                                          .known_parties = known == nullptr ? json::value() : *known});
    REQUIRE(made);
    const json::value view = json::parse_canonical(*made);
    check_expectations(view, *json::member(*vector, "expect"));
    check_invariants(view, payload);
  }
}
