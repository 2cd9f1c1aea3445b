/// @file
/// The audit record, whole: chain, Merkle proofs, signed checkpoints.
#pragma once

#include "cuelight/audit/chain.hpp"   // IWYU pragma: export
#include "cuelight/audit/merkle.hpp"  // IWYU pragma: export
#include "cuelight/audit/note.hpp"    // IWYU pragma: export
