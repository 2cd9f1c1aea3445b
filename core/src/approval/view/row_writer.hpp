/// @file
/// The row of one value: its text in the reader's language and what stands beside it.
#pragma once

#include <string>
#include <string_view>

#include "approval/view/parts.hpp"
#include "approval/view/reveal.hpp"
#include "cuelight/tz.hpp"

namespace cuelight::approval {

/// Writes rows for values that fit the profile (`check_leaf`), and raw ones for those that don't.
class row_writer {
 public:
  /// Warnings, moments and deadlines that the rows bring go to `out`. `reader_zone`: an IANA name, or none.
  row_writer(parts& out, language l, std::string_view reader_zone);

  [[nodiscard]] std::string in_language(word w) const;

  /// A value that the type has no place for, as the JSON it is; its pointer names it.
  [[nodiscard]] row raw(const std::string& pointer, word label, std::string_view canonical);
  [[nodiscard]] row leaf(const field& f, const json::value& v, const std::string& pointer, std::string label);
  /// A record that shows as one row.
  [[nodiscard]] row record(const field& f, const json::value& v, const std::string& pointer, std::string label);

 private:
  /// Puts the payload's own text into a row, revealed.
  void show(row& r, std::string_view text, bool prose, const payload_text& from);
  void show_leaf(row& r, const json::value& v, bool prose, const std::string& pointer);
  /// The same as a further reading.
  void add_detail(row& r, word label, const json::value& record, const char* name);
  void party(row& r, const json::value& v);
  void money(row& r, const json::value& v);
  void moment(row& r, const json::value& v, const field& f);
  void venue(row& r, const json::value& v);
  void attachment(row& r, const json::value& v);

  parts& out_;
  language language_;
  result<tz::zone> reader_zone_;
};

}  // namespace cuelight::approval
