#include "views/history/recorder.hpp"

#include <algorithm>

#include "base/check.hpp"
#include "base/codec.hpp"
#include "views/audit/record_words.hpp"
#include "views/history/row_columns.hpp"
#include "views/market/interval.hpp"
#include "views/news/executions.hpp"
#include "views/row_changes.hpp"

namespace views {

Recorder::Recorder(std::unique_ptr<Database> database)
    : database_{std::move(database)},
      position_{read_position(*database_)},
      insert_market_{*database_, "INSERT INTO markets VALUES (?, ?, ?, ?, ?)"},
      insert_order_{*database_,
                    "INSERT INTO orders VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, "
                    "?, ?)"},
      update_order_{*database_,
                    "UPDATE orders SET leaves = ?2, prevented = ?3, filled_quote = ?4, updated_at "
                    "= ?5, closed = ?6 WHERE id = ?1"},
      update_terms_{*database_,
                    "UPDATE orders SET quantity = ?2, client_order_id = ?3, terms = ?4 WHERE id "
                    "= ?1"},
      select_order_{*database_, "SELECT * FROM orders WHERE id = ?"},
      insert_list_{*database_, "INSERT INTO lists VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"},
      select_legs_{*database_, "SELECT legs FROM lists WHERE id = ?"},
      update_legs_{*database_, "UPDATE lists SET legs = ?2 WHERE id = ?1"},
      close_leg_{*database_,
                 "UPDATE lists SET open = open - 1, done_at = CASE open WHEN 1 THEN ?2 ELSE "
                 "done_at END WHERE id = ?1"},
      insert_amendment_{*database_, "INSERT INTO amendments VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"},
      insert_prevention_{*database_,
                         "INSERT INTO preventions VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"},
      insert_trade_{*database_,
                    "INSERT INTO trades VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"},
      insert_ledger_{*database_, "INSERT INTO ledger VALUES (?, ?, ?, ?, ?)"},
      replace_minute_{*database_,
                      "INSERT OR REPLACE INTO minutes VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"},
      insert_command_{*database_, "INSERT INTO commands VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"},
      update_position_{*database_, "UPDATE position SET sequence = ?, time = ?"} {
    load_markets();
}

// What the tables know of each market, and where its last trade left it.
void Recorder::load_markets() {
    Statement markets{*database_, "SELECT id, base, quote, lot FROM markets"};
    Statement last{*database_,
                   "SELECT aggregate FROM trades WHERE market = ? ORDER BY id DESC LIMIT 1"};
    Statement minute{*database_,
                     "SELECT * FROM minutes WHERE market = ? ORDER BY opens DESC LIMIT 1"};
    while (markets.next()) {
        const auto id = markets.take<core::MarketId>();
        Market& market = markets_[id];
        market.base = markets.take<core::AssetId>();
        market.quote = markets.take<core::AssetId>();
        market.lot = markets.take<core::Amount>();
        last.bind(id);
        if (last.next()) market.aggregation = Aggregation{last.take<AggregateId>()};
        minute.bind(id);
        if (minute.next()) market.minute = take_minute(minute);
    }
}

void Recorder::add(const core::Record& record) {
    CHECK(record.stamp.sequence.value == position_.sequence.value + 1);
    if (uncommitted_ == 0) database_->execute("BEGIN IMMEDIATE");
    ++uncommitted_;
    position_ = record.stamp;
    write_command(record);
    postings_ = 0;
    moved_.clear();
    Executions executions{record.stamp.sequence};
    for (const core::Event& event : record.events) {
        execution_ = executions.of(event);
        std::visit([this](const auto& happened) { see(happened); }, event);
    }
    write_ledger();
}

void Recorder::write_command(const core::Record& record) {
    const core::Envelope& asked = record.envelope;
    insert_command_.run(record.stamp.sequence, record.stamp.time, asked.customer, asked.account,
                        asked.key, envelope_number(asked, "user"),
                        envelope_number(asked, "session"), asked.surface, number_of(record.command),
                        record.rejection ? record.rejection->reject : core::Reject{});
}

void Recorder::commit() {
    if (uncommitted_ == 0) return;
    write_orders();
    for (auto& [id, market] : markets_) write_minute(id, market);
    update_position_.run(position_.sequence, position_.time);
    database_->execute("COMMIT");
    uncommitted_ = 0;
}

void Recorder::see(const core::MarketDefined& event) {
    const core::Market& market = event.market;
    markets_[market.id] = {market.base, market.quote, market.lot, {}, {}, false};
    insert_market_.run(market.id, market.symbol, market.base, market.quote, market.lot);
}

void Recorder::see(const core::OrderAccepted& event) {
    orders_[event.order.id] = {{event.order, event.quote_amount, {}}, true};
    touched_.push_back(event.order.id);
}

void Recorder::see(const core::Traded& event) {
    for (const core::OrderId id : {event.maker, event.taker}) {
        traded(order(id), event, position_.time);
    }
    Market& market = markets_[event.market];
    write_trade(event, market.aggregation.place(position_.sequence, event));
    add_to_minute(market, event);
}

void Recorder::see(const core::OrderDecremented& event) {
    decremented(order(event.order), event, position_.time);
}

void Recorder::see(const core::OrderParked& event) { parked(order(event.order), event); }

void Recorder::see(const core::OrderActivated& event) {
    activated(order(event.order), event, position_.time);
}

void Recorder::see(const core::OrderAmended& event) {
    OrderRow& row = order(event.order);
    amended(row, event, position_.time);
    insert_amendment_.run(execution_, event.market, event.order, event.account, event.before,
                          event.quantity, event.client_order_id_before, event.client_order_id,
                          position_.time);
    if (const auto list = core::list_of(row.order)) rename_leg(list, row.order);
}

void Recorder::see(const core::OrderListOpened& event) { insert_list(insert_list_, event.list); }

void Recorder::see(const core::TradePrevented& event) {
    insert_prevention_.run(event.market, event.prevention, event.maker, event.taker, event.account,
                           event.mode, event.price, event.quantity, event.maker_prevented,
                           event.taker_prevented, position_.time);
}

void Recorder::see(const core::OrderClosed& event) {
    OrderRow& row = order(event.order);
    closed(row, event, position_.time);
    if (const auto list = core::list_of(row.order)) close_leg_.run(list, position_.time);
}

void Recorder::rename_leg(core::OrderListId list, const core::OpenOrder& order) {
    select_legs_.bind(list);
    if (!select_legs_.next()) return database_->fail_as_damaged();
    auto legs = select_legs_.take_coded<decltype(core::OrderList::legs)>();
    select_legs_.restart();
    for (core::ListLeg& leg : legs) {
        if (leg.order == order.id) leg.client_order_id = order.client_order_id;
    }
    base::Bytes bytes;
    base::encode(bytes, legs);
    update_legs_.run(list, base::BytesView{bytes});
}

// Customers' accounts only: what the house and the world outside get is the other side of it.
void Recorder::see(const core::Posted& event) {
    for (const core::Posting& posting : event.postings) {
        const std::uint16_t position = postings_++;
        if (posting.account == core::outside || posting.account == core::house) continue;
        moved_.push_back({posting.account,
                          posting.asset,
                          {position, posting.bucket, event.reason, posting.delta, posting.after}});
    }
}

OrderRow& Recorder::order(core::OrderId id) {
    const auto [found, is_first] = orders_.try_emplace(id);
    if (is_first) {
        found->second.row = read_order(id);
        touched_.push_back(id);
    }
    return found->second.row;
}

OrderRow Recorder::read_order(core::OrderId id) {
    select_order_.bind(id);
    OrderRow row;
    if (select_order_.next()) {
        row = take_order(select_order_);
    } else {
        database_->fail_as_damaged();  // an order that the journal knows and we do not
    }
    select_order_.restart();
    return row;
}

void Recorder::write_trade(const core::Traded& trade, AggregateId aggregate) {
    insert_trade_.run(trade.market, trade.trade, aggregate, position_.time, trade.price,
                      trade.quantity, trade.quote, trade.taker_side, trade.maker, trade.taker,
                      trade.maker_account, trade.taker_account, trade.maker_fee, trade.taker_fee);
}

void Recorder::add_to_minute(Market& market, const core::Traded& trade) {
    const core::Timestamp opens = floor_to(position_.time, core::minutes(1));
    if (market.minute.opens != opens) {
        write_minute(trade.market, market);
        market.minute = {opens, {}};
    }
    market.minute.bar.add(bar_of(trade, market.lot));
    market.changed = true;
}

void Recorder::write_minute(core::MarketId id, Market& market) {
    if (!market.changed) return;
    const Bar& bar = market.minute.bar;
    replace_minute_.run(id, market.minute.opens, bar.open, bar.high, bar.low, bar.close,
                        bar.first_trade, bar.last_trade, bar.volume, bar.quote_volume,
                        bar.taker_buy_volume, bar.taker_buy_quote_volume);
    market.changed = false;
}

void Recorder::write_ledger() {
    const auto place = [](const Moved& moved) { return std::pair{moved.account, moved.asset}; };
    std::ranges::sort(moved_, {}, [&](const Moved& moved) {
        return std::pair{place(moved), moved.entry.position};
    });
    for (auto first = moved_.begin(); first != moved_.end();) {
        const auto last = std::ranges::find_if(
            first, moved_.end(), [&](const Moved& moved) { return place(moved) != place(*first); });
        entries_.clear();
        base::encode(entries_, static_cast<std::uint32_t>(last - first));
        for (auto moved = first; moved != last; ++moved) base::encode(entries_, moved->entry);
        insert_ledger_.run(first->account, first->asset, position_.sequence, position_.time,
                           base::BytesView{entries_});
        first = last;
    }
}

// By id, so that neighbours in the table are written together.
void Recorder::write_orders() {
    std::ranges::sort(touched_);
    for (const core::OrderId id : touched_) {
        const auto& [row, is_new] = orders_.at(id);
        if (is_new) {
            insert_order(insert_order_, row);
        } else {
            const core::OpenOrder& order = row.order;
            update_order_.run(id, order.leaves, order.prevented, order.filled_quote,
                              order.updated_at, row.closed);
            if (order.terms) update_terms(update_terms_, row);
        }
    }
    touched_.clear();
    orders_.clear();
}

}  // namespace views
