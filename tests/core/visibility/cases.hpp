/// @file
/// What the visibility tests share: files, documents, and sights written as eight letters.
#pragma once

#include <fstream>
#include <sstream>
#include <string>
#include <string_view>

#include "catch_amalgamated.hpp"
#include "cuelight/visibility.hpp"

inline std::string read_text(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  REQUIRE(in.good());
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

inline cuelight::json::value parse_document(std::string_view text) {
  auto parsed = cuelight::json::parse(text);
  REQUIRE(parsed.has_value());
  return *parsed;
}

inline cuelight::json::value vector_file(std::string_view name) {
  return parse_document(read_text(std::string(CUELIGHT_TEST_DATA "/vectors/visibility/").append(name)));
}

inline std::string text_of(const cuelight::json::value& object, std::string_view name) {
  return std::string(cuelight::json::text_member(object, name).value_or(""));
}

/// `S S c c - - - -`, as in the vectors.
inline std::string letters(cuelight::visibility::sights s) {
  std::string out;
  for (unsigned g = 0; g < cuelight::visibility::group_count; ++g) {
    if (g > 0) out += ' ';
    out += "-cS"[static_cast<unsigned>(s[cuelight::visibility::group(g)])];
  }
  return out;
}

/// `base` with the members of `changes` laid over it.
inline cuelight::json::value overlaid(cuelight::json::value base, const cuelight::json::value& changes) {
  for (const auto& [name, member] : changes.items()) base[name] = member;
  return base;
}

/// `base` with a `now`, unless it has one.
inline cuelight::json::value at(cuelight::json::value viewer, const std::string& now) {
  if (!viewer.contains("now")) viewer["now"] = now;
  return viewer;
}
