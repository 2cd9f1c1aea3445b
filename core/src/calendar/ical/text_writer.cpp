#include "calendar/ical/text_writer.hpp"

#include <algorithm>
#include <charconv>
#include <cstring>
#include <utility>

#include "json/octets.hpp"

namespace cuelight::calendar {

std::string decimal(std::int64_t n) {
  char text[24];
  return {text, std::to_chars(text, text + sizeof text, n).ptr};
}

void text_writer::grow(std::size_t octets) {
  const std::size_t kept = size();
  text_.resize_and_overwrite(kept + std::max(kept, octets + 64), [](char*, std::size_t n) { return n; });
  at_ = text_.data() + kept;
  end_ = text_.data() + text_.size();
}

text_writer& text_writer::operator+=(char c) {
  if (at_ == end_) grow(1);
  *at_++ = c;
  return *this;
}

text_writer& text_writer::operator+=(std::string_view text) {
  char* const to = room(text.size());
  const char* const from = text.data();
  const std::size_t octets = text.size();
  at_ += octets;
  if (octets >= json::block_octets && octets < 512) {
    // Blocks, the last one over the end of the one before.
    for (std::size_t i = 0; i < octets - json::block_octets; i += json::block_octets)
      json::store_block(to + i, json::load_block(from + i));
    json::store_block(at_ - json::block_octets, json::load_block(from + octets - json::block_octets));
  } else {
    std::memcpy(to, from, octets);
  }
  return *this;
}

void text_writer::insert(std::size_t at, std::string_view text) {
  char* const end = room(text.size());
  char* const place = text_.data() + at;
  std::memmove(place + text.size(), place, static_cast<std::size_t>(end - place));
  std::memcpy(place, text.data(), text.size());
  at_ = end + text.size();
}

std::string text_writer::take() {
  text_.resize(size());
  std::string taken = std::move(text_);
  text_.clear();
  at_ = end_ = text_.data();
  return taken;
}

}  // namespace cuelight::calendar
