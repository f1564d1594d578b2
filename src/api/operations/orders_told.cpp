// Orders in the native words: reads the fields, places, cancels, shows.
#include <algorithm>
#include <iterator>

#include "api/operations/handlers.hpp"
#include "api/operations/named.hpp"
#include "api/operations/order_inputs.hpp"
#include "api/operations/told.hpp"

namespace api::handlers {
namespace {

Told told_placed(const House& house, const Placed& placed) {
    const auto live = house.live.read();
    const core::Catalogue& catalogue = live->state.catalogue;
    Told answer = told(placed.stamp.sequence, [&](Json& json) {
        json.name("order");
        tell(json, catalogue, placed.order);
        tell_fills(json, "fills", catalogue, placed.fills);
    });
    answer.status = 201;
    answer.replayed = placed.replayed;
    return answer;
}

Told told_cancelled(const House& house, const Cancelled& cancelled) {
    const auto live = house.live.read();
    Told answer = told(cancelled.stamp.sequence, [&](Json& json) {
        tell_orders(json, "orders", live->state.catalogue, cancelled.orders);
    });
    answer.replayed = cancelled.replayed;
    return answer;
}

// The one that was named, and what it took along.
Told told_cancelled(const House& house, Cancelled cancelled, const OrderName& name) {
    const auto is_named = [&](const views::OrderRow& row) {
        return row.order.id == name.order ||
               (!name.order && row.order.client_order_id == name.client_order_id);
    };
    const auto named = std::ranges::find_if(cancelled.orders, is_named);
    if (named != cancelled.orders.end()) {
        std::rotate(cancelled.orders.begin(), named, std::next(named));
    }
    const std::span<const views::OrderRow> rows = cancelled.orders;
    const auto live = house.live.read();
    const core::Catalogue& catalogue = live->state.catalogue;
    Told answer = told(cancelled.stamp.sequence, [&](Json& json) {
        json.name("order");
        tell(json, catalogue, rows.front());
        tell_orders(json, "others", catalogue, rows.subspan(1));
    });
    answer.replayed = cancelled.replayed;
    return answer;
}

Answer<core::CancelAll> read_cancel_all(const Call& call) {
    core::CancelAll which;
    const auto live = call.house.live.read();
    TRY(const core::Market* market, read_market_if_any(live->state, call.inputs));
    if (market != nullptr) which.market = market->id;
    TRY(which.tag, read_tag(call.inputs));
    return which;
}

}  // namespace

void place_order(const Call& call, Tell then) {
    const auto order = [&]() -> Answer<core::PlaceOrder> {
        const auto live = call.house.live.read();
        TRY(const core::Market* market, read_market(live->state, call.inputs));
        TRY(core::PlaceOrder read, read_order(live->state, *market, call.inputs));
        TRY_OK(read_stream(call.house, call.caller, call.inputs, read));
        return read;
    }();
    if (!order) return then(std::unexpected(order.error()));
    House& house = call.house;
    if (call.validate_only) {
        return tell_verdict(house, check_order(house, call.caller, *order), std::move(then));
    }
    api::place_order(house, call.caller, *order,
                     [&house, then = std::move(then)](Answer<Placed>&& placed) mutable {
                         if (!placed) return then(std::unexpected(std::move(placed).error()));
                         then(told_placed(house, *placed));
                     });
}

void cancel_order(const Call& call, Tell then) {
    const auto name = read_order_name(call.inputs);
    if (!name) return then(std::unexpected(name.error()));
    House& house = call.house;
    if (call.validate_only) {
        const core::CancelOrder command{name->market, name->order, name->client_order_id,
                                        name->only};
        return tell_verdict(house, try_out(house, call.caller, command), std::move(then));
    }
    api::cancel_order(
        house, call.caller, *name,
        [&house, name = *name, then = std::move(then)](Answer<Cancelled>&& gone) mutable {
            if (!gone) return then(std::unexpected(std::move(gone).error()));
            then(told_cancelled(house, *std::move(gone), name));
        });
}

void cancel_all(const Call& call, Tell then) {
    const auto which = read_cancel_all(call);
    if (!which) return then(std::unexpected(which.error()));
    House& house = call.house;
    if (call.validate_only) {
        return tell_verdict(house, try_out(house, call.caller, *which), std::move(then));
    }
    api::cancel_all(house, call.caller, *which,
                    [&house, then = std::move(then)](Answer<Cancelled>&& gone) mutable {
                        if (!gone) return then(std::unexpected(std::move(gone).error()));
                        then(told_cancelled(house, *gone));
                    });
}

void show_order(const Call& call, Tell then) {
    const auto name = read_order_name(call.inputs);
    if (!name) return then(std::unexpected(name.error()));
    House& house = call.house;
    api::show_order(house, call.caller, *name,
                    [&house, then = std::move(then)](Answer<views::OrderRow>&& row) mutable {
                        if (!row) return then(std::unexpected(std::move(row).error()));
                        const auto live = house.live.read();
                        then(told(live->state.stamp.sequence, [&](Json& json) {
                            json.name("order");
                            tell(json, live->state.catalogue, *row);
                        }));
                    });
}

}  // namespace api::handlers
