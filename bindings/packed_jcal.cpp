#include "packed_jcal.hpp"

#include <algorithm>
#include <bit>

#include "calendar/ical/property_table.hpp"

namespace cuelight::calendar {

void packed_jcal::begin(std::string_view name) {
  char* at = text_.room(name.size());
  for (const char c : name) *at++ = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  text_.written(at);
  units_ += static_cast<std::uint32_t>(name.size());
  put(packed_word::begin);
  words_.push_back(units_);
}

bool packed_jcal::head(std::string_view name, value_type type) {
  const auto folded = [](char c) { return static_cast<std::size_t>(c) & 31U; };
  std::uint16_t& seen = seen_[(name.size() + 5 * folded(name.front()) + 11 * folded(name.back())) % seen_.size()];
  if (seen == 0 || !same_text(names_[seen - 1U], name)) {
    const auto known = std::ranges::find_if(names_, [&](const std::string& n) { return same_text(n, name); });
    if (known == names_.end()) {
      if (names_.size() == most_names) return false;
      std::string& lower = names_.emplace_back(name);
      for (char& c : lower) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
      seen = static_cast<std::uint16_t>(names_.size());
    } else {
      seen = static_cast<std::uint16_t>(known - names_.begin() + 1);
    }
  }
  words_.push_back((seen - 1U) << 8 | static_cast<std::uint32_t>(type) << 2 |
                   static_cast<std::uint32_t>(packed_word::text));
  return true;
}

bool packed_jcal::text(std::string_view name, value_type type, std::string_view value, escapes how,
                       text_faults& faults) {
  if (!head(name, type)) return false;
  units_ += static_cast<std::uint32_t>(append_text(text_, value, how, faults));
  words_.push_back(units_);
  return true;
}

bool packed_jcal::time(std::string_view name, std::string_view value) {
  if (!is_basic_date_time(value) || !head(name, value_type::date_time)) return false;
  char* const at = text_.room(longest_time);
  char* const end = write_extended(value, at);
  text_.written(end);
  units_ += static_cast<std::uint32_t>(end - at);
  words_.push_back(units_);
  return true;
}

std::string packed_jcal::take(std::string_view json) {
  const auto texts = static_cast<std::uint32_t>(text_.size());
  const auto words = static_cast<std::uint32_t>(words_.size());
  words_.insert(words_.end(), {texts, static_cast<std::uint32_t>(json.size()), words});
  text_ += json;
  while (text_.size() % sizeof(std::uint32_t) != 0) text_ += ' ';
  for (std::uint32_t& w : words_) {
    if constexpr (std::endian::native == std::endian::big) w = std::byteswap(w);
  }
  text_ += {reinterpret_cast<const char*>(words_.data()), words_.size() * sizeof(std::uint32_t)};
  return text_.take();
}

}  // namespace cuelight::calendar
