// Open orders that are in no book: stops before their trigger, and legs of lists before their turn.
// Few, so they are kept the simple way.
//
// Cost: O(log parked orders).
#pragma once

#include <cstddef>
#include <map>
#include <set>
#include <string_view>
#include <utility>

#include "core/types/order.hpp"

namespace core {

class ParkedOrders {
  public:
    bool empty() const { return orders_.empty(); }
    std::size_t size() const { return orders_.size(); }
    const OpenOrder* find(OrderId id) const;
    const OpenOrder* find(AccountId account, std::string_view client_order_id) const;
    // The account's first one after this.
    const OpenOrder* after(AccountId account, OrderId id) const;
    const std::map<OrderId, OpenOrder>& all() const { return orders_; }  // by age

    void add(const OpenOrder& order);
    OpenOrder take(OrderId id);  // must be there

  private:
    using Name = std::pair<AccountId, ClientOrderId>;

    std::map<OrderId, OpenOrder> orders_;
    std::map<Name, OrderId> by_name_;
    std::set<std::pair<AccountId, OrderId>> of_account_;
};

}  // namespace core
