#include <algorithm>
#include <array>

#include "approval/profile/characters.hpp"
#include "approval/view/parts.hpp"
#include "approval/words/format.hpp"
#include "cuelight/instant.hpp"

namespace cuelight::approval {
namespace {

constexpr std::size_t max_list = 1000;
constexpr std::int64_t words_from_major = 10'000;  ///< amounts from here on are also given in words

std::string token_of(char32_t c) {
  std::string token = "\u27E6U+";
  for (int shift = c > 0xFFFFF ? 20 : c > 0xFFFF ? 16 : 12; shift >= 0; shift -= 4) {
    token += "0123456789ABCDEF"[c >> shift & 15U];
  }
  return token + "\u27E7";
}

word token_name(hidden why) {
  switch (why) {
    case hidden::control:
      return word::token_control;
    case hidden::bidi:
    case hidden::mark:
      return word::token_bidi;
    case hidden::invisible:
      return word::token_invisible;
    default:
      return word::token_unassigned;
  }
}

/// The octets that the first `count` octets of a text take in its canonical form.
std::size_t canonical_octets(std::string_view text, std::size_t count) {
  std::size_t octets = 0;
  for (const char c : text.substr(0, count)) {
    const bool short_escape = c == '"' || c == '\\' || (c >= '\b' && c <= '\r' && c != '\v');
    octets += short_escape ? 2 : static_cast<std::uint8_t>(c) < 0x20 ? 6 : 1;
  }
  return octets;
}

/// Takes a payload apart by its type's table. The recursion follows that table and is as deep as it is: three levels.
class taker {
 public:
  taker(parts& out, std::string_view canonical, language l, std::string_view reader_zone)
      : out_(out), canonical_(canonical), language_(l), reader_zone_(tz::zone::find(reader_zone)) {}

  void all() {
    if (out_.type == nullptr) {
      refuse_at(refusal::unknown_type, "");
      unknown_document();
    } else if (!out_.document.is_object()) {
      refuse_at(refusal::wrong_kind, "");
      unknown_document();
    } else {
      members(out_.type->members, out_.document, "", "", nullptr);
    }
  }

 private:
  [[nodiscard]] std::string in_language(word w) const { return std::string(text_of(w, language_)); }

  void refuse_at(refusal why, std::string pointer) {
    const std::size_t offset = out_.where.offset(pointer);
    out_.refusals.push_back({why, std::move(pointer), offset});
  }

  section& section_of(word title) {
    const std::string name = in_language(title);
    for (section& s : out_.sections) {
      if (s.pointer.empty() && s.title == name) return s;
    }
    return out_.sections.emplace_back(name, "", std::vector<row>{});
  }

  void unknown_document() {
    if (!out_.document.is_object() || out_.document.empty()) {
      raw(section_of(word::whole_payload), "", word::whole_payload);
      return;
    }
    for (const auto& [name, content] : json::members(out_.document)) {
      raw(section_of(word::whole_payload), '/' + json::pointer_token(name), word::unknown_member_label);
    }
  }

  /// A value that the type has no place for, as the JSON it is; its pointer names it.
  void raw(section& into, const std::string& pointer, word label) {
    row r{.pointer = pointer, .leaves = out_.where.leaves(pointer), .label = in_language(label), .kind = "raw"};
    if (const place* const p = out_.where.find(pointer)) {
      show(r, canonical_.substr(p->offset, p->octets), true, pointer, p->offset, false);
    }
    // The member's name is part of what would be signed, so it is shown, and tokens stand for what can't be seen in it.
    json::value pieces;
    if (!pointer.empty()) {
      r.details.push_back(
          {word::member_name, revealed(pieces, pointer, false, pointer, out_.where.offset(pointer), false), true});
    }
    into.rows.push_back(std::move(r));
  }

  void members(const shape& of, const json::value& record, const std::string& pointer, const std::string& prefix,
               section* into) {
    // Nothing in it, and that is what there is to see.
    if (record.empty()) raw(into != nullptr ? *into : section_of(word::whole_payload), pointer, word::whole_payload);
    for (const field& f : of.fields) {
      const json::value* const found = json::member(record, f.name);
      const std::string at = pointer + '/' + std::string(f.name);
      if (found == nullptr) {
        if (f.required) {
          out_.refusals.push_back({refusal::missing_member, at, out_.where.offset(pointer)});
        }
      } else if (f.list) {
        list(f, *found, at, into);
      } else {
        one(f, *found, at, prefix + in_language(f.label), into);
      }
    }
    for (const auto& [name, content] : json::members(record)) {
      const auto known = [&name](const field& f) { return f.name == name; };
      if (std::any_of(of.fields.begin(), of.fields.end(), known)) continue;
      const std::string at = pointer + '/' + json::pointer_token(name);
      refuse_at(refusal::unknown_member, at);
      raw(section_of(word::other_members), at, word::unknown_member_label);
    }
  }

