// What everybody may know: assets, markets, prices, trades.
#include "api/operations/schemas.hpp"

namespace api {
namespace {

constexpr SchemaMember clock[] = {
    {"time", "time", "the exchange's clock"},
    {"unix_ms", "integer", "the same in milliseconds", "1795168800000"},
};

constexpr SchemaMember market_mode[] = {
    {"market", "market"},
    {"mode", "halt|cancel_only|auction|open", "what may be done there now", "open"},
    {"mode_reason", "by_operator|recovery|price_range|time|auction_ended", "why it is in its mode"},
    {"reopens_at", "time?", "when it opens by itself", "null"},
};

constexpr SchemaMember status[] = {
    {"environment", "live|test", "keys of one never work in the other", "test"},
    {"sequence", "id", "the last thing that happened", "4711"},
    {"time", "time", "the exchange's clock"},
    {"markets", "[MarketMode]"},
};

constexpr SchemaMember echo[] = {
    {"canonical", "text", "the text that the signature is made over",
     "v1\npk_test_4eC39HqLyjWDarjtT1zdp71XkJbO\n1795168800000\nn-0123456789\nPOST\n"
     "127.0.0.1:8420\n/v1/auth/echo\n"
     "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"},
    {"canonical_sha256", "text", "its SHA-256, as refusals of signatures tell it",
     "a3c5e1d2f4b6978811223344556677889900aabbccddeeff0011223344556677"},
};

constexpr SchemaMember asset[] = {
    {"asset", "asset", "its code"},
    {"name", "text", "for people", "Bitcoin"},
    {"decimals", "integer", "places of amounts here", "8"},
    {"chain_decimals", "integer", "places of amounts on its network", "8"},
    {"network", "text", "where it comes from", "BTC"},
};

constexpr SchemaMember market[] = {
    {"market", "market", "its symbol"},
    {"base", "asset", "what is traded", "BTC"},
    {"quote", "asset", "what it is paid with", "USDT"},
    {"mode", "halt|cancel_only|auction|open", "what may be done there now", "open"},
    {"mode_reason", "by_operator|recovery|price_range|time|auction_ended", "why it is in its mode"},
    {"reopens_at", "time?", "when it opens by itself", "null"},
    {"tick_size", "decimal", "prices are multiples of it", "0.01000000"},
    {"lot_size", "decimal", "quantities are multiples of it", "0.00001000"},
    {"price_max", "decimal", "no order above it", "1000000.00000000"},
    {"quantity_min", "decimal", "of an order", "0.00001000"},
    {"quantity_max", "decimal", "of an order", "9000.00000000"},
    {"market_quantity_max", "decimal", "of a market order", "100.00000000"},
    {"notional_min", "decimal", "price times quantity", "5.00000000"},
    {"notional_max", "decimal", "price times quantity", "9000000.00000000"},
    {"open_orders_max", "integer", "of one account", "200"},
    {"maker_fee", "decimal", "a share: 0.001 is 0.1 %", "0.001000"},
    {"taker_fee", "decimal", "a share: 0.001 is 0.1 %", "0.001000"},
    {"self_trade_prevention", "none|expire_taker|expire_maker|expire_both|decrement",
     "of orders that do not say", "expire_taker"},
    {"iceberg_parts_max", "integer", "slices of one iceberg order", "10"},
    {"iceberg_orders_max", "integer", "of one account", "10"},
    {"parked_orders_max", "integer", "of one account: stops, and orders of lists that wait", "20"},
    {"order_lists_max", "integer", "of one account", "20"},
    {"amends_max", "integer", "of one order", "10"},
    {"trailing_bps_min", "integer", "of trailing stops", "10"},
    {"trailing_bps_max", "integer", "of trailing stops", "2000"},
    {"reference_price", "decimal?",
     "the mean of five minutes by volume, else the last price; null before the first trade",
     "64250.00000000"},
    {"price_up", "decimal?", "no limit above this share of the reference price", "5.000000"},
    {"price_down", "decimal?", "no limit below this share of the reference price", "0.200000"},
    {"breaker", "decimal?", "no trade further than this share from it: an auction begins",
     "0.100000"},
    {"breaker_pause_seconds", "integer", "how long that auction takes", "60"},
};

constexpr SchemaMember ticker[] = {
    {"market", "market"},
    {"last", "decimal?", "the latest price; null when nothing was traded", "64250.10000000"},
    {"open", "decimal?", "the price a day ago", "63800.00000000"},
    {"high", "decimal?", "", "64900.00000000"},
    {"low", "decimal?", "", "63100.00000000"},
    {"volume", "decimal", "of the base asset", "812.40000000"},
    {"quote_volume", "decimal", "of the quote asset", "52016730.12000000"},
    {"trades", "integer", "how many", "9120"},
    {"best_bid", "decimal?", "null when nobody buys", "64250.09000000"},
    {"best_bid_quantity", "decimal?", "", "0.75000000"},
    {"best_ask", "decimal?", "null when nobody sells", "64250.11000000"},
    {"best_ask_quantity", "decimal?", "", "1.20000000"},
    {"from", "time", "the window's beginning", "2026-11-19T10:00:00.000Z"},
    {"until", "time", "the window's end"},
};

constexpr SchemaMember book[] = {
    {"market", "market"},
    {"updates", "integer", "how often the book has changed", "88213"},
    {"bids", "[[decimal]]", "price and quantity, best first",
     R"([["64250.09000000","0.75000000"]])"},
    {"asks", "[[decimal]]", "price and quantity, best first",
     R"([["64250.11000000","1.20000000"]])"},
};

constexpr SchemaMember trade[] = {
    {"trade_id", "id", "counts from 1 in each market", "512"},
    {"price", "decimal", "", "64250.10000000"},
    {"quantity", "decimal", "of the base asset", "0.01000000"},
    {"quote", "decimal", "what was paid", "642.50100000"},
    {"taker_side", "buy|sell", "who came second"},
    {"time", "time"},
};

constexpr SchemaMember candle[] = {
    {"opens", "time", "from here on"},
    {"closes", "time", "up to, without this", "2026-11-20T10:01:00.000Z"},
    {"open", "decimal", "the first price", "64200.00000000"},
    {"high", "decimal", "", "64300.00000000"},
    {"low", "decimal", "", "64150.00000000"},
    {"close", "decimal", "the last price", "64250.10000000"},
    {"volume", "decimal", "of the base asset", "3.14000000"},
    {"quote_volume", "decimal", "of the quote asset", "201745.31400000"},
    {"trades", "integer", "how many", "41"},
    {"closed", "boolean", "whether it is final: no trade of its time can come any more", "true"},
};

constexpr SchemaMember channel[] = {
    {"channel", "text", "what to subscribe to", "book"},
    {"about", "text", "", "the whole book, then each change of it, with update ids without gaps"},
    {"scope?", "text", "what a key needs for it; missing: no login", "order:read"},
    {"takes", "[text]", "what else a subscription names", R"(["market","resume_from"])"},
};

constexpr Schema all[] = {
    {"Clock", "The exchange's clock.", clock},
    {"MarketMode", "What may be done in a market now.", market_mode},
    {"Status", "How the exchange stands.", status},
    {"Echo", "The text that a request should have signed.", echo},
    {"Asset", "Something that can be owned here.", asset},
    {"Market", "Two assets that are traded for one another, and the rules.", market},
    {"Ticker", "The last 24 hours of a market.", ticker},
    {"Book", "The best prices of both sides, and what waits there.", book},
    {"Trade", "One match of two orders, as everybody sees it.", trade},
    {"Channel", "What can be heard over the WebSocket.", channel},
    {"Candle", "The prices of one interval.", candle},
};

}  // namespace

std::span<const Schema> market_schemas() { return all; }

}  // namespace api
