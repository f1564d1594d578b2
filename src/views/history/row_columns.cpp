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
    if (!row.next_is_null()) taken.closed = row.take<core::CloseReason>();
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

void insert_order(Statement& insert, const OrderRow& row) {
    const core::OpenOrder& order = row.order;
    const auto run = [&](const auto& closed) {
        insert.run(order.id, order.market, order.account, order.key, order.side, order.type,
                   order.time_in_force, order.self_trade_prevention, order.limit, order.quantity,
                   row.quote_amount, order.client_order_id, order.created_at, order.leaves,
                   order.prevented, order.filled_quote, order.updated_at, closed);
    };
    row.closed ? run(*row.closed) : run(nullptr);
}

}  // namespace views
