#include "approval/view/reveal.hpp"

#include "approval/profile/characters.hpp"

namespace cuelight::approval {
namespace {

std::string token_of(char32_t c) {
  std::string token = "\u27E6U+";
  for (int shift = c > 0xFFFFF ? 20 : c > 0xFFFF ? 16 : 12; shift >= 0; shift -= 4) {
    token += "0123456789ABCDEF"[c >> shift & 15U];
  }
  return token + "\u27E7";
}

word token_name(hidden why) {
  switch (why) {
    case hidden::control:
      return word::token_control;
    case hidden::bidi:
    case hidden::mark:
      return word::token_bidi;
    case hidden::invisible:
      return word::token_invisible;
    default:
      return word::token_unassigned;
  }
}

/// The octets that the first `count` octets of a text take in its canonical form.
std::size_t canonical_octets(std::string_view text, std::size_t count) {
  std::size_t octets = 0;
  for (const char c : text.substr(0, count)) {
    const bool short_escape = c == '"' || c == '\\' || (c >= '\b' && c <= '\r' && c != '\v');
    octets += short_escape ? 2 : static_cast<std::uint8_t>(c) < 0x20 ? 6 : 1;
  }
  return octets;
}

/// One text on its way into a row.
class revealer {
 public:
  revealer(parts& out, language l, json::value& pieces, std::string_view text, const payload_text& from)
      : out_(out), language_(l), pieces_(pieces), text_(text), from_(from), marks_belong_(has_right_to_left(text)) {}

  std::string reveal(bool prose) {
    const auto found = hidden_characters(text_, prose);
    if (!found.empty()) pieces_ = json::value::array();
    for (const hidden_character& h : found) {
      plain(h.at);
      next_ = h.at + h.octets;
      token(h);
      warn(h);
    }
    if (found.empty()) {
      shown_ = text_;
    } else {
      plain(text_.size());
    }
    if (const auto word_at = mixed_script_word(text_)) {
      warn_at(*word_at, "approval.mixed_script", severity::caution, word::warn_mixed_script);
    }
    return std::move(shown_);
  }

 private:
  /// What stands as it is, up to `until`.
  void plain(std::size_t until) {
    if (until == next_) return;
    const std::string_view text = text_.substr(next_, until - next_);
    shown_ += text;
    pieces_.push_back(json::value::object({{"text", text}}));
  }

  void token(const hidden_character& h) {
    const std::string token = token_of(h.value);
    shown_ += token;
    pieces_.push_back(
        json::value::object({{"token", token}, {"name", std::string(text_of(token_name(h.why), language_))}}));
  }

  /// One warning of each code a text.
  void warn(const hidden_character& h) {
    const auto once = [&](bool& done, const char* code, severity how, word message) {
      if (!done) warn_at(h.at, code, how, message);
      done = true;
    };
    switch (h.why) {
      case hidden::none:
        break;
      case hidden::bidi:
        once(warned_bidi_, "approval.bidi_control", severity::danger, word::warn_bidi);
        break;
      case hidden::mark:
        if (!marks_belong_) once(warned_bidi_, "approval.bidi_control", severity::caution, word::warn_bidi);
        break;
      case hidden::invisible:
      case hidden::meaningless:
      case hidden::noncharacter:
        once(warned_invisible_, "approval.invisible_character", severity::caution, word::warn_invisible);
        break;
      case hidden::control:
        once(warned_control_, "approval.control_character", severity::caution, word::warn_control);
        break;
    }
  }

  void warn_at(std::size_t at, const char* code, severity how, word message) {
    const std::size_t octets = from_.escaped ? canonical_octets(text_, at) : at;
    out_.warnings.push_back({code, how, from_.pointer, from_.offset + octets, message});
  }

  parts& out_;
  language language_;
  json::value& pieces_;
  std::string_view text_;
  const payload_text& from_;
  bool marks_belong_;
  std::string shown_;
  std::size_t next_ = 0;  // the first octet that is not shown yet
  bool warned_bidi_ = false;
  bool warned_invisible_ = false;
  bool warned_control_ = false;
};

}  // namespace

std::string reveal(parts& out, language l, json::value& pieces, std::string_view text, bool prose,
                   const payload_text& from) {
  return revealer(out, l, pieces, text, from).reveal(prose);
}

}  // namespace cuelight::approval
