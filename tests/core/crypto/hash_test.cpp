#include "cuelight/hash.hpp"

#include <random>

#include "catch_amalgamated.hpp"

namespace hash = cuelight::hash;

// FIPS 180-4's own examples (csrc.nist.gov, "SHA-256 examples") and the published digest of a million a's.
TEST_CASE("SHA-256 of published messages", "[hash]") {
  CHECK(hash::hex(hash::sha256("")) == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  CHECK(hash::hex(hash::sha256("abc")) == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  CHECK(hash::hex(hash::sha256("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq")) ==
        "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
  CHECK(hash::hex(hash::sha256(std::string(1'000'000, 'a'))) ==
        "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

TEST_CASE("any split gives the digest of the whole", "[hash]") {
  const auto seed = Catch::getSeed();
  CAPTURE(seed);
  std::mt19937 random(seed);
  for (int round = 0; round < 300; ++round) {
    std::string text(random() % 400, '\0');
    for (char& c : text) c = static_cast<char>(random());
    hash::sha256_stream stream;
    for (std::size_t at = 0; at < text.size();) {
      const std::size_t octets = std::min<std::size_t>(random() % 150, text.size() - at);
      stream.update(std::string_view(text).substr(at, octets));
      at += octets;
    }
    REQUIRE(stream.finish() == hash::sha256(text));
  }
}

TEST_CASE("hexadecimal is lower case and refuses the rest", "[hash]") {
  const std::string octets("\x00\x7f\xff", 3);
  CHECK(hash::hex(std::string_view(octets)) == "007fff");
  CHECK(hash::from_hex("007fff") == octets);
  CHECK_FALSE(hash::from_hex("007FFF"));
  CHECK_FALSE(hash::from_hex("0"));
  CHECK_FALSE(hash::from_hex("zz"));
}
