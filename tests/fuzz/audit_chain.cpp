// Whatever the octets: a chain gives the same verdict whole and in pieces with its state carried across, an octet
// string that is no state is refused, and a row that can be appended makes a chain that verifies.
#include <cstdint>

#include "cuelight/audit.hpp"

namespace audit = cuelight::audit;

namespace {

bool same(const audit::verdict& a, const audit::verdict& b) {
  if (a.ok != b.ok || a.rows != b.rows || a.head != b.head || a.root != b.root) return false;
  if (a.first_fault.has_value() != b.first_fault.has_value()) return false;
  return !a.first_fault ||
         (a.first_fault->code == b.first_fault->code && a.first_fault->row == b.first_fault->row &&
          a.first_fault->line == b.first_fault->line && a.first_fault->actual == b.first_fault->actual);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::size_t piece = 1 + data[0];
  std::string_view text(reinterpret_cast<const char*>(data) + 1, size - 1);

  if (const auto loaded = audit::chain_verifier::load(text); loaded && loaded->save() != text) __builtin_trap();

  const auto appended = audit::append(text, {});
  if (appended) {
    const auto verdict = audit::verify_chain(appended->line);
    if (!verdict.ok || verdict.rows != 1 || verdict.head != appended->hash) __builtin_trap();
  }

  const auto whole = audit::verify_chain(text, {}, true);
  std::string state = audit::chain_verifier({}, true).save();
  for (std::string_view rest = text; !rest.empty(); rest.remove_prefix(std::min(piece, rest.size()))) {
    auto verifier = audit::chain_verifier::load(state);
    if (!verifier) __builtin_trap();
    verifier->push(rest.substr(0, piece));
    state = verifier->save();
  }
  if (!same(audit::chain_verifier::load(state)->finish(), whole)) __builtin_trap();
  return 0;
}
