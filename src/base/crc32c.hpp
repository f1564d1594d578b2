// CRC-32C (Castagnoli, as in RFC 3720): guards records against flipped bits, not against people.
//
//     crc32c("123456789") -> 0xe3069283
#pragma once

#include <cstdint>

#include "base/bytes.hpp"

namespace base {

// `before` is the checksum of the bytes that came before these; 0 at the start.
// Cost: about 0.05 ns per byte with SSE 4.2 and PCLMULQDQ, 1 ns without.
std::uint32_t crc32c(BytesView bytes, std::uint32_t before = 0);

}  // namespace base
