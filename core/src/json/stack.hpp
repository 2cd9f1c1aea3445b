/// @file
/// A stack of plain values that asks for memory only when it grows beyond what most texts need.
#pragma once

#include <array>
#include <cstddef>
#include <cstring>
#include <memory>
#include <type_traits>

namespace cuelight::json {

template <class T, std::size_t Few>
  requires std::is_trivially_copyable_v<T>
class stack {
 public:
  stack() = default;
  stack(const stack&) = delete;
  stack& operator=(const stack&) = delete;

  [[nodiscard]] bool empty() const { return size_ == 0; }
  [[nodiscard]] std::size_t size() const { return size_; }
  [[nodiscard]] T* data() { return data_; }
  [[nodiscard]] T& operator[](std::size_t i) { return data_[i]; }
  [[nodiscard]] const T& operator[](std::size_t i) const { return data_[i]; }
  [[nodiscard]] T& back() { return data_[size_ - 1]; }

  void push(const T& item) {
    if (size_ == room_) grow(size_ + 1);
    data_[size_++] = item;
  }
  void pop() { --size_; }
  /// New values are what the memory holds.
  void resize(std::size_t size) {
    if (size > room_) grow(size);
    size_ = size;
  }

 private:
  [[gnu::noinline]] void grow(std::size_t least) {
    room_ = least * 2;
    auto more = std::make_unique_for_overwrite<T[]>(room_);
    std::memcpy(more.get(), data_, size_ * sizeof(T));
    many_ = std::move(more);
    data_ = many_.get();
  }

  std::array<T, Few> few_;
  std::unique_ptr<T[]> many_;
  T* data_ = few_.data();
  std::size_t size_ = 0;
  std::size_t room_ = Few;
};

}  // namespace cuelight::json
