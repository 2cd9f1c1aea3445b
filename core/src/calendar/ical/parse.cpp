#include "cuelight/calendar/parse.hpp"

#include <algorithm>

#include "calendar/ical/content_line.hpp"
#include "calendar/ical/jcal_value.hpp"
#include "calendar/ical/property_table.hpp"
#include "calendar/packed_jcal.hpp"
#include "cuelight/calendar/recurrence.hpp"
#include "cuelight/tz.hpp"

namespace cuelight::calendar {
namespace {

constexpr std::size_t max_problems = 1000;
constexpr std::size_t max_zones = 64;

/// `=C3=A9` back to octets (RFC 2045 6.7), as vCalendar 1.0 has it.
std::string decode_quoted_printable(std::string_view text) {
  const auto hex = [](char c) {
    return c >= '0' && c <= '9'   ? c - '0'
           : c >= 'A' && c <= 'F' ? c - 'A' + 10
           : c >= 'a' && c <= 'f' ? c - 'a' + 10
                                  : -1;
  };
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '=' && i + 2 < text.size() && hex(text[i + 1]) >= 0 && hex(text[i + 2]) >= 0) {
      out += static_cast<char>(hex(text[i + 1]) * 16 + hex(text[i + 2]));
      i += 2;
    } else {
      out += text[i];
    }
  }
  return out;
}

class parser {
 public:
  /// `packed` takes what it can, or is null; the jCal is then the rest: properties with commas between them.
  parser(std::string_view ics, const parse_options& options, packed_jcal* packed)
      : lines_(ics), options_(options), packed_(packed) {
    jcal_.room(packed ? 4096 : ics.size() + ics.size() / 2);
  }

  result<parse_result> run() {
    std::string_view line;
    while (!stop_ && lines_.next(line)) {
      if (lines_.physical_lines() > options_.max_lines) {
        stop(refuse("calendar.too_many_lines", "This calendar has more lines than the limit allows.", lines_.offset()));
        break;
      }
      read(line);
    }
    if (!stop_) finish();
    if (stop_) return std::unexpected(*stop_);
    return std::move(result_);
  }

 private:
  struct component {
    std::string name;
    std::uint32_t line = 0;
    bool has_properties = false;
    bool has_parts = false;
    std::size_t properties_end = 0;  // in the jCal, once it has parts
    std::string late;                // properties that stand behind its parts
  };

  void stop(std::unexpected<error> why) {
    if (!stop_) stop_ = std::move(why).error();
  }

  void note(std::string_view code, std::string message) { note_at(code, std::move(message), lines_.number()); }

  void note_at(std::string_view code, std::string message, std::uint32_t line) {
    if (options_.strict) {
      stop(refuse(code, "Line " + decimal(line) + ": " + message, lines_.offset()));
    }
    auto& list = result_.problems;
    if (list.size() == max_problems) return;
    if (list.size() == max_problems - 1) {
      list.push_back({"calendar.more_problems", line, "There are more problems than are listed."});
      return;
    }
    // Almost always the last line so far; what is found at the end of a component goes back to its place.
    auto at = list.end();
    while (at != list.begin() && at[-1].line > line) --at;
    list.insert(at, {code, line, std::move(message)});
  }

  void read(std::string_view line) {
    if (lines_.has_control()) {  // before anything is understood, so that a second reading understands the same
      cleaned_.assign(line);
      std::erase_if(cleaned_, is_control);
      line = cleaned_;
      note("calendar.control_character", "Control characters were left out of this line.");
    }
    if (!split_line(line, line_)) {
      note("calendar.bad_line", "This line is not a property: a name, a colon and a value.");
      return;
    }
    if (same_text(line_.name, "BEGIN")) return begin(line_.value);
    if (same_text(line_.name, "END")) return end(line_.value);
    if (open_.empty()) {
      note("calendar.outside_component", "This property stands outside of any component.");
      return;
    }
    if (++properties_ > options_.max_properties) {
      return stop(refuse("calendar.too_many_properties", "This calendar has more properties than the limit allows.",
                         lines_.offset()));
    }
    property();
  }

  void begin(std::string_view name) {
    name = trimmed(name);
    if (!is_name(name)) return note("calendar.bad_line", "A component's name is missing after BEGIN.");
    if (open_.size() >= options_.max_depth) {
      return stop(refuse("calendar.too_deep", "Components are nested too deeply in this calendar.", lines_.offset()));
    }
    if (open_.empty() && !same_text(name, "VCALENDAR")) {
      note("calendar.no_vcalendar", "A calendar begins with BEGIN:VCALENDAR.");
    }
    if (++components_ > options_.max_components) {
      return stop(refuse("calendar.too_many_components", "This calendar has more components than the limit allows.",
                         lines_.offset()));
    }
    if (open_.empty()) ++top_count_;
    if (packed_)
      packed_->begin(name);
    else
      open_json(name);
    component& c = open_.emplace_back();
    c.name = name;
    c.line = lines_.number();
  }

