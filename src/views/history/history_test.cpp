#include "views/history/history.hpp"

#include <algorithm>
#include <csignal>
#include <fstream>
#include <gtest/gtest.h>
#include <map>
#include <mutex>
#include <set>
#include <sqlite3.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/codec.hpp"
#include "views/audit/record_words.hpp"
#include "views/history/sqlite.hpp"
#include "views/market/fabricated.hpp"
#include "views/market/interval.hpp"
#include "views/market/market_view.hpp"

namespace views {
namespace {

using Records = std::vector<core::Record>;
using Clock = std::chrono::steady_clock;

constexpr core::MarketId market{1};
constexpr std::array<std::uint8_t, 16> some_journal{7, 7, 7};

Clock::time_point soon() { return Clock::now() + std::chrono::seconds{60}; }

Records busy_day(std::uint64_t seed, int steps) {
    Fabricated world{seed, 3, 6};
    for (int i = 0; i < steps; ++i) {
        world.wait(core::milliseconds(world.prng().between(0, 900)));
        world.prng().one_in(5) ? world.rare_step() : world.step();
    }
    return world.records();
}

// A folder of its own, gone at the end.
class Folder {
  public:
    Folder() {
        std::string name = (std::filesystem::temp_directory_path() / "history-XXXXXX").string();
        EXPECT_NE(mkdtemp(name.data()), nullptr);
        path_ = name;
    }
    ~Folder() { std::filesystem::remove_all(path_); }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;
    std::filesystem::path file(const char* name = "history.db") const { return path_ / name; }

  private:
    std::filesystem::path path_;
};

// What is durable so far, and how often history had to ask for it.
class Journal {
  public:
    void write(const core::Record& record) {
        const std::lock_guard lock{mutex_};
        records_.push_back(record);
    }
    Past past() {
        return [this](core::Sequence after, const std::function<bool(const core::Record&)>& take) {
            const std::lock_guard holding{gate_};
            Records records;
            {
                const std::lock_guard lock{mutex_};
                ++reads_;
                records.assign(records_.begin() + static_cast<std::ptrdiff_t>(after.value),
                               records_.end());
            }
            for (const core::Record& record : records) {
                if (!take(record)) return;
            }
        };
    }
    core::Sequence end() const {
        const std::lock_guard lock{mutex_};
        return core::Sequence{records_.size()};
    }
    int reads() const {
        const std::lock_guard lock{mutex_};
        return reads_;
    }
    // While it is held, no reading begins.
    std::mutex& gate() { return gate_; }

  private:
    mutable std::mutex mutex_;
    std::mutex gate_;
    Records records_;
    int reads_{};
};

HistoryOptions options_for(const Folder& folder, Journal& journal) {
    return {.file = folder.file(),
            .journal = some_journal,
            .past = journal.past(),
            .journal_end = journal.end()};
}

std::unique_ptr<History> opened(HistoryOptions options) {
    auto history = History::open(std::move(options));
    EXPECT_TRUE(history.has_value()) << history.error();
    return *std::move(history);
}

// As the engine does it: durable first, then to the followers, a frame at a time.
void feed(History& history, Journal& journal, std::span<const core::Record> records,
          std::uint64_t seed) {
    base::Prng prng{seed};
    while (!records.empty()) {
        const std::size_t size = std::min(records.size(), std::size_t{1} + prng.below(40));
        for (const core::Record& record : records.first(size)) journal.write(record);
        history.follow(std::make_shared<const Records>(
            records.begin(), records.begin() + static_cast<std::ptrdiff_t>(size)));
        records = records.subspan(size);
    }
}

template <class Rows>
Rows said(Found<Rows> found) {
    EXPECT_TRUE(found.has_value());
    return std::move(found).value_or(Rows{});
}

core::Sequence last_of(const Records& records) { return records.back().stamp.sequence; }

// All that stands in all tables, as text.
std::string dump(const std::filesystem::path& file) {
    sqlite3* database{};
    EXPECT_EQ(sqlite3_open(file.c_str(), &database), SQLITE_OK);
    std::string text;
    const auto add = [](void* out, int columns, char** values, char**) {
        for (int i = 0; i < columns; ++i) {
            *static_cast<std::string*>(out) += values[i] ? values[i] : "null";
            *static_cast<std::string*>(out) += i + 1 == columns ? '\n' : '|';
        }
        return 0;
    };
    for (const char* sql :
         {"SELECT sequence, time, hex(journal) FROM position", "SELECT * FROM markets",
          "SELECT *, hex(terms) FROM orders ORDER BY id",
          "SELECT *, hex(legs) FROM lists ORDER BY id", "SELECT * FROM amendments ORDER BY id",
          "SELECT * FROM preventions ORDER BY market, id",
          "SELECT * FROM trades ORDER BY market, id",
          "SELECT account, asset, sequence, time, hex(entries) FROM ledger ORDER BY rowid",
          "SELECT * FROM minutes ORDER BY market, opens"}) {
        text += std::string{sql} + ":\n";
        EXPECT_EQ(sqlite3_exec(database, sql, add, &text, nullptr), SQLITE_OK) << sql;
    }
    sqlite3_close(database);
    return text;
}

// What history says of these records when it has read nothing else, and all of them at once.
std::string dump_of(const Records& records) {
    const Folder folder;
    Journal journal;
    for (const core::Record& record : records) journal.write(record);
    {
        const auto history = opened(options_for(folder, journal));
        const core::Sequence last = records.empty() ? core::Sequence{} : last_of(records);
        EXPECT_TRUE(history->wait_for(last, soon()));
    }
    return dump(folder.file());
}

// Every row worked out from the records one by one.
struct Naive {
    std::map<core::OrderId, OrderRow> orders;
    std::vector<FillRow> fills;  // of all markets
    std::vector<LedgerRow> ledger;
    std::map<core::OrderListId, ListRow> lists;
    std::map<core::OrderListId, std::set<core::OrderId>> open_legs;
    std::vector<AmendmentRow> amendments;
    std::vector<PreventionRow> preventions;  // of all markets

