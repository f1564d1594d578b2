// Tickers, books, trades and candles.
#include "api/operations/errands.hpp"
#include "api/operations/handlers.hpp"
#include "api/operations/named.hpp"
#include "api/operations/numbers.hpp"
#include "api/operations/told.hpp"

namespace api::handlers {
namespace {

constexpr std::uint64_t rows_default = 100;
constexpr std::uint64_t rows_max = 1'000;
constexpr std::uint64_t levels_max = 5'000;

// One market's numbers, in the decimals of its two assets.
class Scale {
  public:
    Scale(const core::Catalogue& catalogue, const core::Market& market)
        : market_{market},
          base_{catalogue.asset(market.base).decimals},
          quote_{catalogue.asset(market.quote).decimals} {}

    void price(Json& json, core::Price price) const {
        json.decimal(price_units(market_, price).units, quote_);
    }
    void price(Json& json, std::string_view name, core::Price value) const {
        json.name(name), price(json, value);
    }
    void quantity(Json& json, core::Quantity quantity) const {
        json.decimal(core::base_amount(market_, quantity).units, base_);
    }
    void quantity(Json& json, std::string_view name, core::Quantity value) const {
        json.name(name), quantity(json, value);
    }
    void base(Json& json, std::string_view name, core::Amount amount) const {
        json.decimal(name, amount.units, base_);
    }
    void quote(Json& json, std::string_view name, core::Amount amount) const {
        json.decimal(name, amount.units, quote_);
    }

  private:
    const core::Market market_;  // a copy: rows may be told after the view was let go
    int base_;
    int quote_;
};

void tell_best(Json& json, const Scale& scale, const core::OrderBook& book, core::Side side,
               std::string_view price_name, std::string_view quantity_name) {
    const auto levels = book.depth(side, 1);
    if (levels.empty()) {
        json.null(price_name);
        json.null(quantity_name);
        return;
    }
    scale.price(json, price_name, levels[0].price);
    scale.quantity(json, quantity_name, levels[0].lots);
}

void tell_ticker(Json& json, const views::Present& present, const core::Market& market,
                 core::Timestamp now) {
    const Scale scale{present.state.catalogue, market};
    const core::OrderBook& book = present.state.orders.book(market.id);
    const views::Ticker day = present.markets.ticker(market.id, now);
    const bool traded = day.bar.close != core::Price{};
    const auto price = [&](std::string_view name, core::Price value) {
        traded ? scale.price(json, name, value) : json.null(name);
    };
    json.begin_object();
    json.text("market", market.symbol.view());
    price("last", day.bar.close);
    price("open", day.bar.open);
    price("high", day.bar.high);
    price("low", day.bar.low);
    scale.base(json, "volume", day.bar.volume);
    scale.quote(json, "quote_volume", day.bar.quote_volume);
    json.number("trades", day.bar.count());
    tell_best(json, scale, book, core::Side::buy, "best_bid", "best_bid_quantity");
    tell_best(json, scale, book, core::Side::sell, "best_ask", "best_ask_quantity");
    json.time("from", day.window.from);
    json.time("until", day.window.until);
    json.end_object();
}

void tell_levels(Json& json, std::string_view name, const Scale& scale, const core::OrderBook& book,
                 core::Side side, std::size_t count) {
    json.name(name);
    json.begin_array();
    for (const core::DepthLevel& level : book.depth(side, count)) {
        json.begin_array();
        scale.price(json, level.price);
        scale.quantity(json, level.lots);
        json.end_array();
    }
    json.end_array();
}

Told tell_trades(core::Sequence seen, const Scale& scale,
                 const std::vector<views::PublicTrade>& trades, std::uint64_t next) {
    return told(seen, [&](Json& json) {
        json.name("trades");
        json.begin_array();
        for (const views::PublicTrade& trade : trades) {
            json.begin_object();
            json.number_text("trade_id", trade.id.value);
            scale.price(json, "price", trade.price);
            scale.quantity(json, "quantity", trade.quantity);
            scale.quote(json, "quote", trade.quote);
            json.text("taker_side", word_of(trade.taker_side));
            json.time("time", trade.time);
            json.end_object();
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
            json.begin_object();
            json.time("opens", candle.opens);
            json.time("closes", candle.closes);
            scale.price(json, "open", candle.bar.open);
            scale.price(json, "high", candle.bar.high);
            scale.price(json, "low", candle.bar.low);
            scale.price(json, "close", candle.bar.close);
            scale.base(json, "volume", candle.bar.volume);
            scale.quote(json, "quote_volume", candle.bar.quote_volume);
            json.number("trades", candle.bar.count());
            json.end_object();
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
