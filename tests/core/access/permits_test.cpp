#include "catch_amalgamated.hpp"
#include "cuelight/access.hpp"

using cuelight::access::answer;
using cuelight::access::permission;
using cuelight::json::value;

namespace {

constexpr const char* noon = "2026-11-22T12:00:00Z";

value document(std::string_view text) {
  auto parsed = cuelight::json::parse(text);
  REQUIRE(parsed.has_value());
  return *parsed;
}

/// A person of ws_a with a role, changed by `changes`.
value actor(const char* role, std::string_view changes = "{}") {
  value a = document(R"({"id": "per_1", "kind": "person", "status": "active", "workspace": "ws_a"})");
  a["roles"] = value::array({role});
  const value over = document(changes);
  for (const auto& [name, member] : over.items()) a[name] = member;
  return a;
}

value resource(std::string_view changes = "{}") {
  value r = document(R"({"kind": "thing", "workspace": "ws_a"})");
  const value over = document(changes);
  for (const auto& [name, member] : over.items()) r[name] = member;
  return r;
}

permission ask(const value& who, std::string_view action, const value& what) {
  return cuelight::access::permits(who, action, what, *cuelight::parse_instant(noon));
}

std::string reason(const value& who, std::string_view action, const value& what) {
  return std::string(ask(who, action, what).reason);
}

}  // namespace

TEST_CASE("a role permits in one's own workspace, and only there") {
  CHECK(ask(actor("agent"), "roster.manage", resource()).allowed());
  CHECK(reason(actor("presenter"), "roster.manage", resource()) == "access.role_missing");
  const permission across = ask(actor("agent"), "roster.manage", resource(R"({"workspace": "ws_b"})"));
  CHECK(across.given == answer::not_found);
  CHECK(across.reason == "access.cross_tenant");
  CHECK(across.needs.empty());
}

TEST_CASE("no role of any kind reaches across tenants") {
  for (const char* role : {"administrator", "root", "super_admin", "agent", "viewer"}) {
    for (const value& row : cuelight::access::actions()) {
      const auto action = *cuelight::json::text_member(row, "action");
      const value who = actor(role, R"({"entitlements": ["CAN_EXPORT_REPORTS", "CAN_EXPORT_AUDIT", "CAN_MANAGE_MEMBERS",
        "CAN_MANAGE_DOCUMENTS", "CAN_MANAGE_WORKSPACE"], "grants": [{"brand": "b"}], "mfaAt": "2026-11-22T12:00:00Z",
        "reauthenticatedAt": "2026-11-22T12:00:00Z"})");
      const permission p =
          ask(who, action, resource(R"({"workspace": "ws_b", "owner": "per_1", "brand": "b", "ownersAfter": 2})"));
      INFO(role << " " << action);
      CHECK(p.given == answer::not_found);
    }
  }
}

TEST_CASE("another tenant's resource and an unknown action look the same") {
  CHECK(reason(actor("agent"), "no.such_action", resource(R"({"workspace": "ws_b"})")) == "access.cross_tenant");
  CHECK(reason(actor("agent"), "no.such_action", resource()) == "access.unknown_action");
}

TEST_CASE("parties of an engagement reach it, for the actions meant for parties") {
  const value shared = resource(R"({"workspace": "ws_b", "parties": ["ws_c", "ws_a"]})");
  CHECK(ask(actor("presenter"), "engagement.read", shared).allowed());
  CHECK(ask(actor("counsel"), "engagement.read", shared).allowed());
  CHECK(reason(actor("counsel"), "approval.confirm", shared) == "access.role_missing");
  CHECK(ask(actor("presenter"), "document.delete", shared).given == answer::not_found);
  CHECK(ask(actor("presenter"), "engagement.read", resource(R"({"workspace": "ws_b", "parties": ["ws_c"]})")).given ==
        answer::not_found);
  CHECK(ask(actor("presenter"), "engagement.read", resource(R"({"workspace": "ws_b", "parties": "ws_a"})")).given ==
        answer::not_found);
}

