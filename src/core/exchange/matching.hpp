// A taker's way through the book: what it would meet, and the events that follow from it.
#pragma once

#include "core/exchange/draft.hpp"
#include "core/exchange/state.hpp"

namespace core {

// What an order of this side, price and size needs held: the quote of a buy, the base of a sell.
struct Hold {
    AssetId asset;
    Amount amount;
};
Hold hold_of(const Market& market, Side side, Price limit, Quantity quantity);

// How far a taker gets, looking at the whole book.
struct Reach {
    Quantity trades;     // what it would trade
    Quantity prevented;  // what self-trade prevention would take from it by decrement
    Quantity stopped;    // what it still wants of the order that ends its way: an own one, or one
                         // outside of the price range
    Amount quote;        // what the trades cost or bring
};
// By the taker's quantity, and for at most the quote amount where that is not zero: then whole lots
// while they fit. A taker without a quantity wants the market's largest market order. What
// decrement takes counts as spent. Orders that the draft closes are not met.
Reach reach(const State& state, const Market& market, const OpenOrder& taker, Amount quote_amount,
            PriceRange range, const Draft& draft);

// Whether an order with this limit would meet anybody.
bool crosses(const State& state, const Market& market, Side side, Price limit, const Draft& draft);

// Matches the taker as far as fills_max allows and says how it ends: trades, closed makers, and
// OrderRested or OrderClosed of the taker. Without such an end the matching goes on in the next
// command. The taker's hold has been placed (in the draft or before).
//
// A maker outside of the taker's range is not met: the way ends there, and the market is put into a
// call auction.
void match(const State& state, Taker&& taker, Timestamp now, Draft& draft);

// Postings of one trade: what was held is spent, either side gets its goods less its fee, and the
// buyer gets back what was held above the price. `spent` is what the buyer had held for it.
void settle(const State& state, const Market& market, const Traded& trade, Amount spent,
            Draft& draft);

// OrderClosed, and the release of what is still held for the order; of all legs of its list, if it
// has one. Nothing for an order that the draft has closed already.
void close_order(const State& state, const OpenOrder& order, CloseReason reason, Draft& draft);

}  // namespace core
