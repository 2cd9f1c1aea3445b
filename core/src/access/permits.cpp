#include <algorithm>
#include <bit>
#include <optional>
#include <utility>

#include "access/table.hpp"
#include "cuelight/access.hpp"

namespace cuelight::access {
namespace {

using json::value;

/// The text of a member that a name can stand in: not empty.
std::optional<std::string_view> named(const value& object, const char* member) {
  const auto text = json::text_member(object, member);
  if (!text || text->empty()) return {};
  return text;
}

template <class Accept>
bool any_element(const value& object, const char* member, Accept accept) {
  const value* list = json::member(object, member);
  return list != nullptr && std::ranges::any_of(json::elements(*list), accept);
}

bool contains(const value& object, const char* member, std::string_view text) {
  return any_element(object, member,
                     [&](const value& element) { return element.is_string() && json::text(element) == text; });
}

/// Whether the instant in `member` lies at most `age_ms` before `now`, and not after it.
bool recent(const value& actor, const char* member, instant_ms now, instant_ms age_ms) {
  const auto at = parse_instant(json::text_member(actor, member).value_or(""));
  return at && *at <= now && now - *at <= age_ms;
}

roles held_roles(const value& actor) {
  roles held = 0;
  any_element(actor, "roles", [&](const value& element) {
    held |= role_named(json::text(element));
    return false;
  });
  return held;
}

/// Whether a live grant for this brand is of one of these roles; a grant that names no role leaves it to the actor's
/// own.
bool grant_for(const value& actor, std::string_view brand, roles any_of, instant_ms now) {
  return any_element(actor, "grants", [&](const value& grant) {
    if (named(grant, "brand") != brand) return false;
    if (json::member(grant, "role") != nullptr &&
        (role_named(json::text_member(grant, "role").value_or("")) & any_of) == 0) {
      return false;
    }
    const value* revoked = json::member(grant, "revoked");
    if (revoked != nullptr && !json::is_false(*revoked)) return false;
    if (json::member(grant, "expiresAt") == nullptr) return true;
    const auto expires = parse_instant(json::text_member(grant, "expiresAt").value_or(""));
    return expires && now < *expires;
  });
}

permission refused(answer given, const char* reason, const std::string& need = {}) {
  permission p{given, reason, {}};
  if (!need.empty()) p.needs.push_back(need);
  return p;
}

permission missing(const char* fact) {
  return refused(answer::held, "access.fact_missing", "fact:" + std::string(fact));
}

/// The first fact without which nobody can be judged, or nothing.
std::optional<permission> unjudgeable(const value& actor, const value& resource) {
  const auto kind = json::text_member(actor, "kind");
  const auto status = json::text_member(actor, "status");
  if (!named(actor, "id")) return missing("actor.id");
  if (kind != "person" && kind != "automation") return missing("actor.kind");
  if (status != "active" && status != "pending" && status != "locked") return missing("actor.status");
  if (!named(actor, "workspace")) return missing("actor.workspace");
  const value* list = json::member(actor, "roles");
  if (list == nullptr || !list->is_array()) return missing("actor.roles");
  if (!named(resource, "workspace")) return missing("resource.workspace");
  return {};
}

std::optional<permission> role_refusal(const action_row& row, const value& actor, const value& resource) {
  const bool is_own = (row.flags & own) != 0 && named(resource, "owner") == named(actor, "id");
  if (is_own || (held_roles(actor) & row.any_of) != 0) return {};
  if (row.any_of == 0) return refused(answer::forbidden, "access.not_owner");
  permission p = refused(answer::forbidden, "access.role_missing");
  for (unsigned r = 0; r < role_count; ++r) {
    if (row.any_of >> r & 1U) p.needs.push_back("role:" + std::string(role_names[r]));
  }
  return p;
}

/// Nobody gives more than she has: ranks up to her own, entitlements that she holds. Whoever owns a workspace stands as
/// its agency_admin. What makes an owner is a change of the member, never a grant, which runs out.
std::optional<permission> giving_refusal(const value& actor, const value& resource) {
  const value* given = json::member(resource, "roles");
  const value* entitlements = json::member(resource, "entitlements");
  if (given == nullptr || !given->is_array()) return missing("resource.roles");
  if (entitlements == nullptr || !entitlements->is_array()) return missing("resource.entitlements");
  const roles held = held_roles(actor);
  const unsigned own = static_cast<unsigned>(std::bit_width(held >> first_brand_role));
  const unsigned ranks = std::max(own, (held & ((1U << first_brand_role) - 1U)) != 0 ? owner_rank + 1 : 0);
  for (const value& role : json::elements(*given)) {
    const std::string_view name = json::text(role);
    const auto rank = brand_rank(name);
    if (!rank || *rank >= ranks) {
      return refused(answer::forbidden, "access.rank_exceeded", "role:" + std::string(name));
    }
  }
  for (const value& entitlement : json::elements(*entitlements)) {
    const std::string_view name = json::text(entitlement);
    if (!grantable(name)) return refused(answer::forbidden, "access.not_grantable");
    if (!contains(actor, "entitlements", name)) {
      return refused(answer::forbidden, "access.entitlement_missing", "entitlement:" + std::string(name));
    }
  }
  return {};
}

std::optional<permission> sole_owner_refusal(const value& resource) {
  const auto owners = json::integer_member(resource, "ownersAfter");
  if (!owners || *owners < 0) return missing("resource.ownersAfter");
  if (*owners == 0) return refused(answer::forbidden, "access.sole_owner", "successor");
  return {};
}

}  // namespace

// Over 25 in cognitive complexity on purpose: the order of the checks is what docs/spec/access.md promises, and here it
// is read from top to bottom.
permission permits(const value& actor, std::string_view action, const value& resource, instant_ms now) {
  if (auto p = unjudgeable(actor, resource)) return *p;

  const action_row* row = find_action(action);
  const auto workspace = named(actor, "workspace");
  const bool at_home = named(resource, "workspace") == workspace;
  const bool as_party = row != nullptr && (row->flags & parties) != 0 && contains(resource, "parties", *workspace);
  if (!at_home && !as_party) return refused(answer::not_found, "access.cross_tenant");
  if (row == nullptr) return refused(answer::forbidden, "access.unknown_action");

  const auto has = [&](flag f) { return (row->flags & f) != 0; };
  const auto status = json::text_member(actor, "status");
  if (status != "active" && !has(inactive)) {
    return refused(answer::forbidden, status == "pending" ? "access.account_pending" : "access.account_locked");
  }
  if (has(person) && json::text_member(actor, "kind") != "person") {
    return refused(answer::forbidden, "access.automation_never_confirms");
  }
  if (auto p = role_refusal(*row, actor, resource)) return *p;
  if (!row->entitlement.empty() && !contains(actor, "entitlements", row->entitlement)) {
    return refused(answer::forbidden, "access.entitlement_missing", "entitlement:" + std::string(row->entitlement));
  }
  if (has(granted)) {
    const auto brand = named(resource, "brand");
    if (!brand) return missing("resource.brand");
    if (!grant_for(actor, *brand, row->any_of, now)) {
      return refused(answer::forbidden, "access.grant_missing", "grant:" + std::string(*brand));
    }
  }
  if (has(giving)) {
    if (auto p = giving_refusal(actor, resource)) return *p;
  }
  if (has(sole_owner)) {
    if (auto p = sole_owner_refusal(resource)) return *p;
  }
  // What an owner's rights open, an administrator's open for everybody: they take the second factor too.
  const bool governs = !row->entitlement.empty() && (held_roles(actor) & role_named("administrator")) != 0;
  if ((has(mfa) || governs) && !recent(actor, "mfaAt", now, mfa_ms))
    return refused(answer::step_up, "access.mfa_required", "mfa");
  if (has(elevated) && !recent(actor, "reauthenticatedAt", now, reauthentication_ms)) {
    return refused(answer::step_up, "access.reauthentication_required", "reauthentication");
  }
  return {answer::allowed, "access.allowed", {}};
}

value permits(const value& ask) {
  static const value nothing = value::object();
  const value* actor = json::member(ask, "actor");
  const value* resource = json::member(ask, "resource");
  const auto action = json::text_member(ask, "action");
  const auto now = parse_instant(json::text_member(ask, "now").value_or(""));
  const permission p = !now      ? missing("now")
                       : !action ? missing("action")
                                 : permits(actor == nullptr ? nothing : *actor, *action,
                                           resource == nullptr ? nothing : *resource, *now);
  constexpr std::string_view answers[] = {"allowed", "forbidden", "not_found", "step_up", "held"};
  value out = value::object();
  out["allowed"] = p.allowed();
  out["answer"] = answers[static_cast<std::size_t>(p.given)];
  out["reason"] = p.reason;
  value needs = value::array();
  for (const std::string& need : p.needs) needs.push_back(need);
  out["needs"] = std::move(needs);
  return out;
}

value actions() {
  value out = value::array();
  for (const action_row& row : action_table()) {
    value any_of = value::array();
    if ((row.flags & own) != 0) any_of.push_back("self");
    for (unsigned r = 0; r < role_count; ++r) {
      if (row.any_of >> r & 1U) any_of.push_back(role_names[r]);
    }
    value entry = value::object();
    entry["action"] = row.action;
    entry["roles"] = std::move(any_of);
    entry["entitlement"] = row.entitlement.empty() ? value() : value(std::string(row.entitlement));
    entry["parties"] = (row.flags & parties) != 0;
    entry["person"] = (row.flags & person) != 0;
    entry["mfa"] = (row.flags & mfa) != 0;
    entry["elevated"] = (row.flags & elevated) != 0;
    entry["soleOwner"] = (row.flags & sole_owner) != 0;
    entry["grant"] = (row.flags & granted) != 0;
    entry["giving"] = (row.flags & giving) != 0;
    entry["inactive"] = (row.flags & inactive) != 0;
    out.push_back(std::move(entry));
  }
  return out;
}

}  // namespace cuelight::access
