// Decides fee tiers, and what an account's fees are by them.
//
// Rejects  malformed_field "tiers": not by volume, too many, or a rate that no market may have;
//          not_found "asset"
#include <algorithm>

#include "core/exchange/deciders.hpp"
#include "core/exchange/fees.hpp"

namespace core {
namespace {

constexpr std::size_t tiers_max = 20;

bool is_fee(FeeRate rate) { return rate.millionths >= 0 && rate.millionths <= 100'000; }

bool are_tiers(const std::vector<FeeTier>& tiers) {
    Amount least{};
    for (const FeeTier& tier : tiers) {
        if (tier.volume < least || !is_fee(tier.maker) || !is_fee(tier.taker)) return false;
        least = tier.volume + Amount{1};
    }
    return tiers.size() <= tiers_max;
}

// Far above all money there is, far below where 128 bits end: sums of it cannot leave them.
constexpr Int128 volume_max = Int128{1} << 100;

// What `quote` units of a market's base asset are worth there, rounded down.
Amount worth_at(const Market& market, Price price, Amount quote) {
    const Int128 per_lot = market.tick_lot.units * price.ticks;
    const Int128 lots = quote.units / market.lot.units;
    Int128 whole{};
    if (__builtin_mul_overflow(lots, per_lot, &whole) || whole > volume_max) return {volume_max};
    Int128 rest{};
    if (__builtin_mul_overflow(quote.units % market.lot.units, per_lot, &rest)) return {whole};
    return {whole + rest / market.lot.units};
}

}  // namespace

Verdict decide(const State& state, Asked, const SetFeeTiers& command, Draft& draft) {
    if (!are_tiers(command.tiers.tiers)) return reject(Reject::malformed_field, "tiers");
    const bool none = command.tiers.tiers.empty() && !command.tiers.asset;
    if (!none && state.catalogue.find_asset(command.tiers.asset) == nullptr) {
        return reject(Reject::not_found, "asset");
    }
    draft.add(FeeTiersSet{command.tiers});
    return {};
}

Fees tiered_fees_of(const State& state, const Market& market, AccountId account) {
    const Amount traded = state.volumes.of(account, state.stamp.time);
    const auto& tiers = state.fee_tiers.tiers;
    const auto above =
        std::ranges::find_if(tiers, [&](const FeeTier& tier) { return tier.volume > traded; });
    if (above == tiers.begin()) return {market.maker_fee, market.taker_fee};
    const FeeTier& reached = *std::prev(above);
    return {reached.maker, reached.taker};
}

Amount volume_of(const State& state, const Market& market, const Traded& trade) {
    const AssetId asset = state.fee_tiers.asset;
    if (market.quote == asset) return trade.quote;
    if (market.base == asset) return base_amount(market, trade.quantity);
    for (const Market& other : state.catalogue.markets()) {
        if (other.base != market.quote || other.quote != asset) continue;
        return worth_at(other, state.catalogue.reference(other.id).last(), trade.quote);
    }
    return {};
}

}  // namespace core
