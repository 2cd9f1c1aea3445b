// Compiles the system's tz database into one C++ source: packed histories from 1970 on and every zone's yearly rule.
// Runs on the build machine, also when the target is WebAssembly.
//
//   tz_table <zoneinfo folder> <output.cpp> [first year]
//
// Reads TZif files (RFC 9636, version 2 or later) and the names of `tzdata.zi`. The layout that it writes is described
// in core/src/time/table.hpp. Identical histories are stored once; what a zone's own rule repeats is left out. Before the
// first year, 1970 unless said otherwise, a zone keeps the time that it had when that began.
#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <map>
#include <sstream>
#include <string>
#include <tuple>
#include <vector>

#include "cuelight/civil.hpp"

namespace {

using cuelight::tz::date_from_days;
using cuelight::tz::days_from_date;
using cuelight::tz::days_in_month;
using cuelight::tz::weekday_of;

[[noreturn]] void fail(const std::string& why) {
  std::fprintf(stderr, "tz_table: %s\n", why.c_str());
  std::exit(1);
}

using local_type = std::tuple<std::int32_t, bool, std::string>;  // offset, daylight, abbreviation

struct change {
  int month = 0, week = 0, weekday = 0;
  std::int32_t time_s = 0;
  auto operator<=>(const change&) const = default;
};

struct footer {
  local_type standard, daylight;
  bool has_daylight = false;
  change to_daylight, to_standard;
  auto operator<=>(const footer&) const = default;
};

struct history {
  local_type first;
  std::vector<std::pair<std::int64_t, local_type>> transitions;
  footer rule;
  auto operator<=>(const history&) const = default;
};

std::string slurp(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return {};
  return {std::istreambuf_iterator<char>(file), {}};
}

std::int64_t big_endian(const std::string& bytes, std::size_t at, int octets) {
  if (at + octets > bytes.size()) fail("a TZif file ends early");
  std::uint64_t value = (static_cast<unsigned char>(bytes[at]) & 0x80) ? ~std::uint64_t{0} : 0;
  for (int i = 0; i < octets; ++i) value = value << 8 | static_cast<unsigned char>(bytes[at + i]);
  return static_cast<std::int64_t>(value);
}

// The POSIX TZ string in a TZif footer.
class posix_reader {
 public:
  explicit posix_reader(const std::string& text) : text_(text) {}

  footer read() {
    footer f;
    std::string name = abbreviation();
    f.standard = {-offset(), false, name};
    if (at_ == text_.size()) return f;
    f.has_daylight = true;
    name = abbreviation();
    const std::int32_t east = text_[at_] == ',' ? std::get<0>(f.standard) + 3600 : -offset();
    f.daylight = {east, true, name};
    f.to_daylight = rule();
    f.to_standard = rule();
    return f;
  }

 private:
  std::string abbreviation() {
    std::size_t end = at_;
    if (text_[at_] == '<') {
      end = text_.find('>', at_);
      std::string name = text_.substr(at_ + 1, end - at_ - 1);
      at_ = end + 1;
      return name;
    }
    while (end < text_.size() && std::isalpha(static_cast<unsigned char>(text_[end]))) ++end;
    std::string name = text_.substr(at_, end - at_);
    at_ = end;
    return name;
  }

  int number() {
    int value = 0;
    const std::size_t begin = at_;
    while (at_ < text_.size() && std::isdigit(static_cast<unsigned char>(text_[at_])))
      value = value * 10 + text_[at_++] - '0';
    if (begin == at_) fail("a rule is not understood: " + text_);
    return value;
  }

  std::int32_t offset() {
    int sign = 1;
    if (text_[at_] == '-' || text_[at_] == '+') sign = text_[at_++] == '-' ? -1 : 1;
    std::int32_t value = number() * 3600;
    for (int unit = 60; at_ < text_.size() && text_[at_] == ':'; unit = 1) {
      ++at_;
      value += number() * unit;
    }
    return sign * value;
  }

  change rule() {
    if (text_[at_] != ',' || text_[at_ + 1] != 'M') fail("only Mm.w.d rules are supported: " + text_);
    at_ += 2;
    change c;
    c.month = number();
    ++at_;
    c.week = number();
    ++at_;
    c.weekday = number();
    c.time_s = 7200;
    if (at_ < text_.size() && text_[at_] == '/') {
      ++at_;
      c.time_s = offset();
    }
    return c;
  }

