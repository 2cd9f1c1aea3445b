/// @file
/// The packed form (docs/spec/visibility.md): little-endian 32-bit words, and the texts of the instants.
#include <cstring>
#include <vector>

#include "cuelight/visibility.hpp"

namespace cuelight::visibility {
namespace {

constexpr std::size_t header_words = 3;

std::uint32_t word_at(std::string_view frame, std::size_t index) {
  const auto* p = reinterpret_cast<const unsigned char*>(frame.data()) + 4 * index;
  return p[0] | p[1] << 8 | p[2] << 16 | static_cast<std::uint32_t>(p[3]) << 24;
}

bool bit(std::uint32_t word, unsigned n) {
  return (word >> n & 1U) != 0;
}

/// The instant that a reference (offset << 8 | octets) names; nothing when it points outside.
std::optional<instant_ms> instant_at(std::string_view texts, std::uint32_t reference) {
  const std::size_t offset = reference >> 8;
  const std::size_t octets = reference & 0xffU;
  if (offset > texts.size() || octets > texts.size() - offset) return {};
  return parse_instant(texts.substr(offset, octets));
}

artist_facts artist_of(std::uint32_t word) {
  return {.set = level(word >> 2 & 3U),
          .consent = bit(word, 4),
          .verified = bit(word, 5),
          .is_viewer = bit(word, 6),
          .in_artist_workspace = bit(word, 7),
          .in_agency_workspace = bit(word, 8),
          .engaged = bit(word, 9),
          .grants = {}};
}

engagement_facts engagement_of(std::uint32_t word) {
  return {.answered = bit(word, 4),
          .is_viewer = bit(word, 5),
          .in_artist_workspace = bit(word, 6),
          .agency = bit(word, 7),
          .presenter = bit(word, 8),
          .counsel = bit(word, 9)};
}

void append(std::string& out, const decision& d) {
  const std::uint32_t word =
      d.fields.bits() | static_cast<std::uint32_t>(d.why) << 16 | static_cast<std::uint32_t>(d.owner) << 24;
  for (unsigned shift = 0; shift < 32; shift += 8) out.push_back(static_cast<char>(word >> shift & 0xffU));
}

}  // namespace

result<std::string> decide_packed(std::string_view frame, std::string_view texts) {
  const auto malformed = [] {
    return refuse("visibility.packed_malformed", "The packed facts are cut off or don't add up.");
  };
  if (frame.size() < 4 * header_words || frame.size() % 4 != 0) return malformed();
  const std::size_t words = frame.size() / 4;
  const std::uint32_t who = word_at(frame, 0);
  const std::size_t subjects = word_at(frame, 2);
  if (subjects > words - header_words) return malformed();

  const std::uint32_t kind = who & 0xffU;
  const auto now = instant_at(texts, word_at(frame, 1));
  viewer_facts viewer{.kind = viewer_kind::anonymous, .well_formed = false, .verified = bit(who, 8), .now = 0};
  if (kind < viewer_kind_count && now) {
    viewer.kind = viewer_kind(kind);
    viewer.now = *now;
    viewer.well_formed =
        (viewer.kind == viewer_kind::anonymous || bit(who, 9)) && (viewer.kind != viewer_kind::artist || bit(who, 10));
  }

  std::string out;
  out.reserve(4 * subjects);
  std::vector<grant_facts> grants;
  std::size_t at = header_words;
  for (std::size_t i = 0; i < subjects; ++i) {
    if (at >= words) return malformed();
    const std::uint32_t word = word_at(frame, at++);
    const std::size_t grant_count = word >> 16;
    if (2 * grant_count > words - at) return malformed();
    grants.clear();
    for (std::size_t g = 0; g < grant_count; ++g, at += 2) {
      const std::uint32_t flags = word_at(frame, at);
      const auto expires = instant_at(texts, word_at(frame, at + 1));
      grants.push_back({.invitation = bit(flags, 0),
                        .revoked = bit(flags, 1),
                        .dated = expires.has_value(),
                        .expires_at = expires.value_or(0)});
    }
    decision d;
    if ((word & 3U) == 1) {
      artist_facts subject = artist_of(word);
      subject.grants = grants;
      d = decide(viewer, subject);
    } else if ((word & 3U) == 2) {
      d = decide(viewer, engagement_of(word));
    }
    append(out, d);
  }
  if (at != words) return malformed();
  return out;
}

}  // namespace cuelight::visibility
