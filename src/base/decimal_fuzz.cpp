#include "base/bytes.hpp"
#include "base/check.hpp"
#include "base/decimal.hpp"
#include "base/fuzz.hpp"

// Whatever the bytes, parsing ends; and what parses, survives the way back.
FUZZ_TARGET(decimal, bytes) {
    const std::string_view text = base::as_text(bytes);
    for (const int places : {0, 2, 8, 18}) {
        const auto number = base::parse_decimal(text, places);
        if (!number) continue;
        const auto again = base::parse_decimal(base::format_decimal(*number, places), places);
        CHECK(again.has_value() && *again == *number);
    }
}