    explicit Naive(const Records& records) {
        for (const core::Record& record : records) {
            for (const core::Event& event : record.events) {
                std::visit([&](const auto& it) { see(record.stamp, it); }, event);
            }
        }
    }

    void see(core::Stamp, const core::OrderAccepted& event) {
        orders[event.order.id] = {event.order, event.quote_amount, {}};
    }
    void see(core::Stamp stamp, const core::Traded& event) {
        for (const bool maker : {true, false}) {
            const core::OrderId id = maker ? event.maker : event.taker;
            core::OpenOrder& order = orders.at(id).order;
            order.leaves -= event.quantity;
            order.filled_quote += event.quote;
            order.updated_at = stamp.time;
            const core::Market& facts = fabricated_market(event.market.value);
            fills.push_back({event.market, event.trade, id, order.account, order.side, event.price,
                             event.quantity, event.quote, maker ? event.maker_fee : event.taker_fee,
                             order.side == core::Side::buy ? facts.base : facts.quote, maker,
                             stamp.time});
        }
    }
    void see(core::Stamp stamp, const core::OrderDecremented& event) {
        core::OpenOrder& order = orders.at(event.order).order;
        order.leaves -= event.quantity;
        order.prevented += event.quantity;
        order.updated_at = stamp.time;
    }
    void see(core::Stamp stamp, const core::OrderClosed& event) {
        orders.at(event.order).closed = event.reason;
        orders.at(event.order).order.updated_at = stamp.time;
        for (auto& [list, legs] : open_legs) {
            if (legs.erase(event.order) > 0 && legs.empty()) lists.at(list).done_at = stamp.time;
        }
    }
    void see(core::Stamp, const core::OrderParked& event) {
        orders.at(event.order).order.terms->parking = event.why;
        orders.at(event.order).order.terms->extreme = event.extreme;
    }
    void see(core::Stamp stamp, const core::OrderActivated& event) {
        core::OpenOrder& order = orders.at(event.order).order;
        order.quantity = order.leaves = event.leaves;  // nothing of it had traded
        order.terms->parking = core::Parking::none;
        order.updated_at = order.terms->working_at = stamp.time;
    }
    void see(core::Stamp stamp, const core::OrderAmended& event) {
        core::OpenOrder& order = orders.at(event.order).order;
        if (!order.terms) order.terms = core::OrderTerms{};
        ++order.terms->amends;
        order.quantity = event.quantity;
        order.leaves = event.leaves;
        order.client_order_id = event.client_order_id;
        order.updated_at = stamp.time;
        const std::uint64_t execution = stamp.sequence.value * 4'096;  // alone in its record
        amendments.push_back({execution, event.market, event.order, event.account, event.before,
                              event.quantity, event.client_order_id_before, event.client_order_id,
                              stamp.time});
        for (auto& [id, row] : lists) {
            for (core::ListLeg& leg : row.list.legs) {
                if (leg.order == event.order) leg.client_order_id = event.client_order_id;
            }
        }
    }
    void see(core::Stamp, const core::OrderListOpened& event) {
        lists[event.list.id] = {event.list, core::never};
        for (const core::ListLeg& leg : event.list.legs) open_legs[event.list.id].insert(leg.order);
    }
    void see(core::Stamp stamp, const core::TradePrevented& event) {
        preventions.push_back({event.market, event.prevention, event.maker, event.taker,
                               event.account, event.mode, event.price, event.quantity,
                               event.maker_prevented, event.taker_prevented, stamp.time});
    }
    void see(core::Stamp stamp, const core::Posted& event) {
        for (const core::Posting& it : event.postings) {
            if (it.account == core::house) continue;
            ledger.push_back({stamp.sequence, it.account, it.asset, it.bucket, event.reason,
                              it.delta, it.after, stamp.time});
        }
    }
    void see(core::Stamp, const auto&) {}
};

template <class Row, class Id, class Time>
std::vector<Row> cut(std::vector<Row> rows, const Page& page, Id id, Time time) {
    std::erase_if(rows, [&](const Row& row) {
        return (page.from && id(row) < *page.from) || (page.start && time(row) < *page.start) ||
               (page.until && time(row) >= *page.until);
    });
    if (rows.size() <= page.limit) return rows;
    if (page.oldest()) {
        rows.resize(page.limit);
    } else {
        rows.erase(rows.begin(), rows.end() - static_cast<std::ptrdiff_t>(page.limit));
    }
    return rows;
}

Page random_page(base::Prng& prng, const Records& records, std::uint64_t ids) {
    const auto moment = [&] { return records[prng.below(records.size())].stamp.time; };
    Page page;
    page.limit = prng.below(60);
    if (prng.one_in(3)) page.from = prng.below(ids + 2);
    if (prng.one_in(3)) page.start = moment();
    if (prng.one_in(3)) page.until = moment();
    return page;
}

// One history of a busy day for all questions.
class Answers : public testing::Test {
  protected:
    Answers() : naive{records}, prng{3} {
        feed(*history, journal, records, 1);
        EXPECT_TRUE(history->wait_for(last_of(records), soon()));
    }

