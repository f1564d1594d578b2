#include "api/access/randomness.hpp"

#include <array>
#include <sodium.h>

#include "base/check.hpp"

namespace api {
namespace {

constexpr std::string_view base62_digits =
    "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

}  // namespace

void SystemRandomness::fill(std::span<std::uint8_t> bytes) {
    static const bool ready = sodium_init() >= 0;
    CHECK(ready);
    randombytes_buf(bytes.data(), bytes.size());
}

void SeededRandomness::fill(std::span<std::uint8_t> bytes) {
    for (std::uint8_t& byte : bytes) byte = static_cast<std::uint8_t>(prng_.next() >> 56);
}

std::uint64_t random_number(Randomness& randomness) {
    std::array<std::uint8_t, 8> bytes{};
    randomness.fill(bytes);
    std::uint64_t number = 0;
    for (const std::uint8_t byte : bytes) number = number << 8 | byte;
    return number;
}

core::KeyName random_key_name(Randomness& randomness) {
    const std::uint64_t high = random_number(randomness);
    return {high, random_number(randomness)};
}

core::VaultRef random_vault_ref(Randomness& randomness) {
    const std::uint64_t high = random_number(randomness);
    return {high, random_number(randomness)};
}

std::string random_base62(Randomness& randomness, int digits) {
    // Six bits give 0..63; 62 and 63 are thrown away, so that no digit is likelier than another.
    std::string text;
    text.reserve(static_cast<std::size_t>(digits));
    std::array<std::uint8_t, 64> bytes{};
    while (text.size() < static_cast<std::size_t>(digits)) {
        randomness.fill(bytes);
        for (const std::uint8_t byte : bytes) {
            if ((byte & 63) >= 62 || text.size() == static_cast<std::size_t>(digits)) continue;
            text += base62_digits[byte & 63];
        }
    }
    sodium_memzero(bytes.data(), bytes.size());
    return text;
}

}  // namespace api
