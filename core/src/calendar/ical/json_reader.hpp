// A pull reader over JSON text (RFC 8259) for arguments and jCal: strict, no tree, no allocation for plain strings.
//
//   for (r.object(); r.member(name);) { if (name == "tzid") r.text(tzid); else r.skip(); }
//
// The first fault sticks: from then on every call answers false, and `outcome()` tells what it was. Numbers are checked
// by grammar and handed over as written.
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

  static constexpr int max_depth = 128;

  explicit json_reader(std::string_view text) : begin_(text.data()), at_(begin_), end_(begin_ + text.size()) {}

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
  /// Nothing but white space may follow.
  bool finish();

  bool fail(std::string_view code, std::string_view message);
  [[nodiscard]] bool ok() const { return !fault_; }
  [[nodiscard]] result<void> outcome() const {
    if (fault_) return std::unexpected(*fault_);
    return {};
  }

 private:
  void space();
  bool expect(char c);
  bool wrong(std::string_view wanted);
  bool syntax();
  bool open(char c);
  bool next(char close);
  bool literal(std::string_view word);
  bool string(std::string_view& out);
  bool escape(std::string& out);
  bool hex4(std::uint32_t& out);

  const char* begin_;
  const char* at_;
  const char* end_;
  std::string scratch_;
  std::string name_;         // of a member whose name has escapes
  std::string_view member_;  // the name read last
  int depth_ = 0;
  bool fresh_ = false;  // an object or array was opened and nothing of it read yet
  std::optional<error> fault_;
};

/// Appends `text` as a JSON string. Precondition: well-formed UTF-8.
void append_json(std::string& out, std::string_view text);

}  // namespace cuelight::calendar
