#include "approval/view/row_writer.hpp"

#include "approval/view/reveal.hpp"
#include "approval/words/format.hpp"
#include "cuelight/instant.hpp"

namespace cuelight::approval {
namespace {

constexpr std::int64_t words_from_major = 10'000;  ///< amounts from here on are also given in words

}  // namespace

row_writer::row_writer(parts& out, language l, std::string_view reader_zone)
    : out_(out), language_(l), reader_zone_(tz::zone::find(reader_zone)) {}

std::string row_writer::in_language(word w) const {
  return std::string(text_of(w, language_));
}

row row_writer::raw(const std::string& pointer, word label, std::string_view canonical) {
  row r{.pointer = pointer, .leaves = out_.where.leaves(pointer), .label = in_language(label), .kind = "raw"};
  if (const pointed_value* const p = out_.where.find(pointer)) {
    show(r, canonical.substr(p->offset, p->octets), true, {pointer, p->offset, false});
  }
  // The member's name is part of what would be signed, so it is shown, and tokens stand for what can't be seen in it.
  json::value pieces;
  if (!pointer.empty()) {
    r.details.push_back({word::member_name,
                         reveal(out_, language_, pieces, pointer, false, {pointer, out_.where.offset(pointer), false}),
                         true});
  }
  return r;
}

row row_writer::record(const field& f, const json::value& v, const std::string& pointer, std::string label) {
  row r{.pointer = pointer, .leaves = out_.where.leaves(pointer), .label = std::move(label)};
  switch (f.of->as) {
    case layout::party:
      party(r, v);
      break;
    case layout::money:
      money(r, v);
      break;
    case layout::moment:
      moment(r, v, f);
      break;
    case layout::venue:
      venue(r, v);
      break;
    default:
      attachment(r, v);
      break;
  }
  return r;
}

void row_writer::show(row& r, std::string_view text, bool prose, const payload_text& from) {
  r.text = reveal(out_, language_, r.parts, text, prose, from);
  r.isolate = true;
}

void row_writer::show_leaf(row& r, const json::value& v, bool prose, const std::string& pointer) {
  show(r, json::text(v), prose, {pointer, out_.where.offset(pointer) + 1, true});
}

void row_writer::add_detail(row& r, word label, const json::value& record, const char* name) {
  const std::string pointer = r.pointer + '/' + name;
  json::value pieces;
  const std::string_view text = json::text(*json::member(record, name));
  r.details.push_back(
      {label, reveal(out_, language_, pieces, text, false, {pointer, out_.where.offset(pointer) + 1, true}), true});
}

row row_writer::leaf(const field& f, const json::value& v, const std::string& pointer, std::string label) {
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

void row_writer::party(row& r, const json::value& v) {
  r.kind = "party";
  show_leaf(r, *json::member(v, "name"), false, r.pointer + "/name");
  r.details.push_back({word::stable_id, std::string(*json::text_member(v, "id")), true});
}

void row_writer::money(row& r, const json::value& v) {
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

void row_writer::moment(row& r, const json::value& v, const field& f) {
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

void row_writer::venue(row& r, const json::value& v) {
  r.kind = "venue";
  show_leaf(r, *json::member(v, "name"), false, r.pointer + "/name");
  add_detail(r, word::city, v, "city");
  r.details.push_back({word::country, std::string(*json::text_member(v, "country"))});
}

void row_writer::attachment(row& r, const json::value& v) {
  r.kind = "attachment";
  show_leaf(r, *json::member(v, "name"), false, r.pointer + "/name");
  r.details.push_back(
      {word::size, grouped(*json::integer_member(v, "octets"), language_) + ' ' + in_language(word::octets)});
  r.details.push_back({word::sha256, std::string(*json::text_member(v, "sha256"))});
}

}  // namespace cuelight::approval
