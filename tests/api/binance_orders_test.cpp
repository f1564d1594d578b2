// Orders of every type in the Binance dialect, and what is done to them: exact fields and codes.
#include <gtest/gtest.h>

#include "api/binance_client.hpp"

namespace {

using binance::Heard;
using binance::House;
using binance::limit;
using binance::OwnKey;

constexpr const char* stop =
    "symbol=BTCUSDT&side=SELL&type=STOP_LOSS_LIMIT&timeInForce=GTC&quantity=0.1&price=48000"
    "&stopPrice=49000&newClientOrderId=stop";

TEST(BinanceOrders, wait_for_their_price_and_keep_their_type) {
    House house;
    const auto& alice = house.alice.key("hmac");
    trade_at(house, "50000");
    const Heard placed = house.place(alice, std::string{stop} + "&newOrderRespType=RESULT");
    ASSERT_EQ(placed.status, 200U) << placed.body;
    EXPECT_EQ(placed.text("/status"), "NEW");
    EXPECT_EQ(placed.text("/type"), "STOP_LOSS_LIMIT");
    EXPECT_EQ(placed.text("/workingTime"), "-1");
    EXPECT_EQ(placed.text("/stopPrice"), "49000.00000000");
    EXPECT_EQ(order_named(house, alice, "stop").text("/isWorking"), "false");
    EXPECT_EQ(house.get("/api/v3/depth?symbol=BTCUSDT").text("/asks"), "[]");

    house.clock.advance(core::seconds(1));
    house.place(house.bob.key("hmac"), limit("BUY", "0.3", "49000"));
    house.place(alice, "symbol=BTCUSDT&side=SELL&type=MARKET&quantity=0.1");
    const Heard sold = order_named(house, alice, "stop");
    EXPECT_EQ(sold.text("/status"), "FILLED") << sold.body;
    EXPECT_EQ(sold.text("/type"), "STOP_LOSS_LIMIT");
    EXPECT_EQ(sold.text("/isWorking"), "true");
    EXPECT_EQ(sold.text("/workingTime"), "1800000001000");
    EXPECT_EQ(sold.text("/cummulativeQuoteQty"), "4900.00000000");
}

TEST(BinanceOrders, stay_as_large_as_they_were_asked_for_where_money_buys_less) {
    House house;
    const auto& alice = house.alice.key("hmac");
    const auto& bob = house.bob.key("hmac");
    trade_at(house, "50000");
    const Heard placed = house.place(alice,
                                     "symbol=BTCUSDT&side=BUY&type=STOP_LOSS&quantity=90"
                                     "&stopPrice=50100&newClientOrderId=large");
    ASSERT_EQ(placed.status, 200U) << placed.body;
    const std::string offer = "symbol=BTCUSDT&side=SELL&type=LIMIT&timeInForce=GTC&quantity=";
    house.place(bob, offer + "90&price=200000");
    trade_at(house, "50100");

    const auto told = [](const Heard& heard, const std::string& at) {
        return heard.text(at + "/status") + " " + heard.text(at + "/origQty") + " " +
               heard.text(at + "/executedQty") + " " + heard.text(at + "/cummulativeQuoteQty");
    };
    constexpr const char* expected = "EXPIRED 90.00000000 49.94995000 9989990.00000000";
    const Heard bought = order_named(house, alice, "large");
    EXPECT_EQ(told(bought, ""), expected) << bought.body;
    EXPECT_EQ(bought.text("/expiryReason"), "REJECTED");
    const Heard all = house.signed_by(alice, "GET", "/api/v3/allOrders", "symbol=BTCUSDT");
    EXPECT_EQ(told(all, "/1"), expected) << all.body;
}

TEST(BinanceOrders, are_acknowledged_only_where_they_wait) {
    House house;
    trade_at(house, "50000");
    const Heard placed = house.place(house.alice.key("hmac"), stop);
    EXPECT_EQ(placed.body, R"({"symbol":"BTCUSDT","orderId":)" + placed.text("/orderId") +
                               R"(,"orderListId":-1,"clientOrderId":"stop",)"
                               R"("transactTime":1800000000000})");
}

TEST(BinanceOrders, that_would_trigger_at_once_are_refused) {
    House house;
    const auto& alice = house.alice.key("hmac");
    trade_at(house, "50000");
    const std::string all = "symbol=BTCUSDT&quantity=0.1";
    for (const char* wrong :
         {"&side=SELL&type=STOP_LOSS&stopPrice=50000",
          "&side=SELL&type=TAKE_PROFIT&stopPrice=50000", "&side=BUY&type=STOP_LOSS&stopPrice=49000",
          "&side=BUY&type=TAKE_PROFIT&stopPrice=51000"}) {
        EXPECT_EQ(house.place(alice, all + wrong).body,
                  R"({"code":-2010,"msg":"Order would trigger immediately."})")
            << wrong;
    }
}

TEST(BinanceOrders, may_trail_the_market) {
    House house;
    const auto& alice = house.alice.key("hmac");
    trade_at(house, "50000");
    const Heard placed = house.place(alice,
                                     "symbol=BTCUSDT&side=SELL&type=STOP_LOSS&quantity=0.1"
                                     "&trailingDelta=100&newOrderRespType=RESULT");
    ASSERT_EQ(placed.status, 200U) << placed.body;
    EXPECT_EQ(placed.text("/trailingDelta"), "100");
    EXPECT_EQ(placed.text("/trailingTime"), "1800000000000");
    EXPECT_EQ(placed.text("/price"), "0.00000000");
    EXPECT_EQ(placed.text("/stopPrice"), "");
}

TEST(BinanceOrders, may_trail_from_a_price_on_and_say_since_when) {
    House house;
    const auto& alice = house.alice.key("hmac");
    trade_at(house, "50000");
    const Heard placed = house.place(alice,
                                     "symbol=BTCUSDT&side=SELL&type=STOP_LOSS&quantity=0.1"
                                     "&stopPrice=51000&trailingDelta=100&newOrderRespType=RESULT"
                                     "&newClientOrderId=trail");
    ASSERT_EQ(placed.status, 200U) << placed.body;
    EXPECT_EQ(placed.text("/trailingTime"), "-1");
    EXPECT_EQ(order_named(house, alice, "trail").text("/trailingTime"), "-1");

    house.clock.advance(core::hours(30));
    trade_at(house, "51500");
    house.clock.advance(core::seconds(1));
    trade_at(house, "51400");
    const Heard waiting = order_named(house, alice, "trail");
    EXPECT_EQ(waiting.text("/trailingTime") + " " + waiting.text("/isWorking"),
              "1800108000000 false");
    EXPECT_EQ(house.signed_by(alice, "GET", "/api/v3/openOrders").text("/0/trailingTime"),
              "1800108000000");

    house.place(house.bob.key("hmac"), limit("BUY", "0.3", "50900"));
    house.place(alice, "symbol=BTCUSDT&side=SELL&type=MARKET&quantity=0.1");
    const Heard sold = order_named(house, alice, "trail");
    EXPECT_EQ(sold.text("/status") + " " + sold.text("/trailingTime"), "FILLED 1800108000000");
    const Heard all = house.signed_by(alice, "GET", "/api/v3/allOrders", "symbol=BTCUSDT");
    EXPECT_NE(all.body.find("\"trailingTime\":1800108000000"), std::string::npos) << all.body;
}

TEST(BinanceOrders, may_show_a_part_of_themselves) {
    House house;
    const auto& alice = house.alice.key("hmac");
    const Heard placed = house.place(alice,
                                     "symbol=BTCUSDT&side=SELL&type=LIMIT&timeInForce=GTC"
                                     "&quantity=1&price=51000&icebergQty=0.2&newClientOrderId=ice");
    ASSERT_EQ(placed.status, 200U) << placed.body;
    EXPECT_EQ(placed.text("/icebergQty"), "0.20000000");
    EXPECT_EQ(house.get("/api/v3/depth?symbol=BTCUSDT").text("/asks"),
              R"([["51000.00000000","0.20000000"]])");
    EXPECT_EQ(order_named(house, alice, "ice").text("/icebergQty"), "0.20000000");
    EXPECT_EQ(house
                  .place(alice,
                         "symbol=BTCUSDT&side=SELL&type=LIMIT&timeInForce=GTC&quantity=1"
                         "&price=51000&icebergQty=0.09")
                  .body,
              R"({"code":-1013,"msg":"Filter failure: ICEBERG_PARTS"})");
}

TEST(BinanceOrders, tell_their_owners_numbers_only_if_he_gave_them) {
    House house;
    const auto& alice = house.alice.key("hmac");
    const std::string order = limit("SELL", "1", "51000");
    const Heard numbered = house.place(alice, order + "&strategyId=7&strategyType=1000001");
    EXPECT_EQ(numbered.text("/strategyId") + " " + numbered.text("/strategyType"), "7 1000001");
    EXPECT_EQ(house.place(alice, order).text("/strategyId"), "");
}

TEST(BinanceOrders, are_cancelled_under_conditions) {
    House house;
    const auto& alice = house.alice.key("hmac");
    const std::string order = limit("SELL", "1", "51000");
    house.place(alice, order + "&newClientOrderId=one");
    const std::string other = house.place(alice, order + "&newClientOrderId=two").text("/orderId");
    const auto cancel = [&](const std::string& more) {
        return house.signed_by(alice, "DELETE", "/api/v3/order", "symbol=BTCUSDT&" + more);
    };
    EXPECT_EQ(cancel("origClientOrderId=one&cancelRestrictions=ONLY_PARTIALLY_FILLED").body,
              R"({"code":-2011,"msg":"Order was not canceled due to cancel restrictions."})");
    EXPECT_EQ(cancel("origClientOrderId=one&orderId=" + other).body,
              R"({"code":-2039,"msg":"Client order ID is not correct for this order ID."})");
    EXPECT_EQ(cancel("origClientOrderId=one&cancelRestrictions=ONLY_NEW").text("/status"),
              "CANCELED");
    EXPECT_EQ(house
                  .signed_by(alice, "GET", "/api/v3/order",
                             "symbol=BTCUSDT&origClientOrderId=one&orderId=" + other)
                  .text("/code"),
              "-2039");
}

// --- cancel-replace

constexpr const char* resting =
    "symbol=BTCUSDT&side=SELL&type=LIMIT&timeInForce=GTC&quantity=1&price=51000";

Heard replace(House& house, const OwnKey& key, const std::string& more) {
    return house.signed_by(key, "POST", "/api/v3/order/cancelReplace",
                           std::string{resting} + "&" + more);
}

TEST(BinanceOrders, are_replaced_in_one_step) {
    House house;
    const auto& alice = house.alice.key("hmac");
    house.place(alice, std::string{resting} + "&newClientOrderId=old");
    const Heard done = replace(house, alice,
                               "cancelReplaceMode=STOP_ON_FAILURE&cancelOrigClientOrderId=old"
                               "&cancelNewClientOrderId=bye&newClientOrderId=young");
    ASSERT_EQ(done.status, 200U) << done.body;
    EXPECT_EQ(done.text("/cancelResult"), "SUCCESS");
    EXPECT_EQ(done.text("/newOrderResult"), "SUCCESS");
    EXPECT_EQ(done.text("/cancelResponse/origClientOrderId"), "old");
    EXPECT_EQ(done.text("/cancelResponse/clientOrderId"), "bye");
    EXPECT_EQ(done.text("/cancelResponse/status"), "CANCELED");
    EXPECT_EQ(done.text("/newOrderResponse/clientOrderId"), "young");
    EXPECT_EQ(done.text("/newOrderResponse/status"), "NEW");
    EXPECT_EQ(done.header("X-MBX-ORDER-COUNT-10S"), "2");
    EXPECT_EQ(done.text("/code"), "");
}

TEST(BinanceOrders, say_of_each_half_of_a_replacement_how_it_went) {
    House house;
    const auto& alice = house.alice.key("hmac");
    const Heard stopped =
        replace(house, alice, "cancelReplaceMode=STOP_ON_FAILURE&cancelOrderId=987654321");
    EXPECT_EQ(stopped.status, 400U);
    EXPECT_EQ(stopped.body, R"({"code":-2022,"msg":"Order cancel-replace failed.","data":{)"
                            R"("cancelResult":"FAILURE","newOrderResult":"NOT_ATTEMPTED",)"
                            R"("cancelResponse":{"code":-2011,"msg":"Unknown order sent."},)"
                            R"("newOrderResponse":null}})");
    EXPECT_EQ(house.signed_by(alice, "GET", "/api/v3/openOrders").body, "[]");

    const Heard half =
        replace(house, alice,
                "cancelReplaceMode=ALLOW_FAILURE&cancelOrderId=987654321&newClientOrderId=young");
    EXPECT_EQ(half.status, 409U);
    EXPECT_EQ(half.text("/code"), "-2021");
    EXPECT_EQ(half.text("/msg"), "Order cancel-replace partially failed.");
    EXPECT_EQ(half.text("/data/cancelResult"), "FAILURE");
    EXPECT_EQ(half.text("/data/newOrderResult"), "SUCCESS");
    EXPECT_EQ(half.text("/data/newOrderResponse/clientOrderId"), "young");
    EXPECT_EQ(half.header("X-MBX-ORDER-COUNT-10S") + " " + half.header("X-MBX-ORDER-COUNT-1D"),
              "1 1");

    const Heard neither =
        house.signed_by(alice, "POST", "/api/v3/order/cancelReplace",
                        "symbol=BTCUSDT&side=SELL&type=LIMIT&timeInForce=GTC&quantity=900"
                        "&price=51000&cancelReplaceMode=ALLOW_FAILURE&cancelOrderId=987654321");
    EXPECT_EQ(neither.status, 400U);
    EXPECT_EQ(neither.body, R"({"code":-2022,"msg":"Order cancel-replace failed.","data":{)"
                            R"("cancelResult":"FAILURE","newOrderResult":"FAILURE",)"
                            R"("cancelResponse":{"code":-2011,"msg":"Unknown order sent."},)"
                            R"("newOrderResponse":{"code":-2010,)"
                            R"("msg":"Account has insufficient balance for requested action."}}})");
    EXPECT_EQ(neither.header("X-MBX-ORDER-COUNT-10S"), "");

    const Heard lost =
        house.signed_by(alice, "POST", "/api/v3/order/cancelReplace",
                        "symbol=BTCUSDT&side=SELL&type=LIMIT&timeInForce=GTC&quantity=900"
                        "&price=51000&cancelReplaceMode=STOP_ON_FAILURE"
                        "&cancelOrigClientOrderId=young");
    EXPECT_EQ(lost.status, 409U);
    EXPECT_EQ(lost.text("/data/cancelResult") + " " + lost.text("/data/newOrderResult"),
              "SUCCESS FAILURE");
    EXPECT_EQ(house.signed_by(alice, "GET", "/api/v3/openOrders").body, "[]");
}

TEST(BinanceOrders, are_not_touched_by_a_replacement_that_is_wrong_in_itself) {
    House house;
    const auto& alice = house.alice.key("hmac");
    house.place(alice, std::string{resting} + "&newClientOrderId=old");
    EXPECT_EQ(replace(house, alice, "cancelOrderId=1").body,
              R"({"code":-1102,"msg":"Mandatory parameter 'cancelReplaceMode' was not sent, was )"
              R"(empty/null, or malformed."})");
    EXPECT_EQ(replace(house, alice, "cancelReplaceMode=STOP_ON_FAILURE").body,
              R"({"code":-1102,"msg":"Param 'cancelOrigClientOrderId' or 'cancelOrderId' must be )"
              R"(sent, but both were empty/null!"})");
    EXPECT_EQ(house
                  .signed_by(alice, "POST", "/api/v3/order/cancelReplace",
                             "symbol=BTCUSDT&side=SELL&type=LIMIT&timeInForce=GTC&quantity=0.0001"
                             "&price=20000&cancelReplaceMode=ALLOW_FAILURE"
                             "&cancelOrigClientOrderId=old")
                  .body,
              R"({"code":-1013,"msg":"Filter failure: NOTIONAL"})");
    EXPECT_EQ(order_named(house, alice, "old").text("/status"), "NEW");
}

