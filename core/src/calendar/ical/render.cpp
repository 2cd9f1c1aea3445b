#include "cuelight/calendar/render.hpp"

#include <vector>

#include "calendar/ical/json_reader.hpp"
#include "calendar/ical/line_writer.hpp"
#include "calendar/ical/property_table.hpp"
#include "calendar/ical/rule_text.hpp"
#include "cuelight/civil.hpp"

namespace cuelight::calendar {
namespace {

class renderer {
 public:
  explicit renderer(std::string_view jcal) : in_(jcal) { out_.reserve(jcal.size()); }

  result<std::string> run() {
    // The top is a component, or an array of components.
    in_.array();
    if (in_.element()) {
      if (in_.peek() == json_reader::kind::string) {
        component_body();
      } else {
        do {
          in_.array();
          if (!in_.element()) {
            in_.fail("calendar.bad_jcal", "A component must begin with its name.");
            break;
          }
          component_body();
        } while (in_.element());
      }
    }
    if (auto done = in_.outcome(); !done) return std::unexpected(done.error());
    return out_.take();
  }

 private:
  bool bad(std::string_view message) { return in_.fail("calendar.bad_jcal", message); }
  bool bad_value() { return in_.fail("calendar.bad_value", "A value of " + property_ + " does not fit its type."); }

  /// A component whose bracket was read and whose name stands next, with everything inside it; iterative.
  void component_body() {
    std::vector<std::string> open;
    do {
      if (!start_component(open)) return;
      // Step to the next component: the next sibling, or after the last one its parent's sibling.
      while (!open.empty()) {
        if (in_.element()) {
          in_.array();
          if (!in_.element()) {
            bad("A component must begin with its name.");
            return;
          }
          break;
        }
        if (!in_.ok()) return;
        if (in_.element()) {
          bad("A component has a name, properties and components, nothing more.");
          return;
        }
        if (!in_.ok()) return;
        out_.plain_line("END", open.back());
        open.pop_back();
      }
    } while (!open.empty());
  }

  /// BEGIN and the properties; leaves the reader inside the array of components.
  bool start_component(std::vector<std::string>& open) {
    std::string name;
    if (!in_.text(name)) return bad("A component must begin with its name.");
    if (!is_name(name)) return bad("A component's name must be made of letters, digits and hyphens.");
    for (char& c : name) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
    out_.plain_line("BEGIN", name);
    if (!in_.element() || !in_.array()) return bad("A component needs an array of properties.");
    while (in_.element()) {
      if (!property()) return false;
    }
    if (!in_.ok()) return false;
    if (!in_.element() || !in_.array()) return bad("A component needs an array of components.");
    open.push_back(std::move(name));
    return true;
  }

  bool property() {
    if (!in_.array() || !in_.element() || !in_.text(property_)) return bad("A property must begin with its name.");
    if (!is_name(property_)) return bad("A property's name must be made of letters, digits and hyphens.");
    out_.begin(property_);
    if (!in_.element() || !parameters()) return bad("A property needs an object of parameters.");
    std::string_view type;
    if (!in_.element() || !in_.text_view(type)) return bad("A property needs a type.");
    const property_info& info = property_of(property_);
    value_type kind = value_type::unknown;
    const bool registered = type_of(type, kind);
    if (!registered && !is_name(type)) return bad("A property's type must be made of letters, digits and hyphens.");
    if (!registered || ((kind != info.type || info.says_type) && kind != value_type::unknown)) {
      out_.raw(";VALUE=");
      out_.upper(type);
    }
    out_.colon();
    bool first = true;
    while (in_.element()) {
      if (!first) out_.raw(",");
      first = false;
      if (!value(kind)) return false;
    }
    if (!in_.ok()) return false;
    if (first) return bad("A property needs a value.");
    out_.end();
    return true;
  }

  bool parameters() {
    std::string_view name, text;
    if (!in_.object()) return false;
    while (in_.member(name)) {
      if (!is_name(name)) return bad("A parameter's name must be made of letters, digits and hyphens.");
      const std::string kept(name);
      if (in_.peek() == json_reader::kind::array) {
        in_.array();
        bool first = true;
        while (in_.element()) {
          if (!in_.text_view(text)) return false;
          first ? out_.parameter(kept, text) : out_.more_parameter(text);
          first = false;
        }
      } else if (in_.text_view(text)) {
        out_.parameter(kept, text);
      }
    }
    return in_.ok();
  }

