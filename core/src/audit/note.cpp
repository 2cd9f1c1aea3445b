#include "cuelight/audit/note.hpp"

#include <algorithm>
#include <utility>

#include "cuelight/base64.hpp"

namespace cuelight::audit {
namespace {

constexpr std::string_view dash = "\xE2\x80\x94 ";
constexpr char ed25519_type = 0x01;
constexpr std::size_t key_id_octets = 4;

std::unexpected<error> malformed(std::string_view message) {
  return refuse("audit.note_malformed", message);
}

bool is_control(char c) {
  return static_cast<unsigned char>(c) < 0x20 || c == 0x7f;
}

/// Well-formed UTF-8 (RFC 3629).
bool is_utf8(std::string_view text) {
  for (std::size_t i = 0; i < text.size();) {
    const auto lead = static_cast<unsigned char>(text[i++]);
    if (lead < 0x80) continue;
    const std::size_t more = lead >= 0xf0 ? 3 : lead >= 0xe0 ? 2 : 1;
    if (lead < 0xc2 || lead > 0xf4 || text.size() - i < more) return false;
    const auto second = static_cast<unsigned char>(text[i]);
    if ((lead == 0xe0 && second < 0xa0) || (lead == 0xed && second > 0x9f) || (lead == 0xf0 && second < 0x90) ||
        (lead == 0xf4 && second > 0x8f)) {
      return false;
    }
    for (std::size_t k = 0; k < more; ++k) {
      if ((static_cast<unsigned char>(text[i++]) & 0xc0U) != 0x80) return false;
    }
  }
  return true;
}

/// White space beyond ASCII (Unicode White_Space) is refused in key names too: it could not be told apart.
bool has_space(std::string_view name) {
  static constexpr std::string_view spaces[] = {" ",
                                                "\xC2\x85",
                                                "\xC2\xA0",
                                                "\xE1\x9A\x80",
                                                "\xE2\x80\x80",
                                                "\xE2\x80\x81",
                                                "\xE2\x80\x82",
                                                "\xE2\x80\x83",
                                                "\xE2\x80\x84",
                                                "\xE2\x80\x85",
                                                "\xE2\x80\x86",
                                                "\xE2\x80\x87",
                                                "\xE2\x80\x88",
                                                "\xE2\x80\x89",
                                                "\xE2\x80\x8A",
                                                "\xE2\x80\xA8",
                                                "\xE2\x80\xA9",
                                                "\xE2\x80\xAF",
                                                "\xE2\x81\x9F",
                                                "\xE3\x80\x80"};
  return std::ranges::any_of(spaces, [&](std::string_view s) { return name.find(s) != std::string_view::npos; });
}

std::string id_octets(key_id id) {
  std::string out;
  for (int shift = 24; shift >= 0; shift -= 8) out.push_back(static_cast<char>(id >> shift & 0xffU));
  return out;
}

key_id read_id(std::string_view octets) {
  key_id id = 0;
  for (std::size_t i = 0; i < key_id_octets; ++i) id = id << 8 | static_cast<std::uint8_t>(octets[i]);
  return id;
}

std::string_view octets_of(const ed25519::public_key& key) {
  return {reinterpret_cast<const char*>(key.data()), key.size()};
}

/// Takes the next line, without its line end, off the front of `text`. Precondition: `text` ends with a line end.
std::string_view next_line(std::string_view& text) {
  const std::size_t end = text.find('\n');
  const std::string_view line = text.substr(0, end);
  text.remove_prefix(end + 1);
  return line;
}

result<note_signature> parse_signature(std::string_view line) {
  if (!line.starts_with(dash)) return malformed("A signature line must begin with an em dash and a space.");
  line.remove_prefix(dash.size());
  const std::size_t space = line.find(' ');
  if (space == std::string_view::npos || !is_key_name(line.substr(0, space))) {
    return malformed("A signature line must name its key.");
  }
  const auto octets = from_base64(line.substr(space + 1));
  if (!octets || octets->size() <= key_id_octets) return malformed("A signature is not Base64, or is too short.");
  return note_signature{
      .name = std::string(line.substr(0, space)), .id = read_id(*octets), .signature = octets->substr(key_id_octets)};
}

bool is_line(std::string_view text) {
  return !text.empty() && is_utf8(text) && std::ranges::none_of(text, is_control);
}

}  // namespace

bool is_key_name(std::string_view name) {
  return is_line(name) && !has_space(name) && name.find('+') == std::string_view::npos;
}

key_id id_of(const note_key& key) {
  hash::sha256_stream s;
  s.update(key.name);
  s.update(std::string_view("\n\x01", 2));
  s.update(octets_of(key.key));
  return read_id(hash::octets_of(s.finish()));
}

std::string verifier_key(const note_key& key) {
  return key.name + '+' + hash::hex(id_octets(id_of(key))) + '+' +
         base64(std::string(1, ed25519_type).append(octets_of(key.key)));
}

result<note> parse_note(std::string_view text) {
  if (text.size() > max_note_octets) return malformed("A signed note may have at most 1 MiB.");
  if (!text.ends_with('\n') || !is_utf8(text)) return malformed("A signed note must be UTF-8 and end with a line end.");
  if (std::ranges::any_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x20 && c != '\n'; })) {
    return malformed("A signed note may hold no control characters.");
  }
  const std::size_t gap = text.rfind("\n\n");
  if (gap == std::string_view::npos || gap + 2 == text.size()) {
    return malformed("A signed note needs an empty line and signatures after its text.");
  }
  note out{.text = std::string(text.substr(0, gap + 1)), .signatures = {}};
  for (std::string_view rest = text.substr(gap + 2); !rest.empty();) {
    if (out.signatures.size() == max_note_signatures) return malformed("A signed note may have 100 signatures.");
    auto signature = parse_signature(next_line(rest));
    if (!signature) return std::unexpected(std::move(signature.error()));
    out.signatures.push_back(std::move(*signature));
  }
  return out;
}

