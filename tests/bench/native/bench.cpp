// What core does to octets in memory, beside libraries in C and C++ and beside copying them. Natively and as wasm from
// this one text: tests/bench/native.bench.js builds and runs both.
//
// core_bench FILE…: .json files are canonicalised and hashed, .ics files are read. Prints a line for each candidate:
// work, candidate, MB/s, separated by tabs.
#include <sodium/crypto_hash_sha256.h>

#include <algorithm>
#include <cstdio>
#include <cstring>
#include <ctime>
#include <fstream>
#include <functional>
#include <sstream>
#include <string>
#include <vector>

#include "crypto/compress.hpp"
#include "cuelight/calendar/parse.hpp"
#include "cuelight/hash.hpp"
#include "cuelight/json.hpp"

#ifdef __EMSCRIPTEN__
#include <emscripten.h>
#endif
#ifdef CUELIGHT_BENCH_SIMDJSON
#include <simdjson.h>
#endif
#ifdef CUELIGHT_BENCH_LIBICAL
#include <libical/ical.h>
#endif

namespace {

struct candidate {
  const char* name;
  std::function<std::size_t()> work;  ///< gives something of its answer, so that no compiler leaves it out
  std::vector<double> rates = {};
};

std::size_t answers = 0;

/// The processor time of this program: what others take of a busy machine does not count.
double processor_seconds() {
#ifdef __EMSCRIPTEN__
  return EM_ASM_DOUBLE({
    const spent = process.cpuUsage();
    return (spent.user + spent.system) / 1e6;
  });
#else
  return static_cast<double>(std::clock()) / CLOCKS_PER_SEC;
#endif
}

double seconds_of(const candidate& c, int runs) {
  const double started = processor_seconds();
  for (int i = 0; i < runs; ++i) answers += c.work();
  return std::max(processor_seconds() - started, 1e-6);
}

/// Every round runs each candidate once, in a changing order, so that noise falls on all of them alike.
void compare(const std::string& work, std::size_t octets, std::vector<candidate> candidates) {
  constexpr std::size_t rounds = 7;
  constexpr double sample_seconds = 0.04;
  std::vector<int> runs;
  for (const candidate& c : candidates) {
    seconds_of(c, 1);
    int n = 1;
    while (seconds_of(c, n) < sample_seconds / 2) n *= 2;
    runs.push_back(n);
  }
  for (std::size_t round = 0; round < rounds; ++round) {
    for (std::size_t i = 0; i < candidates.size(); ++i) {
      const std::size_t at = (i + round) % candidates.size();
      const double seconds = seconds_of(candidates[at], runs[at]);
      candidates[at].rates.push_back(static_cast<double>(octets) * runs[at] / 1e6 / seconds);
    }
  }
  for (candidate& c : candidates) {
    std::ranges::sort(c.rates);
    std::printf("%s\t%s\t%.4g\n", work.c_str(), c.name, c.rates[rounds / 2]);
  }
}

candidate copying(const std::string& text) {
  return {"memcpy", [&text, to = std::string(text.size(), '\0')]() mutable {
            std::memcpy(to.data(), text.data(), text.size());
            return static_cast<std::size_t>(to[answers % to.size()]);
          }};
}

void bench_json(const std::string& name, const std::string& text) {
  std::vector<candidate> candidates{
      {"Cuelight", [&] { return cuelight::json::canonicalize(text)->size(); }},
      copying(text),
  };
#ifdef CUELIGHT_BENCH_SIMDJSON
  simdjson::dom::parser parser;
  const simdjson::padded_string padded(text);
  candidates.push_back({"simdjson's parse alone", [&] { return std::size_t{parser.parse(padded).error()} + 1; }});
#endif
  compare("canonicalise, " + name, text.size(), candidates);
}

void bench_digest(const std::string& name, const std::string& text) {
  namespace hash = cuelight::hash;
  compare("SHA-256, " + name, text.size(),
          {{"Cuelight", [&] { return std::size_t{hash::sha256(text)[0]}; }},
           copying(text),
           {"Cuelight's vectors alone",
            [&] {
              hash::chaining_state state{};
              hash::compress_in_vectors(state, text.data(), text.size() / hash::block_octets);
              return std::size_t{state[0]};
            }},
           {"libsodium's", [&] {
              hash::digest d;
              crypto_hash_sha256(d.data(), reinterpret_cast<const unsigned char*>(text.data()), text.size());
              return std::size_t{d[0]};
            }}});
}

void bench_calendar(const std::string& name, const std::string& text) {
  std::vector<candidate> candidates{
      {"Cuelight", [&] { return cuelight::calendar::parse(text)->jcal.size(); }},
      copying(text),
  };
#ifdef CUELIGHT_BENCH_LIBICAL
  candidates.push_back({"libical", [&] {
                          icalcomponent* const all = icalparser_parse_string(text.c_str());
                          const auto found =
                              static_cast<std::size_t>(icalcomponent_count_components(all, ICAL_ANY_COMPONENT));
                          icalcomponent_free(all);
                          return found;
                        }});
#endif
  compare("read iCalendar, " + name, text.size(), candidates);
}

}  // namespace

int main(int count, char** arguments) {
  for (int i = 1; i < count; ++i) {
    const std::string path = arguments[i];
    std::ifstream file(path, std::ios::binary);
    std::stringstream content;
    content << file.rdbuf();
    const std::string text = content.str();
    const std::size_t slash = path.rfind('/') + 1;
    const std::string name = path.substr(slash, path.rfind('.') - slash);
    if (path.ends_with(".ics")) {
      bench_calendar(name, text);
    } else {
      bench_json(name, text);
      bench_digest(name, text);
    }
  }
  return answers == 0 ? 1 : 0;
}
