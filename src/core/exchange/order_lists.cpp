// Decides order lists: how they are placed, what happens when the turn of pending legs comes, and
// how they are cancelled.
//
//     oco sell 5 of stock:  limit_maker 5 @ 120, stop_loss 5 at 90
//       -> OrderListOpened, OrderAccepted #1, Posted (holds 5, for both), OrderRested #1,
//          OrderAccepted #2, OrderParked #2 (trigger)
//     oto: buy 5 @ 100, then sell 5 @ 120
//       -> OrderListOpened, OrderAccepted #1 (the pending one), OrderParked #1 (list),
//          OrderAccepted #2, Posted (holds 500), then as any order
//       #2 is filled -> ActivateOrder: OrderActivated #1, Posted (holds 5), OrderRested #1
//
// Rejects, in this order: PlaceOrderList: not_found (market), malformed_field, what check_order()
//          says of each order, client_order_id_in_use, list_count_filter, order_count_filter,
//          parked_count_filter, iceberg_count_filter, list_prices, would_match, would_trigger,
//          insufficient_funds, cap_exceeded.
// CancelOrderList: order_list_unknown, market_halted.
#include <algorithm>
#include <span>

#include "base/result.hpp"
#include "core/exchange/exchange.hpp"
#include "core/exchange/list_legs.hpp"
#include "core/exchange/order_pairs.hpp"
#include "core/exchange/placing.hpp"

