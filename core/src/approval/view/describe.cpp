#include <algorithm>

#include "approval/view/checks.hpp"
#include "cuelight/approval.hpp"
#include "cuelight/instant.hpp"
#include "text/order.hpp"

namespace cuelight::approval {
namespace {

/// Puts a view together as JSON, from a payload that was taken apart.
class describer {
 public:
  /// `before` is null when there is no earlier payload to compare with.
  describer(std::string_view type, parts& now, parts* before, language l)
      : type_(type), p_(now), before_(before), language_(l) {}

  json::value view(const digested& d) {
    json::value v = json::value::object();
    v["changes"] = before_ != nullptr ? changes() : json::value::array();
    v["patch"] = std::move(patch_);
    attach_warnings();
    v["type"] = type_;
    v["name"] = p_.type == nullptr ? json::value(nullptr) : json::value(std::string(p_.type->name));
    v["locale"] = tag_of(language_);
    v["intent"] = intent();
    v["confirmers"] = confirmers();
    v["commits"] = commits();
    const std::string hex = hash::hex(d.digest);
    json::value& groups = v["digestGroups"] = json::value::array();
    for (std::size_t i = 0; i < hex.size(); i += 4) groups.push_back(hex.substr(i, 4));
    v["digest"] = hex;
    v["confirmable"] = p_.refusals.empty();
    v["refusals"] = refusals();
    v["sections"] = sections();
    v["warnings"] = warnings();
    v["deadlines"] = deadlines();
    v["lifetimeSeconds"] = p_.type == nullptr ? std::int64_t{0} : p_.type->lifetime_s;
    v["octets"] = d.canonical.size();
    return v;
  }

 private:
  [[nodiscard]] std::string say(word w) const { return std::string(text_of(w, language_)); }

  /// What the patch did, as rows: an operation may touch several rows, and several operations one row.
  json::value changes() {
    patch_ = json::diff_trees(before_->document, p_.document);
    json::value list = json::value::array();
    for (const json::value& operation : patch_) {
      const std::string_view op = *json::text_member(operation, "op");
      const std::string_view path = *json::text_member(operation, "path");
      if (op != "add") gone(list, path);
      if (op == "remove") {
        each_row(*before_, path, [&](row& old) {
          if (row* const now = p_.find_row(old.pointer)) tell(list, *now, false);
        });
      } else {
        each_row(p_, path, [&](row& now) { tell(list, now, op == "add"); });
      }
    }
    return list;
  }

  /// Rows that stood at or below a value that is gone, and have no successor.
  void gone(json::value& list, std::string_view path) {
    each_row(*before_, path, [&](row& old) {
      const row* const now = p_.find_row(old.pointer);
      if (now != nullptr && now->pointer == old.pointer) return;
      if (is_first(old)) list.push_back(change("remove", old.pointer, old.label, &old.text, nullptr));
    });
  }

  /// Whether an earlier row is spoken of for the first time; it is marked as one that was.
  static bool is_first(row& old) {
    if (old.change) return false;
    old.change = row_change{"remove", std::nullopt};
    return true;
  }

  /// Tells what became of a row, once.
  void tell(json::value& list, row& now, bool added) {
    if (now.change) return;
    const row* old = before_->find_row(now.pointer);
    if (added || (old != nullptr && old->pointer != now.pointer)) old = nullptr;
    const bool is_new = old == nullptr;
    now.change = row_change{is_new ? "add" : "replace", is_new ? std::nullopt : std::optional(old->text)};
    list.push_back(change(now.change->op, now.pointer, now.label, is_new ? nullptr : &old->text, &now.text));
    if (is_new) return;
    if (now.kind == "party" && old->kind == "party") {
      p_.warn("approval.party_changed", severity::caution, now.pointer, word::warn_party_changed);
    }
    if (now.kind == "money" && old->kind == "money") {
      const auto currency = [&](const parts& p) { return currency_at(p.document, now.pointer); };
      if (currency(p_) != currency(*before_)) {
        p_.warn("approval.currency_changed", severity::danger, now.pointer, word::warn_currency_changed);
      }
    }
  }

