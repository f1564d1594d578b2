// Pairs of orders of which one ends when the other trades or triggers: one takes the profit, the
// other stops the loss, the market between them.
//
//     sell   take profit 120   last price 100   stop loss 90
//     buy    stop loss 110     last price 100   take profit 80
//
// One hold serves both, the larger of their needs: at most one of them ever trades.
#pragma once

#include "core/exchange/draft.hpp"
#include "core/exchange/matching.hpp"
#include "core/exchange/state.hpp"

namespace core {

struct Pair {
    const OpenOrder& upper;
    const OpenOrder& lower;
};

// What is wrong with a pair whenever it is placed.
//
// Rejects, in this order: malformed_field (type, side, quantity), list_prices
Verdict check_pair(const PlaceOrder& upper, const PlaceOrder& lower);

// What is wrong with it in the market as it is now.
//
// Rejects, in this order: list_prices, would_match, would_trigger
Verdict check_pair_now(const State& state, const Market& market, Pair pair, const Draft& draft);

Hold hold_of(const Market& market, Pair pair);

}  // namespace core
