#include "core/ledger/ledger.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>

namespace core {
namespace {

constexpr AssetId usd{1};
constexpr AssetId btc{2};
constexpr AccountId alice{3};
constexpr AccountId bob{4};

Posting posting(AccountId account, AssetId asset, Bucket bucket, std::int64_t delta,
                std::int64_t after) {
    return {account, asset, bucket, Amount{delta}, Amount{after}};
}

Posted posted(std::initializer_list<Posting> postings) {
    Posted event{.reason = PostingReason::fund, .postings = {}};
    for (const Posting& one : postings) event.postings.push_back(one);
    return event;
}

Ledger funded() {
    Ledger ledger;
    ledger.apply(posted({posting(outside, usd, Bucket::available, -100, -100),
                         posting(alice, usd, Bucket::available, 100, 100)}));
    return ledger;
}

TEST(Ledger, knows_nothing_of_accounts_and_assets_that_never_had_any) {
    const Ledger ledger;
    EXPECT_EQ(ledger.balance(alice, usd), Balance{});
    EXPECT_EQ(ledger.balance(AccountId{1'000'000}, AssetId{77}), Balance{});
    EXPECT_EQ(ledger.sum(usd), Amount{0});
    EXPECT_EQ(ledger.accounts_end(), 0u);
    EXPECT_EQ(ledger.assets_end(), 0u);
}

TEST(Ledger, moves_money_in_postings_that_state_the_balance_after_each) {
    Ledger ledger = funded();
    ledger.apply(posted({posting(alice, usd, Bucket::available, -60, 40),
                         posting(alice, usd, Bucket::held, 60, 60)}));
    EXPECT_EQ(ledger.balance(alice, usd), (Balance{Amount{40}, Amount{60}}));
    EXPECT_EQ(ledger.balance(alice, usd, Bucket::held), Amount{60});
    EXPECT_EQ(ledger.balance(alice, btc), Balance{});
    EXPECT_EQ(ledger.balance(outside, usd, Bucket::available), Amount{-100});
    EXPECT_EQ(ledger.sum(usd), Amount{0});
}

TEST(Ledger, may_move_one_bucket_twice_in_one_event) {
    Ledger ledger = funded();
    ledger.apply(posted({posting(alice, usd, Bucket::available, -100, 0),
                         posting(bob, usd, Bucket::available, 100, 100),
                         posting(bob, usd, Bucket::available, -1, 99),
                         posting(house, usd, Bucket::available, 1, 1)}));
    EXPECT_EQ(ledger.balance(bob, usd, Bucket::available), Amount{99});
}

TEST(Ledger, is_equal_when_all_balances_are_whatever_room_it_has) {
    Ledger a = funded();
    const Ledger b = funded();
    a.restore(AccountId{900}, btc, {});  // room, and nothing in it
    EXPECT_EQ(a, b);
    EXPECT_EQ(b, a);
    a.restore(bob, btc, {Amount{0}, Amount{1}});
    EXPECT_FALSE(a == b);
}

TEST(LedgerDeath, of_postings_that_do_not_sum_to_zero) {
    Ledger ledger = funded();
    EXPECT_DEATH(ledger.apply(posted({posting(alice, usd, Bucket::available, -1, 99),
                                      posting(bob, usd, Bucket::available, 2, 2)})),
                 "sums_to_zero");
}

TEST(LedgerDeath, of_postings_that_sum_to_zero_only_across_assets) {
    Ledger ledger = funded();
    EXPECT_DEATH(ledger.apply(posted({posting(alice, usd, Bucket::available, -1, 99),
                                      posting(bob, btc, Bucket::available, 1, 1)})),
                 "sums_to_zero");
}

TEST(LedgerDeath, of_somebody_who_would_have_less_than_nothing) {
    Ledger ledger = funded();
    EXPECT_DEATH(ledger.apply(posted({posting(bob, usd, Bucket::available, -1, -1),
                                      posting(alice, usd, Bucket::available, 1, 101)})),
                 "posting.account == outside");
    EXPECT_DEATH(ledger.apply(posted({posting(alice, usd, Bucket::held, -1, -1),
                                      posting(alice, usd, Bucket::available, 1, 101)})),
                 "posting.account == outside");
}

TEST(LedgerDeath, of_a_balance_that_is_not_the_one_stated) {
    Ledger ledger = funded();
    EXPECT_DEATH(ledger.apply(posted({posting(alice, usd, Bucket::available, -1, 98),
                                      posting(bob, usd, Bucket::available, 1, 1)})),
                 "posting.after");
}

TEST(LedgerDeath, of_an_account_or_asset_without_a_name) {
    Ledger ledger = funded();
    EXPECT_DEATH(ledger.apply(posted({posting(AccountId{}, usd, Bucket::available, 0, 0)})), "");
    EXPECT_DEATH(ledger.apply(posted({posting(alice, AssetId{}, Bucket::available, 0, 0)})), "");
}

// A random movement that is allowed: somebody who has it, or the outside world, gives it away.
Posted random_movement(const Ledger& ledger) {
    const AccountId from{*rc::gen::inRange<std::uint64_t>(1, 6)};
    const AccountId to{*rc::gen::inRange<std::uint64_t>(2, 6)};
    const AssetId asset{*rc::gen::inRange<std::uint32_t>(1, 4)};
    const Bucket taken = *rc::gen::element(Bucket::available, Bucket::held);
    const Bucket given = *rc::gen::element(Bucket::available, Bucket::held);
    const Amount has = ledger.balance(from, asset, taken);
    const std::int64_t most = from == outside ? 1'000 : static_cast<std::int64_t>(has.units);
    const Amount amount{*rc::gen::inRange<std::int64_t>(0, most + 1)};
    const bool same = from == to && taken == given;
    const Amount before = same ? has - amount : ledger.balance(to, asset, given);
    return posted(
        {{from, asset, taken, -amount, has - amount}, {to, asset, given, amount, before + amount}});
}

TEST(LedgerProperty, whatever_moves_nothing_is_made_or_lost) {
    ASSERT_TRUE(rc::check([] {
        Ledger ledger;
        Ledger remade;
        const int steps = *rc::gen::inRange(1, 60);
        for (int step = 0; step < steps; ++step) {
            ledger.apply(random_movement(ledger));
            for (std::uint32_t asset = 1; asset < ledger.assets_end(); ++asset) {
                RC_ASSERT(ledger.sum(AssetId{asset}) == Amount{});
                for (std::uint64_t account = 2; account < ledger.accounts_end(); ++account) {
                    const Balance balance = ledger.balance(AccountId{account}, AssetId{asset});
                    RC_ASSERT(balance.available >= Amount{} && balance.held >= Amount{});
                    remade.restore(AccountId{account}, AssetId{asset}, balance);
                }
                remade.restore(outside, AssetId{asset}, ledger.balance(outside, AssetId{asset}));
            }
        }
        RC_ASSERT(remade == ledger);
    }));
}

}  // namespace
}  // namespace core
