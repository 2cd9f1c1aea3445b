// A RECUR value as text (RFC 5545 3.3.10, RFC 7265 3.6.10): cut into its parts in one place, written in one place.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace cuelight::calendar {

/// No rule is longer; names and values stand for themselves.
inline constexpr std::size_t max_rule_octets = 4096;

/// `BYDAY=TU,TH`.
struct rule_part {
  std::string_view name;
  std::string_view values;
  std::size_t offset = 0;   ///< in the rule
  bool has_values = false;  ///< false: there is no `=`
};

/// The parts one after the other; a stray semicolon does no harm.
class rule_parts {
 public:
  explicit rule_parts(std::string_view rule) : rule_(rule) {}
  bool next(rule_part& out);

 private:
  std::string_view rule_;
  std::size_t at_ = 0;
};

/// Visits the values of a part until `visit` says no.
template <class Visit>
bool each_of_part(std::string_view values, Visit visit) {
  for (std::size_t at = 0;;) {
    const std::size_t end = values.find(',', at);
    if (!visit(values.substr(at, end == values.npos ? end : end - at))) return false;
    if (end == values.npos) return true;
    at = end + 1;
  }
}

/// Writes a rule: FREQ first as older readers want it, after RSCALE if there is one (RFC 7529 4.1); the others as they
/// come.
class rule_writer {
 public:
  /// In upper case.
  void add(std::string_view name, std::string_view values);
  [[nodiscard]] bool has_frequency() const { return !frequency_.empty(); }
  [[nodiscard]] std::string take() { return scale_ + frequency_ + rest_; }

 private:
  std::string scale_, frequency_, rest_;
};

}  // namespace cuelight::calendar