namespace core {
namespace {

std::uint64_t session_of(const PlaceOrder& order) { return order.terms ? order.terms->session : 0; }

std::size_t legs_of(ListKind kind) { return kind == ListKind::otoco ? 3 : 2; }

Verdict check_orders(const PlaceOrderList& command) {
    if (command.kind < ListKind::oco || command.kind > ListKind::otoco) {
        return reject(Reject::malformed_field, "kind");
    }
    if (command.client_list_id.empty()) return reject(Reject::malformed_field, "client_list_id");
    if (command.orders.size() != legs_of(command.kind)) {
        return reject(Reject::malformed_field, "orders");
    }
    const bool leads = command.kind != ListKind::oco;
    for (const PlaceOrder& order : command.orders) {
        const bool working = leads && &order == &command.orders.front();
        if (order.market != command.market) return reject(Reject::malformed_field, "market");
        // A list ends as a whole, so its orders are bound to one connection or to none.
        if (session_of(order) != session_of(command.orders.front())) {
            return reject(Reject::malformed_field, "session");
        }
        if (order.quote_amount != Amount{}) return reject(Reject::malformed_field, "quote_amount");
        if (working && order.type != OrderType::limit && order.type != OrderType::limit_maker) {
            return reject(Reject::malformed_field, "type");
        }
    }
    return {};
}

Verdict check_names(const State& state, AccountId account, const PlaceOrderList& command) {
    if (state.lists.find(account, command.client_list_id) != nullptr) {
        return reject(Reject::client_order_id_in_use, "client_list_id");
    }
    for (const PlaceOrder& order : command.orders) {
        const bool twice = std::ranges::count(command.orders, order.client_order_id,
                                              &PlaceOrder::client_order_id) > 1;
        if (twice || state.orders.id_of(account, order.client_order_id.view())) {
            return reject(Reject::client_order_id_in_use, "client_order_id");
        }
    }
    return {};
}

// Room for all legs together; check_place() knows of one order at a time.
Verdict check_room(const State& state, const Market& market, AccountId account,
                   const PlaceOrderList& command) {
    if (state.lists.count(account, market.id) >= market.order_lists_max) {
        return reject(Reject::list_count_filter);
    }
    const auto legs = static_cast<std::uint32_t>(command.orders.size());
    if (state.orders.count(account, market.id) + legs > market.open_orders_max ||
        state.orders.count(account) + legs > open_orders_max) {
        return reject(Reject::order_count_filter);
    }
    const auto stops = static_cast<std::uint32_t>(std::ranges::count_if(
        command.orders, [](const PlaceOrder& order) { return has_trigger(order.type); }));
    const std::uint32_t parked = command.kind == ListKind::oco ? stops : legs - 1;
    if (state.orders.parked_count(account, market.id) + parked > market.parked_orders_max) {
        return reject(Reject::parked_count_filter);
    }
    const auto icebergs = static_cast<std::uint32_t>(std::ranges::count_if(
        command.orders, [](const auto& o) { return o.terms && o.terms->display != Quantity{}; }));
    const std::uint32_t shown = state.orders.iceberg_count(account, market.id);
    if (icebergs != 0 && shown + icebergs > market.iceberg_orders_max) {
        return reject(Reject::iceberg_count_filter);
    }
    return {};
}

// The orders with their ids: pending ones are accepted before the working one.
std::vector<OpenOrder> orders_of(const State& state, const Market& market, Asked asked,
                                 const PlaceOrderList& command) {
    std::vector<OpenOrder> orders;
    const bool leads = command.kind != ListKind::oco;
    const std::uint64_t first = state.last_order.value + 1;
    for (std::size_t leg = 0; leg < command.orders.size(); ++leg) {
        std::uint64_t id = first + leg;
        if (leads) id = leg == 0 ? first + command.orders.size() - 1 : id - 1;
        OpenOrder order = order_of(state, market, command.orders[leg], OrderId{id}, asked);
        if (!order.terms) order.terms.emplace();
        order.terms->list = state.lists.next_id();
        orders.push_back(std::move(order));
    }
    return orders;
}

OrderList list_of(const State& state, Asked asked, const PlaceOrderList& command,
                  std::span<const OpenOrder> orders) {
    OrderList list{.id = state.lists.next_id(),
                   .market = command.market,
                   .account = asked.envelope.account,
                   .key = asked.envelope.key,
                   .kind = command.kind,
                   .client_list_id = command.client_list_id,
                   .legs = {},
                   .created_at = asked.stamp.time};
    for (const OpenOrder& order : orders) list.legs.push_back({order.id, order.client_order_id});
    return list;
}

Verdict place_pair(const State& state, Asked asked, const Market& market,
                   const PlaceOrderList& command, Draft& draft) {
    const auto orders = orders_of(state, market, asked, command);
    const Pair pair{orders[0], orders[1]};
    TRY_OK(check_pair_now(state, market, pair, draft));
    const Hold hold = hold_of(market, pair);
    TRY_OK(check_funds(state, asked.envelope.account, hold, draft));

    draft.add(OrderListOpened{list_of(state, asked, command, orders)});
    draft.add(OrderAccepted{pair.upper, {}});
    TRY_OK(use_list_caps(state, asked, market, command, draft));

    // Accepted: nothing below can fail.
    place_hold(state, asked.envelope.account, hold, draft);
    enter(state, OpenOrder{pair.upper}, asked.stamp.time, draft);
    draft.add(OrderAccepted{pair.lower, {}});
    enter(state, OpenOrder{pair.lower}, asked.stamp.time, draft);
    return {};
}

// How the working order ended, if it ended in this draft without being filled.
std::optional<CloseReason> ended(const Draft& draft, OrderId working) {
    for (const Event& event : draft.events()) {
        const auto* closed = std::get_if<OrderClosed>(&event);
        if (closed == nullptr || closed->order != working) continue;
        if (closed->reason != CloseReason::filled) return closed->reason;
    }
    return std::nullopt;
}

Verdict place_leading(const State& state, Asked asked, const Market& market,
                      const PlaceOrderList& command, Draft& draft) {
    const auto orders = orders_of(state, market, asked, command);
    OpenOrder working = orders.front();
    const std::span pending = std::span{orders}.subspan(1);
    TRY_OK(check_moment(state, market, working, draft));
    const Need need = need_of(state, market, working, {}, draft);
    TRY_OK(check_funds(state, working.account, need.hold, draft));

    draft.add(OrderListOpened{list_of(state, asked, command, orders)});
    for (const OpenOrder& order : pending) {
        draft.add(OrderAccepted{order, {}});
        draft.add(OrderParked{market.id, order.id, Parking::list, {}});
    }
    draft.add(OrderAccepted{working, {}});
    TRY_OK(use_list_caps(state, asked, market, command, draft));

    // Accepted: nothing below can fail.
    if (need.closes) {
        draft.close(OrderClosed{market.id, working.id, working.account, *need.closes});
    } else {
        place_hold(state, working.account, need.hold, draft);
        enter(state, OpenOrder{working}, asked.stamp.time, draft);
    }
    if (const auto reason = ended(draft, working.id)) {
        for (const OpenOrder& order : pending) {
            draft.close(OrderClosed{market.id, order.id, order.account, pending_reason(*reason)});
        }
    }
    return {};
}

}  // namespace

Verdict decide(const State& state, Asked asked, const PlaceOrderList& command, Draft& draft) {
    const Market* market = state.catalogue.find_market(command.market);
    if (market == nullptr) return reject(Reject::not_found, "market");
    TRY_OK(check_orders(command));
    for (const PlaceOrder& order : command.orders) {
        TRY_OK(check_order(state, *market, order, asked.stamp.time));
    }
    const bool leads = command.kind != ListKind::oco;
    if (command.kind != ListKind::oto) {
        TRY_OK(check_pair(command.orders[leads ? 1 : 0], command.orders[leads ? 2 : 1]));
    }
    TRY_OK(check_names(state, asked.envelope.account, command));
    TRY_OK(check_room(state, *market, asked.envelope.account, command));
    return leads ? place_leading(state, asked, *market, command, draft)
                 : place_pair(state, asked, *market, command, draft);
}

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

    // Accepted: nothing below can fail. The first open leg takes the others with it.
    for (const ListLeg& leg : open->list.legs) {
        const auto order = state.orders.find(leg.order);
        if (order) close_order(state, *order, CloseReason::cancelled, draft);
    }
    return {};
}

}  // namespace core
