#include "api/dialects/binance/valuation.hpp"

namespace api::binance {
namespace {

base::Int128 ten_to_the(int power) {
    base::Int128 number = 1;
    for (int i = 0; i < power; ++i) number *= 10;
    return number;
}

// amount * factor / divisor, in two parts so that no product is larger than it must be.
core::Amount scaled(core::Amount amount, base::Int128 factor, base::Int128 divisor) {
    const base::Int128 whole = amount.units / divisor;
    const base::Int128 rest = amount.units % divisor;
    return {whole * factor + rest * factor / divisor};
}

// Quote units for one whole base asset; nothing before the first trade.
std::optional<base::Int128> last_price(const views::Present& live, const core::Market& market) {
    const views::PublicTrade* last = live.markets.last_trade(market.id);
    if (last == nullptr) return std::nullopt;
    return market.tick.units * last->price.ticks;
}

std::optional<core::Amount> directly(const views::Present& live, core::Amount amount,
                                     core::AssetId of, core::AssetId in) {
    if (of == in) return amount;
    const core::Catalogue& catalogue = live.state.catalogue;
    for (const core::Market& market : catalogue.markets()) {
        const bool selling = market.base == of && market.quote == in;
        const bool buying = market.base == in && market.quote == of;
        if (!selling && !buying) continue;
        const auto price = last_price(live, market);
        if (!price) continue;
        const base::Int128 one = ten_to_the(catalogue.asset(market.base).decimals);
        return selling ? scaled(amount, *price, one) : scaled(amount, one, *price);
    }
    return std::nullopt;
}

}  // namespace

std::optional<core::Amount> value_in(const views::Present& live, core::Amount amount,
                                     const core::Asset& of, const core::Asset& in) {
    if (const auto value = directly(live, amount, of.id, in.id)) return value;
    for (const core::Asset& between : live.state.catalogue.assets()) {
        const auto half = directly(live, amount, of.id, between.id);
        if (!half) continue;
        if (const auto value = directly(live, *half, between.id, in.id)) return value;
    }
    return std::nullopt;
}

}  // namespace api::binance
