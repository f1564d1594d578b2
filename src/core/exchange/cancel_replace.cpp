// Decides a replacement: one order is cancelled and another placed, with nothing in between.
//
//     book:     buy #1 5 @ 100
//     command:  cancel #1, place buy 5 @ 101
//     events:   OrderClosed #1 (cancelled), Posted (releases 500),
//               OrderAccepted #2, Posted (holds 505), ...
//
// The new order is judged as if the old one were gone: its money, its name, its place among the
// open orders. Where one half fails and the command goes on, CancelRefused or PlaceRefused says why
// in the place of its events.
//
// Rejects  not_found (market), what check_order() says of the new order; with stop_on_failure also
//          what cancelling says
#include "base/result.hpp"
#include "core/exchange/placing.hpp"

namespace core {

Verdict decide(const State& state, Asked asked, const CancelReplace& command, Draft& draft) {
    const Market* market = state.catalogue.find_market(command.place.market);
    if (market == nullptr) return reject(Reject::not_found, "market");
    TRY_OK(check_order(state, *market, command.place, asked.stamp.time));

    const Verdict cancelled = decide(state, asked, command.cancel, draft);
    if (!cancelled) {
        if (command.stop_on_failure) return cancelled;
        draft.add(CancelRefused{cancelled.error()});
    }
    const std::size_t before = draft.events().size();
    const Verdict placed = place(state, asked, *market, command.place, draft);
    if (placed) return {};
    draft.take_back(before);
    draft.add(PlaceRefused{placed.error()});
    return {};
}

}  // namespace core
