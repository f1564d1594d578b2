// Money and the numbers it is made of. Each type names its unit; nothing here is a float, and
// nothing converts by itself:
//
//     Price{101} * Quantity{5};      // does not compile: ask notional(market, price, quantity)
//     Amount{5} + Quantity{5};       // does not compile
#pragma once

#include <boost/describe.hpp>
#include <compare>
#include <cstdint>

#include "base/check.hpp"
#include "base/int128.hpp"

namespace core {

using base::Int128;

// Whole minor units of one asset: satoshi, cent, wei. Negative only inside a posting.
// 128 bits, because 64 end at 9.2 ETH of wei. Arithmetic that leaves them is a broken promise.
struct Amount {
    Int128 units{};

    friend constexpr auto operator<=>(Amount, Amount) = default;

    friend constexpr Amount operator+(Amount a, Amount b) {
        Int128 sum{};
        CHECK(!__builtin_add_overflow(a.units, b.units, &sum));
        return {sum};
    }
    friend constexpr Amount operator-(Amount a, Amount b) {
        Int128 difference{};
        CHECK(!__builtin_sub_overflow(a.units, b.units, &difference));
        return {difference};
    }
    friend constexpr Amount operator-(Amount a) { return Amount{} - a; }
    friend constexpr Amount operator*(Amount a, std::int64_t times) {
        Int128 product{};
        CHECK(!__builtin_mul_overflow(a.units, static_cast<Int128>(times), &product));
        return {product};
    }
    constexpr Amount& operator+=(Amount b) { return *this = *this + b; }
    constexpr Amount& operator-=(Amount b) { return *this = *this - b; }
};
BOOST_DESCRIBE_STRUCT(Amount, (), (units))

// How much of the base asset, in the market's lots.
struct Quantity {
    std::int64_t lots{};

    friend constexpr auto operator<=>(Quantity, Quantity) = default;
    friend constexpr Quantity operator+(Quantity a, Quantity b) {
        std::int64_t sum{};
        CHECK(!__builtin_add_overflow(a.lots, b.lots, &sum));
        return {sum};
    }
    friend constexpr Quantity operator-(Quantity a, Quantity b) { return {a.lots - b.lots}; }
    constexpr Quantity& operator+=(Quantity b) { return *this = *this + b; }
    constexpr Quantity& operator-=(Quantity b) { return *this = *this - b; }
};
BOOST_DESCRIBE_STRUCT(Quantity, (), (lots))

// What one whole unit of the base asset costs, in the market's ticks.
struct Price {
    std::int64_t ticks{};

    friend constexpr auto operator<=>(Price, Price) = default;
};
BOOST_DESCRIBE_STRUCT(Price, (), (ticks))

// A share of an amount, in millionths: 0.1 % is 1,000.
struct FeeRate {
    std::int32_t millionths{};

    friend constexpr auto operator<=>(FeeRate, FeeRate) = default;
};
BOOST_DESCRIBE_STRUCT(FeeRate, (), (millionths))

// The fee on an amount that somebody receives. Rounded up to the asset's unit: the house gains.
constexpr Amount fee_on(Amount received, FeeRate rate) {
    return {((received * rate.millionths).units + 999'999) / 1'000'000};
}

}  // namespace core
