#include <algorithm>
#include <map>
#include <set>

#include "base/prng.hpp"
#include "views/history/history_for_tests.hpp"
#include "views/market/fabricated.hpp"
#include "views/market/interval.hpp"
#include "views/market/market_view.hpp"

namespace views {
namespace {

using namespace for_tests;

constexpr core::MarketId market{1};

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

}  // namespace
}  // namespace views
