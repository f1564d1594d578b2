// Decides what concerns the house itself: its opening, assets, markets, recovery and time.
#include <algorithm>

#include "base/result.hpp"
#include "core/exchange/deciders.hpp"
#include "core/exchange/exchange.hpp"

namespace core {
namespace {

// Of one tick; the rest fires on the next. One timer may bring some hundred events.
constexpr std::size_t timers_max = 1'000;
constexpr std::size_t tick_events_max = 2'000;
constexpr int decimals_max = 18;

constexpr Int128 power_of_ten(int exponent) {
    Int128 power = 1;
    while (exponent-- > 0) power *= 10;
    return power;
}

bool is_upper_code(std::string_view text) {
    return !text.empty() && std::ranges::all_of(text, [](char c) {
        return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    });
}

bool may_be_set(MarketMode mode) { return mode >= MarketMode::halt && mode <= MarketMode::open; }

bool is_fee(FeeRate rate) { return rate.millionths >= 0 && rate.millionths <= 100'000; }

// The largest order must stay far inside 128 bits, so that no sum of balances can leave them.
bool fits(const Market& market) {
    constexpr Int128 most = Int128{1} << 110;
    return market.tick_lot.units <= most / market.price_max.ticks / market.quantity_max.lots &&
           market.lot.units <= most / market.quantity_max.lots;
}

// Of stops and icebergs, and how far prices may go.
Verdict check_order_limits(const Market& market) {
    constexpr std::uint32_t whole = 1'000'000;
    if (market.iceberg_parts_max == 0 || market.iceberg_parts_max > 1'000) {
        return reject(Reject::malformed_field, "iceberg_parts_max");
    }
    if (market.trailing_min == 0 || market.trailing_max < market.trailing_min ||
        market.trailing_max >= 10'000) {
        return reject(Reject::malformed_field, "trailing_max");
    }
    if (market.price_up != 0 && market.price_up < whole) {
        return reject(Reject::malformed_field, "price_up");
    }
    if (market.price_down > whole) return reject(Reject::malformed_field, "price_down");
    if (market.breaker >= whole) return reject(Reject::malformed_field, "breaker");
    if (market.breaker != 0 && market.breaker_pause <= Duration{}) {
        return reject(Reject::malformed_field, "breaker_pause");
    }
    return {};
}

Verdict check_limits(const Market& market) {
    if (market.price_max < Price{1} || market.price_max.ticks > std::int64_t{1} << 52) {
        return reject(Reject::malformed_field, "price_max");
    }
    if (market.quantity_min < Quantity{1} || market.quantity_max < market.quantity_min ||
        market.quantity_max.lots > std::int64_t{1} << 40) {
        return reject(Reject::malformed_field, "quantity_max");
    }
    if (market.market_quantity_max < market.quantity_min ||
        market.market_quantity_max > market.quantity_max) {
        return reject(Reject::malformed_field, "market_quantity_max");
    }
    if (market.notional_min < Amount{1} || market.notional_max < market.notional_min) {
        return reject(Reject::malformed_field, "notional_min");
    }
    if (market.open_orders_max == 0 || market.open_orders_max > open_orders_max) {
        return reject(Reject::malformed_field, "open_orders_max");
    }
    if (market.self_trade_prevention < SelfTradePrevention::none ||
        market.self_trade_prevention > SelfTradePrevention::decrement) {
        return reject(Reject::malformed_field, "self_trade_prevention");
    }
    TRY_OK(check_order_limits(market));
    if (!is_fee(market.maker_fee)) return reject(Reject::malformed_field, "maker_fee");
    if (!is_fee(market.taker_fee)) return reject(Reject::malformed_field, "taker_fee");
    return {};
}

}  // namespace

Verdict decide(const State& state, Asked, const OpenHouse& command, Draft& draft) {
    if (state.environment != Environment{}) return reject(Reject::already_exists);
    if (command.environment != Environment::live && command.environment != Environment::test) {
        return reject(Reject::malformed_field, "environment");
    }
    draft.add(HouseOpened{command.environment, command.hash_key_first, command.hash_key_second});
    draft.add(AccountOpened{Account{outside, CustomerId{}}});
    draft.add(AccountOpened{Account{house, CustomerId{}}});
    return {};
}

Verdict decide(const State& state, Asked, const DefineAsset& command, Draft& draft) {
    Asset asset = command.asset;
    if (!is_upper_code(asset.code.view())) return reject(Reject::malformed_field, "code");
    if (asset.decimals > decimals_max) return reject(Reject::malformed_field, "decimals");
    if (asset.chain_decimals > decimals_max)
        return reject(Reject::malformed_field, "chain_decimals");
    if (state.catalogue.find_asset(asset.code.view()) != nullptr) {
        return reject(Reject::already_exists, "code");
    }
    asset.id = AssetId{static_cast<std::uint32_t>(state.catalogue.assets().size() + 1)};
    draft.add(AssetDefined{asset});
    return {};
}

Verdict decide(const State& state, Asked, const DefineMarket& command, Draft& draft) {
    Market market = command.market;
    const Asset* base = state.catalogue.find_asset(market.base);
    const Asset* quote = state.catalogue.find_asset(market.quote);
    if (base == nullptr) return reject(Reject::not_found, "base");
    if (quote == nullptr || quote == base) return reject(Reject::not_found, "quote");
    const std::string symbol = std::string{base->code.view()} + std::string{quote->code.view()};
    if (symbol.size() > market.symbol.capacity) return reject(Reject::malformed_field, "symbol");
    if (state.catalogue.find_market(symbol) != nullptr) {
        return reject(Reject::already_exists, "symbol");
    }
    constexpr Amount most{Int128{1} << 62};
    if (market.tick < Amount{1} || market.tick > most)
        return reject(Reject::malformed_field, "tick");
    if (market.lot < Amount{1} || market.lot > most) return reject(Reject::malformed_field, "lot");
    TRY_OK(check_limits(market));
    const Int128 product = market.tick.units * market.lot.units;
    const Int128 unit = power_of_ten(base->decimals);
    if (product % unit != 0) return reject(Reject::market_inexact, "lot");
    market.tick_lot = Amount{product / unit};
    if (!fits(market)) return reject(Reject::malformed_field, "quantity_max");
    market.symbol = base::Text<20>{symbol};
    market.id = MarketId{static_cast<std::uint32_t>(state.catalogue.markets().size() + 1)};
    if (market.mode == MarketMode{}) market.mode = MarketMode::open;
    if (!may_be_set(market.mode)) return reject(Reject::malformed_field, "mode");
    draft.add(MarketDefined{market});
    return {};
}

Verdict decide(const State& state, Asked asked, const SetMarketMode& command, Draft& draft) {
    if (state.catalogue.find_market(command.market) == nullptr) {
        return reject(Reject::not_found, "market");
    }
    if (!may_be_set(command.mode)) return reject(Reject::malformed_field, "mode");
    if (command.reopens_at <= asked.stamp.time)
        return reject(Reject::malformed_field, "reopens_at");
    if (command.mode == MarketMode::open) {
        open_market(state, command.market, ModeReason::by_operator, draft);
    } else {
        draft.add(MarketModeChanged{command.market, command.mode, command.reopens_at});
    }
    return {};
}

Verdict decide(const State& state, Asked asked, const Recover& command, Draft& draft) {
    draft.add(Recovered{command.clean, command.discarded_bytes});
    if (command.clean || command.cancel_only == Duration{}) return {};
    for (const Market& market : state.catalogue.markets()) {
        if (market.mode != MarketMode::open) continue;
        draft.add(MarketModeChanged{market.id, MarketMode::cancel_only,
                                    asked.stamp.time + command.cancel_only, ModeReason::recovery});
    }
    return {};
}

Verdict decide(const State& state, Asked asked, const Tick&, Draft& draft) {
    std::size_t fired = 0;
    for (const Timer& timer : state.timers) {
        if (timer.deadline > asked.stamp.time || fired++ == timers_max) break;
        if (draft.events().size() > tick_events_max) break;
        fire(state, timer, asked.stamp.time, draft);
    }
    if (state.memory.next_to_forget() <= asked.stamp.time) {
        draft.add(MemoryForgotten{state.memory.forget_until(asked.stamp.time, timers_max)});
    }
    return {};
}

}  // namespace core