  void list(const field& f, const json::value& given, const std::string& pointer, section* into) {
    section& home = into != nullptr ? *into : section_of(f.section);
    const json::value::array_t& elements = json::elements(given);
    if (elements.empty() || elements.size() > max_list) {
      refuse_at(elements.empty() ? refusal::wrong_kind : refusal::out_of_range, pointer);
      if (given.is_array() && elements.empty()) {
        home.rows.push_back({.pointer = pointer,
                             .leaves = {pointer},
                             .label = in_language(f.label),
                             .kind = "empty",
                             .text = in_language(word::nothing)});
      } else {
        raw(home, pointer, f.label);
      }
      return;
    }
    for (std::size_t i = 0; i < elements.size(); ++i) {
      const std::string at = pointer + '/' + std::to_string(i);
      const std::string label = numbered(f.label, i + 1, language_);
      if (f.of == nullptr || f.of->as != layout::rows) {
        one(f, elements[i], at, elements.size() == 1 ? in_language(f.label) : label, &section_of(f.section));
      } else if (!elements[i].is_object()) {
        refuse_at(refusal::wrong_kind, at);
        raw(section_of(f.section), at, f.label);
      } else if (f.of->own_section) {
        section own{elements.size() == 1 ? in_language(f.label) : label, at, {}};
        members(*f.of, elements[i], at, "", &own);
        out_.sections.push_back(std::move(own));
      } else {
        section grouped{"", "", {}};
        members(*f.of, elements[i], at, label + " \u00B7 ", &grouped);
        section& shared = section_of(f.section);
        std::move(grouped.rows.begin(), grouped.rows.end(), std::back_inserter(shared.rows));
      }
    }
  }

  void one(const field& f, const json::value& v, const std::string& pointer, std::string label, section* into) {
    if (f.what != kind::record) {
      section& home = into != nullptr ? *into : section_of(f.section);
      if (const auto wrong = check_leaf(f, v)) {
        refuse_at(*wrong, pointer);
        raw(home, pointer, f.label);
        home.rows.back().label = std::move(label);
      } else {
        home.rows.push_back(leaf(f, v, pointer, std::move(label)));
      }
      return;
    }
    if (!v.is_object()) {
      refuse_at(refusal::wrong_kind, pointer);
      raw(into != nullptr ? *into : section_of(f.section), pointer, f.label);
      return;
    }
    if (f.of->as == layout::rows) {
      section& home = into != nullptr ? *into : section_of(f.section);
      section grouped{"", "", {}};
      members(*f.of, v, pointer, "", &grouped);
      // `members` may have made new sections: look the home up again.
      section& again = into != nullptr ? home : section_of(f.section);
      std::move(grouped.rows.begin(), grouped.rows.end(), std::back_inserter(again.rows));
      return;
    }
    const bool sound = check_record(*f.of, v, pointer);
    section& home = into != nullptr ? *into : section_of(f.section);
    if (!sound) {
      raw(home, pointer, f.label);
      home.rows.back().label = std::move(label);
      return;
    }
    row r{.pointer = pointer, .leaves = out_.where.leaves(pointer), .label = std::move(label)};
    switch (f.of->as) {
      case layout::party:
        party(r, v);
        break;
      case layout::money:
        money(r, v);
        break;
      case layout::moment:
        moment_row(r, v, f);
        break;
      case layout::venue:
        venue(r, v);
        break;
      default:
        attachment(r, v);
        break;
    }
    home.rows.push_back(std::move(r));
  }

  /// Checks the members of a record that shows as one row.
  bool check_record(const shape& of, const json::value& record, const std::string& pointer) {
    const std::size_t before = out_.refusals.size();
    for (const field& f : of.fields) {
      const json::value* const found = json::member(record, f.name);
      const std::string at = pointer + '/' + std::string(f.name);
      if (found == nullptr) {
        out_.refusals.push_back({refusal::missing_member, at, out_.where.offset(pointer)});
      } else if (const auto wrong = check_leaf(f, *found)) {
        refuse_at(*wrong, at);
      }
    }
    if (record.size() != of.fields.size()) {
      for (const auto& [name, content] : json::members(record)) {
        const auto known = [&name](const field& f) { return f.name == name; };
        if (std::any_of(of.fields.begin(), of.fields.end(), known)) continue;
        refuse_at(refusal::unknown_member, pointer + '/' + json::pointer_token(name));
      }
    }
    if (before == out_.refusals.size() && of.as == layout::moment) {
      const auto read = read_moment(*json::text_member(record, "at"), *json::text_member(record, "zone"));
      if (!read) refuse_at(read.error(), pointer + "/at");
    }
    return before == out_.refusals.size();
  }

