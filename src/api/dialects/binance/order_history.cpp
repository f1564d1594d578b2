#include "api/dialects/binance/order_history.hpp"

#include "api/dialects/binance/list_texts.hpp"
#include "api/dialects/binance/order_lists.hpp"
#include "api/dialects/binance/order_requests.hpp"
#include "api/dialects/binance/paging.hpp"
#include "api/operations/errands.hpp"
#include "base/result.hpp"

namespace api::binance {
namespace {

// Whose rows they are, for answers that come later.
struct Reader {
    core::AccountId account;
    std::optional<core::KeyRules> rules;  // of a key that is held to some markets

    explicit Reader(const Caller& caller) : account{caller.account} {
        if (is_held_to_markets(caller)) rules = caller.proved->rules;
    }
    bool may_see(const core::Market& market) const {
        return !rules || may_touch(*rules, market).has_value();
    }
};

ListStage stage_of(const views::ListRow& row) {
    return row.done_at == core::never ? ListStage::executing : ListStage::done;
}

Failed list_does_not_exist() {
    return failed(-2018, "Order list does not exist.", core::Reject::order_list_unknown);
}

void write_row(Json& json, const core::Catalogue& catalogue, const views::ListRow& row,
               TimeUnit unit) {
    const Figures figures{catalogue, catalogue.market(row.list.market)};
    write_list(json, figures, row.list, stage_of(row), unit);
}

bool is_named(const core::OrderList& list, const Reader& reader, const ListName& name) {
    return list.account == reader.account &&
           (name.client_list_id.empty() || list.client_list_id == name.client_list_id);
}

Result<Answered> found_list(const House& house, const Reader& reader, const ListName& name,
                            TimeUnit unit) {
    const auto row = name.list ? house.history.list(name.list)
                               : house.history.list(reader.account, name.client_list_id.view());
    if (!row) return unavailable();
    if (!*row || !is_named((*row)->list, reader, name)) return list_does_not_exist();
    const views::Live::Read live = house.live.read();
    const core::Catalogue& catalogue = live->state.catalogue;
    if (!reader.may_see(catalogue.market((*row)->list.market))) return list_does_not_exist();
    Answered answered{.body = {}, .seen = live->state.stamp.sequence, .orders = {}};
    Json json{answered.body};
    write_row(json, catalogue, **row, unit);
    return answered;
}

Result<Answered> found_lists(const House& house, const Reader& reader, const views::Page& page,
                             TimeUnit unit) {
    const auto rows = house.history.lists(reader.account, {}, page);
    if (!rows) return unavailable();
    const views::Live::Read live = house.live.read();
    const core::Catalogue& catalogue = live->state.catalogue;
    Answered answered{.body = {}, .seen = live->state.stamp.sequence, .orders = {}};
    Json json{answered.body};
    json.begin_array();
    for (const views::ListRow& row : *rows) {
        if (reader.may_see(catalogue.market(row.list.market))) {
            write_row(json, catalogue, row, unit);
        }
    }
    json.end_array();
    return answered;
}

void write_amendment(Json& json, const Figures& figures, const views::AmendmentRow& row,
                     TimeUnit unit) {
    json.begin_object();
    json.text("symbol", figures.symbol());
    json.number("orderId", row.order.value);
    json.number("executionId", row.execution);
    json.text("origClientOrderId", row.client_order_id_before.view());
    json.text("newClientOrderId", row.client_order_id.view());
    figures.quantity(json, "origQty", row.before);
    figures.quantity(json, "newQty", row.quantity);
    json.number("time", time_in(unit, row.time));
    json.end_object();
}

void write_prevention(Json& json, const Figures& figures, const views::PreventionRow& row,
                      TimeUnit unit) {
    json.begin_object();
    json.text("symbol", figures.symbol());
    json.number("preventedMatchId", row.prevention.value);
    json.number("takerOrderId", row.taker.value);
    json.text("makerSymbol", figures.symbol());
    json.number("makerOrderId", row.maker.value);
    json.number("tradeGroupId", row.account.value);
    json.text("selfTradePreventionMode", name_of(row.mode));
    figures.price(json, "price", row.price);
    figures.quantity(json, "makerPreventedQuantity", row.maker_prevented);
    json.number("transactTime", time_in(unit, row.time));
    json.end_object();
}

// Which prevented matches: one by its id, or those of an order from some id on.
struct Prevented {
    Subject subject;
    core::OrderId order;
    views::Page page;
    bool only_first{};  // the one of that very id
};

Result<Prevented> read_prevented(const Asked& asked) {
    TRY(const auto one, read_integer(asked.parameters, "preventedMatchId"));
    TRY(const auto order, read_integer(asked.parameters, "orderId"));
    if (!one && !order) return one_of_two("preventedMatchId", "orderId");
    TRY(views::Page page,
        read_page(asked.parameters, {.from = "fromPreventedMatchId", .times = false}));
    if (one) {
        page.from = static_cast<std::uint64_t>(*one);
        page.limit = 1;
    } else if (!page.from) {
        page.from = 0;
    }
    TRY(const Subject subject, read_subject(asked));
    return Prevented{.subject = subject,
                     .order = core::OrderId{static_cast<std::uint64_t>(order.value_or(0))},
                     .page = page,
                     .only_first = one.has_value()};
}

Result<Answered> found_prevented(const views::History& history, core::AccountId account,
                                 const Prevented& wanted, TimeUnit unit) {
    const auto rows =
        history.preventions(account, wanted.subject.market, wanted.page, wanted.order);
    if (!rows) return unavailable();
    Answered answered{.body = {}, .seen = wanted.subject.seen, .orders = {}};
    Json json{answered.body};
    json.begin_array();
    for (const views::PreventionRow& row : *rows) {
        if (wanted.only_first && row.prevention.value != *wanted.page.from) continue;
        write_prevention(json, wanted.subject.figures, row, unit);
    }
    json.end_array();
    return answered;
}

struct Amendments {
    Subject subject;
    core::OrderId order;
    views::Page page;
};

Result<Amendments> read_amendments(const Asked& asked) {
    TRY(const auto order, read_integer(asked.parameters, "orderId"));
    if (!order) return mandatory("orderId");
    TRY(views::Page page, read_page(asked.parameters, {.from = "fromExecutionId", .times = false}));
    if (!page.from) page.from = 0;
    TRY(const Subject subject, read_subject(asked));
    return Amendments{.subject = subject,
                      .order = core::OrderId{static_cast<std::uint64_t>(*order)},
                      .page = page};
}

Result<Answered> found_amendments(const views::History& history, core::AccountId account,
                                  const Amendments& wanted, TimeUnit unit) {
    const auto rows = history.amendments(wanted.order, wanted.page);
    if (!rows) return unavailable();
    Answered answered{.body = {}, .seen = wanted.subject.seen, .orders = {}};
    Json json{answered.body};
    json.begin_array();
    for (const views::AmendmentRow& row : *rows) {
        if (row.account != account || row.market != wanted.subject.market) continue;
        write_amendment(json, wanted.subject.figures, row, unit);
    }
    json.end_array();
    return answered;
}

// Answers once history has seen what the caller may have seen.
template <class Find>
void from_history(const Asked& asked, Finish&& finish, Find&& find) {
    when_history_is_there(asked.house, [find = std::forward<Find>(find),
                                        finish = std::move(finish)](bool there) mutable {
        if (!there) return finish(unavailable());
        finish(find());
    });
}

}  // namespace

void show_list(const Asked& asked, Finish&& finish) {
    const auto name = read_list_name(asked.parameters, "origClientOrderId");
    if (!name) return finish(std::unexpected(name.error()));
    const auto open = api::show_order_list(asked.house, asked.caller, *name);
    if (open) return finish(told_open_list(asked, open->list));
    const Reader reader{asked.caller};
    from_history(asked, std::move(finish),
                 [&house = asked.house, reader, name = *name, unit = asked.unit] {
                     return found_list(house, reader, name, unit);
                 });
}

void all_lists(const Asked& asked, Finish&& finish) {
    const auto page = read_page(asked.parameters, {.from = "fromId", .within_a_day = true});
    if (!page) return finish(std::unexpected(page.error()));
    const Reader reader{asked.caller};
    from_history(asked, std::move(finish),
                 [&house = asked.house, reader, page = *page, unit = asked.unit] {
                     return found_lists(house, reader, page, unit);
                 });
}

void amendments(const Asked& asked, Finish&& finish) {
    const auto wanted = read_amendments(asked);
    if (!wanted) return finish(std::unexpected(wanted.error()));
    from_history(asked, std::move(finish),
                 [&history = asked.house.history, account = asked.caller.account, wanted = *wanted,
                  unit = asked.unit] { return found_amendments(history, account, wanted, unit); });
}

void prevented_matches(const Asked& asked, Finish&& finish) {
    const auto wanted = read_prevented(asked);
    if (!wanted) return finish(std::unexpected(wanted.error()));
    from_history(asked, std::move(finish),
                 [&history = asked.house.history, account = asked.caller.account, wanted = *wanted,
                  unit = asked.unit] { return found_prevented(history, account, wanted, unit); });
}

}  // namespace api::binance
