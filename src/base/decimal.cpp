#include "base/decimal.hpp"

#include <array>
#include <cstring>

#include "base/check.hpp"

namespace base {
namespace {

constexpr int places_max = 38;
constexpr Uint128 most = ~Uint128{0} >> 1;

constexpr std::array<Uint128, places_max + 1> powers_of_ten = [] {
    std::array<Uint128, places_max + 1> powers{1};
    for (std::size_t i = 1; i < powers.size(); ++i) powers[i] = powers[i - 1] * 10;
    return powers;
}();

bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool all_digits(std::string_view text) {
    for (const char c : text) {
        if (!is_digit(c)) return false;
    }
    return !text.empty();
}

// Longer than any number with its sign, point and zeros.
constexpr std::size_t text_max = 96;

// Writes the digits of the number before `end`, at least `least` of them; gives where they begin.
char* write_digits(char* end, Uint128 number, std::size_t least) {
    char* at = end;
    const auto push = [&at](std::uint64_t digit) { *--at = static_cast<char>('0' + digit); };
    while (number > ~std::uint64_t{0}) {  // 128-bit division is slow: only as often as needed
        push(static_cast<std::uint64_t>(number % 10));
        number /= 10;
    }
    for (auto low = static_cast<std::uint64_t>(number); low > 0; low /= 10) push(low % 10);
    while (at > end - least) push(0);
    return at;
}

}  // namespace

std::expected<Int128, DecimalError> parse_decimal(std::string_view text, int places) {
    CHECK(places >= 0 && places <= places_max);
    const std::size_t point = text.find('.');
    const std::string_view whole = text.substr(0, point);
    std::string_view part = point == std::string_view::npos ? "" : text.substr(point + 1);
    if (!all_digits(whole) || (whole.size() > 1 && whole[0] == '0') ||
        (point != std::string_view::npos && !all_digits(part))) {
        return std::unexpected(DecimalError::not_a_number);
    }
    while (part.ends_with('0')) part.remove_suffix(1);
    if (part.size() > static_cast<std::size_t>(places)) {
        return std::unexpected(DecimalError::too_many_places);
    }
    Uint128 number = 0;
    const auto push = [&number](char c) {
        const auto digit = static_cast<Uint128>(c - '0');
        if (number > (most - digit) / 10) return false;
        number = number * 10 + digit;
        return true;
    };
    for (const char c : whole) {
        if (!push(c)) return std::unexpected(DecimalError::out_of_range);
    }
    for (std::size_t i = 0; i < static_cast<std::size_t>(places); ++i) {
        if (!push(i < part.size() ? part[i] : '0')) {
            return std::unexpected(DecimalError::out_of_range);
        }
    }
    return static_cast<Int128>(number);
}

void append_decimal(std::string& text, Int128 number, int places) {
    append_decimal_cut(text, number, places, places);
}

void append_decimal_cut(std::string& text, Int128 number, int places, int shown) {
    CHECK(places >= 0 && places <= places_max && shown >= 0 && shown <= places_max);
    Uint128 size =
        number < 0 ? Uint128{0} - static_cast<Uint128>(number) : static_cast<Uint128>(number);
    if (shown < places) {
        size /= powers_of_ten[static_cast<std::size_t>(places - shown)];
        places = shown;
    }
    const std::size_t fraction = static_cast<std::size_t>(places);
    std::array<char, text_max> buffer;
    char* const end = buffer.data() + buffer.size();
    char* at = end;
    for (int zero = places; zero < shown; ++zero) *--at = '0';
    char* const digits = write_digits(at, size, fraction + 1);
    const std::size_t whole = static_cast<std::size_t>(at - digits) - fraction;
    char* first = digits;
    if (shown > 0) {
        first = digits - 1;  // the whole part moves by one, to make room for the point
        std::memmove(first, digits, whole);
        first[whole] = '.';
    }
    if (number < 0 && size != 0) *--first = '-';
    text.append(first, end);
}

std::string format_decimal(Int128 number, int places) {
    std::string text;
    append_decimal(text, number, places);
    return text;
}

}  // namespace base
