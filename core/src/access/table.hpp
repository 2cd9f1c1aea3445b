/// @file
/// The table of actions as data.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace cuelight::access {

/// Roles as bits: the nine of a booking workspace, then the nine of the brand hierarchy from `viewer` up.
using roles = std::uint32_t;

inline constexpr std::string_view role_names[] = {"member",        "substitute",  "librarian", "personnel_manager",
                                                  "artist",        "agent",       "presenter", "counsel",
                                                  "administrator", "viewer",      "creator",   "agency_member",
                                                  "brand_member",  "brand_admin", "org_admin", "agency_admin",
                                                  "super_admin",   "root"};
inline constexpr unsigned role_count = 18;
inline constexpr unsigned first_brand_role = 9;

inline constexpr std::string_view entitlement_names[] = {"CAN_EXPORT_REPORTS", "CAN_EXPORT_AUDIT", "CAN_MANAGE_MEMBERS",
                                                         "CAN_MANAGE_DOCUMENTS", "CAN_MANAGE_WORKSPACE"};

/// What a grant may hold: whatever doesn't make an owner.
[[nodiscard]] constexpr bool grantable(std::string_view entitlement) {
  for (const std::string_view one : {entitlement_names[0], entitlement_names[1], entitlement_names[3]}) {
    if (one == entitlement) return true;
  }
  return false;
}

enum flag : std::uint16_t {
  own = 1,          ///< the person the resource belongs to, whatever the role
  parties = 2,      ///< workspaces that are party to the resource too
  person = 4,       ///< never automation
  mfa = 8,          ///< a second factor in this session
  elevated = 16,    ///< a re-authentication of at most 15 minutes' age
  sole_owner = 32,  ///< refused when no owner would remain
  granted = 64,     ///< an explicit grant for the resource's brand
  inactive = 128,   ///< also for accounts that are pending or locked
  giving = 256      ///< gives no more than the giver has, and nothing that makes an owner
};

struct action_row {
  std::string_view action;
  roles any_of = 0;
  std::uint16_t flags = 0;
  std::string_view entitlement;
};

[[nodiscard]] std::span<const action_row> action_table();

/// The row of an action, or null.
[[nodiscard]] const action_row* find_action(std::string_view action);

/// The rank of a role in the brand hierarchy, 0 for `viewer`; nothing for what is no role of it.
[[nodiscard]] std::optional<unsigned> brand_rank(std::string_view name);

/// The highest rank that whoever owns a workspace may give: `agency_admin`.
inline constexpr unsigned owner_rank = 6;

/// The bit of a role's name; 0 for an unknown one.
[[nodiscard]] roles role_named(std::string_view name);

}  // namespace cuelight::access
