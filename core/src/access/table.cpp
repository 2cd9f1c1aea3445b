/// @file
/// The table of actions. This is the only place where it is decided which role may do what.
#include "access/table.hpp"

#include <algorithm>
#include <bit>

namespace cuelight::access {
namespace {

constexpr roles bit(unsigned n) {
  return 1U << n;
}

constexpr roles member = bit(0);
constexpr roles substitute = bit(1);
constexpr roles librarian = bit(2);
constexpr roles personnel = bit(3);
constexpr roles artist = bit(4);
constexpr roles agent = bit(5);
constexpr roles presenter = bit(6);
constexpr roles counsel = bit(7);
constexpr roles administrator = bit(8);

constexpr roles players = member | substitute | librarian | personnel;
constexpr roles sides = artist | agent | presenter;
constexpr roles everybody = players | sides | counsel;

/// A rank of the brand hierarchy and every one above it.
constexpr roles from(unsigned rank) {
  return (bit(role_count) - 1) & ~(bit(first_brand_role + rank) - 1);
}
constexpr roles from_viewer = from(0);
constexpr roles from_creator = from(1);
constexpr roles from_brand_member = from(3);
constexpr roles from_brand_admin = from(4);
constexpr roles from_org_admin = from(5);
constexpr roles from_agency_admin = from(6);
constexpr roles from_super_admin = from(7);
constexpr roles root = from(8);

constexpr std::string_view manage_members = "CAN_MANAGE_MEMBERS";
constexpr std::string_view manage_documents = "CAN_MANAGE_DOCUMENTS";
constexpr std::string_view manage_workspace = "CAN_MANAGE_WORKSPACE";

// clang-format off
constexpr action_row rows[] = {
    // one's own account
    {"profile.read",            0,                            own | inactive, {}},
    {"profile.update",          0,                            own | inactive | person, {}},
    {"session.read",            0,                            own | inactive, {}},
    {"session.revoke",          0,                            own | inactive | person, {}},
    {"factor.change",           0,                            own | person | mfa, {}},
    // the working week
    {"week.read",               everybody,                    0, {}},
    {"call.answer",             member | substitute,          person, {}},
    {"personnel.assign",        personnel,                    person, {}},
    {"library.manage",          librarian,                    0, {}},
    {"calendar.read",           players | sides,              0, {}},
    {"calendar.import",         players | sides,              0, {}},
    {"calendar.delete",         players | sides,              person, {}},
    {"feed.read",               everybody,                    0, {}},
    {"feed.create",             everybody,                    person, {}},
    {"feed.rotate",             everybody,                    person, {}},
    {"feed.revoke",             everybody,                    person, {}},
    // artists and who sees them
    {"roster.read",             sides | counsel,              0, {}},
    {"roster.manage",           agent,                        person, {}},
    {"audience.read",           artist | agent,               0, {}},
    {"visibility.propose",      artist | agent,               0, {}},
    {"visibility.publish",      artist,                       person, {}},
    {"invitation.grant",        artist | agent,               person, {}},
    {"invitation.revoke",       artist | agent,               person, {}},
    {"partnership.grant",       artist | agent,               person, {}},
    {"partnership.revoke",      artist | agent,               person, {}},
    // engagements, their documents and approvals
    {"engagement.read",         sides | counsel,              parties, {}},
    {"engagement.request",      presenter,                    parties, {}},
    {"engagement.represent",    artist | agent,               parties, {}},
    {"engagement.present",      presenter,                    parties, {}},
    {"approval.read",           sides | counsel,              parties, {}},
    {"approval.propose",        sides | counsel,              parties, {}},
    {"approval.confirm",        sides,                        parties | person, {}},
    {"approval.decline",        sides,                        parties | person, {}},
    {"document.read",           sides | counsel | librarian,  parties, {}},
    {"document.upload",         sides | counsel | librarian,  parties, {}},
    {"document.delete",         sides | librarian,            person, manage_documents},
    // the record and what leaves the house
    {"audit.read",              sides | counsel | administrator, parties, {}},
    {"audit.export",            sides | counsel | administrator, parties, "CAN_EXPORT_AUDIT"},
    {"report.export",           sides | personnel | administrator, 0, "CAN_EXPORT_REPORTS"},
    // the workspace
    {"member.read",             sides | personnel | administrator, 0, {}},
    {"member.invite",           sides | personnel | administrator, person, manage_members},
    {"member.change_role",      sides | personnel | administrator, person | sole_owner, manage_members},
    {"member.remove",           sides | personnel | administrator, person | sole_owner, manage_members},
    {"access.review",           sides | personnel | administrator, person, manage_members},
    {"grant.give",              sides | administrator | from_brand_admin, person | giving, manage_members},
    {"grant.revoke",            sides | administrator | from_brand_admin, person | sole_owner, manage_members},
    {"workspace.update",        sides | administrator,        person, manage_workspace},
    {"workspace.transfer",      sides | administrator,        person | elevated | sole_owner, manage_workspace},
    {"workspace.lock",          sides | administrator,        person | elevated, manage_workspace},
    {"workspace.archive",       sides | administrator,        person | elevated, manage_workspace},
    {"workspace.delete",        sides | administrator,        person | elevated, manage_workspace},
    // the platform; its records belong to the platform's own workspace
    {"platform.read",           administrator,                mfa, {}},
    {"application.review",      administrator,                person | mfa, {}},
    {"workspace.verify",        administrator,                person | mfa, {}},
    {"code.issue",              administrator,                person | mfa, {}},
    {"code.revoke",             administrator,                person | mfa, {}},
    {"workspace.break_glass",   administrator,                person | mfa | elevated, {}},
    // the brand hierarchy
    {"brand.read",              from_viewer,                  0, {}},
    {"brand.create_content",    from_creator,                 granted, {}},
    {"brand.write",             from_brand_member,            granted, {}},
    {"brand.manage",            from_brand_admin,             granted | person, {}},
    {"org.manage",              from_org_admin,               person, {}},
    {"agency.manage",           from_agency_admin,            person, {}},
    {"tenant.govern",           from_super_admin,             person | elevated, {}},
    {"platform.govern",         root,                         person | mfa | elevated, {}},
};
// clang-format on

}  // namespace

std::span<const action_row> action_table() {
  return rows;
}

const action_row* find_action(std::string_view action) {
  const auto* row = std::ranges::find(rows, action, &action_row::action);
  return row == std::end(rows) ? nullptr : row;
}

roles role_named(std::string_view name) {
  const auto* found = std::ranges::find(role_names, name);
  return found == std::end(role_names) ? 0 : bit(static_cast<unsigned>(found - std::begin(role_names)));
}

std::optional<unsigned> brand_rank(std::string_view name) {
  const roles role = role_named(name);
  if (role < bit(first_brand_role)) return {};
  return static_cast<unsigned>(std::countr_zero(role)) - first_brand_role;
}

}  // namespace cuelight::access
