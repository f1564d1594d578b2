// Secrets as texts that betray themselves: a prefix, 256 random bits and a checksum, so that a
// search for leaked secrets finds them in any file and is not fooled by what only looks alike.
//
//     ps_test_ 4f…43 base62 digits… ZpQ1aB
//     ^prefix  ^256 bits            ^CRC-32C of all that comes before, base62
//
// To be shown once. The checksum guards against slips of the hand, not against people.
#pragma once

#include <string_view>

#include "api/access/randomness.hpp"
#include "vault/secret.hpp"

namespace api {

vault::Secret make_checked_secret(std::string_view prefix, Randomness& randomness);

// Whether the text has the shape and its checksum is right: to be asked before any look-up.
bool is_checked_secret(std::string_view prefix, std::string_view text);

}  // namespace api
