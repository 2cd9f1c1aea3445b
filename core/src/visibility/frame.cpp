/// @file
/// Frames (docs/spec/visibility.md, "Frames"): documents as little-endian 32-bit words, and the texts of the instants.
#include <algorithm>

#include "cuelight/visibility.hpp"

namespace cuelight::visibility {
namespace {

/// A longer text is no instant.
constexpr std::size_t max_instant_octets = 64;

/// What stands where a flag, an object or a list is expected.
enum class tag : std::uint8_t { absent, null, no, yes, list, object, other };

/// Reads a frame word by word. Behind its end there are zeros, and `cut` is set.
class frame_reader {
 public:
  frame_reader(std::string_view words, std::string_view texts) : words_(words), texts_(texts) {}

  [[nodiscard]] bool cut() const { return cut_; }
  [[nodiscard]] bool at_end() const { return words_.empty(); }

  std::uint32_t word() {
    if (words_.size() < 4) {
      cut_ = true;
      words_ = {};
      return 0;
    }
    const auto* p = reinterpret_cast<const unsigned char*>(words_.data());
    words_.remove_prefix(4);
    return p[0] | p[1] << 8 | p[2] << 16 | static_cast<std::uint32_t>(p[3]) << 24;
  }

  name next_name() { return name(word()); }

  /// The number of things of which each takes a word or more; none when there can't be so many.
  std::size_t count() {
    const std::uint32_t n = word();
    if (n <= words_.size() / 4) return n;
    cut_ = true;
    return 0;
  }

  /// An instant by its place in the texts: offset in the upper bits, octets in the lowest eight.
  std::optional<instant_ms> instant() {
    const std::uint32_t place = word();
    const std::size_t offset = place >> 8;
    const std::size_t octets = place & 0xffU;
    if (octets > max_instant_octets || offset > texts_.size() || octets > texts_.size() - offset) return {};
    return parse_instant(texts_.substr(offset, octets));
  }

  /// A list, behind its tag (the lowest eight bits) and count: calls `each` for the elements. False when something
  /// else stands there that isn't null or absent.
  template <class Each>
  bool list(Each each) {
    const std::uint32_t head = word();
    const auto what = tag(head & 0xffU);
    std::size_t elements = head >> 8;
    if (elements > words_.size() / 4) cut_ = true;
    for (; elements > 0 && !cut_; --elements) each();
    return what <= tag::null || what == tag::list;
  }

 private:
  std::string_view words_;
  std::string_view texts_;
  bool cut_ = false;
};

/// The n-th octet of a word.
constexpr std::uint32_t octet(std::uint32_t word, unsigned n) {
  return word >> (8 * n) & 0xffU;
}

constexpr tag tag_in(std::uint32_t word, unsigned n) {
  return tag(octet(word, n));
}

viewer read_viewer(frame_reader& in, std::optional<instant_ms> now) {
  viewer out;
  const std::uint32_t word = in.word();
  if (octet(word, 0) < viewer_kind_count) out.kind = viewer_kind(octet(word, 0));
  out.verified = tag_in(word, 1) == tag::yes;
  out.workspace = in.next_name();
  out.artist = in.next_name();
  out.now = now;
  in.list([&] {
    const name artist = in.next_name();
    out.engagements.push_back({.artist = artist, .answered = tag(in.word()) == tag::yes});
  });
  return out;
}

bool read_grants(frame_reader& in, std::vector<grant>& out) {
  out.clear();
  return in.list([&] {
    const name workspace = in.next_name();
    const tag revoked = tag(in.word());
    const bool stands = revoked == tag::absent || revoked == tag::no;
    out.push_back({.workspace = workspace, .revoked = !stands, .expires_at = in.instant()});
  });
}

/// What a frame says of its subjects, one after the other.
enum class subject_kind : std::uint8_t { malformed, artist, engagement };

/// The subject behind its first word; false when it is malformed.
bool read_artist(frame_reader& in, std::uint32_t word, artist& out) {
  out.set.reset();
  if (octet(word, 1) < level_count) out.set = level(octet(word, 1));
  out.consent = tag_in(word, 2) == tag::yes;
  out.verified = tag_in(word, 3) == tag::yes;
  out.id = in.next_name();
  out.artist_workspace = in.next_name();
  out.agency_workspace = in.next_name();
  const bool invitations = read_grants(in, out.invitations);
  const bool partnerships = read_grants(in, out.partnerships);
  return invitations && partnerships;
}

bool read_engagement(frame_reader& in, std::uint32_t word, engagement& out) {
  out.answered = tag_in(word, 1) == tag::yes;
  out.id = in.next_name();
  out.artist = in.next_name();
  out.artist_workspace = in.next_name();
  out.agency = in.next_name();
  out.presenter = in.next_name();
  out.counsel.clear();
  const bool counsel = in.list([&] { out.counsel.push_back(in.next_name()); });
  return counsel && tag_in(word, 2) == tag::object;
}

void append(std::string& out, std::uint32_t word) {
  for (unsigned n = 0; n < 4; ++n) out.push_back(static_cast<char>(octet(word, n)));
}

std::unexpected<error> malformed() {
  return refuse("visibility.frame_malformed", "The frame is cut off or doesn't add up.");
}

}  // namespace

result<std::string> decide_frame(std::string_view words, std::string_view texts) {
  frame_reader in(words, texts);
  const auto now = in.instant();
  if (in.count() != 1) return malformed();
  const std::size_t subjects = in.count();
  const viewer who = read_viewer(in, now);
  std::string out;
  out.reserve(8 * subjects);
  artist an_artist;
  engagement an_engagement;
  for (std::size_t i = 0; i < subjects && !in.cut(); ++i) {
    const std::uint32_t word = in.word();
    const auto kind = subject_kind(octet(word, 0));
    decision d;
    if (kind == subject_kind::artist && read_artist(in, word, an_artist)) {
      d = decide(who, an_artist);
    } else if (kind == subject_kind::engagement && read_engagement(in, word, an_engagement)) {
      d = decide(who, an_engagement);
    }
    append(out, d.fields.bits());
    append(out, static_cast<std::uint32_t>(d.why) | static_cast<std::uint32_t>(d.owner) << 8);
  }
  if (in.cut() || !in.at_end()) return malformed();
  return out;
}

result<json::value> explain_frame(std::string_view words, std::string_view texts, const json::value& names) {
  frame_reader in(words, texts);
  const auto now = in.instant();
  const std::size_t count = in.count();
  if (in.count() != 1 || !names.is_array() || names.size() != count) return malformed();
  std::vector<candidate> candidates;
  for (const json::value& named : names) {
    candidate c{
        .id = std::string(json::text_member(named, "id").value_or("")), .name = {}, .who = read_viewer(in, now)};
    if (const auto name = json::text_member(named, "name")) c.name = *name;
    candidates.push_back(std::move(c));
  }
  artist subject;
  const std::uint32_t word = in.word();
  // An engagement, or an artist whose lists are none, is as good as an artist without an id.
  if (subject_kind(octet(word, 0)) != subject_kind::artist || !read_artist(in, word, subject)) subject = {};
  if (in.cut()) return malformed();
  return explain(subject, candidates, now);
}

}  // namespace cuelight::visibility
