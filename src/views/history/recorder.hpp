// Writes records into the tables of history, many in one transaction, the position with them.
//
//     Recorder recorder{std::move(database)};
//     for (const core::Record& record : records) recorder.add(record);
//     recorder.commit();
//     recorder.ok()              // or it all is as it was at the commit before
//
// Rows of orders and of running minutes are collected and written at the commit, once each.
//
// Cost     about 10 us per order that is placed, traded and closed.
#pragma once

#include <map>
#include <memory>
#include <unordered_map>
#include <vector>

#include "views/history/schema.hpp"
#include "views/market/bar.hpp"
#include "views/market/tape.hpp"
#include "views/rows.hpp"

namespace views {

class Recorder {
  public:
    explicit Recorder(std::unique_ptr<Database> database);

    // The next one: its sequence is that of position() + 1.
    void add(const core::Record& record);
    void commit();

    bool ok() const { return database_->ok(); }
    const Database& database() const { return *database_; }
    core::Stamp position() const { return position_; }        // with what is not committed yet
    std::size_t uncommitted() const { return uncommitted_; }  // records

  private:
    struct Market {
        core::AssetId base;
        core::AssetId quote;
        core::Amount lot;
        Aggregation aggregation;
        TimedBar minute;  // the running one; empty before the first trade
        bool changed{};   // it is not yet in the table as it is
    };
    struct Order {
        OrderRow row;
        bool is_new{};
    };
    // Postings of one record, to be gathered by account and asset.
    struct Moved {
        core::AccountId account;
        core::AssetId asset;
        LedgerEntry entry;
    };

    void see(const core::MarketDefined& event);
    void see(const core::OrderAccepted& event);
    void see(const core::Traded& event);
    void see(const core::OrderDecremented& event);
    void see(const core::OrderParked& event);
    void see(const core::OrderActivated& event);
    void see(const core::OrderAmended& event);
    void see(const core::OrderClosed& event);
    void see(const core::OrderListOpened& event);
    void see(const core::TradePrevented& event);
    void see(const core::Posted& event);
    void see(const auto&) {}

    void load_markets();
    OrderRow& order(core::OrderId id);
    OrderRow read_order(core::OrderId id);
    void write_trade(const core::Traded& trade, AggregateId aggregate);
    void add_to_minute(Market& market, const core::Traded& trade);
    void write_minute(core::MarketId id, Market& market);
    void write_command(const core::Record& record);
    void rename_leg(core::OrderListId list, const core::OpenOrder& order);
    void write_ledger();
    void write_orders();

    std::unique_ptr<Database> database_;
    core::Stamp position_;
    std::size_t uncommitted_{};
    std::map<core::MarketId, Market> markets_;
    std::unordered_map<core::OrderId, Order> orders_;  // touched since the last commit
    std::vector<core::OrderId> touched_;               // the same, in the order of events
    std::vector<Moved> moved_;                         // by the record at hand
    std::uint16_t postings_{};                         // of the record at hand
    std::uint64_t execution_{};                        // the first of the event at hand
    base::Bytes entries_;

    Statement insert_market_;
    Statement insert_order_;
    Statement update_order_;
    Statement update_terms_;
    Statement select_order_;
    Statement insert_list_;
    Statement select_legs_;
    Statement update_legs_;
    Statement close_leg_;
    Statement insert_amendment_;
    Statement insert_prevention_;
    Statement insert_trade_;
    Statement insert_ledger_;
    Statement replace_minute_;
    Statement insert_command_;
    Statement update_position_;
};

}  // namespace views
