#include "views/closed_orders.hpp"

namespace views {

void ClosedOrders::keep(const OrderRow& row) {
    if (rows_.size() < capacity) {
        rows_.push_back(row);
    } else {
        places_.erase(rows_[next_].order.id);
        rows_[next_] = row;
    }
    places_[row.order.id] = static_cast<std::uint32_t>(next_);
    next_ = (next_ + 1) % capacity;
}

const OrderRow* ClosedOrders::find(core::OrderId order) const {
    const auto found = places_.find(order);
    return found == places_.end() ? nullptr : &rows_[found->second];
}

const OrderRow* ClosedOrders::find(core::AccountId account,
                                   std::string_view client_order_id) const {
    for (std::size_t i = 1; i <= rows_.size(); ++i) {
        const OrderRow& row = rows_[(next_ + capacity - i) % capacity];
        if (row.order.account == account && row.order.client_order_id.view() == client_order_id) {
            return &row;
        }
    }
    return nullptr;
}

}  // namespace views
