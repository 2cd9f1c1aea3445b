#include "calendar/uid.hpp"

#include "cuelight/hash.hpp"

namespace cuelight::calendar {

std::string opaque_uid(std::string_view key, std::string_view purpose, std::string_view text, std::string_view domain) {
  constexpr std::size_t block_octets = 64;
  std::string block(key);
  if (block.size() > block_octets) block = hash::octets_of(hash::sha256(key));
  block.resize(block_octets, '\0');
  std::string inner = block, outer = block;
  for (char& c : inner) c = static_cast<char>(c ^ 0x36);
  for (char& c : outer) c = static_cast<char>(c ^ 0x5c);
  inner += purpose;
  inner += '\0';
  inner += text;
  const hash::digest digest = hash::sha256(inner);
  outer += hash::octets_of(digest);
  const hash::digest mac = hash::sha256(outer);
  std::string uid = hash::hex(hash::octets_of(mac).substr(0, 16));
  uid += '@';
  uid += domain;
  return uid;
}

}  // namespace cuelight::calendar
