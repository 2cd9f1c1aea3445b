// The examples of docs/spec/approval.md.
#include "catch_amalgamated.hpp"
#include "cuelight/approval.hpp"
#include "cuelight/ed25519.hpp"
#include "json/examples.hpp"

namespace approval = cuelight::approval;
namespace ed25519 = cuelight::ed25519;
namespace hash = cuelight::hash;

namespace {

template <std::size_t N>
std::string_view octets(const std::array<std::uint8_t, N>& a) {
  return {reinterpret_cast<const char*>(a.data()), a.size()};
}

}  // namespace

TEST_CASE("the examples of the specification", "[approval]") {
  const auto examples = read_examples("approval.md");
  REQUIRE(examples.size() == 2);

  const auto& payload = examples[0];
  const auto digested = approval::digest(payload.at("type"), payload.at("payload"));
  REQUIRE(digested);
  CHECK(digested->canonical == payload.at("payload"));
  CHECK(hash::hex(std::string_view(approval::pre_authentication(payload.at("type"), payload.at("payload")))) ==
        payload.at("pae"));
  CHECK(hash::hex(digested->digest) == payload.at("digest"));
  const auto view = approval::describe(payload.at("type"), payload.at("payload"), {});
  REQUIRE(view);
  CHECK(view->find(R"("confirmable":true)") != std::string::npos);

  const auto& signing = examples[1];
  const auto statement = approval::statement(signing.at("statement"));
  REQUIRE(statement);
  CHECK(statement->canonical == signing.at("statement"));
  CHECK(hash::hex(statement->digest) == signing.at("challenge"));
  const auto keys = ed25519::from_seed(hash::from_hex(signing.at("seed")).value());
  REQUIRE(keys);
  CHECK(hash::hex(octets(keys->public_part)) == signing.at("public-key"));
  const auto message = approval::pre_authentication(approval::statement_type, signing.at("statement"));
  CHECK(hash::hex(octets(*ed25519::sign(message, octets(keys->secret_part)))) == signing.at("signature"));
}
