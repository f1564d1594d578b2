#include "views/history/reader.hpp"

#include <algorithm>

#include "base/codec.hpp"
#include "views/history/row_columns.hpp"

namespace views {
namespace {

constexpr std::uint64_t no_end = INT64_MAX;

// Left to itself SQLite would walk through all trades of a market for some of these, so the index
// is named; where it cannot be used, preparing the statement fails.
constexpr const char* order_by_name = R"(
    SELECT * FROM orders INDEXED BY orders_by_name
    WHERE account = ? AND client_order_id = ? AND client_order_id <> ''
    ORDER BY id DESC LIMIT 1)";
constexpr const char* orders_of = R"(
    SELECT * FROM orders INDEXED BY orders_by_account
    WHERE account = ? AND market = ? AND id >= ? AND id < ?)";
constexpr const char* next_order = R"(
    SELECT created_at FROM orders WHERE id >= ? ORDER BY id LIMIT 1)";
constexpr const char* next_market = R"(
    SELECT market FROM orders INDEXED BY orders_by_account
    WHERE account = ? AND market > ? ORDER BY market LIMIT 1)";
constexpr const char* next_asset = R"(
    SELECT asset FROM ledger INDEXED BY ledger_by_account
    WHERE account = ? AND asset > ? ORDER BY asset LIMIT 1)";
constexpr const char* next_trade = R"(
    SELECT time, aggregate FROM trades WHERE market = ? AND id >= ? ORDER BY id LIMIT 1)";
constexpr const char* ledger_before = R"(
    SELECT sequence, time, entries FROM ledger INDEXED BY ledger_by_account
    WHERE account = ? AND asset = ? AND sequence <= ? ORDER BY sequence DESC LIMIT ?)";
constexpr const char* minutes_within = R"(
    SELECT * FROM minutes WHERE market = ? AND opens >= ? AND opens < ? ORDER BY opens)";
constexpr const char* trades_of = R"(
    SELECT id, aggregate, time, price, quantity, quote, taker_side FROM trades
    WHERE market = ? AND id >= ? AND id < ?)";

std::string fills_by(const char* index, const char* condition) {
    return std::string{
               "SELECT id, time, price, quantity, quote, taker_side, maker, taker,"
               " maker_fee, taker_fee FROM trades INDEXED BY "} +
           index + " WHERE " + condition + " AND market = ? AND id >= ? AND id < ?";
}

constexpr const char* list_by_name = R"(
    SELECT * FROM lists INDEXED BY lists_by_name
    WHERE account = ? AND client_list_id = ? AND client_list_id <> ''
    ORDER BY id DESC LIMIT 1)";
constexpr const char* lists_of = R"(
    SELECT * FROM lists INDEXED BY lists_by_account
    WHERE account = ?1 AND (?2 = 0 OR market = ?2) AND id >= ?3 AND id < ?4)";
constexpr const char* amendments_of = R"(
    SELECT * FROM amendments INDEXED BY amendments_by_order
    WHERE of_order = ? AND id >= ? AND id < ?)";

std::string prevented_by(const char* index, const char* condition) {
    return std::string{"SELECT * FROM preventions INDEXED BY "} + index + " WHERE " + condition +
           " AND market = ? AND id >= ? AND id < ?";
}

constexpr const char* how_we_read = R"(
    PRAGMA query_only = 1;
    PRAGMA mmap_size = 0;
    PRAGMA wal_autocheckpoint = 0;
    PRAGMA cache_size = -4096;
)";

// The smallest id from 1 on for which `is_there` holds; it holds for all that follow.
template <class IsThere>
std::uint64_t halve(std::uint64_t end, IsThere is_there) {
    std::uint64_t first = 1;
    while (first < end) {
        const std::uint64_t middle = first + (end - first) / 2;
        if (is_there(middle)) {
            end = middle;
        } else {
            first = middle + 1;
        }
    }
    return first;
}

constexpr auto order_id = [](const OrderRow& row) { return row.order.id; };
constexpr auto fill_place = [](const FillRow& row) { return std::pair{row.trade, !row.maker}; };

}  // namespace

