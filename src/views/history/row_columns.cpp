#include "views/history/row_columns.hpp"

namespace views {

OrderRow take_order(Statement& row) {
    OrderRow taken;
    core::OpenOrder& order = taken.order;
    order.id = row.take<core::OrderId>();
    order.market = row.take<core::MarketId>();
    order.account = row.take<core::AccountId>();
    order.key = row.take<core::KeyId>();
    order.side = row.take<core::Side>();
    order.type = row.take<core::OrderType>();
    order.time_in_force = row.take<core::TimeInForce>();
    order.self_trade_prevention = row.take<core::SelfTradePrevention>();
    order.limit = row.take<core::Price>();
    order.quantity = row.take<core::Quantity>();
    taken.quote_amount = row.take<core::Amount>();
    order.client_order_id = row.take<core::ClientOrderId>();
    order.created_at = row.take<core::Timestamp>();
    order.leaves = row.take<core::Quantity>();
    order.prevented = row.take<core::Quantity>();
    order.filled_quote = row.take<core::Amount>();
    order.updated_at = row.take<core::Timestamp>();
    taken.closed = row.take_if<core::CloseReason>();
    if (auto terms = row.take_coded_if<core::OrderTerms>()) order.terms = *std::move(terms);
    return taken;
}

TimedBar take_minute(Statement& row) {
    row.take<core::MarketId>();
    TimedBar minute;
    minute.opens = row.take<core::Timestamp>();
    Bar& bar = minute.bar;
    bar.open = row.take<core::Price>();
    bar.high = row.take<core::Price>();
    bar.low = row.take<core::Price>();
    bar.close = row.take<core::Price>();
    bar.first_trade = row.take<core::TradeId>();
    bar.last_trade = row.take<core::TradeId>();
    bar.volume = row.take<core::Amount>();
    bar.quote_volume = row.take<core::Amount>();
    bar.taker_buy_volume = row.take<core::Amount>();
    bar.taker_buy_quote_volume = row.take<core::Amount>();
    return minute;
}

namespace {

std::optional<base::Bytes> coded(const base::Boxed<core::OrderTerms>& terms) {
    if (!terms) return std::nullopt;
    base::Bytes bytes;
    base::encode(bytes, *terms);
    return bytes;
}

}  // namespace

void insert_order(Statement& insert, const OrderRow& row) {
    const core::OpenOrder& order = row.order;
    insert.run(order.id, order.market, order.account, order.key, order.side, order.type,
               order.time_in_force, order.self_trade_prevention, order.limit, order.quantity,
               row.quote_amount, order.client_order_id, order.created_at, order.leaves,
               order.prevented, order.filled_quote, order.updated_at, row.closed,
               coded(order.terms));
}

void update_terms(Statement& update, const OrderRow& row) {
    const core::OpenOrder& order = row.order;
    update.run(order.id, order.quantity, order.client_order_id, coded(order.terms));
}

ListRow take_list(Statement& row) {
    ListRow taken;
    core::OrderList& list = taken.list;
    list.id = row.take<core::OrderListId>();
    list.market = row.take<core::MarketId>();
    list.account = row.take<core::AccountId>();
    list.key = row.take<core::KeyId>();
    list.kind = row.take<core::ListKind>();
    list.client_list_id = row.take<core::ClientOrderId>();
    list.legs = row.take_coded<decltype(list.legs)>();
    list.created_at = row.take<core::Timestamp>();
    row.take<int>();  // how many are open
    taken.done_at = row.take<core::Timestamp>();
    return taken;
}

void insert_list(Statement& insert, const core::OrderList& list) {
    base::Bytes legs;
    base::encode(legs, list.legs);
    insert.run(list.id, list.market, list.account, list.key, list.kind, list.client_list_id,
               base::BytesView{legs}, list.created_at, list.legs.size(), core::never);
}

AmendmentRow take_amendment(Statement& row) {
    AmendmentRow taken;
    taken.execution = row.take<std::uint64_t>();
    taken.market = row.take<core::MarketId>();
    taken.order = row.take<core::OrderId>();
    taken.account = row.take<core::AccountId>();
    taken.before = row.take<core::Quantity>();
    taken.quantity = row.take<core::Quantity>();
    taken.client_order_id_before = row.take<core::ClientOrderId>();
    taken.client_order_id = row.take<core::ClientOrderId>();
    taken.time = row.take<core::Timestamp>();
    return taken;
}

PreventionRow take_prevention(Statement& row) {
    PreventionRow taken;
    taken.market = row.take<core::MarketId>();
    taken.prevention = row.take<core::PreventionId>();
    taken.maker = row.take<core::OrderId>();
    taken.taker = row.take<core::OrderId>();
    taken.account = row.take<core::AccountId>();
    taken.mode = row.take<core::SelfTradePrevention>();
    taken.price = row.take<core::Price>();
    taken.quantity = row.take<core::Quantity>();
    taken.maker_prevented = row.take<core::Quantity>();
    taken.taker_prevented = row.take<core::Quantity>();
    taken.time = row.take<core::Timestamp>();
    return taken;
}

}  // namespace views
