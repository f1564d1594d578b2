#include "api/operations/orders.hpp"

#include <algorithm>
#include <chrono>

#include "api/access/randomness.hpp"
#include "api/operations/errands.hpp"
#include "api/operations/followed.hpp"
#include "api/operations/stream_sessions.hpp"
#include "base/result.hpp"

namespace api {
namespace {

using core::Reject;

constexpr int drawn_digits = 22;

core::Market market_of(const House& house, core::MarketId id) {
    const auto live = house.live.read();
    return live->state.catalogue.market(id);
}

Placed placed_from(const House& house, const engine::Reply& reply) {
    const core::OrderAccepted* accepted = first_accepted(reply);
    CHECK(accepted != nullptr);
    Followed followed = follow(market_of(house, accepted->order.market), reply);
    return {.order = std::move(followed.orders.front()),
            .fills = std::move(followed.fills),
            .prevented = std::move(followed.prevented),
            .stamp = reply.stamp,
            .replayed = reply.replayed};
}

// Rows of what a cancel closed. Usually they are at hand; a replayed answer may be older than that.
struct Closed {
    Cancelled cancelled;
    std::vector<core::OrderId> missing;
};

// What is placed in the same record comes after it, and what that closes is no part of it.
Closed closed_by(const House& house, const engine::Reply& reply) {
    Closed closed{{.orders = {}, .stamp = reply.stamp, .replayed = reply.replayed}, {}};
    const auto live = house.live.read();
    for (const core::Event& event : reply.events) {
        if (std::holds_alternative<core::OrderAccepted>(event)) break;
        const auto* gone = std::get_if<core::OrderClosed>(&event);
        if (gone == nullptr) continue;
        if (const views::OrderRow* row = live->closed.find(gone->order)) {
            closed.cancelled.orders.push_back(*row);
        } else {
            closed.missing.push_back(gone->order);
        }
    }
    return closed;
}

Answer<Cancelled> with_history(const views::History& history, Closed&& closed) {
    for (const core::OrderId id : closed.missing) {
        const auto row = history.order(id);
        if (!row || !*row) return refuse(Reject::unavailable);
        closed.cancelled.orders.push_back(**row);
    }
    std::ranges::sort(closed.cancelled.orders, {},
                      [](const views::OrderRow& row) { return row.order.id; });
    return std::move(closed.cancelled);
}

bool is_named(const core::OpenOrder& order, core::AccountId account, const OrderName& name) {
    if (order.account != account) return false;
    if (name.market && order.market != name.market) return false;
    if (name.order && order.id != name.order) return false;
    return name.client_order_id.empty() || order.client_order_id == name.client_order_id;
}

std::optional<core::OpenOrder> find_open(const core::State& state, core::AccountId account,
                                         const OrderName& name) {
    const auto order = name.order ? state.orders.find(name.order)
                                  : state.orders.find(account, name.client_order_id.view());
    if (!order || !is_named(*order, account, name)) return std::nullopt;
    return order;
}

// Open, or closed lately.
std::optional<views::OrderRow> find_here(const views::Present& present, core::AccountId account,
                                         const OrderName& name) {
    if (const auto open = find_open(present.state, account, name)) {
        return views::OrderRow{*open, {}, {}};
    }
    if (!name.order) return std::nullopt;  // history knows which of that name is the newest
    const views::OrderRow* closed = present.closed.find(name.order);
    if (closed == nullptr || !is_named(closed->order, account, name)) return std::nullopt;
    return *closed;
}

Answer<views::OrderRow> find_past(const views::History& history, core::AccountId account,
                                  const OrderName& name) {
    const auto row = name.order ? history.order(name.order)
                                : history.order(account, name.client_order_id.view());
    if (!row) return refuse(Reject::unavailable);
    if (!*row || !is_named((*row)->order, account, name)) return refuse(Reject::order_unknown);
    return **row;
}

// The row, unless the key is held to other markets.
Answer<views::OrderRow> if_touchable(const House& house, const std::optional<core::KeyRules>& rules,
                                     const views::OrderRow& row) {
    if (!rules) return row;
    const auto live = house.live.read();
    TRY_OK(may_touch(*rules, live->state.catalogue.market(row.order.market)));
    return row;
}

}  // namespace

void tell_closed(House& house, Answer<engine::Reply>&& reply, Then<Cancelled> then) {
    if (!reply) return then(std::unexpected(std::move(reply).error()));
    Closed closed = closed_by(house, *reply);
    if (closed.missing.empty()) return then(std::move(closed.cancelled));
    when_history_is_there(
        house, [&house, closed = std::move(closed), then = std::move(then)](bool there) mutable {
            if (!there) return then(refuse(Reject::unavailable));
            then(with_history(house.history, std::move(closed)));
        });
}

Answer<core::MarketId> market_of_open(const House& house, const Caller& caller,
                                      const OrderName& name) {
    const auto live = house.live.read();
    const auto order = find_open(live->state, caller.account, name);
    if (!order && !caller.idempotency) return refuse(Reject::order_unknown);
    if (!order) return name.market;
    TRY_OK(may_touch(caller, live->state.catalogue.market(order->market)));
    return order->market;
}

void cancel_if_unbound(House& house, core::CustomerId customer, const core::OpenOrder& order) {
    const std::uint64_t session = order.terms ? order.terms->session : 0;
    if (session == 0 || house.stream_sessions == nullptr) return;
    if (house.stream_sessions->is_open(session, order.account)) return;
    const core::CancelAll command{.session = session, .disconnected = true};
    const core::Envelope envelope{
        .customer = customer, .account = order.account, .surface = core::Surface::system};
    house.engine.submit(command, envelope, [](engine::Reply&&) {});
}

core::ClientOrderId drawn_client_order_id(Randomness& randomness) {
    return core::ClientOrderId{std::string_view{random_base62(randomness, drawn_digits)}};
}

std::optional<core::ClientOrderId> read_client_order_id(std::string_view text) {
    constexpr std::string_view allowed =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.:/";
    if (text.empty() || text.find_first_not_of(allowed) != text.npos) return std::nullopt;
    return core::ClientOrderId::from(text);
}

void place_order(House& house, const Caller& caller, core::PlaceOrder order, Then<Placed> then) {
    if (order.client_order_id.empty()) {
        order.client_order_id = drawn_client_order_id(house.randomness);
    }
    const bool is_bound = order.terms && order.terms->session != 0;
    submit(house, caller, order,
           [&house, is_bound, customer = caller.customer,
            then = std::move(then)](Answer<engine::Reply>&& reply) mutable {
               if (!reply) return then(std::unexpected(std::move(reply).error()));
               Placed placed = placed_from(house, *reply);
               if (is_bound) cancel_if_unbound(house, customer, placed.order.order);
               then(std::move(placed));
           });
}

Answer<void> check_order(House& house, const Caller& caller, core::PlaceOrder order) {
    if (order.client_order_id.empty()) {
        order.client_order_id = drawn_client_order_id(house.randomness);
    }
    return try_out(house, caller, order);
}

void cancel_order(House& house, const Caller& caller, const OrderName& name, Then<Cancelled> then) {
    core::CancelOrder command{name.market, name.order, name.client_order_id, name.only,
                              name.cancel_id};
    if (is_held_to_markets(caller)) {
        // The core asks the key's constraints about the market that the command names.
        const auto market = market_of_open(house, caller, name);
        if (!market) return then(std::unexpected(market.error()));
        command.market = *market;
    }
    submit(house, caller, command,
           [&house, then = std::move(then)](Answer<engine::Reply>&& reply) mutable {
               tell_closed(house, std::move(reply), std::move(then));
           });
}

void cancel_all(House& house, const Caller& caller, core::CancelAll which, Then<Cancelled> then) {
    if (!which.market && is_held_to_markets(caller)) {
        return then(refuse(Reject::constraint_market, "market"));
    }
    submit(house, caller, which,
           [&house, then = std::move(then)](Answer<engine::Reply>&& reply) mutable {
               tell_closed(house, std::move(reply), std::move(then));
           });
}

void show_order(House& house, const Caller& caller, const OrderName& name,
                Then<views::OrderRow> then) {
    const auto here = [&] {
        const auto live = house.live.read();
        return find_here(*live, caller.account, name);
    }();
    std::optional<core::KeyRules> rules;
    if (is_held_to_markets(caller)) rules = caller.proved->rules;
    if (here) return then(if_touchable(house, rules, *here));
    when_history_is_there(house, [&house, name, rules = std::move(rules), account = caller.account,
                                  then = std::move(then)](bool there) mutable {
        if (!there) return then(refuse(Reject::unavailable));
        auto row = find_past(house.history, account, name);
        then(row ? if_touchable(house, rules, *std::move(row)) : std::move(row));
    });
}

Answer<std::vector<views::OrderRow>> open_orders(House& house, const Caller& caller,
                                                 core::MarketId market) {
    if (!market && is_held_to_markets(caller)) {
        return refuse(Reject::constraint_market, "market");
    }
    std::vector<views::OrderRow> rows;
    const auto live = house.live.read();
    const core::OpenOrders& orders = live->state.orders;
    orders.of_account(caller.account, [&](const core::OrderSummary& order) {
        if (market && order.market != market) return;
        rows.push_back({orders.find(order.id).value(), {}, {}});
    });
    return rows;
}

}  // namespace api
