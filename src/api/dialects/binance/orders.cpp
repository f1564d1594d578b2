#include "api/dialects/binance/orders.hpp"

#include <map>

#include "api/dialects/binance/accounts.hpp"
#include "api/dialects/binance/list_texts.hpp"
#include "api/dialects/binance/order_requests.hpp"
#include "api/dialects/binance/order_texts.hpp"
#include "api/dialects/binance/paging.hpp"
#include "api/operations/errands.hpp"
#include "api/operations/order_lists.hpp"
#include "base/result.hpp"

namespace api::binance {
namespace {

// Orders of whichever markets.
void write_orders(Json& json, const House& house, std::span<const views::OrderRow> rows,
                  TimeUnit unit, const Asides& asides) {
    const views::Live::Read live = house.live.read();
    const core::Catalogue& catalogue = live->state.catalogue;
    std::optional<Figures> figures;
    core::MarketId of;
    json.begin_array();
    for (const views::OrderRow& row : rows) {
        if (row.order.market != of) {
            of = row.order.market;
            figures.emplace(catalogue, catalogue.market(of));
        }
        write_order(json, *figures, row, unit, asides);
    }
    json.end_array();
}

// Rows of one market, in history's order.
struct Wanted {
    Subject subject;
    views::Page page;
};

// By the parameter `symbol`; none: all markets.
Result<core::MarketId> read_any_market(const Asked& asked) {
    TRY(const auto symbol, read_optional_symbol(asked.parameters));
    if (!symbol) return core::MarketId{};
    const views::Live::Read live = asked.house.live.read();
    TRY(const core::Market* const market, market_for(asked, live->state, *symbol));
    return market->id;
}

Result<Wanted> read_wanted(const Asked& asked, const PageNames& names) {
    TRY(const views::Page page, read_page(asked.parameters, names));
    TRY(const Subject subject, read_subject(asked));
    return Wanted{.subject = subject, .page = page};
}

template <class Row, class Write>
Answered list_of(const std::vector<Row>& rows, const Subject& subject, TimeUnit unit,
                 Write&& write) {
    Answered answered{.body = {}, .seen = subject.seen, .orders = {}};
    Json json{answered.body};
    json.begin_array();
    for (const Row& row : rows) write(json, subject.figures, row, unit);
    json.end_array();
    return answered;
}

// The lists that these fills' orders are of. Most accounts never had one, and then nothing is
// looked up.
std::optional<std::map<core::OrderId, core::OrderListId>> lists_of(
    const views::History& history, core::AccountId account, core::MarketId market,
    const std::vector<views::FillRow>& fills) {
    std::map<core::OrderId, core::OrderListId> lists;
    const auto any = history.lists(account, market, {.limit = 1});
    if (!any) return std::nullopt;
    if (any->empty()) return lists;
    for (const views::FillRow& fill : fills) {
        if (lists.contains(fill.order)) continue;
        const auto row = history.order(fill.order);
        if (!row) return std::nullopt;
        lists[fill.order] = *row ? core::list_of((*row)->order) : core::OrderListId{};
    }
    return lists;
}

// The row that a cancel named; of a list's leg the others went too.
const views::OrderRow* named_among(const std::vector<views::OrderRow>& rows,
                                   const OrderName& name) {
    for (const views::OrderRow& row : rows) {
        const bool meant = name.order ? row.order.id == name.order
                                      : row.order.client_order_id == name.client_order_id;
        if (meant) return &row;
    }
    return nullptr;
}

using Lists = std::map<core::OrderListId, core::OrderList>;

Lists open_lists(const Asked& asked, core::MarketId market) {
    Lists lists;
    const auto open = open_order_lists(asked.house, asked.caller, market);
    if (!open) return lists;
    for (const core::OrderList& list : *open) lists.emplace(list.id, list);
    return lists;
}

// Orders one by one, those of a list together in its place.
void write_all_cancelled(Json& json, const Figures& figures, const Cancelled& cancelled,
                         const Lists& lists, Randomness& randomness, TimeUnit unit,
                         const Asides& asides) {
    std::map<core::OrderListId, bool> told;
    json.begin_array();
    for (const views::OrderRow& row : cancelled.orders) {
        const core::OrderListId id = core::list_of(row.order);
        const auto list = lists.find(id);
        const core::ClientOrderId cancel_id = drawn_client_order_id(randomness);
        if (!id || list == lists.end()) {
            write_cancelled(json, figures, row, cancel_id.view(), cancelled.stamp.time, unit,
                            asides);
        } else if (told.emplace(id, true).second) {
            write_cancelled_list(json, figures, list->second, cancelled, cancel_id, unit, asides);
        }
    }
    json.end_array();
}

void place_ready(const Asked& asked, Ready&& ready, Finish&& finish) {
    auto ticket = Ticket::take(asked, 1);
    if (!ticket) return finish(std::unexpected(std::move(ticket).error()));
    auto tell = [figures = ready.figures, form = ready.form, unit = asked.unit, ticket = *ticket,
                 finish = std::move(finish)](Answer<Placed>&& placed) mutable {
        if (!placed) {
            ticket.give_back();
            return finish(std::unexpected(told(placed.error())));
        }
        Answered answered{.body = {}, .seen = placed->stamp.sequence, .orders = ticket.counts()};
        Json json{answered.body};
        write_placed(json, figures, *placed, form, unit);
        finish(std::move(answered));
    };
    api::place_order(asked.house, asked.caller, std::move(ready.order), std::move(tell));
}

Result<Answered> test_ready(const Asked& asked, OrderPath path) {
    TRY(const bool with_rates, read_flag(asked.parameters, "computeCommissionRates"));
    TRY(Ready ready, read_order(asked, path));
    Answered answered{.body = {}, .seen = seen(asked.house), .orders = {}};
    const core::MarketId market = ready.order.market;
    const auto verdict = api::check_order(asked.house, asked.caller, std::move(ready.order));
    if (!verdict) return std::unexpected(told(verdict.error()));
    Json json{answered.body};
    json.begin_object();
    if (with_rates) write_commission_of_order(json, asked, market);
    json.end_object();
    return answered;
}

}  // namespace

void place_order(const Asked& asked, Finish&& finish) {
    auto ready = read_order(asked, OrderPath::place);
    if (!ready) return finish(std::unexpected(std::move(ready).error()));
    place_ready(asked, *std::move(ready), std::move(finish));
}

void place_by_sor(const Asked& asked, Finish&& finish) {
    auto ready = read_order(asked, OrderPath::sor);
    if (!ready) return finish(std::unexpected(std::move(ready).error()));
    place_ready(asked, *std::move(ready), std::move(finish));
}

void show_order(const Asked& asked, Finish&& finish) {
    const auto named = read_name(asked);
    if (!named) return finish(std::unexpected(named.error()));
    OrderName name = named->name;
    if (name.order) name.client_order_id = {};  // compared with what is found
    auto tell = [&house = asked.house, figures = named->figures,
                 expected = named->name.client_order_id, unit = asked.unit, now = asked.now,
                 seen = seen(asked.house),
                 finish = std::move(finish)](Answer<views::OrderRow>&& row) mutable {
        if (!row && row.error().rejection.reject == core::Reject::order_unknown) {
            return finish(order_does_not_exist());
        }
        if (!row) return finish(std::unexpected(told(row.error())));
        if (!expected.empty() && row->order.client_order_id != expected) {
            return finish(failed(-2039, "Client order ID is not correct for this order ID.",
                                 core::Reject::order_unknown));
        }
        with_asides(
            house, now, {*std::move(row)},
            [figures, unit, seen, finish = std::move(finish)](
                std::vector<views::OrderRow>&& rows, std::optional<Asides>&& asides) mutable {
                if (!asides) return finish(unavailable());
                Answered answered{.body = {}, .seen = seen, .orders = {}};
                Json json{answered.body};
                write_order(json, figures, rows.front(), unit, *asides);
                finish(std::move(answered));
            });
    };
    api::show_order(asked.house, asked.caller, name, std::move(tell));
}

void cancel_order(const Asked& asked, Finish&& finish) {
    auto named = read_name(asked);
    if (!named) return finish(std::unexpected(named.error()));
    const auto cancel_id = read_cancel_id(asked);
    if (!cancel_id) return finish(std::unexpected(cancel_id.error()));
    const auto only = read_restrictions(asked.parameters);
    if (!only) return finish(std::unexpected(only.error()));
    named->name.only = *only;
    named->name.cancel_id = *cancel_id;
    auto tell = [figures = named->figures, name = named->name, unit = asked.unit,
                 finish = std::move(finish)](Answer<CancelledWith>&& told_of) mutable {
        if (!told_of) return finish(std::unexpected(told(told_of.error())));
        const auto& [cancelled, asides] = *told_of;
        const views::OrderRow* row = named_among(cancelled.orders, name);
        if (row == nullptr) return finish(unknown_order());
        Answered answered{.body = {}, .seen = cancelled.stamp.sequence, .orders = {}};
        Json json{answered.body};
        write_cancelled(json, figures, *row, name.cancel_id.view(), cancelled.stamp.time, unit,
                        asides);
        finish(std::move(answered));
    };
    api::cancel_order(asked.house, asked.caller, named->name, and_asides(asked, std::move(tell)));
}

void cancel_open_orders(const Asked& asked, Finish&& finish) {
    const auto subject = read_subject(asked);
    if (!subject) return finish(std::unexpected(subject.error()));
    auto tell = [&randomness = asked.house.randomness, figures = subject->figures,
                 lists = open_lists(asked, subject->market), unit = asked.unit,
                 finish = std::move(finish)](Answer<CancelledWith>&& told_of) mutable {
        if (!told_of) return finish(std::unexpected(told(told_of.error())));
        const auto& [cancelled, asides] = *told_of;
        Answered answered{.body = {}, .seen = cancelled.stamp.sequence, .orders = {}};
        Json json{answered.body};
        write_all_cancelled(json, figures, cancelled, lists, randomness, unit, asides);
        finish(std::move(answered));
    };
    api::cancel_all(asked.house, asked.caller, core::CancelAll{.market = subject->market},
                    and_asides(asked, std::move(tell)));
}

Result<Answered> test_order(const Asked& asked) { return test_ready(asked, OrderPath::test); }

Result<Answered> test_by_sor(const Asked& asked) { return test_ready(asked, OrderPath::sor_test); }

void open_orders(const Asked& asked, Finish&& finish) {
    const auto market = read_any_market(asked);
    if (!market) return finish(std::unexpected(market.error()));
    const core::Sequence seen = binance::seen(asked.house);
    auto rows = api::open_orders(asked.house, asked.caller, *market);
    if (!rows) return finish(std::unexpected(told(rows.error())));
    auto tell = [&house = asked.house, unit = asked.unit, seen, finish = std::move(finish)](
                    std::vector<views::OrderRow>&& open, std::optional<Asides>&& asides) mutable {
        if (!asides) return finish(unavailable());
        Answered answered{.body = {}, .seen = seen, .orders = {}};
        Json json{answered.body};
        write_orders(json, house, open, unit, *asides);
        finish(std::move(answered));
    };
    with_asides(asked.house, asked.now, *std::move(rows), std::move(tell));
}

void all_orders(const Asked& asked, Finish&& finish) {
    const auto wanted = read_wanted(asked, {.from = "orderId", .within_a_day = true});
    if (!wanted) return finish(std::unexpected(wanted.error()));
    auto tell = [&history = asked.house.history, account = asked.caller.account, wanted = *wanted,
                 unit = asked.unit, now = asked.now,
                 finish = std::move(finish)](bool there) mutable {
        if (!there) return finish(unavailable());
        const auto rows = history.orders(account, wanted.subject.market, wanted.page);
        if (!rows) return finish(unavailable());
        const auto asides = asides_of(history, *rows, now);
        if (!asides) return finish(unavailable());
        finish(list_of(*rows, wanted.subject, unit,
                       [&](Json& json, const Figures& figures, const views::OrderRow& row,
                           TimeUnit in) { write_order(json, figures, row, in, *asides); }));
    };
    when_history_is_there(asked.house, std::move(tell));
}

void my_trades(const Asked& asked, Finish&& finish) {
    const auto id = read_integer(asked.parameters, "orderId");
    if (!id) return finish(std::unexpected(id.error()));
    const auto wanted = read_wanted(asked, {.from = "fromId", .within_a_day = true});
    if (!wanted) return finish(std::unexpected(wanted.error()));
    if (*id == 0) return finish(Answered{.body = "[]", .seen = wanted->subject.seen, .orders = {}});
    auto tell = [&history = asked.house.history, account = asked.caller.account, wanted = *wanted,
                 order = core::OrderId{static_cast<std::uint64_t>(id->value_or(0))},
                 unit = asked.unit, finish = std::move(finish)](bool there) mutable {
        if (!there) return finish(unavailable());
        const auto rows = history.fills(account, wanted.subject.market, wanted.page, order);
        if (!rows) return finish(unavailable());
        const auto lists = lists_of(history, account, wanted.subject.market, *rows);
        if (!lists) return finish(unavailable());
        finish(list_of(
            *rows, wanted.subject, unit,
            [&](Json& json, const Figures& figures, const views::FillRow& fill, TimeUnit in) {
                const auto list = lists->find(fill.order);
                write_trade(json, figures, fill, in,
                            list == lists->end() ? core::OrderListId{} : list->second);
            }));
    };
    when_history_is_there(asked.house, std::move(tell));
}

}  // namespace api::binance
