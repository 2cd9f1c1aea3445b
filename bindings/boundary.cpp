#include "boundary.hpp"

#include <algorithm>

/// What libc++ calls where a program can't go on (a container over its largest size). Its own prints by way of printf,
/// which no page sees and every visitor would download.
void std::__libcpp_verbose_abort(const char*, ...) {
  __builtin_trap();
}

namespace cuelight::boundary {
namespace {

std::string room;
result<std::string> kept;

/// Where the facade writes a frame of so many octets.
std::uintptr_t reserve(std::size_t octets) {
  // The last reply was read by now. A large frame is given back as soon as a small one follows it, so that memory stays
  // flat, and one that is too small before there is another.
  kept = {};
  if (octets > room.capacity() || (room.capacity() > (1U << 20) && octets < room.capacity() / 4)) room = {};
  // Never so short that it would stand inside the string object, at an odd address.
  room.resize_and_overwrite(std::max(octets, std::size_t{64}), [](char*, std::size_t n) { return n; });
  return reinterpret_cast<std::uintptr_t>(room.data());
}

}  // namespace

[[gnu::noinline]] std::uintptr_t answer(result<std::string>&& outcome) {
  static reply out;
  kept = std::move(outcome);
  if (kept) {
    out = {1, kept->data(), kept->size()};
  } else {
    const error& e = kept.error();
    out = {0, e.message.data(), e.message.size(), e.code.data(), e.code.size(), e.offset};
  }
  return reinterpret_cast<std::uintptr_t>(&out);
}

}  // namespace cuelight::boundary

EMSCRIPTEN_BINDINGS(boundary) {
  emscripten::function("boundary_reserve(octets)", &cuelight::boundary::reserve);
}
