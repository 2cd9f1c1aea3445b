// Every combination of facts there is, against what must hold for all of them.
#include <cstring>
#include <vector>

#include "visibility/cases.hpp"

using namespace cuelight::visibility;

namespace {

constexpr cuelight::instant_ms now = 1'795'334'400'000;

struct combination {
  viewer_facts viewer;
  artist_facts subject;
  std::vector<grant_facts> grants;
};

/// A grant that is absent (0), live, expired or revoked.
void add_grant(std::vector<grant_facts>& grants, bool invitation, int which) {
  if (which == 0) return;
  grants.push_back(
      {.invitation = invitation, .revoked = which == 3, .dated = true, .expires_at = which == 2 ? now : now + 1});
}

template <class Each>
void for_each_combination(Each each) {
  for (unsigned bits = 0; bits < 1U << 14; ++bits) {
    for (unsigned k = 0; k < viewer_kind_count; ++k) {
      combination c;
      const auto bit = [&](unsigned n) { return (bits >> n & 1U) != 0; };
      c.viewer = {.kind = viewer_kind(k), .well_formed = bit(0), .verified = bit(1), .now = now};
      c.subject = {.set = level(bits >> 2 & 3U),
                   .consent = bit(4),
                   .verified = bit(5),
                   .is_viewer = bit(6),
                   .in_artist_workspace = bit(7),
                   .in_agency_workspace = bit(8),
                   .engaged = bit(9),
                   .grants = {}};
      add_grant(c.grants, true, static_cast<int>(bits >> 10 & 3U));
      add_grant(c.grants, false, static_cast<int>(bits >> 12 & 3U));
      c.subject.grants = c.grants;
      each(c);
    }
  }
}

bool contains(sights wide, sights narrow) {
  sights joined = wide;
  joined.join(narrow);
  return joined == wide;
}

struct frame {
  std::string words;
  std::string texts;
  [[nodiscard]] auto decided() const { return decide_packed(words, texts); }
};

frame packed(const std::vector<combination>& list) {
  std::vector<std::uint32_t> words;
  std::string texts = "2026-11-22T08:00:00Z";
  const std::uint32_t now_reference = 20;
  texts += "2026-11-22T08:00:00.001Z";
  const std::uint32_t later_reference = 20U << 8 | 24;
  const viewer_facts& v = list.front().viewer;
  const std::uint32_t well = v.well_formed ? 0x600 : 0;
  words = {static_cast<std::uint32_t>(v.kind) | (v.verified ? 1U << 8 : 0) | well, now_reference,
           static_cast<std::uint32_t>(list.size())};
  for (const combination& c : list) {
    const artist_facts& s = c.subject;
    words.push_back(1 | static_cast<std::uint32_t>(s.set) << 2 | s.consent << 4 | s.verified << 5 | s.is_viewer << 6 |
                    s.in_artist_workspace << 7 | s.in_agency_workspace << 8 | s.engaged << 9 |
                    static_cast<std::uint32_t>(c.grants.size()) << 16);
    for (const grant_facts& g : c.grants) {
      words.push_back(static_cast<std::uint32_t>(g.invitation) | static_cast<std::uint32_t>(g.revoked) << 1);
      words.push_back(g.expires_at == now ? now_reference : later_reference);
    }
  }
  return {std::string(reinterpret_cast<const char*>(words.data()), 4 * words.size()), texts};
}

}  // namespace

TEST_CASE("a more open level never shows less, whoever looks") {
  for_each_combination([](const combination& c) {
    sights before;
    for (std::size_t l = 0; l < level_count; ++l) {
      artist_facts s = c.subject;
      s.set = level(l);
      const sights fields = decide(c.viewer, s).fields;
      if (!contains(fields, before)) FAIL("less at " << name_of(level(l)));
      before = fields;
    }
  });
}

TEST_CASE("no further fact ever shows less") {
  for_each_combination([](const combination& c) {
    const sights fields = decide(c.viewer, c.subject).fields;
    for (const auto fact :
         {&artist_facts::consent, &artist_facts::verified, &artist_facts::is_viewer, &artist_facts::in_artist_workspace,
          &artist_facts::in_agency_workspace, &artist_facts::engaged}) {
      artist_facts s = c.subject;
      s.*fact = true;
      if (!contains(decide(c.viewer, s).fields, fields)) FAIL("a fact hides");
    }
    viewer_facts v = c.viewer;
    v.verified = true;
    if (!contains(decide(v, c.subject).fields, fields)) FAIL("verification hides");
  });
}

