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
    Quantity stopped;    // what it still wants of an own order that ends its way
    Amount quote;        // what the trades cost or bring
};
// By quantity, or by quote amount where that is not zero: then whole lots while they fit, up to
// the market's largest market order. What decrement takes counts as spent.
Reach reach(const State& state, const Market& market, const OpenOrder& taker, Amount quote_amount);

// Matches the taker as far as fills_max allows and says how it ends: trades, closed makers, and
// OrderRested or OrderClosed of the taker. Without such an end the matching goes on in the next
// command. The taker's hold has been placed (in the draft or before).
void match(const State& state, OpenOrder taker, Draft& draft);

// OrderClosed, and the release of what is still held for the order; of all legs of its list, if it
// has one. Nothing for an order that the draft has closed already.
void close_order(const State& state, const OpenOrder& order, CloseReason reason, Draft& draft);

}  // namespace core
