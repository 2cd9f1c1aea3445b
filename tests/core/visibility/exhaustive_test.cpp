// Every combination of facts there is, against what must hold for all of them.
#include "visibility/combinations.hpp"

using namespace cuelight::visibility;

namespace {

bool contains(sights wide, sights narrow) {
  sights joined = wide;
  joined.join(narrow);
  return joined == wide;
}

}  // namespace

TEST_CASE("a more open level never shows less, whoever looks") {
  for_each_combination([](const combination& c) {
    sights before;
    for (std::size_t l = 0; l < level_count; ++l) {
      artist s = c.subject;
      s.set = level(l);
      const sights fields = decide(c.who, s).fields;
      if (!contains(fields, before)) FAIL("less at " << name_of(level(l)));
      before = fields;
    }
  });
}

TEST_CASE("no further fact ever shows less") {
  for_each_combination([](const combination& c) {
    const sights fields = c.decided().fields;
    const auto with = [&](auto add) {
      combination more = c;
      add(more);
      if (!contains(more.decided().fields, fields)) FAIL("a fact hides");
    };
    with([](combination& m) { m.subject.consent = true; });
    with([](combination& m) { m.subject.verified = true; });
    with([](combination& m) { m.subject.id = m.who.engagements.front().artist = its_artist; });
    with([](combination& m) { m.subject.artist_workspace = its_workspace; });
    with([](combination& m) { m.subject.agency_workspace = its_workspace; });
    with([](combination& m) { m.who.engagements.push_back({.artist = m.subject.id, .answered = true}); });
    with([](combination& m) { m.subject.invitations.push_back(live); });
    with([](combination& m) { m.subject.partnerships.push_back(live); });
    with([](combination& m) { m.who.verified = true; });
  });
}

TEST_CASE("what must never be, never is") {
  for_each_combination([](const combination& c) {
    const decision d = c.decided();
    const bool own_agency = c.who.kind == viewer_kind::agency && c.subject.agency_workspace == its_workspace;
    const bool self =
        c.who.kind == viewer_kind::artist && c.subject.id == its_artist && c.subject.artist_workspace == its_workspace;
    if (!c.who.now && d.visible()) FAIL("a malformed viewer sees");
    if (!c.who.now) return;
    if (d.owner != (own_agency || self)) FAIL("wrong owner");
    if ((d.fields[group::notes] != sight::absent) != own_agency) FAIL("internal notes leave the agency");
    if (d.fields[group::fees] == sight::shown && !d.owner) FAIL("exact fees leave the house");
    if (d.fields[group::engagement] != sight::absent && !d.owner) FAIL("engagements leave the house");
    if (d.fields[group::availability] == sight::shown && !d.owner) FAIL("the diary leaves the house");
    if (c.who.kind == viewer_kind::artist && !self && d.visible()) FAIL("an artist sees another artist");
    const bool page_only = c.who.kind == viewer_kind::anonymous || c.who.kind == viewer_kind::administrator;
    const bool is_public = c.subject.set == level::open && c.subject.consent && c.subject.verified;
    if (page_only && d.visible() != is_public) FAIL("the public sees other than public");
    if (d.visible() == (d.why > reason::requester)) FAIL("the reason doesn't fit the decision");
  });
}
