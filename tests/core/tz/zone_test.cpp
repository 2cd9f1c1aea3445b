// The table against the system's own tz database: every name, every recorded transition, and years beyond.
#include <cstdint>
#include <cstdlib>
#include <ctime>
#include <fstream>
#include <iterator>
#include <string>

#include "catch_amalgamated.hpp"
#include "cuelight/tz.hpp"

using namespace cuelight;

namespace {

std::string slurp(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

std::int64_t at(std::string_view text) {
  return *tz::parse_instant(text);
}
std::int64_t wall(std::string_view text) {
  return tz::parse_time(text)->local_s;
}

std::string iso(std::int64_t s, tz::time_form form = tz::time_form::utc) {
  std::string out;
  tz::append_time(out, s, form);
  return out;
}

// What the 64-bit block of a TZif file says of one instant (RFC 9636 section 3.2), read the slow and obvious way.
struct tzif {
  std::string bytes;
  std::size_t times = 0, types = 0, time_at = 0;

  explicit tzif(const std::string& name) : bytes(slurp("/usr/share/zoneinfo/" + name)) {
    if (bytes.size() < 44) return;
    const std::size_t second = 44 + word(20 + 12) * 5 + word(20 + 16) * 6 + word(20 + 20) + word(20 + 8) * 12 -
                               word(20 + 8) * 4 + word(20 + 4) + word(20);
    times = word(second + 32);
    types = word(second + 36);
    time_at = second + 44;
  }
  std::size_t word(std::size_t i) const {
    return static_cast<unsigned char>(bytes[i]) * 16777216UL + static_cast<unsigned char>(bytes[i + 1]) * 65536UL +
           static_cast<unsigned char>(bytes[i + 2]) * 256UL + static_cast<unsigned char>(bytes[i + 3]);
  }
  std::int64_t time(std::size_t i) const {
    return static_cast<std::int64_t>(static_cast<std::uint64_t>(word(time_at + 8 * i)) << 32 |
                                     word(time_at + 8 * i + 4));
  }
  std::int32_t offset_after(std::size_t i) const {
    const std::size_t type = static_cast<unsigned char>(bytes[time_at + 8 * times + i]);
    return static_cast<std::int32_t>(word(time_at + 9 * times + 6 * type));
  }
};

}  // namespace

TEST_CASE("every zone agrees with its TZif file at every transition since 1970") {
  std::size_t checked = 0;
  for (const auto name : tz::zone_names()) {
    const tzif file{std::string(name)};
    if (file.bytes.empty()) continue;  // a link that this machine keeps elsewhere
    INFO(name);
    const auto zone = tz::zone::find(name);
    REQUIRE(zone);
    CHECK(zone->name() == name);
    bool same = true;
    for (std::size_t i = 0; i < file.times; ++i) {
      const std::int64_t when = file.time(i);
      if (when < 0) continue;
      same = same && zone->at(when).offset_s == file.offset_after(i);
      if (when > 0 && i > 0) same = same && zone->at(when - 1).offset_s == file.offset_after(i - 1);
      ++checked;
    }
    CHECK(same);
  }
  if (checked == 0) SKIP("no tz database on this machine");
  CHECK(checked > 10'000);
}

#ifndef __EMSCRIPTEN__
TEST_CASE("every zone agrees with the C library from 1970 to 2400") {
  const char* before = std::getenv("TZ");
  const std::string kept = before ? before : "";
  std::size_t zones = 0;
  for (const auto name : tz::zone_names()) {
    if (slurp("/usr/share/zoneinfo/" + std::string(name)).empty()) continue;
    ++zones;
    setenv("TZ", std::string(name).c_str(), 1);
    tzset();
    const auto zone = *tz::zone::find(name);
    INFO(name);
    bool offsets = true, names = true, ends = true;
    std::string worst;
    // Steps of about eleven days to 2045, then of 61 days, with a step that drifts over the hours of the day.
    for (std::int64_t t = 0; t < at("2400-01-01T00:00:00Z");
         t += t < at("2045-01-01T00:00:00Z") ? 951'787 : 5'272'411) {
      const auto when = static_cast<std::time_t>(t);
      std::tm local{};
      localtime_r(&when, &local);
      const tz::period p = zone.at(t);
      if (p.offset_s != local.tm_gmtoff && worst.empty()) worst = iso(t);
      offsets = offsets && p.offset_s == local.tm_gmtoff;
      names = names && p.abbreviation == local.tm_zone;
      ends = ends && p.begin_utc_s <= t && t < p.end_utc_s && zone.at(p.end_utc_s - 1).offset_s == p.offset_s;
    }
    INFO("first difference at " << worst);
    CHECK(offsets);
    CHECK(names);
    CHECK(ends);
  }
  kept.empty() ? unsetenv("TZ") : setenv("TZ", kept.c_str(), 1);
  tzset();
  if (zones == 0) SKIP("no tz database on this machine");
}
#endif

TEST_CASE("local times in gaps and overlaps are read as RFC 5545 3.3.5 says") {
  const auto paris = *tz::zone::find("Europe/Paris");
  const auto check = [](const tz::zone& z, std::string_view local, std::string_view utc, tz::occurrence kind) {
    const auto got = z.to_utc(wall(local));
    INFO(local);
    CHECK(iso(got.utc_s) == utc);
    CHECK(got.kind == kind);
  };
  using enum tz::occurrence;
  check(paris, "2026-03-29T01:59:59", "2026-03-29T00:59:59Z", unique);
  check(paris, "2026-03-29T02:00:00", "2026-03-29T01:00:00Z", gap);
  check(paris, "2026-03-29T02:30:00", "2026-03-29T01:30:00Z", gap);
  check(paris, "2026-03-29T03:00:00", "2026-03-29T01:00:00Z", unique);
  check(paris, "2026-10-25T01:59:59", "2026-10-24T23:59:59Z", unique);
  check(paris, "2026-10-25T02:00:00", "2026-10-25T00:00:00Z", overlap);
  check(paris, "2026-10-25T02:59:59", "2026-10-25T00:59:59Z", overlap);
  check(paris, "2026-10-25T03:00:00", "2026-10-25T02:00:00Z", unique);
  check(paris, "2104-06-13T12:00:00", "2104-06-13T10:00:00Z", unique);
  // RFC 5545 3.3.5's own examples.
  const auto new_york = *tz::zone::find("America/New_York");
  check(new_york, "2007-11-04T01:30:00", "2007-11-04T05:30:00Z", overlap);
  check(new_york, "2007-03-11T02:30:00", "2007-03-11T07:30:00Z", gap);
  // Samoa left out a whole day.
  check(*tz::zone::find("Pacific/Apia"), "2011-12-30T12:00:00", "2011-12-30T22:00:00Z", gap);
  // Lord Howe moves by half an hour, Dublin's winter time is its "daylight" time.
  check(*tz::zone::find("Australia/Lord_Howe"), "2026-04-05T01:45:00", "2026-04-04T14:45:00Z", overlap);
  check(*tz::zone::find("Europe/Dublin"), "2026-10-25T01:30:00", "2026-10-25T00:30:00Z", overlap);
}

TEST_CASE("to_utc undoes to_local, and the resolver agrees with it, around every transition") {
  for (const auto name : tz::zone_names()) {
    const auto zone = *tz::zone::find(name);
    tz::local_resolver resolver(zone);
    bool undone = true, agrees = true, first = true;
    std::int64_t t = 1;
    for (int n = 0; n < 400 && t < tz::distant_future_s; ++n, t = zone.at(t).end_utc_s) {
      for (const std::int64_t delta : {-90'000, -3600, -1, 0, 1, 1799, 1800, 3600, 90'000, 4'000'000}) {
        const std::int64_t utc_s = t + delta;
        const std::int64_t local_s = zone.to_local(utc_s);
        const auto back = zone.to_utc(local_s);
        undone = undone && zone.to_local(back.utc_s) == local_s && back.kind != tz::occurrence::gap;
        first = first && back.utc_s <= utc_s && (back.utc_s == utc_s || back.kind == tz::occurrence::overlap);
        agrees = agrees && resolver.to_utc(local_s).utc_s == back.utc_s && resolver.to_utc(local_s).kind == back.kind;
      }
    }
    INFO(name);
    CHECK(undone);
    CHECK(first);
    CHECK(agrees);
  }
}

TEST_CASE("zones are found by IANA name, link and Windows name, and unknown ones are refused") {
  CHECK(tz::zone::find("europe/paris")->name() == "Europe/Paris");
  CHECK(tz::zone::find("Asia/Calcutta")->at(0).offset_s == 19'800);
  CHECK(tz::zone::find("US/Eastern"));
  CHECK(tz::zone::find("Mars/Olympus").error().code == "tz.unknown_zone");
  CHECK(tz::zone::find("").error().code == "tz.unknown_zone");
  CHECK(tz::zone_of_windows_name("W. Europe Standard Time") == "Europe/Berlin");
  CHECK(tz::zone_of_windows_name("Pacific Standard Time (Mexico)") == "America/Tijuana");
  CHECK(tz::zone_of_windows_name("pacific standard time") == "America/Los_Angeles");
  CHECK(tz::zone_of_windows_name("Europe/Berlin").empty());
  CHECK(tz::zone_of_windows_name("").empty());
  CHECK(tz::table_version().size() >= 5);
}
