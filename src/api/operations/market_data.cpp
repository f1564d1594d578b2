// Tickers, books, trades and candles.
#include <algorithm>

#include "api/operations/errands.hpp"
#include "api/operations/handlers.hpp"
#include "api/operations/market_told.hpp"
#include "api/operations/named.hpp"
#include "api/operations/told.hpp"

namespace api::handlers {
namespace {

constexpr std::uint64_t rows_default = 100;
constexpr std::uint64_t rows_max = 1'000;
constexpr std::uint64_t levels_max = 5'000;

Told tell_trades(core::Sequence seen, const Scale& scale,
                 const std::vector<views::PublicTrade>& trades, std::uint64_t next) {
    return told(seen, [&](Json& json) {
        json.name("trades");
        json.begin_array();
        for (const views::PublicTrade& trade : trades) {
            tell_trade(json, scale, trade);
        }
        json.end_array();
        json.number_text("next", trades.empty() ? next : trades.back().id.value + 1);
    });
}

Told tell_candles(const views::Present& present, const Scale& scale,
                  const std::vector<views::Candle>& candles, core::Timestamp settled) {
    const core::Stamp stamp = present.state.stamp;
    return told(stamp.sequence, [&](Json& json) {
        json.name("candles");
        json.begin_array();
        for (const views::Candle& candle : candles) {
            tell_candle(json, scale, candle, std::max(settled, stamp.time));
        }
        json.end_array();
    });
}

Answer<std::size_t> read_limit(const Inputs& inputs, std::uint64_t otherwise, std::uint64_t max) {
    TRY(const std::uint64_t limit, inputs.integer_or("limit", otherwise, INT64_MAX));
    if (limit == 0) return malformed("limit", "out_of_range");
    return std::min(limit, max);
}

Answer<views::CandleQuery> read_candle_query(const core::State& state, const Call& call) {
    TRY(const core::Market* market, read_market(state, call.inputs));
    TRY(const std::string_view interval, call.inputs.text("interval"));
    views::CandleQuery query{.market = market->id,
                             .interval = views::interval_named(interval).value(),
                             .page = {},
                             .now = call.house.engine.now()};
    TRY(query.page.start, call.inputs.time_if_any("since"));
    TRY(query.page.until, call.inputs.time_if_any("until"));
    TRY(query.page.limit, read_limit(call.inputs, rows_default, rows_max));
    return query;
}

}  // namespace

Answer<Told> tickers(const Call& call) {
    const core::Timestamp now = call.house.engine.now();
    const auto live = call.house.live.read();
    return told(live->state.stamp.sequence, [&](Json& json) {
        json.name("tickers");
        json.begin_array();
        for (const core::Market& market : live->state.catalogue.markets()) {
            tell_ticker(json, *live, market, now);
        }
        json.end_array();
    });
}

Answer<Told> ticker(const Call& call) {
    const core::Timestamp now = call.house.engine.now();
    const auto live = call.house.live.read();
    TRY(const core::Market* market, read_market(live->state, call.inputs));
    return told(live->state.stamp.sequence, [&](Json& json) {
        json.name("ticker");
        tell_ticker(json, *live, *market, now);
    });
}

Answer<Told> book(const Call& call) {
    const auto live = call.house.live.read();
    TRY(const core::Market* market, read_market(live->state, call.inputs));
    TRY(const std::size_t count, read_limit(call.inputs, rows_default, levels_max));
    const core::OrderBook& book = live->state.orders.book(market->id);
    const Scale scale{live->state.catalogue, *market};
    return told(live->state.stamp.sequence, [&](Json& json) {
        json.text("market", market->symbol.view());
        json.number("updates", live->markets.book_updates(market->id));
        tell_levels(json, "bids", scale, book, core::Side::buy, count);
        tell_levels(json, "asks", scale, book, core::Side::sell, count);
    });
}

namespace {

// What could be answered at once; else the page of the past that history is to be asked for.
struct FoundTrades {
    std::optional<Told> told;
    core::Sequence seen;
    core::MarketId market;
    std::optional<Scale> scale;
    views::Page page{};
    std::uint64_t next{};
};

Answer<FoundTrades> find_trades(const Call& call) {
    FoundTrades found;
    TRY(found.page.limit, read_limit(call.inputs, rows_default, rows_max));
    if (call.inputs.has("cursor")) {
        TRY(found.page.from, call.inputs.integer("cursor", INT64_MAX));
    }
    const auto live = call.house.live.read();
    TRY(const core::Market* market, read_market(live->state, call.inputs));
    found.market = market->id;
    found.scale.emplace(live->state.catalogue, *market);
    found.seen = live->state.stamp.sequence;
    found.next = found.page.from.value_or(1);
    if (const auto rows = live->markets.trades(market->id, found.page)) {
        found.told = tell_trades(found.seen, *found.scale, *rows, found.next);
    }
    return found;
}

struct FoundCandles {
    std::optional<Told> told;
    views::CandleQuery query{};
    std::optional<Scale> scale;
    std::optional<views::MarketView::Older> older;
};

Answer<FoundCandles> find_candles(const Call& call) {
    FoundCandles found;
    const core::Timestamp settled = call.house.engine.settled();  // before the view is looked at
    const auto live = call.house.live.read();
    const core::State& state = live->state;
    TRY(found.query, read_candle_query(state, call));
    found.scale.emplace(state.catalogue, state.catalogue.market(found.query.market));
    found.older = live->markets.older_needed(found.query);
    if (!found.older) {
        found.told = tell_candles(*live, *found.scale, live->markets.candles(found.query), settled);
    }
    return found;
}

}  // namespace

void trades(const Call& call, Tell then) {
    auto found = find_trades(call);
    if (!found) return then(std::unexpected(std::move(found).error()));
    if (found->told) return then(*std::move(found->told));
    ask_history(call.house, std::move(then),
                [found = *std::move(found)](const views::History& history) -> Answer<Told> {
                    const auto rows = history.trades(found.market, found.page);
                    if (!rows) return refuse(core::Reject::unavailable);
                    return tell_trades(found.seen, *found.scale, *rows, found.next);
                });
}

void candles(const Call& call, Tell then) {
    auto found = find_candles(call);
    if (!found) return then(std::unexpected(std::move(found).error()));
    if (found->told) return then(*std::move(found->told));
    House& house = call.house;
    ask_history(house, std::move(then),
                [&house, found = *std::move(found)](const views::History& history) -> Answer<Told> {
                    const auto& [span, step] = *found.older;
                    const auto bars = history.bars(found.query.market, span, step);
                    if (!bars) return refuse(core::Reject::unavailable);
                    const core::Timestamp settled = house.engine.settled();
                    const auto live = house.live.read();
                    return tell_candles(*live, *found.scale,
                                        live->markets.candles(found.query, *bars), settled);
                });
}

}  // namespace api::handlers
