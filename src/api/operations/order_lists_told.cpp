// Lists of orders in the native words; long lists of them are told in lists.cpp.
#include <algorithm>

#include "api/operations/handlers.hpp"
#include "api/operations/named.hpp"
#include "api/operations/order_inputs.hpp"
#include "api/operations/order_lists.hpp"
#include "api/operations/told.hpp"
#include "base/result.hpp"

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
        TRY_OK(read_stream(call.house, call.caller, call.inputs, *order));
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

// As it was placed: one that can be matched at once may be done already.
views::ListRow row_of(const PlacedList& placed) {
    const bool open = std::ranges::any_of(
        placed.orders, [](const views::OrderRow& row) { return !row.closed.has_value(); });
    return {placed.list, open ? core::never : placed.stamp.time};
}

Told told_placed(const House& house, const PlacedList& placed) {
    const auto live = house.live.read();
    const core::Catalogue& catalogue = live->state.catalogue;
    Told answer = told(placed.stamp.sequence, [&](Json& json) {
        json.name("list");
        tell(json, catalogue, row_of(placed));
        tell_orders(json, "orders", catalogue, placed.orders);
        tell_fills(json, "fills", catalogue, placed.fills);
    });
    answer.status = 201;
    answer.replayed = placed.replayed;
    return answer;
}

Told told_found(const House& house, const FoundList& found) {
    const auto live = house.live.read();
    const core::Catalogue& catalogue = live->state.catalogue;
    return told(live->state.stamp.sequence, [&](Json& json) {
        json.name("list");
        tell(json, catalogue, found.row);
        tell_orders(json, "orders", catalogue, found.orders);
    });
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

void show_order_list(const Call& call, Tell then) {
    const auto name = read_list_name(call.inputs);
    if (!name) return then(std::unexpected(name.error()));
    House& house = call.house;
    find_order_list(house, call.caller, *name,
                    [&house, then = std::move(then)](Answer<FoundList>&& found) mutable {
                        if (!found) return then(std::unexpected(std::move(found).error()));
                        then(told_found(house, *found));
                    });
}

}  // namespace api::handlers