    const Folder folder;
    Journal journal;
    const std::unique_ptr<History> history = opened(options_for(folder, journal));
    const Records records = busy_day(1, 4'000);
    const Naive naive;
    base::Prng prng;
};

TEST_F(Answers, give_each_order_as_it_is_after_all_events) {
    ASSERT_GT(naive.orders.size(), 2'000U);
    for (const auto& [id, row] : naive.orders) ASSERT_EQ(said(history->order(id)), row);
    EXPECT_EQ(said(history->order(core::OrderId{0})), std::nullopt);
    EXPECT_EQ(said(history->order(core::OrderId{1'000'000})), std::nullopt);
}

TEST_F(Answers, give_the_newest_order_with_a_name) {
    std::map<std::pair<core::AccountId, std::string>, OrderRow> newest;
    for (const auto& [id, row] : naive.orders) {
        newest[{row.order.account, std::string{row.order.client_order_id.view()}}] = row;
    }
    for (const auto& [name, row] : newest) {
        const auto expected = name.second.empty() ? std::nullopt : std::optional<OrderRow>{row};
        ASSERT_EQ(said(history->order(name.first, name.second)), expected);
    }
    EXPECT_EQ(said(history->order(core::AccountId{10}, "nobody's")), std::nullopt);
}

TEST_F(Answers, list_orders_by_id_and_time) {
    for (int i = 0; i < 300; ++i) {
        const core::AccountId account{10 + prng.below(7)};
        const core::MarketId one{static_cast<std::uint32_t>(prng.below(4))};
        const Page page = random_page(prng, records, naive.orders.size());
        std::vector<OrderRow> rows;
        for (const auto& [id, row] : naive.orders) {
            if (row.order.account == account && (!one || row.order.market == one)) {
                rows.push_back(row);
            }
        }
        rows = cut(
            rows, page, [](const OrderRow& row) { return row.order.id.value; },
            [](const OrderRow& row) { return row.order.created_at; });
        ASSERT_EQ(said(history->orders(account, one, page)), rows) << i;
    }
}

TEST_F(Answers, list_fills_by_id_time_and_order) {
    ASSERT_GT(naive.fills.size(), 1'000U);
    std::size_t of_orders = 0;
    for (int i = 0; i < 300; ++i) {
        const FillRow& some = naive.fills[prng.below(naive.fills.size())];
        const core::OrderId order = prng.one_in(3) ? some.order : core::OrderId{};
        const Page page = order ? Page{.limit = prng.below(5)} : random_page(prng, records, 900);
        std::vector<FillRow> rows;
        for (const FillRow& row : naive.fills) {
            if (row.account == some.account && row.market == some.market &&
                (!order || row.order == order)) {
                rows.push_back(row);
            }
        }
        rows = cut(
            rows, page, [](const FillRow& row) { return row.trade.value; },
            [](const FillRow& row) { return row.time; });
        if (order) of_orders += rows.size();
        ASSERT_EQ(said(history->fills(some.account, some.market, page, order)), rows) << i;
    }
    EXPECT_GT(of_orders, 50U);
}

TEST_F(Answers, give_order_lists_by_id_and_name_with_their_legs_and_whether_they_are_done) {
    std::size_t done = 0;
    std::map<std::pair<core::AccountId, std::string>, ListRow> newest;
    for (const auto& [id, row] : naive.lists) {
        ASSERT_EQ(said(history->list(id)), row);
        done += row.done_at != core::never ? 1 : 0;
        newest[{row.list.account, std::string{row.list.client_list_id.view()}}] = row;
    }
    for (const auto& [name, row] : newest) {
        const auto expected = name.second.empty() ? std::nullopt : std::optional<ListRow>{row};
        ASSERT_EQ(said(history->list(name.first, name.second)), expected);
    }
    EXPECT_GT(done, 3U);
    EXPECT_LT(done, naive.lists.size());
    EXPECT_EQ(said(history->list(core::OrderListId{1'000'000})), std::nullopt);
}

TEST_F(Answers, list_order_lists_by_id_and_time) {
    for (int i = 0; i < 200; ++i) {
        const core::AccountId account{10 + prng.below(7)};
        const core::MarketId one{static_cast<std::uint32_t>(prng.below(4))};
        Page page = random_page(prng, records, naive.lists.size());
        page.limit = prng.below(12);
        std::vector<ListRow> rows;
        for (const auto& [id, row] : naive.lists) {
            if (row.list.account == account && (!one || row.list.market == one)) {
                rows.push_back(row);
            }
        }
        rows = cut(
            rows, page, [](const ListRow& row) { return row.list.id.value; },
            [](const ListRow& row) { return row.list.created_at; });
        ASSERT_EQ(said(history->lists(account, one, page)), rows) << i;
    }
}

TEST_F(Answers, list_the_amendments_of_an_order) {
    ASSERT_GT(naive.amendments.size(), 50U);
    for (const AmendmentRow& some : naive.amendments) {
        Page page{.limit = prng.below(4)};
        if (prng.one_in(2)) page.from = some.execution;
        std::vector<AmendmentRow> rows;
        for (const AmendmentRow& row : naive.amendments) {
            if (row.order == some.order) rows.push_back(row);
        }
        rows = cut(
            rows, page, [](const AmendmentRow& row) { return row.execution; },
            [](const AmendmentRow& row) { return row.time; });
        ASSERT_EQ(said(history->amendments(some.order, page)), rows);
    }
}

TEST_F(Answers, list_prevented_matches_by_id_and_order) {
    ASSERT_GT(naive.preventions.size(), 50U);
    for (const PreventionRow& some : naive.preventions) {
        core::OrderId order{};
        if (prng.one_in(2)) order = prng.one_in(2) ? some.maker : some.taker;
        Page page{.limit = prng.below(6)};
        if (prng.one_in(2)) page.from = some.prevention.value;
        std::vector<PreventionRow> rows;
        for (const PreventionRow& row : naive.preventions) {
            if (row.account == some.account && row.market == some.market &&
                (!order || row.maker == order || row.taker == order)) {
                rows.push_back(row);
            }
        }
        rows = cut(
            rows, page, [](const PreventionRow& row) { return row.prevention.value; },
            [](const PreventionRow& row) { return row.time; });
        ASSERT_EQ(said(history->preventions(some.account, some.market, page, order)), rows);
    }
}

TEST_F(Answers, give_one_page_after_the_other_without_a_gap_while_rows_are_added) {
    const core::AccountId account{11};
    std::vector<OrderRow> all;
    for (const auto& [id, row] : naive.orders) {
        if (row.order.account == account) all.push_back(row);
    }
    std::vector<core::OrderId> read;
    Page page{.from = 1, .limit = 7};
    core::Record more = records.back();
    while (true) {
        const auto rows = said(history->orders(account, {}, page));
        for (const OrderRow& row : rows) read.push_back(row.order.id);
        if (rows.size() < page.limit || read.size() >= all.size()) break;
        page.from = rows.back().order.id.value + 1;
        // Somebody places another order meanwhile.
        more.stamp.sequence.value += 1;
        core::OpenOrder order = all.front().order;
        order.id = core::OrderId{1'000'000 + more.stamp.sequence.value};
        order.created_at = more.stamp.time;
        more.events = {core::OrderAccepted{order, {}}};
        journal.write(more);
        history->follow(std::make_shared<const Records>(Records{more}));
        ASSERT_TRUE(history->wait_for(more.stamp.sequence, soon()));
    }
    ASSERT_GE(read.size(), all.size());  // the last page may have some of the new ones
    for (std::size_t i = 0; i < all.size(); ++i) EXPECT_EQ(read[i], all[i].order.id);
}

TEST_F(Answers, page_through_the_ledger_newest_first) {
    for (const std::uint32_t asset : {0U, 1U, 2U, 9U}) {
        std::vector<LedgerRow> expected;
        for (const LedgerRow& row : naive.ledger) {
            if (row.account.value == 11 && (asset == 0 || row.asset.value == asset)) {
                expected.insert(expected.begin(), row);
            }
        }
        std::vector<LedgerRow> rows;
        std::optional<LedgerCursor> next;
        do {
            const auto page =
                history->ledger(core::AccountId{11}, core::AssetId{asset}, next, 1 + prng.below(9));
            ASSERT_TRUE(page.has_value());
            rows.insert(rows.end(), page->rows.begin(), page->rows.end());
            next = page->next;
        } while (next);
        ASSERT_GT(rows.size(), 10U);
        EXPECT_EQ(rows, expected);
    }
    EXPECT_TRUE(history->ledger(core::AccountId{99}, {}, {}, 10)->rows.empty());
}

TEST_F(Answers, have_the_same_public_trades_and_aggregates_as_the_tape) {
    MarketView view;
    for (const core::Record& record : records) view.apply(record);
    const std::size_t trades = view.trades(market, {.limit = 100'000})->size();
    ASSERT_LT(trades, Tape::capacity);
    for (int i = 0; i < 300; ++i) {
        const Page page = random_page(prng, records, trades);
        ASSERT_EQ(said(history->trades(market, page)), view.trades(market, page)) << i;
        ASSERT_EQ(said(history->aggregates(market, page)), view.aggregates(market, page)) << i;
    }
}

TEST_F(Answers, have_bars_of_seconds_and_minutes_where_something_was_traded) {
    std::map<core::Duration, std::map<core::Timestamp, Bar>> expected;
    for (const core::Record& record : records) {
        for (const core::Event& event : record.events) {
            const auto* traded = std::get_if<core::Traded>(&event);
            if (!traded || traded->market != market) continue;
            for (const core::Duration step : {core::seconds(1), core::minutes(1)}) {
                expected[step][floor_to(record.stamp.time, step)].add(
                    bar_of(*traded, fabricated_market(1).lot));
            }
        }
    }
    for (const auto& [step, bars] : expected) {
        for (int i = 0; i < 50; ++i) {
            Span span{floor_to(records[prng.below(records.size())].stamp.time, step),
                      floor_to(records[prng.below(records.size())].stamp.time, step)};
            std::vector<TimedBar> rows;
            for (const auto& [opens, bar] : bars) {
                if (opens >= span.from && opens < span.until) rows.push_back({opens, bar});
            }
            ASSERT_EQ(said(history->bars(market, span, step)), rows);
        }
    }
}

TEST(History, made_from_the_journal_equals_history_fed_live) {
    for (const std::uint64_t seed : {11U, 12U, 13U}) {
        const Records records = busy_day(seed, 1'500);
        const Folder folder;
        Journal journal;
        {
            HistoryOptions options = options_for(folder, journal);
            options.batch_records = 1 + seed % 3 * 50;
            const auto history = opened(std::move(options));
            feed(*history, journal, records, seed);
        }
        EXPECT_EQ(dump(folder.file()), dump_of(records));
        EXPECT_EQ(journal.reads(), 0);
    }
}

TEST(History, goes_on_where_it_stopped) {
    const Records records = busy_day(14, 1'000);
    const Folder folder;
    Journal journal;
    std::span<const core::Record> rest = records;
    while (!rest.empty()) {
        const std::span<const core::Record> some =
            rest.first(std::min<std::size_t>(301, rest.size()));
        // The last ones of each life are journaled, and never followed.
        const std::span<const core::Record> unheard = some.last(some.size() / 7);
        const auto history = opened(options_for(folder, journal));
        feed(*history, journal, some.first(some.size() - unheard.size()), 14);
        for (const core::Record& record : unheard) journal.write(record);
        rest = rest.subspan(some.size());
    }
    const auto history = opened(options_for(folder, journal));
    ASSERT_TRUE(history->wait_for(last_of(records), soon()));
    EXPECT_EQ(dump(folder.file()), dump_of(records));
}

TEST(History, never_makes_the_engine_wait_and_reads_what_it_let_go_from_the_journal) {
    const Records records = busy_day(15, 2'000);
    const Folder folder;
    Journal journal;
    HistoryOptions options = options_for(folder, journal);
    options.queue_bytes_max = 200'000;
    const auto history = opened(std::move(options));
    {
        const std::lock_guard nothing_is_read{journal.gate()};
        feed(*history, journal, records, 15);  // far more than the queue holds
    }
    ASSERT_TRUE(history->wait_for(last_of(records), soon()));
    EXPECT_GT(journal.reads(), 0);
    EXPECT_EQ(dump(folder.file()), dump_of(records));
}

TEST(History, a_reader_sees_what_he_wrote_without_waiting_for_the_batch) {
    const Records records = busy_day(16, 60);
    const Folder folder;
    Journal journal;
    HistoryOptions options = options_for(folder, journal);
    options.batch_time = std::chrono::hours{1};
    const auto history = opened(std::move(options));
    const Naive naive{records};
    for (std::size_t i = 0; i < records.size(); ++i) {
        feed(*history, journal, std::span{records}.subspan(i, 1), 1);
        ASSERT_TRUE(history->wait_for(records[i].stamp.sequence, soon()));
        ASSERT_GE(history->position(), records[i].stamp.sequence);
        for (const core::Event& event : records[i].events) {
            const auto* accepted = std::get_if<core::OrderAccepted>(&event);
            if (!accepted) continue;
            const auto row = history->order(accepted->order.id);
            ASSERT_TRUE(row && *row);
        }
    }
    EXPECT_FALSE(history->wait_for(core::Sequence{records.size() + 1}, Clock::now()));
}

// How many ledger rows there are after each record: one per account and asset.
std::vector<std::uint64_t> ledger_rows_after(const Records& records) {
    std::vector<std::uint64_t> rows{0};
    for (const core::Record& record : records) {
        std::set<std::pair<core::AccountId, core::AssetId>> places;
        for (const core::Event& event : record.events) {
            const auto* posted = std::get_if<core::Posted>(&event);
            if (posted == nullptr) continue;
            for (const core::Posting& it : posted->postings) {
                if (it.account != core::house) places.insert({it.account, it.asset});
            }
        }
        rows.push_back(rows.back() + places.size());
    }
    return rows;
}

TEST(History, the_position_is_in_the_same_transaction_as_its_rows) {
    const Records records = busy_day(19, 3'000);
    const std::vector<std::uint64_t> rows_after = ledger_rows_after(records);
    const Folder folder;
    Journal journal;
    HistoryOptions options = options_for(folder, journal);
    options.batch_records = 2;
    const auto history = opened(std::move(options));
    Database database{folder.file(), Database::Access::read};
    Statement look{database, "SELECT sequence, (SELECT max(rowid) FROM ledger) FROM position"};
    feed(*history, journal, records, 19);
    std::set<std::uint64_t> seen;
    for (std::uint64_t position = 0; position < records.size();) {
        look.bind();
        ASSERT_TRUE(look.next());
        position = look.take<std::uint64_t>();
        ASSERT_EQ(look.take<std::uint64_t>(), rows_after[position]) << position;
        look.restart();
        seen.insert(position);
    }
    EXPECT_GT(seen.size(), 5U);
}

// Writes as fast as it can, and says through the pipe how far it has come, until it is killed.
[[noreturn]] void write_until_killed(const Records& records, const HistoryOptions& options,
                                     Journal& journal, int out) {
    const auto history = opened(options);
    for (std::size_t i = 0; i < records.size(); ++i) {
        feed(*history, journal, std::span{records}.subspan(i, 1), 1);
        const bool last = i + 1 == records.size();
        if (last && !history->wait_for(last_of(records), soon())) _exit(1);
        const std::uint64_t position = history->position().value;
        if (write(out, &position, sizeof position) < 0) _exit(1);
    }
    while (true) pause();
}

std::uint64_t position_in(const std::filesystem::path& file) {
    Database database{file, Database::Access::write};
    Statement select{database, "SELECT sequence FROM position"};
    EXPECT_TRUE(select.next());
    return select.take<std::uint64_t>();
}

TEST(History, a_killed_writer_leaves_the_position_with_its_rows) {
    const Records records = busy_day(17, 3'000);
    for (const std::uint64_t kill_at : {1U, 400U, 1'000U, 1'700U, 2'600U}) {
        const Folder folder;
        Journal journal;
        HistoryOptions options = options_for(folder, journal);
        options.batch_records = 37;
        int ends[2];
        ASSERT_EQ(pipe(ends), 0);
        const pid_t child = fork();
        ASSERT_GE(child, 0);
        if (child == 0) write_until_killed(records, options, journal, ends[1]);
        close(ends[1]);
        std::uint64_t said = 0;
        while (said < kill_at && read(ends[0], &said, sizeof said) > 0) {
        }
        kill(child, SIGKILL);
        waitpid(child, nullptr, 0);
        close(ends[0]);

        const std::uint64_t position = position_in(folder.file());
        EXPECT_GE(position, kill_at);
        const auto there = static_cast<std::ptrdiff_t>(position);
        EXPECT_EQ(dump(folder.file()), dump_of({records.begin(), records.begin() + there}));

        for (const core::Record& record : records) journal.write(record);
        {
            const auto history = opened(options_for(folder, journal));
            ASSERT_TRUE(history->wait_for(last_of(records), soon()));
        }
        EXPECT_EQ(dump(folder.file()), dump_of(records));
    }
}

// A finished history, something done to its file, and then it is opened again.
class Doubt : public testing::Test {
  protected:
    Doubt() {
        const auto history = opened(options_for(folder, journal));
        feed(*history, journal, records, 2);
    }

    // Whether it was made anew: then all of the journal was read.
    bool is_made_anew_and_right(HistoryOptions options) {
        const int before = journal.reads();
        {
            const auto history = opened(std::move(options));
            EXPECT_TRUE(history->wait_for(last_of(records), soon()));
        }
        EXPECT_EQ(dump(folder.file()), dump_of(records));
        return journal.reads() == before + 1 + (position_is_looked_up ? 1 : 0);
    }

    void execute(const char* sql) const {
        Database database{folder.file(), Database::Access::write};
        database.execute(sql);
        ASSERT_TRUE(database.ok()) << database.message();
    }

    void overwrite(std::streamoff offset, std::size_t size) const {
        std::fstream file{folder.file(), std::ios::in | std::ios::out | std::ios::binary};
        file.seekp(offset);
        for (std::size_t i = 0; i < size; ++i) file.put('\x5a');
    }

    const Folder folder;
    Journal journal;
    const Records records = busy_day(18, 1'500);
    bool position_is_looked_up = false;
};

TEST_F(Doubt, there_is_none_of_a_file_that_is_as_we_left_it) {
    const auto history = opened(options_for(folder, journal));
    EXPECT_EQ(history->position(), last_of(records));
    EXPECT_EQ(journal.reads(), 1);  // for the record at the position, to compare
}

TEST_F(Doubt, a_damaged_page_means_beginning_anew) {
    const auto size = static_cast<std::streamoff>(std::filesystem::file_size(folder.file()));
    for (const std::streamoff offset : {std::streamoff{0}, size / 3, size / 2, size - 8'192}) {
        overwrite(offset / 4'096 * 4'096, 4'096);
        EXPECT_TRUE(is_made_anew_and_right(options_for(folder, journal))) << offset;
    }
}

TEST_F(Doubt, a_file_that_is_no_database_means_beginning_anew) {
    std::ofstream{folder.file(), std::ios::trunc} << "This is not what it should be.";
    EXPECT_TRUE(is_made_anew_and_right(options_for(folder, journal)));
}

TEST_F(Doubt, a_file_cut_short_means_beginning_anew) {
    std::filesystem::resize_file(folder.file(), std::filesystem::file_size(folder.file()) / 2);
    EXPECT_TRUE(is_made_anew_and_right(options_for(folder, journal)));
}

TEST_F(Doubt, another_schema_means_beginning_anew) {
    execute("PRAGMA user_version = 999");
    EXPECT_TRUE(is_made_anew_and_right(options_for(folder, journal)));
}

TEST_F(Doubt, another_journal_means_beginning_anew) {
    HistoryOptions options = options_for(folder, journal);
    options.journal = {1, 2, 3};
    const auto history = opened(std::move(options));
    ASSERT_TRUE(history->wait_for(last_of(records), soon()));
    EXPECT_EQ(journal.reads(), 1);
}

TEST_F(Doubt, a_position_behind_the_end_of_the_journal_means_beginning_anew) {
    execute("UPDATE position SET sequence = sequence + 1");
    EXPECT_TRUE(is_made_anew_and_right(options_for(folder, journal)));
}

TEST_F(Doubt, a_journal_that_tells_another_story_means_beginning_anew) {
    execute("UPDATE position SET time = time - 1");
    position_is_looked_up = true;
    EXPECT_TRUE(is_made_anew_and_right(options_for(folder, journal)));
}

TEST_F(Doubt, a_row_that_is_missing_while_it_runs_means_beginning_anew) {
    Records more = busy_day(18, 2'500);  // the same, and then some
    const auto history = opened(options_for(folder, journal));
    execute("DELETE FROM orders WHERE closed IS NULL");
    feed(*history, journal, std::span{more}.subspan(records.size()), 5);
    ASSERT_TRUE(history->wait_for(last_of(more), soon()));
    EXPECT_GT(journal.reads(), 1);
    EXPECT_EQ(dump(folder.file()), dump_of(more));
    EXPECT_EQ(history->trouble(), "");
}

bool is_wanted(const core::Record& record, const CommandQuery& query) {
    const core::Envelope& asked = record.envelope;
    const auto is = [](auto wanted, auto value) {
        return wanted == decltype(wanted){} || wanted == value;
    };
    const auto reject = record.rejection ? record.rejection->reject : core::Reject{};
    return is(query.customer, asked.customer) && is(query.account, asked.account) &&
           is(query.key, asked.key) && is(query.surface, asked.surface) &&
           is(query.command, number_of(record.command)) && is(query.reject, reject) &&
           (!query.since || record.stamp.time >= *query.since) &&
           (!query.until || record.stamp.time < *query.until) &&
           (!query.before || record.stamp.sequence < query.before);
}

// Records with all kinds of envelopes, and some rejections.
Records asked_by_many(std::uint64_t seed) {
    Records records = busy_day(seed, 400);
    base::Prng prng{seed};
    for (core::Record& record : records) {
        record.envelope.customer = core::CustomerId{prng.below(4)};
        record.envelope.account = core::AccountId{prng.below(4)};
        record.envelope.key = core::KeyId{prng.below(4)};
        record.envelope.surface = static_cast<core::Surface>(1 + prng.below(5));
        if (prng.one_in(3) && record.events.empty()) record.rejection = {core::Reject::not_found};
        if (!prng.one_in(5) || !record.events.empty()) continue;
        record.command = core::SetKeyStatus{core::KeyId{prng.below(3)}, core::KeyStatus::active};
    }
    return records;
}

TEST(History, finds_every_command_by_each_of_its_marks) {
    const Records records = asked_by_many(5);
    Folder folder;
    Journal journal;
    const auto history = opened(options_for(folder, journal));
    feed(*history, journal, records, 5);
    ASSERT_TRUE(history->wait_for(last_of(records), soon()));
    base::Prng prng{9};
    std::size_t found = 0;
    for (int i = 0; i < 300; ++i) {
        CommandQuery query{.limit = 1 + prng.below(50)};
        if (prng.one_in(3)) query.customer = core::CustomerId{prng.below(4)};
        if (prng.one_in(3)) query.account = core::AccountId{prng.below(4)};
        if (prng.one_in(3)) query.key = core::KeyId{prng.below(4)};
        if (prng.one_in(4)) query.surface = core::Surface::cli;
        if (prng.one_in(4)) query.command = prng.one_in(2) ? 9 : 11;
        if (prng.one_in(6)) query.reject = core::Reject::not_found;
        const auto some = [&] { return records[prng.below(records.size())].stamp; };
        if (prng.one_in(4)) query.since = some().time;
        if (prng.one_in(4)) query.until = some().time;
        if (prng.one_in(4)) query.before = some().sequence;
        std::vector<core::Sequence> expected;
        for (auto record = records.rbegin(); record != records.rend(); ++record) {
            if (expected.size() == query.limit) break;
            if (is_wanted(*record, query)) expected.push_back(record->stamp.sequence);
        }
        const auto rows = said(history->commands(query));
        std::vector<core::Sequence> got;
        for (const CommandRow& row : rows) got.push_back(row.sequence);
        ASSERT_EQ(got, expected);
        found += rows.size();
    }
    EXPECT_GT(found, 1'000U);
}

TEST(History, a_folder_that_is_not_there_is_told_in_one_sentence) {
    const Folder folder;
    Journal journal;
    HistoryOptions options = options_for(folder, journal);
    options.file = folder.file("missing") / "history.db";
    const auto history = History::open(std::move(options));
    ASSERT_FALSE(history.has_value());
    EXPECT_NE(history.error().find("cannot be opened"), std::string::npos) << history.error();
}

TEST(History, amounts_beyond_64_bits_keep_every_digit) {
    const Folder folder;
    Database database{folder.file(), Database::Access::write};
    database.execute("CREATE TABLE amounts (id INTEGER PRIMARY KEY, amount ANY) STRICT");
    Statement insert{database, "INSERT INTO amounts VALUES (?, ?)"};
    const base::Int128 huge = (base::Int128{1} << 126) + 12'345;
    const std::vector<core::Amount> amounts{{0},
                                            {-1},
                                            {INT64_MAX},
                                            {INT64_MIN},
                                            {huge},
                                            {-huge},
                                            {base::Int128{INT64_MAX} + 1},
                                            {base::Int128{INT64_MIN} - 1}};
    for (std::size_t i = 0; i < amounts.size(); ++i) insert.run(i, amounts[i]);
    Statement select{database, "SELECT amount FROM amounts ORDER BY id"};
    for (const core::Amount amount : amounts) {
        ASSERT_TRUE(select.next());
        EXPECT_EQ(select.take<core::Amount>(), amount);
    }
    EXPECT_TRUE(database.ok());
}

}  // namespace
}  // namespace views
