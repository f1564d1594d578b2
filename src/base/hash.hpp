// Keyed hashing for tables that strangers can fill. The key comes from outside (the journal's
// first record), so that nobody can prepare colliding names, and two replays still agree.
#pragma once

#include <cstdint>
#include <cstring>
#include <string_view>

#include "base/int128.hpp"

namespace base {

constexpr std::uint64_t fold(std::uint64_t a, std::uint64_t b) {
    const Uint128 product = static_cast<Uint128>(a) * b;
    return static_cast<std::uint64_t>(product) ^ static_cast<std::uint64_t>(product >> 64);
}

struct HashKey {
    std::uint64_t first{};
    std::uint64_t second{};
};

// The first eight bytes, little-endian; zeros stand for those that are not there. Without a copy of
// variable length, which would cost more than the rest of the hash.
inline std::uint64_t first_word(std::string_view text) {
    const auto part = [text]<class Number>(std::size_t at, Number number) {
        std::memcpy(&number, text.data() + at, sizeof number);
        return std::uint64_t{number} << 8 * at;
    };
    const std::size_t size = text.size();
    if (size >= 8) return part(0, std::uint64_t{});
    if (size >= 4) return part(0, std::uint32_t{}) | part(size - 4, std::uint32_t{});
    if (size == 0) return 0;
    return part(0, std::uint8_t{}) | part(size / 2, std::uint8_t{}) |
           part(size - 1, std::uint8_t{});
}

// Multiply-and-fold over 8-byte words, keyed twice. Cost: about 1 ns per 8 bytes.
inline std::uint64_t keyed_hash(HashKey key, std::uint64_t prefix, std::string_view text) {
    constexpr std::uint64_t odd = 0x9E3779B97F4A7C15u;
    std::uint64_t hash = fold(prefix ^ key.first, key.second ^ odd);
    while (!text.empty()) {
        const std::uint64_t word = text.size();
        const std::size_t take = text.size() < 8 ? text.size() : 8;
        hash = fold(hash ^ first_word(text) ^ key.first, (word | 1) * odd ^ key.second);
        text.remove_prefix(take);
    }
    return fold(hash ^ key.second, odd);
}

}  // namespace base
