// What a stream is called, and what is meant.
//
//     btcusdt@trade              each trade                  btcusdt@kline_1d@+08:00   local days
//     btcusdt@aggTrade           of one taker at one price   btcusdt@depth5@100ms      best levels
//     btcusdt@miniTicker         !miniTicker@arr             btcusdt@depth             changes
//     btcusdt@ticker_4h          !ticker_4h@arr              btcusdt@avgPrice          !bookTicker
//
// Symbols are in lower case. A name that is no stream of ours is nothing; it may be subscribed to
// all the same, and stays silent.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "views/market/interval.hpp"

namespace api::binance {

enum class StreamKind : std::uint8_t {
    trade,
    aggregate,
    candle,
    mini_ticker,
    ticker,
    window_ticker,
    book_ticker,
    average,
    depth,          // the best levels, as they are
    depth_changes,  // what changed
};

struct StreamName {
    StreamKind kind{};
    std::string symbol{};        // in upper case; empty: all markets
    views::Interval interval{};  // of candles; of a window ticker its length
    core::Duration zone{};       // of candles
    std::size_t levels{};        // of depth: 5, 10, 20
    bool every_second{true};     // of both depths; otherwise each 100 ms

    friend bool operator==(const StreamName&, const StreamName&) = default;
};

std::optional<StreamName> parse_stream_name(std::string_view name);

// How long the window of a ticker is: 1h, 4h, 1d; the others have a day.
core::Duration window_of(const StreamName& name);

}  // namespace api::binance
