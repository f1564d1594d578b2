#include "core/matching/parked_orders.hpp"

#include "base/check.hpp"

namespace core {

const OpenOrder* ParkedOrders::find(OrderId id) const {
    const auto found = orders_.find(id);
    return found == orders_.end() ? nullptr : &found->second;
}

const OpenOrder* ParkedOrders::find(AccountId account, std::string_view client_order_id) const {
    if (client_order_id.empty() || client_order_id.size() > ClientOrderId::capacity) return nullptr;
    const auto found = by_name_.find({account, ClientOrderId{client_order_id}});
    return found == by_name_.end() ? nullptr : find(found->second);
}

const OpenOrder* ParkedOrders::after(AccountId account, OrderId id) const {
    const auto found = of_account_.upper_bound({account, id});
    return found == of_account_.end() || found->first != account ? nullptr : find(found->second);
}

void ParkedOrders::add(const OpenOrder& order) {
    CHECK(orders_.emplace(order.id, order).second);
    of_account_.emplace(order.account, order.id);
    if (order.client_order_id.empty()) return;
    CHECK(by_name_.emplace(Name{order.account, order.client_order_id}, order.id).second);
}

OpenOrder ParkedOrders::take(OrderId id) {
    auto node = orders_.extract(id);
    CHECK(!node.empty());
    OpenOrder order = std::move(node.mapped());
    of_account_.erase({order.account, id});
    by_name_.erase({order.account, order.client_order_id});
    return order;
}

}  // namespace core
