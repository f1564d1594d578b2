// The past in SQL: orders, fills, ledger entries and trades, for as long as the disk lasts.
//
//     auto history = History::open({.file = dir / "history.db", .journal = id, .past =
//     read_journal,
//                                   .journal_end = last});
//     (*history)->follow(records);                       // durable records, in order
//     (*history)->wait_for(reply.stamp.sequence, soon);  // read what you wrote
//     (*history)->orders(account, market, {.limit = 500});
//
// SQLite in WAL mode, written by one thread of its own. Everything in it can be made again from
// the journal, so any doubt (damage, another journal, another schema, a position that the journal
// does not know) ends in deleting it and reading the journal from the start. The position stands in
// the same transaction as the rows.
//
// follow() never blocks. What the writer cannot keep up with waits in a queue of at most
// `queue_bytes_max`; beyond that records are let go, and read from the journal when their turn
// comes. A start, an overflow and a failed disk are one case: a gap to be filled from the journal.
//
// Threads   follow() from one thread; all else from any. Queries run on a few read-only
//           connections and wait for a free one.
// Errors    unavailable: the disk failed, or the file is just being made again; a retry is safe.
// Lists     Page says which rows; always oldest first.
#pragma once

#include <array>
#include <chrono>
#include <expected>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/types/record.hpp"
#include "views/market/bar.hpp"
#include "views/market/page.hpp"
#include "views/market/tape.hpp"
#include "views/rows.hpp"

namespace views {

enum class HistoryError { unavailable };
template <class Rows>
using Found = std::expected<Rows, HistoryError>;

// Calls `take` with every durable record after `after`, in order, until it answers false or the
// journal ends. Called on history's own thread, one call at a time.
using Past =
    std::function<void(core::Sequence after, const std::function<bool(const core::Record&)>& take)>;

struct HistoryOptions {
    std::filesystem::path file{};
    std::array<std::uint8_t, 16> journal{};  // whose past this is
    Past past{};
    core::Sequence journal_end{};  // the last record that recovery found
    std::size_t queue_bytes_max = 64 << 20;
    std::size_t readers = 4;
    std::size_t batch_records = 10'000;  // a transaction is committed at the latest after so many,
    std::chrono::milliseconds batch_time{50};  // or after so long (ten times that while more is
                                               // waiting); at once when somebody waits
};

// Where the next page of ledger entries begins: behind this entry.
struct LedgerCursor {
    core::Sequence sequence;
    std::uint16_t position{};  // of the posting among those of the record

    friend auto operator<=>(const LedgerCursor&, const LedgerCursor&) = default;
};

struct LedgerPage {
    std::vector<LedgerRow> rows;
    std::optional<LedgerCursor> next;  // nothing: these were the last
};

// Which commands; what is zero or empty says nothing. Newest first.
struct CommandQuery {
    core::CustomerId customer{};
    core::AccountId account{};
    core::KeyId key{};
    std::uint64_t user{};
    std::uint64_t session{};
    core::Surface surface{};
    std::uint16_t command{};
    core::Reject reject{};
    std::optional<core::Timestamp> since{};
    std::optional<core::Timestamp> until{};  // before then
    core::Sequence before{};                 // the last row of the page before
    std::size_t limit = 100;
};

class History {
  public:
    // Fails with a sentence for the operator where the file cannot be made at all. The rest of the
    // journal is read in the background: wait_for(journal_end) says when that is done.
    static std::expected<std::unique_ptr<History>, std::string> open(HistoryOptions options);
    ~History();  // what waits is written first; what was let go is read at the next start

    void follow(std::shared_ptr<const std::vector<core::Record>> records);

    // Everything up to here can be seen.
    core::Sequence position() const;
    // Waits until position() is there; false when it is not by the deadline.
    bool wait_for(core::Sequence sequence, std::chrono::steady_clock::time_point deadline) const;

    // Why the last write failed, for the operator; empty when it did not.
    std::string trouble() const;

    Found<std::optional<OrderRow>> order(core::OrderId order) const;
    // The newest order of the account with that name.
    Found<std::optional<OrderRow>> order(core::AccountId account,
                                         std::string_view client_order_id) const;
    // By order id and created_at. Market zero: of all markets.
    Found<std::vector<OrderRow>> orders(core::AccountId account, core::MarketId market,
                                        const Page& page) const;
    // By trade id. Only those of one order, if it is named.
    Found<std::vector<FillRow>> fills(core::AccountId account, core::MarketId market,
                                      const Page& page, core::OrderId order = {}) const;
    // Order lists, open or done, by id and created_at. Market zero: in all markets.
    Found<std::optional<ListRow>> list(core::OrderListId list) const;
    // The newest list of the account with that name.
    Found<std::optional<ListRow>> list(core::AccountId account,
                                       std::string_view client_list_id) const;
    Found<std::vector<ListRow>> lists(core::AccountId account, core::MarketId market,
                                      const Page& page) const;
    // How an order was made smaller. By execution id; the page's times mean nothing here.
    Found<std::vector<AmendmentRow>> amendments(core::OrderId order, const Page& page) const;
    // By prevention id; the page's times mean nothing here. Only those of one order, if it is
    // named.
    Found<std::vector<PreventionRow>> preventions(core::AccountId account, core::MarketId market,
                                                  const Page& page, core::OrderId order = {}) const;
    // Newest first, behind the cursor if there is one. Asset zero: of all assets.
    Found<LedgerPage> ledger(core::AccountId account, core::AssetId asset,
                             std::optional<LedgerCursor> after, std::size_t limit) const;

    // What was asked of the house, by whom.
    Found<std::vector<CommandRow>> commands(const CommandQuery& query) const;

    // Public trades of any age, the same rows as those of the tape; aggregates too.
    Found<std::vector<PublicTrade>> trades(core::MarketId market, const Page& page) const;
    Found<std::vector<AggregateTrade>> aggregates(core::MarketId market, const Page& page) const;
    // Bars of one second or one minute, by time, where something was traded.
    Found<std::vector<TimedBar>> bars(core::MarketId market, const Span& span,
                                      core::Duration step) const;

  private:
    struct Impl;
    explicit History(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> impl_;
};

}  // namespace views