  void open_json(std::string_view name) {
    if (open_.empty()) {
      if (top_count_ > 1) jcal_ += ',';
    } else if (component& parent = open_.back(); parent.has_parts) {
      jcal_ += ',';
    } else {
      parent.has_parts = true;
      parent.properties_end = jcal_.size();
      jcal_ += "],[";
    }
    append_name("[\"", name, "\",[");
  }

  void end(std::string_view name) {
    name = trimmed(name);
    const auto match =
        std::find_if(open_.rbegin(), open_.rend(), [&](const component& c) { return same_text(c.name, name); });
    if (match == open_.rend()) return note("calendar.unexpected_end", "This END has no BEGIN.");
    while (!same_text(open_.back().name, name)) {
      note("calendar.unclosed_component", "A component ends here that is still open inside: its END is missing.");
      close();
    }
    close();
  }

  void close() {
    const component done = std::move(open_.back());
    open_.pop_back();
    if (packed_)
      packed_->end();
    else
      close_json(done);
    if (open_.empty()) check_zones();
  }

  void close_json(const component& done) {
    if (!done.has_parts)
      jcal_ += "],[";
    else if (!done.late.empty())
      jcal_.insert(done.properties_end, done.late);
    jcal_ += "]]";
  }

  void finish() {
    while (!open_.empty()) {
      note_at("calendar.unclosed_component", "The calendar stops before this component's END.", open_.back().line);
      close();
    }
    if (top_count_ == 0) note_at("calendar.no_component", "There is no calendar in this text.", 1);
    if (lines_.bare_line_feed()) note_at("calendar.bare_line_feed", "Lines must end with CR LF.", 1);
    if (top_count_ != 1 && !packed_) {
      jcal_.insert(0, "[");
      jcal_ += ']';
    }
    result_.jcal = jcal_.take();
  }

  // ------------------------------------------------------------------------------------------------- properties

  void property() {
    component& owner = open_.back();
    const std::size_t start = jcal_.size();
    const property_info& info = property_of(line_.name);
    if (packed_ && packs(info)) return;
    if (!line_.clean) note("calendar.bad_parameter", "A parameter of this property is not well-formed.");
    const bool follows = packed_ ? start != 0 : owner.has_properties;
    append_name(follows ? ",[\"" : "[\"", line_.name, "\",{");
    owner.has_properties = true;
    if (packed_) packed_->other();
    text_faults faults;
    value_type type = info.type;
    std::string_view foreign_type;
    parameters(faults, type, foreign_type);
    std::string_view value = line_.value;
    if (quoted_printable_) decode_value(value);
    if (type != value_type::text && type != value_type::unknown && (value.starts_with(' ') || value.ends_with(' ')))
      value = trimmed(value);
    const std::size_t typed = jcal_.size();
    if (!foreign_type.empty()) {
      append_typed(foreign_type);
      append_json_octets(jcal_, value, false, faults);
    } else if (!values(info, type, value, faults)) {
      // A wrong VALUE must not cost what the property's own type understands.
      jcal_.cut(typed);
      if (type == info.type || !values(info, info.type, value, faults)) {
        jcal_.cut(typed);
        append_typed("unknown");
        append_json_octets(jcal_, value, false, faults);
      }
      note("calendar.bad_value",
           "The value of " + std::string(line_.name) + " is not one that its type allows; it was kept as it is.");
    }
    jcal_ += ']';
    if (owner.has_parts) {
      owner.late += jcal_.from(start);
      jcal_.cut(start);
    }
    note_faults(faults);
    if (same_text(owner.name, "vtimezone") && same_text(line_.name, "TZID")) remember(defined_zones_, value);
    if (info.type == value_type::recur && !parse_rule(value)) {
      note("calendar.bad_rrule", "This recurrence rule is not one that RFC 5545 allows.");
    }
  }

