// Tickers of three windows and average prices, once a second, of what has changed.
//
//     tickers.plan(table);                  // which markets somebody wants to know of
//     tickers.read(*live, now);             // under the live view's lock: numbers only
//     tickers.say(table, voice, now);       // without it
//
// A ticker changes by trades, by trades that leave its window, and the daily one by the best
// prices.
#pragma once

#include <set>

#include "api/dialects/binance/stream_table.hpp"

namespace api::binance {

class TickerStreams {
  public:
    // Whether anything must be read.
    bool plan(const StreamTable& table);
    void read(const views::Present& live, core::Timestamp now);
    void say(const StreamTable& table, Voice& voice, core::Timestamp now);

  private:
    struct Subject {
        core::Duration window;
        core::MarketId market;

        friend auto operator<=>(const Subject&, const Subject&) = default;
    };
    struct Seen {
        views::Ticker ticker;
        views::BestPrices best;
        bool traded{};  // since the second before
        bool quoted{};
    };
    struct SeenAverage {
        views::Average average;
        core::Timestamp last_trade;
        bool changed{};
    };

    void plan(const StreamTable& table, StreamKind kind);
    void say(const StreamTable& table, StreamKind kind, Voice& voice, core::Timestamp now);
    void say_all(Stream& stream, Voice& voice, core::Timestamp now) const;
    static bool has_changed(const Stream& stream, const Seen& seen);
    static void write(const Stream& stream, const Said& said, const Seen& seen);

    std::set<core::Duration> everywhere_;  // windows that are wanted of all markets
    std::set<Subject> wanted_;
    std::set<core::MarketId> averages_wanted_;
    std::map<Subject, Seen> seen_;
    std::map<core::MarketId, SeenAverage> averages_;
};

}  // namespace api::binance