  /// Puts the payload's own text into a row: tokens for what can't be seen, warnings for what misleads. `offset` is
  /// where the text begins in the canonical payload; `escaped` when that is the inside of a JSON string.
  void show(row& r, std::string_view text, bool prose, const std::string& pointer, std::size_t offset, bool escaped) {
    r.text = revealed(r.parts, text, prose, pointer, offset, escaped);
    r.isolate = true;
  }

  std::string revealed(json::value& pieces, std::string_view text, bool prose, const std::string& pointer,
                       std::size_t offset, bool escaped) {
    const auto place_of = [&](std::size_t at) { return offset + (escaped ? canonical_octets(text, at) : at); };
    const auto found = hidden_characters(text, prose);
    std::string shown;
    std::size_t from = 0;
    bool warned_bidi = false;
    bool warned_invisible = false;
    bool warned_control = false;
    const bool marks_belong = has_right_to_left(text);
    if (!found.empty()) pieces = json::value::array();
    const auto plain = [&](std::size_t until) {
      if (until == from) return;
      shown += text.substr(from, until - from);
      pieces.push_back(json::value::object({{"text", text.substr(from, until - from)}}));
    };
    for (const hidden_character& h : found) {
      plain(h.at);
      from = h.at + h.octets;
      const std::string token = token_of(h.value);
      shown += token;
      pieces.push_back(json::value::object({{"token", token}, {"name", in_language(token_name(h.why))}}));
      const auto once = [&](bool& done, const char* code, severity how, word message) {
        if (!done) out_.warnings.push_back({code, how, pointer, place_of(h.at), message});
        done = true;
      };
      if (h.why == hidden::bidi) once(warned_bidi, "approval.bidi_control", severity::danger, word::warn_bidi);
      if (h.why == hidden::mark && !marks_belong) {
        once(warned_bidi, "approval.bidi_control", severity::caution, word::warn_bidi);
      }
      if (h.why == hidden::invisible || h.why == hidden::meaningless || h.why == hidden::noncharacter) {
        once(warned_invisible, "approval.invisible_character", severity::caution, word::warn_invisible);
      }
      if (h.why == hidden::control) {
        once(warned_control, "approval.control_character", severity::caution, word::warn_control);
      }
    }
    if (found.empty()) {
      shown = text;
    } else {
      plain(text.size());
    }
    if (const auto word_at = mixed_script_word(text)) {
      out_.warnings.push_back(
          {"approval.mixed_script", severity::caution, pointer, place_of(*word_at), word::warn_mixed_script});
    }
    return shown;
  }

  /// The text of a string leaf, revealed, as a row's main text.
  void show_leaf(row& r, const json::value& v, bool prose, const std::string& pointer) {
    show(r, json::text(v), prose, pointer, out_.where.offset(pointer) + 1, true);
  }

  /// The same as a further reading.
  void add_detail(row& r, word label, const json::value& record, const char* name) {
    const std::string pointer = r.pointer + '/' + name;
    json::value pieces;
    const std::string_view text = json::text(*json::member(record, name));
    r.details.push_back({label, revealed(pieces, text, false, pointer, out_.where.offset(pointer) + 1, true), true});
  }

  row leaf(const field& f, const json::value& v, const std::string& pointer, std::string label) {
    row r{.pointer = pointer, .leaves = {pointer}, .label = std::move(label)};
    switch (f.what) {
      case kind::integer:
        r.kind = "integer";
        r.text = grouped(*json::integer(v), language_);
        break;
      case kind::percent:
        r.kind = "percent";
        r.text = percentage(*json::integer(v), language_);
        r.details.push_back({word::exactly, std::to_string(*json::integer(v)) + " / 10000"});
        break;
      case kind::choice:
        r.kind = "choice";
        for (const choice& c : f.choices) {
          if (c.value == json::text(v)) r.text = in_language(c.label);
        }
        r.details.push_back({word::as_written, std::string(json::text(v))});
        break;
      case kind::date: {
        r.kind = "date";
        const std::string text(json::text(v));
        const std::int64_t at = read_date(text).value_or(0);
        r.text = long_date(at, language_);
        r.details.push_back({word::as_written, text});
        // A date without a clock has passed when it has passed everywhere, twelve hours behind UTC.
        if (f.label == word::due_date) out_.times.push_back({pointer, at + 36 * 3600, false});
        break;
      }
      case kind::id:
        r.kind = "id";
        r.text = json::text(v);
        r.isolate = true;
        break;
      default:
        r.kind = f.what == kind::prose ? "prose" : "text";
        show_leaf(r, v, f.what == kind::prose, pointer);
    }
    return r;
  }

