// Operations that no other test here needs, asked once, so that every reply is held against what
// the API document says of it (tests/support/truth.hpp).
#include <gtest/gtest.h>

#include "support/house.hpp"

namespace {

using support::House;

class Rows : public testing::Test {
  protected:
    void by_alice(const char* method, const std::string& target, const std::string& body = {}) {
        const auto heard = house.signed_by(house.alice.key("hmac"), method, target, body);
        EXPECT_LT(heard.status, 300u) << target << heard.body;
    }
    void by_operator(const char* method, const std::string& target, const std::string& body = {}) {
        const auto heard = house.operate(method, "/v1/operator" + target, body);
        EXPECT_LT(heard.status, 300u) << target << heard.body;
    }

    House house;
};

constexpr const char* an_order =
    R"({"market":"BTCUSDT","side":"buy","type":"limit","price":"100","quantity":"1",)"
    R"("client_order_id":"mine"})";

TEST_F(Rows, of_orders_by_their_owners_names) {
    by_alice("POST", "/v1/orders", an_order);
    by_alice("GET", "/v1/orders/by_client_order_id/mine");
    by_alice("DELETE", "/v1/orders/by_client_order_id/mine");
}

TEST_F(Rows, of_candles) {
    by_alice("POST", "/v1/orders", an_order);
    const auto sold =
        house.signed_by(house.bob.key("hmac"), "POST", "/v1/orders",
                        R"({"market":"BTCUSDT","side":"sell","type":"market","quantity":"1"})");
    EXPECT_EQ(sold.status, 201u) << sold.body;
    const auto heard = house.get("/v1/markets/BTCUSDT/candles?interval=1m");
    EXPECT_EQ(heard.text("/candles/0/close"), "100.00000000") << heard.body;
}

TEST_F(Rows, of_the_operator_on_customers_and_accounts) {
    by_operator("GET", "/customers?limit=1");
    by_operator("GET", "/customers/2");
    by_operator("POST", "/customers/2/unverify");
    by_operator("POST", "/customers/2/suspend");
    by_operator("POST", "/customers/2/unsuspend");
    by_operator("GET", "/accounts");
    by_operator("GET", "/accounts/" + std::to_string(house.alice.account.value));
}

TEST_F(Rows, of_the_operator_on_keys) {
    const std::string key = "/keys/" + house.alice.key("hmac").name;
    by_operator("GET", "/keys");
    by_operator("GET", key);
    by_operator("PATCH", key, R"({"name":"another"})");
    by_operator("POST", key + "/deactivate");
    by_operator("POST", key + "/activate");
}

TEST_F(Rows, of_the_operator_on_the_house) {
    by_operator("POST", "/markets/BTCUSDT/mode", R"({"mode":"halt"})");
    by_operator("GET", "/status");
    EXPECT_EQ(house.ask({.target = "/v1/balances"}).code(), "unauthorized");
    by_operator("GET", "/refusals");
}

}  // namespace
