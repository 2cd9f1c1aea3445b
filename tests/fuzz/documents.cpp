// Oddly typed documents through every function that takes documents: an engagement's event, a question about access,
// jCal, a feed's or an expansion's request, a payload, an audit row, two halves of a patch. The first octet chooses
// whether the rest is a document itself, or says which members of an example get which odd values. Nothing throws or
// aborts.
#include <cstdint>
#include <iterator>
#include <string>
#include <string_view>

#include "calendar_calls.hpp"
#include "cuelight/access.hpp"
#include "cuelight/approval.hpp"
#include "cuelight/audit.hpp"
#include "cuelight/calendar.hpp"
#include "cuelight/engagement.hpp"
#include "cuelight/json.hpp"
#include "cuelight/visibility.hpp"

namespace json = cuelight::json;
namespace calls = cuelight::calendar::calls;
namespace visibility = cuelight::visibility;

namespace {

constexpr std::string_view examples[] = {
    R"({"engagement":{"id":"eng_1","state":"held","version":0,"artist":"art_1","agency":"ws_agency","presenter":"ws_house","start":"2026-12-31T19:30:00Z","end":"2026-12-31T22:00:00Z","hold":{"rank":2,"expiresAt":"2026-12-01T00:00:00Z"}},"event":{"type":"challenge","actor":{"id":"p","kind":"person","workspace":"ws_house"},"facts":{"holds":[{"id":"eng_0","rank":1}]}},"actor":{"id":"p","kind":"person","workspace":"ws_house"},"now":"2026-11-22T08:00:00Z"})",
    R"({"engagement":{"id":"eng_1","state":"quoted","version":2,"artist":"art_1","presenter":"ws_house","start":"2026-12-31T19:30:00Z","end":"2026-12-31T22:00:00Z","hold":{"rank":1,"expiresAt":"2026-12-20T10:00:00Z"},"quote":{"version":1,"digest":"1111111111111111111111111111111111111111111111111111111111111111"}},"event":{"type":"accept","actor":{"id":"p","kind":"person","workspace":"ws_house"},"digest":"1111111111111111111111111111111111111111111111111111111111111111","facts":{"confirmed":[]}},"actor":{"id":"p","kind":"person","workspace":"ws_house"},"now":"2026-11-22T08:00:00Z"})",
    R"({"actor":{"id":"per_1","kind":"person","status":"active","workspace":"ws_1","roles":["agent"],"entitlements":["CAN_EXPORT_AUDIT"],"grants":[{"role":"viewer","expiresAt":"2027-01-01T00:00:00Z"}]},"action":"audit.export","resource":{"workspace":"ws_1","kind":"audit","parties":[]},"now":"2026-11-10T10:00:00Z"})",
    R"({"rules":["not_self","reauthenticated"],"facts":{"reauthenticatedAt":"2026-11-10T09:59:00Z"},"now":"2026-11-10T10:00:00Z"})",
    R"(["vevent",[["uid",{},"text","1"],["dtstart",{"tzid":"UTC"},"date-time","2026-01-01T10:00:00"],["rrule",{},"recur",{"freq":"DAILY","count":2}]],[]])",
    R"({"kind":"week","now":"2026-01-01T00:00:00Z","uidKey":"00112233445566778899aabbccddeeff","events":[{"id":"1","state":"hold","start":"2026-01-01","end":"2026-01-02","lastModified":"2026-01-01T00:00:00Z"}]})",
    R"({"dtstart":"2026-01-01T10:00:00","tzid":"Europe/Zurich","rrule":["FREQ=DAILY;COUNT=3"],"exdate":["2026-01-02"],"maxSteps":1000})",
    R"({"from":"2026-01-01","until":"2026-01-03","tzid":"UTC","busy":[{"start":"2026-01-01T00:00:00Z","end":"2026-01-01T01:00:00Z"}],"icsOctets":[1]})",
    R"({"seq":1,"tenant":"ws_1","action":"hold.placed","at":"2026-01-01T00:00:00Z","by":{"id":"per_1","roles":["agent"]}})",
    R"({"id":"x_1","version":1,"workspace":{"id":"ws_north","name":"Agence du Nord"},"grantee":{"id":"per_mara","name":"Mara Lindqvist"},"roles":["brand_member"],"reason":"Stands in.","expires":{"at":"2027-01-01T00:00:00+01:00","zone":"Europe/Paris"}})",
    R"([{"id":"ws_1","name":"Quayside"},{"id":"ws_2"}])",
};
constexpr std::string_view odd_values[] = {"null",
                                           "true",
                                           "0",
                                           "-1",
                                           "1.5",
                                           "1e300",
                                           "9007199254740991",
                                           R"("")",
                                           R"("\u0000")",
                                           "[]",
                                           "{}",
                                           "[null]",
                                           R"({"":[]})",
                                           R"("0000-99-99T99:99:99Z")",
                                           R"("+010000-01-01T00:00:00Z")",
                                           "[[[[]]]]"};

/// Puts `odd` at the place with the number `left`, counted depth first; false when there are fewer.
bool replace(json::value& at, std::size_t& left, const json::value& odd) {
  if (left-- == 0) {
    at = odd;
    return true;
  }
  if (at.is_object() || at.is_array()) {
    for (json::value& inside : at) {
      if (replace(inside, left, odd)) return true;
    }
  }
  return false;
}

void ask_all(const json::value& tree) {
  const std::string text = json::write(tree);
  (void)cuelight::engagement::next(tree);
  (void)cuelight::engagement::events(tree);
  (void)cuelight::access::permits(tree);
  (void)cuelight::access::checkpoint(tree);
  static const json::value types = json::parse_canonical(cuelight::approval::types());
  for (const json::value& type : types) {
    const std::string name(json::text_member(type, "type").value_or(""));
    (void)cuelight::approval::describe(name, text,
                                       {.previous = text,
                                        .locale = "de",
                                        .time_zone = "Asia/Tokyo",
                                        .now = "2026-01-01T00:00:00Z",
                                        .known_parties = tree});
    (void)cuelight::approval::digest(name, text);
  }
  (void)cuelight::approval::open(text, {});
  (void)cuelight::approval::statement(text);
  (void)cuelight::approval::verify_receipt(text);
  (void)cuelight::audit::append(text, {});
  (void)cuelight::audit::verify_chain(text + "\n");
  (void)cuelight::calendar::render(text);
  (void)calls::parse("BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", text);
  (void)calls::feed(text, "");
  (void)calls::expand(text);
  (void)calls::free_busy(text, "");
  (void)calls::availability(text, "");
  (void)calls::to_utc(text);
  (void)calls::to_local(text);
  (void)visibility::explain_frame({}, {}, tree);
  for (const std::string_view example : examples) {
    if (!json::diff(example, text) || !json::diff(text, example)) __builtin_trap();
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  if (data[0] >= std::size(examples)) {
    const auto tree = json::parse({reinterpret_cast<const char*>(data), size});
    if (tree) ask_all(*tree);
    return 0;
  }
  json::value tree = json::parse(examples[data[0]]).value_or(json::value());
  for (std::size_t i = 1; i + 1 < size && i < 9; i += 2) {
    std::size_t place = data[i];
    const json::value odd = json::parse(odd_values[data[i + 1] % std::size(odd_values)]).value_or(json::value());
    replace(tree, place, odd);
  }
  ask_all(tree);
  return 0;
}
