/// @file
/// The payload types, each a table (docs/spec/approval.md, "Types").
#include "approval/schema/records.hpp"
#include "approval/schema/schema.hpp"

namespace cuelight::approval {
namespace {

using namespace records;

constexpr std::int64_t hour_s = 3600;
constexpr std::int64_t day_s = 24 * hour_s;

constexpr choice invoice_kinds[]{
    {"deposit", word::choice_deposit}, {"balance", word::choice_balance}, {"other", word::choice_other}};
constexpr choice formulas[]{
    {"guarantee", word::choice_guarantee}, {"versus", word::choice_versus}, {"plus", word::choice_plus}};
constexpr choice levels[]{{"public", word::choice_public},
                          {"private_listing", word::choice_private_listing},
                          {"stealth_roster", word::choice_stealth_roster},
                          {"workspace_private", word::choice_workspace_private}};

constexpr field id_field = identifier("id", word::reference_id);
constexpr field version_field = integer("version", word::version, 1, 1'000'000);
constexpr field engagement_field = identifier("engagement", word::engagement);
constexpr field artist_field = record("artist", word::artist, party, word::parties);
constexpr field agency_field = optional(record("agency", word::agency, party, word::parties));
constexpr field presenter_field = record("presenter", word::presenter, party, word::parties);
constexpr field performances_field = list(record("performances", word::performance, performance, word::performances));
constexpr field lines_field = optional(list(record("lines", word::item, line, word::items)));
constexpr field terms_field = list(record("terms", word::clause, clause, word::terms));
constexpr field attachments_field =
    optional(list(record("attachments", word::attachment, attachment, word::documents)));
constexpr field fee_field = record("fee", word::fee, money, word::money_section);

constexpr field message_fields[]{
    record("from", word::sender, party, word::parties),
    list(record("to", word::recipient, party, word::parties)),
    text("subject", word::subject, word::body),
    prose("body", word::body, word::body),
    attachments_field,
    id_field,
    version_field,
    optional(engagement_field),
};
constexpr field request_fields[]{
    presenter_field,
    artist_field,
    performances_field,
    optional(prose("programme", word::programme, word::programme)),
    optional(record("budget", word::budget, money, word::money_section)),
    optional(prose("message", word::body, word::body)),
    as_deadline(optional(record("respondBy", word::answer_by, moment, word::deadlines))),
    id_field,
    version_field,
};
constexpr field hold_fields[]{
    artist_field,
    agency_field,
    presenter_field,
    performances_field,
    integer("rank", word::rank, 1, 100, word::deadlines),
    as_deadline(record("expires", word::expires, moment, word::deadlines)),
    optional(prose("note", word::note)),
    id_field,
    version_field,
    engagement_field,
};
constexpr field challenge_fields[]{
    artist_field,
    agency_field,
    presenter_field,
    performances_field,
    integer("rank", word::rank, 1, 100, word::deadlines),
    as_deadline(record("answerBy", word::answer_by, moment, word::deadlines)),
    optional(prose("note", word::note)),
    id_field,
    version_field,
    engagement_field,
};
constexpr field quote_fields[]{
    artist_field,
    agency_field,
    presenter_field,
    performances_field,
    optional(prose("programme", word::programme, word::programme)),
    fee_field,
    lines_field,
    optional(terms_field),
    as_deadline(record("validUntil", word::valid_until, moment, word::deadlines)),
    id_field,
    version_field,
    engagement_field,
};
constexpr field contract_fields[]{
    artist_field,
    agency_field,
    presenter_field,
    performances_field,
    prose("programme", word::programme, word::programme),
    fee_field,
    lines_field,
    optional(list(record("payments", word::payment, instalment, word::payments))),
    terms_field,
    text("governingLaw", word::governing_law, word::terms),
    optional(record("rider", word::rider, attachment, word::documents)),
    attachments_field,
    as_deadline(record("signBy", word::sign_by, moment, word::deadlines)),
    id_field,
    version_field,
    engagement_field,
};
constexpr field invoice_fields[]{
    record("issuer", word::issuer, party, word::parties),
    record("recipient", word::recipient, party, word::parties),
    text("number", word::number),
    choices("kind", word::invoice_kind, invoice_kinds),
    date("issued", word::issued),
    date("due", word::due_date),
    list(record("lines", word::item, invoice_line, word::items)),
    record("net", word::net, money, word::money_section),
    optional(list(record("taxes", word::tax, tax, word::taxes))),
    record("total", word::total, money, word::money_section),
    optional(record("account", word::account, account, word::account)),
    optional(text("reference", word::payment_reference)),
    id_field,
    version_field,
    engagement_field,
};
constexpr field settlement_fields[]{
    artist_field,
    agency_field,
    presenter_field,
    choices("formula", word::formula, formulas, word::formula),
    record("guarantee", word::guarantee, money, word::formula),
    record("grossReceipts", word::gross_receipts, money, word::formula),
    optional(list(record("deductions", word::deduction, line, word::deductions))),
    percent("shareBasisPoints", word::share_rate, word::formula),
    optional(record("threshold", word::threshold, money, word::formula)),
    record("alreadyPaid", word::already_paid, money, word::formula),
    record("result", word::result_section, settlement_result, word::result_section),
    id_field,
    version_field,
    engagement_field,
};
constexpr field publication_fields[]{
    artist_field,
    choices("from", word::level_from, levels),
    choices("to", word::level_to, levels),
    record("proposedBy", word::proposed_by, party, word::parties),
    record("effective", word::effective, moment, word::details),
    optional(prose("note", word::note)),
    id_field,
    version_field,
};
constexpr field export_release_fields[]{
    record("workspace", word::workspace, party, word::parties),
    record("recipient", word::recipient, party, word::parties),
    text("purpose", word::purpose),
    list(text("contents", word::contents, word::contents)),
    optional(date("from", word::from_date)),
    optional(date("until", word::until_date)),
    integer("rows", word::row_count, 0, max_integer),
    record("file", word::file, attachment, word::documents),
    id_field,
    version_field,
};
constexpr field access_grant_fields[]{
    record("workspace", word::workspace, party, word::parties),
    record("grantee", word::grantee, party, word::parties),
    optional(list(text("roles", word::role))),
    optional(record("brand", word::brand, party, word::parties)),
    optional(list(text("entitlements", word::entitlement))),
    prose("reason", word::reason),
    record("expires", word::expires, moment, word::deadlines),
    id_field,
    version_field,
};

constexpr std::string_view agent_role[]{"agent"};
constexpr std::string_view artist_role[]{"artist"};
constexpr std::string_view presenter_role[]{"presenter"};
constexpr std::string_view sender_roles[]{"agent", "artist", "presenter"};
constexpr std::string_view issuer_roles[]{"agent", "artist"};

constexpr confirmer artist_side{"artist", "agency", "artist", agent_role, artist_role};
constexpr confirmer presenter_side{"presenter", "presenter", "", presenter_role, {}};
constexpr confirmer message_confirmers[]{{"sender", "from", "", sender_roles, {}}};
constexpr confirmer presenter_only[]{presenter_side};
constexpr confirmer artist_side_only[]{artist_side};
constexpr confirmer both_sides[]{artist_side, presenter_side};
constexpr confirmer invoice_confirmers[]{{"issuer", "issuer", "", issuer_roles, {}}};
constexpr confirmer artist_alone[]{{"artist", "artist", "", artist_role, {}}};
constexpr confirmer workspace_confirmers[]{{"workspace", "workspace", "", sender_roles, {}}};

constexpr addition fee_additions[]{{"lines", "fee", "", false}};
constexpr addition contract_additions[]{{"lines", "fee", "", false}, {"payments", "fee", "", false}};
constexpr addition invoice_additions[]{{"lines", "net", "", true}, {"taxes", "total", "net", false}};

constexpr payload_type all_types[]{
    {"message",
     word::message_title,
     word::message_intent,
     word::message_confirm,
     {layout::rows, message_fields},
     message_confirmers,
     day_s},
    {"request",
     word::request_title,
     word::request_intent,
     word::request_confirm,
     {layout::rows, request_fields},
     presenter_only,
     day_s},
    {"hold",
     word::hold_title,
     word::hold_intent,
     word::hold_confirm,
     {layout::rows, hold_fields},
     artist_side_only,
     day_s},
    {"challenge",
     word::challenge_title,
     word::challenge_intent,
     word::challenge_confirm,
     {layout::rows, challenge_fields},
     artist_side_only,
     2 * hour_s},
    {"quote",
     word::quote_title,
     word::quote_intent,
     word::quote_confirm,
     {layout::rows, quote_fields},
     artist_side_only,
     day_s,
     fee_additions},
    {"contract",
     word::contract_title,
     word::contract_intent,
     word::contract_confirm,
     {layout::rows, contract_fields},
     both_sides,
     14 * day_s,
     contract_additions},
    {"invoice",
     word::invoice_title,
     word::invoice_intent,
     word::invoice_confirm,
     {layout::rows, invoice_fields},
     invoice_confirmers,
     day_s,
     invoice_additions},
    {"settlement",
     word::settlement_title,
     word::settlement_intent,
     word::settlement_confirm,
     {layout::rows, settlement_fields},
     both_sides,
     14 * day_s},
    {"publication",
     word::publication_title,
     word::publication_intent,
     word::publication_confirm,
     {layout::rows, publication_fields},
     artist_alone,
     day_s},
    {"export-release",
     word::export_release_title,
     word::export_release_intent,
     word::export_release_confirm,
     {layout::rows, export_release_fields},
     workspace_confirmers,
     hour_s},
    {"access-grant",
     word::access_grant_title,
     word::access_grant_intent,
     word::access_grant_confirm,
     {layout::rows, access_grant_fields},
     workspace_confirmers,
     hour_s},
};

}  // namespace

std::span<const payload_type> payload_types() {
  return all_types;
}

const payload_type* find_type(std::string_view type) {
  if (!type.starts_with(type_head) || !type.ends_with(type_tail)) return nullptr;
  if (type.size() < type_head.size() + type_tail.size()) return nullptr;
  const std::string_view name = type.substr(type_head.size(), type.size() - type_head.size() - type_tail.size());
  for (const payload_type& t : all_types) {
    if (t.name == name) return &t;
  }
  return nullptr;
}

}  // namespace cuelight::approval
