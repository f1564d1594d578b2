// Decides cancellations: the order leaves its book and what was held for it comes back. The other
// legs of its list go with it.
//
// Rejects  CancelOrder: order_unknown (foreign, closed, of another market: all the same),
//          client_order_id_mismatch, market_halted, cancel_restricted
//          CancelAll: order_unknown where nothing is there to cancel, market_halted
#include "base/result.hpp"
#include "core/exchange/deciders.hpp"
#include "core/exchange/matching.hpp"

namespace core {
namespace {

bool is_halted(const State& state, MarketId market) {
    return state.catalogue.market(market).mode == MarketMode::halt;
}

bool is_allowed(CancelOnly only, const OpenOrder& order) {
    switch (only) {
        case CancelOnly::any:
            return true;
        case CancelOnly::unfilled:
            return filled(order) == Quantity{};
        case CancelOnly::partially_filled:
            return filled(order) > Quantity{};
    }
    return false;
}

// What the summary of an order does not say.
bool is_meant(const CancelAll& command, const OpenOrder& order) {
    if (command.key && order.key != command.key) return false;
    const OrderTag tag = order.terms ? order.terms->tag : OrderTag{};
    if (!command.tag.empty() && tag != command.tag) return false;
    const std::uint64_t session = order.terms ? order.terms->session : 0;
    return command.session == 0 || session == command.session;
}

}  // namespace

std::expected<OpenOrder, Rejection> named_by(const State& state, AccountId account,
                                             const OrderName& name) {
    auto order = name.order ? state.orders.find(name.order)
                            : state.orders.find(account, name.client_order_id.view());
    if (!order || order->account != account) return reject(Reject::order_unknown);
    if (name.market && order->market != name.market) return reject(Reject::order_unknown);
    const bool both = name.order && !name.client_order_id.empty();
    if (both && order->client_order_id != name.client_order_id) {
        return reject(Reject::client_order_id_mismatch);
    }
    return *std::move(order);
}

Verdict decide(const State& state, Asked asked, const CancelOrder& command, Draft& draft) {
    TRY(const OpenOrder order, named_by(state, asked.envelope.account, name_in(command)));
    if (is_halted(state, order.market)) return reject(Reject::market_halted);
    if (command.only > CancelOnly::partially_filled) {
        return reject(Reject::malformed_field, "cancel_only");
    }
    if (!is_allowed(command.only, order)) return reject(Reject::cancel_restricted);

    // Accepted: nothing below can fail.
    close_order(state, order, CloseReason::cancelled, draft);
    return {};
}

Verdict decide(const State& state, Asked asked, const CancelAll& command, Draft& draft) {
    const bool by_facts = command.key || !command.tag.empty() || command.session != 0;
    std::vector<OrderId> orders;
    bool halted = false;
    state.orders.of_account(asked.envelope.account, [&](const auto& order) {
        if (command.market && order.market != command.market) return;
        if (by_facts && !is_meant(command, *state.orders.find(order.id))) return;
        if (is_halted(state, order.market)) {
            halted = true;
        } else {
            orders.push_back(order.id);
        }
    });
    if (orders.empty()) return reject(halted ? Reject::market_halted : Reject::order_unknown);

    // Accepted: nothing below can fail.
    const CloseReason reason =
        command.disconnected ? CloseReason::disconnected : CloseReason::cancelled;
    for (const OrderId order : orders) {
        close_order(state, *state.orders.find(order), reason, draft);
    }
    return {};
}

}  // namespace core
