#include "approval/words/format.hpp"

#include "cuelight/civil.hpp"

namespace cuelight::approval {
namespace {

constexpr std::string_view narrow_no_break_space = "\u202F";

std::string padded(std::uint64_t n, std::size_t digits) {
  std::string text = std::to_string(n);
  return text.size() >= digits ? text : std::string(digits - text.size(), '0') + text;
}

std::uint64_t magnitude(std::int64_t n) {
  return n < 0 ? ~static_cast<std::uint64_t>(n) + 1 : static_cast<std::uint64_t>(n);
}

std::uint64_t power_of_ten(int exponent) {
  std::uint64_t power = 1;
  for (; exponent > 0; --exponent) power *= 10;
  return power;
}

std::string group(std::uint64_t n, language l) {
  const std::string digits = std::to_string(n);
  std::string text;
  for (std::size_t i = 0; i < digits.size(); ++i) {
    if (i != 0 && (digits.size() - i) % 3 == 0) {
      text += l == language::english ? "," : l == language::german ? "." : narrow_no_break_space;
    }
    text += digits[i];
  }
  return text;
}

std::string fixed_point(std::int64_t value, int exponent, language l) {
  const std::uint64_t unit = power_of_ten(exponent);
  std::string text = value < 0 ? "\u2212" : "";
  text += group(magnitude(value) / unit, l);
  if (exponent > 0) {
    text += l == language::english ? '.' : ',';
    text += padded(magnitude(value) % unit, static_cast<std::size_t>(exponent));
  }
  return text;
}

}  // namespace

std::string grouped(std::int64_t n, language l) {
  return fixed_point(n, 0, l);
}

std::string local_amount(std::int64_t minor, std::string_view currency, int exponent, language l) {
  const std::string number = fixed_point(minor, exponent, l);
  if (l == language::english) return std::string(currency) + ' ' + number;
  return number + ' ' + std::string(currency);
}

std::string exact_amount(std::int64_t minor, std::string_view currency, int exponent, language l) {
  const std::uint64_t unit = power_of_ten(exponent);
  std::string text = std::string(currency) + ' ' + (minor < 0 ? "-" : "") + std::to_string(magnitude(minor) / unit);
  if (exponent > 0) text += '.' + padded(magnitude(minor) % unit, static_cast<std::size_t>(exponent));
  text += " = " + std::to_string(minor) + ' ';
  text += text_of(word::minor_units, l);
  return text;
}

std::string percentage(std::int64_t basis_points, language l) {
  return fixed_point(basis_points, 2, l) + "\u00A0%";
}

std::string long_date(std::int64_t local_s, language l) {
  const tz::civil c = tz::civil_of(local_s);
  const auto named = [&](word first, int index) {
    return std::string(text_of(static_cast<word>(static_cast<int>(first) + index), l));
  };
  std::string text = named(word::sunday, tz::weekday_of(tz::day_of(local_s)));
  text += l == language::german ? ", " : " ";
  text += std::to_string(c.day);
  if (l == language::german) text += '.';
  if (l == language::french && c.day == 1) text += "er";
  return text + ' ' + named(word::january, c.month - 1) + ' ' + padded(static_cast<std::uint64_t>(c.year), 4);
}

std::string clock_time(std::int64_t local_s) {
  const tz::civil c = tz::civil_of(local_s);
  std::string text = padded(c.hour, 2) + ':' + padded(c.minute, 2);
  if (c.second != 0) text += ':' + padded(c.second, 2);
  return text;
}

std::string offset_text(std::int32_t offset_s) {
  const auto size = magnitude(offset_s);
  std::string text = offset_s < 0 ? "\u2212" : "+";
  text += padded(size / 3600, 2) + ':' + padded(size / 60 % 60, 2);
  if (size % 60 != 0) text += ':' + padded(size % 60, 2);
  return text;
}

std::string numbered(word w, std::size_t n, language l) {
  return std::string(text_of(w, l)) + ' ' + std::to_string(n);
}

}  // namespace cuelight::approval
