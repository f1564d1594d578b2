#include "api/dialects/binance/new_order.hpp"

#include <gtest/gtest.h>

namespace api::binance {
namespace {

// BTCUSDT with a tick of 0.01 and a lot of 0.00001; ETHUSDT where the base has 18 decimals.
core::Catalogue catalogue() {
    core::Catalogue all;
    const auto asset = [&](std::uint32_t id, const char* code, std::uint8_t decimals) {
        all.add(core::Asset{.id = core::AssetId{id},
                            .code = code,
                            .name = code,
                            .decimals = decimals,
                            .chain_decimals = decimals,
                            .network = code});
    };
    asset(1, "BTC", 8);
    asset(2, "USDT", 8);
    asset(3, "ETH", 18);
    core::Market market{.id = core::MarketId{1},
                        .symbol = "BTCUSDT",
                        .base = core::AssetId{1},
                        .quote = core::AssetId{2},
                        .tick = {1'000'000},
                        .lot = {1'000},
                        .tick_lot = {10},
                        .price_max = core::Price{100'000'000},
                        .quantity_min = core::Quantity{1},
                        .quantity_max = core::Quantity{900'000'000},
                        .market_quantity_max = core::Quantity{10'000'000},
                        .notional_min = {500'000'000},
                        .notional_max = {900'000'000'000'000},
                        .maker_fee = {},
                        .taker_fee = {}};
    all.add(market);
    market.id = core::MarketId{2};
    market.symbol = "ETHUSDT";
    market.base = core::AssetId{3};
    market.lot = {100'000'000'000'000};  // 0.0001 ETH
    market.tick_lot = {100};
    all.add(market);
    return all;
}

constexpr std::string_view good =
    "symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTC&quantity=0.01&price=20000";

Result<core::PlaceOrder> order_from(std::string_view query) {
    const core::Catalogue all = catalogue();
    const auto parameters = Parameters::parse(query);
    if (!parameters) return std::unexpected(parameters.error());
    const auto wish = read_wish(*parameters, OrderPath::place);
    if (!wish) return std::unexpected(wish.error());
    const core::Market* market = all.find_market(wish->symbol);
    if (market == nullptr) return unknown_symbol();
    return order_of(*wish, *market, all);
}

// The good order with some parameters changed: "side=" takes one out, "side=SELL" sets it.
std::string with(std::string_view change) {
    std::string query;
    const auto base = Parameters::parse(good);
    const auto changes = Parameters::parse(change);
    const auto add = [&](std::string_view name, std::string_view value) {
        query +=
            std::string{query.empty() ? "" : "&"} + std::string{name} + "=" + std::string{value};
    };
    for (const auto& [name, value] : base->pairs()) {
        if (!changes->has(name)) add(name, value);
    }
    for (const auto& [name, value] : changes->pairs()) {
        if (!value.empty()) add(name, value);
    }
    return query;
}

TEST(NewOrder, is_in_ticks_and_lots) {
    const auto order = order_from(good);
    ASSERT_TRUE(order);
    EXPECT_EQ(order->market, core::MarketId{1});
    EXPECT_EQ(order->side, core::Side::buy);
    EXPECT_EQ(order->type, core::OrderType::limit);
    EXPECT_EQ(order->limit, core::Price{2'000'000});
    EXPECT_EQ(order->quantity, core::Quantity{1'000});
    EXPECT_EQ(order->self_trade_prevention, core::SelfTradePrevention{});
    EXPECT_TRUE(order->client_order_id.empty());
}

TEST(NewOrder, of_a_coin_with_eighteen_decimals_is_exact) {
    const auto order = order_from(with("symbol=ETHUSDT&quantity=1.0003&newClientOrderId=mine"));
    ASSERT_TRUE(order);
    EXPECT_EQ(order->quantity, core::Quantity{10'003});
    EXPECT_EQ(order->client_order_id.view(), "mine");
}

TEST(NewOrder, of_type_market_has_one_of_two_quantities) {
    const auto by_base = order_from("symbol=BTCUSDT&side=SELL&type=MARKET&quantity=1");
    ASSERT_TRUE(by_base);
    EXPECT_EQ(by_base->quantity, core::Quantity{100'000});
    const auto by_quote = order_from("symbol=BTCUSDT&side=BUY&type=MARKET&quoteOrderQty=100.5");
    ASSERT_TRUE(by_quote);
    EXPECT_EQ(by_quote->quote_amount, core::Amount{10'050'000'000});
    EXPECT_EQ(by_quote->quantity, core::Quantity{});
}

struct Case {
    const char* change;
    int code;
    const char* text;
};

TEST(NewOrder, is_refused_in_exact_words) {
    const Case cases[] = {
        {"symbol=", -1102,
         "Mandatory parameter 'symbol' was not sent, was empty/null, or malformed."},
        {"side=", -1102, "Mandatory parameter 'side' was not sent, was empty/null, or malformed."},
        {"type=", -1102, "Mandatory parameter 'type' was not sent, was empty/null, or malformed."},
        {"timeInForce=", -1102,
         "Mandatory parameter 'timeInForce' was not sent, was empty/null, or malformed."},
        {"quantity=", -1102,
         "Mandatory parameter 'quantity' was not sent, was empty/null, or malformed."},
        {"price=", -1102,
         "Mandatory parameter 'price' was not sent, was empty/null, or malformed."},
        {"side=HOLD", -1117, "Invalid side."},
        {"side=buy", -1117, "Invalid side."},
        {"type=WISH", -1116, "Invalid orderType."},
        {"timeInForce=NEVER", -1115, "Invalid timeInForce."},
        {"newOrderRespType=LONG", -1136, "Invalid newOrderRespType."},
        {"selfTradePreventionMode=PRAY", -1130,
         "Data sent for parameter 'selfTradePreventionMode' is not valid."},
        {"selfTradePreventionMode=TRANSFER", -1013,
         "This symbol does not allow the specified self-trade prevention mode."},
        {"type=MARKET&price=&timeInForce=&quantity=", -1102,
         "Param 'quantity' or 'quoteOrderQty' must be sent, but both were empty/null!"},
        {"type=MARKET&price=&timeInForce=&quoteOrderQty=5", -1128,
         "Combination of optional parameters invalid."},
        {"type=MARKET&timeInForce=", -1106, "Parameter 'price' sent when not required."},
        {"type=MARKET&price=", -1106, "Parameter 'timeInForce' sent when not required."},
        {"type=LIMIT_MAKER", -1106, "Parameter 'timeInForce' sent when not required."},
        {"quoteOrderQty=5", -1106, "Parameter 'quoteOrderQty' sent when not required."},
        {"stopPrice=1", -1106, "Parameter 'stopPrice' sent when not required."},
        {"trailingDelta=100", -1106, "Parameter 'trailingDelta' sent when not required."},
        {"type=STOP_LOSS_LIMIT", -1102,
         "Param 'stopPrice' or 'trailingDelta' must be sent, but both were empty/null!"},
        {"type=STOP_LOSS_LIMIT&stopPrice=1&timeInForce=", -1102,
         "Mandatory parameter 'timeInForce' was not sent, was empty/null, or malformed."},
        {"type=TAKE_PROFIT_LIMIT&stopPrice=1&price=", -1102,
         "Mandatory parameter 'price' was not sent, was empty/null, or malformed."},
        {"type=STOP_LOSS&stopPrice=1&timeInForce=", -1106,
         "Parameter 'price' sent when not required."},
        {"type=TAKE_PROFIT&stopPrice=1&price=", -1106,
         "Parameter 'timeInForce' sent when not required."},
        {"type=TAKE_PROFIT&price=&timeInForce=&quantity=&stopPrice=1", -1102,
         "Mandatory parameter 'quantity' was not sent, was empty/null, or malformed."},
        {"type=STOP_LOSS&price=&timeInForce=&stopPrice=1&icebergQty=0.005", -1106,
         "Parameter 'icebergQty' sent when not required."},
        {"type=STOP_LOSS&price=&timeInForce=&stopPrice=0", -1013, "Invalid stopPrice."},
        {"type=STOP_LOSS&price=&timeInForce=&stopPrice=1.001", -1013,
         "Filter failure: PRICE_FILTER"},
        {"type=STOP_LOSS&price=&timeInForce=&stopPrice=1&quantity=100.00001", -1013,
         "Filter failure: MARKET_LOT_SIZE"},
        {"type=STOP_LOSS&price=&timeInForce=&trailingDelta=9", -1013,
         "Filter failure: TRAILING_DELTA"},
        {"type=STOP_LOSS&price=&timeInForce=&trailingDelta=2001", -1013,
         "Filter failure: TRAILING_DELTA"},
        {"type=STOP_LOSS&price=&timeInForce=&trailingDelta=1.5", -1100,
         "Illegal characters found in parameter 'trailingDelta'; legal range is '^[0-9]{1,20}$'."},
        {"strategyType=999999", -1134, "strategyType was less than 1000000."},
        {"strategyType=99999999999", -1108, "Parameter 'strategyType' overflowed."},
        {"pegPriceType=PRIMARY_PEG", -1106, "Parameter 'pegPriceType' sent when not required."},
        {"icebergQty=0.02", -2010, "IcebergQty exceeds QTY."},
        {"icebergQty=0.000015", -1013, "Filter failure: LOT_SIZE"},
        {"icebergQty=0.005&timeInForce=IOC", -1014, "Unsupported order combination."},
        {"type=MARKET&price=&timeInForce=&icebergQty=0.005", -1106,
         "Parameter 'icebergQty' sent when not required."},
        {"colour=red", -1104,
         "Not all sent parameters were read; read '6' parameter(s) but was sent '7'."},
        {"computeCommissionRates=true", -1104,
         "Not all sent parameters were read; read '6' parameter(s) but was sent '7'."},
        {"symbol=NOPEUSDT", -1121, "Invalid symbol."},
        {"price=0", -1013, "Invalid price."},
        {"price=0.00", -1013, "Invalid price."},
        {"quantity=0", -1013, "Invalid quantity."},
        {"price=20000.001", -1013, "Filter failure: PRICE_FILTER"},
        {"price=1000000.01", -1013, "Filter failure: PRICE_FILTER"},
        {"price=99999999999999999999", -1013, "Filter failure: PRICE_FILTER"},
        {"quantity=0.000015", -1013, "Filter failure: LOT_SIZE"},
        {"quantity=9000.00001", -1013, "Filter failure: LOT_SIZE"},
        {"quantity=99999999999999999999", -1013, "Filter failure: LOT_SIZE"},
        {"type=MARKET&price=&timeInForce=&quantity=100.00001", -1013,
         "Filter failure: MARKET_LOT_SIZE"},
        {"quantity=0.123456789", -1111, "Parameter 'quantity' has too much precision."},
        {"newClientOrderId=a;b", -1100,
         "Illegal characters found in parameter 'newClientOrderId'; legal range is "
         "'^[a-zA-Z0-9-_]{1,36}$'."},
    };
    for (const auto& [change, code, text] : cases) {
        const auto order = order_from(with(change));
        ASSERT_FALSE(order) << change;
        EXPECT_EQ(order.error().code, code) << change;
        EXPECT_EQ(order.error().text, text) << change;
        EXPECT_EQ(order.error().status, 400U) << change;
    }
}

TEST(NewOrder, may_wait_for_a_price) {
    const auto stop = order_from(
        "symbol=BTCUSDT&side=SELL&type=STOP_LOSS_LIMIT&timeInForce=GTC&quantity=0.01&price=19000"
        "&stopPrice=19500&trailingDelta=100");
    ASSERT_TRUE(stop);
    EXPECT_EQ(stop->type, core::OrderType::stop_loss_limit);
    EXPECT_EQ(stop->limit, core::Price{1'900'000});
    EXPECT_EQ(stop->terms->stop, core::Price{1'950'000});
    EXPECT_EQ(stop->terms->trailing, 100U);

    const auto trailing =
        order_from("symbol=BTCUSDT&side=BUY&type=TAKE_PROFIT&quantity=0.01&trailingDelta=10");
    ASSERT_TRUE(trailing);
    EXPECT_EQ(trailing->limit, core::Price{});
    EXPECT_EQ(trailing->terms->stop, core::Price{});
    EXPECT_EQ(trailing->terms->trailing, 10U);
}

TEST(NewOrder, may_show_a_part_of_itself_and_bear_its_owners_numbers) {
    const auto order = order_from(with("icebergQty=0.001&strategyId=7&strategyType=1000000"));
    ASSERT_TRUE(order);
    EXPECT_EQ(order->terms->display, core::Quantity{100});
    EXPECT_EQ(order->terms->strategy, 7U);
    EXPECT_EQ(order->terms->strategy_type, 1'000'000U);
    EXPECT_FALSE(order_from(with("icebergQty=0"))->terms);
    EXPECT_TRUE(order_from(with("type=LIMIT_MAKER&timeInForce=&icebergQty=0.001")));
    EXPECT_FALSE(order_from(good)->terms);  // a plain order pays nothing for the others
}

TEST(NewOrder, is_told_in_full_if_it_is_a_limit_or_a_market_order) {
    const auto form = [](std::string_view change) {
        const std::string query = with(change);
        const auto parameters = Parameters::parse(query);
        return read_wish(*parameters, OrderPath::place)->reply_form;
    };
    EXPECT_EQ(form(""), ReplyForm::full);
    EXPECT_EQ(form("type=MARKET&price=&timeInForce="), ReplyForm::full);
    EXPECT_EQ(form("type=LIMIT_MAKER&timeInForce="), ReplyForm::acknowledgement);
    EXPECT_EQ(form("type=STOP_LOSS_LIMIT&stopPrice=1"), ReplyForm::acknowledgement);
    EXPECT_EQ(form("newOrderRespType=RESULT"), ReplyForm::result);
}

TEST(NewOrder, ignores_what_belongs_to_the_signature) {
    EXPECT_TRUE(order_from(with("recvWindow=5000&timestamp=1&signature=00")));
}

TEST(NewOrder, may_be_asked_for_its_rates_when_it_is_a_test) {
    const std::string query = with("computeCommissionRates=true");
    const auto parameters = Parameters::parse(query);
    EXPECT_TRUE(read_wish(*parameters, OrderPath::test));
}

}  // namespace
}  // namespace api::binance
