// Decides a new order against the book as it stands.
//
//     book:     sell #1 5 @ 100, sell #2 5 @ 101
//     command:  buy 8 @ 101 gtc
//     events:   OrderAccepted #3, Posted (holds 808)
//               Traded 5 @ 100, Posted, OrderClosed #1
//               Traded 3 @ 101, Posted, OrderClosed #3
//
// Rejects, in this order: not_found (market), what check_order() says, what check_place() says,
// insufficient_funds, cap_exceeded.
#include <algorithm>

#include "base/check.hpp"
#include "base/plant.hpp"
#include "base/result.hpp"
#include "core/exchange/exchange.hpp"
#include "core/exchange/placing.hpp"

namespace core {
namespace {

bool may_rest(const OpenOrder& order) {
    return !takes_any_price(order.type) && order.time_in_force == TimeInForce::gtc;
}

// Of the account's open orders: all, those in the market, and of these the parked ones and
// icebergs.
struct Counts {
    std::uint32_t all{};
    std::uint32_t in_market{};
    std::uint32_t parked{};
    std::uint32_t icebergs{};
};

// What the draft has closed of them.
Counts closed_of(const State& state, const Market& market, AccountId account, const Draft& draft) {
    Counts counts;
    if (!draft.closes_any()) return counts;
    for (const Event& event : draft.events()) {
        const auto* closed = std::get_if<OrderClosed>(&event);
        if (closed == nullptr || closed->account != account) continue;
        const auto order = state.orders.find(closed->order);
        if (!order) continue;
        ++counts.all;
        if (order->market != market.id) continue;
        ++counts.in_market;
        if (parking(*order) != Parking::none) {
            ++counts.parked;
        } else if (order->terms && order->terms->display != Quantity{}) {
            ++counts.icebergs;
        }
    }
    return counts;
}

Verdict check_counts(const State& state, const Market& market, const OpenOrder& order,
                     const Draft& draft) {
    const bool waits = has_trigger(order.type);
    if (!may_rest(order) && !waits) return {};
    const OpenOrders& orders = state.orders;
    const AccountId account = order.account;
    const Counts closed = closed_of(state, market, account, draft);
    if (orders.count(account, market.id) - closed.in_market >= market.open_orders_max ||
        orders.count(account) - closed.all >= open_orders_max) {
        return reject(Reject::order_count_filter);
    }
    const bool iceberg = order.terms && order.terms->display != Quantity{};
    if (iceberg &&
        orders.iceberg_count(account, market.id) - closed.icebergs >= market.iceberg_orders_max) {
        return reject(Reject::iceberg_count_filter);
    }
    if (waits &&
        orders.parked_count(account, market.id) - closed.parked >= market.parked_orders_max) {
        return reject(Reject::parked_count_filter);
    }
    return {};
}

// The terms as they will be told: nothing where nothing special was asked for.
base::Boxed<OrderTerms> terms_of(const PlaceOrder& command) {
    if (!command.terms) return {};
    OrderTerms terms = *command.terms;
    if (terms.display == command.quantity) terms.display = {};
    if (terms == OrderTerms{}) return {};
    return terms;
}

}  // namespace

OpenOrder order_of(const State& state, const Market& market, const PlaceOrder& command, OrderId id,
                   Asked asked) {
    const bool unset = command.self_trade_prevention == SelfTradePrevention{};
    OpenOrder order{
        .id = id,
        .market = command.market,
        .account = asked.envelope.account,
        .key = asked.envelope.key,
        .side = command.side,
        .type = command.type,
        .time_in_force = command.time_in_force,
        .self_trade_prevention =
            unset ? market.self_trade_prevention : command.self_trade_prevention,
        .limit = command.limit,
        .quantity = command.quantity,
        .leaves = command.quantity,
        .prevented = {},
        .filled_quote = {},
        .client_order_id = command.client_order_id,
        .created_at = asked.stamp.time,
        .updated_at = asked.stamp.time,
    };
    if (command.terms) order.terms = terms_of(command);
    if (has_trigger(order.type) && takes_any_price(order.type)) {
        order.limit = reckoned_price(state, market, *order.terms);
    }
    return order;
}

Verdict check_place(const State& state, const Market& market, const OpenOrder& order,
                    const Draft& draft) {
    const auto named = state.orders.id_of(order.account, order.client_order_id.view());
    if (named && !draft.closed(*named)) {
        return reject(Reject::client_order_id_in_use, "client_order_id");
    }
    TRY_OK(check_counts(state, market, order, draft));
    return check_moment(state, market, order, draft);
}

Verdict check_moment(const State& state, const Market& market, const OpenOrder& order,
                     const Draft& draft) {
    // In an auction nothing matches at once.
    if (order.type == OrderType::limit_maker && market.mode != MarketMode::auction &&
        crosses(state, market, order.side, order.limit, draft)) {
        return reject(Reject::would_match);
    }
    if (!has_trigger(order.type) || order.terms->trailing != 0) return {};
    const Price last = state.catalogue.reference(market.id).last();
    const Price stop = order.terms->stop;
    const bool above = triggers_above(order.side, order.type);
    if (last != Price{} && (above ? stop <= last : stop >= last)) {
        return reject(Reject::would_trigger, "stop");
    }
    return {};
}

Need need_of(const State& state, const Market& market, OpenOrder& order, Amount quote_amount,
             const Draft& draft) {
    const bool is_market = order.type == OrderType::market;
    const bool whole = order.time_in_force == TimeInForce::fok && !has_trigger(order.type);
    if (!is_market && !whole) {
        return {hold_of(market, order.side, order.limit, order.quantity), {}};
    }
    const PriceRange range = state.catalogue.breaker_range(market, order.created_at);
    const Reach reached = reach(state, market, order, quote_amount, range, draft);
    if (quote_amount != Amount{}) {
        order.quantity = reached.trades + reached.prevented + reached.stopped;
        order.leaves = order.quantity;
    }
    if (!is_market) {
        const Hold hold = hold_of(market, order.side, order.limit, order.quantity);
        if (reached.trades == order.quantity) return {hold, {}};
        return {hold, CloseReason::fok_unfilled};
    }
    const Hold hold = order.side == Side::buy
                          ? Hold{market.quote, reached.quote}
                          : hold_of(market, order.side, order.limit, order.quantity);
    if (order.quantity == Quantity{}) return {hold, CloseReason::no_liquidity};
    return {hold, {}};
}

Verdict check_funds(const State& state, AccountId account, const Hold& hold, const Draft& draft) {
    const Amount available = draft.balance(state.ledger, account, hold.asset, Bucket::available);
    if (available >= hold.amount || base::planted("skip_the_hold")) return {};
    return std::unexpected(Rejection{.reject = Reject::insufficient_funds,
                                     .asset = hold.asset,
                                     .available = available,
                                     .needed = hold.amount});
}

void place_hold(const State& state, AccountId account, const Hold& hold, Draft& draft) {
    if (hold.amount == Amount{}) return;
    draft.open(PostingReason::hold);
    draft.move(state.ledger, account, hold.asset, Bucket::available, -hold.amount);
    draft.move(state.ledger, account, hold.asset, Bucket::held, hold.amount);
}

void enter(const State& state, OpenOrder&& order, Timestamp now, Draft& draft) {
    if (has_trigger(order.type)) return park_stop(state, order, draft);
    const Market& market = state.catalogue.market(order.market);
    // Most orders meet nobody.
    if (market.mode == MarketMode::auction ||
        (may_rest(order) && !crosses(state, market, order.side, order.limit, draft))) {
        draft.add(OrderRested{order.market, order.id});
        return;
    }
    const PriceRange range = state.catalogue.breaker_range(market, now);
    match(state, Taker{.order = std::move(order), .quote_amount = {}, .range = range}, now, draft);
}

void park_stop(const State& state, const OpenOrder& order, Draft& draft) {
    Price extreme;
    if (order.terms->trailing != 0) {
        const Price last = state.catalogue.reference(order.market).last();
        const Price from = order.terms->stop;
        const bool above = triggers_above(order.side, order.type);
        // With a stop of its own it trails from the moment that the price is that good.
        if (from == Price{} || (above ? last <= from : last >= from)) extreme = last;
    }
    draft.add(OrderParked{order.market, order.id, Parking::trigger, extreme});
}

Verdict place(const State& state, Asked asked, const Market& market, const PlaceOrder& command,
              Draft& draft) {
    OpenOrder order = order_of(state, market, command, OrderId{state.last_order.value + 1}, asked);
    TRY_OK(check_place(state, market, order, draft));
    const Need need = need_of(state, market, order, command.quote_amount, draft);
    TRY_OK(check_funds(state, order.account, need.hold, draft));

    // The last check comes with events of its own; replies begin with the order.
    draft.emplace<OrderAccepted>(order, command.quote_amount);
    TRY_OK(use_order_caps(state, asked, market, command, draft));

    // Accepted: nothing below can fail.
    if (need.closes) {
        draft.close(OrderClosed{order.market, order.id, order.account, *need.closes});
        return {};
    }
    place_hold(state, order.account, need.hold, draft);
    enter(state, std::move(order), asked.stamp.time, draft);
    return {};
}

Verdict decide(const State& state, Asked asked, const PlaceOrder& command, Draft& draft) {
    const Market* market = state.catalogue.find_market(command.market);
    if (market == nullptr) return reject(Reject::not_found, "market");
    TRY_OK(check_order(state, *market, command, asked.stamp.time));
    return place(state, asked, *market, command, draft);
}

Verdict decide(const State& state, Asked asked, const ContinueOrder& command, Draft& draft) {
    if (!state.taker || state.taker->order.id != command.order) {
        return reject(Reject::order_unknown);
    }
    match(state, Taker{*state.taker}, asked.stamp.time, draft);
    return {};
}

}  // namespace core
