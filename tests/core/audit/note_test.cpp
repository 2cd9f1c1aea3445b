// Signed notes and checkpoints, against notes that other programs made.
#include "cuelight/audit/note.hpp"

#include "catch_amalgamated.hpp"
#include "cuelight/base64.hpp"

using namespace cuelight;
using namespace cuelight::audit;

namespace {

/// The note and the key that the documentation of golang.org/x/mod/sumdb/note shows.
constexpr std::string_view go_note =
    "If you think cryptography is the answer to your problem,\n"
    "then you don't know what your problem is.\n"
    "\n"
    "\xE2\x80\x94 PeterNeumann "
    "x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n";
constexpr std::string_view go_key = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";

/// Reads `name+keyid+base64`; the base64 may hold plus signs too.
note_key key_from(std::string_view verifier) {
  const std::size_t name_octets = verifier.find('+');
  const auto octets = from_base64(verifier.substr(name_octets + 10));
  REQUIRE(octets.has_value());
  REQUIRE(octets->size() == 33);
  note_key k{.name = std::string(verifier.substr(0, name_octets)), .key = {}};
  std::copy(octets->begin() + 1, octets->end(), reinterpret_cast<char*>(k.key.data()));
  return k;
}

ed25519::key_pair pair_of(char seed) {
  return *ed25519::from_seed(std::string(32, seed));
}

std::string_view secret(const ed25519::key_pair& p) {
  return {reinterpret_cast<const char*>(p.secret_part.data()), p.secret_part.size()};
}

std::string signed_checkpoint(const checkpoint& c, const ed25519::key_pair& p, std::string_view name) {
  return write_note(*sign_note({*write_checkpoint(c), {}}, name, secret(p)));
}

checkpoint example() {
  return {.origin = "cuelight.example/audit/ws_1", .size = 4, .root = hash::sha256("root"), .extensions = {}};
}

}  // namespace

TEST_CASE("a note that another program signed verifies, and is written back as it was") {
  const note_key key = key_from(go_key);
  CHECK(id_of(key) == 0xc74f20a3);
  CHECK(verifier_key(key) == go_key);
  const auto n = parse_note(go_note);
  REQUIRE(n.has_value());
  CHECK(write_note(*n) == go_note);
  const auto signers = verify_note(*n, std::span(&key, 1));
  REQUIRE(signers.has_value());
  CHECK(*signers == std::vector<std::string>{"PeterNeumann"});
}

TEST_CASE("the key of a public log has the id that the log publishes") {
  const std::string_view text = "sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8";
  const note_key key = key_from(text);
  CHECK(key.name == "sum.golang.org");
  CHECK(verifier_key(key) == text);
}

TEST_CASE("any changed octet of a signed note voids it") {
  const note_key key = key_from(go_key);
  for (std::size_t i = 0; i < go_note.size(); ++i) {
    std::string changed(go_note);
    changed[i] = static_cast<char>(changed[i] ^ 1);
    const auto n = parse_note(changed);
    if (n && verify_note(*n, std::span(&key, 1))) FAIL("octet " << i);
  }
}

TEST_CASE("a checkpoint is written as C2SP has it") {
  const auto text = write_checkpoint(example());
  REQUIRE(text.has_value());
  CHECK(*text == "cuelight.example/audit/ws_1\n4\n" + base64(hash::octets_of(hash::sha256("root"))) + "\n");
  const auto back = parse_checkpoint(*text);
  REQUIRE(back.has_value());
  CHECK(back->origin == example().origin);
  CHECK(back->size == 4);
  CHECK(back->root == example().root);
}

TEST_CASE("several keys sign one checkpoint; strangers' signatures are passed over") {
  const auto agency = pair_of('a');
  const auto presenter = pair_of('p');
  std::string text = signed_checkpoint(example(), agency, "halbmond.example");
  text = write_note(*sign_note(*parse_note(text), "lindenau.example", secret(presenter)));
  const auto n = parse_note(text);
  REQUIRE(n.has_value());
  REQUIRE(n->signatures.size() == 2);
  const note_key a{"halbmond.example", agency.public_part};
  const note_key p{"lindenau.example", presenter.public_part};
  const note_key stranger{"elsewhere.example", pair_of('x').public_part};
  CHECK(*verify_note(*n, std::vector{a, p}) == std::vector<std::string>{"halbmond.example", "lindenau.example"});
  CHECK(*verify_note(*n, std::vector{p, stranger}) == std::vector<std::string>{"lindenau.example"});
  CHECK(verify_note(*n, std::vector{stranger}).error().code == "audit.note_unsigned");
  CHECK(verify_note(*n, {}).error().code == "audit.note_unsigned");
  // The right name with another key has another id: unsigned, not a bad signature.
  CHECK(verify_note(*n, std::vector{note_key{"halbmond.example", presenter.public_part}}).error().code ==
        "audit.note_unsigned");
  note forged = *n;
  forged.text += "more\n";
  CHECK(verify_note(forged, std::vector{a}).error().code == "audit.note_bad_signature");
}