TEST(BinanceOrders, go_without_a_successor_where_there_is_no_room_for_one) {
    House house{{.orders_per_10_seconds = 1}};
    const auto& alice = house.alice.key("hmac");
    house.place(alice, std::string{resting} + "&newClientOrderId=old");
    const std::string ask = "cancelReplaceMode=STOP_ON_FAILURE&cancelOrigClientOrderId=old";
    EXPECT_EQ(replace(house, alice, ask).status, 429U);
    const Heard gone = replace(house, alice, ask + "&orderRateLimitExceededMode=CANCEL_ONLY");
    EXPECT_EQ(gone.status, 409U) << gone.body;
    EXPECT_EQ(gone.text("/data/cancelResult"), "SUCCESS");
    EXPECT_EQ(gone.text("/data/newOrderResponse/code"), "-1015");
    EXPECT_EQ(order_named(house, alice, "old").text("/status"), "CANCELED");
}

// --- amend

TEST(BinanceOrders, are_made_smaller_and_tell_it) {
    House house;
    const auto& alice = house.alice.key("hmac");
    const std::string id =
        house.place(alice, std::string{resting} + "&newClientOrderId=big").text("/orderId");
    const auto amend = [&](const std::string& more) {
        return house.signed_by(alice, "PUT", "/api/v3/order/amend/keepPriority",
                               "symbol=BTCUSDT&" + more);
    };
    house.clock.advance(core::seconds(1));
    const Heard done = amend("orderId=" + id + "&newQty=0.4&newClientOrderId=small");
    ASSERT_EQ(done.status, 200U) << done.body;
    EXPECT_EQ(done.body,
              R"({"transactTime":1800000001000,"executionId":)" + done.text("/executionId") +
                  R"(,"amendedOrder":{"symbol":"BTCUSDT","orderId":)" + id +
                  R"(,"orderListId":-1,"origClientOrderId":"big","clientOrderId":"small",)"
                  R"("price":"51000.00000000","qty":"0.40000000","executedQty":"0.00000000",)"
                  R"("preventedQty":"0.00000000","quoteOrderQty":"0.00000000",)"
                  R"("cumulativeQuoteQty":"0.00000000","status":"NEW","timeInForce":"GTC",)"
                  R"("type":"LIMIT","side":"SELL","workingTime":1800000000000,)"
                  R"("selfTradePreventionMode":"EXPIRE_MAKER"}})");
    EXPECT_EQ(
        house.signed_by(alice, "GET", "/api/v3/order/amendments", "symbol=BTCUSDT&orderId=" + id)
            .body,
        R"([{"symbol":"BTCUSDT","orderId":)" + id + R"(,"executionId":)" +
            done.text("/executionId") +
            R"(,"origClientOrderId":"big","newClientOrderId":"small",)"
            R"("origQty":"1.00000000","newQty":"0.40000000","time":1800000001000}])");
    EXPECT_EQ(amend("orderId=" + id + "&newQty=0.5").body,
              R"({"code":-2038,"msg":"Order amend (quantity increase) is not supported."})");
    EXPECT_EQ(amend("orderId=" + id + "&newQty=0.4").body,
              R"({"code":-2038,"msg":"The requested action would change no state; rejecting."})");
    EXPECT_EQ(amend("orderId=" + id + "&newQty=0").body,
              R"({"code":-1013,"msg":"Invalid quantity."})");
    EXPECT_EQ(amend("orderId=987654321&newQty=0.1").body,
              R"({"code":-2013,"msg":"Order does not exist."})");
    EXPECT_EQ(amend("orderId=" + id).text("/code"), "-1102");
}