Reader::Reader(const std::filesystem::path& file)
    : database_{file, Database::Access::read},
      market_{database_, "SELECT base, quote, lot FROM markets WHERE id = ?"},
      order_{database_, "SELECT * FROM orders WHERE id = ?"},
      order_by_name_{database_, order_by_name},
      next_order_{database_, next_order},
      list_{database_, "SELECT * FROM lists WHERE id = ?"},
      list_by_name_{database_, list_by_name},
      next_list_{database_, "SELECT created_at FROM lists WHERE id >= ? ORDER BY id LIMIT 1"},
      next_market_{database_, next_market},
      next_asset_{database_, next_asset},
      next_trade_{database_, next_trade},
      next_command_{database_,
                    "SELECT time FROM commands WHERE sequence >= ? ORDER BY sequence LIMIT 1"},
      ledger_{database_, ledger_before},
      minutes_{database_, minutes_within},
      orders_{database_, orders_of},
      trades_{database_, trades_of},
      made_{database_, fills_by("trades_by_maker_account", "maker_account = ?")},
      taken_{database_, fills_by("trades_by_taker_account", "taker_account = ?")},
      made_by_{database_, fills_by("trades_by_maker", "maker_account = ? AND maker = ?")},
      taken_by_{database_, fills_by("trades_by_taker", "taker_account = ? AND taker = ?")},
      lists_{database_, lists_of},
      amendments_{database_, amendments_of},
      prevented_{database_, prevented_by("preventions_by_account", "account = ?")},
      prevented_makers_{database_,
                        prevented_by("preventions_by_maker", "account = ? AND maker = ?")},
      prevented_takers_{database_,
                        prevented_by("preventions_by_taker", "account = ? AND taker = ?")} {
    database_.execute(how_we_read);
}

std::optional<OrderRow> Reader::order(core::OrderId order) {
    order_.bind(order);
    std::optional<OrderRow> row;
    if (order_.next()) row = take_order(order_);
    order_.restart();
    return row;
}

std::optional<OrderRow> Reader::order(core::AccountId account, std::string_view client_order_id) {
    order_by_name_.bind(account, client_order_id);
    std::optional<OrderRow> row;
    if (order_by_name_.next()) row = take_order(order_by_name_);
    order_by_name_.restart();
    return row;
}

std::vector<OrderRow> Reader::orders(core::AccountId account, core::MarketId market,
                                     const Page& page) {
    const Moment moment{database_};
    const Ids ids = order_ids(page);
    std::vector<OrderRow> rows;
    for (const core::MarketId one : market ? std::vector{market} : markets_of(account)) {
        Statement& list = orders_.from(page);
        list.bind(account, one, ids.first, ids.end, page.limit);
        while (list.next()) rows.push_back(take_order(list));
        list.restart();
    }
    arrange(rows, page, order_id);
    return rows;
}

std::vector<FillRow> Reader::fills(core::AccountId account, core::MarketId market, const Page& page,
                                   core::OrderId order) {
    const Moment moment{database_};
    Side side{.market = market, .account = account, .order = order, .base = {}, .quote = {}};
    market_.bind(market);
    if (market_.next()) {
        side.base = market_.take<core::AssetId>();
        side.quote = market_.take<core::AssetId>();
    }
    market_.restart();
    const Ids ids = trade_ids(market, page);
    std::vector<FillRow> rows;
    for (const bool maker : {true, false}) add_fills(rows, side, maker, ids, page);
    arrange(rows, page, fill_place);
    return rows;
}

void Reader::add_fills(std::vector<FillRow>& fills, const Side& side, bool maker, Ids ids,
                       const Page& page) {
    List& of_account = maker ? made_ : taken_;
    List& of_order = maker ? made_by_ : taken_by_;
    Statement& list = (side.order ? of_order : of_account).from(page);
    if (side.order) {
        list.bind(side.account, side.order, side.market, ids.first, ids.end, page.limit);
    } else {
        list.bind(side.account, side.market, ids.first, ids.end, page.limit);
    }
    while (list.next()) {
        FillRow& fill = fills.emplace_back();
        fill.market = side.market;
        fill.account = side.account;
        fill.maker = maker;
        fill.trade = list.take<core::TradeId>();
        fill.time = list.take<core::Timestamp>();
        fill.price = list.take<core::Price>();
        fill.quantity = list.take<core::Quantity>();
        fill.quote = list.take<core::Amount>();
        const auto taker_side = list.take<core::Side>();
        const auto by_maker = list.take<core::OrderId>();
        const auto by_taker = list.take<core::OrderId>();
        const auto maker_fee = list.take<core::Amount>();
        const auto taker_fee = list.take<core::Amount>();
        fill.order = maker ? by_maker : by_taker;
        fill.side = maker ? core::opposite(taker_side) : taker_side;
        fill.fee = maker ? maker_fee : taker_fee;
        fill.fee_asset = fill.side == core::Side::buy ? side.base : side.quote;
    }
    list.restart();
}

