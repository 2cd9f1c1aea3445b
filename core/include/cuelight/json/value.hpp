/// @file
/// The document model: one JSON value as a tree, which is nlohmann_json's.
///
/// Core neither throws nor aborts, and nlohmann_json answers a wrong kind by doing so. So core looks into documents
/// that come from outside only through the functions of cuelight/json.hpp, which answer "nothing" instead; `at`, `get`,
/// `value` and `dump` are never called, and `[]` only on what core itself built as an object.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace cuelight::json {

/// Makes core's type another one than `nlohmann::json`, so that a program that uses both, with exceptions and other
/// options, never links the one's functions to the other's.
struct document {};

/// A JSON value. Integers within ±(2^53−1) are held as integers (unsigned when not negative) when they come from
/// `parse`, however they were spelt; every other number as a double. Members are ordered by the octets of their names.
using value = nlohmann::basic_json<std::map, std::vector, std::string, bool, std::int64_t, std::uint64_t, double,
                                   std::allocator, nlohmann::adl_serializer, std::vector<std::uint8_t>, document>;

}  // namespace cuelight::json
