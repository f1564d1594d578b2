// Lists of orders in the native words.
#include "api/operations/handlers.hpp"
#include "api/operations/named.hpp"
#include "api/operations/order_inputs.hpp"
#include "api/operations/order_lists.hpp"
#include "api/operations/told.hpp"

namespace api::handlers {
namespace {

std::size_t legs_of(core::ListKind kind) { return kind == core::ListKind::otoco ? 3 : 2; }

Answer<core::PlaceOrderList> read_order_list(const Call& call) {
    const auto live = call.house.live.read();
    TRY(const core::Market* market, read_market(live->state, call.inputs));
    core::PlaceOrderList list;
    list.market = market->id;
    TRY(list.kind, read_choice<core::ListKind>(call.inputs, "kind"));
    TRY(list.client_list_id, read_client_id(call.inputs, "client_list_id"));
    const auto legs = call.inputs.objects("orders");
    if (legs.size() != legs_of(list.kind)) {
        return malformed("orders", "not_" + std::to_string(legs_of(list.kind)));
    }
    for (std::size_t i = 0; i < legs.size(); ++i) {
        auto order = read_order(live->state, *market, legs[i]);
        if (!order) return std::unexpected(inside("orders", i, std::move(order).error()));
        list.orders.push_back(*std::move(order));
    }
    return list;
}

Answer<ListName> read_list_name(const Inputs& inputs) {
    ListName name{};
    if (inputs.has("list_id")) {
        TRY(const std::uint64_t number, inputs.integer("list_id", INT64_MAX));
        if (number == 0) return refuse(core::Reject::order_list_unknown);
        name.list = core::OrderListId{number};
    }
    TRY(name.client_list_id, read_client_id(inputs, "client_list_id"));
    return name;
}

std::string_view status_of(std::span<const views::OrderRow> orders) {
    for (const views::OrderRow& row : orders) {
        if (!row.closed) return "open";
    }
    return "done";
}

Told told_placed(const House& house, const PlacedList& placed) {
    const auto live = house.live.read();
    const core::Catalogue& catalogue = live->state.catalogue;
    Told answer = told(placed.stamp.sequence, [&](Json& json) {
        json.name("list");
        tell(json, catalogue, placed.list, status_of(placed.orders));
        tell_orders(json, "orders", catalogue, placed.orders);
        tell_fills(json, "fills", catalogue, placed.fills);
    });
    answer.status = 201;
    answer.replayed = placed.replayed;
    return answer;
}

}  // namespace

void place_order_list(const Call& call, Tell then) {
    auto list = read_order_list(call);
    if (!list) return then(std::unexpected(list.error()));
    House& house = call.house;
    if (call.validate_only) {
        return tell_verdict(house, check_order_list(house, call.caller, *std::move(list)),
                            std::move(then));
    }
    api::place_order_list(house, call.caller, *std::move(list),
                          [&house, then = std::move(then)](Answer<PlacedList>&& placed) mutable {
                              if (!placed) {
                                  return then(std::unexpected(std::move(placed).error()));
                              }
                              then(told_placed(house, *placed));
                          });
}

void cancel_order_list(const Call& call, Tell then) {
    const auto name = read_list_name(call.inputs);
    if (!name) return then(std::unexpected(name.error()));
    House& house = call.house;
    if (call.validate_only) {
        const core::CancelOrderList command{name->market, name->list, name->client_list_id};
        return tell_verdict(house, try_out(house, call.caller, command), std::move(then));
    }
    api::cancel_order_list(house, call.caller, *name,
                           [&house, then = std::move(then)](Answer<Cancelled>&& gone) mutable {
                               if (!gone) return then(std::unexpected(std::move(gone).error()));
                               const auto live = house.live.read();
                               Told answer = told(gone->stamp.sequence, [&](Json& json) {
                                   tell_orders(json, "orders", live->state.catalogue, gone->orders);
                               });
                               answer.replayed = gone->replayed;
                               then(std::move(answer));
                           });
}

Answer<Told> show_order_list(const Call& call) {
    TRY(const ListName name, read_list_name(call.inputs));
    TRY(const ShownList shown, api::show_order_list(call.house, call.caller, name));
    const auto live = call.house.live.read();
    const core::Catalogue& catalogue = live->state.catalogue;
    return told(live->state.stamp.sequence, [&](Json& json) {
        json.name("list");
        tell(json, catalogue, shown.list, "open");
        tell_orders(json, "orders", catalogue, shown.orders);
    });
}

Answer<Told> list_order_lists(const Call& call) {
    const auto market = [&]() -> Answer<core::MarketId> {
        const auto live = call.house.live.read();
        TRY(const core::Market* named, read_market_if_any(live->state, call.inputs));
        return named == nullptr ? core::MarketId{} : named->id;
    }();
    if (!market) return std::unexpected(market.error());
    TRY(const auto lists, open_order_lists(call.house, call.caller, *market));
    const auto live = call.house.live.read();
    return told(live->state.stamp.sequence, [&](Json& json) {
        json.name("lists");
        json.begin_array();
        for (const core::OrderList& list : lists) tell(json, live->state.catalogue, list, "open");
        json.end_array();
    });
}

}  // namespace api::handlers
