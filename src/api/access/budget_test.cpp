#include "api/access/budget.hpp"

#include <atomic>
#include <gtest/gtest.h>
#include <thread>
#include <vector>

#include "api/access/client_table.hpp"

namespace api {
namespace {

// 1'700'000'040'000 ms is the start of a minute.
constexpr core::Timestamp minute_start = core::from_unix_ms(1'700'000'040'000);
constexpr core::AccountId alice{1};
constexpr core::AccountId bob{2};

core::IpAddress ip(const char* text) { return *core::parse_ip(text); }

TEST(BinanceWeight, counts_per_account_in_minutes_of_the_clock) {
    BinanceBudget budget{{.weight_per_minute = 100}};
    const Share first = budget.take_weight(alice, 60, minute_start + core::seconds(50));
    EXPECT_TRUE(first.granted);
    EXPECT_EQ(first.used, 60);
    EXPECT_EQ(first.limit, 100);
    EXPECT_TRUE(budget.take_weight(alice, 40, minute_start + core::seconds(59)).granted);

    const core::Timestamp late = minute_start + core::seconds(59);
    const Share refused = budget.take_weight(alice, 1, late);
    EXPECT_FALSE(refused.granted);
    EXPECT_FALSE(refused.banned);
    EXPECT_EQ(refused.used, 100);
    EXPECT_EQ(refused.free_at, minute_start + core::minutes(1));
    EXPECT_EQ(retry_after_seconds(refused.free_at, late), 1);
    EXPECT_EQ(retry_after_seconds(refused.free_at, minute_start), 60);

    EXPECT_TRUE(budget.take_weight(bob, 100, late).granted) << "another account has its own";
    const Share next = budget.take_weight(alice, 1, minute_start + core::minutes(1));
    EXPECT_TRUE(next.granted);
    EXPECT_EQ(next.used, 1);
}

TEST(BinanceWeight, of_a_refused_request_is_not_taken) {
    BinanceBudget budget{{.weight_per_minute = 100}};
    EXPECT_TRUE(budget.take_weight(alice, 90, minute_start).granted);
    EXPECT_FALSE(budget.take_weight(alice, 80, minute_start).granted);
    EXPECT_TRUE(budget.take_weight(alice, 10, minute_start).granted);
}

TEST(BinanceWeight, of_unsigned_calls_counts_by_address_and_by_64_bits_of_ipv6) {
    BinanceBudget budget{{.weight_per_minute = 100, .refusals_before_ban = 0}};
    EXPECT_TRUE(budget.take_weight(ip("10.0.0.1"), 100, minute_start).granted);
    EXPECT_FALSE(budget.take_weight(ip("::ffff:10.0.0.1"), 1, minute_start).granted);
    EXPECT_TRUE(budget.take_weight(ip("10.0.0.2"), 1, minute_start).granted);
    EXPECT_TRUE(budget.take_weight(ip("2001:db8::1"), 100, minute_start).granted);
    EXPECT_FALSE(budget.take_weight(ip("2001:db8::ffff:2"), 1, minute_start).granted);
    EXPECT_TRUE(budget.take_weight(ip("2001:db8:0:1::1"), 1, minute_start).granted);
    EXPECT_TRUE(budget.take_weight(alice, 100, minute_start).granted) << "signed is another count";
}

TEST(BinanceWeight, bans_an_address_that_goes_on_and_never_an_account) {
    BinanceBudget budget{
        {.weight_per_minute = 10, .refusals_before_ban = 3, .ban = core::minutes(2)}};
    EXPECT_TRUE(budget.take_weight(ip("10.0.0.1"), 10, minute_start).granted);
    for (int i = 0; i < 3; ++i) {
        EXPECT_FALSE(budget.take_weight(ip("10.0.0.1"), 1, minute_start).banned);
    }
    const Share banned = budget.take_weight(ip("10.0.0.1"), 1, minute_start);
    EXPECT_TRUE(banned.banned);
    EXPECT_FALSE(banned.granted);
    EXPECT_EQ(banned.free_at, minute_start + core::minutes(2));
    EXPECT_TRUE(budget.take_weight(ip("10.0.0.1"), 1, minute_start + core::seconds(119)).banned);
    EXPECT_TRUE(budget.take_weight(ip("10.0.0.1"), 1, minute_start + core::minutes(2)).granted);

    for (int i = 0; i < 100; ++i) budget.take_weight(alice, 10, minute_start);
    EXPECT_FALSE(budget.take_weight(alice, 10, minute_start).banned);
}

TEST(BinanceOrders, count_on_a_grid_of_ten_seconds_and_in_the_utc_day) {
    BinanceBudget budget{{.orders_per_10_seconds = 2, .orders_per_day = 3}};
    EXPECT_EQ(budget.take_order(alice, minute_start).counts.in_10_seconds, 1);
    EXPECT_TRUE(budget.take_order(alice, minute_start + core::seconds(9)).granted);
    const OrderShare refused = budget.take_order(alice, minute_start + core::seconds(9));
    EXPECT_FALSE(refused.granted);
    EXPECT_FALSE(refused.day);
    EXPECT_EQ(refused.free_at, minute_start + core::seconds(10));
    EXPECT_EQ(refused.counts.in_10_seconds, 2);

    const core::Timestamp later = minute_start + core::seconds(10);
    EXPECT_TRUE(budget.take_order(alice, later).granted);
    EXPECT_EQ(budget.order_counts(alice, later).in_10_seconds, 1);
    EXPECT_EQ(budget.order_counts(alice, later).in_day, 3);
    const OrderShare over = budget.take_order(alice, later);
    EXPECT_FALSE(over.granted);
    EXPECT_TRUE(over.day);
    EXPECT_EQ(core::unix_ms(over.free_at) % 86'400'000, 0) << "midnight, UTC";
    EXPECT_TRUE(budget.take_order(alice, over.free_at).granted);
    EXPECT_TRUE(budget.take_order(bob, later).granted);
}

TEST(BinanceOrders, that_the_core_rejects_are_given_back) {
    BinanceBudget budget{{.orders_per_10_seconds = 1}};
    EXPECT_TRUE(budget.take_order(alice, minute_start).granted);
    budget.give_back_order(alice, minute_start);
    EXPECT_TRUE(budget.take_order(alice, minute_start).granted);
    // Into a window that is over: nothing of the present one comes back.
    const core::Timestamp later = minute_start + core::seconds(10);
    EXPECT_TRUE(budget.take_order(alice, later).granted);
    budget.give_back_order(alice, minute_start);
    EXPECT_FALSE(budget.take_order(alice, later).granted);
}

TEST(BinanceBudget, counts_the_orders_of_a_list_all_or_none) {
    BinanceBudget budget{{.orders_per_10_seconds = 4, .orders_per_day = 5}};
    EXPECT_EQ(budget.take_orders(alice, 3, minute_start).counts.in_10_seconds, 3);
    const OrderShare refused = budget.take_orders(alice, 2, minute_start);
    EXPECT_FALSE(refused.granted);
    EXPECT_EQ(refused.counts.in_10_seconds, 3);
    budget.give_back_orders(alice, 3, minute_start);
    EXPECT_EQ(budget.take_orders(alice, 2, minute_start).counts.in_day, 2);
}

TEST(BinanceBudget, keeps_a_reserve_for_cancels) {
    BinanceBudget budget{{.weight_per_minute = 10, .cancel_reserve_percent = 20}};
    EXPECT_TRUE(budget.take_weight(alice, 10, minute_start).granted);
    EXPECT_FALSE(budget.take_weight(alice, 1, minute_start).granted);
    EXPECT_TRUE(budget.take_weight(alice, 1, minute_start, Purpose::cancel).granted);
    EXPECT_EQ(budget.take_weight(alice, 1, minute_start, Purpose::cancel).used, 12);
    EXPECT_FALSE(budget.take_weight(alice, 1, minute_start, Purpose::cancel).granted);
}

constexpr core::KeyId first_key{1};
constexpr core::KeyId second_key{2};

TEST(NativeBudget, gives_a_burst_and_then_its_rate) {
    NativeBudget budget{{.key = {.per_second = 10, .burst = 100}, .cancel_reserve_percent = 0}};
    int granted = 0;
    for (int i = 0; i < 200; ++i) {
        granted += budget.take(first_key, alice, 1, Purpose::anything, minute_start).granted;
    }
    EXPECT_EQ(granted, 100);
    const NativeShare refused = budget.take(first_key, alice, 1, Purpose::anything, minute_start);
    EXPECT_EQ(refused.remaining, 0);
    EXPECT_EQ(refused.free_at, minute_start + core::milliseconds(100));
    EXPECT_EQ(refused.full_at, minute_start + core::seconds(10));
    EXPECT_TRUE(budget.take(first_key, alice, 1, Purpose::anything, refused.free_at).granted);
    EXPECT_FALSE(budget.take(first_key, alice, 1, Purpose::anything, refused.free_at).granted);

    // Over a long time exactly the rate, however often it is asked.
    granted = 0;
    for (int ms = 0; ms < 10'000; ms += 10) {
        const core::Timestamp now = minute_start + core::minutes(1) + core::milliseconds(ms);
        granted += budget.take(second_key, bob, 1, Purpose::anything, now).granted;
    }
    EXPECT_EQ(granted, 100 + 99);
}

TEST(NativeBudget, keeps_a_reserve_for_cancels) {
    NativeBudget budget{{.key = {.per_second = 10, .burst = 100}, .cancel_reserve_percent = 20}};
    int placed = 0, cancelled = 0;
    for (int i = 0; i < 200; ++i) {
        placed += budget.take(first_key, alice, 1, Purpose::anything, minute_start).granted;
    }
    for (int i = 0; i < 200; ++i) {
        cancelled += budget.take(first_key, alice, 1, Purpose::cancel, minute_start).granted;
    }
    EXPECT_EQ(placed, 80);
    EXPECT_EQ(cancelled, 20);
}

TEST(NativeBudget, holds_all_keys_of_an_account_to_one_limit_and_takes_from_both_or_none) {
    NativeBudget budget{{.key = {.per_second = 10, .burst = 100},
                         .account = {.per_second = 10, .burst = 150},
                         .cancel_reserve_percent = 0}};
    int granted = 0;
    for (int i = 0; i < 200; ++i) {
        granted += budget.take(first_key, alice, 1, Purpose::anything, minute_start).granted;
    }
    EXPECT_EQ(granted, 100);
    granted = 0;
    for (int i = 0; i < 200; ++i) {
        granted += budget.take(second_key, alice, 1, Purpose::anything, minute_start).granted;
    }
    EXPECT_EQ(granted, 50) << "refusals of the first key took nothing from the account";
    EXPECT_TRUE(budget.take(second_key, bob, 50, Purpose::anything, minute_start).granted)
        << "refusals of the account took nothing from the key";
}

TEST(NativeBudget, lets_through_what_weighs_more_than_all_when_all_is_there) {
    NativeBudget budget{{.key = {.per_second = 10, .burst = 100}, .cancel_reserve_percent = 20}};
    EXPECT_TRUE(budget.take(first_key, alice, 1'000, Purpose::anything, minute_start).granted);
    EXPECT_FALSE(budget.take(first_key, alice, 1, Purpose::anything, minute_start).granted);
}

TEST(NativeBudget, tells_its_state_in_headers) {
    NativeBudget budget{{.address = {.per_second = 20, .burst = 200}}};
    std::string headers;
    append_rate_limit_headers(headers, budget.take(ip("10.0.0.1"), 40, minute_start), minute_start);
    EXPECT_EQ(headers,
              "RateLimit-Policy: \"default\";q=200;w=10\r\nRateLimit: \"default\";r=160;t=2\r\n");
    headers.clear();
    append_rate_limit_headers(headers, budget.take(ip("10.0.0.1"), 180, minute_start),
                              minute_start);
    EXPECT_TRUE(headers.ends_with("Retry-After: 1\r\n")) << headers;
}

// An entry that is busy until it is told otherwise.
struct Guest {
    int visits{};
    core::Timestamp leaves_at{};
    bool is_idle(core::Timestamp now) const { return leaves_at <= now; }
};

TEST(ClientTable, stays_bounded_and_forgets_the_idle_first) {
    constexpr std::size_t capacity = 6'400;
    ClientTable<Guest> table{capacity};
    const auto visit = [&](std::uint64_t client, core::Timestamp now) {
        return table.with(ClientId{1, client}, now, [&](Guest& guest) {
            guest.leaves_at = now + core::seconds(60);
            return ++guest.visits;
        });
    };
    for (std::uint64_t client = 0; client < 100'000; ++client) visit(client, minute_start);
    EXPECT_LE(table.size(), capacity + 64);
    EXPECT_GT(visit(99'999, minute_start), 2) << "newcomers share an entry when all are busy";
    EXPECT_EQ(visit(0, minute_start), 2) << "those who were there keep theirs";

    const core::Timestamp later = minute_start + core::minutes(2);
    EXPECT_EQ(visit(200'000, later), 1) << "idle ones made room";
}

TEST(Budget, is_exact_under_many_threads) {
    BinanceBudget binance{{.weight_per_minute = 1'000}};
    NativeBudget native{{.key = {.per_second = 1, .burst = 1'000}, .cancel_reserve_percent = 0}};
    std::atomic<int> weights{0}, units{0};
    {
        std::vector<std::jthread> threads;
        for (int thread = 0; thread < 4; ++thread) {
            threads.emplace_back([&] {
                for (int i = 0; i < 1'000; ++i) {
                    weights += binance.take_weight(alice, 1, minute_start).granted;
                    units +=
                        native.take(first_key, alice, 1, Purpose::anything, minute_start).granted;
                }
            });
        }
    }
    EXPECT_EQ(weights, 1'000);
    EXPECT_EQ(units, 1'000);
}

}  // namespace
}  // namespace api
