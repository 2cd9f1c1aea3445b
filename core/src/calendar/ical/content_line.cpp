#include "calendar/ical/content_line.hpp"

#include <algorithm>
#include <cstring>

#include "calendar/ical/property_table.hpp"
#include "json/octets.hpp"

namespace cuelight::calendar {
namespace {

const char* next_control(const char* at, const char* end) {
  for (; end - at >= static_cast<std::ptrdiff_t>(json::block_octets); at += json::block_octets) {
    const json::block b = json::load_block(at);
    if (const unsigned found = json::bits(((b < 0x20) & (b != '\t')) | (b == 0x7f)); found != 0)
      return at + json::octets_before(found);
  }
  while (at != end && !is_control(*at)) ++at;
  return at;
}

}  // namespace

line_reader::line_reader(std::string_view text) {
  if (text.starts_with("\xef\xbb\xbf")) text.remove_prefix(3);
  begin_ = at_ = text.data();
  end_ = at_ + text.size();
  if (!text.empty() && !std::memchr(at_, '\n', text.size())) line_end_ = '\r';
}

std::string_view line_reader::physical() {
  const char* const start = at_;
  const char* stop = next_control(start, end_);
  const char* const first = stop;
  if (end_ - stop > 1 && *stop == '\r' && stop[1] == line_end_) ++stop;
  while (stop != end_ && *stop != line_end_) stop = next_control(stop + 1, end_);
  ++count_;
  at_ = stop;
  if (stop != end_) {
    ++at_;
    if (stop == start || stop[-1] != '\r') bare_line_feed_ = true;
  }
  while (stop != start && stop[-1] == '\r') --stop;
  if (first < stop) has_control_ = true;
  return {start, static_cast<std::size_t>(stop - start)};
}

void line_reader::unfold(std::string_view& line) {
  folded_.cut(0);
  folded_ += line;
  do {
    folded_ += physical().substr(1);
  } while (folded());
  line = folded_.from(0);
}

bool line_reader::join_next(std::string& to) {
  if (at_ == end_) return false;
  std::string_view line = physical();
  if (line.starts_with(' ') || line.starts_with('\t')) line.remove_prefix(1);
  to.append(line);
  return true;
}

std::string_view content_line::parameter(std::string_view wanted) const {
  for (std::size_t i = 0; i < std::min(parameters.size(), max_parameters); ++i) {
    if (!parameters[i].more && same_text(parameters[i].name, wanted)) return parameters[i].value;
  }
  return {};
}

namespace {

/// Reads the parameters of one line (RFC 5545 3.1): `param = param-name "=" param-value *("," param-value)`.
class parameter_splitter {
 public:
  parameter_splitter(std::string_view line, std::size_t at, content_line& out) : line_(line), at_(at), out_(out) {}

  /// All of them, from the first semicolon on. False if no colon follows.
  bool split() {
    while (ends_at(';')) {
      const std::size_t name_at = ++at_;
      while (at_ < line_.size() && line_[at_] != '=' && line_[at_] != ';' && line_[at_] != ':') ++at_;
      const std::string_view name = line_.substr(name_at, at_ - name_at);
      if (!ends_at('=')) {  // a parameter without value, as vCalendar 1.0 wrote them
        out_.clean = false;
        if (!name.empty()) out_.parameters.push_back({name, {}, false});
        continue;
      }
      bool more = false;
      do {
        ++at_;
        const std::string_view value = ends_at('"') ? quoted() : plain();
        out_.parameters.push_back({name, value, more});
        more = true;
      } while (ends_at(','));
    }
    return ends_at(':');
  }

  [[nodiscard]] std::size_t at() const { return at_; }

 private:
  [[nodiscard]] bool ends_at(char c) const { return at_ < line_.size() && line_[at_] == c; }
  void to_value_end() {
    while (at_ < line_.size() && line_[at_] != ',' && line_[at_] != ';' && line_[at_] != ':') ++at_;
  }

  /// `paramtext`. A quotation mark in it belongs to the value.
  std::string_view plain() {
    const std::size_t start = at_;
    to_value_end();
    const std::string_view value = line_.substr(start, at_ - start);
    if (value.find('"') != value.npos) out_.clean = false;
    return value;
  }

  /// `quoted-string`; one that is not closed is plain text. What follows the closing mark is dropped.
  std::string_view quoted() {
    const std::size_t close = line_.find('"', at_ + 1);
    if (close == line_.npos) return plain();
    const std::string_view value = line_.substr(at_ + 1, close - at_ - 1);
    at_ = close + 1;
    to_value_end();
    if (at_ != close + 1) out_.clean = false;
    return value;
  }

  std::string_view line_;
  std::size_t at_;
  content_line& out_;
};

}  // namespace

bool split_line(std::string_view line, content_line& out) {
  out.parameters.clear();
  out.clean = true;
  std::size_t at = name_end(line);
  out.name = line.substr(0, at);
  if (at == 0 || at == line.size()) return false;
  if (line[at] == ';') {
    parameter_splitter parameters(line, at, out);
    if (!parameters.split()) return false;
    at = parameters.at();
  } else if (line[at] != ':') {
    return false;
  }
  out.value = line.substr(at + 1);
  return true;
}

}  // namespace cuelight::calendar
