#include "audit/row.hpp"

#include <cstring>

namespace cuelight::audit {
namespace {

/// Behind the string whose opening quotation mark is at `at`.
std::size_t past_string(std::string_view text, std::size_t at) {
  for (++at; at < text.size(); ++at) {
    const auto* quote = static_cast<const char*>(std::memchr(text.data() + at, '"', text.size() - at));
    if (quote == nullptr) return text.size();
    at = static_cast<std::size_t>(quote - text.data());
    std::size_t backslashes = 0;
    while (text[at - 1 - backslashes] == '\\') ++backslashes;
    if (backslashes % 2 == 0) return at + 1;
  }
  return text.size();
}

/// Behind the value at `at`: at the comma or brace that follows it.
std::size_t past_value(std::string_view text, std::size_t at) {
  std::size_t depth = 0;
  while (at < text.size()) {
    const char c = text[at];
    if (c == '"') {
      at = past_string(text, at);
      if (depth == 0) return at;
      continue;
    }
    if (c == '{' || c == '[') {
      ++depth;
    } else if (c == '}' || c == ']') {
      if (depth == 0) return at;
      if (--depth == 0) return at + 1;
    } else if (c == ',' && depth == 0) {
      return at;
    }
    ++at;
  }
  return at;
}

}  // namespace

row_parts take_apart(std::string_view canonical) {
  row_parts parts;
  if (canonical.size() < 2 || canonical.front() != '{') return parts;
  parts.is_object = true;
  const std::size_t end = canonical.size() - 1;
  std::size_t run = 1;  // where the current run of other members begins
  std::size_t runs = 0;
  std::size_t at = 1;
  const auto close_run = [&](std::size_t until) {
    if (until > run) parts.rest[runs++] = canonical.substr(run, until - run);
  };
  while (at < end && runs < 3 && (parts.hash.empty() || parts.prev_hash.empty())) {
    const std::size_t name_end = past_string(canonical, at);
    const std::string_view name = canonical.substr(at, name_end - at);
    const std::size_t value_end = past_value(canonical, name_end + 1);
    const bool is_hash = name == "\"hash\"";
    if (is_hash || name == "\"prev_hash\"") {
      (is_hash ? parts.hash : parts.prev_hash) = canonical.substr(name_end + 1, value_end - name_end - 1);
      close_run(at == 1 ? 0 : at - 1);
      run = value_end + 1;
    }
    at = value_end + 1;
  }
  close_run(end);
  return parts;
}

}  // namespace cuelight::audit