  const std::string& text_;
  std::size_t at_ = 0;
};

std::int64_t change_at(const change& c, int year) {
  const auto first = days_from_date(year, c.month, 1);
  int day = (c.weekday - weekday_of(first) + 7) % 7 + 7 * (c.week - 1);
  while (day >= days_in_month(year, c.month)) day -= 7;
  return (first + day) * 86400 + c.time_s;
}

history read_zone(const std::string& path, std::int64_t since) {
  const std::string bytes = slurp(path);
  if (bytes.compare(0, 4, "TZif") != 0 || bytes[4] < '2') fail(path + " is not a TZif file of version 2 or later");
  const auto count = [&](std::size_t header, int which) {
    return static_cast<std::size_t>(big_endian(bytes, header + 20 + 4 * which, 4));
  };
  // Counts, in order: isut, isstd, leap, time, type, char. The first block is the old 32-bit one.
  std::size_t at = 44 + count(0, 3) * 5 + count(0, 4) * 6 + count(0, 5) + count(0, 2) * 8 + count(0, 1) + count(0, 0);
  const std::size_t header = at, times = count(header, 3), types = count(header, 4), chars = count(header, 5);
  if (count(header, 2) != 0) fail(path + " counts leap seconds");
  const std::size_t time_at = header + 44, index_at = time_at + 8 * times, type_at = index_at + times,
                    char_at = type_at + 6 * types;
  const auto type = [&](std::size_t i) {
    const std::size_t t = type_at + 6 * i;
    return local_type{static_cast<std::int32_t>(big_endian(bytes, t, 4)), bytes[t + 4] != 0,
                      bytes.c_str() + char_at + static_cast<unsigned char>(bytes[t + 5])};
  };
  std::string rule = bytes.substr(char_at + chars + count(header, 1) + count(header, 0));
  rule.erase(std::remove(rule.begin(), rule.end(), '\n'), rule.end());
  if (rule.empty()) fail(path + " has no rule for the future");

  history h;
  h.rule = posix_reader(rule).read();
  h.first = type(0);
  local_type now = h.first;
  for (std::size_t i = 0; i < times; ++i) {
    const std::int64_t when = big_endian(bytes, time_at + 8 * i, 8);
    const local_type next = type(static_cast<unsigned char>(bytes[index_at + i]));
    if (when <= since) {
      h.first = next;
    } else if (next != now) {
      h.transitions.emplace_back(when, next);
    }
    now = next;
  }
  // Leave out the tail that the rule makes by itself, as long as the rule makes nothing more in between.
  const footer& f = h.rule;
  while (f.has_daylight && !h.transitions.empty()) {
    const auto& [when, what] = h.transitions.back();
    const std::int64_t before = h.transitions.size() > 1 ? h.transitions[h.transitions.size() - 2].first : 0;
    bool made = false, more = false;
    for (int year = date_from_days(before / 86400).year - 1; year <= date_from_days(when / 86400).year + 1; ++year) {
      const std::int64_t spring = change_at(f.to_daylight, year) - std::get<0>(f.standard);
      const std::int64_t autumn = change_at(f.to_standard, year) - std::get<0>(f.daylight);
      made = made || (spring == when && what == f.daylight) || (autumn == when && what == f.standard);
      more = more || (spring > before && spring < when) || (autumn > before && autumn < when);
    }
    if (!made || more) break;
    h.transitions.pop_back();
  }
  return h;
}

void varint(std::vector<unsigned>& out, std::uint64_t value) {
  for (; value > 127; value >>= 7) out.push_back((value & 127) | 128);
  out.push_back(static_cast<unsigned>(value));
}

template <class T>
unsigned index_of(std::vector<T>& pool, const T& item, std::size_t most, const char* what) {
  const auto found = std::find(pool.begin(), pool.end(), item);
  if (found == pool.end() && pool.size() == most) fail(std::string("too many ") + what);
  const auto index = static_cast<unsigned>(found - pool.begin());
  if (found == pool.end()) pool.push_back(item);
  return index;
}

template <class Items>
void array(std::ostream& out, const char* type, const char* name, const Items& items) {
  out << "extern const " << type << ' ' << name << "[] = {";
  std::size_t column = 0;
  for (const auto& item : items) out << (column++ % 24 == 0 ? "\n    " : "") << item << ',';
  out << "};\n";
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3 && argc != 4) fail("usage: tz_table <zoneinfo folder> <output.cpp> [first year]");
  const std::int64_t since = days_from_date(argc == 4 ? std::atoi(argv[3]) : 1970, 1, 1) * 86400;
  const std::string root = std::string(argv[1]) + '/';