TEST_CASE("entitlements gate sensitive actions") {
  const permission p = ask(actor("agent"), "report.export", resource());
  CHECK(p.reason == "access.entitlement_missing");
  CHECK(p.needs == std::vector<std::string>{"entitlement:CAN_EXPORT_REPORTS"});
  CHECK(ask(actor("agent", R"({"entitlements": ["CAN_EXPORT_REPORTS"]})"), "report.export", resource()).allowed());
  CHECK_FALSE(ask(actor("agent", R"({"entitlements": "CAN_EXPORT_REPORTS"})"), "report.export", resource()).allowed());
  CHECK_FALSE(
      ask(actor("counsel", R"({"entitlements": ["CAN_EXPORT_REPORTS"]})"), "report.export", resource()).allowed());
}

TEST_CASE("one's own account is one's own") {
  CHECK(ask(actor("member"), "session.revoke", resource(R"({"owner": "per_1"})")).allowed());
  CHECK(reason(actor("administrator"), "session.revoke", resource(R"({"owner": "per_2"})")) == "access.not_owner");
  CHECK(reason(actor("administrator"), "session.revoke", resource()) == "access.not_owner");
  CHECK(reason(actor("administrator"), "profile.update", resource(R"({"owner": null})")) == "access.not_owner");
}

TEST_CASE("pending and locked accounts keep their own account only") {
  const value pending = actor("agent", R"({"status": "pending"})");
  CHECK(ask(pending, "profile.read", resource(R"({"owner": "per_1"})")).allowed());
  CHECK(reason(pending, "roster.read", resource()) == "access.account_pending");
  CHECK(reason(actor("agent", R"({"status": "locked"})"), "week.read", resource()) == "access.account_locked");
}

TEST_CASE("automation drafts and proposes; it never confirms and never holds power") {
  const value machine = actor("agent", R"({"kind": "automation", "entitlements": ["CAN_MANAGE_MEMBERS",
    "CAN_MANAGE_WORKSPACE", "CAN_MANAGE_DOCUMENTS"], "grants": [{"brand": "b"}]})");
  CHECK(ask(machine, "approval.propose", resource()).allowed());
  CHECK(ask(machine, "engagement.represent", resource()).allowed());
  for (const char* action : {"approval.confirm", "approval.decline", "visibility.publish", "invitation.grant",
                             "member.invite", "workspace.transfer", "application.review", "grant.give"}) {
    INFO(action);
    CHECK(reason(machine, action, resource(R"({"ownersAfter": 2})")) == "access.automation_never_confirms");
  }
}

TEST_CASE("the agency can't publish for the artist") {
  CHECK(ask(actor("agent"), "visibility.propose", resource()).allowed());
  CHECK(reason(actor("agent"), "visibility.publish", resource()) == "access.role_missing");
  CHECK(ask(actor("artist"), "visibility.publish", resource()).allowed());
}

TEST_CASE("administrators' actions need a second factor in this session") {
  const permission p = ask(actor("administrator"), "application.review", resource());
  CHECK(p.given == answer::step_up);
  CHECK(p.reason == "access.mfa_required");
  CHECK(
      ask(actor("administrator", R"({"mfaAt": "2026-11-22T00:00:00Z"})"), "application.review", resource()).allowed());
  for (const char* at : {R"({"mfaAt": "2026-11-21T23:59:59Z"})", R"({"mfaAt": "2026-11-22T12:00:01Z"})",
                         R"({"mfaAt": true})", R"({"mfaAt": null})", R"({"mfaAt": "yes"})"}) {
    INFO(at);
    CHECK(reason(actor("administrator", at), "application.review", resource()) == "access.mfa_required");
  }
}

TEST_CASE("elevated actions need a re-authentication of at most 15 minutes' age") {
  const auto lock = [](std::string_view at) {
    value who = actor("agent", R"({"entitlements": ["CAN_MANAGE_WORKSPACE"]})");
    who["reauthenticatedAt"] = std::string(at);
    return reason(who, "workspace.lock", resource());
  };
  CHECK(lock("2026-11-22T11:45:00Z") == "access.allowed");
  CHECK(lock("2026-11-22T12:00:00Z") == "access.allowed");
  CHECK(lock("2026-11-22T11:44:59.999Z") == "access.reauthentication_required");
  CHECK(lock("2026-11-22T12:00:00.001Z") == "access.reauthentication_required");
  CHECK(lock("") == "access.reauthentication_required");
  const value breaking = actor("administrator", R"({"mfaAt": "2026-11-22T11:59:00Z"})");
  CHECK(reason(breaking, "workspace.break_glass", resource()) == "access.reauthentication_required");
  // Who may not do it anyway isn't asked to prove anything.
  CHECK(ask(actor("member"), "workspace.lock", resource()).given == answer::forbidden);
}

