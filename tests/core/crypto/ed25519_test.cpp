#include "cuelight/ed25519.hpp"

#include <sodium/crypto_core_ed25519.h>

#include <fstream>
#include <sstream>

#include "catch_amalgamated.hpp"
#include "cuelight/hash.hpp"
#include "cuelight/json.hpp"

namespace ed25519 = cuelight::ed25519;
namespace json = cuelight::json;

namespace {

std::string octets(std::string_view hex) {
  return cuelight::hash::from_hex(hex).value_or("not hex");
}

template <std::size_t N>
std::string_view view(const std::array<std::uint8_t, N>& a) {
  return {reinterpret_cast<const char*>(a.data()), a.size()};
}

}  // namespace

// RFC 8032 section 7.1, TEST 2.
TEST_CASE("RFC 8032's example", "[ed25519]") {
  const auto pair = ed25519::from_seed(octets("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb"));
  REQUIRE(pair);
  CHECK(cuelight::hash::hex(view(pair->public_part)) ==
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c");
  const auto signature = ed25519::sign("\x72", view(pair->secret_part));
  REQUIRE(signature);
  CHECK(cuelight::hash::hex(view(*signature)) ==
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
        "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00");
  CHECK(ed25519::verify("\x72", view(*signature), view(pair->public_part)));
  CHECK_FALSE(ed25519::verify("\x73", view(*signature), view(pair->public_part)));
}

TEST_CASE("Wycheproof", "[ed25519]") {
  std::ifstream file(CUELIGHT_VECTORS "/ed25519/ed25519_test.json");
  if (!file) SKIP("no vectors: " CUELIGHT_VECTORS "/ed25519/ed25519_test.json");
  std::stringstream text;
  text << file.rdbuf();
  const auto suite = json::parse(text.str());
  REQUIRE(suite);
  int checked = 0;
  for (const auto& group : *json::member(*suite, "testGroups")) {
    const std::string key = octets(*json::text_member(*json::member(group, "publicKey"), "pk"));
    for (const auto& test : *json::member(group, "tests")) {
      const bool valid = *json::text_member(test, "result") == "valid";
      INFO("tcId " << *json::integer_member(test, "tcId"));
      CHECK(ed25519::verify(octets(*json::text_member(test, "msg")), octets(*json::text_member(test, "sig")), key) ==
            valid);
      ++checked;
    }
  }
  CHECK(checked > 100);
}

// The identity as key, R = identity and S = 0: OpenSSL and the default of @noble/ed25519 take it for any message.
TEST_CASE("a small-order key signs nothing", "[ed25519]") {
  std::string identity(32, '\0');
  identity[0] = 1;
  CHECK_FALSE(ed25519::verify("anything", identity + std::string(32, '\0'), identity));
}

TEST_CASE("the public half of a secret key is never trusted", "[ed25519]") {
  const auto pair = ed25519::from_seed(std::string(32, 's'));
  std::string secret(view(pair->secret_part));
  secret[40] = static_cast<char>(secret[40] ^ 1);
  const auto signature = ed25519::sign("message", view(pair->secret_part));
  // Also behind the key itself and behind itself.
  CHECK(ed25519::sign("message", secret) == signature);
  CHECK(ed25519::sign("message", secret) == signature);
  CHECK(ed25519::sign("message", view(pair->secret_part)) == signature);
}

// CVE-2025-69277: libsodium up to 1.0.20 took the sum of a point of the main subgroup and the one of order two, (0,
// -1), for a point of the main subgroup. The base point is 0x58, 31 times 0x66; the sum with (0, -1) turns the sign of
// both coordinates.
TEST_CASE("libsodium tells points outside the main subgroup", "[ed25519]") {
  std::array<unsigned char, 32> base;
  base.fill(0x66);
  base[0] = 0x58;
  CHECK(crypto_core_ed25519_is_valid_point(base.data()) == 1);
  std::array<unsigned char, 32> mixed;
  mixed.fill(0x99);
  mixed[0] = 0x95;
  CHECK(crypto_core_ed25519_is_valid_point(mixed.data()) == 0);
}