std::string write_note(const note& n) {
  std::string out = n.text + '\n';
  for (const note_signature& s : n.signatures) {
    out.append(dash).append(s.name).append(" ").append(base64(id_octets(s.id) + s.signature)).append("\n");
  }
  return out;
}

result<note> sign_note(note n, std::string_view name, std::string_view secret_key) {
  if (!is_key_name(name)) {
    return refuse("audit.key_name",
                  "A key's name must be text without white space, plus signs and control characters.");
  }
  const auto signature = ed25519::sign(n.text, secret_key);
  if (!signature) return refuse("audit.key_malformed", "A secret key has 64 octets: the seed and the public key.");
  note_key key{.name = std::string(name), .key = {}};
  std::copy_n(secret_key.end() - key.key.size(), key.key.size(), reinterpret_cast<char*>(key.key.data()));
  n.signatures.push_back({.name = key.name,
                          .id = id_of(key),
                          .signature = {reinterpret_cast<const char*>(signature->data()), signature->size()}});
  return n;
}

result<std::vector<std::string>> verify_note(const note& n, std::span<const note_key> keys) {
  std::vector<std::string> signers;
  for (const note_key& key : keys) {
    const key_id id = id_of(key);
    for (const note_signature& s : n.signatures) {
      if (s.name != key.name || s.id != id) continue;
      if (!ed25519::verify(n.text, s.signature, octets_of(key.key))) {
        return refuse("audit.note_bad_signature", "The signature by " + key.name + " is wrong.");
      }
      if (std::ranges::find(signers, key.name) == signers.end()) signers.push_back(key.name);
    }
  }
  if (signers.empty()) return refuse("audit.note_unsigned", "None of the keys given has signed this note.");
  return signers;
}

result<std::string> write_checkpoint(const checkpoint& c) {
  if (!is_line(c.origin) || !std::ranges::all_of(c.extensions, is_line) || c.size > (1ULL << 53) - 1) {
    return refuse("audit.checkpoint_malformed",
                  "A checkpoint needs an origin, a size up to 2^53-1, and extension lines that are not empty.");
  }
  std::string out = c.origin + '\n' + std::to_string(c.size) + '\n' + base64(hash::octets_of(c.root)) + '\n';
  for (const std::string& line : c.extensions) out.append(line).append("\n");
  return out;
}

result<checkpoint> parse_checkpoint(std::string_view note_text) {
  const auto bad = [](std::string_view message) { return refuse("audit.checkpoint_malformed", message); };
  if (!note_text.ends_with('\n') || std::ranges::count(note_text, '\n') < 3) {
    return bad("A checkpoint has at least three lines: origin, size, root.");
  }
  checkpoint out;
  out.origin = next_line(note_text);
  if (!is_line(out.origin)) return bad("The checkpoint's origin is empty or holds control characters.");
  const std::string_view size = next_line(note_text);
  if (size.empty() || size.size() > 16 || (size.size() > 1 && size.front() == '0')) {
    return bad("The checkpoint's size must be a decimal number without leading zeros, up to 2^53-1.");
  }
  for (const char c : size) {
    if (c < '0' || c > '9') return bad("The checkpoint's size must be a decimal number.");
    out.size = out.size * 10 + static_cast<unsigned>(c - '0');
  }
  if (out.size > (1ULL << 53) - 1) return bad("The checkpoint's size exceeds 2^53-1.");
  const auto root = from_base64(next_line(note_text));
  if (!root || root->size() != out.root.size()) return bad("The checkpoint's root must be 32 octets in Base64.");
  std::copy(root->begin(), root->end(), reinterpret_cast<char*>(out.root.data()));
  while (!note_text.empty()) {
    out.extensions.emplace_back(next_line(note_text));
    if (!is_line(out.extensions.back())) return bad("An extension line of the checkpoint is empty.");
  }
  return out;
}

}  // namespace cuelight::audit