TEST_CASE("an administrator's rights of an owner take the second factor too") {
  const auto with = [](const char* role, const char* mfa, const char* action) {
    return reason(actor(role, std::string(R"({"entitlements": ["CAN_MANAGE_MEMBERS", "CAN_EXPORT_AUDIT"], "mfaAt": )") +
                                  mfa + "}"),
                  action, resource());
  };
  for (const char* action : {"member.invite", "access.review", "audit.export"}) {
    INFO(action);
    CHECK(with("administrator", "null", action) == "access.mfa_required");
    CHECK(with("administrator", R"("2026-11-21T23:59:59Z")", action) == "access.mfa_required");
    CHECK(with("administrator", R"("2026-11-22T00:00:00Z")", action) == "access.allowed");
    CHECK(with("agent", "null", action) == "access.allowed");
  }
  CHECK(with("administrator", "null", "member.read") == "access.allowed");
}

TEST_CASE("a workspace keeps at least one owner") {
  const value who = actor("agent", R"({"entitlements": ["CAN_MANAGE_MEMBERS"]})");
  for (const char* action : {"member.remove", "member.change_role", "grant.revoke"}) {
    INFO(action);
    CHECK(ask(who, action, resource(R"({"ownersAfter": 1})")).allowed());
    const permission sole = ask(who, action, resource(R"({"ownersAfter": 0})"));
    CHECK(sole.reason == "access.sole_owner");
    CHECK(sole.given == answer::forbidden);
    for (const char* unknown : {"{}", R"({"ownersAfter": -1})", R"({"ownersAfter": "1"})", R"({"ownersAfter": 1.5})"}) {
      const permission held = ask(who, action, resource(unknown));
      CHECK(held.given == answer::held);
      CHECK(held.needs == std::vector<std::string>{"fact:resource.ownersAfter"});
    }
  }
}

TEST_CASE("brand-scoped writes need rank and an explicit grant") {
  const value brand = resource(R"({"brand": "b1"})");
  const auto with = [&](const char* role, const char* grants) {
    return reason(actor(role, std::string(R"({"grants": )") + grants + "}"), "brand.write", brand);
  };
  CHECK(with("brand_member", R"([{"brand": "b1"}])") == "access.allowed");
  CHECK(with("root", "[]") == "access.grant_missing");
  CHECK(with("root", R"([{"brand": "b1"}])") == "access.allowed");
  CHECK(with("agency_member", R"([{"brand": "b1"}])") == "access.role_missing");
  CHECK(with("brand_member", R"([{"brand": "b2"}])") == "access.grant_missing");
  CHECK(with("brand_member", R"([{"brand": "b1", "revoked": true}])") == "access.grant_missing");
  CHECK(with("brand_member", R"([{"brand": "b1", "revoked": "no"}])") == "access.grant_missing");
  CHECK(with("brand_member", R"([{"brand": "b1", "expiresAt": "2026-11-22T12:00:00Z"}])") == "access.grant_missing");
  CHECK(with("brand_member", R"([{"brand": "b1", "expiresAt": "2026-11-22T12:00:01Z"}])") == "access.allowed");
  CHECK(with("brand_member", R"([{"brand": "b1", "expiresAt": "later"}])") == "access.grant_missing");
  CHECK(reason(actor("brand_member", R"({"grants": [{"brand": ""}]})"), "brand.write", resource()) ==
        "access.fact_missing");
}

