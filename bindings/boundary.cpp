#include "boundary.hpp"

/// What libc++ calls where a program can't go on (a container over its largest size). Its own prints by way of printf,
/// which no page sees and every visitor would download.
void std::__libcpp_verbose_abort(const char*, ...) {
  __builtin_trap();
}

/// Embind prints the address of a type by it; it is the only one that would need printf.
extern "C" int siprintf(char* out, const char*, ...) {
  *out = 0;
  return 0;
}

#include <algorithm>

namespace cuelight::boundary {
namespace {

std::string frame;
result<std::string> kept;

std::uintptr_t reserve(std::uint32_t octets) {
  // The last reply was read by now. A large frame is given back as soon as a small one follows it, so that memory stays
  // flat, and one that is too small before there is another.
  kept = {};
  if (octets > frame.capacity() || (frame.capacity() > (1U << 20) && octets < frame.capacity() / 4)) frame = {};
  // Never so short that it would stand inside the string object: frames begin at a multiple of four.
  frame.resize_and_overwrite(std::max(octets, 64U), [](char*, std::size_t n) { return n; });
  return reinterpret_cast<std::uintptr_t>(frame.data());
}

std::uint32_t address(const void* p) {
  return static_cast<std::uint32_t>(reinterpret_cast<std::uintptr_t>(p));
}

}  // namespace

[[gnu::noinline]] std::uintptr_t answer(result<std::string>&& outcome) {
  static reply out;
  kept = std::move(outcome);
  if (kept) {
    out = {1, address(kept->data()), static_cast<std::uint32_t>(kept->size()), 0, 0, -1};
  } else {
    const error& e = kept.error();
    out = {0,
           address(e.message.data()),
           static_cast<std::uint32_t>(e.message.size()),
           address(e.code.data()),
           static_cast<std::uint32_t>(e.code.size()),
           e.offset == no_offset ? -1 : static_cast<std::int32_t>(e.offset)};
  }
  return address(&out);
}

[[gnu::noinline]] void read_frame(std::uintptr_t at, std::string_view* arguments, std::size_t count) {
  const auto* const octets = reinterpret_cast<const std::uint32_t*>(at);
  const char* text = reinterpret_cast<const char*>(octets + count);
  for (std::size_t i = 0; i < count; ++i) {
    arguments[i] = {text, octets[i]};
    text += octets[i];
  }
}

EMSCRIPTEN_BINDINGS(boundary) {
  emscripten::function("boundary_reserve", &reserve);
}

}  // namespace cuelight::boundary
