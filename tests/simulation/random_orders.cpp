#include "simulation/random_orders.hpp"

#include <algorithm>

namespace simulation {
namespace {

using namespace core;

const OrderTag tags[] = {"grid", "hedge", ""};

void become_stop(base::Prng& prng, PlaceOrder& order) {
    order.type = static_cast<OrderType>(prng.between(4, 7));
    if (order.quantity == Quantity{}) order.quantity = Quantity{prng.between(1, 12)};
    order.quote_amount = {};
    if (order.limit == Price{}) order.limit = Price{prng.between(8, 16)};
    if (takes_any_price(order.type) && !prng.one_in(20)) order.limit = {};
    if (takes_any_price(order.type)) order.time_in_force = TimeInForce::gtc;
    OrderTerms& terms = order.terms ? *order.terms : order.terms.emplace();
    terms.stop = Price{prng.one_in(20) ? prng.between(-1, 40) : prng.between(8, 16)};
    if (!prng.one_in(3)) return;
    terms.trailing = static_cast<std::uint32_t>(prng.between(0, prng.one_in(10) ? 9'000 : 2'000));
    if (prng.one_in(2)) terms.stop = {};
}

// One of the account's open orders, or a number that is none of his.
OrderId some_order(base::Prng& prng, const State& state, AccountId account) {
    std::vector<OrderId> mine;
    state.orders.of_account(account, [&](const OrderSummary& order) { mine.push_back(order.id); });
    if (mine.empty() || prng.one_in(8)) return OrderId{prng.below(state.last_order.value + 2)};
    return mine[prng.below(mine.size())];
}

PlaceOrderList some_list(base::Prng& prng, const PlaceOrder& first, const PlaceOrder& second) {
    PlaceOrderList list;
    list.market = first.market;
    list.kind = static_cast<ListKind>(prng.one_in(40) ? prng.below(6) : prng.below(3) + 1);
    list.client_list_id = first.client_order_id;
    if (prng.one_in(6)) list.client_list_id = "list";
    PlaceOrder above = first;
    PlaceOrder below = second;
    below.market = above.market;
    below.side = above.side;
    below.quantity = above.quantity = Quantity{prng.between(1, 12)};
    below.quote_amount = above.quote_amount = {};
    below.time_in_force = above.time_in_force = TimeInForce::gtc;
    above.limit = Price{prng.between(12, 16)};
    below.limit = Price{prng.between(8, 12)};
    above.terms.reset();
    below.terms.reset();
    PlaceOrder& gain = above.side == Side::sell ? above : below;
    PlaceOrder& stop = above.side == Side::sell ? below : above;
    gain.type = OrderType::limit_maker;
    stop.type = prng.one_in(2) ? OrderType::stop_loss : OrderType::stop_loss_limit;
    stop.terms.emplace().stop = stop.limit;
    if (stop.type == OrderType::stop_loss) stop.limit = {};
    if (list.kind != ListKind::oco) {
        PlaceOrder working = first;
        working.terms.reset();
        working.type = OrderType::limit;
        working.quote_amount = {};
        working.quantity = above.quantity;
        working.limit = Price{prng.between(8, 16)};
        working.time_in_force = TimeInForce::gtc;
        working.client_order_id = ClientOrderId{std::string{first.client_order_id.view()} + "w"};
        list.orders.push_back(working);
    }
    list.orders.push_back(above);
    if (list.kind != ListKind::oto || prng.one_in(20)) list.orders.push_back(below);
    if (prng.one_in(40)) list.orders.pop_back();
    return list;
}

CancelOrder some_cancel(base::Prng& prng, const State& state, AccountId account) {
    CancelOrder cancel;
    cancel.order = some_order(prng, state, account);
    if (prng.one_in(4)) cancel.only = static_cast<CancelOnly>(prng.between(0, 2));
    const auto order = state.orders.find(cancel.order);
    if (order && prng.one_in(3)) cancel.client_order_id = order->client_order_id;
    if (prng.one_in(12)) cancel.client_order_id = "again1";
    if (prng.one_in(3)) cancel.cancel_id = "gone";
    return cancel;
}

AmendOrder some_amendment(base::Prng& prng, const State& state, AccountId account) {
    AmendOrder amend;
    amend.order = some_order(prng, state, account);
    const auto order = state.orders.find(amend.order);
    amend.quantity = Quantity{prng.between(0, 12)};
    if (order) {
        amend.market = order->market;
        if (!prng.one_in(4)) amend.quantity = order->quantity - Quantity{1};
        if (prng.one_in(6)) amend.quantity = order->quantity;
        if (prng.one_in(8)) amend.quantity = order->quantity + Quantity{1};
        if (prng.one_in(4)) amend.client_order_id = order->client_order_id;
    }
    if (prng.one_in(3)) amend.new_client_order_id = prng.one_in(2) ? "again2" : "again3";
    return amend;
}

FeeTiers some_tiers(base::Prng& prng) {
    FeeTiers tiers{AssetId{static_cast<std::uint32_t>(prng.between(0, 4))}, {}};
    const auto count = prng.between(0, 3);
    for (std::int64_t i = 0; i < count; ++i) {
        tiers.tiers.push_back({Amount{i * 500 + prng.between(0, 400) - (prng.one_in(9) ? 700 : 0)},
                               {static_cast<std::int32_t>(prng.between(0, 2'000))},
                               {static_cast<std::int32_t>(prng.between(0, 90'000))}});
    }
    return tiers;
}

}  // namespace

PlaceOrder with_some_terms(base::Prng& prng, PlaceOrder order, Timestamp now) {
    if (prng.one_in(3)) become_stop(prng, order);
    if (prng.one_in(3)) {
        OrderTerms& terms = order.terms ? *order.terms : order.terms.emplace();
        terms.display = Quantity{prng.between(1, 4)};
    }
    if (prng.one_in(6)) {
        OrderTerms& terms = order.terms ? *order.terms : order.terms.emplace();
        terms.expires_at = now + seconds(prng.between(0, 90));
    }
    if (prng.one_in(4)) {
        OrderTerms& terms = order.terms ? *order.terms : order.terms.emplace();
        terms.tag = tags[prng.below(3)];
        terms.session = prng.below(3);
        terms.strategy = prng.below(2);
    }
    if (order.terms && prng.one_in(60)) order.terms->list = OrderListId{1};
    if (order.terms && prng.one_in(60)) order.terms->parking = Parking::list;
    return order;
}

Command orders_affair(base::Prng& prng, const State& state, AccountId account,
                      const PlaceOrder& first, const PlaceOrder& second, Timestamp) {
    switch (prng.below(12)) {
        case 0:
        case 1:
        case 2:
        case 3:
            return some_list(prng, first, second);
        case 4: {
            CancelOrderList cancel;
            cancel.list = OrderListId{prng.below(40)};
            const auto order = state.orders.find(some_order(prng, state, account));
            if (order && list_of(*order)) cancel.list = list_of(*order);
            if (prng.one_in(6)) cancel.list = {}, cancel.client_list_id = "list";
            if (prng.one_in(8)) cancel.market = MarketId{2};
            return cancel;
        }
        case 5:
        case 6: {
            CancelReplace replace;
            replace.cancel = some_cancel(prng, state, account);
            replace.place = first;
            replace.stop_on_failure = prng.one_in(2);
            return replace;
        }
        case 7:
        case 8:
            return some_amendment(prng, state, account);
        case 9:
            return SetDeadMan{MarketId{static_cast<std::uint32_t>(prng.below(4))},
                              tags[prng.below(3)], seconds(prng.between(0, 40))};
        case 10: {
            CancelAll all;
            if (prng.one_in(3)) all.tag = tags[prng.below(3)];
            if (prng.one_in(3)) all.session = prng.below(3);
            if (prng.one_in(3)) all.market = MarketId{1};
            if (prng.one_in(6)) all.key = KeyId{prng.below(8)};
            all.disconnected = prng.one_in(2);
            return all;
        }
        default:
            return some_cancel(prng, state, account);
    }
}

Command markets_affair(base::Prng& prng, const State& state, Timestamp now) {
    const auto market = static_cast<std::uint32_t>(prng.between(1, 3));
    switch (prng.below(6)) {
        case 0:
            return SetFeeTiers{some_tiers(prng)};
        case 1:
        case 2:
            return SetMarketMode{MarketId{market}, MarketMode::auction,
                                 prng.one_in(3) ? never : now + seconds(prng.between(1, 30))};
        case 3:
            return ActivateOrder{OrderId{prng.below(state.last_order.value + 2)}};
        case 4:
            return Uncross{MarketId{market}};
        default:
            return SetMarketMode{MarketId{market}, MarketMode::open, never};
    }
}

}  // namespace simulation