TEST_CASE("what is no signed note is refused") {
  const std::string good = signed_checkpoint(example(), pair_of('a'), "k");
  REQUIRE(parse_note(good).has_value());
  const auto code = [](std::string_view text) {
    const auto n = parse_note(text);
    return n ? std::string("accepted") : n.error().code;
  };
  const std::string line = good.substr(good.find("\n\n") + 2);
  CHECK(code("") == "audit.note_malformed");
  CHECK(code("\n\n") == "audit.note_malformed");
  CHECK(code("text\n") == "audit.note_malformed");
  CHECK(code("text\n\n") == "audit.note_malformed");
  CHECK(code(good.substr(0, good.size() - 1)) == "audit.note_malformed");
  CHECK(code(good + "\n") == "audit.note_malformed");
  CHECK(code("text\n\n-" + line) == "audit.note_malformed");
  CHECK(code("te\rxt\n\n" + line) == "audit.note_malformed");
  CHECK(code(std::string("te\0xt\n\n", 7) + line) == "audit.note_malformed");
  CHECK(code("te\xffxt\n\n" + line) == "audit.note_malformed");
  CHECK(code("te\xed\xa0\x80xt\n\n" + line) == "audit.note_malformed");
  CHECK(code("text\n\n\xE2\x80\x94 k AAAA\n") == "audit.note_malformed");
  CHECK(code("text\n\n\xE2\x80\x94 k AAAAAA=\n") == "audit.note_malformed");
  CHECK(code("text\n\n\xE2\x80\x94 k+l AAAAAAA=\n") == "audit.note_malformed");
  CHECK(code("text\n\n\xE2\x80\x94  AAAAAAA=\n") == "audit.note_malformed");
  CHECK(code("text\n\n\xE2\x80\x94 k AAAAAAA=\n") == "accepted");
  std::string many = "text\n\n";
  for (int i = 0; i < 101; ++i) many += "\xE2\x80\x94 k AAAAAAA=\n";
  CHECK(code(many) == "audit.note_malformed");
  CHECK(code(std::string(max_note_octets, 'x') + "\n\n" + line) == "audit.note_malformed");
}

TEST_CASE("what is no checkpoint is refused") {
  const std::string root = base64(hash::octets_of(hash::sha256("root"))) + "\n";
  const auto ok = [&](const std::string& text) { return parse_checkpoint(text).has_value(); };
  CHECK(ok("o\n0\n" + root));
  CHECK(ok("o\n9007199254740991\n" + root + "more\n"));
  CHECK_FALSE(ok("o\n9007199254740992\n" + root));
  CHECK_FALSE(ok("o\n99999999999999999999\n" + root));
  CHECK_FALSE(ok("o\n01\n" + root));
  CHECK_FALSE(ok("o\n-1\n" + root));
  CHECK_FALSE(ok("o\n\n" + root));
  CHECK_FALSE(ok("o\n1 \n" + root));
  CHECK_FALSE(ok("\n1\n" + root));
  CHECK_FALSE(ok("o\n1\nAAAA\n"));
  CHECK_FALSE(ok("o\n1\n" + root + "\n"));
  CHECK_FALSE(ok("o\n1\n" + root.substr(0, root.size() - 1)));
  CHECK_FALSE(ok(""));
  checkpoint c = example();
  c.origin = "two\nlines";
  CHECK(write_checkpoint(c).error().code == "audit.checkpoint_malformed");
  c = example();
  c.extensions = {""};
  CHECK(write_checkpoint(c).error().code == "audit.checkpoint_malformed");
  c = example();
  c.size = 1ULL << 53;
  CHECK(write_checkpoint(c).error().code == "audit.checkpoint_malformed");
}

TEST_CASE("key names that could be misread are refused") {
  for (const char* name : {"", "a b", "a+b", "a\nb",
                           "a\xC2\xA0"
                           "b",
                           "a\xE2\x80\x83z", "\xff"}) {
    CHECK_FALSE(is_key_name(name));
    CHECK(sign_note({"t\n", {}}, name, secret(pair_of('a'))).error().code == "audit.key_name");
  }
  CHECK(is_key_name("op\xC3\xA9ra.example/2026"));
  CHECK(sign_note({"t\n", {}}, "k", "short").error().code == "audit.key_malformed");
}
