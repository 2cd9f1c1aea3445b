/// @file
/// Who may see which part of an artist or an engagement: one table (docs/spec/visibility.md), asked by everything.
///
/// A decision is the join of the table's rows over all relations that hold between viewer and subject, so more facts
/// never show less. Whatever is missing, unknown, malformed, expired or revoked hides.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "cuelight/error.hpp"
#include "cuelight/instant.hpp"
#include "cuelight/json.hpp"

namespace cuelight::visibility {

/// How open an artist is, least first. `open` is written `public`.
enum class level : std::uint8_t { workspace_private, stealth_roster, private_listing, open };
inline constexpr std::size_t level_count = 4;

/// The parts that a subject's data is grouped in.
enum class group : std::uint8_t { identity, folio, contact, availability, engagement, fees, documents, notes };
inline constexpr std::size_t group_count = 8;

/// What a viewer gets of one group. `coarse`: only what the caller prepared as the group's coarse form.
enum class sight : std::uint8_t { absent, coarse, shown };

enum class viewer_kind : std::uint8_t { anonymous, artist, agency, presenter, counsel, administrator };
inline constexpr std::size_t viewer_kind_count = 6;

/// How a viewer can stand to a subject: the table's rows, the strongest reason first. Up to `listed` for artists, from
/// `party_artist` on for engagements. `anyone` is every viewer except another artist.
enum class relation : std::uint8_t {
  self,
  own_agency,
  invited,
  partner_agency,
  engaged_presenter,
  engaged_counsel,
  anyone,
  listed,
  party_artist,
  party_agency,
  party_presenter,
  party_counsel,
  requester
};
inline constexpr std::size_t relation_count = 13;

/// Why: for owners and the record, never for the viewer. The first ones name the strongest relation that holds.
enum class reason : std::uint8_t {
  self,
  own_agency,
  invited,
  partner_agency,
  engaged_presenter,
  engaged_counsel,
  open,
  listed,
  party_artist,
  party_agency,
  party_presenter,
  party_counsel,
  requester,
  artists_see_no_artists,
  not_a_party,
  unverified_subject,
  unverified_viewer,
  invitation_expired,
  invitation_revoked,
  not_invited,
  partnership_expired,
  partnership_revoked,
  not_a_partner,
  not_public,
  malformed_subject,
  malformed_viewer
};
inline constexpr std::size_t reason_count = 26;

/// A sight for every group: two bits each, the group's number times two from the lowest bit.
class sights {
 public:
  constexpr sights() = default;
  constexpr explicit sights(std::uint16_t bits) : bits_(bits) {}
  [[nodiscard]] constexpr std::uint16_t bits() const { return bits_; }
  [[nodiscard]] constexpr bool any() const { return bits_ != 0; }
  [[nodiscard]] constexpr sight operator[](group g) const {
    return static_cast<sight>(bits_ >> (2 * static_cast<unsigned>(g)) & 3U);
  }
  constexpr void set(group g, sight s) {
    const unsigned at = 2 * static_cast<unsigned>(g);
    bits_ = static_cast<std::uint16_t>((bits_ & ~(3U << at)) | static_cast<unsigned>(s) << at);
  }
  /// The wider sight of both, group by group.
  constexpr void join(sights other) {
    const unsigned either = bits_ | other.bits_;
    const unsigned shown = either & 0xaaaaU;
    bits_ = static_cast<std::uint16_t>(shown | (either & 0x5555U & ~(shown >> 1)));
  }
  friend constexpr bool operator==(sights, sights) = default;

 private:
  std::uint16_t bits_ = 0;
};

struct decision {
  sights fields;
  reason why = reason::malformed_subject;
  bool owner = false;  ///< the artist or the artist's own agency
  [[nodiscard]] constexpr bool visible() const { return fields.any(); }
  friend constexpr bool operator==(const decision&, const decision&) = default;
};

/// A viewer, with names already compared (see the subjects).
struct viewer_facts {
  viewer_kind kind = viewer_kind::anonymous;
  bool well_formed = false;  ///< has a known kind, a workspace unless anonymous, an artist id if an artist, a valid now
  bool verified = false;
  instant_ms now = 0;
};

/// An invitation or a partnership that names the viewer's workspace.
struct grant_facts {
  bool invitation = false;  ///< else a partnership
  bool revoked = true;
  bool dated = false;  ///< `expires_at` was readable; if not, the grant is void
  instant_ms expires_at = 0;
};

/// An artist, as one viewer stands to it. Names are compared by the reader: a null or empty name equals none.
struct artist_facts {
  level set = level::workspace_private;
  bool consent = false;
  bool verified = false;
  bool is_viewer = false;            ///< the subject's id is the viewer's artist
  bool in_artist_workspace = false;  ///< the artist's own workspace is the viewer's
  bool in_agency_workspace = false;
  bool engaged = false;  ///< the viewer's workspace has an answered engagement with the artist
  std::span<const grant_facts> grants;
};

/// An engagement, as one viewer stands to it.
struct engagement_facts {
  bool answered = false;
  bool is_viewer = false;  ///< the artist party is the viewer's artist
  bool in_artist_workspace = false;
  bool agency = false;  ///< the agency party is the viewer's workspace
  bool presenter = false;
  bool counsel = false;
};

/// The level in effect: `open` needs the artist's consent, every level above `workspace_private` a verified subject.
[[nodiscard]] level effective_level(const artist_facts& subject);

/// O(grants). Total.
[[nodiscard]] decision decide(const viewer_facts& viewer, const artist_facts& subject);
[[nodiscard]] decision decide(const viewer_facts& viewer, const engagement_facts& subject);

/// The same from documents (web/client/types/visibility.d.ts: Subject, Viewer). Malformed ones hide, with that reason.
[[nodiscard]] decision decide(const json::value& subject, const json::value& viewer);

/// Decisions over packed facts, for callers with many subjects: see docs/spec/visibility.md, "Packed form". `words` are
/// little-endian 32-bit words, `texts` the instants they refer to. Gives one word a subject: sights in bits 0-15,
/// reason in 16-23, owner in 24. Code: `visibility.packed_malformed`.
[[nodiscard]] result<std::string> decide_packed(std::string_view words, std::string_view texts);

/// Who sees an artist, at each level, and what would change it: `{ subject, candidates, now }` to an Explanation
/// (visibility.d.ts). Codes: `visibility.malformed_subject`, `visibility.malformed_candidate`,
/// `visibility.malformed_now`.
[[nodiscard]] result<json::value> explain(const json::value& ask);

/// One row of the table.
struct table_row {
  relation who;
  std::array<sights, level_count> at;  ///< by level; for engagements all four are the same
};
[[nodiscard]] std::span<const table_row, relation_count> table();

/// Which kinds of viewer can stand in a relation, as bits by `viewer_kind`.
[[nodiscard]] std::uint8_t viewers_of(relation who);

/// The names used in documents.
[[nodiscard]] std::string_view name_of(level l);
[[nodiscard]] std::string_view name_of(group g);
[[nodiscard]] std::string_view name_of(sight s);
[[nodiscard]] std::string_view name_of(viewer_kind k);
[[nodiscard]] std::string_view name_of(relation r);
[[nodiscard]] std::string_view name_of(reason r);

/// The table and all names as one document: `{ rows, levels, groups, viewers, reasons }`.
[[nodiscard]] json::value vocabulary();

}  // namespace cuelight::visibility
