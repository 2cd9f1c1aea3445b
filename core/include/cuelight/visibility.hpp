/// @file
/// Who may see which part of an artist or an engagement: one table (docs/spec/visibility.md), asked by everything.
///
/// A decision is the join of the table's rows over all relations that hold between viewer and subject, so more facts
/// never show less. Whatever is missing, unknown, malformed, expired or revoked hides.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "cuelight/error.hpp"
#include "cuelight/instant.hpp"
#include "cuelight/json.hpp"

namespace cuelight::visibility {

/// How open an artist is, least first. `open` is written `public`.
enum class level : std::uint8_t { workspace_private, stealth_roster, private_listing, open };
inline constexpr std::size_t level_count = 4;

/// The parts that a subject's data is grouped in; at most `sights::max_groups`.
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

/// A sight for every group: two bits each, the group's number times two from the lowest bit. That is room for
/// `max_groups`; frames and what reads them know no other limit.
class sights {
 public:
  static constexpr std::size_t max_groups = 16;
  constexpr sights() = default;
  constexpr explicit sights(std::uint32_t bits) : bits_(bits) {}
  [[nodiscard]] constexpr std::uint32_t bits() const { return bits_; }
  [[nodiscard]] constexpr bool any() const { return bits_ != 0; }
  [[nodiscard]] constexpr sight operator[](group g) const {
    return static_cast<sight>(bits_ >> (2 * static_cast<unsigned>(g)) & 3U);
  }
  constexpr void set(group g, sight s) {
    const unsigned at = 2 * static_cast<unsigned>(g);
    bits_ = (bits_ & ~(3U << at)) | static_cast<std::uint32_t>(s) << at;
  }
  /// The wider sight of both, group by group.
  constexpr void join(sights other) {
    const std::uint32_t either = bits_ | other.bits_;
    const std::uint32_t shown = either & 0xaaaaaaaaU;
    bits_ = shown | (either & 0x55555555U & ~(shown >> 1));
  }
  friend constexpr bool operator==(sights, sights) = default;

 private:
  std::uint32_t bits_ = 0;
};
static_assert(group_count <= sights::max_groups);

struct decision {
  sights fields;
  reason why = reason::malformed_subject;
  bool owner = false;  ///< the artist or the artist's own agency
  [[nodiscard]] constexpr bool visible() const { return fields.any(); }
  friend constexpr bool operator==(const decision&, const decision&) = default;
};

/// The name of an artist or of a workspace, as a number that the caller gives it: equal names, equal numbers. `none`,
/// for a name that is missing or empty, equals no name, itself included. Names are compared with viewers' names only,
/// so all those that no viewer has may share the number `other`. Artists and workspaces are numbered apart.
enum class name : std::uint32_t { none, other };

/// An engagement in which the viewer's workspace is presenter or counsel.
struct engagement_with {
  name artist = name::none;
  bool answered = false;
};

struct viewer {
  std::optional<viewer_kind> kind;  ///< nothing: unknown
  name workspace = name::none;
  name artist = name::none;
  bool verified = false;
  std::optional<instant_ms> now;
  std::vector<engagement_with> engagements;
};

/// An invitation or a partnership.
struct grant {
  name workspace = name::none;
  bool revoked = true;
  std::optional<instant_ms> expires_at;
};

struct artist {
  name id = name::none;
  std::optional<level> set;  ///< nothing: unknown
  bool consent = false;
  bool verified = false;
  name artist_workspace = name::none;
  name agency_workspace = name::none;
  std::vector<grant> invitations;
  std::vector<grant> partnerships;
};

struct engagement {
  name id = name::none;
  bool answered = false;
  name artist = name::none;
  name artist_workspace = name::none;
  name agency = name::none;
  name presenter = name::none;
  std::vector<name> counsel;
};

/// The level in effect: `open` needs the artist's consent, every level above `workspace_private` a verified subject.
[[nodiscard]] level effective_level(const artist& subject);

/// O(grants + engagements). Total: what is malformed hides, with that reason.
[[nodiscard]] decision decide(const viewer& who, const artist& subject);
[[nodiscard]] decision decide(const viewer& who, const engagement& subject);

/// Somebody whose sight is asked for.
struct candidate {
  std::string id;
  std::optional<std::string> name;  ///< for the page
  viewer who;
};

/// Who sees an artist at `now`, at each level, and what would change it: an Explanation
/// (web/client/types/visibility.d.ts). The candidates' own `now` is not looked at. Codes:
/// `visibility.malformed_now`, `visibility.malformed_subject`, `visibility.malformed_candidate` (no id).
[[nodiscard]] result<json::value> explain(const artist& subject, std::span<const candidate> candidates,
                                          std::optional<instant_ms> now);

/// Decisions over a frame, for callers with many subjects: docs/spec/visibility.md, "Frames". `words` are little-endian
/// 32-bit words, `texts` the instants they refer to. Gives two words a subject: its sights; then the reason in bits
/// 0-7 and owner in bit 8. Code: `visibility.frame_malformed`.
[[nodiscard]] result<std::string> decide_frame(std::string_view words, std::string_view texts);

/// `explain` over a frame with one subject, whose viewers are the candidates; `names` is `[{ id, name? }]`, one each.
[[nodiscard]] result<json::value> explain_frame(std::string_view words, std::string_view texts,
                                                const json::value& names);

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
