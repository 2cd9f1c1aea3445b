#include "cuelight/calendar/parse.hpp"

#include <algorithm>

#include "calendar/ical/component_reader.hpp"
#include "calendar/ical/jcal_receiver.hpp"
#include "calendar/ical/jcal_value.hpp"
#include "calendar/ical/property_table.hpp"
#include "calendar/ical/value.hpp"
#include "cuelight/calendar/recurrence.hpp"
#include "cuelight/tz.hpp"

namespace cuelight::calendar {
namespace {

constexpr std::size_t max_zones = 64;

/// Whether a property of that type may be told to be of the other by its VALUE. Where a value decides about time, one
/// that its property can't have (RFC 5545 3.8) must not hide it; elsewhere VALUE is believed.
bool may_be(const property_info& info, value_type named) {
  switch (info.type) {
    case value_type::date_time:
      return named == value_type::date || (named == value_type::period && info.name == "RDATE");
    case value_type::duration:
      return named == value_type::date_time && info.name == "TRIGGER";
    case value_type::period:
    case value_type::recur:
    case value_type::utc_offset:
      return false;
    default:
      for (const std::string_view name : {"BUSYTYPE", "PRIORITY", "STATUS", "TRANSP", "TZID", "UID"}) {
        if (info.name == name) return false;
      }
      return true;
  }
}

class parser {
 public:
  parser(std::string_view ics, const parse_options& options, jcal_receiver* receiver)
      : problems_(options.strict), stream_(ics, &problems_, options.max_depth), options_(options), receiver_(receiver) {
    jcal_.room(receiver ? 4096 : ics.size() + ics.size() / 2);
  }

  result<parse_result> run() {
    for (auto item = stream_.next(); !stop_ && item != stream_item::done; item = stream_.next()) {
      if (stream_.lines().physical_lines() > options_.max_lines) {
        stop("calendar.too_many_lines", "This calendar has more lines than the limit allows.");
      } else if (item == stream_item::begin) {
        begin();
      } else if (item == stream_item::end) {
        end();
      } else if (++properties_ > options_.max_properties) {
        stop("calendar.too_many_properties", "This calendar has more properties than the limit allows.");
      } else {
        property();
      }
    }
    if (stop_) return std::unexpected(*stop_);
    if (stream_.refusal()) return std::unexpected(*stream_.refusal());
    if (problems_.refusal()) return std::unexpected(*problems_.refusal());
    if (top_count_ != 1 && !receiver_) {
      jcal_.insert(0, "[");
      jcal_ += ']';
    }
    return parse_result{jcal_.take(), problems_.take()};
  }

 private:
  struct component {
    std::string name;
    bool has_properties = false;
    bool has_parts = false;
    std::size_t properties_end = 0;  // in the jCal, once it has parts
    std::string late;                // properties that stand behind its parts
  };

  void stop(std::string_view code, std::string_view message) {
    stop_ = refuse(code, message, stream_.lines().offset()).error();
  }

  void note(std::string_view code, std::string message) { stream_.note(code, std::move(message)); }

