// SHA-256, and the short fingerprints that stand for requests and keys in the journal.
//
//     format_hex(sha256("abc"))                     // "ba7816bf..."
//     fingerprint({"POST", "/v1/orders", body})     // 128 bits; its parts cannot run together
//
// Threads: any. Cost: about 0.2 us and 1 ns per byte.
#pragma once

#include <array>
#include <span>
#include <string_view>

#include "core/types/command.hpp"

namespace api {

using Digest = std::array<std::uint8_t, 32>;

Digest sha256(std::string_view text);

// Of several texts: each one's length counts too, so {"ab","c"} is not {"a","bc"}. Never zero.
core::Fingerprint fingerprint(std::span<const std::string_view> texts);
core::Fingerprint fingerprint(std::initializer_list<std::string_view> texts);

}  // namespace api
