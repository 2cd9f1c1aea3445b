#include "catch_amalgamated.hpp"
#include "cuelight/json.hpp"

namespace json = cuelight::json;

namespace {

std::string canonical(std::string_view text) {
  const auto octets = json::canonicalize(text);
  return octets ? *octets : octets.error().code + "@" + std::to_string(octets.error().offset);
}

}  // namespace

TEST_CASE("white space goes, members are put in order", "[json]") {
  CHECK(canonical(" { \"b\" : [ 1 , 2 ] , \"a\" : { } } ") == R"({"a":{},"b":[1,2]})");
  CHECK(canonical(R"({"zz":{"b":1,"a":2},"aa":[{"d":1,"c":2}]})") == R"({"aa":[{"c":2,"d":1}],"zz":{"a":2,"b":1}})");
  CHECK(canonical(R"({"a":1,"a\u0000":2,"":3})") == R"({"":3,"a":1,"a\u0000":2})");
  CHECK(canonical(R"({"aaaaaaaab":1,"aaaaaaaa":2,"aaaaaaaaa":3})") == R"({"aaaaaaaa":2,"aaaaaaaaa":3,"aaaaaaaab":1})");
  CHECK(canonical("{\"\xEF\xBF\xBD\":1,\"\xF0\x9F\x98\x80\":2}") == "{\"\xF0\x9F\x98\x80\":2,\"\xEF\xBF\xBD\":1}");
}

TEST_CASE("faults carry their code and place", "[json]") {
  CHECK(canonical(R"({"a":1,"b":2,"\u0061":3})") == "json.duplicate_name@13");
  CHECK(canonical("") == "json.unexpected_end@0");
  CHECK(canonical("{} x") == "json.trailing_octets@3");
  CHECK(canonical("[1e400]") == "json.number_overflow@1");
  CHECK(canonical("[\"\\ud800\"]") == "json.lone_surrogate@2");
  CHECK(canonical("[01]") == "json.leading_zero@1");
}

TEST_CASE("numbers stand as ECMAScript prints them", "[json]") {
  CHECK(canonical("[-0,0.0,1.50,100,1e2,1E30,4.50,2e-3,0.000000000000000000000000001,333333333.33333329,1e21,1e20]") ==
        "[0,0,1.5,100,100,1e+30,4.5,0.002,1e-27,333333333.3333333,1e+21,100000000000000000000]");
  CHECK(canonical("[5e-324,1.7976931348623157e308,9007199254740993,0.000001,0.0000001]") ==
        "[5e-324,1.7976931348623157e+308,9007199254740992,0.000001,1e-7]");
}
