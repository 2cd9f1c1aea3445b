#include "cuelight/audit/chain.hpp"

#include <algorithm>
#include <cstring>
#include <utility>

#include "audit/row.hpp"
#include "cuelight/json.hpp"

namespace cuelight::audit {
namespace {

using hash::digest;

digest row_hash(const digest& prev_hash, const row_parts& parts) {
  hash::sha256_stream s;
  s.update(hash::octets_of(prev_hash));
  std::string_view before = "{";
  for (const std::string_view run : parts.rest) {
    if (run.empty()) continue;
    s.update(before);
    s.update(run);
    before = ",";
  }
  s.update(before == "{" ? "{}" : "}");
  return s.finish();
}

int nibble(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return -1;
}

/// Reads `"` 64 lower-case hex digits `"`.
bool quoted_digest(std::string_view text, digest& out) {
  if (text.size() != 2 * out.size() + 2 || text.front() != '"') return false;
  for (std::size_t i = 0; i < out.size(); ++i) {
    const int high = nibble(text[1 + 2 * i]);
    const int low = nibble(text[2 + 2 * i]);
    if (high < 0 || low < 0) return false;
    out[i] = static_cast<std::uint8_t>(high << 4 | low);
  }
  return true;
}

/// A value as it stands, cut so that a report stays readable.
std::string quoted(std::string_view value) {
  return std::string(value.substr(0, 80));
}

}  // namespace

result<appended> append(std::string_view row, const digest& prev_hash) {
  if (row.size() > max_row_octets) {
    return refuse("audit.row_too_large", "An audit row may have at most 4 MiB; put large content beside its digest.");
  }
  auto canonical = json::canonicalize(row);
  if (!canonical) return std::unexpected(std::move(canonical.error()));
  const row_parts parts = take_apart(*canonical);
  if (!parts.is_object) return refuse("audit.row_malformed", "An audit row must be a JSON object.");
  if (!parts.hash.empty() || !parts.prev_hash.empty()) {
    return refuse("audit.reserved_member", "An audit row may not bring its own `hash` or `prev_hash`.");
  }
  appended out{.hash = row_hash(prev_hash, parts), .canonical = {}, .line = {}};
  std::string with_members(std::string_view(*canonical).substr(0, canonical->size() - 1));
  if (with_members.size() > 1) with_members += ',';
  with_members += "\"hash\":\"" + hash::hex(out.hash) + "\",\"prev_hash\":\"" + hash::hex(prev_hash) + "\"}";
  auto line = json::canonicalize(with_members);
  if (!line) return std::unexpected(std::move(line.error()));
  out.line = std::move(*line);
  out.canonical = std::move(*canonical);
  return out;
}

chain_verifier::chain_verifier(std::optional<anchor> checkpoint, bool with_root)
    : checkpoint_(std::move(checkpoint)), with_root_(with_root || checkpoint_.has_value()) {
  if (checkpoint_ && checkpoint_->size == 0) root_at_checkpoint_ = tree_.root();
}

void chain_verifier::fault(std::string_view code, std::string expected, std::string actual, std::string_view detail) {
  fault_ = {.row = rows_,
            .line = lines_,
            .code = std::string(code),
            .expected = std::move(expected),
            .actual = std::move(actual),
            .detail = std::string(detail)};
}

void chain_verifier::check_line(std::string_view line) {
  ++lines_;
  if (std::ranges::all_of(line, [](char c) { return c == ' ' || c == '\t' || c == '\r'; })) return;
  if (line.size() > max_row_octets) return fault("audit.row_too_large", {}, {});
  const auto canonical = json::canonicalize(line);
  if (!canonical) return fault("audit.malformed_row", {}, {}, canonical.error().code);
  const row_parts parts = take_apart(*canonical);
  if (!parts.is_object) return fault("audit.malformed_row", {}, {}, "audit.row_malformed");
  digest prev_hash;
  digest hash;
  if (!quoted_digest(parts.prev_hash, prev_hash)) {
    return fault("audit.missing_hash", hash::hex(head_), quoted(parts.prev_hash), "prev_hash");
  }
  if (!quoted_digest(parts.hash, hash)) return fault("audit.missing_hash", {}, quoted(parts.hash), "hash");
  if (prev_hash != head_) return fault("audit.prev_hash_mismatch", hash::hex(head_), hash::hex(prev_hash));
  const digest actual = row_hash(prev_hash, parts);
  if (actual != hash) return fault("audit.hash_mismatch", hash::hex(hash), hash::hex(actual));
  head_ = hash;
  ++rows_;
  if (!with_root_) return;
  tree_.append(leaf_hash(hash::octets_of(hash)));
  if (checkpoint_ && rows_ == checkpoint_->size) root_at_checkpoint_ = tree_.root();
}

void chain_verifier::push(std::string_view octets) {
  while (!octets.empty() && !fault_) {
    const auto* end = static_cast<const char*>(std::memchr(octets.data(), '\n', octets.size()));
    const std::string_view piece = end == nullptr ? octets : octets.substr(0, end - octets.data());
    if (end == nullptr || !carry_.empty()) {
      // One octet more than the limit is enough to know that the line is too long.
      carry_.append(piece.substr(0, max_row_octets + 1 - std::min(carry_.size(), max_row_octets + 1)));
    }
    if (end == nullptr) {
      if (carry_.size() > max_row_octets) check_line(std::exchange(carry_, {}));
      return;
    }
    if (carry_.empty()) {
      check_line(piece);
    } else {
      check_line(std::exchange(carry_, {}));
    }
    octets.remove_prefix(piece.size() + 1);
  }
}

verdict chain_verifier::finish() {
  if (!carry_.empty() && !fault_) check_line(std::exchange(carry_, {}));
  verdict v{.ok = false, .rows = rows_, .head = head_, .root = {}, .first_fault = {}, .anchored = {}};
  if (with_root_) v.root = tree_.root();
  if (checkpoint_ && root_at_checkpoint_) {
    if (*root_at_checkpoint_ == checkpoint_->root) {
      v.anchored = checkpoint_;
    } else if (!fault_) {
      lines_ = 0;
      fault("audit.root_mismatch", hash::hex(checkpoint_->root), hash::hex(*root_at_checkpoint_));
      fault_->row = checkpoint_->size == 0 ? 0 : checkpoint_->size - 1;
    }
  } else if (checkpoint_ && !fault_) {
    lines_ = 0;
    fault("audit.truncated", std::to_string(checkpoint_->size), std::to_string(rows_));
  }
  v.ok = !fault_;
  v.first_fault = std::move(fault_);
  return v;
}

verdict verify_chain(std::string_view jsonl, std::optional<anchor> checkpoint, bool with_root) {
  chain_verifier v(std::move(checkpoint), with_root);
  v.push(jsonl);
  return v.finish();
}

}  // namespace cuelight::audit
