#include "api/dialects/binance/filters.hpp"

namespace api::binance {
namespace {

constexpr int average_minutes = 5;  // that the reference price is reckoned over

void write_price_filter(Json& json, const Figures& figures, const core::Market& market) {
    json.begin_object();
    json.text("filterType", "PRICE_FILTER");
    figures.price(json, "minPrice", core::Price{1});
    figures.price(json, "maxPrice", market.price_max);
    figures.price(json, "tickSize", core::Price{1});
    json.end_object();
}

void write_lot_filter(Json& json, const Figures& figures, std::string_view type,
                      core::Quantity least, core::Quantity most) {
    json.begin_object();
    json.text("filterType", type);
    figures.quantity(json, "minQty", least);
    figures.quantity(json, "maxQty", most);
    figures.quantity(json, "stepSize", core::Quantity{1});
    json.end_object();
}

void write_notional_filter(Json& json, const Figures& figures, const core::Market& market) {
    json.begin_object();
    json.text("filterType", "NOTIONAL");
    figures.quote(json, "minNotional", market.notional_min);
    json.boolean("applyMinToMarket", false);
    figures.quote(json, "maxNotional", market.notional_max);
    json.boolean("applyMaxToMarket", false);
    json.number("avgPriceMins", 0);
    json.end_object();
}

void write_multiplier(Json& json, std::string_view name, std::int64_t millionths) {
    json.decimal_cut(name, millionths, 6, places_shown);
}

// The house has one pair of bounds for both sides; a bound that is not set does not bind.
void write_percent_filter(Json& json, const core::Market& market) {
    constexpr std::int64_t no_bound = 1'000'000'000'000;
    const std::int64_t up = market.price_up == 0 ? no_bound : market.price_up;
    json.begin_object();
    json.text("filterType", "PERCENT_PRICE_BY_SIDE");
    write_multiplier(json, "bidMultiplierUp", up);
    write_multiplier(json, "bidMultiplierDown", market.price_down);
    write_multiplier(json, "askMultiplierUp", up);
    write_multiplier(json, "askMultiplierDown", market.price_down);
    json.number("avgPriceMins", average_minutes);
    json.end_object();
}

void write_trailing_filter(Json& json, const core::Market& market) {
    json.begin_object();
    json.text("filterType", "TRAILING_DELTA");
    json.number("minTrailingAboveDelta", market.trailing_min);
    json.number("maxTrailingAboveDelta", market.trailing_max);
    json.number("minTrailingBelowDelta", market.trailing_min);
    json.number("maxTrailingBelowDelta", market.trailing_max);
    json.end_object();
}

void write_count(Json& json, std::string_view type, std::string_view name, std::uint32_t most) {
    json.begin_object();
    json.text("filterType", type);
    json.number(name, most);
    json.end_object();
}

}  // namespace

void write_filters(Json& json, const Figures& figures, const core::Market& market) {
    json.name("filters"), json.begin_array();
    write_price_filter(json, figures, market);
    write_lot_filter(json, figures, "LOT_SIZE", market.quantity_min, market.quantity_max);
    write_count(json, "ICEBERG_PARTS", "limit", market.iceberg_parts_max);
    write_lot_filter(json, figures, "MARKET_LOT_SIZE", market.quantity_min,
                     market.market_quantity_max);
    write_trailing_filter(json, market);
    if (market.price_up != 0 || market.price_down != 0) write_percent_filter(json, market);
    write_notional_filter(json, figures, market);
    write_count_filters(json, market);
    json.end_array();
}

void write_count_filters(Json& json, const core::Market& market) {
    write_count(json, "MAX_NUM_ORDERS", "maxNumOrders", market.open_orders_max);
    write_count(json, "MAX_NUM_ORDER_LISTS", "maxNumOrderLists", market.order_lists_max);
    write_count(json, "MAX_NUM_ALGO_ORDERS", "maxNumAlgoOrders", market.parked_orders_max);
    write_count(json, "MAX_NUM_ICEBERG_ORDERS", "maxNumIcebergOrders", market.iceberg_orders_max);
    write_count(json, "MAX_NUM_ORDER_AMENDS", "maxNumOrderAmends", market.amends_max);
}

}  // namespace api::binance
