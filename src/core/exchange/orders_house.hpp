// The trading house with two customers who have 10,000 of either asset, and orders by the names
// that their owners give them. For tests only.
//
//     OrdersHouse town;
//     town.ask(alice, buy(5, 100, "a"));
//     town.find(alice, "a")->leaves;
#pragma once

#include "core/exchange/trading_house.hpp"

namespace core {

using testing::alice;
using testing::apl;
using testing::apples;
using testing::bob;
using testing::usd;

inline PlaceOrder order_for(Side side, OrderType type, std::int64_t lots, std::int64_t price,
                            std::string_view name) {
    PlaceOrder order = testing::limit_order(side, lots, price);
    order.type = type;
    order.client_order_id = ClientOrderId{name};
    return order;
}
inline PlaceOrder buy(std::int64_t lots, std::int64_t price, std::string_view name) {
    return order_for(Side::buy, OrderType::limit, lots, price, name);
}
inline PlaceOrder sell(std::int64_t lots, std::int64_t price, std::string_view name) {
    return order_for(Side::sell, OrderType::limit, lots, price, name);
}
inline PlaceOrder stop(Side side, OrderType type, std::int64_t lots, std::int64_t at,
                       std::string_view name) {
    PlaceOrder order = order_for(side, type, lots, 0, name);
    order.terms.emplace().stop = Price{at};
    return order;
}

class OrdersHouse {
  public:
    OrdersHouse() {
        for (const AccountId account : {alice, bob}) {
            for (const AssetId asset : {apl, usd}) town_.fund(account, asset, 10'000);
        }
    }

    // By the operator, on the customer's behalf.
    Verdict ask(AccountId account, const Command& command) {
        const Verdict verdict = town_.ask(command, account);
        events.insert(events.end(), town_.events.begin(), town_.events.end());
        return verdict;
    }
    void tick(Duration later) {
        town_.pass(later);
        EXPECT_TRUE(ask({}, Tick{}));
    }
    void pass(Duration time) { town_.pass(time); }
    void happen(const Event& event) { apply(town_.state, event); }
    Timestamp now() const { return town_.state.stamp.time; }

    Amount held(AccountId account, AssetId asset) const { return town_.held(account, asset); }
    Amount available(AccountId account, AssetId asset) const {
        return town_.available(account, asset);
    }
    std::optional<OpenOrder> find(AccountId account, std::string_view name) const {
        return state.orders.find(account, name);
    }
    const Market& market() const { return state.catalogue.market(apples); }
    // Why the order closed, if it did.
    std::optional<CloseReason> closed(OrderId order) const {
        for (const Event& event : events) {
            const auto* end = std::get_if<OrderClosed>(&event);
            if (end != nullptr && end->order == order) return end->reason;
        }
        return std::nullopt;
    }
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
