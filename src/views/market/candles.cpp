// The parts of MarketView that look at stretches of time.
#include <algorithm>

#include "base/check.hpp"
#include "views/market/market_view.hpp"

namespace views {
namespace {

constexpr core::Duration instant{1};

// The bars that candles are made of, where these may have been forgotten.
std::optional<Bars::Grain> forgetful_grain(Interval interval) {
    if (interval == Interval::one_second) return Bars::second;
    if (interval < Interval::fifteen_minutes) return Bars::minute;
    return std::nullopt;
}

// When the first and the last candle open that the page's times and the trades leave to choose
// from; the last before the first if there is none.
Span openings(const Bars& bars, const CandleQuery& query) {
    const auto opens = [&](core::Timestamp time) {
        return opening(query.interval, time, query.zone);
    };
    const core::Timestamp now = std::max(query.now, bars.last_time());
    Span all{opens(bars.first_time()), opens(now)};
    if (query.page.until && *query.page.until <= all.until) {
        if (*query.page.until <= all.from) return {all.from, all.from - instant};
        all.until = opens(*query.page.until - instant);
    }
    if (query.page.start && *query.page.start > all.from) {
        if (*query.page.start > all.until) return {all.from, all.from - instant};
        all.from = opens(*query.page.start - instant);
        all.from = closing(query.interval, all.from, query.zone);
    }
    return all;
}

// The edges of the candles of a page: one opens at each but the last, where the last one closes.
std::vector<core::Timestamp> edges_of(const Bars& bars, const CandleQuery& query) {
    CHECK(is_time_zone(query.zone));
    std::vector<core::Timestamp> edges;
    if (bars.empty() || query.page.limit == 0) return edges;
    const Span all = openings(bars, query);
    if (all.until < all.from) return edges;
    core::Timestamp edge = all.until;
    if (query.page.start) {
        edge = all.from;
    } else {
        for (std::size_t i = 1; i < query.page.limit && edge > all.from; ++i) {
            edge = opening(query.interval, edge - instant, query.zone);
        }
    }
    for (std::size_t i = 0; i < query.page.limit && edge <= all.until; ++i) {
        edges.push_back(edge);
        edge = closing(query.interval, edge, query.zone);
    }
    if (!edges.empty()) edges.push_back(edge);
    return edges;
}

Bar flat(core::Price price) {
    Bar bar;
    bar.open = bar.high = bar.low = bar.close = price;
    return bar;
}

// The end of the running second.
core::Timestamp end_of_now(const Bars& bars, core::Timestamp now) {
    return floor_to(std::max(now, bars.last_time()), core::seconds(1)) + core::seconds(1);
}

// No finer than the bars that are still there.
core::Timestamp rounded(const Bars& bars, core::Timestamp from) {
    if (from < bars.kept_from(Bars::minute)) return floor_to(from, Bars::step[Bars::quarter]);
    if (from < bars.kept_from(Bars::second)) return floor_to(from, Bars::step[Bars::minute]);
    return floor_to(from, Bars::step[Bars::second]);
}

}  // namespace

std::vector<Candle> MarketView::candles(const CandleQuery& query,
                                        std::span<const TimedBar> older) const {
    const Bars& bars = facts(query.market).bars;
    const std::vector<core::Timestamp> edges = edges_of(bars, query);
    std::vector<Candle> candles;
    if (edges.empty()) return candles;
    candles.reserve(edges.size() - 1);
    core::Price last = bars.close_before(edges.front(), older);
    for (std::size_t i = 0; i + 1 < edges.size(); ++i) {
        const Bar traded = bars.fold(edges[i], edges[i + 1], older);
        candles.push_back({edges[i], edges[i + 1], traded.empty() ? flat(last) : traded});
        last = candles.back().bar.close;
    }
    return candles;
}

std::optional<Candle> MarketView::candle(core::MarketId market, Interval interval,
                                         core::Timestamp now, core::Duration zone) const {
    const std::vector<Candle> last = candles(
        {.market = market, .interval = interval, .page = {.limit = 1}, .now = now, .zone = zone});
    if (last.empty()) return std::nullopt;
    return last.front();
}

std::optional<MarketView::Older> MarketView::older_needed(const CandleQuery& query) const {
    const std::optional<Bars::Grain> grain = forgetful_grain(query.interval);
    if (!grain) return std::nullopt;
    const Bars& bars = facts(query.market).bars;
    const std::vector<core::Timestamp> edges = edges_of(bars, query);
    if (edges.empty()) return std::nullopt;
    const core::Timestamp here = bars.kept_from(*grain);
    if (edges.front() >= here) return std::nullopt;
    // From the quarter's beginning, for the price before the first candle; and a little further
    // than to what is here, for that may be less when the answer of history is back.
    return Older{{floor_to(edges.front(), Bars::step[Bars::quarter]),
                  std::min(edges.back(), here + core::hours(1))},
                 Bars::step[*grain]};
}

Ticker MarketView::ticker(core::MarketId market, core::Timestamp now, core::Duration window) const {
    return ticker_since(market, end_of_now(facts(market).bars, now) - window, now);
}

Ticker MarketView::ticker_since(core::MarketId market, core::Timestamp from,
                                core::Timestamp now) const {
    const Bars& bars = facts(market).bars;
    Ticker ticker;
    ticker.window = {rounded(bars, from), end_of_now(bars, now)};
    if (bars.empty()) return ticker;
    ticker.previous_close = bars.close_before(ticker.window.from);
    ticker.bar = bars.fold(ticker.window.from, ticker.window.until);
    if (ticker.bar.empty()) ticker.bar = flat(ticker.previous_close);
    ticker.last_quantity = facts(market).tape.last()->quantity;
    return ticker;
}

Average MarketView::average(core::MarketId market, core::Timestamp now) const {
    const Facts& known = facts(market);
    if (known.bars.empty()) return {};
    const core::Timestamp end = end_of_now(known.bars, now);
    const Bar bar = known.bars.fold(end - core::minutes(5), end);
    if (!bar.empty()) return {bar.quote_volume, bar.volume};
    const PublicTrade& last = *known.tape.last();
    return {last.quote, known.lot * last.quantity.lots};
}

// Long division, a decimal at a time: ten times the rest is made by adding, so that nothing
// passes twice the volume.
core::Amount price_of(const Average& average, int base_decimals) {
    if (average.volume == core::Amount{}) return {};
    const auto volume = static_cast<base::Uint128>(average.volume.units);
    core::Amount price{average.quote.units / average.volume.units};
    auto rest = static_cast<base::Uint128>(average.quote.units % average.volume.units);
    for (int i = 0; i < base_decimals; ++i) {
        std::int64_t digit = 0;
        base::Uint128 tenfold = 0;
        for (int times = 0; times < 10; ++times) {
            tenfold += rest;
            if (tenfold < volume) continue;
            tenfold -= volume;
            ++digit;
        }
        rest = tenfold;
        price = price * 10 + core::Amount{digit};
    }
    return price;
}

}  // namespace views
