#include "packed_events.hpp"

#include <string>
#include <vector>

#include "catch_amalgamated.hpp"

using namespace cuelight::calendar;

namespace {

/// Fields as they are packed.
std::string packed(const std::vector<std::string>& fields) {
  std::string out;
  for (const std::string& field : fields) out += field + '\0';
  return out;
}

const std::vector<std::string> full = {"1",
                                       "engagement-1",
                                       "performance",
                                       "hold",
                                       "Così fan tutte",
                                       "Köln; Philharmonie",
                                       "Call at half past five.\nStage door.",
                                       "https://example.org/1",
                                       "2026-11-22T19:30:00",
                                       "2026-11-22T22:00:00",
                                       "Europe/Berlin",
                                       "FREQ=WEEKLY;COUNT=3",
                                       "7",
                                       "2026-10-01T10:00:00Z"};

bool reads(const std::vector<std::string>& fields) {
  std::vector<event> out;
  return read_packed_events(packed(fields), out);
}

/// The fields of `full` with another one at `at`.
std::vector<std::string> with(std::size_t at, const std::string& field) {
  auto fields = full;
  fields.at(at) = field;
  return fields;
}

}  // namespace

TEST_CASE("packed events are read field by field") {
  std::vector<event> out;
  REQUIRE(read_packed_events(packed(full), out));
  REQUIRE(out.size() == 1);
  const event& e = out[0];
  CHECK(e.id == full[1]);
  CHECK(e.kind == full[2]);
  CHECK(e.state == event_state::hold);
  CHECK(e.title == full[4]);
  CHECK(e.place == full[5]);
  CHECK(e.notes == full[6]);
  CHECK(e.url == full[7]);
  CHECK(e.start == *cuelight::tz::parse_time(full[8]));
  CHECK(e.end == *cuelight::tz::parse_time(full[9]));
  CHECK(e.tzid == full[10]);
  CHECK(e.rrule == full[11]);
  CHECK(e.sequence == 7);
  CHECK(e.last_modified_utc_s == *cuelight::tz::parse_instant(full[13]));
  out.clear();
  CHECK(read_packed_events(packed({"0"}), out));
  CHECK(out.empty());
  for (const std::size_t optional : {2, 4, 5, 6, 7, 10, 11}) CHECK(reads(with(optional, "")));
}

TEST_CASE("packed events that are not as they should be are refused, never guessed") {
  std::vector<event> out;
  CHECK_FALSE(read_packed_events("", out));
  CHECK_FALSE(read_packed_events("1", out));
  for (const std::size_t needed : {0, 1, 3, 8, 9, 12, 13}) CHECK_FALSE(reads(with(needed, "")));
  for (const char* count : {"0", "2", "-1", "1x", "99999999999999999999"}) CHECK_FALSE(reads(with(0, count)));
  CHECK_FALSE(reads(with(3, "Hold")));
  CHECK_FALSE(reads(with(8, "soon")));
  CHECK_FALSE(reads(with(13, "2026-10-01T10:00:00")));
  CHECK_FALSE(reads(with(13, "2026-10-01")));
  for (const char* sequence : {"-1", "1.5", "1e3", "2147483648", "NaN"}) CHECK_FALSE(reads(with(12, sequence)));
  CHECK_FALSE(reads(with(4, "caf\xe9")));
  const std::string whole = packed(full);
  for (std::size_t octets = 0; octets < whole.size(); ++octets)
    CHECK_FALSE(read_packed_events(whole.substr(0, octets), out));
  CHECK_FALSE(read_packed_events(whole + "x", out));
}

TEST_CASE("a text with U+0000 smuggles no event in") {
  // Whoever writes the notes writes all that is left of her event, and a whole one of her own behind it.
  auto fields = full;
  fields[0] = "1";
  const std::vector<std::string> own(full.begin() + 1, full.end());
  fields.insert(fields.end(), own.begin(), own.end());
  CHECK_FALSE(reads(fields));
}
