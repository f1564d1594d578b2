// What the Binance dialect says no to, in which order, and how often one may ask.
#include <gtest/gtest.h>

#include "api/binance_client.hpp"

namespace {

using binance::Heard;
using binance::House;

struct Case {
    const char* method;
    const char* path;
    const char* parameters;
    unsigned status;
    const char* body;
};

constexpr const char* good =
    "symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTC&quantity=0.01&price=20000";

TEST(BinanceRefusals, of_signed_calls_are_exact) {
    House house;
    const Case cases[] = {
        {"GET", "/api/v3/order", "symbol=BTCUSDT", 400,
         R"({"code":-1102,"msg":"Param 'origClientOrderId' or 'orderId' must be sent, but both )"
         R"(were empty/null!"})"},
        {"DELETE", "/api/v3/order", "symbol=BTCUSDT", 400,
         R"({"code":-1102,"msg":"Param 'origClientOrderId' or 'orderId' must be sent, but both )"
         R"(were empty/null!"})"},
        {"GET", "/api/v3/order", "symbol=BTCUSDT&orderId=987654321", 400,
         R"({"code":-2013,"msg":"Order does not exist."})"},
        {"GET", "/api/v3/order", "symbol=BTCUSDT&orderId=0", 400,
         R"({"code":-2013,"msg":"Order does not exist."})"},
        {"GET", "/api/v3/order", "symbol=BTCUSDT&origClientOrderId=nobody", 400,
         R"({"code":-2013,"msg":"Order does not exist."})"},
        {"DELETE", "/api/v3/order", "symbol=BTCUSDT&orderId=987654321", 400,
         R"({"code":-2011,"msg":"Unknown order sent."})"},
        {"DELETE", "/api/v3/order", "symbol=BTCUSDT&orderId=0", 400,
         R"({"code":-2011,"msg":"Unknown order sent."})"},
        {"DELETE", "/api/v3/order", "symbol=BTCUSDT&orderId=1&cancelRestrictions=NEVER", 400,
         R"({"code":-1145,"msg":"Invalid cancelRestrictions"})"},
        {"DELETE", "/api/v3/openOrders", "symbol=BTCUSDT", 400,
         R"({"code":-2011,"msg":"Unknown order sent."})"},
        {"DELETE", "/api/v3/openOrders", "symbol=NOPEUSDT", 400,
         R"({"code":-1121,"msg":"Invalid symbol."})"},
        {"GET", "/api/v3/order", "symbol=BTCUSDT&origClientOrderId=", 400,
         R"({"code":-1119,"msg":"Original client order ID was empty."})"},
        {"GET", "/api/v3/allOrders", "symbol=BTCUSDT&startTime=0&endTime=86400001", 400,
         R"({"code":-1127,"msg":"More than 24 hours between startTime and endTime."})"},
        {"GET", "/api/v3/myTrades", "", 400,
         R"({"code":-1102,"msg":"Mandatory parameter 'symbol' was not sent, was empty/null, or )"
         R"(malformed."})"},
        {"POST", "/api/v3/order",
         "symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTC&quantity=900&price=20000", 400,
         R"({"code":-2010,"msg":"Account has insufficient balance for requested action."})"},
        {"POST", "/api/v3/order",
         "symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTC&quantity=0.0001&price=20000", 400,
         R"({"code":-1013,"msg":"Filter failure: NOTIONAL"})"},
    };
    for (const auto& [method, path, parameters, status, body] : cases) {
        const Heard heard = house.signed_by(house.alice.key("hmac"), method, path, parameters);
        EXPECT_EQ(heard.status, status) << path << " " << parameters;
        EXPECT_EQ(heard.body, body) << path << " " << parameters;
        EXPECT_NE(heard.header("Postern-Code"), "") << path << " " << parameters;
    }
}

