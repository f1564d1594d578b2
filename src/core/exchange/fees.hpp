// What an account pays when it trades: by the house's fee tiers and what it traded in 30 days, or
// by the market where there are no tiers.
//
//     fees_of(state, market, account).taker
//
// Cost: one comparison without tiers; with them O(tiers), and the account's 31 days at most.
#pragma once

#include "core/exchange/state.hpp"

namespace core {

struct Fees {
    FeeRate maker;
    FeeRate taker;

    friend bool operator==(const Fees&, const Fees&) = default;
};

Fees tiered_fees_of(const State& state, const Market& market, AccountId account);

inline Fees fees_of(const State& state, const Market& market, AccountId account) {
    if (state.fee_tiers.tiers.empty()) [[likely]] {
        return {market.maker_fee, market.taker_fee};
    }
    return tiered_fees_of(state, market, account);
}

// What a trade counts for either side, in the tiers' asset: its quote or its base where that is
// the asset, else what its quote is worth at the last price of the market of quote and asset,
// rounded down; nothing where there is no such market or nothing traded there.
Amount volume_of(const State& state, const Market& market, const Traded& trade);

}  // namespace core
