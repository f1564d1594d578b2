// The native dialect from outside: requests in, answers out.
#include <gtest/gtest.h>

#include "core/access/key_name.hpp"
#include "support/house.hpp"

namespace {

using support::Heard;
using support::House;

std::string limit_order(const char* side, const char* price, const char* quantity) {
    return std::string{R"({"market":"BTCUSDT","type":"limit","side":")"} + side + R"(","price":")" +
           price + R"(","quantity":")" + quantity + R"("})";
}

TEST(Native, an_order_is_placed_filled_and_seen) {
    House house;
    const Heard sell = house.signed_by(house.bob.key("hmac"), "POST", "/v1/orders",
                                       limit_order("sell", "50000", "0.5"));
    ASSERT_EQ(sell.status, 201u) << sell.body;
    EXPECT_EQ(sell.text("/order/status"), "open");
    EXPECT_EQ(sell.text("/order/client_order_id").size(), 22u);

    const Heard buy = house.signed_by(house.alice.key("ed25519"), "POST", "/v1/orders",
                                      limit_order("buy", "50001", "0.2"));
    ASSERT_EQ(buy.status, 201u) << buy.body;
    EXPECT_EQ(buy.text("/order/status"), "filled");
    EXPECT_EQ(buy.text("/order/filled_quote"), "10000.00000000");
    EXPECT_EQ(buy.text("/fills/0/price"), "50000.00000000");
    EXPECT_EQ(buy.text("/fills/0/fee"), "0.00020000");
    EXPECT_EQ(buy.text("/fills/0/fee_asset"), "BTC");

    const Heard balances = house.signed_by(house.alice.key("hmac"), "GET", "/v1/balances");
    EXPECT_EQ(balances.text("/balances/0/available"), "100.19980000");
    const Heard shown =
        house.signed_by(house.bob.key("hmac"), "GET", "/v1/orders/" + sell.text("/order/order_id"));
    EXPECT_EQ(shown.text("/order/filled"), "0.20000000");
    const Heard book = house.get("/v1/markets/BTCUSDT/book");
    EXPECT_EQ(book.text("/asks/0"), R"(["50000.00000000","0.30000000"])");
    EXPECT_EQ(house.get("/v1/markets/BTCUSDT/trades").text("/trades/0/taker_side"), "buy");
    EXPECT_EQ(house.get("/v1/markets/BTCUSDT/ticker").text("/ticker/last"), "50000.00000000");
}

TEST(Native, a_cancelled_order_tells_how_far_it_got) {
    House house;
    const auto& bob = house.bob.key("hmac");
    const Heard sell =
        house.signed_by(bob, "POST", "/v1/orders", limit_order("sell", "50000", "0.5"));
    house.signed_by(house.alice.key("hmac"), "POST", "/v1/orders",
                    limit_order("buy", "50000", "0.2"));
    const std::string path = "/v1/orders/" + sell.text("/order/order_id");
    const Heard gone = house.signed_by(bob, "DELETE", path);
    ASSERT_EQ(gone.status, 200u) << gone.body;
    EXPECT_EQ(gone.text("/order/status"), "cancelled");
    EXPECT_EQ(gone.text("/order/filled"), "0.20000000");
    EXPECT_EQ(house.signed_by(bob, "DELETE", path).code(), "order_unknown");
    EXPECT_EQ(house.signed_by(bob, "GET", path).text("/order/status"), "cancelled");
    EXPECT_EQ(house.signed_by(house.alice.key("hmac"), "GET", path).code(), "order_unknown");
}

