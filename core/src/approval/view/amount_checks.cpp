#include <algorithm>

#include "approval/view/checks.hpp"

namespace cuelight::approval {
namespace {

__extension__ typedef __int128 wide;

/// An amount of a sound payload, or nothing: what is unsound was refused already.
struct amount {
  std::int64_t minor;
  std::string_view currency;
};

std::optional<amount> amount_of(const json::value* money) {
  if (money == nullptr) return std::nullopt;
  const auto minor = json::integer_member(*money, "amountMinor");
  const auto currency = json::text_member(*money, "currency");
  if (!minor || !currency) return std::nullopt;
  return amount{*minor, *currency};
}

std::optional<amount> amount_at(const json::value& record, std::string_view name) {
  return amount_of(json::member(record, name));
}

std::string at(std::string_view list, std::size_t i, std::string_view name) {
  return '/' + std::string(list) + '/' + std::to_string(i) + '/' + std::string(name);
}

void check_addition(parts& p, const addition& rule) {
  const json::value* const list = json::member(p.document, rule.list);
  const auto sum = amount_at(p.document, rule.sum);
  if (!sum || (list != nullptr && !list->is_array())) return;
  if (list == nullptr && rule.plus.empty()) return;
  const std::string sum_pointer = '/' + std::string(rule.sum);
  wide total = 0;
  if (!rule.plus.empty()) {
    const auto plus = amount_at(p.document, rule.plus);
    if (!plus) return;
    if (plus->currency != sum->currency) {
      p.warn("approval.currencies_differ", severity::danger, sum_pointer, word::warn_currencies);
      return;
    }
    total += plus->minor;
  }
  for (std::size_t i = 0; list != nullptr && i < list->size(); ++i) {
    const json::value& element = json::elements(*list)[i];
    const auto part = amount_at(element, "amount");
    if (!part) return;
    if (part->currency != sum->currency) {
      p.warn("approval.currencies_differ", severity::danger, at(rule.list, i, "amount"), word::warn_currencies);
      return;
    }
    total += part->minor;
    if (!rule.products) continue;
    const auto unit = amount_at(element, "unit");
    const auto quantity = json::integer_member(element, "quantity");
    if (!unit || !quantity) return;
    if (unit->currency != part->currency) {
      p.warn("approval.currencies_differ", severity::danger, at(rule.list, i, "unit"), word::warn_currencies);
    } else if (static_cast<wide>(unit->minor) * *quantity != part->minor) {
      p.warn("approval.total_mismatch", severity::danger, at(rule.list, i, "amount"), word::warn_total);
    }
  }
  if (total != sum->minor) p.warn("approval.total_mismatch", severity::danger, sum_pointer, word::warn_total);
}

}  // namespace

void check_sums(parts& p) {
  if (p.type == nullptr || !p.document.is_object()) return;
  for (const addition& rule : p.type->additions) check_addition(p, rule);
}

void check_settlement(parts& p) {
  if (p.type == nullptr || p.type->name != "settlement" || !p.refusals.empty()) return;
  const json::value& d = p.document;
  const json::value* const result = json::member(d, "result");
  const auto guarantee = amount_at(d, "guarantee");
  const auto gross = amount_at(d, "grossReceipts");
  const auto paid = amount_at(d, "alreadyPaid");
  const auto rate = json::integer_member(d, "shareBasisPoints");
  const auto formula = json::text_member(d, "formula");
  if (!guarantee || !gross || !paid || !rate || !formula || result == nullptr) return;

  const auto refuse_at = [&](std::string pointer) {
    const std::size_t offset = p.where.offset(pointer);
    p.refusals.push_back({refusal::settlement_mismatch, std::move(pointer), offset});
  };
  const auto same_currency = [&](const std::optional<amount>& a, const std::string& pointer) {
    if (!a || a->currency == gross->currency) return true;
    p.warn("approval.currencies_differ", severity::danger, pointer, word::warn_currencies);
    refuse_at(pointer);
    return false;
  };
  const auto threshold = amount_at(d, "threshold");
  bool comparable = same_currency(guarantee, "/guarantee") && same_currency(paid, "/alreadyPaid") &&
                    same_currency(threshold, "/threshold");

  wide net = gross->minor;
  if (const json::value* const deductions = json::member(d, "deductions")) {
    const json::value::array_t& all = json::elements(*deductions);
    for (std::size_t i = 0; i < all.size() && comparable; ++i) {
      const auto part = amount_at(all[i], "amount");
      comparable = same_currency(part, at("deductions", i, "amount"));
      if (part) net -= part->minor;
    }
  }
  if (!comparable) return;
  // Only "plus" has a threshold, and it has one: a formula with a loose end is no formula.
  if (threshold.has_value() != (*formula == "plus")) return refuse_at("/formula");
  const wide base = *formula == "plus" ? std::max<wide>(net - threshold->minor, 0) : std::max<wide>(net, 0);
  const wide share = *formula == "guarantee" ? 0 : base * *rate / 10'000;
  const wide due = *formula == "versus" ? std::max<wide>(guarantee->minor, share) : guarantee->minor + share;
  const auto expect = [&](const char* name, wide expected) {
    const auto stated = amount_at(*result, name);
    if (stated && (stated->minor != expected || stated->currency != gross->currency)) {
      refuse_at(std::string("/result/") + name);
    }
  };
  expect("netReceipts", net);
  expect("share", share);
  expect("due", due);
  expect("balance", due - paid->minor);
}

}  // namespace cuelight::approval