  /// Packs a property that has no parameters and one text or time, as most have. False for every other one.
  bool packs(const property_info& info) {
    const std::string_view value = line_.value;
    if (!line_.clean || !line_.parameters.empty() || info.structured) return false;
    if (info.type == value_type::date_time) return packed_->time(line_.name, value);
    const bool is_text = info.type == value_type::text;
    if (!is_text && info.type != value_type::unknown && info.type != value_type::uri) return false;
    if (info.type == value_type::uri && (value.starts_with(' ') || value.ends_with(' '))) return false;
    if (info.many && (!is_text || list_item_end(value, 0, ',') != value.size())) return false;
    if (info.name == "TZID") return false;  // a zone's name is remembered as well
    text_faults faults;
    if (!packed_->text(line_.name, info.type, value, is_text, faults)) return false;
    note_faults(faults);
    return true;
  }

  void note_faults(const text_faults& faults) {
    if (faults.invalid_utf8)
      note("calendar.invalid_utf8", "This line is not UTF-8; its other octets were read as ISO 8859-1.");
  }

  /// Ends the parameters and gives the type.
  void append_typed(std::string_view type) { append_name("},\"", type, "\","); }

  /// A name in lower case, with what stands around it.
  void append_name(std::string_view before, std::string_view name, std::string_view after) {
    char* at = jcal_.room(before.size() + name.size() + after.size());
    for (const char c : before) *at++ = c;
    for (const char c : name) *at++ = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
    for (const char c : after) *at++ = c;
    jcal_.written(at);
  }

  /// Undoes quoted-printable, with its soft line breaks: the value goes on in the next physical line.
  void decode_value(std::string_view& value) {
    decoded_.assign(value);
    while (decoded_.ends_with('=')) {
      decoded_.pop_back();
      if (!lines_.join_next(decoded_)) break;
    }
    decoded_ = decode_quoted_printable(decoded_);
    std::erase_if(decoded_, [](char c) { return is_control(c) && c != '\n'; });
    value = decoded_;
    note("calendar.quoted_printable", "Quoted-printable belongs to vCalendar 1.0; the value was decoded.");
  }

  void parameters(text_faults& faults, value_type& type, std::string_view& foreign_type) {
    quoted_printable_ = false;
    bool first = true;
    const auto& list = line_.parameters;
    for (std::size_t i = 0; i < list.size();) {
      std::size_t next = i + 1;
      while (next < list.size() && list[next].more) ++next;
      const raw_parameter& p = list[i];
      if (!is_name(p.name)) {
        note("calendar.bad_parameter", "A parameter's name is not made of letters, digits and hyphens.");
      } else if (same_text(p.name, "VALUE")) {
        value_type named = type;
        foreign_type = {};
        if (!is_name(p.value) || same_text(p.value, "UNKNOWN"))
          note("calendar.bad_parameter", "The VALUE parameter names no type.");
        else if (type_of(p.value, named))
          type = named;
        else
          foreign_type = p.value;
      } else if (same_text(p.name, "QUOTED-PRINTABLE") ||
                 (same_text(p.name, "ENCODING") && same_text(p.value, "QUOTED-PRINTABLE"))) {
        quoted_printable_ = true;
      } else if (repeated(i)) {
        note("calendar.bad_parameter", "A parameter stands twice; the first one counts.");
      } else {
        append_name(first ? "\"" : ",\"", p.name, "\":");
        first = false;
        if (next - i > 1) jcal_ += '[';
        for (std::size_t v = i; v < next; ++v) {
          if (v != i) jcal_ += ',';
          append_json_parameter(jcal_, list[v].value, faults);
        }
        if (next - i > 1) jcal_ += ']';
        if (same_text(p.name, "TZID")) use_zone(p.value);
      }
      i = next;
    }
  }

  [[nodiscard]] bool repeated(std::size_t at) const {
    for (std::size_t i = 0; i < at && i < 64; ++i) {
      if (!line_.parameters[i].more && same_text(line_.parameters[i].name, line_.parameters[at].name)) return true;
    }
    return at >= 64;
  }

  /// Appends type and values. False if a value does not fit; the caller then keeps the text as it is.
  bool values(const property_info& info, value_type type, std::string_view value, text_faults& faults) {
    if (type == value_type::date_time || type == value_type::date || type == value_type::duration) {
      type = actual_type(info, type, value);
    }
    append_typed(type_name(type));
    if (type == value_type::text) {
      if (info.structured) return text_parts(value, faults);
      if (!info.many) {
        append_json_octets(jcal_, value, true, faults);
        return true;
      }
    }
    if (info.structured && type == value_type::number) return number_parts(value, faults);
    if (!info.many) {
      if (type == value_type::unknown) append_json_octets(jcal_, value, false, faults);
      return type == value_type::unknown || append_json_value(jcal_, type, value, faults);
    }
    bool first = true;
    for (std::size_t at = 0;;) {
      const std::size_t end =
          type == value_type::text ? list_item_end(value, at, ',') : std::min(value.find(',', at), value.size());
      std::string_view item = value.substr(at, end - at);
      if (!first) jcal_ += ',';
      first = false;
      if (type == value_type::text)
        append_json_octets(jcal_, item, true, faults);
      else if (!append_json_value(jcal_, type, trimmed(item), faults))
        return false;
      if (end == value.size()) return true;
      at = end + 1;
    }
  }

