// A new order's way in, step by step: orders of lists, replacements and orders whose turn comes
// later go the same way.
//
//     TRY_OK(check_order(state, market, command, now));            // wrong in itself
//     OpenOrder order = order_of(state, market, command, id, asked);
//     TRY_OK(check_place(state, market, order, draft));            // no place for it
//     const Need need = need_of(state, market, order, quote_amount, draft);
//     TRY_OK(check_funds(state, order.account, need.hold, draft)); // no money for it
//     draft.add(OrderAccepted{order, quote_amount});
//     place_hold(state, order.account, need.hold, draft);
//     enter(state, std::move(order), now, draft);                  // is parked, rests or matches
//
// All of it as the house will be after the draft: what it closed is gone, what it moved has moved.
#pragma once

#include <optional>

#include "core/exchange/deciders.hpp"
#include "core/exchange/matching.hpp"

namespace core {

// The market's mode, combinations that a dialect should not have let through, and the filters.
//
// Rejects, in this order: market_halted, market_cancel_only, malformed_field, market_auction,
// price_filter, percent_price_filter, trailing_filter, lot_filter, notional_filter, iceberg_filter.
Verdict check_order(const State& state, const Market& market, const PlaceOrder& command,
                    Timestamp now);

// The order that the command asks for. What becomes a market order when it triggers has the price
// that its hold is reckoned at as its limit.
OpenOrder order_of(const State& state, const Market& market, const PlaceOrder& command, OrderId id,
                   Asked asked);
// That price: the stop; of a trailing stop without one the last trade's price and the distance.
// Nothing before the first trade.
Price reckoned_price(const State& state, const Market& market, const OrderTerms& terms);

// Rejects, in this order: client_order_id_in_use, order_count_filter, iceberg_count_filter,
// parked_count_filter, would_match, would_trigger.
Verdict check_place(const State& state, const Market& market, const OpenOrder& order,
                    const Draft& draft);
// The last two of them: the market as it is now.
Verdict check_moment(const State& state, const Market& market, const OpenOrder& order,
                     const Draft& draft);

// What the order needs now, and whether it can go on at all: a fill-or-kill that does not fill, and
// an amount that buys no lot, are accepted and close at once.
struct Need {
    Hold hold;
    std::optional<CloseReason> closes;
};
// Gives an order by quote amount its quantity.
Need need_of(const State& state, const Market& market, OpenOrder& order, Amount quote_amount,
             const Draft& draft);
// Rejects  insufficient_funds
Verdict check_funds(const State& state, AccountId account, const Hold& hold, const Draft& draft);
void place_hold(const State& state, AccountId account, const Hold& hold, Draft& draft);

// The order is the taker and its hold is placed: a stop is parked; in an auction it rests; else it
// is matched.
void enter(const State& state, OpenOrder&& order, Timestamp now, Draft& draft);
// A stop waits for its trigger from now on.
void park_stop(const State& state, const OpenOrder& order, Draft& draft);

// check_place() and all that follows, for an order on its own.
Verdict place(const State& state, Asked asked, const Market& market, const PlaceOrder& command,
              Draft& draft);

}  // namespace core
