#include "cuelight/instant.hpp"

#include "catch_amalgamated.hpp"

using cuelight::parse_instant;
using cuelight::write_instant;

TEST_CASE("instants are read as RFC 3339 writes them") {
  CHECK(parse_instant("1970-01-01T00:00:00Z") == 0);
  CHECK(parse_instant("2026-11-22T08:00:00Z") == 1'795'334'400'000);
  CHECK(parse_instant("2026-11-22T09:00:00+01:00") == 1'795'334'400'000);
  CHECK(parse_instant("2026-11-21T20:30:00-11:30") == 1'795'334'400'000);
  CHECK(parse_instant("2026-11-22T08:00:00.5Z") == 1'795'334'400'500);
  CHECK(parse_instant("2026-11-22T08:00:00.0019999Z") == 1'795'334'400'001);
  CHECK(parse_instant("1969-12-31T23:59:59.999Z") == -1);
  CHECK(parse_instant("2024-02-29T00:00:00Z").has_value());
  CHECK(parse_instant("0001-01-01T00:00:00Z").has_value());
  CHECK(parse_instant("9999-12-31T23:59:59Z").has_value());
}

TEST_CASE("anything else is no instant") {
  for (const char* text : {"",
                           "today",
                           "2026-11-22",
                           "2026-11-22T08:00Z",
                           "2026-11-22T08:00:00",
                           "2026-11-22 08:00:00Z",
                           "2026-11-22t08:00:00Z",
                           "2026-11-22T08:00:00z",
                           "2026-11-22T08:00:00Z ",
                           " 2026-11-22T08:00:00Z",
                           "2026-02-29T00:00:00Z",
                           "2026-00-10T00:00:00Z",
                           "2026-13-10T00:00:00Z",
                           "2026-11-31T00:00:00Z",
                           "2026-11-00T00:00:00Z",
                           "2026-11-22T24:00:00Z",
                           "2026-11-22T08:60:00Z",
                           "2026-11-22T08:00:60Z",
                           "2026-11-22T08:00:00.Z",
                           "2026-11-22T08:00:00+24:00",
                           "2026-11-22T08:00:00+01:60",
                           "2026-11-22T08:00:00+0100",
                           "0000-01-01T00:00:00Z",
                           "+2026-11-22T08:00:00Z",
                           "26-11-22T08:00:00Z",
                           "2026-1-22T08:00:00Z"}) {
    INFO(text);
    CHECK_FALSE(parse_instant(text).has_value());
  }
}

TEST_CASE("what is written is read back") {
  CHECK(write_instant(1'795'334'400'000) == "2026-11-22T08:00:00Z");
  CHECK(write_instant(1'795'334'400'007) == "2026-11-22T08:00:00.007Z");
  CHECK(write_instant(-1) == "1969-12-31T23:59:59.999Z");
  for (cuelight::instant_ms at = -62'135'596'800'000; at < 253'402'300'799'999; at += 86'399'999'137) {
    REQUIRE(parse_instant(write_instant(at)) == at);
  }
}
