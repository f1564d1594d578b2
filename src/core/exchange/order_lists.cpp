// Decides order lists.
#include "core/exchange/deciders.hpp"
#include "core/exchange/list_legs.hpp"

namespace core {

const OpenList* named_by(const State& state, AccountId account, const CancelOrderList& command) {
    const OpenList* open = command.list ? state.lists.find(command.list)
                                        : state.lists.find(account, command.client_list_id);
    if (open == nullptr || open->list.account != account) return nullptr;
    if (command.market && open->list.market != command.market) return nullptr;
    const bool both = command.list && !command.client_list_id.empty();
    if (both && open->list.client_list_id != command.client_list_id) return nullptr;
    return open;
}

Verdict decide(const State& state, Asked asked, const CancelOrderList& command, Draft& draft) {
    const OpenList* open = named_by(state, asked.envelope.account, command);
    if (open == nullptr) return reject(Reject::order_list_unknown);
    if (state.catalogue.market(open->list.market).mode == MarketMode::halt) {
        return reject(Reject::market_halted);
    }

    // Accepted: nothing below can fail. One leg takes the others with it.
    for (const ListLeg& leg : open->list.legs) {
        const auto order = state.orders.find(leg.order);
        if (order) close_order(state, *order, CloseReason::cancelled, draft);
    }
    return {};
}

}  // namespace core
