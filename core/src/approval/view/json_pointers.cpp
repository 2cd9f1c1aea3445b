#include "approval/view/json_pointers.hpp"

#include <algorithm>

#include "cuelight/json.hpp"
#include "text/order.hpp"

namespace cuelight::approval {
namespace {

constexpr std::size_t max_pointer_octets = 16U << 20;

/// The end of the string that starts at `at`.
std::size_t string_end(std::string_view text, std::size_t at) {
  for (++at; at < text.size() && text[at] != '"'; ++at) {
    if (text[at] == '\\') ++at;
  }
  return at + 1;
}

struct open_container {
  std::size_t value;  // its index in `all_`
  bool is_object;
  std::size_t elements;
};

}  // namespace

result<json_pointers> json_pointers::of(std::string_view text) {
  json_pointers out;
  std::vector<open_container> open;
  std::string pointer;
  std::size_t spent = 0;
  std::size_t at = 0;
  bool value_next = true;
  while (at < text.size()) {
    const char c = text[at];
    if (c == '}' || c == ']') {
      pointed_value& closed = out.all_[open.back().value];
      closed.octets = at + 1 - closed.offset;
      closed.leaf = closed.octets == 2;
      pointer = closed.pointer;
      open.pop_back();
      value_next = false;
      ++at;
      continue;
    }
    if (c == ',') {
      value_next = true;
      ++at;
      continue;
    }
    if (!open.empty() && value_next) {
      open_container& parent = open.back();
      pointer = out.all_[parent.value].pointer + '/';
      if (parent.is_object) {
        const std::size_t end = string_end(text, at);
        const json::value name = json::parse_canonical(text.substr(at, end - at));
        pointer += json::pointer_token(json::text(name));
        at = end + 1;  // behind the colon
      } else {
        pointer += std::to_string(parent.elements);
      }
      ++parent.elements;
    }
    spent += pointer.size();
    if (spent > max_pointer_octets) {
      return refuse("approval.too_large", "This payload has too many or too deeply named values to be shown.");
    }
    const std::size_t begin = at;
    const char first = text[at];
    if (first == '{' || first == '[') {
      open.push_back({out.all_.size(), first == '{', 0});
      ++at;
    } else if (first == '"') {
      at = string_end(text, at);
    } else {
      while (at < text.size() && text[at] != ',' && text[at] != '}' && text[at] != ']') ++at;
    }
    out.all_.push_back({pointer, begin, at - begin, true});
    value_next = first == '{' || first == '[';
  }
  out.order_ = order_of(out.all_, [](const pointed_value& a, const pointed_value& b) { return a.pointer < b.pointer; });
  return out;
}

const pointed_value* json_pointers::find(std::string_view pointer) const {
  const auto found = std::lower_bound(order_.begin(), order_.end(), pointer, [&](std::uint32_t i, std::string_view p) {
    return std::string_view(all_[i].pointer) < p;
  });
  if (found == order_.end() || all_[*found].pointer != pointer) return nullptr;
  return &all_[*found];
}

std::size_t json_pointers::offset(std::string_view pointer) const {
  const pointed_value* const p = find(pointer);
  return p == nullptr ? 0 : p->offset;
}

std::vector<std::string> json_pointers::leaves(std::string_view pointer) const {
  std::vector<std::string> out;
  const pointed_value* const top = find(pointer);
  if (top == nullptr) return out;
  const std::size_t end = top->offset + top->octets;
  for (auto i = static_cast<std::size_t>(top - all_.data()); i < all_.size() && all_[i].offset < end; ++i) {
    if (all_[i].leaf) out.push_back(all_[i].pointer);
  }
  return out;
}

}  // namespace cuelight::approval
