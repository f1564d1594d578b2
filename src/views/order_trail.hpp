// The orders of one record, followed through its events: each as it is after the event seen last.
//
//     OrderTrail trail;
//     trail.begin(state, record.stamp.time);            // before the record is applied
//     for (const core::Event& event : record.events) {
//         trail.see(event);
//         trail.row(order)                              // of any order that the event names
//     }
//
// `leaves` of a row is what did not trade, whatever became of it.
//
// Cost     one copy of each order met. Orders are let go as they close, so few are ever looked
//          through. Reuses its memory.
#pragma once

#include <vector>

#include "core/exchange/state.hpp"
#include "views/rows.hpp"

namespace views {

class OrderTrail {
  public:
    // `before` stays as it is until the last event was seen.
    void begin(const core::State& before, core::Timestamp time);
    void see(const core::Event& event);
    // Valid until the next event. An order that is neither open nor accepted in this record is our
    // own mistake.
    OrderRow& row(core::OrderId order);

  private:
    void happened(const core::OrderAccepted& event);
    void happened(const core::Traded& event);
    void happened(const core::OrderDecremented& event);
    void happened(const core::OrderParked& event);
    void happened(const core::OrderActivated& event);
    void happened(const core::OrderAmended& event);
    void happened(const core::OrderClosed& event);
    void happened(const auto&) {}

    OrderRow read(core::OrderId order) const;

    const core::State* before_{};
    core::Timestamp time_;
    std::vector<OrderRow> rows_;
    core::OrderId closed_;  // to be let go at the next event
};

}  // namespace views
