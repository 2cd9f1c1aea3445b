/// @file
/// The shape of what a confirmer signs.
#pragma once

#include "cuelight/json.hpp"

namespace cuelight::approval {

/// Whether a document has every member of a statement, in its form, and no other.
[[nodiscard]] bool is_statement(const json::value& document);

}  // namespace cuelight::approval
