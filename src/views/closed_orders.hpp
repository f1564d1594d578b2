// The orders that closed last, as they were then. Whoever cancels an order, or asks for one that
// was just filled, is answered from here at once, without waiting for history.
//
//     closed.keep(row);                       // the newest; beyond `capacity` the oldest goes
//     closed.find(OrderId{17})                // nullptr: longer ago, or still open
//
// Memory   about 250 bytes per order kept: 16 MB.
// Cost     O(1).
#pragma once

#include <boost/unordered/unordered_flat_map.hpp>
#include <vector>

#include "core/exchange/state.hpp"
#include "views/rows.hpp"

namespace views {

class ClosedOrders {
  public:
    static constexpr std::size_t capacity = 65'536;

    void keep(const OrderRow& row);
    const OrderRow* find(core::OrderId order) const;
    // The newest of that account and name, among those kept. O(kept): for rare questions.
    const OrderRow* find(core::AccountId account, std::string_view client_order_id) const;

  private:
    std::vector<OrderRow> rows_;  // a ring: next_ is the oldest once it is full
    std::size_t next_{};
    boost::unordered_flat_map<core::OrderId, std::uint32_t, std::hash<core::OrderId>> places_;
};

}  // namespace views
