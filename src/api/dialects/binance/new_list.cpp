#include "api/dialects/binance/new_list.hpp"

#include <array>

#include "base/result.hpp"

namespace api::binance {
namespace {

using enum core::OrderType;

constexpr auto of_every_list = std::to_array<std::string_view>(
    {"symbol", "listClientOrderId", "newOrderRespType", "selfTradePreventionMode"});

bool is_stop_loss(const Wish& leg) { return leg.type == stop_loss || leg.type == stop_loss_limit; }
bool is_take_profit(const Wish& leg) {
    return leg.type == take_profit || leg.type == take_profit_limit;
}

Failed not_in_oco() { return failed(-1158, "Order type not supported in OCO."); }

Result<void> check_selling_pair(const Wish& above, const Wish& below) {
    if (is_stop_loss(above)) {
        return failed(-1197, "A stop loss order in a sell OCO must be below.");
    }
    if (below.type == limit_maker) {
        return failed(-1166, "A limit order in a sell OCO must be above.");
    }
    if (is_take_profit(below)) return not_in_oco();
    return {};
}

Result<void> check_buying_pair(const Wish& above, const Wish& below) {
    if (is_stop_loss(below)) {
        return failed(-1196, "A stop loss order in a buy OCO must be above.");
    }
    if (above.type == limit_maker) {
        return failed(-1165, "A limit order in a buy OCO must be below.");
    }
    if (is_take_profit(above)) return not_in_oco();
    return {};
}

// One leg takes profit, the other stops a loss.
Result<void> check_pair(const Wish& above, const Wish& below) {
    for (const Wish* leg : {&above, &below}) {
        if (leg->type == limit || leg->type == market) return not_in_oco();
    }
    if (above.type == limit_maker && below.type == limit_maker) {
        return failed(-1168, "At least one OCO order must be contingent.");
    }
    return above.side == core::Side::sell ? check_selling_pair(above, below)
                                          : check_buying_pair(above, below);
}

Result<Wish> read_leg(const Parameters& parameters, const OrderNames& names,
                      std::optional<core::OrderType> given = {}) {
    TRY(Wish leg, read_order_words(parameters, names, given));
    TRY_OK(check_combination(parameters, names, leg));
    return leg;
}

// The order that the others wait for rests before it is filled, or may.
Result<Wish> read_working(const Parameters& parameters) {
    TRY(Wish working, read_leg(parameters, working_names));
    if (working.type != limit && working.type != limit_maker) return not_valid("workingType");
    return working;
}

// What is said of all legs at once.
Result<ListWish> finished(const Parameters& parameters, core::ListKind kind,
                          std::vector<Wish>&& legs,
                          std::initializer_list<const OrderNames*> names) {
    ListWish wish{.symbol = {},
                  .kind = kind,
                  .client_list_id = {},
                  .legs = std::move(legs),
                  .reply_form = {}};
    TRY(wish.symbol, read_symbol(parameters));
    TRY(const auto client_list_id, read_client_order_id(parameters, "listClientOrderId"));
    if (client_list_id) wish.client_list_id = *client_list_id;
    TRY(wish.reply_form, read_reply_form(parameters, ReplyForm::result));
    TRY(const core::SelfTradePrevention prevention, read_prevention(parameters));
    for (Wish& leg : wish.legs) leg.self_trade_prevention = prevention;
    TRY_OK(check_all_known(parameters, {names.begin(), names.size()}, of_every_list));
    return wish;
}

}  // namespace

Result<ListWish> read_oco(const Parameters& parameters) {
    TRY_OK(read_symbol(parameters));
    TRY(Wish above, read_leg(parameters, above_names));
    TRY(Wish below, read_leg(parameters, below_names));
    TRY_OK(check_pair(above, below));
    return finished(parameters, core::ListKind::oco, {above, below}, {&above_names, &below_names});
}

Result<ListWish> read_old_oco(const Parameters& parameters) {
    TRY_OK(read_symbol(parameters));
    const bool limited = parameters.has("stopLimitPrice");
    TRY(Wish profit, read_leg(parameters, limit_leg_names, limit_maker));
    TRY(Wish stop, read_leg(parameters, stop_leg_names, limited ? stop_loss_limit : stop_loss));
    const bool selling = profit.side == core::Side::sell;
    return finished(parameters, core::ListKind::oco,
                    selling ? std::vector<Wish>{profit, stop} : std::vector<Wish>{stop, profit},
                    {&limit_leg_names, &stop_leg_names});
}

Result<ListWish> read_oto(const Parameters& parameters) {
    TRY_OK(read_symbol(parameters));
    TRY(Wish working, read_working(parameters));
    TRY(Wish pending, read_leg(parameters, pending_names));
    return finished(parameters, core::ListKind::oto, {working, pending},
                    {&working_names, &pending_names});
}

Result<ListWish> read_otoco(const Parameters& parameters) {
    TRY_OK(read_symbol(parameters));
    TRY(Wish working, read_working(parameters));
    TRY(Wish above, read_leg(parameters, pending_above_names));
    TRY(Wish below, read_leg(parameters, pending_below_names));
    TRY_OK(check_pair(above, below));
    return finished(parameters, core::ListKind::otoco, {working, above, below},
                    {&working_names, &pending_above_names, &pending_below_names});
}

Result<core::PlaceOrderList> list_of(const ListWish& wish, const core::Market& market,
                                     const core::Catalogue& catalogue) {
    core::PlaceOrderList list{.market = market.id,
                              .kind = wish.kind,
                              .client_list_id = wish.client_list_id,
                              .orders = {}};
    for (const Wish& leg : wish.legs) {
        TRY(core::PlaceOrder order, order_of(leg, market, catalogue));
        list.orders.push_back(std::move(order));
    }
    return list;
}

}  // namespace api::binance
