#include <algorithm>
#include <charconv>
#include <utility>
#include <vector>

#include "cuelight/json.hpp"

namespace cuelight::json {
namespace {

std::string child(const std::string& pointer, std::string_view name) {
  return pointer + '/' + pointer_token(name);
}

std::string child(const std::string& pointer, std::size_t index) {
  char buffer[24];
  return pointer + '/' + std::string(buffer, std::to_chars(buffer, buffer + sizeof buffer, index).ptr);
}

struct pair {
  std::string pointer;
  const value* before;
  const value* after;
};

class differ {
 public:
  value run(const value& before, const value& after) {
    // Last in, first out: pairs are pushed in reverse, so that operations come in the order of the document.
    pending_.push_back({"", &before, &after});
    while (!pending_.empty()) {
      const pair p = std::move(pending_.back());
      pending_.pop_back();
      if (*p.before == *p.after) continue;
      if (p.before->is_object() && p.after->is_object()) {
        objects(p);
      } else if (p.before->is_array() && p.after->is_array()) {
        arrays(p);
      } else {
        operation("replace", p.pointer, p.after);
      }
    }
    return std::move(patch_);
  }

 private:
  void operation(const char* op, const std::string& pointer, const value* with) {
    value entry = value::object();
    entry["op"] = op;
    entry["path"] = pointer;
    if (with != nullptr) entry["value"] = *with;
    patch_.push_back(std::move(entry));
  }

  void objects(const pair& p) {
    for (const auto& [name, content] : members(*p.before)) {
      if (member(*p.after, name) == nullptr) operation("remove", child(p.pointer, name), nullptr);
    }
    const std::size_t first = pending_.size();
    for (const auto& [name, content] : members(*p.after)) {
      const value* const old = member(*p.before, name);
      if (old == nullptr) {
        operation("add", child(p.pointer, name), &content);
      } else {
        pending_.push_back({child(p.pointer, name), old, &content});
      }
    }
    std::reverse(pending_.begin() + static_cast<std::ptrdiff_t>(first), pending_.end());
  }

  void arrays(const pair& p) {
    const value::array_t& a = elements(*p.before);
    const value::array_t& b = elements(*p.after);
    const std::size_t both = std::min(a.size(), b.size());
    std::size_t head = 0;
    while (head < both && a[head] == b[head]) ++head;
    std::size_t tail = 0;
    while (tail < both - head && a[a.size() - 1 - tail] == b[b.size() - 1 - tail]) ++tail;
    const std::size_t changed = both - head - tail;
    // From the back, so that no removal moves what is still to be named.
    for (std::size_t i = a.size() - tail; i > head + changed; --i)
      operation("remove", child(p.pointer, i - 1), nullptr);
    for (std::size_t i = head + changed; i < b.size() - tail; ++i) operation("add", child(p.pointer, i), &b[i]);
    for (std::size_t i = head + changed; i > head; --i) {
      pending_.push_back({child(p.pointer, i - 1), &a[i - 1], &b[i - 1]});
    }
  }

  std::vector<pair> pending_;
  value patch_ = value::array();
};

}  // namespace

std::string pointer_token(std::string_view text) {
  std::string token;
  token.reserve(text.size());
  for (const char c : text) {
    if (c == '~') {
      token += "~0";
    } else if (c == '/') {
      token += "~1";
    } else {
      token += c;
    }
  }
  return token;
}

value diff_trees(const value& before, const value& after) {
  return differ().run(before, after);
}

result<std::string> diff(std::string_view before, std::string_view after, const limits& limits) {
  const auto a = parse(before, limits);
  if (!a) return std::unexpected(a.error());
  const auto b = parse(after, limits);
  if (!b) return std::unexpected(b.error());
  return write(diff_trees(*a, *b));
}

}  // namespace cuelight::json
