// Decides an amendment: an order becomes smaller and keeps its place in the line. What was held for
// the difference comes back.
//
//     book:     buy #1 8 @ 101, 3 filled
//     command:  amend #1 to 6
//     events:   OrderAmended 8 -> 6 (3 left), Posted (releases 202)
//
// Legs of a pair share one hold and change only together, by a new list; so do legs that wait.
//
// Rejects, in this order: order_unknown, client_order_id_mismatch, market_halted,
// market_cancel_only, state_conflict (a leg), amend_unchanged, amend_increase, lot_filter,
// notional_filter, iceberg_filter, amend_count_filter, client_order_id_in_use.
#include "base/result.hpp"
#include "core/exchange/deciders.hpp"
#include "core/exchange/list_legs.hpp"

namespace core {
namespace {

Verdict check_mode(MarketMode mode) {
    if (mode == MarketMode::halt) return reject(Reject::market_halted);
    if (mode == MarketMode::cancel_only) return reject(Reject::market_cancel_only);
    return {};
}

Verdict check_quantity(const Market& market, const OpenOrder& order, Quantity quantity) {
    if (quantity == order.quantity) return reject(Reject::amend_unchanged, "quantity");
    if (quantity > order.quantity) return reject(Reject::amend_increase, "quantity");
    if (quantity < market.quantity_min || quantity <= order.quantity - order.leaves) {
        return reject(Reject::lot_filter, "quantity");
    }
    const bool priced = order.limit != Price{};  // not so before the first trade, if it trails
    if (priced && notional(market, order.limit, quantity) < market.notional_min) {
        return reject(Reject::notional_filter, "quantity");
    }
    const Quantity display = order.terms ? order.terms->display : Quantity{};
    if (display > quantity) return reject(Reject::iceberg_filter, "quantity");
    return {};
}

Verdict check_name(const State& state, const OpenOrder& order, const ClientOrderId& name) {
    const auto named = state.orders.id_of(order.account, name.view());
    if (!named || *named == order.id) return {};
    return reject(Reject::client_order_id_in_use, "client_order_id");
}

}  // namespace

Verdict decide(const State& state, Asked asked, const AmendOrder& command, Draft& draft) {
    TRY(const OpenOrder order, named_by(state, asked.envelope.account, name_in(command)));
    const Market& market = state.catalogue.market(order.market);
    TRY_OK(check_mode(market.mode));
    if (parking(order) == Parking::list || sibling_of(state, order, draft)) {
        return reject(Reject::state_conflict, "order_list");
    }
    TRY_OK(check_quantity(market, order, command.quantity));
    const std::uint32_t amends = order.terms ? order.terms->amends : 0;
    if (amends >= market.amends_max) return reject(Reject::amend_count_filter);
    TRY_OK(check_name(state, order, command.new_client_order_id));

    // Accepted: nothing below can fail.
    const bool renamed = !command.new_client_order_id.empty();
    OpenOrder after = order;
    after.leaves -= order.quantity - command.quantity;
    draft.add(OrderAmended{
        .market = order.market,
        .order = order.id,
        .account = order.account,
        .before = order.quantity,
        .quantity = command.quantity,
        .leaves = after.leaves,
        .client_order_id_before = order.client_order_id,
        .client_order_id = renamed ? command.new_client_order_id : order.client_order_id});
    const Hold hold = held_by(state, order);
    release(state, order.account, {hold.asset, hold.amount - held_by(state, after).amount}, draft);
    return {};
}

}  // namespace core