  bool value(value_type kind) {
    std::string_view text;
    switch (in_.peek()) {
      case json_reader::kind::string:
        if (!in_.text_view(text)) return false;
        return string_value(kind, text);
      case json_reader::kind::number:
        if (!in_.number(text)) return false;
        out_.raw(text);
        return true;
      case json_reader::kind::boolean: {
        bool truth = false;
        if (!in_.boolean(truth)) return false;
        out_.raw(truth ? "TRUE" : "FALSE");
        return true;
      }
      case json_reader::kind::object:
        return kind == value_type::recur ? recur() : bad_value();
      case json_reader::kind::array:
        return parts(kind);
      default:
        return bad("A property's value must be text, a number, true, false, an array or a rule.");
    }
  }

  bool string_value(value_type kind, std::string_view text) {
    switch (kind) {
      case value_type::text:
        out_.text(text);
        return true;
      case value_type::unknown:
        out_.unknown(text);
        return true;
      case value_type::date:
      case value_type::date_time: {
        const auto time = tz::parse_time(text);
        if (!time || (time->form == tz::time_form::date) != (kind == value_type::date)) return bad_value();
        // What was read is well-formed; without its marks it is the basic form, and a leap second stays one.
        for (const char c : text) {
          if (c != '-' && c != ':') out_.raw({&c, 1});
        }
        return true;
      }
      case value_type::time:
      case value_type::utc_offset:
        for (const char c : text) {
          if (c == ':') continue;
          if ((c < '0' || c > '9') && c != '+' && c != '-' && c != 'Z') return bad_value();
          out_.raw({&c, 1});
        }
        return true;
      case value_type::period:
        return period(text);
      default:
        out_.plain(text);
        return true;
    }
  }

  bool period(std::string_view text) {
    const std::size_t slash = text.find('/');
    if (slash == text.npos) return bad_value();
    return period_part(text.substr(0, slash), true) && period_part(text.substr(slash + 1), false);
  }

  bool period_part(std::string_view text, bool first) {
    if (!first) out_.raw("/");
    if (!first && (text.starts_with('P') || text.starts_with('+') || text.starts_with('-'))) {
      out_.plain(text);
      return true;
    }
    return string_value(value_type::date_time, text);
  }

  /// A structured value: GEO, REQUEST-STATUS, a period.
  bool parts(value_type kind) {
    in_.array();
    std::string_view text;
    bool first = true;
    while (in_.element()) {
      const json_reader::kind next = in_.peek();
      if (kind == value_type::period) {
        if (!in_.text_view(text) || !period_part(text, first)) return bad_value();
      } else {
        if (!first) out_.raw(";");
        if (next != json_reader::kind::string && next != json_reader::kind::number) return bad_value();
        if (!value(kind)) return false;
      }
      first = false;
    }
    return in_.ok();
  }

  /// RECUR (RFC 7265 3.6.10).
  bool recur() {
    rule_writer rule;
    std::string_view name;
    in_.object();
    while (in_.member(name)) {
      if (!is_name(name)) return bad_value();
      const std::string part(name);
      std::string values;
      if (!recur_values(values, same_text(part, "UNTIL"))) return false;
      rule.add(part, values);
    }
    if (!in_.ok()) return false;
    if (!rule.has_frequency()) return bad_value();
    out_.raw(rule.take());
    return true;
  }

  /// The values of one part of a rule.
  bool recur_values(std::string& to, bool is_time) {
    if (in_.peek() != json_reader::kind::array) return recur_value(to, is_time);
    in_.array();
    for (bool first = true; in_.element(); first = false) {
      if (!first) to += ',';
      if (!recur_value(to, is_time)) return bad_value();
    }
    return in_.ok();
  }

  bool recur_value(std::string& to, bool is_time) {
    std::string_view text;
    if (in_.peek() == json_reader::kind::number) {
      if (!in_.number(text)) return false;
      to += text;
      return true;
    }
    if (!in_.text_view(text)) return false;
    if (is_time) {
      const auto time = tz::parse_time(text);
      if (!time) return bad_value();
      tz::append_basic_time(to, time->local_s, time->form);
      return true;
    }
    for (const char c : text) {
      if (static_cast<unsigned char>(c) <= ' ' || c == 0x7f || c == ';' || c == '=') return bad_value();
    }
    to += text;
    return true;
  }

  json_reader in_;
  line_writer out_;
  std::string property_;
};

}  // namespace

result<std::string> render(std::string_view jcal) {
  return renderer(jcal).run();
}

}  // namespace cuelight::calendar
