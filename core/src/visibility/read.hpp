/// @file
/// Facts from documents: compares names and reads flags, decides nothing.
#pragma once

#include <optional>
#include <variant>
#include <vector>

#include "cuelight/visibility.hpp"

namespace cuelight::visibility {

/// An artist's facts with the storage of its grants.
struct read_artist {
  artist_facts facts;
  std::vector<grant_facts> grants;
  /// The facts with `grants` attached; valid as long as this lives and is not moved.
  [[nodiscard]] artist_facts seen() const {
    artist_facts f = facts;
    f.grants = grants;
    return f;
  }
};

using read_subject = std::variant<read_artist, engagement_facts>;

/// Never fails: `well_formed` is false when something needed is missing.
[[nodiscard]] viewer_facts read_viewer(const json::value& viewer);

/// The level of that name, or nothing.
[[nodiscard]] std::optional<level> level_of(std::string_view name);

/// The subject as `viewer` stands to it, or nothing when it is malformed.
[[nodiscard]] std::optional<read_subject> read(const json::value& subject, const json::value& viewer);

}  // namespace cuelight::visibility
