// Ten codes on paper, for the day when the telephone is gone. Each is good once.
//
//     const auto codes = make_recovery_codes(randomness);      // "7K3M-Q9XV-0BTR-H2WE", ten of
//     them recovery_code_fingerprint("7k3m q9xv obtr h2we")         // the same as of the first,
//     typed badly
//
// A code is 80 random bits in Crockford's base32, which has no I, L, O and U: what people type for
// them is understood. Only fingerprints are kept, in the core, which also knows the used ones;
// with 80 random bits a plain SHA-256 cannot be searched.
#pragma once

#include <array>
#include <optional>
#include <string_view>

#include "api/access/randomness.hpp"
#include "core/types/command.hpp"
#include "vault/secret.hpp"

namespace api {

inline constexpr std::size_t recovery_code_count = 10;

// To be shown once.
std::array<vault::Secret, recovery_code_count> make_recovery_codes(Randomness& randomness);

// Of a code as somebody typed it: in either case, with spaces, dashes or neither. Nothing for what
// is no code at all. Which one it is, if any, the core finds by comparing fingerprints: they are
// hashes, so an order in time of comparing them tells nothing of a code.
std::optional<core::Fingerprint> recovery_code_fingerprint(std::string_view typed);

}  // namespace api
