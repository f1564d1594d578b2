// What was traded in some stretch of time: prices, volumes, and which trades they were.
#pragma once

#include <boost/describe.hpp>

#include "core/types/event.hpp"
#include "core/types/ids.hpp"
#include "core/types/money.hpp"
#include "core/types/time.hpp"

namespace views {

// Volumes are amounts of assets, not lots: the sum of many orders may pass 64 bits.
//
// A bar in which nothing was traded has no first_trade; its prices are zero, or all four the last
// price before it.
struct Bar {
    core::Price open;
    core::Price high;
    core::Price low;
    core::Price close;
    core::TradeId first_trade;  // trade ids have no gaps, so these two also count the trades
    core::TradeId last_trade;
    core::Amount volume;            // of the base asset
    core::Amount quote_volume;      // of the quote asset
    core::Amount taker_buy_volume;  // the part of it where the taker bought
    core::Amount taker_buy_quote_volume;

    bool empty() const { return !first_trade; }
    std::uint64_t count() const { return empty() ? 0 : last_trade.value - first_trade.value + 1; }

    // Makes this bar that of both stretches of time; the other one's comes later.
    void add(const Bar& later);

    friend bool operator==(const Bar&, const Bar&) = default;
};
BOOST_DESCRIBE_STRUCT(Bar, (),
                      (open, high, low, close, first_trade, last_trade, volume, quote_volume,
                       taker_buy_volume, taker_buy_quote_volume))

// One trade alone, in a market with that lot.
Bar bar_of(const core::Traded& trade, core::Amount lot);

struct TimedBar {
    core::Timestamp opens;
    Bar bar;

    friend bool operator==(const TimedBar&, const TimedBar&) = default;
};
BOOST_DESCRIBE_STRUCT(TimedBar, (), (opens, bar))

// A bar as people ask for it: with its place in time, and flat where nothing was traded.
struct Candle {
    core::Timestamp opens;
    core::Timestamp closes;  // not included: when the next candle opens
    Bar bar;

    friend bool operator==(const Candle&, const Candle&) = default;
};

}  // namespace views
