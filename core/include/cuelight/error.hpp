/// @file
/// The one error type of Cuelight. Every core function that can refuse returns `std::expected<T, error>`.
#pragma once

#include <cstddef>
#include <cstdint>
#include <expected>
#include <string>
#include <string_view>
#include <utility>

namespace cuelight {

/// "This error has no place in the input."
inline constexpr std::size_t no_offset = static_cast<std::size_t>(-1);

/// Why something was refused. The same code strings stand in C++, JavaScript and the documents.
struct error {
  /// Stable, dotted, lower case: `json.duplicate_name`. Programs switch on it.
  std::string code;
  /// One sentence for a person: what is wrong and what to do. Never quotes more than a short piece of the input.
  std::string message;
  /// Octet offset into the input where the fault begins, or `no_offset`.
  std::size_t offset = no_offset;

  // Calls, not code in every function that can refuse: they are the most used ones of core.
  error(std::string_view what, std::string_view why, std::size_t where = no_offset);
  error(const char* what, const char* why, std::size_t where = no_offset);
  error(const error&);
  error(error&&) noexcept;
  error& operator=(const error&);
  error& operator=(error&&) noexcept;
  ~error();

  friend bool operator==(const error&, const error&) = default;
};

/// Either a value or the reason why there is none.
template <class T>
using result = std::expected<T, error>;

/// Builds the failure branch of a `result`.
[[nodiscard]] std::unexpected<error> refuse(const char* code, const char* message, std::size_t offset = no_offset);
[[nodiscard]] std::unexpected<error> refuse(std::string_view code, std::string_view message,
                                            std::size_t offset = no_offset);

}  // namespace cuelight