  std::ifstream list(root + "tzdata.zi");
  if (!list) fail(root + "tzdata.zi is missing. Install the tzdata package.");
  std::map<std::string, std::string> file_of;  // zone name -> the file that describes it
  std::string version, line;
  while (std::getline(list, line)) {
    std::istringstream words(line);
    std::string kind, first, second;
    words >> kind >> first >> second;
    if (kind == "#" && first == "version") version = second;
    if (kind == "Z") file_of[first] = first;
    if (kind == "L") file_of[second] = std::ifstream(root + second) ? second : first;
  }
  if (file_of.size() < 300) fail(root + "tzdata.zi names too few zones");

  std::vector<local_type> types;
  std::vector<footer> rules;
  std::map<history, unsigned> known;
  std::vector<unsigned> time_octets, type_octets, name_history;
  std::vector<std::string> history_rows;
  std::string names;
  for (const auto& [name, file] : file_of) {
    const history h = read_zone(root + file, since);
    const auto [slot, fresh] = known.try_emplace(h, static_cast<unsigned>(known.size()));
    names += name + '\0';
    name_history.push_back(fresh ? 0 : slot->second + 1);
    if (!fresh) continue;
    const unsigned first_type = index_of(types, h.first, 255, "local types");
    const unsigned rule = index_of(rules, h.rule, 255, "rules");
    const std::size_t times_at = time_octets.size();
    // Wall-clock times repeat across zones far more than instants do, so the packed bytes compress better.
    std::int64_t before = 0;
    std::int32_t offset = std::get<0>(h.first);
    for (const auto& [when, what] : h.transitions) {
      const std::int64_t wall = when + offset, step = wall - before;
      if (step <= 0) fail(name + " has two transitions at one wall-clock time");
      if (step % 3600 == 0)
        varint(time_octets, static_cast<std::uint64_t>(step / 3600) << 1);
      else
        varint(time_octets, static_cast<std::uint64_t>(step) << 1 | 1);
      type_octets.push_back(index_of(types, what, 255, "local types"));
      before = wall;
      offset = std::get<0>(what);
    }
    std::ostringstream row;
    row << '{' << time_octets.size() - times_at << ',' << h.transitions.size() << ',' << first_type << ',' << rule
        << '}';
    history_rows.push_back(row.str());
  }
  std::string abbreviations;
  std::vector<std::string> type_rows, rule_rows;
  std::map<std::string, std::size_t> abbreviation_at;
  const auto type_row = [&](const local_type& t) {
    const auto& [offset, daylight, abbreviation] = t;
    const auto [slot, fresh] = abbreviation_at.try_emplace(abbreviation, abbreviations.size());
    if (fresh) abbreviations += abbreviation + '\0';
    return "{" + std::to_string(offset) + ',' + std::to_string(slot->second) + ',' + (daylight ? "true" : "false") +
           '}';
  };
  const auto change_row = [](const change& c) {
    return "{" + std::to_string(c.month) + ',' + std::to_string(c.week) + ',' + std::to_string(c.weekday) + ',' +
           std::to_string(c.time_s) + '}';
  };
  for (const auto& t : types) type_rows.push_back(type_row(t));
  for (const auto& f : rules) {
    rule_rows.push_back(
        "{" + type_row(f.standard) + ',' + (f.has_daylight ? type_row(f.daylight) : type_row(f.standard)) + ',' +
        change_row(f.to_daylight) + ',' + change_row(f.to_standard) + ',' + (f.has_daylight ? "true" : "false") + '}');
  }

  std::ofstream out(argv[2]);
  out << "// Made by cmake/tz_table.cpp from the system's tz database " << version << ".\n#include \"time/table.hpp\"\n\n"
      << "namespace cuelight::tz::table {\n\nextern const char version[] = \"" << version << "\";\n";
  const auto text = [&](const char* name, const std::string& octets) {
    out << "extern const char " << name << "[] =";
    for (std::size_t at = 0; at < octets.size();) {
      const std::size_t end = octets.find('\0', at);
      out << "\n    \"" << octets.substr(at, end - at) << "\\0\"";
      at = end + 1;
    }
    out << ";\n";
  };
  text("names", names);
  text("abbreviations", abbreviations);
  array(out, "std::uint16_t", "name_history", name_history);
  array(out, "history", "histories", history_rows);
  array(out, "std::uint8_t", "time_octets", time_octets);
  array(out, "std::uint8_t", "type_octets", type_octets);
  array(out, "local_type", "types", type_rows);
  array(out, "rule", "rules", rule_rows);
  out << "extern const std::size_t name_count = " << name_history.size()
      << ";\n\n}  // namespace cuelight::tz::table\n";
  out.close();
  if (!out) fail(std::string(argv[2]) + " can't be written");
  std::printf("tz table %s: %zu names, %zu histories, %zu transitions\n", version.c_str(), file_of.size(), known.size(),
              type_octets.size());
}