// --- self-trade prevention

TEST(BinanceOrders, of_one_owner_that_did_not_meet_are_listed) {
    House house;
    const auto& alice = house.alice.key("hmac");
    const std::string maker = house.place(alice, resting).text("/orderId");
    const Heard taker = house.place(alice,
                                    "symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTC"
                                    "&quantity=0.4&price=51000"
                                    "&selfTradePreventionMode=EXPIRE_TAKER");
    EXPECT_EQ(taker.text("/status"), "EXPIRED_IN_MATCH") << taker.body;
    EXPECT_EQ(taker.text("/preventedMatchId"), "1");
    EXPECT_EQ(taker.text("/preventedQuantity"), "0.40000000");
    EXPECT_EQ(house
                  .signed_by(alice, "GET", "/api/v3/myPreventedMatches",
                             "symbol=BTCUSDT&preventedMatchId=1")
                  .body,
              R"([{"symbol":"BTCUSDT","preventedMatchId":1,"takerOrderId":)" +
                  taker.text("/orderId") + R"(,"makerSymbol":"BTCUSDT","makerOrderId":)" + maker +
                  R"(,"tradeGroupId":)" + std::to_string(house.alice.account.value) +
                  R"(,"selfTradePreventionMode":"EXPIRE_TAKER","price":"51000.00000000",)"
                  R"("makerPreventedQuantity":"0.00000000","transactTime":1800000000000}])");
    EXPECT_EQ(house
                  .signed_by(alice, "GET", "/api/v3/myPreventedMatches",
                             "symbol=BTCUSDT&orderId=" + maker)
                  .text("/0/preventedMatchId"),
              "1");
    EXPECT_EQ(
        house.signed_by(alice, "GET", "/api/v3/myPreventedMatches", "symbol=BTCUSDT").text("/code"),
        "-1102");
}

