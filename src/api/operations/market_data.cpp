// Tickers, books, trades and candles.
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

Told tell_candles(core::Sequence seen, const Scale& scale,
                  const std::vector<views::Candle>& candles) {
    return told(seen, [&](Json& json) {
        json.name("candles");
        json.begin_array();
        for (const views::Candle& candle : candles) {
            tell_candle(json, scale, candle);
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

void trades(const Call& call, Tell then) {
    const auto asked = [&]() -> Answer<views::Page> {
        views::Page page;
        TRY(page.limit, read_limit(call.inputs, rows_default, rows_max));
        if (call.inputs.has("cursor")) {
            TRY(page.from, call.inputs.integer("cursor", INT64_MAX));
        }
        return page;
    }();
    if (!asked) return then(std::unexpected(asked.error()));
    const views::Page page = *asked;
    auto live = std::make_optional(call.house.live.read());
    const core::State& state = (*live)->state;
    const auto market = read_market(state, call.inputs);
    if (!market) return then(std::unexpected(market.error()));
    const Scale scale{state.catalogue, **market};
    const core::Sequence seen = state.stamp.sequence;
    const core::MarketId id = (*market)->id;
    const std::uint64_t next = page.from.value_or(1);
    if (const auto rows = (*live)->markets.trades(id, page)) {
        return then(tell_trades(seen, scale, *rows, next));
    }
    live.reset();
    ask_history(call.house, std::move(then), [=](const views::History& history) -> Answer<Told> {
        const auto rows = history.trades(id, page);
        if (!rows) return refuse(core::Reject::unavailable);
        return tell_trades(seen, scale, *rows, next);
    });
}

void candles(const Call& call, Tell then) {
    auto live = std::make_optional(call.house.live.read());
    const core::State& state = (*live)->state;
    const auto asked = read_candle_query(state, call);
    if (!asked) return then(std::unexpected(asked.error()));
    const views::CandleQuery query = *asked;
    const Scale scale{state.catalogue, state.catalogue.market(query.market)};
    const core::Sequence seen = state.stamp.sequence;
    const auto older = (*live)->markets.older_needed(query);
    if (!older) return then(tell_candles(seen, scale, (*live)->markets.candles(query)));
    live.reset();
    House& house = call.house;
    ask_history(house, std::move(then), [=, &house](const views::History& history) -> Answer<Told> {
        const auto bars = history.bars(query.market, older->span, older->step);
        if (!bars) return refuse(core::Reject::unavailable);
        const auto now = house.live.read();
        return tell_candles(seen, scale, now->markets.candles(query, *bars));
    });
}

}  // namespace api::handlers
