#include "boundary.hpp"

#include <algorithm>

/// What libc++ calls where a program can't go on (a container over its largest size). Its own prints by way of printf,
/// which no page sees and every visitor would download.
void std::__libcpp_verbose_abort(const char*, ...) {
  __builtin_trap();
}

/// The last thing that a module would ask of its host. The facade looks whether the memory grew after every call, so
/// that a module imports nothing: what runs in it can reach nothing.
extern "C" void emscripten_notify_memory_growth(std::size_t) {}

namespace cuelight::boundary {
namespace {

std::string room;
result<std::string> kept;

/// Where the facade writes a frame of so many octets.
extern "C" [[clang::export_name("boundary_reserve")]] char* boundary_reserve(std::size_t octets) {
  // The last reply was read by now. A large frame is given back as soon as a small one follows it, so that memory stays
  // flat, and one that is too small before there is another.
  kept = {};
  if (octets > room.capacity() || (room.capacity() > (1U << 20) && octets < room.capacity() / 4)) room = {};
  // Never so short that it would stand inside the string object: frames begin at a multiple of four.
  room.resize_and_overwrite(std::max(octets, std::size_t{64}), [](char*, std::size_t n) { return n; });
  return room.data();
}

}  // namespace

[[gnu::noinline]] const reply* answer(result<std::string>&& outcome) {
  static reply out;
  kept = std::move(outcome);
  if (kept) {
    out = {1, kept->data(), kept->size()};
  } else {
    const error& e = kept.error();
    out = {0, e.message.data(), e.message.size(), e.code.data(), e.code.size(), e.offset};
  }
  return &out;
}

[[gnu::noinline]] void read_frame(const std::uint32_t* frame, std::string_view* arguments, std::size_t count) {
  const char* text = reinterpret_cast<const char*>(frame + count);
  for (std::size_t i = 0; i < count; ++i) {
    arguments[i] = {text, frame[i]};
    text += frame[i];
  }
}

}  // namespace cuelight::boundary
