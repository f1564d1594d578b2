// What a key may do with lists, replacements and timers: its caps, its markets.
#include <gtest/gtest.h>

#include "core/exchange/callers.hpp"
#include "core/exchange/deciders.hpp"
#include "core/exchange/orders_house_for_tests.hpp"

namespace core {
namespace {

// A key of alice's for this market alone, with at most so many orders a day.
Key key_of_alice(std::uint64_t orders) {
    Key key;
    key.id = KeyId{1};
    key.customer = CustomerId{1};
    key.account = alice;
    key.status = KeyStatus::active;
    key.rules.scopes = {Scope::order_create, Scope::order_cancel};
    key.rules.markets = {apples};
    Cap cap;
    cap.action = CapAction::order;
    cap.per = CapPeriod::day;
    cap.count = orders;
    key.rules.caps = {cap};
    return key;
}

PlaceOrderList otoco() {
    PlaceOrderList list;
    list.market = apples;
    list.kind = ListKind::otoco;
    list.client_list_id = "list";
    list.orders = {buy(5, 100, "in"), order_for(Side::sell, OrderType::limit_maker, 5, 120, "out"),
                   stop(Side::sell, OrderType::stop_loss, 5, 90, "loss")};
    return list;
}

Envelope by_key() {
    return {.customer = CustomerId{1}, .account = alice, .key = KeyId{1}, .surface = Surface::api};
}

Verdict decided(const OrdersHouse& town, const PlaceOrderList& list, Draft& draft) {
    const Envelope envelope = by_key();
    const Asked asked{envelope, {Sequence{9}, town.now()}};
    draft.clear();
    return decide(town.state, asked, list, draft);
}

TEST(ListCaps, count_each_order_once_and_a_pair_as_one) {
    OrdersHouse town;
    Draft draft;
    town.happen(KeyCreated{key_of_alice(1)});
    EXPECT_EQ(decided(town, otoco(), draft).error().reject, Reject::cap_exceeded);
    OrdersHouse other;
    other.happen(KeyCreated{key_of_alice(2)});
    ASSERT_TRUE(decided(other, otoco(), draft));
    const CapUsed* used = nullptr;
    for (const Event& event : draft.events()) {
        if (const auto* use = std::get_if<CapUsed>(&event)) used = use;
    }
    ASSERT_NE(used, nullptr);
    EXPECT_EQ(used->use.count, 2u);
}

TEST(ListCaps, let_a_key_for_one_market_cancel_everywhere_only_what_it_placed) {
    OrdersHouse town;
    town.happen(KeyCreated{key_of_alice(9)});
    town.happen(CustomerStatusChanged{.customer = CustomerId{1},
                                      .verified = true,
                                      .suspended = false,
                                      .onboarding = Onboarding::approved,
                                      .level = 2,
                                      .reason = {}});
    town.happen(ApiAccessChanged{.customer = CustomerId{1},
                                 .to = ApiAccess::approved,
                                 .reason = {},
                                 .by = {},
                                 .answers = {}});
    const auto asked = [&town](const Command& command) {
        return check_caller(town.state, by_key(), command, town.now());
    };
    CancelAll cancel;
    cancel.tag = "grid";
    ASSERT_FALSE(asked(cancel));
    EXPECT_EQ(asked(cancel).error().reject, Reject::constraint_market);
    cancel.key = KeyId{1};
    EXPECT_TRUE(asked(cancel));
    EXPECT_TRUE(asked(SetDeadMan{}));
    EXPECT_EQ(asked(AmendOrder{}).error().reject, Reject::scope_missing);
}

}  // namespace
}  // namespace core
