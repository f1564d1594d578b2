#include "base/bytes.hpp"

#include <array>

#include "base/check.hpp"

namespace base {
namespace {

constexpr std::string_view hex_digits = "0123456789abcdef";
constexpr std::string_view base64_digits =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::string_view base62_digits =
    "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

constexpr std::uint8_t no_digit = 255;

constexpr std::array<std::uint8_t, 256> values_of(std::string_view digits) {
    std::array<std::uint8_t, 256> values{};
    values.fill(no_digit);
    for (std::size_t i = 0; i < digits.size(); ++i) {
        values[static_cast<std::uint8_t>(digits[i])] = static_cast<std::uint8_t>(i);
    }
    return values;
}

constexpr auto hex_values = [] {
    auto values = values_of(hex_digits);
    for (int letter = 0; letter < 6; ++letter) {
        values[static_cast<std::size_t>('A' + letter)] = static_cast<std::uint8_t>(10 + letter);
    }
    return values;
}();
constexpr auto base62_values = values_of(base62_digits);
constexpr auto base64_values = [] {
    auto values = values_of(base64_digits);
    values['-'] = 62;
    values['_'] = 63;
    return values;
}();

std::uint8_t value(const std::array<std::uint8_t, 256>& values, char c) {
    return values[static_cast<std::uint8_t>(c)];
}

}  // namespace

std::string format_hex(BytesView bytes) {
    std::string text(bytes.size() * 2, '0');
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        text[2 * i] = hex_digits[bytes[i] >> 4];
        text[2 * i + 1] = hex_digits[bytes[i] & 15];
    }
    return text;
}

std::optional<Bytes> parse_hex(std::string_view text) {
    if (text.size() % 2 != 0) return std::nullopt;
    Bytes bytes(text.size() / 2);
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        const std::uint8_t high = value(hex_values, text[2 * i]);
        const std::uint8_t low = value(hex_values, text[2 * i + 1]);
        if (high == no_digit || low == no_digit) return std::nullopt;
        bytes[i] = static_cast<std::uint8_t>(high << 4 | low);
    }
    return bytes;
}

std::string format_base64(BytesView bytes) {
    std::string text;
    text.reserve((bytes.size() + 2) / 3 * 4);
    std::uint32_t bits = 0;
    int count = 0;
    for (const std::uint8_t byte : bytes) {
        bits = bits << 8 | byte;
        count += 8;
        for (; count >= 6; count -= 6) text += base64_digits[bits >> (count - 6) & 63];
    }
    if (count > 0) text += base64_digits[bits << (6 - count) & 63];
    while (text.size() % 4 != 0) text += '=';
    return text;
}

std::string format_base64url(BytesView bytes) {
    std::string text = format_base64(bytes);
    while (text.ends_with('=')) text.pop_back();
    for (char& c : text) {
        if (c == '+') c = '-';
        if (c == '/') c = '_';
    }
    return text;
}

std::optional<Bytes> parse_base64(std::string_view text) {
    if (text.ends_with('=')) {
        if (text.size() % 4 != 0) return std::nullopt;
        text.remove_suffix(text.ends_with("==") ? 2 : 1);
    }
    if (text.size() % 4 == 1) return std::nullopt;
    Bytes bytes;
    bytes.reserve(text.size() * 3 / 4);
    std::uint32_t bits = 0;
    int count = 0;
    for (const char c : text) {
        const std::uint8_t digit = value(base64_values, c);
        if (digit == no_digit) return std::nullopt;
        bits = bits << 6 | digit;
        count += 6;
        if (count >= 8) {
            count -= 8;
            bytes.push_back(static_cast<std::uint8_t>(bits >> count));
            bits &= (1u << count) - 1;
        }
    }
    if (bits != 0) return std::nullopt;  // leftover bits: not the one way to write these bytes
    return bytes;
}

std::string format_base62(Uint128 number, int digits) {
    std::string text(static_cast<std::size_t>(digits), '0');
    for (std::size_t i = text.size(); i > 0; --i) {
        text[i - 1] = base62_digits[static_cast<std::size_t>(number % 62)];
        number /= 62;
    }
    CHECK(number == 0);
    return text;
}

std::optional<Uint128> parse_base62(std::string_view text) {
    constexpr Uint128 most = ~Uint128{0};
    Uint128 number = 0;
    for (const char c : text) {
        const std::uint8_t digit = value(base62_values, c);
        if (digit == no_digit || number > most / 62) return std::nullopt;
        number *= 62;
        if (number > most - digit) return std::nullopt;
        number += digit;
    }
    return number;
}

}  // namespace base
