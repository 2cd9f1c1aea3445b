#include "cuelight/audit/chain.hpp"

#include "catch_amalgamated.hpp"
#include "cuelight/json.hpp"

using namespace cuelight::audit;
namespace hash = cuelight::hash;

TEST_CASE("appended rows verify, and their lines are canonical") {
  std::string jsonl;
  hash::digest head{};
  for (const char* row : {R"({})", R"( {"b": 1, "a": "\u00e9"} )", R"({"h":1,"i":2,"p":3,"q":4})", R"({"prev_hasg":1})",
                          R"({"detail":{"hash":"x","prev_hash":"y"}})", R"({"\"":"\\\"","~":[{"hash":"\\"}]})"}) {
    const auto a = append(row, head);
    REQUIRE(a.has_value());
    CHECK(cuelight::json::canonicalize(a->line) == a->line);
    CHECK(cuelight::json::canonicalize(row) == a->canonical);
    CHECK(hash::sha256(std::string(hash::octets_of(head)) + a->canonical) == a->hash);
    head = a->hash;
    jsonl += a->line + "\n";
  }
  const verdict v = verify_chain(jsonl);
  CHECK(v.ok);
  CHECK(v.rows == 6);
  CHECK(v.head == head);
}

TEST_CASE("append refuses what is no row") {
  const hash::digest zero{};
  const auto code = [&](std::string_view row) { return append(row, zero).error().code; };
  CHECK(code("[]") == "audit.row_malformed");
  CHECK(code("1") == "audit.row_malformed");
  CHECK(code("\"{}\"") == "audit.row_malformed");
  CHECK(code(R"({"hash":1})") == "audit.reserved_member");
  CHECK(code(R"({"prev_hash":null})") == "audit.reserved_member");
  CHECK(code(R"({"h\u0061sh":1})") == "audit.reserved_member");
  CHECK(code("{") == "json.unexpected_end");
  CHECK(code(R"({"a":1,"a":1})") == "json.duplicate_name");
  CHECK(code("{\"a\":\"" + std::string(max_row_octets, 'x') + "\"}") == "audit.row_too_large");
}

TEST_CASE("a line beyond the limit is refused without being kept") {
  chain_verifier v;
  const std::string piece(1U << 20, 'x');
  for (int i = 0; i < 20; ++i) v.push(piece);
  CHECK(v.save().size() < max_row_octets + 1024);
  const verdict result = v.finish();
  CHECK_FALSE(result.ok);
  CHECK(result.first_fault->code == "audit.row_too_large");
  CHECK(result.first_fault->line == 1);
}

TEST_CASE("a damaged state is refused") {
  chain_verifier v(anchor{.origin = "o", .size = 3, .root = {}}, true);
  v.push(append(R"({"a":1})", {})->line + "\n{\"half");
  const std::string state = v.save();
  REQUIRE(chain_verifier::load(state).has_value());
  CHECK(chain_verifier::load(state)->save() == state);
  for (std::size_t n = 0; n < state.size(); ++n) {
    const auto cut = chain_verifier::load(std::string_view(state).substr(0, n));
    REQUIRE_FALSE(cut.has_value());
    CHECK(cut.error().code == "audit.state_malformed");
  }
  CHECK_FALSE(chain_verifier::load(state + "x").has_value());
}

TEST_CASE("a verifier is a value: copies go their own way") {
  const auto first = append(R"({"n":1})", {});
  const auto second = append(R"({"n":2})", first->hash);
  chain_verifier a;
  a.push(first->line + "\n");
  chain_verifier b = a;
  a.push(second->line + "\n");
  b.push("{}\n");
  CHECK(a.finish().ok);
  CHECK_FALSE(b.finish().ok);
}
