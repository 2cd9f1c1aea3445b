/// @file
/// The document model: one JSON value as a tree. Small where it is used: what is not a test or a look is a
/// call into value.cpp, and a literal goes there as one address, not as a view that every caller would put together.
#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace cuelight::json {

/// A JSON value. Integers within ±(2^53−1) are held as integers (unsigned when not negative) when they come from
/// `parse`, however they were spelt; every other number as a double. Members are ordered by the octets of their names.
class value {
 public:
  /// What a value can be.
  enum class kind : std::uint8_t { null, boolean, integer, natural, number, text, array, object };
  using list = std::vector<value>;
  using members = std::map<std::string, value, std::less<>>;
  struct field;

  value(std::nullptr_t = nullptr) noexcept {}
  template <std::same_as<bool> Bool>
  value(Bool b) noexcept : kind_(kind::boolean), integer_(b) {}
  template <std::signed_integral Integer>
  value(Integer i) noexcept : kind_(kind::integer), integer_(i) {}
  template <std::unsigned_integral Natural>
    requires(!std::same_as<Natural, bool>)
  value(Natural n) noexcept : kind_(kind::natural), natural_(n) {}
  value(double d) noexcept : kind_(kind::number), number_(d) {}
  value(std::string_view text);
  value(const std::string& text) : value(std::string_view(text)) {}
  value(std::string&& text);
  value(const char* text);
  template <class T>
    requires std::constructible_from<value, const T&>
  value(const std::vector<T>& elements) : value(array()) {
    for (const T& element : elements) push_back(element);
  }
  value(const value& other);
  value(value&& other) noexcept;
  value& operator=(const value& other) { return *this = value(other); }
  value& operator=(value&& other) noexcept;
  /// A scalar put where the value stands, without one made in between.
  template <class Scalar>
    requires std::convertible_to<const Scalar&, std::string_view>
  value& operator=(const Scalar& text) {
    return put_text(text);
  }
  value& operator=(const char* text);
  value& operator=(std::nullptr_t) { return *this = value(); }
  template <std::integral Scalar>
  value& operator=(Scalar n) {
    if constexpr (std::same_as<Scalar, bool>) return put(kind::boolean, n);
    return put(std::signed_integral<Scalar> ? kind::integer : kind::natural, static_cast<std::int64_t>(n));
  }
  /// Nested however deep, a tree is taken down without recursion.
  ~value();

  /// An empty object or array, or one of what is given.
  [[nodiscard]] static value object();
  [[nodiscard]] static value object(std::initializer_list<field> fields);
  [[nodiscard]] static value array();
  [[nodiscard]] static value array(std::initializer_list<value> elements);

  [[nodiscard]] kind type() const noexcept { return kind_; }
  [[nodiscard]] bool is_null() const noexcept { return kind_ == kind::null; }
  [[nodiscard]] bool is_boolean() const noexcept { return kind_ == kind::boolean; }
  [[nodiscard]] bool is_integer() const noexcept { return kind_ == kind::integer || kind_ == kind::natural; }
  [[nodiscard]] bool is_string() const noexcept { return kind_ == kind::text; }
  [[nodiscard]] bool is_array() const noexcept { return kind_ == kind::array; }
  [[nodiscard]] bool is_object() const noexcept { return kind_ == kind::object; }
  [[nodiscard]] bool is_true() const noexcept { return kind_ == kind::boolean && integer_ != 0; }
  [[nodiscard]] bool is_false() const noexcept { return kind_ == kind::boolean && integer_ == 0; }

  /// The scalar itself. Precondition: the value is of that kind; an integer is read either way.
  [[nodiscard]] std::int64_t integer() const noexcept { return integer_; }
  [[nodiscard]] std::uint64_t natural() const noexcept { return natural_; }
  [[nodiscard]] double number() const noexcept { return number_; }
  [[nodiscard]] const std::string& text() const noexcept { return *text_; }

  /// The number of elements or members; 0 for null, 1 for any other scalar.
  [[nodiscard]] std::size_t size() const noexcept;
  [[nodiscard]] bool empty() const noexcept { return size() == 0; }

  /// The elements of an array; none for anything else.
  [[nodiscard]] value* begin() noexcept;
  [[nodiscard]] value* end() noexcept;
  [[nodiscard]] const value* begin() const noexcept { return const_cast<value*>(this)->begin(); }
  [[nodiscard]] const value* end() const noexcept { return const_cast<value*>(this)->end(); }
  /// Precondition: an array with that many elements.
  template <std::integral Index>
  [[nodiscard]] value& operator[](Index index) noexcept {
    return (*list_)[static_cast<std::size_t>(index)];
  }
  template <std::integral Index>
  [[nodiscard]] const value& operator[](Index index) const noexcept {
    return (*list_)[static_cast<std::size_t>(index)];
  }
  [[nodiscard]] value& back() noexcept { return list_->back(); }
  /// Appends to an array; null becomes one.
  void push_back(value&& element);
  void push_back(const value& element) { push_back(value(element)); }
  template <class Scalar>
    requires std::convertible_to<const Scalar&, std::string_view>
  void push_back(const Scalar& text) {
    append() = text;
  }
  void push_back(const char* text);
  void push_back(std::nullptr_t) { append(); }

  /// The members of an object by name; none for anything else.
  [[nodiscard]] const members& items() const noexcept;
  /// The member of that name, or null when there is none or this is no object.
  [[nodiscard]] const value* find(std::string_view name) const noexcept;
  [[nodiscard]] const value* find(const char* name) const noexcept;
  [[nodiscard]] bool contains(std::string_view name) const noexcept { return find(name) != nullptr; }
  [[nodiscard]] bool contains(const char* name) const noexcept { return find(name) != nullptr; }
  /// The member of that name, made as null when there is none. Precondition: an object, or null, which becomes one.
  [[nodiscard]] value& operator[](std::string_view name);
  [[nodiscard]] value& operator[](const char* name);
  /// The member of that name; null when there is none.
  [[nodiscard]] const value& operator[](std::string_view name) const noexcept;
  [[nodiscard]] const value& operator[](const char* name) const noexcept;
  /// Takes a member away; gives how many there were.
  std::size_t erase(std::string_view name);
  std::size_t erase(const char* name);

  /// Whether both hold the same; numbers are compared by their value.
  friend bool operator==(const value& a, const value& b);

 private:
  value& append();
  value& put_text(std::string_view text);
  value& put(kind k, std::int64_t scalar);

  kind kind_ = kind::null;
  union {
    std::int64_t integer_ = 0;
    std::uint64_t natural_;
    double number_;
    std::string* text_;
    list* list_;
    members* members_;
  };
};

/// One member in `value::object({{name, content}, …})`.
struct value::field {
  const char* name;
  value content;
};

}  // namespace cuelight::json
