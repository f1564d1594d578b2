// What the market streams say, field by field.
//
//     write_trade(said, trade)   {"e":"trade","E":1700000000000,"s":"BTCUSDT","t":7,
//                                 "p":"100.00000000","q":"0.50000000","T":...,"m":true,"M":true}
//
// bookTicker and the partial depth say neither "e" nor "E": clients tell them apart by that.
#pragma once

#include <span>

#include "api/dialects/binance/stream_names.hpp"
#include "api/dialects/binance/words.hpp"
#include "api/streams/book_changes.hpp"
#include "core/matching/order_book.hpp"
#include "views/market/market_view.hpp"

namespace api::binance {

// Where it is said, of which market, and when.
struct Said {
    Json& json;
    const Figures& figures;
    core::Timestamp at;
    TimeUnit unit{};

    std::int64_t time(core::Timestamp time) const { return time_in(unit, time); }
};

void write_trade(const Said& said, const views::PublicTrade& trade);
void write_aggregate(const Said& said, const views::AggregateTrade& trade);
void write_candle(const Said& said, views::Interval interval, const views::Candle& candle,
                  bool closed);
void write_mini_ticker(const Said& said, const views::Ticker& ticker);
void write_ticker(const Said& said, const views::Ticker& ticker, const views::BestPrices& best);
void write_window_ticker(const Said& said, views::Interval window, const views::Ticker& ticker);
void write_average(const Said& said, const views::Average& average, core::Timestamp last_trade);
void write_book_ticker(const Said& said, std::uint64_t update, const views::BestPrices& best);
void write_depth_changes(const Said& said, const BookChanges& changes);

struct Levels {
    std::uint64_t update{};
    std::vector<core::DepthLevel> bids{};
    std::vector<core::DepthLevel> asks{};
};
void write_depth(const Said& said, const Levels& levels, std::size_t count);

}  // namespace api::binance
