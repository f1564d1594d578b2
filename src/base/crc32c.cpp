#include "base/crc32c.hpp"

#include <algorithm>
#include <array>
#include <cstring>
#include <nmmintrin.h>
#include <wmmintrin.h>

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

// A word of the checksum waits for the one before, three instructions long; so a long run is cut
// into three that are summed side by side and then put together: what came before a run is moved
// on by the run's length, which is a multiplication by a power of x.
constexpr std::size_t words_of_a_run_max = 64;

// [n] = x^(64 n - 33) mod the polynomial: times it, a product is n words further (the instruction
// that reduces it adds x^32, and the mirrored product itself x).
constexpr std::array<std::uint32_t, 2 * words_of_a_run_max + 1> words_further = [] {
    std::array<std::uint32_t, 2 * words_of_a_run_max + 1> powers{};
    powers[1] = 1;  // x^31, mirrored
    for (std::size_t n = 2; n < powers.size(); ++n) {
        std::uint32_t power = powers[n - 1];
        for (int bit = 0; bit < 64; ++bit) power = power >> 1 ^ (power & 1 ? polynomial : 0);
        powers[n] = power;
    }
    return powers;
}();

std::uint64_t word_at(const std::uint8_t* at) {
    std::uint64_t word = 0;
    std::memcpy(&word, at, sizeof word);
    return word;
}

__attribute__((target("sse4.2,pclmul"))) std::uint64_t product(std::uint64_t crc,
                                                               std::uint32_t power) {
    const __m128i both = _mm_clmulepi64_si128(_mm_cvtsi64_si128(static_cast<std::int64_t>(crc)),
                                              _mm_cvtsi32_si128(static_cast<int>(power)), 0);
    return static_cast<std::uint64_t>(_mm_cvtsi128_si64(both));
}

// Three runs of so many words each.
__attribute__((target("sse4.2,pclmul"))) std::uint64_t three_runs(const std::uint8_t* bytes,
                                                                  std::size_t words,
                                                                  std::uint64_t crc) {
    std::uint64_t second = 0;
    std::uint64_t third = 0;
    for (const std::uint8_t* const end = bytes + 8 * words; bytes != end; bytes += 8) {
        crc = _mm_crc32_u64(crc, word_at(bytes));
        second = _mm_crc32_u64(second, word_at(bytes + 8 * words));
        third = _mm_crc32_u64(third, word_at(bytes + 16 * words));
    }
    const std::uint64_t moved =
        product(crc, words_further[2 * words]) ^ product(second, words_further[words]);
    return _mm_crc32_u64(0, moved) ^ third;
}

__attribute__((target("sse4.2,pclmul"))) std::uint32_t by_instruction(BytesView bytes,
                                                                      std::uint32_t crc) {
    constexpr std::size_t worth_cutting = 96;  // measured: in fewer bytes one run is as quick
    std::uint64_t wide = crc;
    while (bytes.size() >= worth_cutting) {
        const std::size_t words = std::min(bytes.size() / 24, words_of_a_run_max);
        wide = three_runs(bytes.data(), words, wide);
        bytes = bytes.subspan(24 * words);
    }
    for (; bytes.size() >= 8; bytes = bytes.subspan(8)) {
        wide = _mm_crc32_u64(wide, word_at(bytes.data()));
    }
    crc = static_cast<std::uint32_t>(wide);
    for (const std::uint8_t byte : bytes) crc = _mm_crc32_u8(crc, byte);
    return crc;
}

}  // namespace

std::uint32_t crc32c(BytesView bytes, std::uint32_t before) {
    static const bool has_instructions =
        __builtin_cpu_supports("sse4.2") != 0 && __builtin_cpu_supports("pclmul") != 0;
    return ~(has_instructions ? by_instruction(bytes, ~before) : by_table(bytes, ~before));
}

}  // namespace base
