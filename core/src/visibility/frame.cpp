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

  /// A name by its two bits in a subject's first word: the number, or 3 when it follows.
  name next_name(std::uint32_t code) { return name(code < 3 ? code : word()); }

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

  /// Calls `each` so many times, unless there can't be so many.
  template <class Each>
  void elements(std::size_t count, Each each) {
    if (count > words_.size() / 4) cut_ = true;
    for (; count > 0 && !cut_; --count) each();
  }

 private:
  std::string_view words_;
  std::string_view texts_;
  bool cut_ = false;
};

constexpr std::uint32_t bits(std::uint32_t word, unsigned from, unsigned count) {
  return word >> from & ((1U << count) - 1);
}

constexpr tag tag_at(std::uint32_t word, unsigned from) {
  return tag(bits(word, from, 3));
}

/// Whether what stands there can be read as a list: null and absent are empty ones.
constexpr bool is_list(tag t) {
  return t == tag::absent || t == tag::null || t == tag::list;
}

viewer read_viewer(frame_reader& in, std::optional<instant_ms> now) {
  viewer out;
  const std::uint32_t word = in.word();
  if (bits(word, 0, 8) < viewer_kind_count) out.kind = viewer_kind(bits(word, 0, 8));
  out.verified = tag_at(word, 8) == tag::yes;
  out.workspace = name(in.word());
  out.artist = name(in.word());
  out.now = now;
  in.elements(in.word(), [&] {
    const auto artist = name(in.word());
    out.engagements.push_back({.artist = artist, .answered = tag(in.word()) == tag::yes});
  });
  return out;
}

/// What a subject's first word begins with.
enum class subject_kind : std::uint8_t { malformed, artist, engagement };

subject_kind kind_of(std::uint32_t word) {
  return subject_kind(bits(word, 0, 2));
}

bool elements_follow(std::uint32_t word) {
  return bits(word, 24, 1) != 0;
}

void read_grants(frame_reader& in, std::size_t count, std::vector<grant>& out) {
  out.clear();
  in.elements(count, [&] {
    const std::uint32_t word = in.word();
    const tag revoked = tag_at(word, 0);
    const bool stands = revoked == tag::absent || revoked == tag::no;
    out.push_back({.workspace = name(word >> 3), .revoked = !stands, .expires_at = in.instant()});
  });
}

/// The artist behind its first word; false when it is malformed.
bool read_artist(frame_reader& in, std::uint32_t word, artist& out) {
  out.set.reset();
  if (bits(word, 2, 3) < level_count) out.set = level(bits(word, 2, 3));
  out.consent = tag_at(word, 5) == tag::yes;
  out.verified = tag_at(word, 8) == tag::yes;
  out.id = in.next_name(bits(word, 11, 2));
  out.artist_workspace = in.next_name(bits(word, 13, 2));
  out.agency_workspace = in.next_name(bits(word, 15, 2));
  const std::uint32_t counts = elements_follow(word) ? in.word() : 0;
  read_grants(in, counts & 0xffffU, out.invitations);
  read_grants(in, counts >> 16, out.partnerships);
  return is_list(tag_at(word, 17)) && is_list(tag_at(word, 20));
}

/// The engagement behind its first word; false when it is malformed.
bool read_engagement(frame_reader& in, std::uint32_t word, engagement& out) {
  out.answered = tag_at(word, 2) == tag::yes;
  out.id = in.next_name(bits(word, 11, 2));
  out.artist = in.next_name(bits(word, 13, 2));
  out.artist_workspace = in.next_name(bits(word, 15, 2));
  out.agency = in.next_name(bits(word, 17, 2));
  out.presenter = in.next_name(bits(word, 19, 2));
  out.counsel.clear();
  in.elements(elements_follow(word) ? in.word() : 0, [&] { out.counsel.push_back(name(in.word())); });
  return tag_at(word, 5) == tag::object && is_list(tag_at(word, 21));
}

void append(std::string& out, std::uint32_t word) {
  for (unsigned n = 0; n < 4; ++n) out.push_back(static_cast<char>(bits(word, 8 * n, 8)));
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
    const subject_kind kind = kind_of(word);
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
  for (const json::value& named : json::elements(names)) {
    candidate c{
        .id = std::string(json::text_member(named, "id").value_or("")), .name = {}, .who = read_viewer(in, now)};
    if (const auto name = json::text_member(named, "name")) c.name = *name;
    candidates.push_back(std::move(c));
  }
  artist subject;
  const std::uint32_t word = in.word();
  // An engagement, or an artist whose lists are none, is as good as an artist without an id.
  if (kind_of(word) != subject_kind::artist || !read_artist(in, word, subject)) subject = {};
  if (in.cut()) return malformed();
  return explain(subject, candidates, now);
}

}  // namespace cuelight::visibility
