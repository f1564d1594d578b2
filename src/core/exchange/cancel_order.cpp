// Decides cancellations: the order leaves the book and what was held for it comes back.
//
// Rejects: market_halted, order_unknown (foreign, closed, of another market: all the same).
#include "base/result.hpp"
#include "core/exchange/deciders.hpp"
#include "core/exchange/matching.hpp"

namespace core {
namespace {

bool is_halted(const State& state, MarketId market) {
    return state.catalogue.market(market).mode == MarketMode::halt;
}

}  // namespace

std::optional<OpenOrder> named_by(const State& state, AccountId account,
                                  const CancelOrder& command) {
    std::optional<OpenOrder> order;
    if (command.order) {
        order = state.orders.find(command.order);
    } else {
        order = state.orders.find(account, command.client_order_id.view());
    }
    if (!order || order->account != account) return std::nullopt;
    if (command.market && order->market != command.market) return std::nullopt;
    const bool both = command.order && !command.client_order_id.empty();
    if (both && order->client_order_id != command.client_order_id) return std::nullopt;
    return order;
}

Verdict decide(const State& state, Asked asked, const CancelOrder& command, Draft& draft) {
    const auto order = named_by(state, asked.envelope.account, command);
    if (!order) return reject(Reject::order_unknown);
    if (is_halted(state, order->market)) return reject(Reject::market_halted);

    // Accepted: nothing below can fail.
    close_order(state, *order, CloseReason::cancelled, draft);
    return {};
}

Verdict decide(const State& state, Asked asked, const CancelAll& command, Draft& draft) {
    std::vector<OrderId> orders;
    bool halted = false;
    state.orders.of_account(asked.envelope.account, [&](const auto& order) {
        if (command.market && order.market != command.market) return;
        if (is_halted(state, order.market)) {
            halted = true;
        } else {
            orders.push_back(order.id);
        }
    });
    if (orders.empty()) return reject(halted ? Reject::market_halted : Reject::order_unknown);

    // Accepted: nothing below can fail.
    for (const OrderId order : orders) {
        close_order(state, *state.orders.find(order), CloseReason::cancelled, draft);
    }
    return {};
}

}  // namespace core
