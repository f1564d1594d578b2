// Binance's WebSocket API from outside: what is said on a connection, and what comes back.
#include "api/dialects/binance/ws_api_call.hpp"
#include "api/ws_api_client.hpp"

namespace {

using ws_api::Connection;
using ws_api::Heard;
using ws_api::House;
using ws_api::Params;

Params order(const std::string& side, const std::string& price, const std::string& id) {
    return {{"symbol", "BTCUSDT"},   {"side", side},      {"type", "LIMIT"},
            {"timeInForce", "GTC"},  {"quantity", "0.1"}, {"price", price},
            {"newClientOrderId", id}};
}

std::string code(const Heard& heard) {
    return std::to_string(heard.status) + " " + heard.text("/error/code");
}

// The ids of what stands open of somebody.
std::string open_of(House& house, const support::Person& person) {
    return house.signed_by(person.key("hmac"), "GET", "/api/v3/openOrders")
        .text("/0/clientOrderId");
}

TEST(WsApi, answers_with_the_id_it_was_asked_with) {
    House house;
    Connection line = house.connect("returnRateLimits=false");
    EXPECT_EQ(line.ask_raw(R"({"id":"a-1","method":"ping"})").body,
              R"({"id":"a-1","status":200,"result":{}})");
    EXPECT_EQ(line.ask_raw(R"({"id":12,"method":"v3/time","params":{}})").body,
              R"({"id":12,"status":200,"result":{"serverTime":1800000000000}})");
    EXPECT_EQ(line.ask_raw(R"({"method":"ping","params":{"returnRateLimits":true}})").body,
              R"({"id":null,"status":200,"result":{},"rateLimits":[)"
              R"({"rateLimitType":"REQUEST_WEIGHT","interval":"MINUTE","intervalNum":1,)"
              R"("limit":100000,"count":3}]})");
    EXPECT_EQ(line.ask_raw("{").body,
              R"({"id":null,"status":400,"error":{"code":-1135,"msg":"Invalid JSON Request"}})");
    EXPECT_EQ(line.ask_raw(R"({"id":3,"method":"order.steal"})").body,
              R"({"id":3,"status":400,"error":{"code":-1130,"msg":)"
              R"("Data sent for parameter 'method' is not valid."}})");
    EXPECT_EQ(code(line.ask("depth", {{"symbol", "NONE"}})), "400 -1121");
    EXPECT_EQ(line.ask_raw(R"({"id":4,"method":"ticker.price","params":{"symbols":["BTCUSDT"]}})")
                  .text("/result/0/symbol"),
              "BTCUSDT");
}

TEST(WsApi, tells_times_in_the_unit_of_its_address) {
    House house;
    Connection line = house.connect("timeUnit=MICROSECOND");
    EXPECT_EQ(line.ask("time").text("/result/serverTime"), "1800000000000000");
    auto refused = house.upgrade("timeUnit=HOUR", std::make_shared<ws_api::Line>());
    ASSERT_TRUE(std::holds_alternative<api::Response>(refused));
    EXPECT_EQ(std::get<api::Response>(refused).status, 400U);
}

TEST(WsApi, places_shows_and_cancels_orders_by_the_same_code_as_rest) {
    House house;
    Connection line = house.connect();
    const auto& key = house.alice.key("hmac");
    const Heard placed = line.ask_signed(key, "order.place", order("BUY", "50000.00", "one"));
    ASSERT_EQ(placed.status, 200U) << placed.body;
    EXPECT_EQ(placed.text("/result/status"), "NEW");
    EXPECT_EQ(placed.text("/result/price"), "50000.00000000");
    EXPECT_EQ(placed.text("/rateLimits/1/rateLimitType"), "ORDERS");
    EXPECT_EQ(placed.text("/rateLimits/1/count"), "1");
    EXPECT_EQ(open_of(house, house.alice), "one");

    const Params named{{"symbol", "BTCUSDT"}, {"origClientOrderId", "one"}};
    EXPECT_EQ(line.ask_signed(key, "order.status", named).text("/result/status"), "NEW");
    EXPECT_EQ(line.ask_signed(key, "openOrders.status").text("/result/0/clientOrderId"), "one");
    EXPECT_EQ(code(line.ask_signed(key, "order.place", order("BUY", "50000.00", "one"))),
              "400 -2010");
    EXPECT_EQ(line.ask_signed(key, "order.cancel", named).text("/result/status"), "CANCELED");
    EXPECT_EQ(code(line.ask_signed(key, "order.cancel", named)), "400 -2011");
    EXPECT_EQ(code(line.ask_signed(key, "order.place", order("BUY", "50000.001", "two"))),
              "400 -1013");
}

TEST(WsApi, judges_each_request_as_rest_does) {
    House house;
    Connection line = house.connect();
    EXPECT_EQ(code(line.ask("account.status")), "401 -2014");
    EXPECT_EQ(code(line.ask("account.status", {{"apiKey", house.alice.key("hmac").name}})),
              "400 -1102");
    EXPECT_EQ(code(line.ask_timed("account.status",
                                  {{"apiKey", house.alice.key("hmac").name}, {"signature", "00"}})),
              "400 -1022");
    EXPECT_EQ(code(line.ask_signed(house.alice.key("read_only"), "order.place",
                                   order("BUY", "50000", "x"))),
              "401 -2015");
    EXPECT_EQ(code(line.ask_signed(house.carol.key("hmac"), "account.status")), "401 -2015");
    EXPECT_EQ(line.ask_signed(house.alice.key("ed25519"), "account.status").status, 200U);
    EXPECT_EQ(
        line.ask_signed(house.alice.key("hmac"), "account.status").text("/rateLimits/0/count"),
        "41")
        << "signed requests are the account's, by whichever key";
}

TEST(WsApi, logs_on_with_ed25519_and_needs_only_the_time_from_then_on) {
    House house;
    Connection line = house.connect();
    EXPECT_EQ(line.ask("session.status").text("/result"),
              R"({"apiKey":null,"authorizedSince":null,"connectedSince":1800000000000,)"
              R"("returnRateLimits":true,"serverTime":1800000000000,"userDataStream":false})");
    EXPECT_EQ(line.ask_signed(house.alice.key("hmac"), "session.logon").text("/error"),
              R"({"code":-4056,"msg":"HMAC_SHA256 API key is not supported."})");
    EXPECT_EQ(code(line.ask_timed("account.status")), "401 -2014");

    const auto& key = house.alice.key("ed25519");
    EXPECT_EQ(line.ask_signed(key, "session.logon").text("/result/apiKey"), key.name);
    EXPECT_EQ(line.ask_timed("account.status").status, 200U);
    EXPECT_EQ(code(line.ask("account.status")), "400 -1102") << "the time is still needed";
    EXPECT_EQ(line.ask_timed("order.place", order("SELL", "60000", "s")).status, 200U);
    EXPECT_EQ(line.ask_signed(house.bob.key("hmac"), "openOrders.status").text("/result"), "[]")
        << "who signs is asked for himself";

    EXPECT_EQ(line.ask("session.logout").text("/result/apiKey"), "null");
    EXPECT_EQ(code(line.ask_timed("account.status")), "401 -2014");
}

TEST(WsApi, a_frozen_key_stops_at_once_and_its_events_end) {
    House house;
    Connection line = house.connect();
    const auto& key = house.alice.key("ed25519");
    ASSERT_EQ(line.ask_signed(key, "session.logon").status, 200U);
    ASSERT_EQ(line.ask("userDataStream.subscribe").status, 200U);
    house.command(core::SetKeyStatus{key.id, core::KeyStatus::frozen_risk},
                  {.surface = core::Surface::cli});
    EXPECT_EQ(code(line.ask_timed("account.status")), "401 -2015");
    EXPECT_EQ(code(line.ask("userDataStream.subscribe")), "401 -2015");
    EXPECT_EQ(line.event().text("/event/e"), "eventStreamTerminated");
    EXPECT_EQ(line.ask("session.subscriptions").text("/result"), "[]");
}

TEST(WsApi, tells_ones_own_orders_after_the_acknowledgement) {
    House house;
    Connection line = house.connect("returnRateLimits=false");
    const auto& key = house.alice.key("hmac");
    EXPECT_EQ(code(line.ask("userDataStream.subscribe")), "401 -1002");
    EXPECT_EQ(line.ask_signed(key, "userDataStream.subscribe.signature").text("/result"),
              R"({"subscriptionId":0})");
    EXPECT_EQ(code(line.ask_signed(key, "userDataStream.subscribe.signature")), "400 -2035");
    EXPECT_EQ(line.ask("session.subscriptions").text("/result"), R"([{"subscriptionId":0}])");
    EXPECT_EQ(line.ask_signed(house.bob.key("hmac"), "userDataStream.subscribe.signature")
                  .text("/result/subscriptionId"),
              "1");

    ASSERT_EQ(line.ask_signed(key, "order.place", order("BUY", "50000", "mine")).status, 200U);
    const Heard report = line.event();
    EXPECT_EQ(report.text("/subscriptionId"), "0");
    EXPECT_EQ(report.text("/event/e"), "executionReport");
    EXPECT_EQ(report.text("/event/c"), "mine");
    EXPECT_EQ(report.text("/event/x"), "NEW");
    EXPECT_EQ(line.event().text("/event/e"), "outboundAccountPosition");

    EXPECT_EQ(line.ask("userDataStream.unsubscribe", {{"subscriptionId", "0"}}).text("/result"),
              "{}");
    EXPECT_EQ(line.event().text("/event/e"), "eventStreamTerminated");
    EXPECT_EQ(code(line.ask("userDataStream.unsubscribe", {{"subscriptionId", "0"}})), "400 -2036");
    EXPECT_EQ(line.ask("userDataStream.unsubscribe").text("/result"), "{}");
    EXPECT_EQ(line.event().text("/subscriptionId"), "1");
    EXPECT_EQ(code(line.ask("userDataStream.unsubscribe")), "400 -2036");
}

// Clients look for a cancelled order under C, and for all others under c.
TEST(WsApi, names_a_cancelled_order_whoever_cancelled_it) {
    House house;
    Connection line = house.connect("returnRateLimits=false");
    const auto& key = house.alice.key("hmac");
    for (const char* id : {"one", "two"}) {
        ASSERT_EQ(line.ask_signed(key, "order.place", order("BUY", "50000", id)).status, 200U);
    }
    ASSERT_EQ(line.ask_signed(key, "userDataStream.subscribe.signature").status, 200U);
    line.ask_signed(
        key, "order.cancel",
        {{"symbol", "BTCUSDT"}, {"origClientOrderId", "one"}, {"newClientOrderId", "the-cancel"}});
    const Heard named = line.event();
    EXPECT_EQ(named.text("/event/x") + " " + named.text("/event/c") + " " + named.text("/event/C"),
              "CANCELED the-cancel one");
    line.event();
    line.ask_signed(key, "openOrders.cancelAll", {{"symbol", "BTCUSDT"}});
    const Heard all = line.event();
    EXPECT_EQ(all.text("/event/x") + " " + all.text("/event/c") + " " + all.text("/event/C"),
              "CANCELED two two");
}

TEST(WsApi, tells_what_self_trade_prevention_took) {
    House house;
    Connection line = house.connect("returnRateLimits=false");
    const auto& key = house.alice.key("hmac");
    line.ask_signed(key, "order.place", order("BUY", "50000", "maker"));
    ASSERT_EQ(line.ask_signed(key, "userDataStream.subscribe.signature").status, 200U);
    Params taker = order("SELL", "50000", "taker");
    taker["selfTradePreventionMode"] = "EXPIRE_TAKER";
    const std::string id = line.ask_signed(key, "order.place", taker).text("/result/orderId");
    EXPECT_EQ(line.event().text("/event/x"), "NEW");
    const Heard prevented = line.event();
    const auto field = [&](const char* name) {
        return prevented.text(std::string{"/event/"} + name);
    };
    EXPECT_EQ(field("x") + " " + field("X") + " " + field("i"),
              "TRADE_PREVENTION EXPIRED_IN_MATCH " + id);
    EXPECT_EQ(field("v") + " " + field("A") + " " + field("B"), "1 0.10000000 0.10000000");
    EXPECT_EQ(field("u"), std::to_string(house.alice.account.value));
    EXPECT_EQ(field("Cs") + " " + field("pl") + " " + field("pL") + " " + field("pY"),
              "BTCUSDT 0.10000000 50000.00000000 5000.00000000");
}

TEST(WsApi, counts_the_order_of_half_a_replacement) {
    House house;
    Connection line = house.connect();
    Params params = order("BUY", "50000", "young");
    params["cancelReplaceMode"] = "ALLOW_FAILURE";
    params["cancelOrderId"] = "987654321";
    const Heard half = line.ask_signed(house.alice.key("hmac"), "order.cancelReplace", params);
    EXPECT_EQ(code(half), "409 -2021");
    EXPECT_EQ(half.text("/rateLimits/1/rateLimitType") + half.text("/rateLimits/1/count"),
              "ORDERS1");
}

TEST(WsApi, a_logout_ends_only_what_the_logon_began) {
    House house;
    Connection line = house.connect();
    ASSERT_EQ(line.ask_signed(house.alice.key("ed25519"), "session.logon").status, 200U);
    ASSERT_EQ(line.ask("userDataStream.subscribe").text("/result/subscriptionId"), "0");
    ASSERT_EQ(line.ask_signed(house.bob.key("hmac"), "userDataStream.subscribe.signature").status,
              200U);
    EXPECT_EQ(line.ask("session.status").text("/result/userDataStream"), "true");
    EXPECT_EQ(line.ask("session.logout").text("/result/userDataStream"), "false");
    EXPECT_EQ(line.event().body,
              R"({"subscriptionId":0,"event":{"e":"eventStreamTerminated","E":1800000000000}})");
    EXPECT_EQ(line.event().body, "");
    EXPECT_EQ(line.ask("session.subscriptions").text("/result"), R"([{"subscriptionId":1}])");
}

TEST(WsApi, opens_extends_and_closes_listen_keys) {
    House house;
    Connection line = house.connect();
    const std::string key = house.alice.key("hmac").name;
    const std::string name =
        line.ask("userDataStream.start", {{"apiKey", key}}).text("/result/listenKey");
    EXPECT_EQ(name.size(), 64U);
    EXPECT_EQ(line.ask("userDataStream.ping", {{"apiKey", key}, {"listenKey", name}}).status, 200U);
    EXPECT_EQ(line.ask("userDataStream.stop", {{"apiKey", key}, {"listenKey", name}}).status, 200U);
    EXPECT_EQ(code(line.ask("userDataStream.ping", {{"apiKey", key}, {"listenKey", name}})),
              "400 -1125");
    EXPECT_EQ(code(line.ask("userDataStream.start")), "401 -2014");
}

TEST(WsApi, a_lost_connection_cancels_what_was_placed_on_it) {
    House house;
    Connection bound = house.connect("cancelOnDisconnect=session");
    Connection other = house.connect();
    const auto& key = house.alice.key("hmac");
    ASSERT_EQ(bound.ask_signed(key, "order.place", order("BUY", "40000", "bound")).status, 200U);
    ASSERT_EQ(other.ask_signed(key, "order.place", order("BUY", "40001", "free")).status, 200U);
    other.lose();
    house.quiet();
    EXPECT_EQ(house.signed_by(key, "GET", "/api/v3/openOrders").text("/1/clientOrderId"), "free");
    bound.lose();
    house.quiet();
    EXPECT_EQ(open_of(house, house.alice), "free");
    EXPECT_EQ(house.signed_by(key, "GET", "/api/v3/order", "symbol=BTCUSDT&origClientOrderId=bound")
                  .text("/status"),
              "CANCELED");
}

TEST(WsApi, a_lost_connection_cancels_its_lists_as_well) {
    House house;
    Connection bound = house.connect("cancelOnDisconnect=session");
    const auto& key = house.alice.key("hmac");
    ASSERT_EQ(bound
                  .ask_signed(key, "orderList.place.oto",
                              {{"symbol", "BTCUSDT"},
                               {"workingType", "LIMIT"},
                               {"workingSide", "BUY"},
                               {"workingPrice", "40000"},
                               {"workingQuantity", "0.1"},
                               {"workingTimeInForce", "GTC"},
                               {"pendingType", "LIMIT"},
                               {"pendingSide", "SELL"},
                               {"pendingPrice", "60000"},
                               {"pendingQuantity", "0.1"},
                               {"pendingTimeInForce", "GTC"}})
                  .status,
              200U);
    bound.lose();
    house.quiet();
    EXPECT_EQ(house.signed_by(key, "GET", "/api/v3/openOrderList").body, "[]");
    EXPECT_EQ(open_of(house, house.alice), "");
}

TEST(WsApi, a_lost_connection_cancels_all_of_its_keys_where_that_is_wished) {
    House house;
    Connection line = house.connect("cancelOnDisconnect=key");
    ASSERT_EQ(line.ask_signed(house.alice.key("ed25519"), "session.logon").status, 200U);
    ASSERT_EQ(house
                  .place(house.alice.key("ed25519"),
                         "symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTC&quantity=0.1"
                         "&price=40000&newClientOrderId=elsewhere")
                  .status,
              200U);
    ASSERT_EQ(house
                  .place(house.alice.key("hmac"),
                         "symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTC&quantity=0.1"
                         "&price=40000&newClientOrderId=others")
                  .status,
              200U);
    line.lose();
    house.quiet();
    EXPECT_EQ(open_of(house, house.alice), "others");
}

TEST(WsApi, tells_who_asks_too_often_when_to_come_back) {
    House house{{.weight_per_minute = 10, .refusals_before_ban = 2}};
    Connection line = house.connect();
    EXPECT_EQ(line.ask("exchangeInfo").text("/error/data"),
              R"({"serverTime":1800000000000,"retryAfter":1800000060000})");
    EXPECT_EQ(code(line.ask("exchangeInfo")), "429 -1003");
    EXPECT_EQ(code(line.ask("exchangeInfo")), "418 -1003");
    EXPECT_TRUE(line.line().is_closed());
}

TEST(WsApi, says_so_before_it_ends) {
    House house;
    Connection line = house.connect();
    line.end();
    EXPECT_EQ(line.event().body, R"({"event":{"e":"serverShutdown","E":1800000000000}})");
}

// Every method there is, with what any of them may need: none is unknown, none is left unanswered.
TEST(WsApi, answers_every_method) {
    House house;
    Connection line = house.connect();
    const Params all{{"symbol", "BTCUSDT"}, {"interval", "1m"}, {"orderId", "1"}};
    for (const api::binance::WsMethod& method : api::binance::ws_methods()) {
        const Heard heard =
            line.ask_signed(house.alice.key("ed25519"), std::string{method.name}, all);
        EXPECT_NE(heard.status, 0U) << method.name;
        EXPECT_LT(heard.status, 500U) << method.name << heard.body;
        EXPECT_NE(heard.text("/error/msg"), "Data sent for parameter 'method' is not valid.")
            << method.name;
        EXPECT_FALSE(heard.text("/rateLimits/0/count").empty()) << method.name << heard.body;
    }
}

}  // namespace
