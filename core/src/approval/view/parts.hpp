/// @file
/// The rows of a view while it is being put together (docs/spec/approval.md, "View").
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "approval/profile/leaf.hpp"
#include "approval/schema/schema.hpp"
#include "approval/view/json_pointers.hpp"
#include "cuelight/json.hpp"

namespace cuelight::approval {

struct detail {
  word label;
  std::string text;
  bool isolate = false;
};

struct row_change {
  std::string_view op;
  std::optional<std::string> before;
};

struct row {
  std::string pointer = {};
  std::vector<std::string> leaves = {};
  std::string label = {};
  std::string_view kind = {};
  std::string text = {};
  std::vector<detail> details = {};
  json::value parts = nullptr;
  bool isolate = false;
  std::optional<row_change> change = {};
  std::vector<std::size_t> warnings = {};
};

struct section {
  std::string title;
  std::string pointer;
  std::vector<row> rows;
};

enum class severity : std::uint8_t { note, caution, danger };

struct warning {
  std::string_view code;
  severity how;
  std::string pointer;
  std::size_t offset;
  word message;
};

struct refused {
  refusal why;
  std::string pointer;
  std::size_t offset;
};

struct deadline {
  std::string pointer;
  std::string label;
  std::int64_t at_utc_s;
};

/// A moment that a performance or a deadline stands for, for the checks against the clock.
struct timed {
  std::string pointer;
  std::int64_t at_utc_s;
  bool is_deadline;
};

/// One payload, taken apart for reading.
struct parts {
  const payload_type* type = nullptr;
  json::value document;
  json_pointers where;
  std::vector<section> sections;
  std::vector<warning> warnings;
  std::vector<refused> refusals;
  std::vector<deadline> deadlines;
  std::vector<timed> times;

  /// The row that shows a pointer's value or holds it, or null.
  [[nodiscard]] row* find_row(std::string_view pointer);
  /// Remembers where every row stands; call it once they are all there.
  void index_rows();
  void warn(const char* code, severity how, std::string pointer, word message);

 private:
  std::map<std::string, std::pair<std::size_t, std::size_t>, std::less<>> index_;
};

/// Takes a payload apart: sections, rows, refusals of the profile, warnings about its texts. Error:
/// `approval.too_large`.
[[nodiscard]] result<parts> take_apart(const payload_type* type, std::string_view canonical, language l,
                                       std::string_view reader_zone);

}  // namespace cuelight::approval
