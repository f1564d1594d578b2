#include "api/dialects/binance/order_texts.hpp"

#include <gtest/gtest.h>

namespace api::binance {
namespace {

constexpr core::Timestamp accepted = core::from_unix_ms(1'700'000'000'123);
constexpr core::Timestamp changed = core::from_unix_ms(1'700'000'000'456);

// ETHUSDT: ETH has 18 decimals, a lot is 0.0001 ETH, a tick 0.01 USDT.
Figures figures() {
    core::Catalogue all;
    all.add(core::Asset{.id = core::AssetId{1},
                        .code = "ETH",
                        .name = "Ether",
                        .decimals = 18,
                        .chain_decimals = 18,
                        .network = "ETH"});
    all.add(core::Asset{.id = core::AssetId{2},
                        .code = "USDT",
                        .name = "Tether",
                        .decimals = 8,
                        .chain_decimals = 6,
                        .network = "ETH"});
    const core::Market market{.id = core::MarketId{1},
                              .symbol = "ETHUSDT",
                              .base = core::AssetId{1},
                              .quote = core::AssetId{2},
                              .tick = {1'000'000},
                              .lot = {100'000'000'000'000},
                              .tick_lot = {100},
                              .price_max = {},
                              .quantity_min = {},
                              .quantity_max = {},
                              .market_quantity_max = {},
                              .notional_min = {},
                              .notional_max = {},
                              .maker_fee = {},
                              .taker_fee = {}};
    return Figures{all, market};
}

// Buys 2 ETH at 2000.01, of which 0.5 have traded.
views::OrderRow row() {
    return {.order = {.id = core::OrderId{17},
                      .market = core::MarketId{1},
                      .account = core::AccountId{3},
                      .key = core::KeyId{1},
                      .side = core::Side::buy,
                      .type = core::OrderType::limit,
                      .time_in_force = core::TimeInForce::gtc,
                      .self_trade_prevention = core::SelfTradePrevention::expire_maker,
                      .limit = core::Price{200'001},
                      .quantity = core::Quantity{20'000},
                      .leaves = core::Quantity{15'000},
                      .prevented = {},
                      .filled_quote = {100'000'500'000},
                      .client_order_id = "mine",
                      .created_at = accepted,
                      .updated_at = changed},
            .quote_amount = {},
            .closed = {}};
}

views::FillRow fill() {
    return {.market = core::MarketId{1},
            .trade = core::TradeId{5},
            .order = core::OrderId{17},
            .account = core::AccountId{3},
            .side = core::Side::buy,
            .price = core::Price{200'001},
            .quantity = core::Quantity{5'000},
            .quote = {100'000'500'000},
            .fee = {500'000'000'000'001},  // a wei above 0.0005 ETH: cut when it is shown
            .fee_asset = core::AssetId{1},
            .maker = false,
            .time = accepted};
}

template <class Write>
std::string text(Write&& write) {
    std::string out;
    Json json{out};
    write(json);
    return out;
}

std::string placed(ReplyForm form, TimeUnit unit = TimeUnit::milliseconds) {
    const Placed answer{
        .order = row(), .fills = {fill()}, .prevented = {}, .stamp = {}, .replayed = false};
    return text([&](Json& json) { write_placed(json, figures(), answer, form, unit); });
}

TEST(OrderTexts, tell_a_new_order_as_fully_as_was_asked) {
    EXPECT_EQ(placed(ReplyForm::acknowledgement),
              R"({"symbol":"ETHUSDT","orderId":17,"orderListId":-1,"clientOrderId":"mine",)"
              R"("transactTime":1700000000123})");
    const std::string result =
        R"({"symbol":"ETHUSDT","orderId":17,"orderListId":-1,"clientOrderId":"mine",)"
        R"("transactTime":1700000000123,"price":"2000.01000000","origQty":"2.00000000",)"
        R"("executedQty":"0.50000000","origQuoteOrderQty":"0.00000000",)"
        R"("cummulativeQuoteQty":"1000.00500000","status":"PARTIALLY_FILLED",)"
        R"("timeInForce":"GTC","type":"LIMIT","side":"BUY","workingTime":1700000000123,)"
        R"("selfTradePreventionMode":"EXPIRE_MAKER")";
    EXPECT_EQ(placed(ReplyForm::result), result + "}");
    EXPECT_EQ(placed(ReplyForm::full),
              result + R"(,"fills":[{"price":"2000.01000000","qty":"0.50000000",)"
                       R"("commission":"0.00050000","commissionAsset":"ETH","tradeId":5}]})");
}

TEST(OrderTexts, tell_times_in_microseconds_on_request) {
    EXPECT_EQ(placed(ReplyForm::acknowledgement, TimeUnit::microseconds),
              R"({"symbol":"ETHUSDT","orderId":17,"orderListId":-1,"clientOrderId":"mine",)"
              R"("transactTime":1700000000123000})");
}

TEST(OrderTexts, show_an_order_with_all_fields_that_clients_read) {
    EXPECT_EQ(text([](Json& json) { write_order(json, figures(), row(), TimeUnit::milliseconds); }),
              R"({"symbol":"ETHUSDT","orderId":17,"orderListId":-1,"clientOrderId":"mine",)"
              R"("price":"2000.01000000","origQty":"2.00000000","executedQty":"0.50000000",)"
              R"("origQuoteOrderQty":"0.00000000","cummulativeQuoteQty":"1000.00500000",)"
              R"("status":"PARTIALLY_FILLED","timeInForce":"GTC","type":"LIMIT","side":"BUY",)"
              R"("stopPrice":"0.00000000","icebergQty":"0.00000000","time":1700000000123,)"
              R"("updateTime":1700000000456,"isWorking":true,"workingTime":1700000000123,)"
              R"("selfTradePreventionMode":"EXPIRE_MAKER"})");
}

TEST(OrderTexts, show_a_cancelled_order_under_both_names) {
    views::OrderRow gone = row();
    gone.closed = core::CloseReason::cancelled;
    EXPECT_EQ(text([&](Json& json) {
                  write_cancelled(json, figures(), gone, "the-cancel", changed,
                                  TimeUnit::milliseconds);
              }),
              R"({"symbol":"ETHUSDT","origClientOrderId":"mine","orderId":17,"orderListId":-1,)"
              R"("clientOrderId":"the-cancel","transactTime":1700000000456,)"
              R"("price":"2000.01000000","origQty":"2.00000000","executedQty":"0.50000000",)"
              R"("origQuoteOrderQty":"0.00000000","cummulativeQuoteQty":"1000.00500000",)"
              R"("status":"CANCELED","timeInForce":"GTC","type":"LIMIT","side":"BUY",)"
              R"("selfTradePreventionMode":"EXPIRE_MAKER"})");
}

TEST(OrderTexts, show_a_trade_of_the_account) {
    EXPECT_EQ(
        text([](Json& json) { write_trade(json, figures(), fill(), TimeUnit::milliseconds); }),
        R"({"symbol":"ETHUSDT","id":5,"orderId":17,"orderListId":-1,)"
        R"("price":"2000.01000000","qty":"0.50000000","quoteQty":"1000.00500000",)"
        R"("commission":"0.00050000","commissionAsset":"ETH","time":1700000000123,)"
        R"("isBuyer":true,"isMaker":false,"isBestMatch":true})");
}

TEST(OrderTexts, count_what_a_market_order_by_quote_amount_got_as_what_it_asked_for) {
    views::OrderRow spent = row();
    spent.order.type = core::OrderType::market;
    spent.order.limit = {};
    spent.order.quantity = core::Quantity{7'000};
    spent.order.leaves = core::Quantity{2'000};
    spent.quote_amount = {100'100'000'000};
    spent.closed = core::CloseReason::filled;
    const std::string shown =
        text([&](Json& json) { write_order(json, figures(), spent, TimeUnit::milliseconds); });
    EXPECT_NE(shown.find(R"("origQty":"0.50000000","executedQty":"0.50000000",)"
                         R"("origQuoteOrderQty":"1001.00000000")"),
              std::string::npos)
        << shown;
    EXPECT_NE(shown.find(R"("price":"0.00000000")"), std::string::npos) << shown;
}

TEST(OrderTexts, say_why_an_order_expired_and_only_then) {
    struct Case {
        core::CloseReason reason;
        const char* status;
        const char* expiry;
    };
    const Case cases[] = {
        {core::CloseReason::filled, "FILLED", ""},
        {core::CloseReason::cancelled, "CANCELED", ""},
        {core::CloseReason::ioc_unfilled, "EXPIRED", "UNFILLED_IOC_QUANTITY_EXPIRED"},
        {core::CloseReason::fok_unfilled, "EXPIRED", "UNFILLED_FOK_ORDER_EXPIRED"},
        {core::CloseReason::no_liquidity, "EXPIRED", "INSUFFICIENT_LIQUIDITY"},
        {core::CloseReason::self_trade, "EXPIRED_IN_MATCH", ""},
        {core::CloseReason::expired, "EXPIRED", "EXCHANGE_CANCELED"},
        {core::CloseReason::list_sibling, "EXPIRED", "OCO_TRIGGER"},
        {core::CloseReason::list_failed, "EXPIRED", "OTO_PHASE_ONE_EXPIRED"},
        {core::CloseReason::unplaceable, "EXPIRED", "REJECTED"},
        {core::CloseReason::dead_man, "CANCELED", ""},
        {core::CloseReason::disconnected, "CANCELED", ""},
        {core::CloseReason::price_range, "EXPIRED", "EXECUTION_RULE_PRICE_RANGE_EXCEEDED"},
    };
    for (const auto& [reason, status, expiry] : cases) {
        views::OrderRow closed = row();
        closed.closed = reason;
        EXPECT_EQ(status_of(closed), status);
        const std::string shown =
            text([&](Json& json) { write_order(json, figures(), closed, TimeUnit::milliseconds); });
        const std::string field = R"("expiryReason":")" + std::string{expiry} + "\"";
        EXPECT_EQ(shown.find("expiryReason") != std::string::npos, *expiry != 0) << shown;
        if (*expiry != 0) {
            EXPECT_NE(shown.find(field), std::string::npos) << shown;
        }
    }
}

// Sells 2 ETH once the price is down at 1900, showing 0.1 at a time; with all that it may have.
views::OrderRow stop_row() {
    views::OrderRow waiting = row();
    waiting.order.side = core::Side::sell;
    waiting.order.type = core::OrderType::stop_loss_limit;
    waiting.order.leaves = waiting.order.quantity;
    waiting.order.filled_quote = {};
    waiting.order.terms.emplace() = {.stop = core::Price{190'000},
                                     .trailing = 50,
                                     .display = core::Quantity{1'000},
                                     .strategy = 7,
                                     .strategy_type = 1'000'000,
                                     .list = core::OrderListId{3},
                                     .parking = core::Parking::trigger};
    return waiting;
}

std::string shown(const views::OrderRow& order) {
    return text([&](Json& json) { write_order(json, figures(), order, TimeUnit::milliseconds); });
}

TEST(OrderTexts, show_what_waits_for_its_price) {
    EXPECT_EQ(shown(stop_row()),
              R"({"symbol":"ETHUSDT","orderId":17,"orderListId":3,"clientOrderId":"mine",)"
              R"("price":"2000.01000000","origQty":"2.00000000","executedQty":"0.00000000",)"
              R"("origQuoteOrderQty":"0.00000000","cummulativeQuoteQty":"0.00000000",)"
              R"("status":"NEW","timeInForce":"GTC","type":"STOP_LOSS_LIMIT","side":"SELL",)"
              R"("stopPrice":"1900.00000000","icebergQty":"0.10000000","time":1700000000123,)"
              R"("updateTime":1700000000456,"isWorking":false,"workingTime":-1,)"
              R"("selfTradePreventionMode":"EXPIRE_MAKER","trailingDelta":50,"trailingTime":-1,)"
              R"("strategyId":7,"strategyType":1000000})");
    const Placed answer{
        .order = stop_row(), .fills = {}, .prevented = {}, .stamp = {}, .replayed = false};
    EXPECT_EQ(text([&](Json& json) {
                  write_placed(json, figures(), answer, ReplyForm::result, TimeUnit::milliseconds);
              }),
              R"({"symbol":"ETHUSDT","orderId":17,"orderListId":3,"clientOrderId":"mine",)"
              R"("transactTime":1700000000123,"price":"2000.01000000","origQty":"2.00000000",)"
              R"("executedQty":"0.00000000","origQuoteOrderQty":"0.00000000",)"
              R"("cummulativeQuoteQty":"0.00000000","status":"NEW","timeInForce":"GTC",)"
              R"("type":"STOP_LOSS_LIMIT","side":"SELL","workingTime":-1,)"
              R"("selfTradePreventionMode":"EXPIRE_MAKER","stopPrice":"1900.00000000",)"
              R"("icebergQty":"0.10000000","trailingDelta":50,"trailingTime":-1,)"
              R"("strategyId":7,"strategyType":1000000})");
}

TEST(OrderTexts, tell_what_history_knows_of_an_order_and_leave_out_what_nobody_does) {
    views::OrderRow trails = stop_row();
    trails.order.terms->extreme = core::Price{195'000};
    EXPECT_EQ(shown(trails).find("trailingTime"), std::string::npos);
    const auto told = [&](const Asides& asides) {
        return text([&](Json& json) {
            write_order(json, figures(), trails, TimeUnit::milliseconds, asides);
        });
    };
    const core::OrderId id = trails.order.id;
    const std::string since = told({.prevented = {}, .trailing_since = {{id, changed}}});
    EXPECT_NE(since.find(R"("trailingTime":1700000000456)"), since.npos) << since;
    const std::string not_yet = told({.prevented = {}, .trailing_since = {{id, core::never}}});
    EXPECT_NE(not_yet.find(R"("trailingTime":-1)"), not_yet.npos) << not_yet;
    const std::string unknown = told({.prevented = {}, .trailing_since = {{id, std::nullopt}}});
    EXPECT_EQ(unknown.find("trailingTime"), unknown.npos) << unknown;
    const std::string met =
        told({.prevented = {{id, core::PreventionId{7}}}, .trailing_since = {}});
    EXPECT_NE(met.find(R"("preventedMatchId":7)"), met.npos) << met;
}

TEST(OrderTexts, say_since_when_an_order_trails_where_it_says_so_itself) {
    core::OpenOrder order = stop_row().order;
    core::OrderTerms& terms = *order.terms;
    terms.stop = {};
    EXPECT_EQ(trailing_since(order), accepted);
    terms.working_at = changed;  // its list's turn came; it waits for its own
    EXPECT_EQ(trailing_since(order), changed);
    terms.parking = core::Parking::list;
    EXPECT_EQ(trailing_since(order), core::never);
    terms.parking = core::Parking::none;
    EXPECT_EQ(trailing_since(order), std::nullopt);
    terms.list = {};
    EXPECT_EQ(trailing_since(order), accepted);
}

TEST(OrderTexts, show_what_was_triggered_under_its_old_type) {
    views::OrderRow triggered = stop_row();
    triggered.order.terms->parking = core::Parking::none;
    triggered.order.terms->working_at = changed;
    const std::string said = shown(triggered);
    EXPECT_NE(said.find(R"("isWorking":true,"workingTime":1700000000456)"), said.npos) << said;
    EXPECT_NE(said.find(R"("type":"STOP_LOSS_LIMIT")"), said.npos) << said;
}

TEST(OrderTexts, show_no_price_that_was_only_reckoned_with) {
    views::OrderRow stop = stop_row();
    stop.order.type = core::OrderType::stop_loss;
    stop.order.limit = core::Price{190'000};
    EXPECT_NE(shown(stop).find(R"("price":"0.00000000")"), std::string::npos);
}

TEST(OrderTexts, count_what_expired_by_self_trade_prevention_as_prevented) {
    views::OrderRow met_itself = row();
    met_itself.closed = core::CloseReason::self_trade;
    const std::string said = shown(met_itself);
    EXPECT_NE(said.find(R"("preventedQuantity":"1.50000000")"), said.npos) << said;
}

TEST(OrderTexts, show_a_pending_order_as_such) {
    views::OrderRow pending = row();
    pending.order.leaves = pending.order.quantity;
    pending.order.terms.emplace().parking = core::Parking::list;
    EXPECT_EQ(status_of(pending), "PENDING_NEW");
    EXPECT_NE(shown(pending).find(R"("isWorking":false,"workingTime":-1)"), std::string::npos);
}

TEST(OrderTexts, never_show_fields_that_clients_take_for_something_else) {
    const std::string all = placed(ReplyForm::full) + text([](Json& json) {
                                write_order(json, figures(), row(), TimeUnit::milliseconds);
                            });
    for (const char* field : {"strategyId", "strategyType", "avgPrice", "positionSide", "cumQuote",
                              "algoId", "\"fee\"", "reduceOnly", "\"code\"", "\"msg\"",
                              "preventedMatchId", "preventedQuantity", "trailing"}) {
        EXPECT_EQ(all.find(field), std::string::npos) << field;
    }
}

}  // namespace
}  // namespace api::binance
