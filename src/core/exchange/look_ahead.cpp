#include "core/exchange/look_ahead.hpp"

namespace core {
namespace {

void look(const State& state, const Envelope& envelope, const PlaceOrder& order, Ahead ahead) {
    const Market* market = state.catalogue.find_market(order.market);
    if (market == nullptr) return;
    const AccountId account = envelope.account;
    const OrderBook& book = state.orders.book(order.market);
    switch (ahead) {
        case Ahead::third:
            state.orders.prefetch_account(account);
            state.orders.prefetch_name(account, order.client_order_id.view());
            state.ledger.prefetch(account, market->base);
            state.ledger.prefetch(account, market->quote);
            book.prefetch_window(order.side, order.limit);
            return;
        case Ahead::second:
            state.orders.prefetch_newest_of(account);
            book.prefetch_level(order.side, order.limit);
            return;
        case Ahead::first:
            book.prefetch_newest(order.side, order.limit);
            return;
    }
}

void look(const State& state, const Envelope& envelope, const CancelOrder& cancel, Ahead ahead) {
    switch (ahead) {
        case Ahead::third:
            state.orders.prefetch_account(envelope.account);
            state.orders.prefetch_index(cancel.order);
            return;
        case Ahead::second:
            state.orders.prefetch_order(cancel.order);
            return;
        case Ahead::first:
            state.orders.prefetch_neighbours(cancel.order);
            return;
    }
}

}  // namespace

void look_ahead(const State& state, const Envelope& envelope, const Command& command, Ahead ahead) {
    if (const auto* order = std::get_if<PlaceOrder>(&command)) {
        look(state, envelope, *order, ahead);
    } else if (const auto* cancel = std::get_if<CancelOrder>(&command)) {
        look(state, envelope, *cancel, ahead);
    }
}

}  // namespace core
