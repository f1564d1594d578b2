// What one durable record changed, for those who listen: the levels of books, trades and modes for
// everybody; orders and balances for their owners. Streams of every dialect are made from it.
//
//     buy #9 5 @ 101 meets sell #1 3 @ 100
//       trades    #7 3 @ 100
//       books     updates 41..42: sell 100 -> 0, buy 101 -> 2
//       orders    #9 accepted, #9 traded, #1 traded (filled)     of accounts that are listened to
//       balances  what the accounts have of each asset that moved
//
// Made under the live view's lock while the record is applied, so it is exact; heard after that, in
// the order of the records, before the replies to the same commands leave.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "core/types/record.hpp"
#include "views/market/tape.hpp"
#include "views/rows.hpp"

namespace views {

// A level as it is now; nothing left: it is gone.
struct LevelChange {
    core::Side side{};
    core::Price price;
    core::Quantity lots;

    friend bool operator==(const LevelChange&, const LevelChange&) = default;
};

struct BestPrices {
    core::Price bid;  // none where its quantity is zero
    core::Quantity bid_lots;
    core::Price ask;
    core::Quantity ask_lots;

    friend bool operator==(const BestPrices&, const BestPrices&) = default;
};

// `first` is one more than the market's `last` before it: no update is ever skipped. `last` is what
// MarketView::book_updates says after this record. A level that changed twice stands here once.
struct BookNews {
    core::MarketId market;
    std::uint64_t first{};
    std::uint64_t last{};
    std::vector<LevelChange> levels;
    BestPrices best;
};

struct TradeNews {
    core::MarketId market;
    PublicTrade trade;
    AggregateId aggregate;  // the aggregate that it belongs to
};

struct ModeNews {
    core::MarketId market;
    core::MarketMode mode{};
    core::ModeReason reason{};
    core::Timestamp reopens_at{core::never};
};

enum class OrderChange : std::uint8_t {
    accepted,   // it is open from now on (it may trade or park in the same record)
    traded,     // `fill` says what; the row is as it is after it
    prevented,  // self-trade prevention took something of it, or everything
    activated,  // its stop was triggered, or its list's turn came
    amended,
    closed,  // for the reason in the row, unless it was filled: that comes as `traded`
};

struct Prevention {
    core::PreventionId id;
    core::OrderId other;
    core::Price price;
    core::Quantity quantity;       // that would have matched
    core::Quantity own_prevented;  // of this order
};

// One change of one order. `execution` counts up through the history of the house and stays below
// 2^53.
struct OrderNews {
    OrderChange change{};
    OrderRow row;  // after the change
    bool in_book{};
    std::uint64_t execution{};
    std::optional<FillRow> fill;
    std::optional<Prevention> prevention;
    core::ClientOrderId cancel_id;     // closed by a cancel that its owner gave a name
    core::ClientOrderId amended_from;  // amended: its client order id before
};

enum class ListChange : std::uint8_t { opened, advanced, done };

struct ListNews {
    core::OrderList list;
    ListChange change{};
};

struct BalanceNews {
    core::AccountId account;
    core::AssetId asset;
    core::Balance balance;  // after the record
    core::Amount moved;     // in or out of the account, but for trades and fees: deposits...
};

// Whose owner's keys may not listen any more, and he himself neither, or only they.
struct AccountEnd {
    core::AccountId account;
    bool people_too{};
};

struct RecordNews {
    core::Stamp stamp;
    std::vector<BookNews> books;
    std::vector<TradeNews> trades;
    std::vector<ModeNews> modes;
    std::vector<OrderNews> orders;  // in the order in which it happened
    std::vector<ListNews> lists;
    std::vector<BalanceNews> balances;    // by account and asset, each once
    std::vector<core::KeyId> ended_keys;  // that may not listen any more
    std::vector<core::SessionId> ended_sessions;
    std::vector<AccountEnd> ended_accounts;

    bool ends_something() const {
        return !ended_keys.empty() || !ended_sessions.empty() || !ended_accounts.empty();
    }
    bool empty() const {
        return books.empty() && trades.empty() && modes.empty() && orders.empty() &&
               lists.empty() && balances.empty() && !ends_something();
    }
};

using NewsBatch = std::shared_ptr<const std::vector<RecordNews>>;

// Who hears the news. Called on the engine's committing thread: quick, and without waiting.
class NewsListener {
  public:
    virtual ~NewsListener() = default;
    virtual void hear(const NewsBatch& batch) = 0;
    // Whose orders and balances are wanted; asked for each record of an account.
    virtual bool listens_to(core::AccountId account) const = 0;
};

}  // namespace views
