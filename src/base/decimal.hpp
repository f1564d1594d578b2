// A decimal text as a whole number of 1/10^places, and back. Exact, or an error; never rounds.
//
//     parse_decimal("1.5", 2)    -> 150
//     parse_decimal("1.500", 2)  -> 150             zeros behind the places say nothing
//     parse_decimal("1.505", 2)  -> too_many_places
//     parse_decimal("1e3", 2)    -> not_a_number    also "", "+1", "1.", ".5", "01", "-1", "NaN"
//     parse_decimal("340282366920938463463374607431768211456", 0) -> out_of_range
//     format_decimal(150, 2)     -> "1.50"
//
// Text     digits[.digits], no sign, no spaces, no leading zeros but the one before the point.
// Range    0 .. 2^127-1 after scaling. `places` is 0..30.
#pragma once

#include <expected>
#include <string>
#include <string_view>

#include "base/int128.hpp"

namespace base {

enum class DecimalError { not_a_number, too_many_places, out_of_range };

std::expected<Int128, DecimalError> parse_decimal(std::string_view text, int places);

// Negative numbers are written with a leading minus.
std::string format_decimal(Int128 number, int places);
// Written behind what `text` holds already; the same digits.
void append_decimal(std::string& text, Int128 number, int places);

// The number cut to fewer places: format_decimal_cut(123456, 5, 2) -> "1.23". `shown` may also be
// larger than `places`; zeros follow then. Cutting goes towards zero.
void append_decimal_cut(std::string& text, Int128 number, int places, int shown);

}  // namespace base