  /// The form in which a time really stands, where the VALUE parameter is missing or wrong.
  value_type actual_type(const property_info& info, value_type type, std::string_view value) {
    // As almost every time is written.
    if (type == value_type::date_time && (value.size() == 15 || value.size() == 16) && value[8] == 'T') return type;
    value_type actual = type;
    if (type == value_type::duration) {
      if (info.name == "TRIGGER" && value.find('P') == value.npos) actual = value_type::date_time;
    } else if (info.name == "RDATE" && value.find('/') != value.npos) {
      actual = value_type::period;
    } else {
      const std::string_view first = trimmed(value.substr(0, value.find(',')));
      const bool is_date = first.find_first_of("Tt") == first.npos;
      if (first.size() >= 8) actual = is_date ? value_type::date : value_type::date_time;
    }
    if (actual != type)
      note("calendar.value_type", "The value is a " + std::string(type_name(actual)) + ", but VALUE does not say so.");
    return actual;
  }

  bool text_parts(std::string_view value, text_faults& faults) {
    jcal_ += '[';
    for (std::size_t at = 0;;) {
      const std::size_t end = list_item_end(value, at, ';');
      append_json_octets(jcal_, value.substr(at, end - at), true, faults);
      if (end == value.size()) break;
      jcal_ += ',';
      at = end + 1;
    }
    jcal_ += ']';
    return true;
  }

  bool number_parts(std::string_view value, text_faults& faults) {
    const std::size_t semicolon = value.find(';');
    if (semicolon == value.npos) return false;
    jcal_ += '[';
    const bool good = append_json_value(jcal_, value_type::number, value.substr(0, semicolon), faults) &&
                      (jcal_ += ',', true) &&
                      append_json_value(jcal_, value_type::number, value.substr(semicolon + 1), faults);
    jcal_ += ']';
    return good;
  }

  // ----------------------------------------------------------------------------------------------------- zones

  static void remember(std::vector<std::pair<std::string, std::uint32_t>>& zones, std::string_view name,
                       std::uint32_t line = 0) {
    if (zones.size() == max_zones) return;
    if (std::ranges::none_of(zones, [&](const auto& z) { return z.first == name; })) zones.emplace_back(name, line);
  }

  void use_zone(std::string_view name) {
    if (!used_zones_.empty() && used_zones_.back().first == name) return;
    remember(used_zones_, name, lines_.number());
  }

  /// The beginning of a name as well-formed text, whatever its octets.
  static std::string readable(std::string_view name) {
    text_writer text;
    text_faults ignored;
    append_text(text, name.substr(0, 80), false, ignored);
    return text.take();
  }

  void check_zones() {
    for (const auto& [name, line] : used_zones_) {
      if (std::ranges::any_of(defined_zones_, [&](const auto& z) { return z.first == name; })) continue;
      if (tz::zone::find(name))
        note_at("calendar.missing_vtimezone",
                "The zone " + name + " is used without its VTIMEZONE; the tz database's is meant.", line);
      else
        note_at("calendar.unknown_zone",
                "The zone " + readable(name) + " is used without its VTIMEZONE and is not in the tz database.", line);
    }
    used_zones_.clear();
    defined_zones_.clear();
  }

  line_reader lines_;
  const parse_options& options_;
  packed_jcal* packed_;
  content_line line_;
  std::string cleaned_;  // the line, where it had control characters: name and parameters are views into it
  std::string decoded_;  // the value, where it was quoted-printable
  text_writer jcal_;
  parse_result result_;
  std::uint32_t properties_ = 0, components_ = 0;
  std::vector<component> open_;
  std::size_t top_count_ = 0;
  std::vector<std::pair<std::string, std::uint32_t>> used_zones_, defined_zones_;
  bool quoted_printable_ = false;
  std::optional<error> stop_;
};

}  // namespace

result<parse_result> parse(std::string_view ics, const parse_options& options) {
  return parse_into(nullptr, ics, options);
}

result<parse_result> parse_into(packed_jcal* packed, std::string_view ics, const parse_options& options) {
  if (ics.size() > options.max_octets) {
    return refuse("calendar.too_large", "This calendar is larger than the limit allows.", options.max_octets);
  }
  return parser(ics, options, packed).run();
}

}  // namespace cuelight::calendar
