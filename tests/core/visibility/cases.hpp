/// @file
/// What the visibility tests share: files, documents, and sights written as a letter a group.
#pragma once

#include <fstream>
#include <map>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

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

/// The document's name as a number: every name has its own.
inline cuelight::visibility::name number_of(std::string_view text) {
  using cuelight::visibility::name;
  static std::map<std::string, name, std::less<>> numbers;
  if (text.empty()) return name::none;
  return numbers.try_emplace(std::string(text), name(numbers.size() + 2)).first->second;
}

inline cuelight::visibility::name name_in(const cuelight::json::value& object, std::string_view member) {
  return number_of(text_of(object, member));
}

inline bool flag_in(const cuelight::json::value& object, std::string_view member) {
  const cuelight::json::value* flag = cuelight::json::member(object, member);
  return flag != nullptr && cuelight::json::is_true(*flag);
}

/// The elements of a list that may be missing.
inline std::vector<cuelight::json::value> list_in(const cuelight::json::value& object, std::string_view member) {
  std::vector<cuelight::json::value> out;
  const cuelight::json::value* list = cuelight::json::member(object, member);
  if (list != nullptr && list->is_array()) out.assign(list->begin(), list->end());
  return out;
}

/// Whether a list is one, or missing.
inline bool has_list(const cuelight::json::value& object, std::string_view member) {
  const cuelight::json::value* list = cuelight::json::member(object, member);
  return list == nullptr || list->is_null() || list->is_array();
}

/// Revoked by anything but false.
inline bool revoked_in(const cuelight::json::value& grant) {
  const cuelight::json::value* revoked = cuelight::json::member(grant, "revoked");
  return revoked != nullptr && !cuelight::json::is_false(*revoked);
}

/// What documents of the vectors say, in core's own types; a malformed one has no id.
inline cuelight::visibility::viewer viewer_of(const cuelight::json::value& document, std::string_view now) {
  using namespace cuelight::visibility;
  viewer out;
  for (unsigned k = 0; k < viewer_kind_count; ++k) {
    if (name_of(viewer_kind(k)) == text_of(document, "kind")) out.kind = viewer_kind(k);
  }
  out.workspace = name_in(document, "workspace");
  out.artist = name_in(document, "artist");
  out.verified = flag_in(document, "verified");
  out.now = cuelight::parse_instant(document.contains("now") ? text_of(document, "now") : std::string(now));
  for (const auto& e : list_in(document, "engagements")) {
    out.engagements.push_back({.artist = name_in(e, "artist"), .answered = flag_in(e, "answered")});
  }
  return out;
}

inline std::vector<cuelight::visibility::grant> grants_in(const cuelight::json::value& document,
                                                          std::string_view member) {
  std::vector<cuelight::visibility::grant> out;
  for (const auto& g : list_in(document, member)) {
    out.push_back({.workspace = name_in(g, "workspace"),
                   .revoked = revoked_in(g),
                   .expires_at = cuelight::parse_instant(text_of(g, "expiresAt"))});
  }
  return out;
}

inline cuelight::visibility::artist artist_of(const cuelight::json::value& document) {
  using namespace cuelight::visibility;
  artist out;
  for (unsigned l = 0; l < level_count; ++l) {
    if (name_of(level(l)) == text_of(document, "level")) out.set = level(l);
  }
  if (has_list(document, "invitations") && has_list(document, "partnerships")) out.id = name_in(document, "id");
  out.consent = flag_in(document, "consent");
  out.verified = flag_in(document, "verified");
  out.artist_workspace = name_in(document, "artistWorkspace");
  out.agency_workspace = name_in(document, "agencyWorkspace");
  out.invitations = grants_in(document, "invitations");
  out.partnerships = grants_in(document, "partnerships");
  return out;
}

inline cuelight::visibility::engagement engagement_of(const cuelight::json::value& document) {
  const cuelight::json::value* member = cuelight::json::member(document, "parties");
  if (member == nullptr || !member->is_object() || !has_list(*member, "counsel")) return {};
  const cuelight::json::value& parties = *member;
  cuelight::visibility::engagement out{.id = name_in(document, "id"),
                                       .answered = flag_in(document, "answered"),
                                       .artist = name_in(parties, "artist"),
                                       .artist_workspace = name_in(parties, "artistWorkspace"),
                                       .agency = name_in(parties, "agency"),
                                       .presenter = name_in(parties, "presenter"),
                                       .counsel = {}};
  for (const auto& workspace : list_in(parties, "counsel")) {
    const std::string quoted = cuelight::json::write(workspace);
    out.counsel.push_back(number_of(std::string_view(quoted).substr(1, quoted.size() - 2)));
  }
  return out;
}