  static std::string_view currency_at(const json::value& document, std::string_view pointer) {
    const json::value* at = &document;
    while (!pointer.empty() && at != nullptr) {
      pointer.remove_prefix(1);
      const std::string_view token = pointer.substr(0, pointer.find('/'));
      pointer.remove_prefix(token.size());
      if (at->is_array()) {
        std::size_t index = 0;
        for (const char c : token) index = index * 10 + static_cast<std::size_t>(c - '0');
        const json::value::array_t& all = json::elements(*at);
        at = index < all.size() ? &all[index] : nullptr;
      } else {
        at = json::member(*at, token);
      }
    }
    return at == nullptr ? std::string_view() : json::text_member(*at, "currency").value_or("");
  }

  /// Every row that shows something at, above or below a pointer.
  template <class Take>
  static void each_row(parts& p, std::string_view path, Take take) {
    if (row* const holding = p.find_row(path)) return take(*holding);
    const std::string below = std::string(path) + '/';
    for (section& s : p.sections) {
      for (row& r : s.rows) {
        if (r.pointer.starts_with(below)) take(r);
      }
    }
  }

  static json::value change(std::string_view op, const std::string& pointer, const std::string& label,
                            const std::string* before, const std::string* after) {
    const auto text = [](const std::string* s) { return s == nullptr ? json::value(nullptr) : json::value(*s); };
    return json::value::object(
        {{"op", op}, {"pointer", pointer}, {"label", label}, {"before", text(before)}, {"after", text(after)}});
  }

  void attach_warnings() {
    stable_sort(p_.warnings, [](const warning& a, const warning& b) { return a.offset < b.offset; });
    for (std::size_t i = 0; i < p_.warnings.size(); ++i) {
      if (row* const r = p_.find_row(p_.warnings[i].pointer)) r->warnings.push_back(i);
    }
  }

  json::value intent() const {
    const payload_type* const t = p_.type;
    return json::value::object({{"title", say(t == nullptr ? word::unknown_title : t->title)},
                                {"text", say(t == nullptr ? word::unknown_intent : t->intent)},
                                {"confirm", say(t == nullptr ? word::unknown_confirm : t->confirm)},
                                {"decline", say(word::decline)}});
  }

  /// The party row of a confirmer, or its stand-in's; null when the payload has neither.
  const row* party_of(const confirmer& c, bool& stands_in) {
    stands_in = json::member(p_.document, c.member) == nullptr && !c.else_member.empty();
    const row* const r = p_.find_row('/' + std::string(stands_in ? c.else_member : c.member));
    return r != nullptr && r->kind == "party" ? r : nullptr;
  }

  json::value confirmers() {
    json::value list = json::value::array();
    if (p_.type == nullptr || !p_.document.is_object()) return list;
    for (const confirmer& c : p_.type->confirmers) {
      bool stands_in = false;
      const row* const r = party_of(c, stands_in);
      if (r == nullptr) continue;
      json::value roles = json::value::array();
      for (const std::string_view role : stands_in ? c.else_roles : c.roles) roles.push_back(role);
      list.push_back(json::value::object({{"side", c.side},
                                          {"roles", std::move(roles)},
                                          {"pointer", r->pointer},
                                          {"id", r->details.front().text},
                                          {"name", r->text}}));
    }
    return list;
  }

  /// Everybody who is bound: the confirmers' parties, and the artist whom an agency speaks for.
  json::value commits() {
    json::value list = json::value::array();
    if (p_.type == nullptr || !p_.document.is_object()) return list;
    const auto add = [&](std::string_view side, const row* r) {
      if (r == nullptr || r->kind != "party") return;
      list.push_back(json::value::object(
          {{"side", side}, {"pointer", r->pointer}, {"id", r->details.front().text}, {"name", r->text}}));
    };
    for (const confirmer& c : p_.type->confirmers) {
      bool stands_in = false;
      if (!c.else_member.empty()) add(c.side, p_.find_row('/' + std::string(c.else_member)));
      const row* const r = party_of(c, stands_in);
      if (!stands_in) add(c.side, r);
    }
    return list;
  }

  json::value refusals() const {
    json::value list = json::value::array();
    for (const refused& r : p_.refusals) {
      list.push_back(json::value::object(
          {{"code", code_of(r.why)}, {"pointer", r.pointer}, {"offset", r.offset}, {"message", say(word_of(r.why))}}));
    }
    return list;
  }

