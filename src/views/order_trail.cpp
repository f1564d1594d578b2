#include "views/order_trail.hpp"

#include <algorithm>

#include "base/check.hpp"

namespace views {

void OrderTrail::begin(const core::State& before, core::Timestamp time) {
    before_ = &before;
    time_ = time;
    rows_.clear();
    closed_ = {};
}

void OrderTrail::see(const core::Event& event) {
    if (closed_) {
        const auto gone =
            std::ranges::find(rows_, closed_, [](const auto& row) { return row.order.id; });
        if (gone != rows_.end() - 1) *gone = std::move(rows_.back());
        rows_.pop_back();
        closed_ = {};
    }
    std::visit([this](const auto& what) { happened(what); }, event);
}

OrderRow& OrderTrail::row(core::OrderId order) {
    for (auto row = rows_.rbegin(); row != rows_.rend(); ++row) {
        if (row->order.id == order) return *row;
    }
    return rows_.emplace_back(read(order));
}

OrderRow OrderTrail::read(core::OrderId order) const {
    if (before_->taker && before_->taker->order.id == order) {
        return {before_->taker->order, before_->taker->quote_amount, {}};
    }
    auto found = before_->orders.find(order);
    CHECK(found.has_value());
    return {*std::move(found), {}, {}};
}

void OrderTrail::happened(const core::OrderAccepted& event) {
    rows_.push_back({event.order, event.quote_amount, {}});
}

void OrderTrail::happened(const core::Traded& event) {
    for (const core::OrderId id : {event.maker, event.taker}) {
        core::OpenOrder& order = row(id).order;
        order.leaves -= event.quantity;
        order.filled_quote += event.quote;
        order.updated_at = time_;
    }
}

void OrderTrail::happened(const core::OrderDecremented& event) {
    core::OpenOrder& order = row(event.order).order;
    order.leaves -= event.quantity;
    order.prevented += event.quantity;
    order.updated_at = time_;
}

void OrderTrail::happened(const core::OrderParked& event) {
    core::OpenOrder& order = row(event.order).order;
    if (!order.terms) order.terms.emplace();
    order.terms->parking = event.why;
    order.terms->extreme = event.extreme;
}

void OrderTrail::happened(const core::OrderActivated& event) {
    core::OpenOrder& order = row(event.order).order;
    if (!order.terms) order.terms.emplace();
    order.terms->parking = core::Parking::none;
    order.terms->working_at = time_;
    order.updated_at = time_;
}

void OrderTrail::happened(const core::OrderAmended& event) {
    core::OpenOrder& order = row(event.order).order;
    if (!order.terms) order.terms.emplace();
    ++order.terms->amends;
    order.quantity = event.quantity;
    order.leaves = event.leaves;
    order.client_order_id = event.client_order_id;
    order.updated_at = time_;
}

void OrderTrail::happened(const core::OrderClosed& event) {
    OrderRow& gone = row(event.order);
    gone.closed = event.reason;
    gone.order.updated_at = time_;
    closed_ = event.order;
}

}  // namespace views