TEST(BinanceRefusals, of_market_data_are_exact) {
    House house;
    const std::pair<const char*, const char*> cases[] = {
        {"/api/v3/depth?symbol=NOPEUSDT", R"({"code":-1121,"msg":"Invalid symbol."})"},
        {"/api/v3/depth?symbol=BTCUSDT&limit=0",
         R"({"code":-1130,"msg":"Data sent for parameter 'limit' is not valid."})"},
        {"/api/v3/klines?symbol=BTCUSDT&interval=2m",
         R"({"code":-1120,"msg":"Invalid interval."})"},
        {"/api/v3/klines?symbol=BTCUSDT",
         R"({"code":-1102,"msg":"Mandatory parameter 'interval' was not sent, was empty/null, or )"
         R"(malformed."})"},
        {"/api/v3/ticker/24hr?type=HUGE", R"({"code":-1139,"msg":"Invalid ticker type."})"},
        {"/api/v3/ticker/price?symbolStatus=ASLEEP",
         R"({"code":-1122,"msg":"Invalid symbolStatus."})"},
        {"/api/v3/ticker/price?symbol=BTCUSDT&symbolStatus=HALT",
         R"({"code":-1220,"msg":"The symbol's status does not match the requested )"
         R"(symbolStatus."})"},
        {"/api/v3/exchangeInfo?symbol=BTCUSDT&permissions=SPOT",
         R"({"code":-1128,"msg":"Combination of optional parameters invalid."})"},
    };
    for (const auto& [target, body] : cases) {
        const Heard heard = house.get(target);
        EXPECT_EQ(heard.status, 400U) << target;
        EXPECT_EQ(heard.body, body) << target;
        EXPECT_EQ(heard.header("Postern-Code"), "") << target;
    }
    const Heard year =
        house.ask({.target = "/api/v3/time", .headers = {{"X-MBX-TIME-UNIT", "YEAR"}}});
    EXPECT_EQ(year.body, R"({"code":-1194,"msg":"Invalid value for time unit; expected either )"
                         R"(MICROSECOND or MILLISECOND."})");
}

TEST(BinanceRefusals, come_in_the_order_that_clients_know) {
    House house;
    const auto& alice = house.alice.key("hmac");
    const auto code = [&](const support::OwnKey& key, const char* method, const char* path,
                          const std::string& query) {
        return house.raw(key, method, path, query).text("/code");
    };
    const std::string now = std::to_string(core::unix_ms(house.clock.now()));
    EXPECT_EQ(house.get("/api/v3/account").text("/code"), "-2014");
    const support::OwnKey stranger{
        .name = std::string(64, 'A'), .algorithm = core::Algorithm::hmac_sha256, .secret = "x"};
    EXPECT_EQ(code(stranger, "GET", "/api/v3/account", "timestamp=1"), "-2015");
    EXPECT_EQ(code(alice, "GET", "/api/v3/account", "x=1"), "-1102");
    EXPECT_EQ(code(alice, "GET", "/api/v3/account", "timestamp=1"), "-1021");
    support::OwnKey forged = alice;
    forged.secret = house.bob.key("hmac").secret;
    EXPECT_EQ(code(forged, "POST", "/api/v3/order", "nonsense=1&timestamp=" + now), "-1022");
    EXPECT_EQ(
        code(house.alice.key("read_only"), "POST", "/api/v3/order", "nonsense=1&timestamp=" + now),
        "-2015");
    EXPECT_EQ(code(alice, "POST", "/api/v3/order", "nonsense=1&timestamp=" + now), "-1102");
    EXPECT_EQ(code(house.carol.key("hmac"), "GET", "/api/v3/account", "timestamp=" + now), "-2015");
}

TEST(BinanceRefusals, tell_strangers_no_code_of_ours_and_the_audit_the_exact_cause) {
    House house;
    support::OwnKey forged = house.alice.key("hmac");
    forged.secret = "guess";
    const Heard heard = house.signed_by(forged, "GET", "/api/v3/account");
    EXPECT_EQ(heard.header("Postern-Code"), "");
    EXPECT_EQ(house.last_refusal(), core::Reject::signature_invalid);
    const Heard proved = house.place(house.alice.key("read_only"), good);
    EXPECT_EQ(proved.status, 401U);
    EXPECT_EQ(proved.header("Postern-Code"), "read_only_key");
    EXPECT_EQ(house.last_refusal(), core::Reject::read_only_key);
}

