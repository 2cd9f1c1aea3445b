/// @file
/// A chain verifier as octets: a version, then its members, each text behind its length. Little-endian.
#include <cstring>
#include <utility>

#include "cuelight/audit/chain.hpp"

namespace cuelight::audit {
namespace {

using hash::digest;

constexpr std::string_view version = "cuelight.chain.1\n";

struct writer {
  std::string out;
  void number(std::uint64_t n) {
    for (unsigned shift = 0; shift < 64; shift += 8) out.push_back(static_cast<char>(n >> shift & 0xffU));
  }
  void flag(bool b) { out.push_back(b ? 1 : 0); }
  void text(std::string_view t) {
    number(t.size());
    out += t;
  }
  void octets(const digest& d) { out += hash::octets_of(d); }
};

struct reader {
  std::string_view rest;
  bool ok = true;

  std::string_view take(std::uint64_t n) {
    if (n > rest.size()) {
      ok = false;
      rest = {};
      return {};
    }
    const std::string_view taken = rest.substr(0, static_cast<std::size_t>(n));
    rest.remove_prefix(taken.size());
    return taken;
  }
  std::uint64_t number() {
    std::uint64_t n = 0;
    unsigned shift = 0;
    for (const char c : take(8)) {
      n |= static_cast<std::uint64_t>(static_cast<std::uint8_t>(c)) << shift;
      shift += 8;
    }
    return n;
  }
  bool flag() { return take(1) == std::string_view("\1", 1); }
  std::string text() { return std::string(take(number())); }
  digest octets() {
    digest d{};
    const std::string_view taken = take(d.size());
    if (ok) std::memcpy(d.data(), taken.data(), d.size());
    return d;
  }
};

}  // namespace

std::string chain_verifier::save() const {
  writer w;
  w.out.reserve(256 + carry_.size());
  w.out += version;
  w.flag(with_root_);
  w.number(rows_);
  w.number(lines_);
  w.octets(head_);
  w.number(tree_.size());
  w.number(tree_.subtrees().size());
  for (const digest& d : tree_.subtrees()) w.octets(d);
  w.flag(checkpoint_.has_value());
  if (checkpoint_) {
    w.text(checkpoint_->origin);
    w.number(checkpoint_->size);
    w.octets(checkpoint_->root);
  }
  w.flag(root_at_checkpoint_.has_value());
  if (root_at_checkpoint_) w.octets(*root_at_checkpoint_);
  w.flag(fault_.has_value());
  if (fault_) {
    w.number(fault_->row);
    w.number(fault_->line);
    w.text(fault_->code);
    w.text(fault_->expected);
    w.text(fault_->actual);
    w.text(fault_->detail);
  }
  w.text(carry_);
  return std::move(w.out);
}

result<chain_verifier> chain_verifier::load(std::string_view state) {
  reader r{state};
  chain_verifier v;
  r.ok = r.take(version.size()) == version;
  v.with_root_ = r.flag();
  v.rows_ = r.number();
  v.lines_ = r.number();
  v.head_ = r.octets();
  const std::uint64_t size = r.number();
  std::vector<digest> subtrees;
  for (std::uint64_t n = r.number(); n > 0 && r.ok; --n) subtrees.push_back(r.octets());
  v.tree_ = frontier::from(size, std::move(subtrees));
  r.ok = r.ok && v.tree_.size() == size;
  if (r.flag()) {
    anchor a;
    a.origin = r.text();
    a.size = r.number();
    a.root = r.octets();
    v.checkpoint_ = std::move(a);
  }
  if (r.flag()) v.root_at_checkpoint_ = r.octets();
  if (r.flag()) {
    divergence d;
    d.row = r.number();
    d.line = r.number();
    d.code = r.text();
    d.expected = r.text();
    d.actual = r.text();
    d.detail = r.text();
    v.fault_ = std::move(d);
  }
  v.carry_ = r.text();
  if (!r.ok || !r.rest.empty()) {
    return refuse("audit.state_malformed", "The state of the verification is damaged; start again from the beginning.");
  }
  return v;
}

}  // namespace cuelight::audit
