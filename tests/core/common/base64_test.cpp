#include "cuelight/base64.hpp"

#include "catch_amalgamated.hpp"

using cuelight::base64;
using cuelight::from_base64;

TEST_CASE("Base64 writes RFC 4648's test vectors and reads them back") {
  const std::pair<const char*, const char*> vectors[] = {{"", ""},
                                                         {"f", "Zg=="},
                                                         {"fo", "Zm8="},
                                                         {"foo", "Zm9v"},
                                                         {"foob", "Zm9vYg=="},
                                                         {"fooba", "Zm9vYmE="},
                                                         {"foobar", "Zm9vYmFy"}};
  for (const auto& [octets, text] : vectors) {
    CHECK(base64(octets) == text);
    CHECK(from_base64(text) == octets);
  }
  std::string all;
  for (int i = 0; i < 256; ++i) all.push_back(static_cast<char>(i));
  CHECK(from_base64(base64(all)) == all);
  CHECK(base64("\xfb\xff") == "+/8=");
}

TEST_CASE("one octet string has one Base64 text") {
  for (const std::string_view text :
       {"Zg", "Zg=", "Z===", "====", "=", "Zh==", "Zm9=", "Zg==\n", " Zg==", "Zg==Zg==", "Zm 9v", "-_8=", "Zm9v\n"}) {
    INFO(text);
    CHECK_FALSE(from_base64(text).has_value());
  }
  CHECK_FALSE(from_base64(std::string_view("Zg\0=", 4)).has_value());
}
