/// @file
/// Every combination of facts that a viewer and an artist can have between them.
#pragma once

#include "visibility/cases.hpp"

inline constexpr cuelight::instant_ms the_instant = 1'795'334'400'000;  // 2026-11-22T08:00:00Z
inline constexpr auto its_workspace = cuelight::visibility::name(2);
inline constexpr auto its_artist = cuelight::visibility::name(3);
inline constexpr auto another_artist = cuelight::visibility::name(4);
inline constexpr cuelight::visibility::grant live{
    .workspace = its_workspace, .revoked = false, .expires_at = the_instant + 1};

struct combination {
  cuelight::visibility::viewer who;
  cuelight::visibility::artist subject;
  [[nodiscard]] cuelight::visibility::decision decided() const { return decide(who, subject); }
};

/// Grants that are absent (0), live, expired or revoked.
inline std::vector<cuelight::visibility::grant> grants_of(unsigned which) {
  if (which == 0) return {};
  cuelight::visibility::grant g = live;
  g.revoked = which == 3;
  if (which == 2) g.expires_at = the_instant;
  return {g};
}

template <class Each>
void for_each_combination(Each each) {
  using namespace cuelight::visibility;
  for (unsigned bits = 0; bits < 1U << 14; ++bits) {
    for (unsigned k = 0; k < viewer_kind_count; ++k) {
      const auto bit = [&](unsigned n) { return (bits >> n & 1U) != 0; };
      combination c;
      c.who = {.kind = viewer_kind(k),
               .workspace = its_workspace,
               .artist = its_artist,
               .verified = bit(1),
               .now = {},
               .engagements = {}};
      if (bit(0)) c.who.now = the_instant;
      c.subject = {.id = bit(6) ? its_artist : another_artist,
                   .set = level(bits >> 2 & 3U),
                   .consent = bit(4),
                   .verified = bit(5),
                   .artist_workspace = bit(7) ? its_workspace : name::other,
                   .agency_workspace = bit(8) ? its_workspace : name::none,
                   .invitations = grants_of(bits >> 10 & 3U),
                   .partnerships = grants_of(bits >> 12 & 3U)};
      c.who.engagements.push_back({.artist = c.subject.id, .answered = bit(9)});
      each(c);
    }
  }
}