TEST(BinanceRefusals, respect_what_a_key_is_limited_to) {
    House house;
    const auto key =
        house.create_key(house.alice, "hmac-sha256", R"(,"scopes":["all"],"markets":["ETHUSDT"])");
    EXPECT_EQ(house.place(key, good).body,
              R"({"code":-2010,"msg":"This symbol is not permitted for this account."})");
    EXPECT_EQ(house
                  .place(key,
                         "symbol=ETHUSDT&side=BUY&type=LIMIT&timeInForce=GTC&quantity=1"
                         "&price=1000")
                  .status,
              200U);
    EXPECT_EQ(house.signed_by(key, "DELETE", "/api/v3/openOrders", "symbol=BTCUSDT").text("/code"),
              "-2010");
    EXPECT_EQ(house.signed_by(key, "GET", "/api/v3/myTrades", "symbol=BTCUSDT").text("/code"),
              "-2010");
}

TEST(BinanceRefusals, of_paths_and_methods_cost_weight_too) {
    House house;
    for (const char* path : {"/api/v3", "/api/v3/nothing", "/api/v3/order/", "/sapi/v1/none"}) {
        const Heard lost = house.get(path);
        EXPECT_EQ(lost.status, 404U) << path;
        EXPECT_EQ(lost.text("/code"), "") << path;
        EXPECT_NE(lost.header("X-MBX-USED-WEIGHT-1M"), "") << path;
    }
    const Heard wrong = house.ask({.method = "PUT", .target = "/api/v3/order"});
    EXPECT_EQ(wrong.status, 405U);
    EXPECT_EQ(wrong.header("Allow"), "POST, DELETE, GET");
}

TEST(BinanceRefusals, come_when_the_weight_of_a_minute_is_used_up) {
    House house{{.weight_per_minute = 50, .refusals_before_ban = 0}};
    EXPECT_EQ(house.get("/api/v3/exchangeInfo").header("X-MBX-USED-WEIGHT-1M"), "20");
    EXPECT_EQ(house.get("/api/v3/exchangeInfo").status, 200U);
    const Heard enough = house.get("/api/v3/exchangeInfo");
    EXPECT_EQ(enough.status, 429U);
    EXPECT_NE(enough.header("Retry-After"), "");
    EXPECT_EQ(enough.body,
              R"({"code":-1003,"msg":"Too much request weight used; current limit is 50 request )"
              R"(weight per 1 MINUTE. Please use WebSocket Streams for live updates to avoid )"
              R"(polling the API."})");
    // Whoever signs has a budget of the account's own.
    EXPECT_EQ(house.signed_by(house.alice.key("hmac"), "GET", "/api/v3/account").status, 200U);
    house.clock.advance(core::minutes(1));
    EXPECT_EQ(house.get("/api/v3/exchangeInfo").status, 200U);
}

TEST(BinanceRefusals, come_when_the_orders_of_ten_seconds_are_used_up) {
    House house{{.orders_per_10_seconds = 2}};
    const auto& alice = house.alice.key("hmac");
    EXPECT_EQ(house.place(alice, good).status, 200U);
    // One that the core rejects does not count.
    EXPECT_EQ(house
                  .place(alice,
                         "symbol=BTCUSDT&side=SELL&type=LIMIT&timeInForce=GTC"
                         "&quantity=101&price=20000")
                  .text("/code"),
              "-2010");
    EXPECT_EQ(house.place(alice, good).header("X-MBX-ORDER-COUNT-10S"), "2");
    const Heard enough = house.place(alice, good);
    EXPECT_EQ(enough.status, 429U);
    EXPECT_EQ(enough.body, R"({"code":-1015,"msg":"Too many new orders; current limit is 2 orders )"
                           R"(per 10 SECOND."})");
    EXPECT_NE(enough.header("Retry-After"), "");
    EXPECT_EQ(house.place(house.bob.key("hmac"), good).status, 200U);
    house.clock.advance(core::seconds(10));
    EXPECT_EQ(house.place(alice, good).status, 200U);
}

TEST(BinanceRefusals, never_execute_an_order_after_its_window) {
    House house;
    const auto& alice = house.alice.key("hmac");
    const std::string late = std::to_string(core::unix_ms(house.clock.now()) - 5'001);
    EXPECT_EQ(
        house.raw(alice, "POST", "/api/v3/order", std::string{good} + "&timestamp=" + late).body,
        R"({"code":-1021,"msg":"Timestamp for this request is outside of the recvWindow."})");
    EXPECT_EQ(house.signed_by(alice, "GET", "/api/v3/openOrders").body, "[]");
}

}  // namespace
