#include "cuelight/json.hpp"

namespace cuelight::json {

const value* member(const value& tree, std::string_view name) {
  const value::object_t& all = members(tree);
  const auto found = all.find(name);
  return found == all.end() ? nullptr : &found->second;
}

std::string_view text(const value& v) {
  const auto* const found = v.get_ptr<const std::string*>();
  return found == nullptr ? std::string_view() : *found;
}

std::optional<std::int64_t> integer(const value& v) {
  if (const auto* const natural = v.get_ptr<const std::uint64_t*>()) {
    if (*natural > static_cast<std::uint64_t>(INT64_MAX)) return std::nullopt;
    return static_cast<std::int64_t>(*natural);
  }
  const auto* const found = v.get_ptr<const std::int64_t*>();
  return found == nullptr ? std::nullopt : std::optional(*found);
}

bool is_true(const value& v) {
  const bool* const found = v.get_ptr<const bool*>();
  return found != nullptr && *found;
}

bool is_false(const value& v) {
  const bool* const found = v.get_ptr<const bool*>();
  return found != nullptr && !*found;
}

const value::array_t& elements(const value& v) {
  static const value::array_t none;
  const auto* const found = v.get_ptr<const value::array_t*>();
  return found == nullptr ? none : *found;
}

const value::object_t& members(const value& v) {
  static const value::object_t none;
  const auto* const found = v.get_ptr<const value::object_t*>();
  return found == nullptr ? none : *found;
}

std::optional<std::string_view> text_member(const value& tree, std::string_view name) {
  const value* const found = member(tree, name);
  if (found == nullptr || !found->is_string()) return std::nullopt;
  return text(*found);
}

std::optional<std::int64_t> integer_member(const value& tree, std::string_view name) {
  const value* const found = member(tree, name);
  return found == nullptr ? std::nullopt : integer(*found);
}

}  // namespace cuelight::json
