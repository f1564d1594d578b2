// Test money: enough to try things out, by the person alone, and within bounds.
#include "api/operations/test_funds.hpp"

#include <gtest/gtest.h>

#include "support/house.hpp"

namespace {

using support::Heard;
using support::House;
using support::User;

Heard take(const User& who, const std::string& amount, const std::string& asset = "USDT") {
    return who.ask("POST", "/v1/test-funds",
                   R"({"asset":")" + asset + R"(","amount":")" + amount + R"("})");
}

TEST(TestFunds, reach_the_persons_own_account) {
    House house;
    User dora = house.sign_up("dora");
    const Heard taken = take(dora, "1000.5");
    EXPECT_EQ(taken.status, 200U) << taken.body;
    EXPECT_EQ(taken.text("/amount"), "1000.50000000");
    const auto live = house.live().read();
    const core::AccountId account = live->state.accounts.of(dora.customer).front();
    const core::AssetId usdt = live->state.catalogue.find_asset("USDT")->id;
    EXPECT_EQ(live->state.ledger.balance(account, usdt).available,
              core::Amount{core::Int128{100'050'000'000}});
}

TEST(TestFunds, are_bounded_at_once_and_in_24_hours) {
    House house;
    User dora = house.sign_up("dora");
    EXPECT_EQ(take(dora, "1000000.00000001").text("/code"), "malformed_field");
    EXPECT_EQ(take(dora, "0").text("/code"), "malformed_field");
    for (std::size_t i = 0; i < api::test_funds_per_day; ++i) {
        const Heard taken = take(dora, "1000000");
        ASSERT_EQ(taken.status, 200U) << taken.body;
    }
    EXPECT_EQ(take(dora, "1").text("/code"), "too_many");
    EXPECT_EQ(take(dora, "1", "BTC").text("/code"), "too_many");
    house.clock.advance(core::hours(25));
    User again = dora.signed_in_again();
    EXPECT_EQ(take(again, "1").status, 200U);
    User erin = house.sign_up("erin");
    EXPECT_EQ(take(erin, "1").status, 200U);
}

TEST(TestFunds, are_not_given_to_strangers_or_keys) {
    House house;
    const std::string body = R"({"asset":"USDT","amount":"1"})";
    EXPECT_EQ(
        house.signed_by(house.alice.key("ed25519"), "POST", "/v1/test-funds", body).text("/code"),
        "session_required");
}

}  // namespace
