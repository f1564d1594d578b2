#include "core/exchange/order_pairs.hpp"

#include <algorithm>

#include "base/result.hpp"
#include "core/exchange/placing.hpp"

namespace core {
namespace {

bool takes_profit(OrderType type) {
    return type == OrderType::limit_maker || type == OrderType::take_profit ||
           type == OrderType::take_profit_limit;
}
bool stops_loss(OrderType type) {
    return type == OrderType::stop_loss || type == OrderType::stop_loss_limit;
}

// The price that sets the order off: nothing of a stop that trails, which goes with the market.
Price sets_off(OrderType type, Price limit, const base::Boxed<OrderTerms>& terms) {
    if (!has_trigger(type)) return limit;
    return terms->trailing != 0 ? Price{} : terms->stop;
}

// Where a price is unknown nothing is wrong with it.
bool is_above(Price upper, Price lower) {
    return upper == Price{} || lower == Price{} || upper > lower;
}

}  // namespace

Verdict check_pair(const PlaceOrder& upper, const PlaceOrder& lower) {
    if (upper.side != lower.side) return reject(Reject::malformed_field, "side");
    if (upper.quantity != lower.quantity) return reject(Reject::malformed_field, "quantity");
    const bool selling = upper.side == Side::sell;
    const OrderType profit = selling ? upper.type : lower.type;
    const OrderType loss = selling ? lower.type : upper.type;
    const bool swapped = takes_profit(loss) && stops_loss(profit);
    if (swapped) return reject(Reject::list_prices);
    if (!takes_profit(profit) || !stops_loss(loss)) return reject(Reject::malformed_field, "type");
    const Price high = sets_off(upper.type, upper.limit, upper.terms);
    const Price low = sets_off(lower.type, lower.limit, lower.terms);
    return is_above(high, low) ? Verdict{} : reject(Reject::list_prices);
}

Verdict check_pair_now(const State& state, const Market& market, Pair pair, const Draft& draft) {
    const Price last = state.catalogue.reference(market.id).last();
    const auto& [upper, lower] = pair;
    if (!is_above(sets_off(upper.type, upper.limit, upper.terms), last) ||
        !is_above(last, sets_off(lower.type, lower.limit, lower.terms))) {
        return reject(Reject::list_prices);
    }
    TRY_OK(check_moment(state, market, upper, draft));
    return check_moment(state, market, lower, draft);
}

Hold hold_of(const Market& market, Pair pair) {
    const auto need = [&market](const OpenOrder& order) {
        return hold_of(market, order.side, order.limit, order.leaves);
    };
    return {need(pair.upper).asset, std::max(need(pair.upper).amount, need(pair.lower).amount)};
}

}  // namespace core
