#include "base/decimal.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>

namespace base {
namespace {

TEST(Decimal, reads_exactly_or_not_at_all) {
    EXPECT_TRUE(parse_decimal("1.5", 2) == 150);
    EXPECT_TRUE(parse_decimal("1.500", 2) == 150);
    EXPECT_TRUE(parse_decimal("0", 8) == 0);
    EXPECT_TRUE(parse_decimal("0.00000001", 8) == 1);
    EXPECT_EQ(parse_decimal("1.505", 2).error(), DecimalError::too_many_places);
    for (const char* text : {"", "+1", "-1", "1.", ".5", "01", "00", "1e3", "1e9999", "NaN", "inf",
                             " 1", "1 ", "1,5", "0x10", "1.2.3", "1.-2"}) {
        EXPECT_EQ(parse_decimal(text, 2).error(), DecimalError::not_a_number) << text;
    }
}

TEST(Decimal, refuses_what_128_bits_do_not_hold) {
    const std::string most = "170141183460469231731687303715884105727";
    EXPECT_TRUE(parse_decimal(most, 0).has_value());
    EXPECT_EQ(parse_decimal("170141183460469231731687303715884105728", 0).error(),
              DecimalError::out_of_range);
    EXPECT_EQ(parse_decimal(most, 1).error(), DecimalError::out_of_range);
    EXPECT_EQ(parse_decimal(std::string(40, '9'), 8).error(), DecimalError::out_of_range);
}

TEST(Decimal, every_number_survives_its_text) {
    EXPECT_TRUE(rc::check([](std::uint64_t high, std::uint64_t low) {
        const auto places = *rc::gen::inRange(0, 19);
        const auto number = static_cast<Int128>(((Uint128{high} << 64) | low) >> 1);
        const auto read = parse_decimal(format_decimal(number, places), places);
        RC_ASSERT(read.has_value());
        RC_ASSERT(*read == number);
    }));
}

TEST(Decimal, can_be_shown_with_other_places_cut_towards_zero) {
    const auto cut = [](Int128 number, int places, int shown) {
        std::string text;
        append_decimal_cut(text, number, places, shown);
        return text;
    };
    EXPECT_EQ(cut(123456, 5, 2), "1.23");
    EXPECT_EQ(cut(-199, 2, 1), "-1.9");
    EXPECT_EQ(cut(-1, 2, 1), "0.0");
    EXPECT_EQ(cut(15, 1, 8), "1.50000000");
    EXPECT_EQ(cut(1'000'000'000'000'000'000, 18, 8), "1.00000000");
    EXPECT_EQ(format_decimal(150, 2), "1.50");
    EXPECT_EQ(format_decimal(-5, 2), "-0.05");
    EXPECT_EQ(format_decimal(7, 0), "7");
}

}  // namespace
}  // namespace base
