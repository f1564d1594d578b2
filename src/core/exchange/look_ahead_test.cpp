#include "core/exchange/look_ahead.hpp"

#include "core/exchange/snapshot.hpp"
#include "core/exchange/trading_house_for_tests.hpp"

namespace core {
namespace {

using namespace testing;

void look_at(const State& state, AccountId account, const Command& command) {
    Envelope envelope;
    envelope.account = account;
    for (const Ahead ahead : {Ahead::third, Ahead::second, Ahead::first}) {
        look_ahead(state, envelope, command, ahead);
    }
}

CancelOrder cancel(OrderId order) {
    CancelOrder command;
    command.market = apples;
    command.order = order;
    return command;
}

TEST(LookAhead, changes_nothing) {
    TradingHouse town;
    const OrderId middle = town.buy(alice, 5, 99);
    town.buy(alice, 5, 98);
    town.sell(bob, 5, 101);
    const Digest before = digest(town.state);
    PlaceOrder order = limit_order(Side::buy, 1, 99);
    order.client_order_id = "next";
    look_at(town.state, alice, order);
    look_at(town.state, alice, cancel(middle));
    EXPECT_EQ(digest(town.state), before);
}

TEST(LookAhead, minds_nothing_that_does_not_exist) {
    TradingHouse empty;
    const AccountId nobody{1'000'000};
    PlaceOrder order = limit_order(Side::sell, 1, 1);
    const std::vector<Command> commands{
        order, cancel(OrderId{7}), cancel(OrderId{~std::uint64_t{0}}), CancelOrder{}, CancelAll{},
    };
    order.market = MarketId{99};
    for (const AccountId account : {AccountId{}, alice, nobody}) {
        for (const Command& command : commands) look_at(empty.state, account, command);
        look_at(empty.state, account, order);
    }
    EXPECT_EQ(empty.state.orders.size(), 0u);
}

}  // namespace
}  // namespace core
