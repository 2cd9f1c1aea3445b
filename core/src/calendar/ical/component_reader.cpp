#include "calendar/ical/component_reader.hpp"

#include <algorithm>

#include "calendar/ical/property_table.hpp"
#include "calendar/ical/value.hpp"

namespace cuelight::calendar {

void component_reader::note_at(std::string_view code, std::string message, std::uint32_t line) {
  if (!problems_) return;
  problems_->add(code, std::move(message), line, lines_.offset());
  if (problems_->refusal()) refusal_ = problems_->refusal();
}

void component_reader::note(std::string_view code, std::string message) {
  note_at(code, std::move(message), lines_.number());
}

std::optional<stream_item> component_reader::read(std::string_view line) {
  copied_ = lines_.folded_line() || lines_.has_control();
  if (lines_.has_control()) {  // before anything is understood, so that a second reading understands the same
    cleaned_.assign(line);
    std::erase_if(cleaned_, is_control);
    line = cleaned_;
    note("calendar.control_character", "Control characters were left out of this line.");
  }
  if (!split_line(line, line_)) {
    note("calendar.bad_line", "This line is not a property: a name, a colon and a value.");
    return std::nullopt;
  }
  if (same_text(line_.name, "BEGIN")) return begin();
  if (same_text(line_.name, "END")) return end();
  if (std::ranges::any_of(line_.parameters, is_encoding)) decode_value();
  if (open_.empty()) {
    note("calendar.outside_component", "This property stands outside of any component.");
    return std::nullopt;
  }
  return stream_item::property;
}

std::optional<stream_item> component_reader::begin() {
  const std::string_view name = trimmed(line_.value);
  if (!is_name(name)) {
    note("calendar.bad_line", "A component's name is missing after BEGIN.");
    return std::nullopt;
  }
  const bool calendar = same_text(name, "VCALENDAR");
  if (calendar && !open_.empty()) {
    // A calendar stands in nothing (RFC 5545 3.4): whatever is open lost its END.
    note("calendar.unclosed_component",
         "A calendar begins here where components are still open: their END is missing.");
    closing_ = open_.size();
  } else if (open_.size() >= max_depth_) {
    refusal_ =
        refuse("calendar.too_deep", "Components are nested too deeply in this calendar.", lines_.offset()).error();
    return stream_item::done;
  } else if (open_.empty() && !calendar) {
    note("calendar.no_vcalendar", "A calendar begins with BEGIN:VCALENDAR.");
  }
  opening_ = true;
  return std::nullopt;
}

stream_item component_reader::open() {
  opening_ = false;
  found_ = true;
  name_ = trimmed(line_.value);
  open_.push_back({name_, lines_.number()});
  return stream_item::begin;
}

std::optional<stream_item> component_reader::end() {
  const std::string_view name = trimmed(line_.value);
  const auto match =
      std::find_if(open_.rbegin(), open_.rend(), [&](const component& c) { return same_text(c.name, name); });
  if (match == open_.rend()) {
    note("calendar.unexpected_end", "This END has no BEGIN.");
    return std::nullopt;
  }
  closing_ = static_cast<std::size_t>(match - open_.rbegin()) + 1;
  for (std::size_t lost = 1; lost < closing_; ++lost)
    note("calendar.unclosed_component", "A component ends here that is still open inside: its END is missing.");
  return std::nullopt;
}

stream_item component_reader::close() {
  --closing_;
  name_ = std::move(open_.back().name);
  open_.pop_back();
  return stream_item::end;
}

std::optional<stream_item> component_reader::finish() {
  if (!open_.empty()) {
    for (auto c = open_.rbegin(); c != open_.rend(); ++c)
      note_at("calendar.unclosed_component", "The calendar stops before this component's END.", c->line);
    closing_ = open_.size();
    return std::nullopt;
  }
  if (!found_) note_at("calendar.no_component", "There is no calendar in this text.", 1);
  if (lines_.bare_line_feed()) note_at("calendar.bare_line_feed", "Lines must end with CR LF.", 1);
  return stream_item::done;
}

bool component_reader::is_encoding(const raw_parameter& p) {
  return !p.more && (same_text(p.name, "QUOTED-PRINTABLE") ||
                     (same_text(p.name, "ENCODING") && same_text(p.value, "QUOTED-PRINTABLE")));
}

/// Undoes quoted-printable (RFC 2045 6.7), with its soft line breaks: the value goes on in the next physical line.
void component_reader::decode_value() {
  decoded_.assign(line_.value);
  while (decoded_.ends_with('=')) {
    decoded_.pop_back();
    if (!lines_.join_next(decoded_)) break;
  }
  decoded_ = decode_quoted_printable(decoded_);
  std::erase_if(decoded_, [](char c) { return is_control(c) && c != '\n'; });
  line_.value = decoded_;
  copied_ = true;
  note("calendar.quoted_printable", "Quoted-printable belongs to vCalendar 1.0; the value was decoded.");
}

}  // namespace cuelight::calendar
