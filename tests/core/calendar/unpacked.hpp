// jCal built again from what core packs for JavaScript (bindings/packed_jcal.hpp), by another library.
#pragma once

#include <cstdint>
#include <cstring>
#include <string_view>
#include <vector>

#include "nlohmann/json.hpp"

/// The octet behind `units` UTF-16 code units of a text, from the octet `at` on.
inline std::size_t behind_units(std::string_view text, std::size_t at, std::uint32_t units) {
  while (units != 0) {
    const auto octet = static_cast<unsigned char>(text[at]);
    const std::size_t octets = octet < 0x80 ? 1 : octet < 0xe0 ? 2 : octet < 0xf0 ? 3 : 4;
    units -= octets == 4 ? 2 : 1;
    at += octets;
  }
  return at;
}

/// `{ jcal, problems }`.
inline nlohmann::json unpacked(std::string_view reply) {
  using nlohmann::json;
  const auto word = [&](std::size_t octet) {
    std::uint32_t w = 0;
    std::memcpy(&w, reply.data() + octet, sizeof w);
    return w;
  };
  const std::size_t tail = reply.size() - 12;
  const std::string_view text = reply.substr(0, word(tail));
  const json rest = json::parse(reply.substr(text.size(), word(tail + 4)));
  std::size_t next = tail - 4U * word(tail + 8), other = 0, octet = 0;
  std::uint32_t units = 0;
  const auto cut = [&] {
    const std::uint32_t end = word(next);
    next += 4;
    const std::size_t begin = octet;
    octet = behind_units(text, begin, end - units);
    units = end;
    return json(text.substr(begin, octet - begin));
  };
  std::vector<json> open{json::array({"", json::array(), json::array()})};
  while (next != tail) {
    const std::uint32_t what = word(next);
    next += 4;
    switch (what & 3) {
      case 0:
        open.push_back(json::array({cut(), json::array(), json::array()}));
        break;
      case 1: {
        json done = std::move(open.back());
        open.pop_back();
        open.back()[2].push_back(std::move(done));
        break;
      }
      case 2:
        open.back()[1].push_back(rest["rest"].at(other++));
        break;
      default:
        open.back()[1].push_back(
            json::array({rest["names"].at(what >> 8), json::object(), rest["types"].at(what >> 2 & 63), cut()}));
    }
  }
  json& top = open.at(0)[2];
  return {{"jcal", top.size() == 1 ? top[0] : top}, {"problems", rest["problems"]}};
}
