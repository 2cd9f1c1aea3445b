#include <algorithm>

#include "approval/view/row_writer.hpp"
#include "approval/words/format.hpp"

namespace cuelight::approval {
namespace {

constexpr std::size_t max_list = 1000;

/// Takes a payload apart by its type's table. The recursion follows that table and is as deep as it is: three levels.
class taker {
 public:
  taker(parts& out, std::string_view canonical, language l, std::string_view reader_zone)
      : out_(out), canonical_(canonical), language_(l), rows_(out, l, reader_zone) {}

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
  [[nodiscard]] std::string in_language(word w) const { return rows_.in_language(w); }

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

  void raw(section& into, const std::string& pointer, word label) {
    into.rows.push_back(rows_.raw(pointer, label, canonical_));
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
        home.rows.push_back(rows_.leaf(f, v, pointer, std::move(label)));
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
    home.rows.push_back(rows_.record(f, v, pointer, std::move(label)));
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

  parts& out_;
  std::string_view canonical_;
  language language_;
  row_writer rows_;
};

}  // namespace

result<parts> take_apart(const payload_type* type, std::string_view canonical, language l,
                         std::string_view reader_zone) {
  auto where = json_pointers::of(canonical);
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