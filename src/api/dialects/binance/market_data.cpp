#include "api/dialects/binance/market_data.hpp"

#include "api/dialects/binance/reading.hpp"
#include "base/result.hpp"

namespace api::binance {
namespace {

void write_levels(Json& json, const Figures& figures, const core::OrderBook& book, core::Side side,
                  std::size_t count) {
    json.begin_array();
    for (const core::DepthLevel& level : book.depth(side, count)) {
        json.begin_array();
        figures.price(json, level.price);
        figures.quantity(json, level.lots);
        json.end_array();
    }
    json.end_array();
}

}  // namespace

Result<Answered> depth(const Asked& asked) {
    TRY(const std::string_view symbol, read_symbol(asked.parameters));
    TRY(const std::size_t limit, read_limit(asked.parameters, 100, 5'000));
    const views::Live::Read live = asked.house.live.read();
    TRY(const core::Market* const market, market_for(asked, live->state, symbol));
    const Figures figures{live->state.catalogue, *market};
    const core::OrderBook& book = live->state.orders.book(market->id);

    Answered answered{.body = {}, .seen = live->state.stamp.sequence, .orders = {}};
    Json json{answered.body};
    json.begin_object();
    json.number("lastUpdateId", live->markets.book_updates(market->id));
    json.name("bids"), write_levels(json, figures, book, core::Side::buy, limit);
    json.name("asks"), write_levels(json, figures, book, core::Side::sell, limit);
    json.end_object();
    return answered;
}

Result<Answered> average_price(const Asked& asked) {
    TRY(const std::string_view symbol, read_symbol(asked.parameters));
    const views::Live::Read live = asked.house.live.read();
    const core::Catalogue& catalogue = live->state.catalogue;
    TRY(const core::Market* const market, market_for(asked, live->state, symbol));
    const int base_places = catalogue.asset(market->base).decimals;
    const views::PublicTrade* last = live->markets.last_trade(market->id);

    Answered answered{.body = {}, .seen = live->state.stamp.sequence, .orders = {}};
    Json json{answered.body};
    json.begin_object();
    json.number("mins", 5);
    Figures{catalogue, *market}.quote(
        json, "price", views::price_of(live->markets.average(market->id, asked.now), base_places));
    json.number("closeTime", last == nullptr ? 0 : time_in(asked.unit, last->time));
    json.end_object();
    return answered;
}

}  // namespace api::binance
