// Decides a new order against the book as it stands.
//
//     book:     sell #1 5 @ 100, sell #2 5 @ 101
//     command:  buy 8 @ 101 gtc
//     events:   OrderAccepted #3, Posted (holds 808)
//               Traded 5 @ 100, Posted, OrderClosed #1
//               Traded 3 @ 101, Posted, OrderClosed #3
//
// Rejects, in this order: not_found (market), market_halted, market_cancel_only, malformed_field,
// price_filter, lot_filter, notional_filter, client_order_id_in_use, order_count_filter,
// would_match, insufficient_funds, cap_exceeded.
#include <algorithm>

#include "base/check.hpp"
#include "base/plant.hpp"
#include "base/result.hpp"
#include "core/exchange/deciders.hpp"
#include "core/exchange/exchange.hpp"
#include "core/exchange/matching.hpp"

namespace core {
namespace {

Verdict check_mode(const Market& market) {
    if (market.mode == MarketMode::open) return {};
    return reject(market.mode == MarketMode::cancel_only ? Reject::market_cancel_only
                                                         : Reject::market_halted);
}

bool known(Side side) { return side == Side::buy || side == Side::sell; }
bool known(OrderType type) { return type >= OrderType::limit && type <= OrderType::limit_maker; }
bool known(TimeInForce time_in_force) {
    return time_in_force >= TimeInForce::gtc && time_in_force <= TimeInForce::fok;
}

// Combinations that a dialect should not have let through.
Verdict check_shape(const PlaceOrder& command) {
    if (!known(command.side)) return reject(Reject::malformed_field, "side");
    if (!known(command.type)) return reject(Reject::malformed_field, "type");
    if (!known(command.time_in_force)) return reject(Reject::malformed_field, "time_in_force");
    if (command.self_trade_prevention > SelfTradePrevention::decrement) {
        return reject(Reject::malformed_field, "self_trade_prevention");
    }
    if (command.client_order_id.empty()) return reject(Reject::malformed_field, "client_order_id");
    const bool market = command.type == OrderType::market;
    const bool by_quote = command.quote_amount != Amount{};
    if (by_quote &&
        (!market || command.quantity != Quantity{} || command.quote_amount < Amount{})) {
        return reject(Reject::malformed_field, "quote_amount");
    }
    if (market && command.limit != Price{}) return reject(Reject::malformed_field, "price");
    if (command.type != OrderType::limit && command.time_in_force != TimeInForce::gtc) {
        return reject(Reject::malformed_field, "time_in_force");
    }
    return {};
}

Verdict check_filters(const Market& market, const PlaceOrder& command) {
    const bool is_market = command.type == OrderType::market;
    if (!is_market && (command.limit < Price{1} || command.limit > market.price_max)) {
        return reject(Reject::price_filter, "price");
    }
    if (command.quote_amount != Amount{}) {
        if (command.quote_amount < market.notional_min ||
            command.quote_amount > market.notional_max) {
            return reject(Reject::notional_filter, "quote_amount");
        }
        return {};
    }
    const Quantity most = is_market ? market.market_quantity_max : market.quantity_max;
    if (command.quantity < market.quantity_min || command.quantity > most) {
        return reject(Reject::lot_filter, "quantity");
    }
    if (is_market) return {};
    const Amount value = notional(market, command.limit, command.quantity);
    if (value < market.notional_min || value > market.notional_max) {
        return reject(Reject::notional_filter, "quantity");
    }
    return {};
}

bool may_rest(const PlaceOrder& command) {
    return command.type != OrderType::market && command.time_in_force == TimeInForce::gtc;
}

Verdict check_place(const State& state, const Market& market, AccountId account,
                    const PlaceOrder& command) {
    if (state.orders.id_of(account, command.client_order_id.view())) {
        return reject(Reject::client_order_id_in_use, "client_order_id");
    }
    if (may_rest(command) && (state.orders.count(account, market.id) >= market.open_orders_max ||
                              state.orders.count(account) >= open_orders_max)) {
        return reject(Reject::order_count_filter);
    }
    if (command.type == OrderType::limit_maker &&
        state.orders.book(market.id).crosses(command.side, command.limit)) {
        return reject(Reject::would_match);
    }
    return {};
}

OpenOrder order_of(const PlaceOrder& command, const Market& market, OrderId id, Asked asked) {
    const bool unset = command.self_trade_prevention == SelfTradePrevention{};
    return {
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
}

// What the order needs now, and whether it can go on at all: a fill-or-kill that does not fill,
// and an amount that buys no lot, are accepted and close at once.
struct Need {
    Hold hold;
    std::optional<CloseReason> closes;
};

Need need_of(const State& state, const Market& market, OpenOrder& order, Amount quote_amount) {
    const bool is_market = order.type == OrderType::market;
    if (!is_market && order.time_in_force != TimeInForce::fok) {
        return {hold_of(market, order.side, order.limit, order.quantity), {}};
    }
    const Reach reached = reach(state, market, order, quote_amount);
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

}  // namespace

Verdict decide(const State& state, Asked asked, const PlaceOrder& command, Draft& draft) {
    const Market* market = state.catalogue.find_market(command.market);
    if (market == nullptr) return reject(Reject::not_found, "market");
    TRY_OK(check_mode(*market));
    TRY_OK(check_shape(command));
    TRY_OK(check_filters(*market, command));
    TRY_OK(check_place(state, *market, asked.envelope.account, command));

    OpenOrder order = order_of(command, *market, OrderId{state.last_order.value + 1}, asked);
    const Need need = need_of(state, *market, order, command.quote_amount);
    const Amount available =
        state.ledger.balance(order.account, need.hold.asset, Bucket::available);
    if (available < need.hold.amount && !base::planted("skip_the_hold")) {
        return std::unexpected(Rejection{.reject = Reject::insufficient_funds,
                                         .asset = need.hold.asset,
                                         .available = available,
                                         .needed = need.hold.amount});
    }

    // The last check comes with events of its own; replies begin with the order.
    draft.add(OrderAccepted{order, command.quote_amount});
    TRY_OK(use_order_caps(state, asked, *market, command, draft));

    // Accepted: nothing below can fail.
    if (need.closes) {
        draft.add(OrderClosed{order.market, order.id, order.account, *need.closes});
        return {};
    }
    if (need.hold.amount != Amount{}) {
        draft.open(PostingReason::hold);
        draft.move(state.ledger, order.account, need.hold.asset, Bucket::available,
                   -need.hold.amount);
        draft.move(state.ledger, order.account, need.hold.asset, Bucket::held, need.hold.amount);
    }
    match(state, std::move(order), draft);
    return {};
}

Verdict decide(const State& state, Asked, const ContinueOrder& command, Draft& draft) {
    if (!state.taker || state.taker->order.id != command.order) {
        return reject(Reject::order_unknown);
    }
    match(state, state.taker->order, draft);
    return {};
}

}  // namespace core
