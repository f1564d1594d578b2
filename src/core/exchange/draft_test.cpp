#include "core/exchange/draft.hpp"

#include <gtest/gtest.h>
#include <variant>

namespace core {
namespace {

constexpr AssetId usd{1};

const Posting& last_posting(const Draft& draft) {
    const auto& posted = std::get<Posted>(draft.events().back());
    return posted.postings[posted.postings.size() - 1];
}

TEST(Draft, states_the_balance_after_each_posting_from_the_ledger_and_what_it_moved_before) {
    Ledger ledger;
    ledger.restore(AccountId{3}, usd, {Amount{10}, {}});
    Draft draft;
    draft.open(PostingReason::hold);
    draft.move(ledger, AccountId{3}, usd, Bucket::available, Amount{-4});
    EXPECT_EQ(last_posting(draft).after, Amount{6});
    draft.move(ledger, AccountId{3}, usd, Bucket::held, Amount{4});
    EXPECT_EQ(last_posting(draft).after, Amount{4});
    draft.open(PostingReason::release);
    draft.move(ledger, AccountId{3}, usd, Bucket::available, Amount{1});
    EXPECT_EQ(last_posting(draft).after, Amount{7});
}

TEST(Draft, leaves_out_what_moves_nothing) {
    Draft draft;
    draft.open(PostingReason::hold);
    draft.move(Ledger{}, AccountId{3}, usd, Bucket::available, Amount{0});
    EXPECT_TRUE(std::get<Posted>(draft.events().back()).postings.empty());
}

TEST(Draft, knows_which_orders_it_closed_however_many) {
    Draft draft;
    EXPECT_FALSE(draft.closes_any());
    for (std::uint64_t id = 1; id <= 1'000; ++id) {
        draft.close(OrderClosed{MarketId{1}, OrderId{id * 3}, AccountId{3}, {}});
    }
    for (std::uint64_t id = 1; id <= 3'000; ++id) {
        EXPECT_EQ(draft.closed(OrderId{id}), id % 3 == 0) << id;
    }
    draft.clear();
    EXPECT_FALSE(draft.closed(OrderId{3}));
    EXPECT_FALSE(draft.closes_any());
}

TEST(Draft, says_what_a_bucket_holds_after_all_that_it_moved) {
    Ledger ledger;
    ledger.restore(AccountId{3}, usd, {Amount{10}, {}});
    Draft draft;
    EXPECT_EQ(draft.balance(ledger, AccountId{3}, usd, Bucket::available), Amount{10});
    draft.open(PostingReason::hold);
    draft.move(ledger, AccountId{3}, usd, Bucket::available, Amount{-4});
    EXPECT_EQ(draft.balance(ledger, AccountId{3}, usd, Bucket::available), Amount{6});
    EXPECT_EQ(draft.balance(ledger, AccountId{3}, usd, Bucket::held), Amount{});
}

TEST(Draft, knows_nothing_of_the_command_before) {
    const Ledger ledger;
    Draft draft;
    for (int turn = 0; turn < 3; ++turn) {
        draft.clear();
        EXPECT_TRUE(draft.events().empty());
        draft.open(PostingReason::fund);
        draft.move(ledger, AccountId{3}, usd, Bucket::available, Amount{5});
        EXPECT_EQ(last_posting(draft).after, Amount{5});
    }
}

TEST(Draft, keeps_thousands_of_balances_apart) {
    const Ledger ledger;
    Draft draft;
    for (int round = 1; round <= 2; ++round) {
        for (std::uint64_t account = 1; account <= 3'000; ++account) {
            for (const Bucket bucket : {Bucket::available, Bucket::held}) {
                const auto amount =
                    static_cast<std::int64_t>(account * 2) + (bucket == Bucket::held ? 1 : 0);
                draft.open(PostingReason::fund);
                draft.move(ledger, AccountId{account}, usd, bucket, Amount{amount});
                ASSERT_EQ(last_posting(draft).after, Amount{amount * round});
            }
        }
    }
}

}  // namespace
}  // namespace core
