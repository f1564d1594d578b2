#include "core/matching/order_lists.hpp"

#include <algorithm>

#include "base/check.hpp"

namespace core {
namespace {

std::size_t leg_of(const OrderList& list, OrderId order) {
    const auto found = std::ranges::find(list.legs, order, &ListLeg::order);
    CHECK(found != list.legs.end());
    return static_cast<std::size_t>(found - list.legs.begin());
}

}  // namespace

void OrderLists::add(const OrderList& list) {
    CHECK(list.id == next_id());
    last_ = list.id;
    const auto all_open = static_cast<std::uint8_t>((1u << list.legs.size()) - 1);
    restore({list, all_open, list.kind != ListKind::oco});
}

void OrderLists::restore(const OpenList& open) {
    const OrderList& list = open.list;
    const bool is_new = lists_.emplace(list.id, open).second;
    CHECK(is_new && open.open != 0);
    of_account_.emplace(list.account, list.id);
    by_name_.emplace(std::pair{list.account, list.client_list_id}, list.id);
    if (open.is_due()) due_.insert(list.id);
}

void OrderLists::close_leg(OrderListId id, OrderId order) {
    OpenList& open = at(id);
    const std::size_t leg = leg_of(open.list, order);
    CHECK(open.is_open(leg));
    open.open = static_cast<std::uint8_t>(open.open & ~(1u << leg));
    if (open.open == 0) return remove(open.list);
    if (open.is_due()) due_.insert(id);
}

void OrderLists::rename_leg(OrderListId id, OrderId order, const ClientOrderId& name) {
    OrderList& list = at(id).list;
    ListLeg* const legs = list.legs.begin();
    legs[leg_of(list, order)].client_order_id = name;
}

void OrderLists::turn_came(OrderListId id) {
    at(id).waiting = false;
    due_.erase(id);
}

void OrderLists::remove(const OrderList& list) {
    due_.erase(list.id);
    of_account_.erase({list.account, list.id});
    by_name_.erase({list.account, list.client_list_id});
    lists_.erase(list.id);
}

OpenList& OrderLists::at(OrderListId id) {
    const auto found = lists_.find(id);
    CHECK(found != lists_.end());
    return found->second;
}

const OpenList* OrderLists::find(OrderListId id) const {
    const auto found = lists_.find(id);
    return found == lists_.end() ? nullptr : &found->second;
}

const OpenList* OrderLists::find(AccountId account, const ClientOrderId& client_list_id) const {
    const auto found = by_name_.find({account, client_list_id});
    return found == by_name_.end() ? nullptr : find(found->second);
}

std::vector<OrderListId> OrderLists::of(AccountId account) const {
    std::vector<OrderListId> lists;
    for (auto at = of_account_.lower_bound({account, OrderListId{}});
         at != of_account_.end() && at->first == account; ++at) {
        lists.push_back(at->second);
    }
    return lists;
}

std::size_t OrderLists::count(AccountId account, MarketId market) const {
    const auto lists = of(account);
    return static_cast<std::size_t>(std::ranges::count_if(
        lists, [&](OrderListId id) { return lists_.at(id).list.market == market; }));
}

const OpenList* OrderLists::due() const { return due_.empty() ? nullptr : find(*due_.begin()); }

}  // namespace core