  json::value row_json(row& r) const {
    json::value v = json::value::object();
    v["pointer"] = r.pointer;
    v["leaves"] = r.leaves;
    v["label"] = r.label;
    v["kind"] = r.kind;
    v["text"] = r.text;
    v["bdi"] = r.isolate;
    v["warnings"] = r.warnings;
    json::value& details = v["details"] = json::value::array();
    for (const detail& d : r.details) {
      details.push_back(json::value::object({{"label", say(d.label)}, {"text", d.text}, {"bdi", d.isolate}}));
    }
    if (r.parts.is_array()) v["parts"] = std::move(r.parts);
    if (r.change) {
      const auto& before = r.change->before;
      v["change"] =
          json::value::object({{"op", r.change->op}, {"before", before ? json::value(*before) : json::value(nullptr)}});
    }
    return v;
  }

  json::value sections() {
    json::value list = json::value::array();
    for (section& s : p_.sections) {
      json::value rows = json::value::array();
      for (row& r : s.rows) rows.push_back(row_json(r));
      list.push_back(json::value::object({{"title", s.title}, {"pointer", s.pointer}, {"rows", std::move(rows)}}));
    }
    return list;
  }

  json::value warnings() const {
    constexpr std::string_view severities[]{"note", "caution", "danger"};
    json::value list = json::value::array();
    for (const warning& w : p_.warnings) {
      list.push_back(json::value::object({{"code", w.code},
                                          {"severity", severities[static_cast<std::size_t>(w.how)]},
                                          {"pointer", w.pointer},
                                          {"offset", w.offset},
                                          {"message", say(w.message)}}));
    }
    return list;
  }

  json::value deadlines() {
    stable_sort(p_.deadlines, [](const deadline& a, const deadline& b) { return a.at_utc_s < b.at_utc_s; });
    json::value list = json::value::array();
    for (const deadline& d : p_.deadlines) {
      list.push_back(
          json::value::object({{"pointer", d.pointer}, {"label", d.label}, {"at", write_instant(d.at_utc_s * 1000)}}));
    }
    return list;
  }

  std::string_view type_;
  parts& p_;
  parts* before_;
  language language_;
  json::value patch_ = json::value::array();
};

result<parts> read(const payload_type* type, std::string_view canonical, language l, std::string_view zone) {
  if (canonical.size() > max_payload_octets) {
    return refuse("approval.too_large", "This payload is larger than the 1 MiB that a person can be shown.");
  }
  return take_apart(type, canonical, l, zone);
}

}  // namespace

result<std::string> describe(std::string_view type, std::string_view payload, const reader& reader) {
  const auto digested = digest(type, payload);
  if (!digested) return std::unexpected(digested.error());
  const payload_type* const known = find_type(type);
  const language l = language_of(reader.locale);

  auto taken = read(known, digested->canonical, l, reader.time_zone);
  if (!taken) return std::unexpected(taken.error());
  std::optional<parts> before;
  if (!reader.previous.empty()) {
    const auto canonical = json::canonicalize(reader.previous);
    if (!canonical) return std::unexpected(canonical.error());
    auto previous = read(known, *canonical, l, reader.time_zone);
    if (!previous) return std::unexpected(previous.error());
    before = std::move(*previous);
  }
  std::optional<std::int64_t> now_s;
  if (!reader.now.empty()) {
    const auto now = parse_instant(reader.now);
    if (!now) return refuse("approval.bad_option", "The option now is not an RFC 3339 instant.");
    now_s = *now / 1000;
  }
  check_sums(*taken);
  check_settlement(*taken);
  check_times(*taken, now_s);
  check_parties(*taken, reader.known_parties);

  json::value view = describer(type, *taken, before ? &*before : nullptr, l).view(*digested);
  view["viewDigest"] = hash::hex(hash::sha256(json::write(view)));
  return json::write(view);
}

std::string types() {
  json::value list = json::value::array();
  for (const payload_type& t : payload_types()) {
    json::value confirmers = json::value::array();
    for (const confirmer& c : t.confirmers) {
      json::value roles = json::value::array();
      for (const auto& group : {c.roles, c.else_roles}) {
        for (const std::string_view role : group) roles.push_back(role);
      }
      confirmers.push_back(json::value::object({{"side", c.side}, {"roles", std::move(roles)}}));
    }
    list.push_back(json::value::object({{"name", t.name},
                                        {"type", std::string(type_head) + std::string(t.name) + std::string(type_tail)},
                                        {"lifetimeSeconds", t.lifetime_s},
                                        {"confirmers", std::move(confirmers)}}));
  }
  return json::write(list);
}

}  // namespace cuelight::approval
