// Frames: they decide as the types do, whatever tag stands where, and a damaged one is refused.
#include <cstring>

#include "visibility/combinations.hpp"

using namespace cuelight::visibility;

namespace {

/// The tags of docs/spec/visibility.md, "Frames".
enum : std::uint32_t { absent, null, no, yes, list, object, other };

/// A frame with one viewer, as JavaScript writes it; times are 0 (none), `the_instant`, or a millisecond later.
struct frame {
  std::vector<std::uint32_t> words;
  std::string texts = "2026-11-22T08:00:00Z2026-11-22T08:00:00.001Z";

  frame(const viewer& who, std::size_t subjects) {
    put_instant(who.now);
    put({1, static_cast<std::uint32_t>(subjects)});
    put({who.kind ? static_cast<std::uint32_t>(*who.kind) | flag(who.verified) << 8 : 255U});
    put({number(who.workspace), number(who.artist), static_cast<std::uint32_t>(who.engagements.size())});
    for (const engagement_with& e : who.engagements) put({number(e.artist), flag(e.answered)});
  }

  /// Numbers of names always follow, though those below three need not.
  void add(const artist& a) {
    put({1U | static_cast<std::uint32_t>(*a.set) << 2 | flag(a.consent) << 5 | flag(a.verified) << 8 | 3U << 11 |
             3U << 13 | 3U << 15 | list << 17 | list << 20 | 1U << 24,
         number(a.id), number(a.artist_workspace), number(a.agency_workspace),
         static_cast<std::uint32_t>(a.invitations.size() | a.partnerships.size() << 16)});
    for (const auto* grants : {&a.invitations, &a.partnerships}) {
      for (const grant& g : *grants) {
        put({number(g.workspace) << 3 | flag(g.revoked)});
        put_instant(g.expires_at);
      }
    }
  }

  void put_tag(std::size_t at, unsigned bit, std::uint32_t tag) { words[at] = (words[at] & ~(7U << bit)) | tag << bit; }

  [[nodiscard]] std::string octets() const { return {reinterpret_cast<const char*>(words.data()), 4 * words.size()}; }
  [[nodiscard]] auto decided() const { return decide_frame(octets(), texts); }
  /// The reason of the only subject.
  [[nodiscard]] reason why() const {
    const auto reply = decided();
    REQUIRE(reply.has_value());
    REQUIRE(reply->size() == 8);
    return static_cast<reason>((*reply)[4]);
  }

 private:
  static std::uint32_t number(name n) { return static_cast<std::uint32_t>(n); }
  static std::uint32_t flag(bool f) { return f ? yes : no; }
  void put(std::initializer_list<std::uint32_t> more) { words.insert(words.end(), more); }
  void put_instant(std::optional<cuelight::instant_ms> at) {
    put({!at ? 0U : *at == the_instant ? 20U : 20U << 8 | 24U});
  }
};

/// An artist whom the viewer's workspace was invited to see.
combination invited() {
  combination c;
  c.who = {.kind = viewer_kind::presenter,
           .workspace = its_workspace,
           .artist = name::none,
           .verified = true,
           .now = the_instant,
           .engagements = {}};
  c.subject = {.id = another_artist,
               .set = level::stealth_roster,
               .consent = false,
               .verified = true,
               .artist_workspace = name::none,
               .agency_workspace = name::other,
               .invitations = {live},
               .partnerships = {}};
  return c;
}

frame framed(const combination& c) {
  frame f(c.who, 1);
  f.add(c.subject);
  return f;
}

// Places in the frame of `invited`: three words, the viewer's four, the subject's.
constexpr std::size_t viewer_at = 3;
constexpr std::size_t subject_at = viewer_at + 4;
constexpr std::size_t invitation_at = subject_at + 5;

}  // namespace

TEST_CASE("frames decide as the types do") {
  for_each_combination([](const combination& c) {
    const auto reply = framed(c).decided();
    REQUIRE(reply.has_value());
    std::array<std::uint32_t, 2> words{};
    REQUIRE(reply->size() == sizeof words);
    std::memcpy(words.data(), reply->data(), sizeof words);
    const decision d = c.decided();
    if (words[0] != d.fields.bits()) FAIL("other sights");
    if (words[1] != (static_cast<std::uint32_t>(d.why) | static_cast<std::uint32_t>(d.owner) << 8)) FAIL("another why");
  });
}

