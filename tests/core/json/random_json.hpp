#pragma once

#include <random>
#include <string>

#include "cuelight/json.hpp"

/// Random documents: small alphabets, so that names collide in their first octets and orders differ.
class random_json {
 public:
  explicit random_json(std::uint32_t seed) : random_(seed) {}

  std::uint32_t below(std::uint32_t n) { return static_cast<std::uint32_t>(random_()) % n; }

  std::string text(std::uint32_t most) {
    static constexpr const char* pieces[]{"a",      "b",          "ab",         "abcdefgh", "z",      "\"",
                                          "\\",     "\n",         "\x01",       "/",        "é",      "\u20ac",
                                          "\ufb33", "\U0001F600", "\U00010000", "\uffff",   "\u007f", " "};
    std::string out;
    for (std::uint32_t n = below(most + 1); n > 0; --n) out += pieces[below(std::size(pieces))];
    return out;
  }

  cuelight::json::value tree(int depth = 4) {
    using cuelight::json::value;
    switch (below(depth > 0 ? 8 : 6)) {
      case 0:
        return nullptr;
      case 1:
        return below(2) == 0;
      case 2:
        return static_cast<std::int64_t>(random_()) - 2'000'000'000;
      case 3:
        return static_cast<double>(random_()) / (1 + below(1000));
      case 4:
      case 5:
        return text(6);
      case 6: {
        value array = value::array();
        for (std::uint32_t n = below(6); n > 0; --n) array.push_back(tree(depth - 1));
        return array;
      }
      default: {
        value object = value::object();
        for (std::uint32_t n = below(8); n > 0; --n) object[text(4)] = tree(depth - 1);
        return object;
      }
    }
  }

  /// The same document as a careless writer would put it: members in any order, white space, needless escapes.
  std::string careless(const cuelight::json::value& v) {
    std::string out = space();
    if (v.is_object()) {
      std::vector<std::string> members;
      for (const auto& [name, content] : v.items()) {
        members.push_back(escaped(name) + space() + ':' + careless(content));
      }
      std::shuffle(members.begin(), members.end(), random_);
      out += '{';
      for (std::size_t i = 0; i < members.size(); ++i) out += (i == 0 ? "" : ",") + space() + members[i];
      out += space() + '}';
    } else if (v.is_array()) {
      out += '[';
      for (std::size_t i = 0; i < v.size(); ++i) out += (i == 0 ? "" : ",") + careless(v[i]);
      out += space() + ']';
    } else if (v.is_string()) {
      out += escaped(v.get<std::string>());
    } else {
      out += cuelight::json::write(v);
    }
    return out + space();
  }

  std::mt19937& source() { return random_; }

 private:
  std::string space() {
    static constexpr const char* spaces[]{"", "", "", " ", "\n  ", "\t\r"};
    return spaces[below(6)];
  }

  std::string escaped(const std::string& text) {
    std::string out = "\"";
    for (const char c : text) {
      const auto octet = static_cast<unsigned char>(c);
      if (octet < 0x20 || c == '"' || c == '\\' || (octet < 0x80 && below(4) == 0)) {
        char buffer[8];
        std::snprintf(buffer, sizeof buffer, below(2) == 0 ? "\\u%04x" : "\\u%04X", octet);
        out += buffer;
      } else {
        out += c;
      }
    }
    return out + '"';
  }

  std::mt19937 random_;
};
