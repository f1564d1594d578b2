#include "api/factors/recovery_codes.hpp"

#include <sodium.h>

#include "api/access/digest.hpp"

namespace api {
namespace {

constexpr std::string_view alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
constexpr std::size_t digit_count = 16;
constexpr std::size_t group_digits = 4;
constexpr std::size_t text_size = digit_count + digit_count / group_digits - 1;

using Digits = std::array<char, digit_count>;

vault::Secret make_recovery_code(Randomness& randomness) {
    std::array<std::uint8_t, digit_count> dice{};
    randomness.fill(dice);
    vault::Secret code = vault::Secret::made_by(text_size, [&](std::span<std::uint8_t> text) {
        std::size_t at = 0;
        for (std::size_t i = 0; i < digit_count; ++i) {
            if (i != 0 && i % group_digits == 0) text[at++] = '-';
            text[at++] = static_cast<std::uint8_t>(alphabet[dice[i] % alphabet.size()]);
        }
    });
    sodium_memzero(dice.data(), dice.size());
    return code;
}

char understood(char c) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    if (c == 'O') return '0';
    if (c == 'I' || c == 'L') return '1';
    return c;
}

std::optional<Digits> normalised(std::string_view typed) {
    Digits digits{};
    std::size_t count = 0;
    for (const char c : typed) {
        if (c == ' ' || c == '-') continue;
        const char digit = understood(c);
        if (count == digit_count || alphabet.find(digit) == alphabet.npos) return std::nullopt;
        digits[count++] = digit;
    }
    if (count != digit_count) return std::nullopt;
    return digits;
}

}  // namespace

std::array<vault::Secret, recovery_code_count> make_recovery_codes(Randomness& randomness) {
    const auto make = [&](auto...) { return make_recovery_code(randomness); };
    return [&]<std::size_t... i>(std::index_sequence<i...>) {
        return std::array{make(i)...};
    }(std::make_index_sequence<recovery_code_count>{});
}

std::optional<core::Fingerprint> recovery_code_fingerprint(std::string_view typed) {
    auto digits = normalised(typed);
    if (!digits) return std::nullopt;
    const core::Fingerprint print =
        fingerprint({"postern recovery code", std::string_view{digits->data(), digits->size()}});
    sodium_memzero(digits->data(), digits->size());
    return print;
}

}  // namespace api