TEST_CASE("only what is wholly as expected counts") {
  const frame whole = framed(invited());
  CHECK(whole.why() == reason::invited);
  for (std::uint32_t tag = absent; tag <= other + 1; ++tag) {
    INFO("tag " << tag);
    frame f = whole;
    f.words[viewer_at] = static_cast<std::uint32_t>(viewer_kind::presenter) | tag << 8;
    CHECK(f.why() == (tag == yes ? reason::invited : reason::unverified_viewer));
    f = whole;
    f.put_tag(subject_at, 8, tag);
    CHECK(f.why() == (tag == yes ? reason::invited : reason::unverified_subject));
    f = whole;
    f.put_tag(invitation_at, 0, tag);
    CHECK(f.why() == (tag == absent || tag == no ? reason::invited : reason::invitation_revoked));
    for (const unsigned lists : {17U, 20U}) {
      f = whole;
      f.put_tag(subject_at, lists, tag);
      CHECK(f.why() == (tag == absent || tag == null || tag == list ? reason::invited : reason::malformed_subject));
    }
  }
  for (const std::uint32_t octets : {0U, 19U, 25U, 64U, 255U, 0xffffffffU}) {
    frame f = whole;
    f.words[invitation_at + 1] = octets;
    CHECK(f.why() == reason::invitation_expired);
    f = whole;
    f.words[0] = octets;
    CHECK(f.why() == reason::malformed_viewer);
  }
}

TEST_CASE("an instant of more than 64 octets is none") {
  frame f = framed(invited());
  for (const std::size_t zeros : {43U, 44U}) {
    f.texts = "2026-11-22T08:00:00." + std::string(zeros, '0') + "Z";
    f.words[0] = static_cast<std::uint32_t>(f.texts.size());
    CHECK(f.why() == (zeros == 43 ? reason::invitation_expired : reason::malformed_viewer));
  }
}

TEST_CASE("a damaged frame is refused, never read beyond") {
  combination c = invited();
  c.who.engagements.push_back({.artist = another_artist, .answered = false});
  frame whole(c.who, 2);
  whole.add(c.subject);
  whole.add(c.subject);
  REQUIRE(whole.decided().has_value());
  const std::string octets = whole.octets();
  for (std::size_t n = 0; n < octets.size(); ++n) {
    const auto cut = decide_frame(std::string_view(octets).substr(0, n), whole.texts);
    REQUIRE_FALSE(cut.has_value());
    CHECK(cut.error().code == "visibility.frame_malformed");
  }
  CHECK_FALSE(decide_frame(octets + "1234", whole.texts).has_value());
  for (std::size_t n = 0; n < whole.texts.size(); ++n) {
    const auto reply = decide_frame(octets, std::string_view(whole.texts).substr(0, n));
    REQUIRE(reply.has_value());
    CHECK(reply->size() == 16);
  }
  for (std::size_t i = 0; i < octets.size(); ++i) {
    for (const char octet : {'\0', '\x7f', '\xff'}) {
      std::string damaged = octets;
      damaged[i] = octet;
      (void)decide_frame(damaged, whole.texts);
      (void)explain_frame(damaged, whole.texts, cuelight::json::value::array());
    }
  }
}

TEST_CASE("a frame explains as the types do") {
  const combination c = invited();
  const auto names = parse_document(R"([{"id": "house", "name": "Konzerthaus"}])");
  const frame f = framed(c);
  const auto from_frame = explain_frame(f.octets(), f.texts, names);
  REQUIRE(from_frame.has_value());
  const candidate house{.id = "house", .name = "Konzerthaus", .who = c.who};
  const auto from_types = explain(c.subject, std::span(&house, 1), the_instant);
  REQUIRE(from_types.has_value());
  CHECK(cuelight::json::write(*from_frame) == cuelight::json::write(*from_types));
  CHECK(explain_frame(f.octets(), f.texts, parse_document("[]")).error().code == "visibility.frame_malformed");
  CHECK(explain_frame(f.octets(), f.texts, parse_document("[7]")).error().code == "visibility.malformed_candidate");
}