TEST(Native, history_has_what_was_just_written) {
    House house;
    const auto& alice = house.alice.key("hmac");
    house.signed_by(house.bob.key("hmac"), "POST", "/v1/orders",
                    limit_order("sell", "50000", "0.5"));
    house.signed_by(alice, "POST", "/v1/orders", limit_order("buy", "50000", "0.2"));
    const Heard orders = house.signed_by(alice, "GET", "/v1/orders?status=closed");
    EXPECT_EQ(orders.text("/orders/0/status"), "filled") << orders.body;
    const Heard fills = house.signed_by(alice, "GET", "/v1/fills?market=BTCUSDT");
    EXPECT_EQ(fills.text("/fills/0/quantity"), "0.20000000") << fills.body;
    EXPECT_EQ(fills.text("/fills/0/liquidity"), "taker");
    const Heard ledger = house.signed_by(alice, "GET", "/v1/ledger?asset=BTC&limit=1");
    EXPECT_EQ(ledger.text("/entries/0/reason"), "trade") << ledger.body;
    EXPECT_EQ(ledger.text("/entries/0/delta"), "0.19980000");
}

TEST(Native, the_same_idempotency_key_gives_the_stored_outcome) {
    House house;
    const auto& alice = house.alice.key("hmac");
    const auto send = [&](const std::string& body) {
        auto asked = house.signed_request(alice, "POST", "/v1/orders", body);
        asked.headers.emplace_back("Idempotency-Key", "order-of-monday");
        return house.ask(asked);
    };
    const Heard first = send(limit_order("buy", "40000", "0.1"));
    ASSERT_EQ(first.status, 201u) << first.body;
    EXPECT_EQ(first.header("Idempotent-Replayed"), "");
    const Heard again = send(limit_order("buy", "40000", "0.1"));
    EXPECT_EQ(again.header("Idempotent-Replayed"), "true");
    EXPECT_EQ(again.body, first.body);
    EXPECT_EQ(again.header("Postern-Seq"), first.header("Postern-Seq"));
    const Heard other = send(limit_order("buy", "40000", "0.2"));
    EXPECT_EQ(other.status, 422u);
    EXPECT_EQ(other.code(), "idempotency_conflict");
}

TEST(Native, validating_only_gives_the_verdict_and_changes_nothing) {
    House house;
    const auto& alice = house.alice.key("hmac");
    const std::string path = "/v1/orders?validate_only=true";
    EXPECT_EQ(house.signed_by(alice, "GET", "/v1/balances").status, 200U);
    house.command(core::Tick{}, {.surface = core::Surface::system});  // behind the key's touch
    const std::string before = house.get("/v1/time").header("Postern-Seq");
    EXPECT_EQ(house.signed_by(alice, "POST", path, limit_order("buy", "40000", "0.1")).body,
              R"({"valid":true})");
    const Heard small = house.signed_by(alice, "POST", path, limit_order("buy", "40000", "0.0001"));
    EXPECT_EQ(small.code(), "notional_filter");
    const Heard broke = house.signed_by(alice, "POST", path, limit_order("sell", "900", "101"));
    EXPECT_EQ(broke.code(), "insufficient_funds") << broke.body;
    EXPECT_EQ(broke.text("/asset"), "BTC");
    EXPECT_EQ(broke.text("/available"), "100.00000000");
    EXPECT_EQ(broke.text("/needed"), "101.00000000");
    EXPECT_EQ(house.get("/v1/time").header("Postern-Seq"), before);
}

TEST(Native, every_reply_says_who_when_and_how_far) {
    House house;
    for (const Heard& heard : {house.get("/v1/time"), house.get("/v1/nowhere"),
                               house.signed_by(house.alice.key("hmac"), "GET", "/v1/key"),
                               house.get("/v1/key"), house.get("/")}) {
        EXPECT_EQ(heard.header("Postern-Request-Id").size(), 16u) << heard.body;
        EXPECT_NE(heard.header("Postern-Seq"), "");
        EXPECT_EQ(heard.header("Postern-Time"), "2027-01-15T08:00:00.000Z");
    }
    EXPECT_NE(house.get("/v1/time").header("RateLimit"), "");
}

TEST(Native, unknown_paths_and_methods_are_told_apart) {
    House house;
    EXPECT_EQ(house.get("/v1/nowhere").status, 404u);
    const Heard wrong = house.ask({.method = "PUT", .target = "/v1/orders"});
    EXPECT_EQ(wrong.status, 405u);
    EXPECT_EQ(wrong.header("Allow"), "POST, DELETE, GET, HEAD");
    EXPECT_EQ(house.ask({.method = "OPTIONS", .target = "/v1/orders"}).status, 204u);
}

