#include "api/dialects/binance/orders.hpp"

#include "api/access/randomness.hpp"
#include "api/dialects/binance/accounts.hpp"
#include "api/dialects/binance/new_order.hpp"
#include "api/dialects/binance/order_texts.hpp"
#include "api/dialects/binance/paging.hpp"
#include "api/operations/errands.hpp"
#include "base/result.hpp"

namespace api::binance {
namespace {

constexpr int drawn_id_digits = 22;

core::ClientOrderId draw_client_order_id(Randomness& randomness) {
    return core::ClientOrderId{std::string_view{random_base62(randomness, drawn_id_digits)}};
}

// An order as the market takes it, and what is needed to tell of it later.
struct Ready {
    core::PlaceOrder order;
    Figures figures;
    ReplyForm form{};
};

Result<Ready> read_order(const Asked& asked, OrderPath path) {
    TRY(const Wish wish, read_wish(asked.parameters, path));
    const views::Live::Read live = asked.house.live.read();
    TRY(const core::Market* const market, market_for(asked, live->state, wish.symbol));
    TRY(const core::PlaceOrder order, order_of(wish, *market, live->state.catalogue));
    return Ready{.order = order,
                 .figures = Figures{live->state.catalogue, *market},
                 .form = wish.reply_form};
}

Failed too_many_orders(const OrderShare& share, const BinanceLimits& limits, core::Timestamp now) {
    const std::int64_t limit = share.day ? limits.orders_per_day : limits.orders_per_10_seconds;
    Error error{.status = 429,
                .code = -1015,
                .text = "Too many new orders; current limit is " + std::to_string(limit) +
                        " orders per " + (share.day ? "1 DAY" : "10 SECOND") + ".",
                .cause = core::Reject::rate_limited};
    error.retry_after_s = retry_after_seconds(share.free_at, now);
    return Failed{error};
}

// What names an order in a request, and the market it is in.
struct Named {
    OrderName name;
    Figures figures;
    bool impossible{};  // an id that no order can have
};

Result<Named> read_name(const Asked& asked) {
    TRY(const std::string_view symbol, read_symbol(asked.parameters));
    TRY(const auto id, read_integer(asked.parameters, "orderId"));
    TRY(const auto client_order_id, read_client_order_id(asked.parameters, "origClientOrderId"));
    if (!id && !client_order_id) return one_of_two("origClientOrderId", "orderId");
    const views::Live::Read live = asked.house.live.read();
    TRY(const core::Market* const market, market_for(asked, live->state, symbol));
    return Named{.name = {.market = market->id,
                          .order = core::OrderId{static_cast<std::uint64_t>(id.value_or(0))},
                          .client_order_id = client_order_id.value_or(core::ClientOrderId{})},
                 .figures = Figures{live->state.catalogue, *market},
                 .impossible = id == 0};
}

Failed order_does_not_exist() {
    return failed(-2013, "Order does not exist.", core::Reject::order_unknown);
}

Failed unknown_order() { return failed(-2011, "Unknown order sent.", core::Reject::order_unknown); }

// What the client calls its cancel; drawn where it does not say.
Result<core::ClientOrderId> read_cancel_id(const Asked& asked) {
    TRY(const auto chosen, read_client_order_id(asked.parameters, "newClientOrderId"));
    // A cancel that ignored its own condition would be worse than none.
    if (asked.parameters.has("cancelRestrictions")) return not_required("cancelRestrictions");
    return chosen ? *chosen : draw_client_order_id(asked.house.randomness);
}

// Orders of whichever markets; those that the key may not see are left out.
void write_orders(Answered& answered, const Asked& asked, std::span<const views::OrderRow> rows) {
    const views::Live::Read live = asked.house.live.read();
    std::optional<Figures> figures;
    core::MarketId of;
    bool visible = false;
    Json json{answered.body};
    json.begin_array();
    for (const views::OrderRow& row : rows) {
        if (row.order.market != of) {
            const core::Market& market = live->state.catalogue.market(row.order.market);
            of = market.id;
            visible = may_touch(asked.caller, market).has_value();
            figures.emplace(live->state.catalogue, market);
        }
        if (visible) write_order(json, *figures, row, asked.unit);
    }
    json.end_array();
}

// Rows of one market, in history's order.
struct Wanted {
    Subject subject;
    views::Page page;
};

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

core::Sequence seen(const House& house) { return house.live.read()->state.stamp.sequence; }

}  // namespace

void place_order(const Asked& asked, Finish&& finish) {
    auto ready = read_order(asked, OrderPath::place);
    if (!ready) return finish(std::unexpected(std::move(ready).error()));
    const OrderShare share = asked.budget.take_order(asked.caller.account, asked.now);
    if (!share.granted) {
        return finish(too_many_orders(share, asked.budget.limits(), asked.now));
    }
    const auto give_back = [&budget = asked.budget, account = asked.caller.account,
                            at = asked.now] { budget.give_back_order(account, at); };
    auto tell = [figures = ready->figures, form = ready->form, unit = asked.unit, give_back,
                 counts = share.counts,
                 finish = std::move(finish)](Answer<Placed>&& placed) mutable {
        if (!placed) {
            give_back();
            return finish(std::unexpected(told(placed.error())));
        }
        Answered answered{.body = {}, .seen = placed->stamp.sequence, .orders = counts};
        Json json{answered.body};
        write_placed(json, figures, *placed, form, unit);
        finish(std::move(answered));
    };
    api::place_order(asked.house, asked.caller, ready->order, std::move(tell));
}

void show_order(const Asked& asked, Finish&& finish) {
    const auto named = read_name(asked);
    if (!named) return finish(std::unexpected(named.error()));
    if (named->impossible) return finish(order_does_not_exist());
    OrderName name = named->name;
    if (name.order) name.client_order_id = {};  // compared with what is found
    auto tell = [figures = named->figures, expected = named->name.client_order_id,
                 unit = asked.unit, seen = seen(asked.house),
                 finish = std::move(finish)](Answer<views::OrderRow>&& row) mutable {
        if (!row && row.error().rejection.reject == core::Reject::order_unknown) {
            return finish(order_does_not_exist());
        }
        if (!row) return finish(std::unexpected(told(row.error())));
        if (!expected.empty() && row->order.client_order_id != expected) {
            return finish(failed(-2039, "Client order ID is not correct for this order ID.",
                                 core::Reject::order_unknown));
        }
        Answered answered{.body = {}, .seen = seen, .orders = {}};
        Json json{answered.body};
        write_order(json, figures, *row, unit);
        finish(std::move(answered));
    };
    api::show_order(asked.house, asked.caller, name, std::move(tell));
}

void cancel_order(const Asked& asked, Finish&& finish) {
    const auto named = read_name(asked);
    if (!named) return finish(std::unexpected(named.error()));
    const auto cancel_id = read_cancel_id(asked);
    if (!cancel_id) return finish(std::unexpected(cancel_id.error()));
    if (named->impossible) return finish(unknown_order());
    auto tell = [figures = named->figures, cancel_id = *cancel_id, unit = asked.unit,
                 finish = std::move(finish)](Answer<Cancelled>&& cancelled) mutable {
        if (!cancelled) return finish(std::unexpected(told(cancelled.error())));
        Answered answered{.body = {}, .seen = cancelled->stamp.sequence, .orders = {}};
        Json json{answered.body};
        for (const views::OrderRow& row : cancelled->orders) {
            write_cancelled(json, figures, row, cancel_id.view(), cancelled->stamp.time, unit);
        }
        finish(std::move(answered));
    };
    api::cancel_order(asked.house, asked.caller, named->name, std::move(tell));
}

void cancel_open_orders(const Asked& asked, Finish&& finish) {
    const auto subject = read_subject(asked);
    if (!subject) return finish(std::unexpected(subject.error()));
    auto tell = [&randomness = asked.house.randomness, figures = subject->figures,
                 unit = asked.unit,
                 finish = std::move(finish)](Answer<Cancelled>&& cancelled) mutable {
        if (!cancelled) return finish(std::unexpected(told(cancelled.error())));
        Answered answered{.body = {}, .seen = cancelled->stamp.sequence, .orders = {}};
        Json json{answered.body};
        json.begin_array();
        for (const views::OrderRow& row : cancelled->orders) {
            write_cancelled(json, figures, row, draw_client_order_id(randomness).view(),
                            cancelled->stamp.time, unit);
        }
        json.end_array();
        finish(std::move(answered));
    };
    api::cancel_all(asked.house, asked.caller, core::CancelAll{.market = subject->market},
                    std::move(tell));
}

Result<Answered> test_order(const Asked& asked) {
    TRY(const bool with_rates, read_flag(asked.parameters, "computeCommissionRates"));
    TRY(const Ready ready, read_order(asked, OrderPath::test));
    Answered answered{.body = {}, .seen = seen(asked.house), .orders = {}};
    const auto verdict = api::check_order(asked.house, asked.caller, ready.order);
    if (!verdict) return std::unexpected(told(verdict.error()));
    Json json{answered.body};
    json.begin_object();
    if (with_rates) write_commission_of_order(json, asked, ready.order.market);
    json.end_object();
    return answered;
}

Result<Answered> open_orders(const Asked& asked) {
    TRY(const auto symbol, read_optional_symbol(asked.parameters));
    core::MarketId market;
    if (symbol) {
        const views::Live::Read live = asked.house.live.read();
        TRY(const core::Market* const chosen, market_for(asked, live->state, *symbol));
        market = chosen->id;
    }
    Answered answered{.body = {}, .seen = seen(asked.house), .orders = {}};
    const auto rows = api::open_orders(asked.house, asked.caller, market);
    if (!rows) return std::unexpected(told(rows.error()));
    write_orders(answered, asked, *rows);
    return answered;
}

void all_orders(const Asked& asked, Finish&& finish) {
    const auto wanted = read_wanted(asked, {.from = "orderId", .within_a_day = true});
    if (!wanted) return finish(std::unexpected(wanted.error()));
    auto tell = [&history = asked.house.history, account = asked.caller.account, wanted = *wanted,
                 unit = asked.unit, finish = std::move(finish)](bool there) mutable {
        if (!there) return finish(unavailable());
        const auto rows = history.orders(account, wanted.subject.market, wanted.page);
        if (!rows) return finish(unavailable());
        finish(list_of(*rows, wanted.subject, unit, write_order));
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
        finish(list_of(*rows, wanted.subject, unit, write_trade));
    };
    when_history_is_there(asked.house, std::move(tell));
}

}  // namespace api::binance
