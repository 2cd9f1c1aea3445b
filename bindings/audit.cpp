#include "cuelight/audit.hpp"

#include <algorithm>
#include <cstring>
#include <utility>

#include "boundary.hpp"
#include "cuelight/json.hpp"

namespace {

using cuelight::refuse;
using cuelight::result;
using cuelight::boundary::bind;
using cuelight::hash::digest;
namespace audit = cuelight::audit;
namespace hash = cuelight::hash;
namespace json = cuelight::json;

result<digest> to_digest(std::string_view octets, std::string_view what) {
  digest out;
  if (octets.size() != out.size()) return refuse("argument.length", std::string(what) + " must have 32 octets.");
  std::copy(octets.begin(), octets.end(), reinterpret_cast<char*>(out.data()));
  return out;
}

result<digest> hex_member(const json::value& object, std::string_view name) {
  const auto octets = hash::from_hex(json::text_member(object, name).value_or(""));
  return to_digest(octets.value_or(""), name);
}

/// Octet strings, each behind its length as four little-endian octets.
std::vector<std::string_view> list_of(std::string_view packed) {
  std::vector<std::string_view> out;
  while (packed.size() >= 4) {
    std::uint32_t octets = 0;
    std::memcpy(&octets, packed.data(), sizeof octets);
    out.push_back(packed.substr(4, octets));
    packed.remove_prefix(std::min<std::size_t>(packed.size(), 4U + octets));
  }
  return out;
}

std::vector<digest> leaves_of(std::string_view packed) {
  std::vector<digest> out;
  for (const std::string_view entry : list_of(packed)) out.push_back(audit::leaf_hash(entry));
  return out;
}

std::string joined(const std::vector<digest>& digests) {
  std::string out;
  for (const digest& d : digests) out += hash::octets_of(d);
  return out;
}

/// Hash (32 octets), length of the canonical row (4), canonical row, line.
result<std::string> append(std::string_view row, std::string_view prev_hash) {
  return to_digest(prev_hash, "prevHash")
      .and_then([&](const digest& prev) { return audit::append(row, prev); })
      .transform([](const audit::appended& a) {
        std::string out(hash::octets_of(a.hash));
        for (unsigned shift = 0; shift < 32; shift += 8) {
          out.push_back(static_cast<char>(a.canonical.size() >> shift & 0xffU));
        }
        return out + a.canonical + a.line;
      });
}

result<std::string> chain_begin(std::string_view options) {
  return json::parse(options).and_then([](const json::value& o) -> result<std::string> {
    const json::value* root = json::member(o, "root");
    const bool with_root = root != nullptr && json::is_true(*root);
    const json::value* c = json::member(o, "checkpoint");
    if (c == nullptr || c->is_null()) return audit::chain_verifier({}, with_root).save();
    const auto size = json::integer_member(*c, "size");
    if (!size || *size < 0) return refuse("argument.type", "checkpoint.size must be a whole number.");
    return hex_member(*c, "root").transform([&](const digest& d) {
      const std::string origin(json::text_member(*c, "origin").value_or(""));
      return audit::chain_verifier(audit::anchor{origin, static_cast<std::uint64_t>(*size), d}, with_root).save();
    });
  });
}

result<std::string> chain_push(std::string_view state, std::string_view octets) {
  return audit::chain_verifier::load(state).transform([&](audit::chain_verifier v) {
    v.push(octets);
    return v.save();
  });
}

result<std::string> chain_rows(std::string_view state) {
  return audit::chain_verifier::load(state).transform(
      [](const audit::chain_verifier& v) { return std::to_string(v.rows()); });
}

json::value text_or_null(const std::string& text) {
  return text.empty() ? json::value() : json::value(text);
}

result<std::string> chain_finish(std::string_view state) {
  return audit::chain_verifier::load(state).transform([](audit::chain_verifier v) {
    const audit::verdict verdict = v.finish();
    json::value out = json::value::object();
    out["ok"] = verdict.ok;
    out["rows"] = verdict.rows;
    out["head"] = hash::hex(verdict.head);
    out["root"] = verdict.root ? json::value(hash::hex(*verdict.root)) : json::value();
    out["divergence"] = nullptr;
    if (const auto& d = verdict.first_fault) {
      out["divergence"] = json::value::object();
      json::value& fault = out["divergence"];
      fault["row"] = d->row;
      fault["line"] = d->line;
      fault["code"] = d->code;
      fault["expected"] = text_or_null(d->expected);
      fault["actual"] = text_or_null(d->actual);
      fault["detail"] = text_or_null(d->detail);
    }
    out["anchored"] = nullptr;
    if (const auto& a = verdict.anchored) {
      out["anchored"] = json::value::object();
      out["anchored"]["rows"] = a->size;
      out["anchored"]["origin"] = a->origin;
      out["anchored"]["root"] = hash::hex(a->root);
    }
    return json::write(out);
  });
}

result<std::string> leaf_hash(std::string_view entry) {
  return std::string(hash::octets_of(audit::leaf_hash(entry)));
}

result<std::string> merkle_root(std::string_view entries) {
  return std::string(hash::octets_of(audit::merkle_root(leaves_of(entries))));
}

result<std::string> inclusion_proof(std::string_view entries, std::uint64_t index) {
  return audit::inclusion_proof(leaves_of(entries), index).transform(joined);
}

bool verify_inclusion(std::string_view leaf, std::uint64_t index, std::uint64_t size, std::string_view proof,
                      std::string_view root) {
  return audit::verify_inclusion(leaf, index, size, list_of(proof), root);
}

result<std::string> consistency_proof(std::string_view entries, std::uint64_t size1) {
  return audit::consistency_proof(leaves_of(entries), size1).transform(joined);
}

bool verify_consistency(std::uint64_t size1, std::uint64_t size2, std::string_view proof, std::string_view root1,
                        std::string_view root2) {
  return audit::verify_consistency(size1, size2, list_of(proof), root1, root2);
}

result<std::string> checkpoint(std::string_view document, std::string_view secret_key) {
  return json::parse(document).and_then([&](const json::value& d) -> result<std::string> {
    audit::checkpoint c;
    c.origin = json::text_member(d, "origin").value_or("");
    const auto size = json::integer_member(d, "size");
    if (!size || *size < 0) return refuse("audit.checkpoint_malformed", "A checkpoint's size is a whole number.");
    c.size = static_cast<std::uint64_t>(*size);
    const auto root = hex_member(d, "root");
    if (!root) return std::unexpected(root.error());
    c.root = *root;
    if (const json::value* lines = json::member(d, "extensions"); lines != nullptr) {
      for (const json::value& line : json::elements(*lines)) {
        c.extensions.emplace_back(json::text(line));
      }
    }
    const std::string name(json::text_member(d, "name").value_or(c.origin));
    return audit::write_checkpoint(c)
        .and_then([&](const std::string& text) { return audit::sign_note({text, {}}, name, secret_key); })
        .transform(audit::write_note);
  });
}

result<audit::note_key> key_of(const json::value& document) {
  return hex_member(document, "publicKey").transform([&](const digest& d) {
    return audit::note_key{.name = std::string(json::text_member(document, "name").value_or("")), .key = d};
  });
}

json::value refusal(const cuelight::error& e) {
  json::value out = json::value::object();
  out["ok"] = false;
  out["checkpoint"] = nullptr;
  out["signers"] = json::value::array();
  out["code"] = e.code;
  out["message"] = e.message;
  return out;
}

json::value verdict_of(std::string_view text, const std::vector<audit::note_key>& keys,
                       std::optional<std::string_view> origin) {
  const auto note = audit::parse_note(text);
  if (!note) return refusal(note.error());
  const auto signers = audit::verify_note(*note, keys);
  if (!signers) return refusal(signers.error());
  const auto c = audit::parse_checkpoint(note->text);
  if (!c) return refusal(c.error());
  if (origin && *origin != c->origin) {
    return refusal({"audit.checkpoint_origin", "The checkpoint is of another record: " + c->origin + "."});
  }
  json::value out = json::value::object();
  out["ok"] = true;
  out["checkpoint"] = json::value::object();
  out["checkpoint"]["origin"] = c->origin;
  out["checkpoint"]["size"] = c->size;
  out["checkpoint"]["root"] = hash::hex(c->root);
  out["checkpoint"]["extensions"] = c->extensions;
  out["signers"] = *signers;
  out["code"] = nullptr;
  out["message"] = nullptr;
  return out;
}

result<std::string> verify_checkpoint(std::string_view note, std::string_view options) {
  return json::parse(options).and_then([&](const json::value& o) -> result<std::string> {
    std::vector<audit::note_key> keys;
    if (const json::value* list = json::member(o, "keys"); list != nullptr) {
      for (const json::value& document : json::elements(*list)) {
        auto key = key_of(document);
        if (!key) return std::unexpected(std::move(key.error()));
        keys.push_back(std::move(*key));
      }
    }
    return json::write(verdict_of(note, keys, json::text_member(o, "origin")));
  });
}

result<std::string> cosign(std::string_view note, std::string_view name, std::string_view secret_key) {
  return audit::parse_note(note)
      .and_then([&](const audit::note& n) { return audit::sign_note(n, name, secret_key); })
      .transform(audit::write_note);
}

result<std::string> verifier_key(std::string_view document) {
  return json::parse(document).and_then(key_of).and_then([](const audit::note_key& key) -> result<std::string> {
    if (!audit::is_key_name(key.name)) return refuse("audit.key_name", "A key's name holds no spaces and plus signs.");
    return audit::verifier_key(key);
  });
}

}  // namespace

EMSCRIPTEN_BINDINGS(audit) {
  bind<append>("audit_append(frame, row, prev_hash)");
  bind<chain_begin>("audit_chain_begin(frame, options)");
  bind<chain_push>("audit_chain_push(frame, state, octets)");
  bind<chain_rows>("audit_chain_rows(frame, state)");
  bind<chain_finish>("audit_chain_finish(frame, state)");
  bind<leaf_hash>("audit_leaf_hash(frame, entry)");
  bind<merkle_root>("audit_merkle_root(frame, entries)");
  bind<inclusion_proof>("audit_inclusion_proof(frame, entries, index)");
  bind<verify_inclusion>("audit_verify_inclusion(frame, leaf, index, size, proof, root)");
  bind<consistency_proof>("audit_consistency_proof(frame, entries, size1)");
  bind<verify_consistency>("audit_verify_consistency(frame, size1, size2, proof, root1, root2)");
  bind<checkpoint>("audit_checkpoint(frame, document, secret_key)");
  bind<verify_checkpoint>("audit_verify_checkpoint(frame, note, options)");
  bind<cosign>("audit_cosign(frame, note, name, secret_key)");
  bind<verifier_key>("audit_verifier_key(frame, document)");
}
