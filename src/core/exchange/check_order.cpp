// What is wrong with a new order in itself: the shape of the command, and the market's filters.
#include "base/result.hpp"
#include "core/exchange/placing.hpp"

namespace core {
namespace {

bool known(Side side) { return side == Side::buy || side == Side::sell; }
bool known(OrderType type) {
    return type >= OrderType::limit && type <= OrderType::take_profit_limit;
}
bool known(TimeInForce time_in_force) {
    return time_in_force >= TimeInForce::gtc && time_in_force <= TimeInForce::fok;
}

bool may_choose_time_in_force(OrderType type) {
    return type == OrderType::limit || type == OrderType::stop_loss_limit ||
           type == OrderType::take_profit_limit;
}

bool may_rest(const PlaceOrder& command) {
    return !takes_any_price(command.type) && command.time_in_force == TimeInForce::gtc;
}

Verdict check_mode(const Market& market) {
    if (market.mode == MarketMode::halt) return reject(Reject::market_halted);
    if (market.mode == MarketMode::cancel_only) return reject(Reject::market_cancel_only);
    return {};
}

// Stops only wait, whatever they become.
Verdict check_auction(const Market& market, const PlaceOrder& command) {
    if (market.mode != MarketMode::auction || has_trigger(command.type)) return {};
    return may_rest(command) ? Verdict{} : reject(Reject::market_auction);
}

Verdict check_terms(const PlaceOrder& command, Timestamp now) {
    const OrderTerms& terms = *command.terms;
    OrderTerms asked = terms;
    asked.list = {};
    asked.parking = {};
    asked.extreme = {};
    asked.working_at = never;
    asked.amends = 0;
    if (terms != asked) return reject(Reject::malformed_field, "terms");
    const bool waits = has_trigger(command.type);
    if (terms.stop < Price{} || (terms.stop != Price{} && !waits)) {
        return reject(Reject::malformed_field, "stop");
    }
    if (terms.trailing != 0 && !waits) return reject(Reject::malformed_field, "trailing");
    if (terms.display < Quantity{} || (terms.display != Quantity{} && !may_rest(command))) {
        return reject(Reject::malformed_field, "display");
    }
    const bool expires = terms.expires_at != never;
    if (expires && (terms.expires_at <= now || command.time_in_force != TimeInForce::gtc ||
                    command.type == OrderType::market)) {
        return reject(Reject::malformed_field, "expires_at");
    }
    return {};
}

// Combinations that a dialect should not have let through.
Verdict check_shape(const PlaceOrder& command, Timestamp now) {
    if (!known(command.side)) return reject(Reject::malformed_field, "side");
    if (!known(command.type)) return reject(Reject::malformed_field, "type");
    if (!known(command.time_in_force)) return reject(Reject::malformed_field, "time_in_force");
    if (command.self_trade_prevention > SelfTradePrevention::decrement) {
        return reject(Reject::malformed_field, "self_trade_prevention");
    }
    if (command.client_order_id.empty()) return reject(Reject::malformed_field, "client_order_id");
    const bool by_quote = command.quote_amount != Amount{};
    if (by_quote && (command.type != OrderType::market || command.quantity != Quantity{} ||
                     command.quote_amount < Amount{})) {
        return reject(Reject::malformed_field, "quote_amount");
    }
    if (takes_any_price(command.type) && command.limit != Price{}) {
        return reject(Reject::malformed_field, "price");
    }
    if (command.time_in_force != TimeInForce::gtc && !may_choose_time_in_force(command.type)) {
        return reject(Reject::malformed_field, "time_in_force");
    }
    return command.terms ? check_terms(command, now) : Verdict{};
}

// How far from the reference price a limit may be.
Verdict check_range(const State& state, const Market& market, Price limit, Timestamp now) {
    if (market.price_up == 0 && market.price_down == 0) return {};
    const auto reference = state.catalogue.reference(market.id).at(now);
    if (!reference) return {};
    const PriceRange range = range_around(*reference, market.price_down, market.price_up);
    const bool above = market.price_up != 0 && limit > range.high;
    if (above || limit < range.low) return reject(Reject::percent_price_filter, "price");
    return {};
}

Verdict check_prices(const State& state, const Market& market, const PlaceOrder& command,
                     Timestamp now) {
    const auto is_price = [&](Price price) {
        return price >= Price{1} && price <= market.price_max;
    };
    if (!takes_any_price(command.type)) {
        if (!is_price(command.limit)) return reject(Reject::price_filter, "price");
        TRY_OK(check_range(state, market, command.limit, now));
    }
    if (!has_trigger(command.type)) return {};
    const OrderTerms terms = command.terms ? *command.terms : OrderTerms{};
    const bool trails = terms.trailing != 0;
    if (!is_price(terms.stop) && !(trails && terms.stop == Price{})) {
        return reject(Reject::price_filter, "stop");
    }
    if (trails && (terms.trailing < market.trailing_min || terms.trailing > market.trailing_max)) {
        return reject(Reject::trailing_filter, "trailing");
    }
    return {};
}

Verdict check_size(const State& state, const Market& market, const PlaceOrder& command) {
    if (command.quote_amount != Amount{}) {
        const Amount amount = command.quote_amount;
        const bool fits = amount >= market.notional_min && amount <= market.notional_max;
        return fits ? Verdict{} : reject(Reject::notional_filter, "quote_amount");
    }
    const bool any_price = takes_any_price(command.type);
    const Quantity most = any_price ? market.market_quantity_max : market.quantity_max;
    if (command.quantity < market.quantity_min || command.quantity > most) {
        return reject(Reject::lot_filter, "quantity");
    }
    Price price = command.limit;
    if (has_trigger(command.type) && any_price) {
        price = reckoned_price(state, market, *command.terms);
    }
    if (price == Price{}) return {};  // nobody knows yet
    const Amount value = notional(market, price, command.quantity);
    if (value < market.notional_min || value > market.notional_max) {
        return reject(Reject::notional_filter, "quantity");
    }
    return {};
}

Verdict check_slices(const Market& market, const PlaceOrder& command) {
    if (!command.terms || command.terms->display == Quantity{}) return {};
    const std::int64_t display = command.terms->display.lots;
    const std::int64_t quantity = command.quantity.lots;
    const std::int64_t parts = quantity / display + (quantity % display != 0 ? 1 : 0);
    if (display > quantity || parts > market.iceberg_parts_max) {
        return reject(Reject::iceberg_filter, "display");
    }
    return {};
}

}  // namespace

Verdict check_order(const State& state, const Market& market, const PlaceOrder& command,
                    Timestamp now) {
    TRY_OK(check_mode(market));
    TRY_OK(check_shape(command, now));
    TRY_OK(check_auction(market, command));
    TRY_OK(check_prices(state, market, command, now));
    TRY_OK(check_size(state, market, command));
    return check_slices(market, command);
}

Price reckoned_price(const State& state, const Market& market, const OrderTerms& terms) {
    if (terms.stop != Price{}) return terms.stop;
    const Price last = state.catalogue.reference(market.id).last();
    const Int128 scaled = static_cast<Int128>(last.ticks) * (10'000 + terms.trailing);
    const Price price{static_cast<std::int64_t>((scaled + 9'999) / 10'000)};
    return std::min(price, market.price_max);
}

}  // namespace core
