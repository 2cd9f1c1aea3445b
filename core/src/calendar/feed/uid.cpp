#include "calendar/feed/uid.hpp"

namespace cuelight::calendar {

uid_maker::uid_maker(std::string_view key, std::string_view domain) : domain_(domain) {
  constexpr std::size_t block_octets = 64;
  std::string block(key);
  if (block.size() > block_octets) block = hash::octets_of(hash::sha256(key));
  block.resize(block_octets, '\0');
  for (char& c : block) c = static_cast<char>(c ^ 0x36);
  inner_.update(block);
  for (char& c : block) c = static_cast<char>(c ^ 0x36 ^ 0x5c);
  outer_.update(block);
}

std::string uid_maker::uid(std::string_view purpose, std::string_view text) const {
  hash::sha256_stream inner = inner_, outer = outer_;
  inner.update(purpose);
  inner.update(std::string_view("\0", 1));
  inner.update(text);
  const hash::digest digest = inner.finish();
  outer.update(hash::octets_of(digest));
  const hash::digest mac = outer.finish();
  std::string out = hash::hex(hash::octets_of(mac).substr(0, 16));
  out += '@';
  out += domain_;
  return out;
}

}  // namespace cuelight::calendar
