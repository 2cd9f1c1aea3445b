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

TEST_CASE("a sequence of octets is judged alike wherever it stands", "[json]") {
  for (std::size_t before = 0; before < 140; ++before) {
    for (std::size_t after = 0; after < 70; ++after) {
      const auto within = [&](std::string_view octets) {
        return "[\"" + std::string(before, 'x') + std::string(octets) + std::string(after, 'y') + "\"]";
      };
      for (const char* const right :
           {"\xC2\x80", "\xC3\xA9\xC3\xA9", "\xE0\xA0\x80", "\xED\x9F\xBF", "\xEF\xBF\xBF", "\xF0\x90\x80\x80",
            "\xF4\x8F\xBF\xBF", "\xE2\x82\xAC\xF0\x9F\x98\x80\xE2\x82\xAC\xC3\xA9\xF0\x9F\x98\x80\xE2\x82\xAC"}) {
        if (canonical(within(right)) != within(right)) FAIL(within(right));
      }
      for (const char* const wrong :
           {"\x80", "\xBF", "\xC0\x80", "\xC1\xBF", "\xC3", "\xE0\x9F\xBF", "\xE2\x82", "\xED\xA0\x80",
            "\xF0\x8F\xBF\xBF", "\xF0\x9F\x98", "\xF4\x90\x80\x80", "\xF5\x80\x80\x80", "\xFF"}) {
        const std::string expected = "json.invalid_utf8@" + std::to_string(2 + before);
        if (canonical(within(wrong)) != expected) FAIL(within(wrong));
      }
      if (canonical(within("\xC3\xA9\x1F")) != "json.control_character@" + std::to_string(4 + before)) FAIL(before);
    }
  }
}

TEST_CASE("few members or many, short or long, come in order", "[json]") {
  for (const int count : {2, 3, 16, 17, 90}) {
    for (const std::size_t octets : {0U, 14U, 63U, 64U, 65U, 1100U}) {
      std::string given;
      std::string expected;
      for (int i = 0; i < count; ++i) {
        std::string member = "\"";
        member += std::to_string(100 + i) + "\":\"" + std::string(octets + static_cast<std::size_t>(i), 'v') + '"';
        given = i == 0 ? member : member + ',' + given;
        expected += i == 0 ? member : ',' + member;
      }
      CHECK(canonical('{' + given + '}') == '{' + expected + '}');
      CHECK(canonical("[{" + given + "},{" + given + "}]") == "[{" + expected + "},{" + expected + "}]");
      const std::string repeated = '{' + given + ",\"101\":0,\"100\":0}";
      CHECK(canonical(repeated) == "json.duplicate_name@" + std::to_string(given.size() + 2));
    }
  }
}

TEST_CASE("integers end where they end", "[json]") {
  for (const char* const number : {"7", "-7", "123456789012345", "-123456789012345", "1234567890123456"}) {
    for (const char* const end : {"]", ",1]", " ,   1                    ]"}) {
      const std::string text = std::string("[") + number + end;
      const std::string tail = end[0] == ']' ? "]" : ",1]";
      CHECK(canonical(text) == std::string("[") + number + tail);
    }
    CHECK(canonical(std::string("[") + number + "e0                  ]") == std::string("[") + number + ']');
    CHECK(canonical(std::string("[") + number + ".5                  ]") == std::string("[") + number + ".5]");
    CHECK(canonical(std::string("[") + number + "x                  ]").starts_with("json.unexpected_octet"));
  }
}
