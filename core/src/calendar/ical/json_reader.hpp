// A walker over JSON text (RFC 8259) for arguments and jCal, whose members count in the order they are written: no
// tree, no allocation for plain strings.
//
//   for (r.object(); r.member(name);) { if (name == "tzid") r.text(tzid); else r.skip(); }
//
// Whether the octets are JSON is judged first, as a whole and by `json::canonicalize`, whose codes and offsets stand.
// So what is walked is well-formed, and only its shape is asked about here. Each element that is announced must be read
// or skipped. The first fault sticks: from then on every call answers false, and `outcome()` tells what it was.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "cuelight/error.hpp"

namespace cuelight::calendar {

class json_reader {
 public:
  enum class kind : std::uint8_t { none, object, array, string, number, boolean, null };

  /// Codes: those of cuelight/json.hpp, within its default limits.
  explicit json_reader(std::string_view text);

  /// What stands next, without reading it.
  kind peek();
  bool object();
  /// The next member's name; false at the object's end. The view lives until the next call.
  bool member(std::string_view& name);
  bool array();
  /// Is there another element? False at the array's end.
  bool element();
  bool text(std::string& out);
  /// As `text`, without a copy where the text holds no escape. The view lives until the next call.
  bool text_view(std::string_view& out);
  bool integer(std::int64_t& out);
  bool boolean(bool& out);
  /// A number as it is written.
  bool number(std::string_view& out);
  bool skip();

  bool fail(std::string_view code, std::string_view message);
  [[nodiscard]] bool ok() const { return !fault_; }
  [[nodiscard]] result<void> outcome() const {
    if (fault_) return std::unexpected(*fault_);
    return {};
  }

 private:
  void space();
  bool wrong(std::string_view wanted);
  bool open(kind wanted);
  bool next(char close);
  std::string_view scalar();
  void escape();
  std::uint32_t unit();
  std::string_view string();

  const char* begin_;
  const char* at_;
  const char* end_;
  std::string scratch_;
  std::string name_;         // of a member whose name has escapes
  std::string_view member_;  // the name read last
  bool fresh_ = false;       // an object or array was opened and nothing of it read yet
  std::optional<error> fault_;
};

/// Appends `text` as a JSON string. Precondition: well-formed UTF-8.
void append_json(std::string& out, std::string_view text);

}  // namespace cuelight::calendar
