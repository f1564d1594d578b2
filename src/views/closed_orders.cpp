#include "views/closed_orders.hpp"

#include <algorithm>

namespace views {
namespace {

// Follows one record's orders through its events: the taker, and one maker at a time, because
// each maker is met once and closed at once if it is.
class Closings {
  public:
    Closings(ClosedOrders& closed, const core::State& before, core::Timestamp time)
        : closed_{closed}, before_{before}, time_{time} {
        if (before.taker) taker_ = {before.taker->order, before.taker->quote_amount, {}};
    }

    void see(const core::OrderAccepted& event) { taker_ = {event.order, event.quote_amount, {}}; }
    void see(const core::Traded& event) {
        for (const core::OrderId id : {event.maker, event.taker}) {
            core::OpenOrder& order = row(id).order;
            order.leaves -= event.quantity;
            order.filled_quote += event.quote;
            order.updated_at = time_;
        }
    }
    void see(const core::OrderDecremented& event) {
        core::OpenOrder& order = row(event.order).order;
        order.leaves -= event.quantity;
        order.prevented += event.quantity;
        order.updated_at = time_;
    }
    void see(const core::OrderClosed& event) {
        OrderRow& gone = row(event.order);
        gone.closed = event.reason;
        gone.order.updated_at = time_;
        closed_.keep(gone);
    }
    void see(const auto&) {}

  private:
    OrderRow& row(core::OrderId id) {
        if (taker_.order.id == id) return taker_;
        if (maker_.order.id != id) maker_ = {before_.orders.find(id).value(), {}, {}};
        return maker_;
    }

    ClosedOrders& closed_;
    const core::State& before_;
    core::Timestamp time_;
    OrderRow taker_;
    OrderRow maker_;
};

bool closes_something(const core::Record& record) {
    return std::ranges::any_of(record.events, [](const core::Event& event) {
        return std::holds_alternative<core::OrderClosed>(event);
    });
}

}  // namespace

void note_closings(ClosedOrders& closed, const core::State& before, const core::Record& record) {
    if (!closes_something(record)) return;
    Closings closings{closed, before, record.stamp.time};
    for (const core::Event& event : record.events) {
        std::visit([&](const auto& happened) { closings.see(happened); }, event);
    }
}

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
