#include "cuelight/engagement.hpp"

#include "boundary.hpp"

namespace {

using cuelight::result;
namespace engagement = cuelight::engagement;
namespace json = cuelight::json;

result<std::string> next(std::string_view ask) {
  return json::parse(ask).transform([](const json::value& a) { return json::write(engagement::next(a)); });
}

result<std::string> events(std::string_view ask) {
  return json::parse(ask).transform([](const json::value& a) { return json::write(engagement::events(a)); });
}

result<std::string> table() {
  return json::write(engagement::table());
}

}  // namespace

CUELIGHT_EXPORT(engagement_next, next)
CUELIGHT_EXPORT(engagement_events, events)
CUELIGHT_EXPORT(engagement_table, table)
