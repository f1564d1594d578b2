// What an order uses of its key's caps: what it may buy or sell when it is placed, whatever becomes
// of it later.
#include "core/access/caps.hpp"

#include "base/result.hpp"
#include "core/exchange/deciders.hpp"
#include "core/exchange/matching.hpp"

namespace core {
namespace {

// Of either asset of the market.
struct OrderWorth {
    Amount base;
    Amount quote;
};

// A market order is worth what it would trade with the book as it stands.
OrderWorth worth_of(const State& state, Asked asked, const Market& market,
                    const PlaceOrder& command, const Draft& draft) {
    if (command.type != OrderType::market) {
        return {base_amount(market, command.quantity),
                notional(market, command.limit, command.quantity)};
    }
    OpenOrder taker;
    taker.market = market.id;
    taker.account = asked.envelope.account;
    taker.side = command.side;
    taker.type = command.type;
    taker.quantity = taker.leaves = command.quantity;
    taker.self_trade_prevention = command.self_trade_prevention == SelfTradePrevention{}
                                      ? market.self_trade_prevention
                                      : command.self_trade_prevention;
    const PriceRange range = state.catalogue.breaker_range(market, asked.stamp.time);
    const Reach reached = reach(state, market, taker, command.quote_amount, range, draft);
    if (command.quote_amount != Amount{}) {
        return {base_amount(market, reached.trades), command.quote_amount};
    }
    return {base_amount(market, command.quantity), reached.quote};
}

bool concerns(const Cap& cap, const Market& market) {
    if (cap.action != CapAction::order) return false;
    return !cap.asset || cap.asset == market.base || cap.asset == market.quote;
}

base::Text<40> name_in(const State& state, const Cap& cap) {
    const Asset* asset = state.catalogue.find_asset(cap.asset);
    return name_of(cap, asset == nullptr ? std::string_view{} : asset->code.view());
}

}  // namespace

Verdict use_order_caps(const State& state, Asked asked, const Market& market,
                       const PlaceOrder& command, Draft& draft) {
    const Key* key = state.keys.find(asked.envelope.key);
    if (key == nullptr || key->rules.caps.empty()) return {};
    const OrderWorth worth = worth_of(state, asked, market, command, draft);
    const std::span<const CapUse> used = state.keys.cap_uses(key->id);
    for (std::size_t place = 0; place < used.size(); ++place) {
        const Cap& cap = key->rules.caps[place];
        if (!concerns(cap, market)) continue;
        const Worth of_asset{cap.asset == market.base ? worth.base : worth.quote};
        auto use = use_cap(cap, used[place], of_asset, asked.stamp.time);
        if (!use) {
            use.error().field = name_in(state, cap);
            return std::unexpected(use.error());
        }
        if (is_counted(cap)) {
            draft.add(CapUsed{key->id, static_cast<std::uint16_t>(place), *use});
        }
    }
    return {};
}

}  // namespace core
