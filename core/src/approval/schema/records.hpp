/// @file
/// The records that payload types are made of: a party, an amount, a performance, a clause.
#pragma once

#include "approval/schema/schema.hpp"

namespace cuelight::approval::records {

inline constexpr std::int64_t max_integer = (1LL << 53) - 1;
inline constexpr std::int64_t max_name = 200;
inline constexpr std::int64_t max_prose = 20'000;

// Shorthand: a table of fields reads like the table in docs/spec/approval.md.
inline constexpr field text(std::string_view name, word label, word section = word::details) {
  return {.name = name, .what = kind::text, .label = label, .most = max_name, .section = section};
}
inline constexpr field prose(std::string_view name, word label, word section = word::details) {
  return {.name = name, .what = kind::prose, .label = label, .most = max_prose, .section = section};
}
inline constexpr field identifier(std::string_view name, word label) {
  return {.name = name, .what = kind::id, .label = label};
}
inline constexpr field integer(std::string_view name, word label, std::int64_t least, std::int64_t most,
                               word section = word::details) {
  return {.name = name, .what = kind::integer, .label = label, .least = least, .most = most, .section = section};
}
inline constexpr field percent(std::string_view name, word label, word section) {
  return {.name = name, .what = kind::percent, .label = label, .least = 0, .most = 100'000, .section = section};
}
inline constexpr field date(std::string_view name, word label, word section = word::details) {
  return {.name = name, .what = kind::date, .label = label, .section = section};
}
inline constexpr field choices(std::string_view name, word label, std::span<const choice> among,
                               word section = word::details) {
  return {.name = name, .what = kind::choice, .label = label, .section = section, .choices = among};
}
inline constexpr field record(std::string_view name, word label, const shape& of, word section) {
  return {.name = name, .what = kind::record, .label = label, .of = &of, .section = section};
}
inline constexpr field optional(field f) {
  f.required = false;
  return f;
}
inline constexpr field list(field f) {
  f.list = true;
  return f;
}
inline constexpr field as_deadline(field f) {
  f.deadline = true;
  return f;
}

inline constexpr field party_fields[]{identifier("id", word::stable_id), text("name", word::stable_id)};
inline constexpr shape party{layout::party, party_fields};

inline constexpr field money_fields[]{
    integer("amountMinor", word::amount, -max_integer, max_integer),
    {.name = "currency", .what = kind::currency, .label = word::amount},
};
inline constexpr shape money{layout::money, money_fields};

inline constexpr field moment_fields[]{
    {.name = "at", .what = kind::instant, .label = word::start},
    {.name = "zone", .what = kind::zone, .label = word::zone},
};
inline constexpr shape moment{layout::moment, moment_fields};

inline constexpr field venue_fields[]{
    text("name", word::venue),
    text("city", word::city),
    {.name = "country", .what = kind::country, .label = word::country},
};
inline constexpr shape venue{layout::venue, venue_fields};

inline constexpr field attachment_fields[]{
    text("name", word::file),
    integer("octets", word::size, 0, max_integer),
    {.name = "sha256", .what = kind::hash, .label = word::sha256},
};
inline constexpr shape attachment{layout::attachment, attachment_fields};

inline constexpr field performance_fields[]{
    record("start", word::start, moment, word::performance),
    optional(record("end", word::end, moment, word::performance)),
    record("venue", word::venue, venue, word::performance),
    optional(prose("note", word::note)),
};
inline constexpr shape performance{layout::rows, performance_fields, true};

inline constexpr field line_fields[]{text("label", word::description),
                                     record("amount", word::amount, money, word::items)};
inline constexpr shape line{layout::rows, line_fields};

inline constexpr field instalment_fields[]{text("label", word::description), date("due", word::due_date),
                                           record("amount", word::amount, money, word::payments)};
inline constexpr shape instalment{layout::rows, instalment_fields};

inline constexpr field clause_fields[]{text("heading", word::heading), prose("text", word::body)};
inline constexpr shape clause{layout::rows, clause_fields};

inline constexpr field invoice_line_fields[]{
    text("label", word::description),
    integer("quantity", word::quantity, 0, 1'000'000),
    record("unit", word::unit_price, money, word::items),
    record("amount", word::amount, money, word::items),
};
inline constexpr shape invoice_line{layout::rows, invoice_line_fields};

inline constexpr field tax_fields[]{text("label", word::description),
                                    percent("rateBasisPoints", word::rate, word::taxes),
                                    record("amount", word::amount, money, word::taxes)};
inline constexpr shape tax{layout::rows, tax_fields};

inline constexpr field account_fields[]{text("holder", word::holder), text("iban", word::iban),
                                        optional(text("bic", word::bic))};
inline constexpr shape account{layout::rows, account_fields};

inline constexpr field result_fields[]{
    record("netReceipts", word::net_receipts, money, word::result_section),
    record("share", word::share, money, word::result_section),
    record("due", word::due_amount, money, word::result_section),
    record("balance", word::balance, money, word::result_section),
};
inline constexpr shape settlement_result{layout::rows, result_fields};

}  // namespace cuelight::approval::records
