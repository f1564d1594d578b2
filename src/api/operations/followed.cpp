#include "api/operations/followed.hpp"

#include <algorithm>

namespace api {
namespace {

core::OrderTerms& terms_of(core::OpenOrder& order) {
    return order.terms ? *order.terms : order.terms.emplace();
}

class Following {
  public:
    Following(const core::Market& market, core::Stamp stamp) : market_{market}, stamp_{stamp} {}

    void see(const core::OrderAccepted& event) {
        followed_.orders.push_back({event.order, event.quote_amount, {}});
    }
    void see(const core::Traded& event) {
        views::OrderRow* row = followed_.find(event.taker);
        if (row == nullptr) return;
        core::OpenOrder& order = row->order;
        order.leaves -= event.quantity;
        order.filled_quote += event.quote;
        const bool buying = event.taker_side == core::Side::buy;
        followed_.fills.push_back({.market = event.market,
                                   .trade = event.trade,
                                   .order = order.id,
                                   .account = order.account,
                                   .side = event.taker_side,
                                   .price = event.price,
                                   .quantity = event.quantity,
                                   .quote = event.quote,
                                   .fee = event.taker_fee,
                                   .fee_asset = buying ? market_.base : market_.quote,
                                   .maker = false,
                                   .time = stamp_.time});
    }
    void see(const core::OrderDecremented& event) {
        views::OrderRow* row = followed_.find(event.order);
        if (row == nullptr) return;
        row->order.leaves -= event.quantity;
        row->order.prevented += event.quantity;
    }
    void see(const core::OrderParked& event) {
        views::OrderRow* row = followed_.find(event.order);
        if (row == nullptr) return;
        core::OrderTerms& terms = terms_of(row->order);
        terms.parking = event.why;
        terms.extreme = event.extreme;
    }
    void see(const core::OrderActivated& event) {
        views::OrderRow* row = followed_.find(event.order);
        if (row == nullptr) return;
        core::OrderTerms& terms = terms_of(row->order);
        terms.parking = core::Parking::none;
        terms.working_at = stamp_.time;
    }
    void see(const core::OrderClosed& event) {
        if (views::OrderRow* row = followed_.find(event.order)) row->closed = event.reason;
    }
    void see(const core::TradePrevented& event) {
        if (followed_.find(event.taker) != nullptr) followed_.prevented.push_back(event);
    }
    void see(const auto&) {}

    Followed take() && { return std::move(followed_); }

  private:
    const core::Market& market_;
    core::Stamp stamp_;
    Followed followed_;
};

}  // namespace

views::OrderRow* Followed::find(core::OrderId order) {
    const auto found =
        std::ranges::find(orders, order, [](const views::OrderRow& row) { return row.order.id; });
    return found == orders.end() ? nullptr : &*found;
}

Followed follow(const core::Market& market, const engine::Reply& reply) {
    Following following{market, reply.stamp};
    for (const core::Event& event : reply.events) {
        std::visit([&](const auto& happened) { following.see(happened); }, event);
    }
    return std::move(following).take();
}

const core::OrderAccepted* first_accepted(const engine::Reply& reply) {
    for (const core::Event& event : reply.events) {
        if (const auto* accepted = std::get_if<core::OrderAccepted>(&event)) return accepted;
    }
    return nullptr;
}

}  // namespace api
