/// @file
/// How a function of core is bound by embind. Only values cross; they are copied, so nothing is owned on the other
/// side.
///
/// Octets cross in one frame: the facade asks `boundary_reserve(n)` for room, keeps it while it suffices, and writes
/// the octets of all arguments there, one behind the other. A bound function gets the frame's address, then for each
/// argument its number of octets; what is no octets (a count, a truth value) crosses by itself. It gives the address of
/// a `reply`. What takes nothing and can't be refused is bound by embind alone (`emscripten::function`).
#pragma once

#include <emscripten/bind.h>

#include <cstdint>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>

#include "cuelight/error.hpp"

namespace cuelight::boundary {

/// What the facade reads after a call: 32-bit words, then the octets they point at.
struct reply {
  std::uint32_t ok = 0;  ///< 1: `text` is the result; 0: `text` is the error's message
  const char* text = nullptr;
  std::size_t text_octets = 0;
  const char* code = nullptr;  ///< the error's code, when not ok
  std::size_t code_octets = 0;
  std::size_t offset = no_offset;  ///< the error's offset
};

/// Keeps `outcome` alive until the next call and gives the address of its `reply`.
std::uintptr_t answer(result<std::string>&& outcome);
inline bool answer(bool outcome) {
  return outcome;
}

/// How a parameter crosses, and how it is taken from there; `at` stands behind what was read of the frame.
template <class T>
struct parameter {
  using wire = T;
  static T take(T sent, const char*& /*at*/) { return sent; }
};
template <>
struct parameter<std::string_view> {
  using wire = std::uint32_t;
  static std::string_view take(std::uint32_t octets, const char*& at) {
    return {std::exchange(at, at + octets), octets};
  }
};

template <auto function>
struct crossing;
template <class Outcome, class... T, Outcome (*function)(T...)>
struct crossing<function> {
  static auto call(std::uintptr_t frame, typename parameter<T>::wire... sent) {
    const char* at = reinterpret_cast<const char*>(frame);
    std::tuple<T...> arguments{parameter<T>::take(sent, at)...};
    return answer(std::apply(function, std::move(arguments)));
  }
};

/// Binds `function`, which takes octets and numbers and gives a `result<std::string>` or a `bool`. `name` is its name
/// and those of its parameters, the frame first, as the generated declarations have them: `json_diff(frame, before,
/// after)`.
template <auto function>
void bind(const char* name) {
  emscripten::function(name, &crossing<function>::call);
}

}  // namespace cuelight::boundary
