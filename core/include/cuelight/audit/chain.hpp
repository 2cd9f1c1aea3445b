/// @file
/// The hash chain over audit rows: docs/spec/audit.md.
///
/// hash = SHA-256(prev_hash || JCS(row without its top-level `prev_hash` and `hash`)); prev_hash is 32 raw octets, all
/// zero for the first row. An export is JSON Lines, each line the JCS of the row with both members as lower-case hex.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "cuelight/audit/merkle.hpp"
#include "cuelight/error.hpp"
#include "cuelight/hash.hpp"

namespace cuelight::audit {

/// The longest line that a verifier reads.
inline constexpr std::size_t max_row_octets = 4U << 20;

struct appended {
  hash::digest hash;
  std::string canonical;  ///< what was hashed after prev_hash
  std::string line;       ///< the export line, without line end
};

/// Hashes a row, the text of a JSON object, onto the chain. Codes: `audit.row_malformed` (no object),
/// `audit.reserved_member` (has `hash` or `prev_hash`), `audit.row_too_large`, and those of json::canonicalize.
[[nodiscard]] result<appended> append(std::string_view row, const hash::digest& prev_hash);

struct divergence {
  std::uint64_t row = 0;   ///< from 0, as in Merkle proofs
  std::uint64_t line = 0;  ///< from 1; 0 when the fault is in no single line
  std::string code;        ///< `audit.malformed_row`, `.missing_hash`, `.prev_hash_mismatch`, `.hash_mismatch`,
                           ///< `.row_too_large`, `.truncated`, `.root_mismatch`
  std::string expected;    ///< empty: nothing to compare
  std::string actual;
  std::string detail;  ///< the parser's code for a malformed row
};

/// What a checkpoint vouches for.
struct anchor {
  std::string origin;
  std::uint64_t size = 0;
  hash::digest root{};
};

struct verdict {
  bool ok = false;
  std::uint64_t rows = 0;                 ///< checked and sound
  hash::digest head{};                    ///< of the last sound row
  std::optional<hash::digest> root;       ///< over the sound rows, when asked for
  std::optional<divergence> first_fault;  ///< what follows it proves nothing
  std::optional<anchor> anchored;         ///< the checkpoint that these rows begin with
};

/// Checks an export that comes in pieces of any size, in one pass and in memory for one row. A value: copying it forks
/// the check, and `save` and `load` carry it across any boundary.
class chain_verifier {
 public:
  /// With `checkpoint`, the record must begin with exactly its rows. With `with_root` (implied by a checkpoint) the
  /// Merkle root is computed too.
  explicit chain_verifier(std::optional<anchor> checkpoint = {}, bool with_root = false);

  void push(std::string_view octets);
  /// Checks what is left (a last line may lack its line end) and judges. The verifier is spent.
  [[nodiscard]] verdict finish();

  [[nodiscard]] std::uint64_t rows() const { return rows_; }

  [[nodiscard]] std::string save() const;
  /// Code: `audit.state_malformed`.
  [[nodiscard]] static result<chain_verifier> load(std::string_view state);

 private:
  void check_line(std::string_view line);
  void fault(std::string_view code, std::string expected, std::string actual, std::string_view detail = {});

  std::optional<anchor> checkpoint_;
  bool with_root_ = false;
  std::uint64_t rows_ = 0;
  std::uint64_t lines_ = 0;
  hash::digest head_{};
  frontier tree_;
  std::optional<hash::digest> root_at_checkpoint_;
  std::optional<divergence> fault_;
  std::string carry_;  ///< the beginning of a line whose end has not come yet
};

/// Checks a whole export. An empty one is sound with 0 rows.
[[nodiscard]] verdict verify_chain(std::string_view jsonl, std::optional<anchor> checkpoint = {},
                                   bool with_root = false);

}  // namespace cuelight::audit
