#include "api/operations/market_told.hpp"

#include "api/operations/words.hpp"

namespace api {
namespace {

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

}  // namespace

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

void tell_trade(Json& json, const Scale& scale, const views::PublicTrade& trade) {
    json.begin_object();
    json.number_text("trade_id", trade.id.value);
    scale.price(json, "price", trade.price);
    scale.quantity(json, "quantity", trade.quantity);
    scale.quote(json, "quote", trade.quote);
    json.text("taker_side", word_of(trade.taker_side));
    json.time("time", trade.time);
    json.end_object();
}

void tell_candle(Json& json, const Scale& scale, const views::Candle& candle,
                 core::Timestamp settled) {
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
    json.boolean("closed", candle.closes <= settled);
    json.end_object();
}

}  // namespace api
