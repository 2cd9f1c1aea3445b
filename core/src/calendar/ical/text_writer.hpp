// Text that grows at its end: what std::string does, at less cost for every octet.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace cuelight::calendar {

/// A number as it is read.
[[nodiscard]] std::string decimal(std::int64_t n);

class text_writer {
 public:
  text_writer() = default;
  text_writer(const text_writer&) = delete;
  text_writer& operator=(const text_writer&) = delete;

  text_writer& operator+=(char c);
  text_writer& operator+=(std::string_view text);

  [[nodiscard]] std::size_t size() const { return static_cast<std::size_t>(at_ - text_.data()); }
  [[nodiscard]] std::string_view from(std::size_t start) const { return {text_.data() + start, size() - start}; }
  /// Takes back what was written from `start` on.
  void cut(std::size_t start) { at_ = text_.data() + start; }
  /// Puts text where `at` octets stand before it.
  void insert(std::size_t at, std::string_view text);

  /// Where `octets` more can be written at once; `written` tells where they end.
  char* room(std::size_t octets) {
    if (static_cast<std::size_t>(end_ - at_) < octets) grow(octets);
    return at_;
  }
  void written(char* end) { at_ = end; }

  [[nodiscard]] std::string take();

 private:
  void grow(std::size_t octets);

  std::string text_;  // as long as there is room
  char* at_ = text_.data();
  char* end_ = at_;
};

}  // namespace cuelight::calendar
