/// @file
/// The one way across the wasm boundary: byte strings in, one byte string or one error out, all of them copied.
///
/// The facade asks `boundary_reserve(n)` for room, keeps it while it suffices, and writes a frame there: the arguments'
/// lengths as little-endian 32-bit numbers, then the arguments themselves. A bound function decodes the frame, calls
/// core once, and gives the address of its reply. Structured arguments and results are JSON text; core judges it.
#pragma once

#include <emscripten/bind.h>

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include "cuelight/error.hpp"

namespace cuelight::boundary {

/// What the facade reads after a call: five 32-bit words, then the octets they point at.
struct reply {
  std::uint32_t ok = 0;    ///< 1: `text` is the result; 0: `text` is the error's message
  std::uint32_t text = 0;  ///< address
  std::uint32_t text_octets = 0;
  std::uint32_t code = 0;  ///< address of the error's code, when not ok
  std::uint32_t code_octets = 0;
  std::int32_t offset = -1;  ///< the error's offset, -1 for none
};

/// Keeps `outcome` alive until the next call and describes it; returns the address of the reply.
std::uintptr_t answer(result<std::string>&& outcome);

/// Finds the `count` arguments of a frame.
void read_frame(std::uintptr_t frame, std::string_view* arguments, std::size_t count);

template <class... Text>
consteval std::size_t arity(result<std::string> (*)(Text...)) {
  return sizeof...(Text);
}

/// Wraps `F`, a function of string views that gives a `result<std::string>`, for embind.
template <auto F>
std::uintptr_t call(std::uintptr_t frame) {
  constexpr std::size_t count = arity(F);
  std::array<std::string_view, count> arguments;
  read_frame(frame, arguments.data(), count);
  return [&]<std::size_t... I>(std::index_sequence<I...>) {
    return answer(F(arguments[I]...));
  }(std::make_index_sequence<count>{});
}

}  // namespace cuelight::boundary
