#include "base/crc32c.hpp"

#include <array>
#include <cstring>
#include <nmmintrin.h>

namespace base {
namespace {

constexpr std::uint32_t polynomial = 0x82F63B78;

constexpr std::array<std::uint32_t, 256> table = [] {
    std::array<std::uint32_t, 256> rows{};
    for (std::uint32_t byte = 0; byte < 256; ++byte) {
        std::uint32_t row = byte;
        for (int bit = 0; bit < 8; ++bit) row = row >> 1 ^ (row & 1 ? polynomial : 0);
        rows[byte] = row;
    }
    return rows;
}();

std::uint32_t by_table(BytesView bytes, std::uint32_t crc) {
    for (const std::uint8_t byte : bytes) crc = crc >> 8 ^ table[(crc ^ byte) & 255];
    return crc;
}

__attribute__((target("sse4.2"))) std::uint32_t by_instruction(BytesView bytes, std::uint32_t crc) {
    std::uint64_t wide = crc;
    while (bytes.size() >= 8) {
        std::uint64_t word = 0;
        std::memcpy(&word, bytes.data(), 8);
        wide = _mm_crc32_u64(wide, word);
        bytes = bytes.subspan(8);
    }
    crc = static_cast<std::uint32_t>(wide);
    for (const std::uint8_t byte : bytes) crc = _mm_crc32_u8(crc, byte);
    return crc;
}

}  // namespace

std::uint32_t crc32c(BytesView bytes, std::uint32_t before) {
    static const bool has_instruction = __builtin_cpu_supports("sse4.2") != 0;
    return ~(has_instruction ? by_instruction(bytes, ~before) : by_table(bytes, ~before));
}

}  // namespace base
