// The trading house with two customers who have 10,000 of either asset, and orders by the names
// that their owners give them. For tests only.
//
//     OrdersHouse town;
//     town.ask(alice, buy(5, 100, "a"));
//     town.find(alice, "a")->leaves;
#pragma once

#include "core/exchange/trading_house_for_tests.hpp"

namespace core {

using testing::alice;
using testing::apl;
using testing::apples;
using testing::bob;
using testing::usd;

PlaceOrder order_for(Side side, OrderType type, std::int64_t lots, std::int64_t price,
                     std::string_view name);
PlaceOrder buy(std::int64_t lots, std::int64_t price, std::string_view name);
PlaceOrder sell(std::int64_t lots, std::int64_t price, std::string_view name);
PlaceOrder stop(Side side, OrderType type, std::int64_t lots, std::int64_t at,
                std::string_view name);

class OrdersHouse {
  public:
    OrdersHouse();
    ~OrdersHouse();
    OrdersHouse(const OrdersHouse&) = delete;
    OrdersHouse& operator=(const OrdersHouse&) = delete;

    // By the operator, on the customer's behalf.
    Verdict ask(AccountId account, const Command& command);
    void tick(Duration later);
    void pass(Duration time) { town_.pass(time); }
    void happen(const Event& event);
    Timestamp now() const { return town_.state.stamp.time; }

    Amount held(AccountId account, AssetId asset) const { return town_.held(account, asset); }
    Amount available(AccountId account, AssetId asset) const {
        return town_.available(account, asset);
    }
    std::optional<OpenOrder> find(AccountId account, std::string_view name) const;
    const Market& market() const { return state.catalogue.market(apples); }
    // Why the order closed, if it did.
    std::optional<CloseReason> closed(OrderId order) const;
    // The last event of this kind, if there is one.
    template <class Happened>
    const Happened* last() const {
        const Happened* found = nullptr;
        for (const Event& event : events) {
            if (const auto* happened = std::get_if<Happened>(&event)) found = happened;
        }
        return found;
    }

  private:
    testing::TradingHouse town_;

  public:
    State& state = town_.state;
    std::vector<Event> events;  // all that happened
};

}  // namespace core
