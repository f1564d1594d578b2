// Lists of orders in the Binance dialect: exact fields and codes.
#include <gtest/gtest.h>

#include "api/binance_client.hpp"

namespace {

using binance::Heard;
using binance::House;
using binance::limit;
using binance::order_named;

// Takes profit at 52000, stops the loss at 48000.
constexpr const char* oco =
    "symbol=BTCUSDT&side=SELL&quantity=0.5&aboveType=LIMIT_MAKER&abovePrice=52000"
    "&belowType=STOP_LOSS_LIMIT&belowPrice=47900&belowStopPrice=48000&belowTimeInForce=GTC"
    "&listClientOrderId=pair&aboveClientOrderId=up&belowClientOrderId=down";

Heard place(House& house, const std::string& path, const std::string& parameters) {
    return house.signed_by(house.alice.key("hmac"), "POST", path, parameters);
}

TEST(BinanceLists, are_told_with_their_orders) {
    House house;
    trade_at(house, "50000");
    const Heard placed = place(house, "/api/v3/orderList/oco", oco);
    ASSERT_EQ(placed.status, 200U) << placed.body;
    const std::string up = placed.text("/orders/0/orderId");
    const std::string down = placed.text("/orders/1/orderId");
    const std::string head =
        R"({"orderListId":1,"contingencyType":"OCO","listStatusType":"EXEC_STARTED",)"
        R"("listOrderStatus":"EXECUTING","listClientOrderId":"pair",)"
        R"("transactionTime":1800000000000,"symbol":"BTCUSDT","orders":[{"symbol":"BTCUSDT",)"
        R"("orderId":)" +
        up + R"(,"clientOrderId":"up"},{"symbol":"BTCUSDT","orderId":)" + down +
        R"(,"clientOrderId":"down"}])";
    EXPECT_EQ(placed.body,
              head + R"(,"orderReports":[{"symbol":"BTCUSDT","orderId":)" + up +
                  R"(,"orderListId":1,"clientOrderId":"up","transactTime":1800000000000,)"
                  R"("price":"52000.00000000","origQty":"0.50000000","executedQty":"0.00000000",)"
                  R"("origQuoteOrderQty":"0.00000000","cummulativeQuoteQty":"0.00000000",)"
                  R"("status":"NEW","timeInForce":"GTC","type":"LIMIT_MAKER","side":"SELL",)"
                  R"("workingTime":1800000000000,"selfTradePreventionMode":"EXPIRE_MAKER"},)"
                  R"({"symbol":"BTCUSDT","orderId":)" +
                  down +
                  R"(,"orderListId":1,"clientOrderId":"down","transactTime":1800000000000,)"
                  R"("price":"47900.00000000","origQty":"0.50000000","executedQty":"0.00000000",)"
                  R"("origQuoteOrderQty":"0.00000000","cummulativeQuoteQty":"0.00000000",)"
                  R"("status":"NEW","timeInForce":"GTC","type":"STOP_LOSS_LIMIT","side":"SELL",)"
                  R"("workingTime":-1,"selfTradePreventionMode":"EXPIRE_MAKER",)"
                  R"("stopPrice":"48000.00000000"}]})");
    EXPECT_EQ(placed.header("X-MBX-ORDER-COUNT-10S"), "3");  // beside the one before it

    const auto& alice = house.alice.key("hmac");
    EXPECT_EQ(house.signed_by(alice, "GET", "/api/v3/openOrderList").body, "[" + head + "}]");
    EXPECT_EQ(house.signed_by(alice, "GET", "/api/v3/orderList", "orderListId=1").body, head + "}");
    EXPECT_EQ(house.signed_by(alice, "GET", "/api/v3/orderList", "origClientOrderId=pair").body,
              head + "}");
    EXPECT_EQ(house.signed_by(alice, "GET", "/api/v3/allOrderList").body, "[" + head + "}]");
    // One hold for both legs.
    EXPECT_EQ(house.signed_by(alice, "GET", "/api/v3/account").text("/balances/0/locked"),
              "0.50000000");
}

TEST(BinanceLists, go_as_a_whole) {
    House house;
    const auto& alice = house.alice.key("hmac");
    trade_at(house, "50000");
    place(house, "/api/v3/orderList/oco", oco);
    const Heard gone = house.signed_by(alice, "DELETE", "/api/v3/orderList",
                                       "symbol=BTCUSDT&orderListId=1&newClientOrderId=bye");
    ASSERT_EQ(gone.status, 200U) << gone.body;
    EXPECT_EQ(gone.text("/listStatusType") + " " + gone.text("/listOrderStatus"),
              "ALL_DONE ALL_DONE");
    EXPECT_EQ(gone.text("/orderReports/0/status") + " " + gone.text("/orderReports/1/status"),
              "CANCELED CANCELED");
    EXPECT_EQ(gone.text("/orderReports/0/clientOrderId"), "bye");
    EXPECT_EQ(house.signed_by(alice, "GET", "/api/v3/openOrders").body, "[]");
    EXPECT_EQ(house.signed_by(alice, "GET", "/api/v3/orderList", "orderListId=1")
                  .text("/listOrderStatus"),
              "ALL_DONE");
    EXPECT_EQ(
        house.signed_by(alice, "DELETE", "/api/v3/orderList", "symbol=BTCUSDT&orderListId=1").body,
        R"({"code":-2011,"msg":"Unknown order sent."})");
    EXPECT_EQ(house.signed_by(alice, "GET", "/api/v3/orderList", "orderListId=7").body,
              R"({"code":-2018,"msg":"Order list does not exist."})");
}

TEST(BinanceLists, go_with_one_of_their_legs_and_with_everything) {
    House house;
    const auto& alice = house.alice.key("hmac");
    trade_at(house, "50000");
    place(house, "/api/v3/orderList/oco", oco);
    const Heard leg =
        house.signed_by(alice, "DELETE", "/api/v3/order", "symbol=BTCUSDT&origClientOrderId=down");
    EXPECT_EQ(leg.text("/origClientOrderId") + " " + leg.text("/status"), "down CANCELED");
    EXPECT_EQ(house.signed_by(alice, "GET", "/api/v3/openOrders").body, "[]");

    place(house, "/api/v3/orderList/oco", oco);
    house.place(alice, limit("SELL", "1", "51000", "&newClientOrderId=alone"));
    const Heard all = house.signed_by(alice, "DELETE", "/api/v3/openOrders", "symbol=BTCUSDT");
    EXPECT_EQ(all.text("/0/listClientOrderId"), "pair") << all.body;
    EXPECT_EQ(all.text("/0/orderReports/1/status"), "CANCELED");
    EXPECT_EQ(all.text("/1/origClientOrderId"), "alone");
    EXPECT_EQ(all.text("/2"), "");
}

TEST(BinanceLists, end_with_the_leg_that_trades) {
    House house;
    const auto& alice = house.alice.key("hmac");
    trade_at(house, "50000");
    place(house, "/api/v3/orderList/oco", oco);
    house.place(house.bob.key("hmac"), limit("BUY", "0.5", "52000"));
    EXPECT_EQ(order_named(house, alice, "up").text("/status"), "FILLED");
    const Heard down = order_named(house, alice, "down");
    EXPECT_EQ(down.text("/status"), "EXPIRED");
    EXPECT_EQ(down.text("/expiryReason"), "OCO_TRIGGER");
    EXPECT_EQ(house.signed_by(alice, "GET", "/api/v3/openOrderList").body, "[]");
    EXPECT_EQ(
        house.signed_by(alice, "GET", "/api/v3/myTrades", "symbol=BTCUSDT").text("/1/orderListId"),
        "1");
}

TEST(BinanceLists, of_the_old_form_say_the_same) {
    House house;
    trade_at(house, "50000");
    const Heard placed = place(house, "/api/v3/order/oco",
                               "symbol=BTCUSDT&side=SELL&quantity=0.5&price=52000&stopPrice=48000"
                               "&stopLimitPrice=47900&stopLimitTimeInForce=GTC"
                               "&listClientOrderId=old&limitClientOrderId=l&stopClientOrderId=s");
    ASSERT_EQ(placed.status, 200U) << placed.body;
    EXPECT_EQ(placed.text("/contingencyType"), "OCO");
    EXPECT_EQ(placed.text("/orderReports/0/type"), "LIMIT_MAKER");
    EXPECT_EQ(placed.text("/orderReports/1/type"), "STOP_LOSS_LIMIT");
    EXPECT_EQ(placed.text("/orderReports/1/clientOrderId"), "s");
}

TEST(BinanceLists, may_have_orders_that_wait_for_another) {
    House house;
    const auto& alice = house.alice.key("hmac");
    trade_at(house, "50000");
    const Heard placed =
        place(house, "/api/v3/orderList/otoco",
              "symbol=BTCUSDT&workingType=LIMIT&workingSide=BUY&workingPrice=49000"
              "&workingQuantity=0.5&workingTimeInForce=GTC&workingClientOrderId=in"
              "&pendingSide=SELL&pendingQuantity=0.4&pendingAboveType=LIMIT_MAKER"
              "&pendingAbovePrice=52000&pendingBelowType=STOP_LOSS&pendingBelowStopPrice=48000"
              "&pendingAboveClientOrderId=up&pendingBelowClientOrderId=down");
    ASSERT_EQ(placed.status, 200U) << placed.body;
    EXPECT_EQ(placed.text("/contingencyType"), "OTO");
    EXPECT_EQ(placed.text("/orderReports/0/status"), "NEW");
    EXPECT_EQ(placed.text("/orderReports/1/status"), "PENDING_NEW");
    EXPECT_EQ(placed.text("/orderReports/2/workingTime"), "-1");
    EXPECT_EQ(placed.header("X-MBX-ORDER-COUNT-10S"), "4");

    house.place(house.bob.key("hmac"), limit("SELL", "0.5", "49000"));
    EXPECT_EQ(order_named(house, alice, "in").text("/status"), "FILLED");
    EXPECT_EQ(order_named(house, alice, "up").text("/status"), "NEW");
    EXPECT_EQ(order_named(house, alice, "down").text("/status"), "NEW");
}

TEST(BinanceLists, are_refused_whole_and_in_exact_words) {
    struct Case {
        const char* path;
        const char* parameters;
        const char* answer;
    };
    const std::string pair = "symbol=BTCUSDT&quantity=0.5&";
    const Case cases[] = {
        {"oco",
         "side=SELL&aboveType=LIMIT_MAKER&abovePrice=49000&belowType=STOP_LOSS"
         "&belowStopPrice=48000",
         R"({"code":-2010,"msg":"The relationship of the prices for the orders is not correct."})"},
        {"oco",
         "side=SELL&aboveType=LIMIT&abovePrice=1&aboveTimeInForce=GTC&belowType=STOP_LOSS"
         "&belowStopPrice=1",
         R"({"code":-1158,"msg":"Order type not supported in OCO."})"},
        {"oco", "side=SELL&aboveType=LIMIT_MAKER&abovePrice=2&belowType=LIMIT_MAKER&belowPrice=1",
         R"({"code":-1168,"msg":"At least one OCO order must be contingent."})"},
        {"oco", "side=SELL&aboveType=STOP_LOSS&aboveStopPrice=2&belowType=LIMIT_MAKER&belowPrice=1",
         R"({"code":-1197,"msg":"A stop loss order in a sell OCO must be below."})"},
        {"oco",
         "side=BUY&aboveType=LIMIT_MAKER&abovePrice=2&belowType=TAKE_PROFIT&belowStopPrice=1",
         R"({"code":-1165,"msg":"A limit order in a buy OCO must be below."})"},
        {"oco",
         "side=BUY&aboveType=STOP_LOSS&aboveStopPrice=2&belowType=STOP_LOSS&belowStopPrice=1",
         R"({"code":-1196,"msg":"A stop loss order in a buy OCO must be above."})"},
        {"oco",
         "side=SELL&aboveType=TAKE_PROFIT&aboveStopPrice=2&belowType=LIMIT_MAKER&belowPrice=1",
         R"({"code":-1166,"msg":"A limit order in a sell OCO must be above."})"},
        {"oco",
         "side=SELL&aboveType=LIMIT_MAKER&abovePrice=2&belowType=STOP_LOSS_LIMIT&belowPrice=1"
         "&belowStopPrice=1",
         R"({"code":-1102,"msg":"Mandatory parameter 'belowTimeInForce' was not sent, was )"
         R"(empty/null, or malformed."})"},
        {"oco",
         "side=SELL&aboveType=LIMIT_MAKER&abovePrice=2&aboveStopPrice=2&belowType=STOP_LOSS"
         "&belowStopPrice=1",
         R"({"code":-1106,"msg":"Parameter 'aboveStopPrice' sent when not required."})"},
        {"oco",
         "side=SELL&aboveType=LIMIT_MAKER&abovePrice=2&belowType=STOP_LOSS&belowStopPrice=1"
         "&colour=red",
         R"({"code":-1104,"msg":"Not all sent parameters were read; read '9' parameter(s) but was )"
         R"(sent '10'."})"},
        {"opo", "", R"({"code":-2010,"msg":"OPO orders are not supported for this symbol."})"},
        {"oto",
         "workingType=MARKET&workingSide=BUY&workingQuantity=1&pendingType=MARKET"
         "&pendingSide=SELL&pendingQuantity=1",
         R"({"code":-1130,"msg":"Data sent for parameter 'workingType' is not valid."})"},
    };
    House house;
    trade_at(house, "50000");
    for (const auto& [path, parameters, answer] : cases) {
        const Heard refused =
            place(house, "/api/v3/orderList/" + std::string{path}, pair + parameters);
        EXPECT_EQ(refused.body, answer) << parameters;
        EXPECT_EQ(refused.status, 400U);
    }
    EXPECT_EQ(house.signed_by(house.alice.key("hmac"), "GET", "/api/v3/openOrders").body, "[]");
}

}  // namespace
