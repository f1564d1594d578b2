// What is told to be left is what the next decision lets through, to the unit, whoever else asks
// at the same time.
#include <gtest/gtest.h>
#include <thread>

#include "api/key_owner.hpp"

namespace {

using support::Heard;
using support::KeyOwner;
using support::OwnKey;
using support::trading;

class Quotas : public KeyOwner {};

TEST_F(Quotas, hold_to_the_unit_under_32_callers) {
    const OwnKey key = make(trading, R"(,"caps":["order/day/USDT amount=1005 count=20"])");
    std::vector<support::Asked> asked;
    for (int i = 0; i < 32; ++i) {
        asked.push_back(house.signed_request(key, "POST", "/v1/orders", order("100", "1")));
    }
    std::atomic<int> placed{};
    std::atomic<int> exceeded{};
    std::vector<std::thread> callers;
    for (const support::Asked& one : asked) {
        callers.emplace_back([&] {
            const Heard heard = house.ask(one);
            placed += heard.status == 201;
            exceeded += heard.code() == "cap_exceeded";
        });
    }
    for (std::thread& caller : callers) caller.join();
    EXPECT_EQ(placed, 10);
    EXPECT_EQ(exceeded, 22);
    const Heard quotas = get(key, "/v1/quotas");
    EXPECT_EQ(quotas.text("/quotas/0/cap"), "order/day/USDT");
    EXPECT_EQ(quotas.text("/quotas/0/remaining"), "5.00000000") << quotas.body;
    EXPECT_EQ(quotas.text("/quotas/0/count_remaining"), "10");
    const Heard refused = buy(key, "100", "0.05001");
    EXPECT_EQ(refused.code(), "cap_exceeded");
    EXPECT_EQ(refused.text("/cap"), "order/day/USDT");
    EXPECT_EQ(refused.text("/remaining"), "5.00000000");
    EXPECT_EQ(refused.text("/resets_at"), quotas.text("/quotas/0/resets_at"));
    EXPECT_EQ(buy(key, "100", "0.05").status, 201U);
    EXPECT_EQ(get(key, "/v1/key").text("/quotas/0/remaining"), "0.00000000");
}

TEST_F(Quotas, come_back_when_they_say) {
    const OwnKey key = make(trading, R"(,"caps":["order/hour count=1","order/lifetime count=2"])");
    EXPECT_EQ(buy(key, "100", "1").status, 201U);
    EXPECT_EQ(buy(key, "100", "1").text("/cap"), "order/hour");
    const Heard told = get(key, "/v1/key");
    EXPECT_EQ(told.text("/quotas/1/resets_at"), "null");
    pass(core::hours(1));
    EXPECT_EQ(get(key, "/v1/quotas").text("/quotas/0/count_remaining"), "1");
    EXPECT_EQ(buy(key, "100", "1").status, 201U);
    pass(core::hours(1));
    EXPECT_EQ(buy(key, "100", "1").text("/cap"), "order/lifetime");
    EXPECT_EQ(get(key, "/v1/quotas").text("/quotas/1/count_remaining"), "0");
}

TEST_F(Quotas, per_transaction_are_never_used_up) {
    const OwnKey key = make(trading, R"(,"caps":["order/transaction/BTC amount=0.5"])");
    for (int i = 0; i < 3; ++i) EXPECT_EQ(buy(key, "100", "0.5").status, 201U);
    EXPECT_EQ(buy(key, "100", "0.50001").code(), "cap_exceeded");
    const Heard told = get(key, "/v1/quotas");
    EXPECT_EQ(told.text("/quotas/0/remaining"), "0.50000000");
    EXPECT_EQ(told.text("/quotas/0/resets_at"), "null");
}

TEST_F(Quotas, tell_an_owner_of_all_keys_and_of_orders_and_requests) {
    const OwnKey first = make(trading, R"(,"caps":["order/day count=3"])");
    const OwnKey second = make(trading, R"(,"caps":["order/day count=4"])");
    EXPECT_EQ(buy(first, "100", "1").status, 201U);
    const Heard by_key = get(second, "/v1/quotas");
    EXPECT_EQ(by_key.text("/quotas/0/count_limit"), "4");
    EXPECT_EQ(by_key.text("/quotas/1"), "");
    const Heard by_owner = dora.ask("GET", "/v1/quotas");
    EXPECT_EQ(by_owner.text("/quotas/0/key"), first.name);
    EXPECT_EQ(by_owner.text("/quotas/0/count_remaining"), "2");
    EXPECT_EQ(by_owner.text("/quotas/1/key"), second.name);
    EXPECT_EQ(by_owner.text("/orders/0/used"), "1");
    EXPECT_EQ(by_owner.text("/orders/0/remaining"), "199");
    EXPECT_NE(by_owner.text("/requests/limit"), "0");
}

TEST_F(Quotas, are_written_as_they_are_read) {
    for (const char* cap :
         {"order/day/USDT amount=10000 count=500", "withdraw/transaction/BTC amount=0.5",
          "order/hour count=60", "transfer/month/ETH amount=0.000000000000000001"}) {
        const OwnKey key = make(trading, R"(,"caps":[")" + std::string{cap} + R"("])");
        EXPECT_EQ(get(key, "/v1/key").text("/key/caps/0"), cap);
    }
}

}  // namespace