  void begin() {
    if (++components_ > options_.max_components)
      return stop("calendar.too_many_components", "This calendar has more components than the limit allows.");
    if (open_.empty()) ++top_count_;
    if (receiver_)
      receiver_->begin(stream_.name());
    else
      open_json(stream_.name());
    open_.emplace_back().name = stream_.name();
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

  void end() {
    const component done = std::move(open_.back());
    open_.pop_back();
    if (receiver_)
      receiver_->end();
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

  // ------------------------------------------------------------------------------------------------- properties

  void property() {
    component& owner = open_.back();
    const std::size_t start = jcal_.size();
    const property_info& info = property_of(line().name);
    if (receiver_ && receives(info)) return;
    if (!line().clean) note("calendar.bad_parameter", "A parameter of this property is not well-formed.");
    const bool follows = receiver_ ? start != 0 : owner.has_properties;
    append_name(follows ? ",[\"" : "[\"", line().name, "\",{");
    owner.has_properties = true;
    if (receiver_) receiver_->other();
    text_faults faults;
    value_type type = info.type;
    std::string_view foreign_type;
    parameters(info, faults, type, foreign_type);
    std::string_view value = line().value;
    if (type != value_type::text && type != value_type::unknown && (value.starts_with(' ') || value.ends_with(' ')))
      value = trimmed(value);
    const std::size_t typed = jcal_.size();
    if (!foreign_type.empty()) {
      append_typed(foreign_type);
      append_json_octets(jcal_, value, escapes::none, faults);
    } else if (!values(info, type, value, faults)) {
      // A wrong VALUE must not cost what the property's own type understands.
      jcal_.cut(typed);
      if (type == info.type || !values(info, info.type, value, faults)) {
        jcal_.cut(typed);
        append_typed("unknown");
        append_json_octets(jcal_, value, escapes::none, faults);
      }
      note("calendar.bad_value",
           "The value of " + std::string(line().name) + " is not one that its type allows; it was kept as it is.");
    }
    jcal_ += ']';
    if (owner.has_parts) {
      owner.late += jcal_.from(start);
      jcal_.cut(start);
    }
    note_faults(faults);
    if (info.name == "TZID" && same_text(owner.name, "VTIMEZONE")) remember(defined_zones_, read_text(value, plain_));
    if (info.type == value_type::recur && !parse_rule(value)) {
      note("calendar.bad_rrule", "This recurrence rule is not one that RFC 5545 allows.");
    }
  }

  /// Hands over a property that has no parameters and one text or time, as most have. False for every other one.
  bool receives(const property_info& info) {
    const std::string_view value = line().value;
    if (!line().clean || !line().parameters.empty() || info.structured) return false;
    if (info.type == value_type::date_time) return receiver_->time(line().name, value);
    const bool is_text = info.type == value_type::text;
    if (!is_text && info.type != value_type::unknown && info.type != value_type::uri) return false;
    if (info.type == value_type::uri && (value.starts_with(' ') || value.ends_with(' '))) return false;
    if (info.many && (!is_text || list_item_end(value, 0, ',') != value.size())) return false;
    if (info.name == "TZID") return false;  // a zone's name is remembered as well
    text_faults faults;
    if (!receiver_->text(line().name, info.type, value, is_text ? escapes::text : escapes::none, faults)) return false;
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

  // RFC 7265 section 3.5. Over 25 in cognitive complexity: one kind of parameter a branch.
  void parameters(const property_info& info, text_faults& faults, value_type& type, std::string_view& foreign_type) {
    bool first = true;
    const auto& list = line().parameters;
    for (std::size_t i = 0; i < list.size();) {
      std::size_t next = i + 1;
      while (next < list.size() && list[next].more) ++next;
      const raw_parameter& p = list[i];
      if (!is_name(p.name)) {
        note("calendar.bad_parameter", "A parameter's name is not made of letters, digits and hyphens.");
      } else if (same_text(p.name, "VALUE")) {
        type_parameter(info, p.value, type, foreign_type);
      } else if (stream_.is_encoding(p)) {
        // what stands in the value was decoded
      } else if (repeated(i)) {
        note("calendar.bad_parameter", "A parameter stands twice; the first one counts.");
      } else {
        append_name(first ? "\"" : ",\"", p.name, "\":");
        first = false;
        if (next - i > 1) jcal_ += '[';
        for (std::size_t v = i; v < next; ++v) {
          if (v != i) jcal_ += ',';
          append_json_octets(jcal_, list[v].value, escapes::parameter, faults);
        }
        if (next - i > 1) jcal_ += ']';
        if (same_text(p.name, "TZID")) use_zone(read_parameter(p.value, plain_));
      }
      i = next;
    }
  }

  /// VALUE (RFC 5545 3.2.20).
  void type_parameter(const property_info& info, std::string_view name, value_type& type,
                      std::string_view& foreign_type) {
    value_type named = info.type;
    foreign_type = {};
    if (!is_name(name) || same_text(name, "UNKNOWN"))
      return note("calendar.bad_parameter", "The VALUE parameter names no type.");
    const bool registered = type_of(name, named);
    if (named == info.type && registered) {
      type = named;
    } else if (!may_be(info, registered ? named : value_type::unknown)) {
      type = info.type;
      note("calendar.value_type", "VALUE names a type that this property can't have.");
    } else if (registered) {
      type = named;
    } else {
      foreign_type = name;
    }
  }

  [[nodiscard]] bool repeated(std::size_t at) const {
    for (std::size_t i = 0; i < at && i < max_parameters; ++i) {
      if (!line().parameters[i].more && same_text(line().parameters[i].name, line().parameters[at].name)) return true;
    }
    return at >= max_parameters;
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
        append_json_octets(jcal_, value, escapes::text, faults);
        return true;
      }
    }
    if (info.structured && type == value_type::number) return number_parts(value, faults);
    if (!info.many) {
      if (type == value_type::unknown) append_json_octets(jcal_, value, escapes::none, faults);
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
        append_json_octets(jcal_, item, escapes::text, faults);
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
      append_json_octets(jcal_, value.substr(at, end - at), escapes::text, faults);
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
    remember(used_zones_, name, stream_.lines().number());
  }

  /// The beginning of a name as well-formed text, whatever its octets.
  static std::string readable(std::string_view name) {
    text_writer text;
    text_faults ignored;
    append_text(text, name.substr(0, 80), escapes::none, ignored);
    return text.take();
  }

  void check_zones() {
    for (const auto& [name, line] : used_zones_) {
      if (std::ranges::any_of(defined_zones_, [&](const auto& z) { return z.first == name; })) continue;
      if (tz::zone::find(name))
        stream_.note_at("calendar.missing_vtimezone",
                        "The zone " + name + " is used without its VTIMEZONE; the tz database's is meant.", line);
      else
        stream_.note_at("calendar.unknown_zone",
                        "The zone " + readable(name) + " is used without its VTIMEZONE and is not in the tz database.",
                        line);
    }
    used_zones_.clear();
    defined_zones_.clear();
  }

  [[nodiscard]] const content_line& line() const { return stream_.line(); }

  problem_log problems_;
  component_reader stream_;
  const parse_options& options_;
  jcal_receiver* receiver_;
  text_writer jcal_;
  std::uint32_t properties_ = 0, components_ = 0;
  std::vector<component> open_;
  std::size_t top_count_ = 0;
  std::vector<std::pair<std::string, std::uint32_t>> used_zones_, defined_zones_;
  std::string plain_;  // a name of a zone, where it had escapes
  std::optional<error> stop_;
};

}  // namespace

result<parse_result> parse(std::string_view ics, const parse_options& options) {
  return parse_into(nullptr, ics, options);
}

result<parse_result> parse_into(jcal_receiver* receiver, std::string_view ics, const parse_options& options) {
  if (ics.size() > options.max_octets) {
    return refuse("calendar.too_large", "This calendar is larger than the limit allows.", options.max_octets);
  }
  return parser(ics, options, receiver).run();
}

}  // namespace cuelight::calendar