TEST_CASE("what must never be, never is") {
  for_each_combination([](const combination& c) {
    const decision d = decide(c.viewer, c.subject);
    const bool own_agency = c.viewer.kind == viewer_kind::agency && c.subject.in_agency_workspace;
    const bool self = c.viewer.kind == viewer_kind::artist && c.subject.is_viewer && c.subject.in_artist_workspace;
    if (!c.viewer.well_formed && d.visible()) FAIL("a malformed viewer sees");
    if (!c.viewer.well_formed) return;
    if (d.owner != (own_agency || self)) FAIL("wrong owner");
    if ((d.fields[group::notes] != sight::absent) != own_agency) FAIL("internal notes leave the agency");
    if (d.fields[group::fees] == sight::shown && !d.owner) FAIL("exact fees leave the house");
    if (d.fields[group::engagement] != sight::absent && !d.owner) FAIL("engagements leave the house");
    if (d.fields[group::availability] == sight::shown && !d.owner) FAIL("the diary leaves the house");
    if (c.viewer.kind == viewer_kind::artist && !self && d.visible()) FAIL("an artist sees another artist");
    const bool page_only = c.viewer.kind == viewer_kind::anonymous || c.viewer.kind == viewer_kind::administrator;
    const bool is_public = c.subject.set == level::open && c.subject.consent && c.subject.verified;
    if (page_only && d.visible() != is_public) FAIL("the public sees other than public");
    if (d.visible() == (d.why > reason::requester)) FAIL("the reason doesn't fit the decision");
  });
}

TEST_CASE("the packed form decides as the facts do") {
  std::vector<combination> list;
  std::size_t frames = 0;
  const auto flush = [&] {
    if (list.empty()) return;
    const auto reply = packed(list).decided();
    REQUIRE(reply.has_value());
    REQUIRE(reply->size() == 4 * list.size());
    for (std::size_t i = 0; i < list.size(); ++i) {
      combination& c = list[i];
      c.subject.grants = c.grants;
      // The facts' clock is the text's, to the millisecond.
      const decision d = decide(c.viewer, c.subject);
      std::uint32_t word;
      std::memcpy(&word, reply->data() + 4 * i, 4);
      if (word != (d.fields.bits() | static_cast<std::uint32_t>(d.why) << 16 | d.owner << 24)) FAIL("differs");
    }
    list.clear();
    ++frames;
  };
  for_each_combination([&](const combination& c) {
    // A packed viewer that is no artist needs a workspace only; both bits stand in for well-formed here.
    if (!c.viewer.well_formed && c.viewer.kind == viewer_kind::anonymous) return;
    if (!list.empty() && (list.front().viewer.kind != c.viewer.kind || list.size() == 500 ||
                          list.front().viewer.verified != c.viewer.verified ||
                          list.front().viewer.well_formed != c.viewer.well_formed)) {
      flush();
    }
    list.push_back(c);
  });
  flush();
  CHECK(frames > 100);
}

TEST_CASE("a damaged frame is refused, never read beyond") {
  combination c;
  c.viewer = {.kind = viewer_kind::agency, .well_formed = true, .verified = true, .now = now};
  c.subject.set = level::open;
  add_grant(c.grants, false, 1);
  const frame whole = packed({c, c});
  REQUIRE(whole.decided().has_value());
  for (std::size_t n = 0; n < whole.words.size(); ++n) {
    const auto cut = decide_packed(std::string_view(whole.words).substr(0, n), whole.texts);
    REQUIRE_FALSE(cut.has_value());
    CHECK(cut.error().code == "visibility.packed_malformed");
  }
  for (std::size_t n = 0; n < whole.texts.size(); ++n) {
    const auto reply = decide_packed(whole.words, std::string_view(whole.texts).substr(0, n));
    REQUIRE(reply.has_value());
    CHECK(reply->size() == 8);
  }
  for (std::size_t i = 0; i < whole.words.size(); ++i) {
    for (const char octet : {'\0', '\x7f', '\xff'}) {
      frame damaged = whole;
      damaged.words[i] = octet;
      (void)damaged.decided();
    }
  }
}
