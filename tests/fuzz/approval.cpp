// Whatever the payload: a view is made or refused, it is canonical, every leaf stands in it once, and confirmable means
// that nothing was refused. The first octet chooses the type.
#include "cuelight/approval.hpp"

#include <cstdint>
#include <set>

#include "approval/view/json_pointers.hpp"
#include "cuelight/json.hpp"

namespace approval = cuelight::approval;
namespace json = cuelight::json;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const json::value types = json::parse_canonical(approval::types());
  if (size == 0) return 0;
  const std::string type(*json::text_member(types[data[0] % types.size()], "type"));
  const std::string_view payload(reinterpret_cast<const char*>(data) + 1, size - 1);
  const auto canonical = json::canonicalize(payload);
  const auto text = approval::describe(
      type, payload,
      {.previous = {}, .locale = "fr", .time_zone = "Asia/Tokyo", .now = "2026-11-22T08:00:00Z", .known_parties = {}});
  if (!canonical) {
    if (text) __builtin_trap();
    return 0;
  }
  if (!text) return 0;
  if (json::canonicalize(*text) != *text) __builtin_trap();
  const json::value view = json::parse_canonical(*text);
  std::multiset<std::string> shown;
  for (const json::value& section : *json::member(view, "sections")) {
    for (const json::value& row : *json::member(section, "rows")) {
      for (const json::value& leaf : *json::member(row, "leaves")) shown.insert(std::string(json::text(leaf)));
    }
  }
  std::multiset<std::string> present;
  const auto where = approval::json_pointers::of(*canonical);
  if (!where) __builtin_trap();
  for (const auto& value : where->all()) {
    if (value.leaf) present.insert(value.pointer);
  }
  if (shown != present) __builtin_trap();
  if (*json::member(view, "confirmable") != json::member(view, "refusals")->empty()) __builtin_trap();
  return 0;
}
