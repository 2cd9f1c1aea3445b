// Who builds jCal in another form than JSON: most properties are one plain text, and need none.
#pragma once

#include <string_view>

#include "calendar/ical/jcal_value.hpp"
#include "cuelight/calendar/parse.hpp"

namespace cuelight::calendar {

/// Is told of a stream in its order. A property that it doesn't take is told as `other`, and stands in the JSON.
class jcal_receiver {
 public:
  virtual void begin(std::string_view name) = 0;
  virtual void end() = 0;
  virtual void other() = 0;
  /// A property without parameters and with one text. False, with nothing done, when it is not taken.
  [[nodiscard]] virtual bool text(std::string_view name, value_type type, std::string_view value, escapes how,
                                  text_faults& faults) = 0;
  /// The same with what may be a DATE-TIME in basic form.
  [[nodiscard]] virtual bool time(std::string_view name, std::string_view value) = 0;

 protected:
  ~jcal_receiver() = default;
};

/// As `parse`. Where there is a receiver, the jCal is the properties that it did not take, with commas between them.
[[nodiscard]] result<parse_result> parse_into(jcal_receiver* receiver, std::string_view ics,
                                              const parse_options& options);

}  // namespace cuelight::calendar