TEST(BinanceOrders, name_the_match_that_was_prevented_wherever_they_are_told) {
    House house;
    const auto& alice = house.alice.key("hmac");
    house.place(alice, std::string{resting} + "&newClientOrderId=maker");
    EXPECT_EQ(order_named(house, alice, "maker").text("/preventedMatchId"), "");
    const std::string buy =
        "symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTC&price=51000&quantity=0.";
    house.place(alice, buy + "4&selfTradePreventionMode=DECREMENT&newClientOrderId=smaller");
    house.place(alice, buy + "3&selfTradePreventionMode=EXPIRE_TAKER&newClientOrderId=taker");

    const Heard maker = order_named(house, alice, "maker");
    EXPECT_EQ(maker.text("/status") + " " + maker.text("/preventedQuantity") + " " +
                  maker.text("/preventedMatchId"),
              "NEW 0.40000000 1");
    const Heard open = house.signed_by(alice, "GET", "/api/v3/openOrders");
    EXPECT_EQ(open.text("/0/preventedMatchId"), "1") << open.body;
    EXPECT_EQ(order_named(house, alice, "taker").text("/preventedMatchId"), "2");
    const Heard all = house.signed_by(alice, "GET", "/api/v3/allOrders", "symbol=BTCUSDT");
    EXPECT_EQ(all.text("/0/preventedMatchId") + all.text("/1/preventedMatchId") +
                  all.text("/2/preventedMatchId"),
              "112")
        << all.body;
    const Heard gone =
        house.signed_by(alice, "DELETE", "/api/v3/order", "symbol=BTCUSDT&origClientOrderId=maker");
    EXPECT_EQ(gone.text("/preventedQuantity") + " " + gone.text("/preventedMatchId"),
              "0.40000000 1");
}

