// One read-only connection and the questions it can answer. Every answer is of one moment: the
// end of some transaction of the writer.
//
//     Reader reader{file};
//     const auto orders = reader.orders(account, market, {.limit = 500});
//     if (!reader.ok()) ...   // then the answer means nothing, and neither will the next
//
// Cost     O(log n + rows). Times are found by halving ids, so they need no index.
// Threads  one at a time.
#pragma once

#include <algorithm>
#include <filesystem>
#include <optional>
#include <vector>

#include "views/history/history.hpp"
#include "views/history/schema.hpp"
#include "views/history/sqlite.hpp"

namespace views {

class Reader {
  public:
    explicit Reader(const std::filesystem::path& file);

    bool ok() const { return database_.ok(); }

    // As those of History.
    std::optional<OrderRow> order(core::OrderId order);
    std::optional<OrderRow> order(core::AccountId account, std::string_view client_order_id);
    std::vector<OrderRow> orders(core::AccountId account, core::MarketId market, const Page& page);
    std::vector<FillRow> fills(core::AccountId account, core::MarketId market, const Page& page,
                               core::OrderId order);
    std::optional<ListRow> list(core::OrderListId list);
    std::optional<ListRow> list(core::AccountId account, std::string_view client_list_id);
    std::vector<ListRow> lists(core::AccountId account, core::MarketId market, const Page& page);
    std::vector<AmendmentRow> amendments(core::OrderId order, const Page& page);
    std::vector<PreventionRow> preventions(core::AccountId account, core::MarketId market,
                                           const Page& page, core::OrderId order);
    LedgerPage ledger(core::AccountId account, core::AssetId asset,
                      std::optional<LedgerCursor> after, std::size_t limit);
    std::vector<CommandRow> commands(const CommandQuery& query);
    std::vector<PublicTrade> trades(core::MarketId market, const Page& page);
    std::vector<AggregateTrade> aggregates(core::MarketId market, const Page& page);
    std::vector<TimedBar> bars(core::MarketId market, const Span& span, core::Duration step);

  private:
    // All statements of an answer see the same moment.
    class Moment {
      public:
        explicit Moment(Database& database) : database_{database} { database_.execute("BEGIN"); }
        ~Moment() { database_.execute("COMMIT"); }
        Moment(const Moment&) = delete;
        Moment& operator=(const Moment&) = delete;

      private:
        Database& database_;
    };

    // The same rows, from either end.
    struct List {
        Statement oldest;
        Statement newest;
        List(Database& database, const std::string& select)
            : oldest{database, (select + " ORDER BY id LIMIT ?").c_str()},
              newest{database, (select + " ORDER BY id DESC LIMIT ?").c_str()} {}
        Statement& from(const Page& page) { return page.oldest() ? oldest : newest; }
    };
    // Ids from `first`, up to but not including `end`.
    struct Ids {
        std::uint64_t first{};
        std::uint64_t end{};
    };
    // Rows from several lists, oldest first, and of those what the page has room for.
    template <class Row, class Key>
    static void arrange(std::vector<Row>& rows, const Page& page, Key key) {
        std::ranges::sort(rows, {}, key);
        if (rows.size() <= page.limit) return;
        const auto surplus = static_cast<std::ptrdiff_t>(rows.size() - page.limit);
        if (page.oldest()) {
            rows.erase(rows.end() - surplus, rows.end());
        } else {
            rows.erase(rows.begin(), rows.begin() + surplus);
        }
    }
    // What one side of the trades of a market is read for.
    struct Side {
        core::MarketId market;
        core::AccountId account;
        core::OrderId order;  // zero: any
        core::AssetId base;
        core::AssetId quote;
    };

    static Ids ids_of(const Page& page);  // times aside
    Ids order_ids(const Page& page);
    Ids trade_ids(core::MarketId market, const Page& page);
    // The first id whose row is not older; `next` gives the time of an id's row or the next one's.
    std::uint64_t first_since(Statement& next, core::Timestamp time);
    std::uint64_t first_trade(core::MarketId market, core::Timestamp time);
    std::uint64_t first_trade(core::MarketId market, AggregateId aggregate);
    void add_fills(std::vector<FillRow>& fills, const Side& side, bool maker, Ids ids,
                   const Page& page);
    void add_ledger(std::vector<std::pair<LedgerCursor, LedgerRow>>& rows, core::AccountId account,
                    core::AssetId asset, LedgerCursor before, std::size_t limit);
    std::vector<core::MarketId> markets_of(core::AccountId account);
    std::vector<core::AssetId> assets_of(core::AccountId account);
    std::vector<TimedBar> seconds(core::MarketId market, const Span& span);
    std::vector<TimedBar> minutes(core::MarketId market, const Span& span);

    Database database_;
    Statement market_;
    Statement order_;
    Statement order_by_name_;
    Statement next_order_;
    Statement list_;
    Statement list_by_name_;
    Statement next_list_;
    Statement next_market_;
    Statement next_asset_;
    Statement next_trade_;
    Statement next_command_;
    Statement ledger_;
    Statement minutes_;
    List orders_;
    List trades_;
    List made_;      // fills of an account as maker
    List taken_;     // and as taker
    List made_by_;   // fills of one order as maker
    List taken_by_;  // and as taker
    List lists_;
    List amendments_;
    List prevented_;
    List prevented_makers_;  // of one order
    List prevented_takers_;
};

}  // namespace views
