#include "api/operations/order_changes.hpp"

#include "api/operations/errands.hpp"
#include "api/operations/followed.hpp"
#include "base/result.hpp"

namespace api {
namespace {

template <class Event>
const Event* find_event(const engine::Reply& reply) {
    for (const core::Event& event : reply.events) {
        if (const Event* found = std::get_if<Event>(&event)) return found;
    }
    return nullptr;
}

// The new order's half, and both refusals. What was cancelled comes later: it may be in history.
Replaced replaced_by(const House& house, const engine::Reply& reply) {
    const auto live = house.live.read();
    const core::Catalogue& catalogue = live->state.catalogue;
    Replaced replaced;
    replaced.stamp = reply.stamp;
    replaced.replayed = reply.replayed;
    if (const auto* refused = find_event<core::CancelRefused>(reply)) {
        replaced.cancel_refused = refusal_of(catalogue, refused->rejection);
    }
    if (const auto* refused = find_event<core::PlaceRefused>(reply)) {
        replaced.place_refused = refusal_of(catalogue, refused->rejection);
    }
    const core::OrderAccepted* accepted = first_accepted(reply);
    if (accepted == nullptr) return replaced;
    Followed followed = follow(catalogue.market(accepted->order.market), reply);
    replaced.placed = Placed{.order = std::move(followed.orders.front()),
                             .fills = std::move(followed.fills),
                             .prevented = std::move(followed.prevented),
                             .stamp = reply.stamp};
    return replaced;
}

void finish_replace(House& house, engine::Reply&& reply, Then<Replaced> then) {
    Replaced replaced = replaced_by(house, reply);
    if (replaced.cancel_refused) return then(std::move(replaced));
    tell_closed(
        house, std::move(reply),
        [replaced = std::move(replaced), then = std::move(then)](Answer<Cancelled>&& gone) mutable {
            if (!gone) return then(std::unexpected(std::move(gone).error()));
            replaced.cancelled = std::move(gone->orders);
            then(std::move(replaced));
        });
}

}  // namespace

void amend_order(House& house, const Caller& caller, const OrderName& name, core::AmendOrder change,
                 Then<Amended> then) {
    const auto market = market_of_open(house, caller, name);
    if (!market) return then(std::unexpected(market.error()));
    change.market = *market;
    change.order = name.order;
    change.client_order_id = name.client_order_id;
    submit(house, caller, std::move(change),
           [&house, account = caller.account,
            then = std::move(then)](Answer<engine::Reply>&& reply) mutable {
               if (!reply) return then(std::unexpected(std::move(reply).error()));
               const auto* amended = find_event<core::OrderAmended>(*reply);
               CHECK(amended != nullptr);
               Amended done{{}, *amended, reply->stamp, reply->replayed};
               Caller owner;
               owner.account = account;
               show_order(house, owner,
                          {.market = {}, .order = amended->order, .client_order_id = {}},
                          [done = std::move(done),
                           then = std::move(then)](Answer<views::OrderRow>&& row) mutable {
                              if (!row) return then(std::unexpected(std::move(row).error()));
                              done.order = *std::move(row);
                              then(std::move(done));
                          });
           });
}

Answer<void> check_replacement(House& house, const Caller& caller, core::CancelReplace command) {
    if (command.place.client_order_id.empty()) {
        command.place.client_order_id = drawn_client_order_id(house.randomness);
    }
    return try_out(house, caller, command);
}

void replace_order(House& house, const Caller& caller, core::CancelReplace command,
                   Then<Replaced> then) {
    if (command.place.client_order_id.empty()) {
        command.place.client_order_id = drawn_client_order_id(house.randomness);
    }
    const bool is_bound = command.place.terms && command.place.terms->session != 0;
    submit(house, caller, std::move(command),
           [&house, is_bound, customer = caller.customer,
            then = std::move(then)](Answer<engine::Reply>&& reply) mutable {
               if (!reply) return then(std::unexpected(std::move(reply).error()));
               const core::OrderAccepted* accepted = first_accepted(*reply);
               if (is_bound && accepted != nullptr) {
                   cancel_if_unbound(house, customer, accepted->order);
               }
               finish_replace(house, *std::move(reply), std::move(then));
           });
}

}  // namespace api
