/// @file
/// The one way across the wasm boundary: byte strings in, one byte string or one error out, all of them copied.
///
/// The facade asks `boundary_reserve(n)` for room, keeps it while it suffices, and writes a frame there: the arguments'
/// lengths as little-endian 32-bit numbers, then the arguments themselves. An exported function decodes the frame,
/// calls core once, and gives the address of its reply. Structured arguments and results are JSON text; core judges it.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>

#include "cuelight/error.hpp"

namespace cuelight::boundary {

/// What the facade reads after a call: six 32-bit words, then the octets they point at.
struct reply {
  std::uint32_t ok = 0;  ///< 1: `text` is the result; 0: `text` is the error's message
  const char* text = nullptr;
  std::size_t text_octets = 0;
  const char* code = nullptr;  ///< the error's code, when not ok
  std::size_t code_octets = 0;
  std::size_t offset = no_offset;  ///< the error's offset
};

/// Keeps `outcome` alive until the next call and describes it.
const reply* answer(result<std::string>&& outcome);

/// Finds the `count` arguments of a frame.
void read_frame(const std::uint32_t* frame, std::string_view* arguments, std::size_t count);

/// Calls `f`, a function of string views, with the arguments of a frame.
template <class... Text>
const reply* call(result<std::string> (*f)(Text...), const std::uint32_t* frame) {
  std::array<std::string_view, sizeof...(Text)> arguments;
  read_frame(frame, arguments.data(), sizeof...(Text));
  return std::apply([&](auto... text) { return answer(f(text...)); }, arguments);
}

}  // namespace cuelight::boundary

/// Exports `function`, which takes string views and gives a `result<std::string>`, under `name`.
#define CUELIGHT_EXPORT(name, function)                                                                             \
  extern "C" [[clang::export_name(#name)]] const cuelight::boundary::reply* export_##name(const std::uint32_t* f) { \
    return cuelight::boundary::call(function, f);                                                                   \
  }