TEST_CASE("a grant is of one rank in one brand") {
  const auto with = [&](const char* action, const char* brand) {
    const value who = actor("brand_admin", R"({"roles": ["brand_admin", "creator"], "grants": [
      {"brand": "b1", "role": "brand_admin"}, {"brand": "b2", "role": "creator"}, {"brand": "b3", "role": "king"},
      {"brand": "b4", "role": null}]})");
    value what = resource();
    what["brand"] = brand;
    return reason(who, action, what);
  };
  CHECK(with("brand.manage", "b1") == "access.allowed");
  CHECK(with("brand.create_content", "b1") == "access.allowed");
  CHECK(with("brand.create_content", "b2") == "access.allowed");
  CHECK(with("brand.write", "b2") == "access.grant_missing");
  CHECK(with("brand.create_content", "b3") == "access.grant_missing");
  CHECK(with("brand.create_content", "b4") == "access.grant_missing");
}

TEST_CASE("nobody gives more than she has") {
  const auto give = [&](const char* role, const char* held, const char* given) {
    return ask(actor(role, std::string(R"({"entitlements": )") + held + "}"), "grant.give", resource(given));
  };
  constexpr const char* owner = R"(["CAN_MANAGE_MEMBERS", "CAN_EXPORT_REPORTS"])";
  const auto roles = [&](const char* role, const char* given) {
    return std::string(
        give(role, owner, (std::string(R"({"entitlements": [], "roles": [")") + given + R"("]})").c_str()).reason);
  };
  for (const char* rank :
       {"viewer", "creator", "agency_member", "brand_member", "brand_admin", "org_admin", "agency_admin"}) {
    INFO(rank);
    CHECK(roles("agent", rank) == "access.allowed");
  }
  for (const char* rank : {"super_admin", "root", "agent", "administrator", "king", ""}) {
    INFO(rank);
    CHECK(roles("agent", rank) == "access.rank_exceeded");
  }
  CHECK(roles("brand_admin", "brand_admin") == "access.allowed");
  CHECK(roles("brand_admin", "org_admin") == "access.rank_exceeded");
  CHECK(roles("root", "root") == "access.allowed");

  const auto entitled = [&](const char* given) {
    return give("agent", owner, (std::string(R"({"roles": [], "entitlements": [)") + given + "]}").c_str());
  };
  CHECK(entitled(R"("CAN_EXPORT_REPORTS")").allowed());
  CHECK(entitled(R"("CAN_EXPORT_AUDIT")").needs == std::vector<std::string>{"entitlement:CAN_EXPORT_AUDIT"});
  for (const char* never : {R"("CAN_MANAGE_MEMBERS")", R"("CAN_MANAGE_WORKSPACE")", R"("CAN_FLY")", "7"}) {
    INFO(never);
    CHECK(entitled(never).reason == "access.not_grantable");
  }
  CHECK(give("agent", "[]", R"({"roles": [], "entitlements": []})").reason == "access.entitlement_missing");
  for (const char* unknown :
       {"{}", R"({"roles": []})", R"({"entitlements": []})", R"({"roles": "viewer", "entitlements": []})"}) {
    CHECK(give("agent", owner, unknown).given == answer::held);
  }
}

TEST_CASE("each rank of the brand hierarchy can do what lower ranks can") {
  const char* ranks[] = {"viewer",    "creator",      "agency_member", "brand_member", "brand_admin",
                         "org_admin", "agency_admin", "super_admin",   "root"};
  const char* actions[] = {"brand.read", "brand.create_content", "brand.write",  "brand.manage",
                           "org.manage", "agency.manage",        "tenant.govern"};
  for (const char* action : actions) {
    bool below = false;
    for (const char* rank : ranks) {
      const value who = actor(rank, R"({"grants": [{"brand": "b"}], "reauthenticatedAt": "2026-11-22T11:50:00Z"})");
      const bool allowed = ask(who, action, resource(R"({"brand": "b"})")).allowed();
      INFO(action << " " << rank);
      CHECK((allowed || !below));
      below = allowed;
    }
    CHECK(below);
  }
}

TEST_CASE("who can't be judged is held, with the fact that was missing") {
  const std::pair<const char*, const char*> missing[] = {{R"({"id": ""})", "fact:actor.id"},
                                                         {R"({"kind": "robot"})", "fact:actor.kind"},
                                                         {R"({"status": null})", "fact:actor.status"},
                                                         {R"({"workspace": 7})", "fact:actor.workspace"},
                                                         {R"({"roles": "agent"})", "fact:actor.roles"}};
  for (const auto& [changes, fact] : missing) {
    const permission p = ask(actor("agent", changes), "roster.read", resource());
    CHECK(p.given == answer::held);
    CHECK(p.needs == std::vector<std::string>{fact});
  }
  CHECK(ask(actor("agent"), "roster.read", value::object()).needs ==
        std::vector<std::string>{"fact:resource.workspace"});
  CHECK(ask(value(), "roster.read", value()).given == answer::held);
  const value nothing = cuelight::access::permits(value::object());
  CHECK(nothing["allowed"] == value(false));
  CHECK(nothing["answer"] == value("held"));
}

TEST_CASE("checkpoints fail closed and say what was missing") {
  const auto judge = [](std::string_view text) { return cuelight::access::checkpoint(document(text)); };
  const auto outcome = [&](std::string_view rules) {
    return judge(
        std::string(R"({"now": "2026-11-22T12:00:00Z", "facts": {"n": 3, "s": "EUR", "t": "2026-11-22T10:00:00Z",
      "no": null}, "rules": )") +
        std::string(rules) + "}")["outcome"];
  };
  CHECK(outcome(R"([{"id": "1", "fact": "s", "op": "equals", "value": "EUR"}])") == value("pass"));
  CHECK(outcome(R"([{"id": "1", "fact": "s", "op": "one_of", "value": ["USD", "EUR"]}])") == value("pass"));
  CHECK(outcome(R"([{"id": "1", "fact": "n", "op": "at_most", "value": 3}, {"id": "2", "fact": "n", "op": "at_least",
    "value": 3}])") == value("pass"));
  CHECK(outcome(R"([{"id": "1", "fact": "t", "op": "before", "value": "2026-11-22T10:00:01Z"}])") == value("pass"));
  CHECK(outcome(R"([{"id": "1", "fact": "now", "op": "after", "value": "2026-11-22T11:00:00Z"}])") == value("pass"));
  CHECK(outcome(R"([{"id": "1", "fact": "s", "op": "equals", "value": "USD"}])") == value("block"));
  CHECK(outcome(R"([{"id": "1", "fact": "s", "op": "equals", "value": "USD", "onFail": "hold"}])") == value("hold"));
  CHECK(outcome(R"([{"id": "1", "fact": "s", "op": "one_of", "value": []}])") == value("block"));
  CHECK(outcome(R"([{"id": "1", "fact": "absent", "op": "equals", "value": 1}])") == value("hold"));
  CHECK(outcome(R"([{"id": "1", "fact": "no", "op": "equals", "value": null}])") == value("hold"));
  CHECK(outcome(R"([{"id": "1", "fact": "s", "op": "at_most", "value": 3}])") == value("hold"));
  CHECK(outcome(R"([{"id": "1", "fact": "n", "op": "at_most", "value": "3"}])") == value("hold"));
  CHECK(outcome(R"([{"id": "1", "fact": "n", "op": "roughly", "value": 3}])") == value("hold"));
  CHECK(outcome(R"([{"id": "1", "fact": "n", "op": "equals"}])") == value("hold"));
  CHECK(outcome(R"(["anything"])") == value("hold"));
  CHECK(outcome("[]") == value("hold"));
  CHECK(outcome("{}") == value("hold"));
  CHECK(cuelight::access::checkpoint(value())["outcome"] == value("hold"));

  const value v = judge(R"({"now": "2026-11-22T12:00:00Z", "facts": {}, "rules": [
    {"id": "a", "fact": "x", "op": "equals", "value": 1}, {"id": "b", "fact": "now", "op": "before",
    "value": "2026-01-01T00:00:00Z"}]})");
  CHECK(v["outcome"] == value("block"));
  CHECK(cuelight::json::write(v["missing"]) == R"(["x"])");
  CHECK(cuelight::json::write(v["failed"]) == R"([{"code":"access.checkpoint_missing_fact","fact":"x","rule":"a"},)"
                                              R"({"code":"access.checkpoint_failed","fact":"now","rule":"b"}])");
  // A fact named now can't stand in for the clock.
  CHECK(judge(R"({"facts": {"now": "2026-11-22T12:00:00Z"}, "rules": [{"id": "a", "fact": "now", "op": "after",
    "value": "2026-01-01T00:00:00Z"}]})")["outcome"] == value("hold"));
}
