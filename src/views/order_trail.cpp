#include "views/order_trail.hpp"

#include <algorithm>

#include "base/check.hpp"
#include "views/row_changes.hpp"

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
    for (const core::OrderId id : {event.maker, event.taker}) traded(row(id), event, time_);
}

void OrderTrail::happened(const core::OrderDecremented& event) {
    decremented(row(event.order), event, time_);
}

void OrderTrail::happened(const core::OrderParked& event) { parked(row(event.order), event); }

void OrderTrail::happened(const core::OrderActivated& event) {
    activated(row(event.order), event, time_);
}

void OrderTrail::happened(const core::OrderAmended& event) {
    amended(row(event.order), event, time_);
}

void OrderTrail::happened(const core::OrderClosed& event) {
    closed(row(event.order), event, time_);
    closed_ = event.order;
}

}  // namespace views
