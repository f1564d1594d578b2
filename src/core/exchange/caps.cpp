// What an order uses of its key's caps: what it may buy or sell when it is placed, whatever becomes
// of it later.
#include "core/access/caps.hpp"

#include <algorithm>
#include <span>
#include <vector>

#include "base/result.hpp"
#include "core/exchange/placing.hpp"

namespace core {
namespace {

// Of either asset of the market.
struct OrderWorth {
    Amount base;
    Amount quote;
};

// A market order is worth what it would trade with the book as it stands.
OrderWorth worth_at_market(const State& state, Asked asked, const Market& market,
                           const PlaceOrder& command, const Draft& draft) {
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

// One that becomes a market order is worth what its hold is reckoned at.
OrderWorth worth_of(const State& state, Asked asked, const Market& market,
                    const PlaceOrder& command, const Draft& draft) {
    if (command.type == OrderType::market) {
        return worth_at_market(state, asked, market, command, draft);
    }
    const Price price = takes_any_price(command.type)
                            ? reckoned_price(state, market, *command.terms)
                            : command.limit;
    return {base_amount(market, command.quantity), notional(market, price, command.quantity)};
}

OrderWorth larger(OrderWorth a, OrderWorth b) {
    return {std::max(a.base, b.base), std::max(a.quote, b.quote)};
}

bool concerns(const Cap& cap, const Market& market) {
    if (cap.action != CapAction::order) return false;
    return !cap.asset || cap.asset == market.base || cap.asset == market.quote;
}

base::Text<40> name_in(const State& state, const Cap& cap) {
    const Asset* asset = state.catalogue.find_asset(cap.asset);
    return name_of(cap, asset == nullptr ? std::string_view{} : asset->code.view());
}

// What is used of one cap when all these orders are placed, one after the other.
std::expected<CapUse, Rejection> use_cap(const Cap& cap, CapUse used, const Market& market,
                                         std::span<const OrderWorth> orders, Timestamp now) {
    for (const OrderWorth& worth : orders) {
        const Worth of_asset{cap.asset == market.base ? worth.base : worth.quote};
        TRY(used, use_cap(cap, used, of_asset, now));
    }
    return used;
}

Verdict use_caps(const State& state, Asked asked, const Market& market, const Key& key,
                 std::span<const OrderWorth> orders, Draft& draft) {
    const std::span<const CapUse> used = state.keys.cap_uses(key.id);
    for (std::size_t place = 0; place < used.size(); ++place) {
        const Cap& cap = key.rules.caps[place];
        if (!concerns(cap, market)) continue;
        auto use = use_cap(cap, used[place], market, orders, asked.stamp.time);
        if (!use) {
            use.error().field = name_in(state, cap);
            return std::unexpected(use.error());
        }
        if (is_counted(cap)) {
            draft.add(CapUsed{key.id, static_cast<std::uint16_t>(place), *use});
        }
    }
    return {};
}

const Key* capped_key(const State& state, Asked asked) {
    const Key* key = state.keys.find(asked.envelope.key);
    return key == nullptr || key->rules.caps.empty() ? nullptr : key;
}

}  // namespace

Verdict use_order_caps(const State& state, Asked asked, const Market& market,
                       const PlaceOrder& command, Draft& draft) {
    const Key* key = capped_key(state, asked);
    if (key == nullptr) return {};
    const OrderWorth worth[] = {worth_of(state, asked, market, command, draft)};
    return use_caps(state, asked, market, *key, worth, draft);
}

// Of a pair one leg trades, so it counts as one order.
Verdict use_list_caps(const State& state, Asked asked, const Market& market,
                      const PlaceOrderList& command, Draft& draft) {
    const Key* key = capped_key(state, asked);
    if (key == nullptr) return {};
    std::vector<OrderWorth> orders;
    for (const PlaceOrder& order : command.orders) {
        orders.push_back(worth_of(state, asked, market, order, draft));
    }
    if (command.kind != ListKind::oto) {
        const OrderWorth last = orders.back();
        orders.pop_back();
        orders.back() = larger(orders.back(), last);
    }
    return use_caps(state, asked, market, *key, orders, draft);
}

}  // namespace core
