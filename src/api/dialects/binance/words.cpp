#include "api/dialects/binance/words.hpp"

namespace api::binance {

std::string_view name_of(core::Side side) { return side == core::Side::buy ? "BUY" : "SELL"; }

std::string_view name_of(core::OrderType type) {
    switch (type) {
        case core::OrderType::limit:
            return "LIMIT";
        case core::OrderType::market:
            return "MARKET";
        case core::OrderType::limit_maker:
            return "LIMIT_MAKER";
        case core::OrderType::stop_loss:
            return "STOP_LOSS";
        case core::OrderType::stop_loss_limit:
            return "STOP_LOSS_LIMIT";
        case core::OrderType::take_profit:
            return "TAKE_PROFIT";
        case core::OrderType::take_profit_limit:
            return "TAKE_PROFIT_LIMIT";
    }
    return {};
}

std::string_view name_of(core::TimeInForce time_in_force) {
    switch (time_in_force) {
        case core::TimeInForce::gtc:
            return "GTC";
        case core::TimeInForce::ioc:
            return "IOC";
        case core::TimeInForce::fok:
            return "FOK";
    }
    return {};
}

std::string_view name_of(core::SelfTradePrevention mode) {
    switch (mode) {
        case core::SelfTradePrevention::none:
            return "NONE";
        case core::SelfTradePrevention::expire_taker:
            return "EXPIRE_TAKER";
        case core::SelfTradePrevention::expire_maker:
            return "EXPIRE_MAKER";
        case core::SelfTradePrevention::expire_both:
            return "EXPIRE_BOTH";
        case core::SelfTradePrevention::decrement:
            return "DECREMENT";
    }
    return {};
}

std::string_view name_of(core::MarketMode mode) {
    switch (mode) {
        case core::MarketMode::halt:
            return "HALT";
        case core::MarketMode::cancel_only:
            return "CANCEL_ONLY";
        case core::MarketMode::auction:
            return "BREAK";
        case core::MarketMode::open:
            return "TRADING";
    }
    return {};
}

std::string_view name_of(core::ListKind kind) {
    return kind == core::ListKind::oco ? "OCO" : "OTO";  // an otoco is an OTO to them too
}

std::string_view status_of(const views::OrderRow& row) {
    if (!row.closed) {
        if (core::parking(row.order) == core::Parking::list) return "PENDING_NEW";
        return core::filled(row.order).lots > 0 ? "PARTIALLY_FILLED" : "NEW";
    }
    switch (*row.closed) {
        case core::CloseReason::filled:
            return "FILLED";
        case core::CloseReason::cancelled:
        case core::CloseReason::dead_man:
        case core::CloseReason::disconnected:
            return "CANCELED";
        case core::CloseReason::ioc_unfilled:
        case core::CloseReason::fok_unfilled:
        case core::CloseReason::no_liquidity:
        case core::CloseReason::expired:
        case core::CloseReason::list_sibling:
        case core::CloseReason::list_failed:
        case core::CloseReason::unplaceable:
        case core::CloseReason::price_range:
            return "EXPIRED";
        case core::CloseReason::self_trade:
            return "EXPIRED_IN_MATCH";
    }
    return {};
}

std::string_view expiry_reason_of(const views::OrderRow& row) {
    if (!row.closed) return {};
    switch (*row.closed) {
        case core::CloseReason::ioc_unfilled:
            return "UNFILLED_IOC_QUANTITY_EXPIRED";
        case core::CloseReason::fok_unfilled:
            return "UNFILLED_FOK_ORDER_EXPIRED";
        case core::CloseReason::no_liquidity:
            return "INSUFFICIENT_LIQUIDITY";
        case core::CloseReason::expired:
            return "EXCHANGE_CANCELED";
        case core::CloseReason::list_sibling:
            return "OCO_TRIGGER";
        case core::CloseReason::list_failed:
            return "OTO_PHASE_ONE_EXPIRED";
        case core::CloseReason::unplaceable:
            return "REJECTED";
        case core::CloseReason::price_range:
            return "EXECUTION_RULE_PRICE_RANGE_EXCEEDED";
        case core::CloseReason::filled:
        case core::CloseReason::cancelled:
        case core::CloseReason::self_trade:
        case core::CloseReason::dead_man:
        case core::CloseReason::disconnected:
            break;
    }
    return {};
}

bool is_working(const core::OpenOrder& order) {
    return core::parking(order) == core::Parking::none;
}

std::int64_t working_time(const core::OpenOrder& order, TimeUnit unit) {
    if (!is_working(order)) return -1;
    const bool waited = order.terms && order.terms->working_at != core::never;
    return time_in(unit, waited ? order.terms->working_at : order.created_at);
}

core::Quantity prevented_of(const views::OrderRow& row) {
    const bool expired = row.closed == core::CloseReason::self_trade;
    return expired ? row.order.prevented + row.order.leaves : row.order.prevented;
}

std::optional<core::Timestamp> trailing_since(const core::OpenOrder& order) {
    const core::OrderTerms& terms = *order.terms;
    const bool at_a_price = terms.stop != core::Price{};
    switch (terms.parking) {
        case core::Parking::list:
            return core::never;
        case core::Parking::trigger:
            if (!at_a_price)
                return terms.working_at != core::never ? terms.working_at : order.created_at;
            if (terms.extreme == core::Price{}) return core::never;
            return std::nullopt;
        case core::Parking::none:
            break;
    }
    if (at_a_price || terms.list) return std::nullopt;
    return order.created_at;
}

core::Price price_shown(const core::OpenOrder& order) {
    return core::takes_any_price(order.type) ? core::Price{} : order.limit;
}

std::int64_t list_id_shown(core::OrderListId list) {
    return list ? static_cast<std::int64_t>(list.value) : -1;
}

Figures::Figures(const core::Catalogue& catalogue, const core::Market& market)
    : symbol_{market.symbol},
      base_code_{catalogue.asset(market.base).code},
      quote_code_{catalogue.asset(market.quote).code},
      base_asset_{market.base},
      tick_{market.tick},
      lot_{market.lot},
      tick_lot_{market.tick_lot},
      base_places_{catalogue.asset(market.base).decimals},
      quote_places_{catalogue.asset(market.quote).decimals} {}

void write_percent(Json& json, std::string_view name, std::int64_t change, std::int64_t from) {
    base::Int128 thousandths = 0;
    if (from != 0) {
        const base::Int128 scaled = base::Int128{change} * 100'000 * 2;
        thousandths = (scaled + (change < 0 ? -from : from)) / (base::Int128{from} * 2);
    }
    json.decimal(name, thousandths, 3);
}

}  // namespace api::binance
