// What everybody may know of the markets, but for the books themselves (core::State has them):
// trades, candles, tickers, averages, and how often each book has changed.
//
//     MarketView markets;
//     for (const core::Record& record : records) markets.apply(record);
//     markets.ticker(btcusdt, now).bar.high
//     markets.candles({.market = btcusdt, .interval = Interval::one_hour, .page = {}, .now = now})
//
// Built from records alone, so the same records make the same view, down to its bytes. `now` is
// journal time; a market's clock never stands before its last trade. A market must exist.
//
// Memory   per market that trades: the tape (1.3 MB) and the bars (bars.hpp: 18 MB at most, 4.5 MB
//          a year). Nothing per order, account or resting order.
// Threads  none of its own: views::Live guards it.
#pragma once

#include <memory>
#include <span>
#include <vector>

#include "core/types/record.hpp"
#include "views/market/bars.hpp"
#include "views/market/interval.hpp"
#include "views/market/tape.hpp"

namespace views {

struct CandleQuery {
    core::MarketId market{};
    Interval interval{};
    Page page{};  // `from` means nothing here; times are compared with when a candle opens
    core::Timestamp now{};
    core::Duration zone{};  // see is_time_zone()
};

// The trades of a window of time that ends now.
//
// Nothing traded in it: all four prices are the last price before it (zero if there was none),
// volumes and count are zero, first_trade and last_trade name nothing.
struct Ticker {
    Span window;                   // a whole second or minute, and the running one's end
    Bar bar;                       // bar.close is the last price
    core::Quantity last_quantity;  // of the market's last trade
    core::Price previous_close;    // of the last trade before the window; zero if there was none

    friend bool operator==(const Ticker&, const Ticker&) = default;
};

// The quote asset paid per unit of the base asset, as the two amounts whose quotient it is.
struct Average {
    core::Amount quote;
    core::Amount volume;

    friend bool operator==(const Average&, const Average&) = default;
};

// The price of one whole base asset in units of the quote asset, cut towards zero; zero for an
// average of nothing. Exact whatever the amounts: no product is ever formed.
core::Amount price_of(const Average& average, int base_decimals);

class MarketView {
  public:
    void apply(const core::Record& record);

    // How often a price level of the book has changed: the lastUpdateId of depth. One for each
    // level that held more or less after a record than before it. Counted for the view by who
    // looks at the books: see LevelWatch.
    std::uint64_t book_updates(core::MarketId market) const;
    void count_book_update(core::MarketId market) { ++facts(market).book_updates; }

    // Null when nothing was ever traded.
    const PublicTrade* last_trade(core::MarketId market) const;
    // None before the first trade.
    AggregateId last_aggregate(core::MarketId market) const;
    // Nothing: the page reaches behind the tape; ask History, which has the same rows.
    std::optional<std::vector<PublicTrade>> trades(core::MarketId market, const Page& page) const;
    std::optional<std::vector<AggregateTrade>> aggregates(core::MarketId market,
                                                          const Page& page) const;

    // One candle for each interval from the first trade to now, the running one included, flat
    // where nothing was traded.
    //
    // Seconds are kept for 25 hours, minutes for 32 days, all longer ones for ever. For candles
    // before that older_needed() names the span of older bars that must be given, which History
    // has; ask it first, without holding the live view while history is read:
    //
    //     const auto older = live->markets.older_needed(query);
    //     const auto bars = older ? history.bars(query.market, *older) : none;
    //     live->markets.candles(query, bars)
    std::vector<Candle> candles(const CandleQuery& query,
                                std::span<const TimedBar> older = {}) const;
    // The running one; nothing before the first trade. The same as the last one of candles().
    std::optional<Candle> candle(core::MarketId market, Interval interval, core::Timestamp now,
                                 core::Duration zone = {}) const;
    struct Older {
        Span span;
        core::Duration step;  // bars of one second or of one minute
    };
    std::optional<Older> older_needed(const CandleQuery& query) const;

    // The trades of the last `window`, to the second: those of the running second and of the
    // whole seconds before it. A window of more than 24 hours is exact to the minute, one of more
    // than 31 days to 15 minutes.
    Ticker ticker(core::MarketId market, core::Timestamp now,
                  core::Duration window = core::hours(24)) const;
    // The same from a time on: the trading day, for one.
    Ticker ticker_since(core::MarketId market, core::Timestamp from, core::Timestamp now) const;
    // Weighted by volume over the last five minutes; the last trade alone when nothing was traded
    // in them; nothing by nothing before the first trade.
    Average average(core::MarketId market, core::Timestamp now) const;

    void encode(base::Bytes& out) const;
    static std::optional<MarketView> decode(base::Decoder& in);

  private:
    struct Facts {
        core::Amount lot;
        std::uint64_t book_updates{};
        Bars bars;
        Tape tape;
    };
    const Facts& facts(core::MarketId market) const;
    Facts& facts(core::MarketId market);
    void define(const core::Market& market);
    void trade(core::Stamp stamp, const core::Traded& trade);

    std::vector<std::unique_ptr<Facts>> markets_;  // [market - 1]
};

}  // namespace views