  void party(row& r, const json::value& v) {
    r.kind = "party";
    show_leaf(r, *json::member(v, "name"), false, r.pointer + "/name");
    r.details.push_back({word::stable_id, std::string(*json::text_member(v, "id")), true});
  }

  void money(row& r, const json::value& v) {
    r.kind = "money";
    const std::int64_t minor = *json::integer_member(v, "amountMinor");
    const std::string_view currency = *json::text_member(v, "currency");
    const int exponent = currency_exponent(currency);
    r.text = local_amount(minor, currency, exponent, language_);
    r.details.push_back({word::exactly, exact_amount(minor, currency, exponent, language_)});
    std::int64_t unit = 1;
    for (int i = 0; i < exponent; ++i) unit *= 10;
    if (minor / unit >= words_from_major) {
      std::string words = in_words(minor / unit, language_);
      if (words.empty()) return;
      if (minor % unit != 0) words += ' ' + std::to_string(minor % unit) + '/' + std::to_string(unit);
      r.details.push_back({word::in_words, words + ' ' + std::string(currency)});
    }
  }

  void moment_row(row& r, const json::value& v, const field& f) {
    r.kind = "moment";
    const std::string_view zone = *json::text_member(v, "zone");
    const auto m = read_moment(*json::text_member(v, "at"), zone);
    if (!m) return;
    r.text = long_date(m->local_s, language_) + ", " + clock_time(m->local_s);
    r.details.push_back({word::zone, std::string(zone) + " (UTC" + offset_text(m->offset_s) + ')'});
    constexpr std::int64_t morning_s = 6 * 3600;
    constexpr std::int64_t day_s = tz::seconds_per_day;
    if (m->local_s - tz::day_of(m->local_s) * day_s < morning_s) {
      r.details.push_back(
          {word::night_of, long_date(m->local_s - day_s, language_) + " \u2192 " + long_date(m->local_s, language_)});
    }
    r.details.push_back({word::universal_time, write_instant(m->utc_s * 1000)});
    if (reader_zone_ && reader_zone_->at(m->utc_s).offset_s != m->offset_s) {
      const std::int64_t local = reader_zone_->to_local(m->utc_s);
      r.details.push_back({word::your_time, long_date(local, language_) + ", " + clock_time(local) + " (" +
                                                std::string(reader_zone_->name()) + ')'});
    }
    out_.times.push_back({r.pointer, m->utc_s, f.deadline});
    if (f.deadline) out_.deadlines.push_back({r.pointer, r.label, m->utc_s});
  }

  void venue(row& r, const json::value& v) {
    r.kind = "venue";
    show_leaf(r, *json::member(v, "name"), false, r.pointer + "/name");
    add_detail(r, word::city, v, "city");
    r.details.push_back({word::country, std::string(*json::text_member(v, "country"))});
  }

  void attachment(row& r, const json::value& v) {
    r.kind = "attachment";
    show_leaf(r, *json::member(v, "name"), false, r.pointer + "/name");
    r.details.push_back(
        {word::size, grouped(*json::integer_member(v, "octets"), language_) + ' ' + in_language(word::octets)});
    r.details.push_back({word::sha256, std::string(*json::text_member(v, "sha256"))});
  }

  parts& out_;
  std::string_view canonical_;
  language language_;
  result<tz::zone> reader_zone_;
};

}  // namespace

row* parts::find_row(std::string_view pointer) {
  while (true) {
    if (const auto found = index_.find(pointer); found != index_.end()) {
      return &sections[found->second.first].rows[found->second.second];
    }
    const std::size_t slash = pointer.rfind('/');
    if (slash == std::string_view::npos) return nullptr;
    pointer = pointer.substr(0, slash);
  }
}

void parts::index_rows() {
  for (std::size_t s = 0; s < sections.size(); ++s) {
    for (std::size_t i = 0; i < sections[s].rows.size(); ++i) index_[sections[s].rows[i].pointer] = {s, i};
  }
}

void parts::warn(const char* code, severity how, std::string pointer, word message) {
  const std::size_t offset = where.offset(pointer);
  warnings.push_back({code, how, std::move(pointer), offset, message});
}

result<parts> take_apart(const payload_type* type, std::string_view canonical, language l,
                         std::string_view reader_zone) {
  auto where = places::of(canonical);
  if (!where) return std::unexpected(where.error());
  parts out;
  out.type = type;
  out.document = json::parse_canonical(canonical);
  out.where = std::move(*where);
  taker(out, canonical, l, reader_zone).all();
  std::erase_if(out.sections, [](const section& s) { return s.rows.empty(); });
  out.index_rows();
  return out;
}

}  // namespace cuelight::approval
