#include "core/exchange/orders_house_for_tests.hpp"

namespace core {

PlaceOrder order_for(Side side, OrderType type, std::int64_t lots, std::int64_t price,
                     std::string_view name) {
    PlaceOrder order = testing::limit_order(side, lots, price);
    order.type = type;
    order.client_order_id = ClientOrderId{name};
    return order;
}

PlaceOrder buy(std::int64_t lots, std::int64_t price, std::string_view name) {
    return order_for(Side::buy, OrderType::limit, lots, price, name);
}

PlaceOrder sell(std::int64_t lots, std::int64_t price, std::string_view name) {
    return order_for(Side::sell, OrderType::limit, lots, price, name);
}

PlaceOrder stop(Side side, OrderType type, std::int64_t lots, std::int64_t at,
                std::string_view name) {
    PlaceOrder order = order_for(side, type, lots, 0, name);
    order.terms.emplace().stop = Price{at};
    return order;
}

OrdersHouse::OrdersHouse() {
    for (const AccountId account : {alice, bob}) {
        for (const AssetId asset : {apl, usd}) town_.fund(account, asset, 10'000);
    }
}

OrdersHouse::~OrdersHouse() = default;

Verdict OrdersHouse::ask(AccountId account, const Command& command) {
    const Verdict verdict = town_.ask(command, account);
    events.insert(events.end(), town_.events.begin(), town_.events.end());
    return verdict;
}

void OrdersHouse::tick(Duration later) {
    town_.pass(later);
    EXPECT_TRUE(ask({}, Tick{}));
}

void OrdersHouse::happen(const Event& event) { apply(state, event); }

std::optional<OpenOrder> OrdersHouse::find(AccountId account, std::string_view name) const {
    return state.orders.find(account, name);
}

std::optional<CloseReason> OrdersHouse::closed(OrderId order) const {
    for (const Event& event : events) {
        const auto* end = std::get_if<OrderClosed>(&event);
        if (end != nullptr && end->order == order) return end->reason;
    }
    return std::nullopt;
}

}  // namespace core
