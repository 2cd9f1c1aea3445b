#include "cuelight/json/value.hpp"

#include <utility>

/// A whole program's optimiser would copy these into every place that uses them, and there are very many.
#define CUELIGHT_CALLED [[gnu::noinline]]

namespace cuelight::json {
namespace {

const value nothing;
const value::members no_members;

bool is_number(value::kind k) {
  return k == value::kind::integer || k == value::kind::natural || k == value::kind::number;
}

double as_double(const value& v) {
  if (v.type() == value::kind::number) return v.number();
  return v.type() == value::kind::natural ? static_cast<double>(v.natural()) : static_cast<double>(v.integer());
}

}  // namespace

CUELIGHT_CALLED value::value(const char* text) : value(std::string_view(text)) {}
CUELIGHT_CALLED value::value(std::string_view text) : kind_(kind::text), text_(new std::string(text)) {}
CUELIGHT_CALLED value::value(std::string&& text) : kind_(kind::text), text_(new std::string(std::move(text))) {}

CUELIGHT_CALLED value::value(const value& other) : kind_(other.kind_), integer_(other.integer_) {
  if (kind_ == kind::text) text_ = new std::string(*other.text_);
  if (kind_ == kind::array) list_ = new list(*other.list_);
  if (kind_ == kind::object) members_ = new members(*other.members_);
}

CUELIGHT_CALLED value::value(value&& other) noexcept
    : kind_(std::exchange(other.kind_, kind::null)), integer_(other.integer_) {}

CUELIGHT_CALLED value& value::operator=(value&& other) noexcept {
  std::swap(kind_, other.kind_);
  std::swap(integer_, other.integer_);
  return *this;
}

CUELIGHT_CALLED value& value::put_text(std::string_view text) {
  return *this = value(text);
}

CUELIGHT_CALLED value& value::operator=(const char* text) {
  return *this = value(text);
}

CUELIGHT_CALLED value& value::put(kind k, std::int64_t scalar) {
  value made;
  made.kind_ = k;
  made.integer_ = scalar;
  return *this = std::move(made);
}

CUELIGHT_CALLED value::~value() {
  if (kind_ < kind::text) return;
  if (kind_ == kind::text) {
    delete text_;
    return;
  }
  // Nested containers are moved out before theirs goes, so that a destructor never meets one.
  list doomed;
  const auto keep = [&](value& child) {
    if (child.kind_ > kind::text && child.size() != 0) doomed.push_back(std::move(child));
  };
  value last;
  for (value* at = this;;) {
    if (at->kind_ == kind::array) {
      for (value& child : *at->list_) keep(child);
      delete at->list_;
    } else {
      for (auto& [name, child] : *at->members_) keep(child);
      delete at->members_;
    }
    at->kind_ = kind::null;
    if (doomed.empty()) return;
    last = std::move(doomed.back());
    doomed.pop_back();
    at = &last;
  }
}

CUELIGHT_CALLED value value::object() {
  value out;
  out.kind_ = kind::object;
  out.members_ = new members;
  return out;
}

CUELIGHT_CALLED value value::object(std::initializer_list<field> fields) {
  value out = object();
  // The list was made for this call alone: what it holds is moved.
  for (const field& f : fields) out[f.name] = std::move(const_cast<value&>(f.content));
  return out;
}

CUELIGHT_CALLED value value::array() {
  value out;
  out.kind_ = kind::array;
  out.list_ = new list;
  return out;  // which owns the list: NOLINTNEXTLINE(clang-analyzer-cplusplus.NewDeleteLeaks)
}

CUELIGHT_CALLED value value::array(std::initializer_list<value> elements) {
  value out = array();
  for (const value& v : elements) out.append() = std::move(const_cast<value&>(v));
  return out;
}

CUELIGHT_CALLED std::size_t value::size() const noexcept {
  switch (kind_) {
    case kind::null:
      return 0;
    case kind::array:
      return list_->size();
    case kind::object:
      return members_->size();
    default:
      return 1;
  }
}

CUELIGHT_CALLED value* value::begin() noexcept {
  return kind_ == kind::array ? list_->data() : nullptr;
}

CUELIGHT_CALLED value* value::end() noexcept {
  return kind_ == kind::array ? list_->data() + list_->size() : nullptr;
}

CUELIGHT_CALLED value& value::append() {
  if (kind_ == kind::null) *this = array();
  return list_->emplace_back();
}

CUELIGHT_CALLED void value::push_back(value&& element) {
  append() = std::move(element);
}

CUELIGHT_CALLED void value::push_back(const char* text) {
  append() = text;
}

const value::members& value::items() const noexcept {
  return kind_ == kind::object ? *members_ : no_members;
}

CUELIGHT_CALLED const value* value::find(std::string_view name) const noexcept {
  if (kind_ != kind::object) return nullptr;
  const auto found = members_->find(name);
  return found == members_->end() ? nullptr : &found->second;
}

CUELIGHT_CALLED const value* value::find(const char* name) const noexcept {
  return find(std::string_view(name));
}

CUELIGHT_CALLED value& value::operator[](const char* name) {
  return (*this)[std::string_view(name)];
}

CUELIGHT_CALLED const value& value::operator[](const char* name) const noexcept {
  return (*this)[std::string_view(name)];
}

CUELIGHT_CALLED value& value::operator[](std::string_view name) {
  if (kind_ == kind::null) *this = object();
  const auto place = members_->lower_bound(name);
  if (place != members_->end() && place->first == name) return place->second;
  return members_->emplace_hint(place, std::string(name), nullptr)->second;
}

const value& value::operator[](std::string_view name) const noexcept {
  const value* const found = find(name);
  return found == nullptr ? nothing : *found;
}

CUELIGHT_CALLED std::size_t value::erase(std::string_view name) {
  if (kind_ != kind::object) return 0;
  const auto found = members_->find(name);
  if (found == members_->end()) return 0;
  members_->erase(found);
  return 1;
}

CUELIGHT_CALLED std::size_t value::erase(const char* name) {
  return erase(std::string_view(name));
}

bool operator==(const value& a, const value& b) {
  using enum value::kind;
  if (a.kind_ != b.kind_) {
    if (!is_number(a.kind_) || !is_number(b.kind_)) return false;
    if (a.kind_ != number && b.kind_ != number) return a.integer_ == b.integer_;
    return as_double(a) == as_double(b);
  }
  switch (a.kind_) {
    case null:
      return true;
    case number:
      return a.number_ == b.number_;
    case text:
      return *a.text_ == *b.text_;
    case value::kind::array:
      return *a.list_ == *b.list_;
    case value::kind::object:
      return *a.members_ == *b.members_;
    default:
      return a.integer_ == b.integer_;
  }
}

}  // namespace cuelight::json