TEST(BinanceOrders, are_routed_by_placing_them) {
    House house;
    const auto& alice = house.alice.key("hmac");
    EXPECT_EQ(house.signed_by(alice, "POST", "/api/v3/sor/order/test", resting).body, "{}");
    const Heard placed = house.signed_by(alice, "POST", "/api/v3/sor/order", resting);
    EXPECT_EQ(placed.text("/status"), "NEW");
    EXPECT_EQ(placed.text("/usedSor"), "");
}

// --- windows of time

TEST(BinanceWindows, tell_a_stretch_that_is_asked_for) {
    House house;
    trade_at(house, "50000");
    house.clock.advance(core::minutes(10));
    trade_at(house, "50100");
    const Heard hour = house.get("/api/v3/ticker?symbol=BTCUSDT&windowSize=1h");
    EXPECT_EQ(hour.body,
              R"({"symbol":"BTCUSDT","priceChange":"100.00000000","priceChangePercent":"0.200",)"
              R"("weightedAvgPrice":"50050.00000000","openPrice":"50000.00000000",)"
              R"("highPrice":"50100.00000000","lowPrice":"50000.00000000",)"
              R"("lastPrice":"50100.00000000","volume":"0.20000000",)"
              R"("quoteVolume":"10010.00000000","openTime":1799997001000,)"
              R"("closeTime":1800000600000,"firstId":1,"lastId":2,"count":2})");
    EXPECT_EQ(house.get("/api/v3/ticker?symbol=BTCUSDT&windowSize=5m").text("/count"), "1");
    EXPECT_EQ(house.get("/api/v3/ticker?symbols=[\"BTCUSDT\"]&type=MINI").text("/0/priceChange"),
              "");
    EXPECT_EQ(house.get("/api/v3/ticker/tradingDay?symbol=BTCUSDT&timeZone=8").text("/count"), "2");
    for (const char* wrong : {"0m", "60m", "24h", "8d", "1w", "h", "1"}) {
        EXPECT_EQ(house.get(std::string{"/api/v3/ticker?symbol=BTCUSDT&windowSize="} + wrong).body,
                  R"({"code":-1130,"msg":"Data sent for parameter 'windowSize' is not valid."})")
            << wrong;
    }
    EXPECT_EQ(house.get("/api/v3/ticker").text("/code"), "-1102");
}

}  // namespace
