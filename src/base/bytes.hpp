// Bytes, and their texts: hexadecimal, base64 and base62. All exact: a text that is not the one
// way to write its bytes is refused.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/int128.hpp"

namespace base {

using Bytes = std::vector<std::uint8_t>;
using BytesView = std::span<const std::uint8_t>;

inline BytesView as_bytes(std::string_view text) {
    return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}
inline std::string_view as_text(BytesView bytes) {
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

// format_hex({0xde, 0xad}) -> "dead". parse_hex takes either case; nothing for odd lengths.
std::string format_hex(BytesView bytes);
std::optional<Bytes> parse_hex(std::string_view text);

// RFC 4648 base64 with padding. Parsing takes the padded and the unpadded form, the standard and
// the URL-safe alphabet; nothing else.
std::string format_base64(BytesView bytes);
std::string format_base64url(BytesView bytes);  // the URL-safe alphabet, without padding
std::optional<Bytes> parse_base64(std::string_view text);

// A number in base 62 (0-9 A-Z a-z), big end first, zero-filled to `digits`.
//
//     format_base62(61, 3) -> "00z"        22 digits hold 128 bits, 6 digits hold 32, 43 hold 256
std::string format_base62(Uint128 number, int digits);
std::optional<Uint128> parse_base62(std::string_view text);  // nothing when it passes 128 bits

}  // namespace base
