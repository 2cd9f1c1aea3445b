#include "calendar/ical/content_line.hpp"

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

bool line_reader::next(std::string_view& line) {
  do {
    if (at_ == end_) return false;
    number_ = count_ + 1;
    offset_ = static_cast<std::size_t>(at_ - begin_);
    has_control_ = false;
    line = physical();
  } while (line.empty());
  folded_line_ = folded();
  if (folded_line_) unfold(line);
  return true;
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
  for (const auto& p : parameters) {
    if (!p.more && same_text(p.name, wanted)) return p.value;
  }
  return {};
}

bool split_line(std::string_view line, content_line& out) {
  out.parameters.clear();
  out.clean = true;
  std::size_t at = name_end(line);
  out.name = line.substr(0, at);
  if (at == 0 || at == line.size() || (line[at] != ':' && line[at] != ';')) return false;
  while (line[at] == ';') {
    const std::size_t name_at = ++at;
    while (at < line.size() && line[at] != '=' && line[at] != ';' && line[at] != ':') ++at;
    if (at == line.size()) return false;
    const std::string_view name = line.substr(name_at, at - name_at);
    if (line[at] != '=') {  // a parameter without value, as vCalendar 1.0 wrote them
      out.clean = false;
      if (!name.empty()) out.parameters.push_back({name, {}, false});
      continue;
    }
    bool more = false;
    do {
      ++at;
      std::string_view value;
      const std::size_t close = at < line.size() && line[at] == '"' ? line.find('"', at + 1) : line.npos;
      if (close != line.npos) {
        value = line.substr(at + 1, close - at - 1);
        at = close + 1;
        if (at < line.size() && line[at] != ',' && line[at] != ';' && line[at] != ':') {
          out.clean = false;  // octets after the closing quotation mark are dropped
          while (at < line.size() && line[at] != ',' && line[at] != ';' && line[at] != ':') ++at;
        }
      } else {
        const std::size_t value_at = at;
        while (at < line.size() && line[at] != ',' && line[at] != ';' && line[at] != ':') {
          out.clean = out.clean && line[at] != '"';
          ++at;
        }
        value = line.substr(value_at, at - value_at);
      }
      if (at >= line.size()) return false;
      out.parameters.push_back({name, value, more});
      more = true;
    } while (line[at] == ',');
  }
  out.value = line.substr(at + 1);
  return true;
}

}  // namespace cuelight::calendar
