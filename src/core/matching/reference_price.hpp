// What a market's price protection is measured against: the mean price of the last five minutes,
// weighted by volume; the last trade's price when they had no trade; nothing before the first.
//
//     10:00:30   5 @ 100
//     10:03:10   5 @ 102     at(10:04:59) -> 101     at(10:05:00) -> 102     at(11:00) -> 102
//
// By whole minutes: the running one and the four before it. Rounded down to a tick.
//
// Cost     saw: O(1). at: O(minutes).
#pragma once

#include <array>
#include <boost/describe.hpp>
#include <cstdint>
#include <optional>

#include "base/int128.hpp"
#include "core/types/money.hpp"
#include "core/types/time.hpp"

namespace core {

// Prices between two bounds, both included.
struct PriceRange {
    Price low{};
    Price high{INT64_MAX};

    bool has(Price price) const { return price >= low && price <= high; }
    friend bool operator==(const PriceRange&, const PriceRange&) = default;
};
BOOST_DESCRIBE_STRUCT(PriceRange, (), (low, high))
// From `down` to `up` millionths of the reference, rounded inwards.
PriceRange range_around(Price reference, std::int64_t down, std::int64_t up);

class ReferencePrice {
  public:
    struct Minute {
        std::int64_t number{};  // since 1970
        base::Int128 quote{};   // ticks times lots
        base::Int128 lots{};

        friend bool operator==(const Minute&, const Minute&) = default;
    };
    static constexpr std::int64_t minutes_kept = 5;
    using Minutes = std::array<Minute, minutes_kept>;

    void saw(Price price, Quantity quantity, Timestamp at);
    std::optional<Price> at(Timestamp now) const;
    // Of the last trade; zero before the first.
    Price last() const { return last_; }

    // For snapshots.
    const Minutes& minutes() const { return minutes_; }
    void restore(Price last, const Minutes& minutes);

  private:
    Price last_{};
    Minutes minutes_{};  // [number % minutes_kept]
};

}  // namespace core
