// Whatever the octets: a note that is read is written back octet for octet, and so is a checkpoint.
#include <cstdint>

#include "cuelight/audit/note.hpp"

namespace audit = cuelight::audit;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto note = audit::parse_note(text);
  if (note) {
    if (audit::write_note(*note) != text) __builtin_trap();
    const audit::note_key key{.name = note->signatures.front().name, .key = {}};
    if (audit::verify_note(*note, std::span(&key, 1))) __builtin_trap();  // nobody can sign for an all-zero key
  }
  const auto checkpoint = audit::parse_checkpoint(note ? std::string_view(note->text) : text);
  if (checkpoint && audit::write_checkpoint(*checkpoint) != (note ? std::string_view(note->text) : text)) {
    __builtin_trap();
  }
  return 0;
}
