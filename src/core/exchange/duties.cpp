#include "core/exchange/duties.hpp"

namespace core {
namespace {

std::optional<OrderId> triggered(const State& state) {
    for (const MarketId market : state.orders.due_markets()) {
        if (state.catalogue.market(market).mode != MarketMode::open) continue;
        return state.orders.triggers(market).due();
    }
    return std::nullopt;
}

// The first of the orders that wait for the working one; they are placed together.
std::optional<OrderId> pending(const State& state) {
    const OpenList* open = state.lists.due();
    if (open == nullptr) return std::nullopt;
    for (std::size_t leg = 1; leg < open->list.legs.size(); ++leg) {
        if (open->is_open(leg)) return open->list.legs[leg].order;
    }
    return std::nullopt;
}

}  // namespace

std::optional<Command> next_duty(const State& state) {
    if (state.taker) return ContinueOrder{state.taker->order.id};
    if (!state.catalogue.ending_auctions().empty()) {
        return Uncross{*state.catalogue.ending_auctions().begin()};
    }
    if (const auto order = triggered(state)) return ActivateOrder{*order};
    if (const auto order = pending(state)) return ActivateOrder{*order};
    return std::nullopt;
}

}  // namespace core
