#include "api/operations/order_lists.hpp"

#include <algorithm>

#include "api/operations/errands.hpp"
#include "api/operations/followed.hpp"
#include "base/result.hpp"

namespace api {
namespace {

using core::Reject;

void draw_names(Randomness& randomness, core::PlaceOrderList& list) {
    const auto draw = [&](core::ClientOrderId& id) {
        if (id.empty()) id = drawn_client_order_id(randomness);
    };
    draw(list.client_list_id);
    for (core::PlaceOrder& order : list.orders) draw(order.client_order_id);
}

PlacedList placed_from(const House& house, const engine::Reply& reply) {
    PlacedList placed;
    placed.stamp = reply.stamp;
    placed.replayed = reply.replayed;
    for (const core::Event& event : reply.events) {
        if (const auto* opened = std::get_if<core::OrderListOpened>(&event)) {
            placed.list = opened->list;
        }
    }
    CHECK(static_cast<bool>(placed.list.id));
    const core::Market market = house.live.read()->state.catalogue.market(placed.list.market);
    Followed followed = follow(market, reply);
    for (const core::ListLeg& leg : placed.list.legs) {
        if (const views::OrderRow* row = followed.find(leg.order)) placed.orders.push_back(*row);
    }
    placed.fills = std::move(followed.fills);
    placed.prevented = std::move(followed.prevented);
    return placed;
}

bool is_named(const core::OrderList& list, core::AccountId account, const ListName& name) {
    if (list.account != account) return false;
    if (name.market && list.market != name.market) return false;
    return name.client_list_id.empty() || list.client_list_id == name.client_list_id;
}

const core::OrderList* find_open(const core::State& state, core::AccountId account,
                                 const ListName& name) {
    const core::OpenList* open =
        name.list ? state.lists.find(name.list) : state.lists.find(account, name.client_list_id);
    return open != nullptr && is_named(open->list, account, name) ? &open->list : nullptr;
}

std::optional<views::OrderRow> find_leg(const views::Present& present, core::OrderId id) {
    if (const auto open = present.state.orders.find(id)) return views::OrderRow{*open, {}, {}};
    const views::OrderRow* closed = present.closed.find(id);
    if (closed == nullptr) return std::nullopt;
    return *closed;
}

Answer<views::ListRow> find_row(const House& house, core::AccountId account, const ListName& name) {
    {
        const auto live = house.live.read();
        const core::OrderList* open = find_open(live->state, account, name);
        if (open != nullptr) return views::ListRow{*open};
    }
    const auto row = name.list ? house.history.list(name.list)
                               : house.history.list(account, name.client_list_id.view());
    if (!row) return refuse(Reject::unavailable);
    if (!*row || !is_named((*row)->list, account, name)) return refuse(Reject::order_list_unknown);
    return **row;
}

Answer<FoundList> with_orders(const House& house, const views::ListRow& row) {
    FoundList found{row, {}};
    for (const core::ListLeg& leg : row.list.legs) {
        auto order = find_leg(*house.live.read(), leg.order);
        if (!order) {
            const auto past = house.history.order(leg.order);
            if (!past || !*past) return refuse(Reject::unavailable);
            order = **past;
        }
        found.orders.push_back(*std::move(order));
    }
    return found;
}

}  // namespace

void place_order_list(House& house, const Caller& caller, core::PlaceOrderList list,
                      Then<PlacedList> then) {
    draw_names(house.randomness, list);
    submit(house, caller, std::move(list),
           [&house, customer = caller.customer,
            then = std::move(then)](Answer<engine::Reply>&& reply) mutable {
               if (!reply) return then(std::unexpected(std::move(reply).error()));
               PlacedList placed = placed_from(house, *reply);
               if (!placed.orders.empty()) {  // any of them will do: they end together
                   cancel_if_unbound(house, customer, placed.orders.front().order);
               }
               then(std::move(placed));
           });
}

Answer<void> check_order_list(House& house, const Caller& caller, core::PlaceOrderList list) {
    draw_names(house.randomness, list);
    return try_out(house, caller, list);
}

void cancel_order_list(House& house, const Caller& caller, const ListName& name,
                       Then<Cancelled> then) {
    core::CancelOrderList command{name.market, name.list, name.client_list_id};
    if (is_held_to_markets(caller)) {
        // The core asks the key's constraints about the market that the command names.
        const auto market = [&]() -> Answer<core::MarketId> {
            const auto live = house.live.read();
            const core::OrderList* list = find_open(live->state, caller.account, name);
            if (list == nullptr && !caller.idempotency) return refuse(Reject::order_list_unknown);
            if (list == nullptr) return name.market;
            TRY_OK(may_touch(caller, live->state.catalogue.market(list->market)));
            return list->market;
        }();
        if (!market) return then(std::unexpected(market.error()));
        command.market = *market;
    }
    submit(house, caller, command,
           [&house, then = std::move(then)](Answer<engine::Reply>&& reply) mutable {
               tell_closed(house, std::move(reply), std::move(then));
           });
}

Answer<ShownList> show_order_list(const House& house, const Caller& caller, const ListName& name) {
    const auto live = house.live.read();
    const core::OrderList* list = find_open(live->state, caller.account, name);
    if (list == nullptr) return refuse(Reject::order_list_unknown);
    TRY_OK(may_touch(caller, live->state.catalogue.market(list->market)));
    ShownList shown{*list, {}};
    for (const core::ListLeg& leg : list->legs) {
        if (const auto row = find_leg(*live, leg.order)) shown.orders.push_back(*row);
    }
    return shown;
}

void find_order_list(House& house, const Caller& caller, const ListName& name,
                     Then<FoundList> then) {
    auto open = show_order_list(house, caller, name);
    if (open && open->orders.size() == open->list.legs.size()) {
        return then(FoundList{{open->list}, std::move(open->orders)});
    }
    std::optional<core::KeyRules> rules;
    if (is_held_to_markets(caller)) rules = caller.proved->rules;
    ask_history(house, std::move(then),
                [&house, name, rules = std::move(rules),
                 account = caller.account](const views::History&) -> Answer<FoundList> {
                    TRY(const views::ListRow row, find_row(house, account, name));
                    if (rules) {
                        const auto live = house.live.read();
                        const core::Market& market = live->state.catalogue.market(row.list.market);
                        TRY_OK(may_touch(*rules, market));
                    }
                    return with_orders(house, row);
                });
}

Answer<std::vector<core::OrderList>> open_order_lists(const House& house, const Caller& caller,
                                                      core::MarketId market) {
    if (!market && is_held_to_markets(caller)) {
        return refuse(Reject::constraint_market, "market");
    }
    std::vector<core::OrderList> lists;
    const auto live = house.live.read();
    for (const core::OrderListId id : live->state.lists.of(caller.account)) {
        const core::OpenList* open = live->state.lists.find(id);
        if (!market || open->list.market == market) lists.push_back(open->list);
    }
    return lists;
}

}  // namespace api