Reader::Ids Reader::ids_of(const Page& page) {
    return {std::min(page.from.value_or(1), no_end), no_end};
}

Reader::Ids Reader::order_ids(const Page& page) {
    Ids ids = ids_of(page);
    if (page.start) ids.first = std::max(ids.first, first_since(next_order_, *page.start));
    if (page.until) ids.end = first_since(next_order_, *page.until);
    return ids;
}

Reader::Ids Reader::trade_ids(core::MarketId market, const Page& page) {
    Ids ids = ids_of(page);
    if (page.start) ids.first = std::max(ids.first, first_trade(market, *page.start));
    if (page.until) ids.end = first_trade(market, *page.until);
    return ids;
}

std::uint64_t Reader::first_since(Statement& next, core::Timestamp time) {
    return halve(no_end, [&](std::uint64_t id) {
        next.bind(id);
        const bool there = !next.next() || next.take<core::Timestamp>() >= time;
        next.restart();
        return there;
    });
}

std::uint64_t Reader::first_trade(core::MarketId market, core::Timestamp time) {
    return halve(no_end, [&](std::uint64_t id) {
        next_trade_.bind(market, id);
        const bool there = !next_trade_.next() || next_trade_.take<core::Timestamp>() >= time;
        next_trade_.restart();
        return there;
    });
}

std::uint64_t Reader::first_trade(core::MarketId market, AggregateId aggregate) {
    return halve(no_end, [&](std::uint64_t id) {
        next_trade_.bind(market, id);
        bool there = true;
        if (next_trade_.next()) {
            next_trade_.take<core::Timestamp>();
            there = next_trade_.take<AggregateId>() >= aggregate;
        }
        next_trade_.restart();
        return there;
    });
}

// One step from each to the next, so an account with a million rows is no slower.
std::vector<core::MarketId> Reader::markets_of(core::AccountId account) {
    std::vector<core::MarketId> markets;
    for (core::MarketId last;; markets.push_back(last)) {
        next_market_.bind(account, last);
        if (!next_market_.next()) return markets;
        last = next_market_.take<core::MarketId>();
        next_market_.restart();
    }
}

std::vector<core::AssetId> Reader::assets_of(core::AccountId account) {
    std::vector<core::AssetId> assets;
    for (core::AssetId last;; assets.push_back(last)) {
        next_asset_.bind(account, last);
        if (!next_asset_.next()) return assets;
        last = next_asset_.take<core::AssetId>();
        next_asset_.restart();
    }
}

LedgerPage Reader::ledger(core::AccountId account, core::AssetId asset,
                          std::optional<LedgerCursor> after, std::size_t limit) {
    const Moment moment{database_};
    const LedgerCursor before = after.value_or(LedgerCursor{core::Sequence{no_end}, 0});
    std::vector<std::pair<LedgerCursor, LedgerRow>> rows;
    for (const core::AssetId one : asset ? std::vector{asset} : assets_of(account)) {
        add_ledger(rows, account, one, before, limit);
    }
    std::ranges::sort(rows, std::ranges::greater{}, &std::pair<LedgerCursor, LedgerRow>::first);
    LedgerPage page;
    if (rows.size() > limit) {
        rows.erase(rows.begin() + static_cast<std::ptrdiff_t>(limit), rows.end());
        if (!rows.empty()) page.next = rows.back().first;
    }
    for (const auto& [place, row] : rows) page.rows.push_back(row);
    return page;
}

// One row more than asked for, to know whether there are more; and one for the record at the
// cursor, whose entries may all lie before it.
void Reader::add_ledger(std::vector<std::pair<LedgerCursor, LedgerRow>>& rows,
                        core::AccountId account, core::AssetId asset, LedgerCursor before,
                        std::size_t limit) {
    ledger_.bind(account, asset, before.sequence, limit + 2);
    while (ledger_.next()) {
        const auto sequence = ledger_.take<core::Sequence>();
        const auto time = ledger_.take<core::Timestamp>();
        const auto entries = base::decode_whole<std::vector<LedgerEntry>>(ledger_.take_blob());
        if (!entries) database_.fail_as_damaged();
        for (const LedgerEntry& entry : entries.value_or(std::vector<LedgerEntry>{})) {
            const LedgerCursor place{sequence, entry.position};
            if (place >= before) continue;
            rows.push_back({place,
                            {sequence, account, asset, entry.bucket, entry.reason, entry.delta,
                             entry.after, time}});
        }
    }
    ledger_.restart();
}

}  // namespace views
