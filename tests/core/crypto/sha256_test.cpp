// SHA-256 against NIST's own vectors and against libsodium's: each of the compression functions that this machine has.
#include <sodium/crypto_hash_sha256.h>

#include <cstdlib>
#include <random>

#include "catch_amalgamated.hpp"
#include "crypto/compress.hpp"
#include "cuelight/hash.hpp"
#include "json/files.hpp"

namespace hash = cuelight::hash;

namespace {

/// The lines `name = value` of one of NIST's CAVP files, in order.
std::vector<std::pair<std::string, std::string>> read_vectors(const std::string& name) {
  std::istringstream file(read_file(CUELIGHT_TEST_DATA "/vectors/sha256/" + name));
  std::vector<std::pair<std::string, std::string>> lines;
  for (std::string line; std::getline(file, line);) {
    if (line.ends_with('\r')) line.pop_back();
    const std::size_t sign = line.find(" = ");
    if (sign != line.npos && !line.starts_with('[')) lines.emplace_back(line.substr(0, sign), line.substr(sign + 3));
  }
  return lines;
}

std::string octets(const std::string& hex) {
  return hash::from_hex(hex).value();
}

hash::digest sodium_digest(const std::string& text) {
  hash::digest d;
  crypto_hash_sha256(d.data(), reinterpret_cast<const unsigned char*>(text.data()), text.size());
  return d;
}

}  // namespace

TEST_CASE("NIST's CAVP messages, short and long", "[hash]") {
  for (const char* const name : {"SHA256ShortMsg.rsp", "SHA256LongMsg.rsp"}) {
    std::string message;
    std::size_t octets_long = 0;
    int checked = 0;
    for (const auto& [key, value] : read_vectors(name)) {
      if (key == "Len") octets_long = std::stoul(value) / 8;
      if (key == "Msg") message = octets(value).substr(0, octets_long);
      if (key != "MD") continue;
      CAPTURE(name, octets_long);
      CHECK(hash::hex(hash::sha256(message)) == value);
      ++checked;
    }
    CHECK(checked >= 64);
  }
}

// The Secure Hash Algorithm Validation System (SHAVS), section 6.4.
TEST_CASE("NIST's CAVP Monte Carlo test", "[hash]") {
  std::string seed;
  int checked = 0;
  for (const auto& [key, value] : read_vectors("SHA256Monte.rsp")) {
    if (key == "Seed") seed = octets(value);
    if (key != "MD") continue;
    std::string last = seed + seed + seed;
    for (int i = 0; i < 1000; ++i) {
      const hash::digest d = hash::sha256(last);
      last = last.substr(32) + std::string(hash::octets_of(d));
    }
    seed = last.substr(64);
    REQUIRE(hash::hex(seed) == value);
    ++checked;
  }
  CHECK(checked == 100);
}

TEST_CASE("SHA-256 of random messages is libsodium's", "[hash]") {
  const auto seed = Catch::getSeed();
  CAPTURE(seed);
  std::mt19937_64 random(seed);
  std::string all(1 << 16, '\0');
  for (char& c : all) c = static_cast<char>(random());
  // The long run: CUELIGHT_DIGESTS=1000000.
  const char* const asked = std::getenv("CUELIGHT_DIGESTS");
  const int most = asked == nullptr ? 10'000 : std::atoi(asked);
  for (int round = 0; round < most; ++round) {
    // Every hundredth long.
    const std::size_t length = random() % (round % 100 == 0 ? all.size() / 2 : 1000);
    const std::string message = all.substr(random() % (all.size() - length), length);
    CAPTURE(round, length);
    REQUIRE(hash::sha256(message) == sodium_digest(message));
  }
}

#if defined(__x86_64__)
TEST_CASE("the compression functions of one machine agree", "[hash]") {
  if (!hash::has_sha_extensions()) SKIP("a processor without SHA extensions");
  const auto seed = Catch::getSeed();
  CAPTURE(seed);
  std::mt19937 random(seed);
  for (int round = 0; round < 1000; ++round) {
    hash::chaining_state one;
    for (auto& word : one) word = static_cast<std::uint32_t>(random());
    hash::chaining_state other = one;
    std::string blocks(hash::block_octets * (random() % 4), '\0');
    for (char& c : blocks) c = static_cast<char>(random());
    hash::compress_by_extensions(one, blocks.data(), blocks.size() / hash::block_octets);
    hash::compress_in_vectors(other, blocks.data(), blocks.size() / hash::block_octets);
    REQUIRE(one == other);
  }
}
#endif