TEST(Native, strangers_learn_nothing_but_what_they_should_have_signed) {
    House house;
    auto asked = house.signed_request(house.alice.key("hmac"), "GET", "/v1/balances");
    const auto refused = [&](core::Reject exact) {
        const Heard heard = house.ask(asked);
        EXPECT_EQ(heard.status, 401u);
        EXPECT_EQ(heard.code(), "unauthorized");
        EXPECT_EQ(heard.text("/canonical_sha256").size(), 64u);
        EXPECT_EQ(core::name_of(house.last_refusal()), core::name_of(exact));
    };
    const auto original = asked;
    asked.headers.back().second[0] ^= 1;
    refused(core::Reject::signature_invalid);
    asked = original;
    asked.headers.pop_back();
    refused(core::Reject::signature_missing_component);
    asked = original;
    asked.headers[1].second.back() = asked.headers[1].second.back() == 'a' ? 'b' : 'a';
    refused(core::Reject::key_malformed);
    asked = original;
    asked.headers[1].second = core::format_key_name(core::Environment::test, {7, 7});
    refused(core::Reject::key_unknown);
    asked.headers[1].second = core::format_key_name(core::Environment::live, {7, 7});
    refused(core::Reject::wrong_environment);
    EXPECT_EQ(house.ask(asked).text("/use_host"), "api.example.com");
}

TEST(Native, whoever_proved_a_signature_hears_the_cause) {
    House house;
    const auto& alice = house.alice.key("hmac");
    auto replayed = house.signed_request(alice, "GET", "/v1/balances");
    EXPECT_EQ(house.ask(replayed).status, 200u);
    EXPECT_EQ(house.ask(replayed).code(), "nonce_reused");
    auto late = house.signed_request(alice, "GET", "/v1/balances");
    house.clock.advance(core::seconds(6));
    const Heard heard = house.ask(late);
    EXPECT_EQ(heard.code(), "timestamp_skew");
    EXPECT_EQ(heard.text("/skew_ms"), "6000");
    EXPECT_EQ(heard.text("/allowed_ms"), "5000");
}

TEST(Native, the_nonce_of_a_write_is_used_once_too) {
    House house;
    const auto order = house.signed_request(house.alice.key("hmac"), "POST", "/v1/orders",
                                            limit_order("buy", "40000", "0.1"));
    EXPECT_EQ(house.ask(order).status, 201u);
    EXPECT_EQ(house.ask(order).code(), "nonce_reused");
}

TEST(Native, a_key_that_is_held_to_a_market_stays_there) {
    House house;
    const auto key =
        house.create_key(house.alice, "hmac-sha256", R"(,"scopes":["all"],"markets":["BTCUSDT"])");
    const std::string eth =
        R"({"market":"ETHUSDT","type":"limit","side":"buy","price":"100","quantity":"1"})";
    EXPECT_EQ(house.signed_by(key, "POST", "/v1/orders", eth).code(), "constraint_market");
    EXPECT_EQ(house.signed_by(key, "GET", "/v1/orders").code(), "constraint_market");
    EXPECT_EQ(house.signed_by(key, "DELETE", "/v1/orders").code(), "constraint_market");
    const Heard placed = house.signed_by(house.alice.key("hmac"), "POST", "/v1/orders", eth);
    const std::string path = "/v1/orders/" + placed.text("/order/order_id");
    EXPECT_EQ(house.signed_by(key, "DELETE", path).code(), "constraint_market");
    EXPECT_EQ(house.signed_by(key, "GET", path).code(), "constraint_market");
    EXPECT_EQ(house.signed_by(key, "POST", "/v1/orders", limit_order("buy", "40000", "0.1")).status,
              201u);
    EXPECT_EQ(house.signed_by(key, "DELETE", "/v1/orders?market=BTCUSDT").status, 200u);
}

}  // namespace
