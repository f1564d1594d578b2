// What happens to the other orders of a list when one of its legs trades, triggers or ends.
//
//     pair open (oco, or what an otoco's working order left behind): one hold for both legs, the
//         larger of their needs
//       a leg is about to trade or to trigger:  end_sibling()    the other ends (list_sibling)
//       a leg closes for another reason:        close_legs()     both end
//     working order open, the pending legs parked and without a hold:
//       it is filled:                           nothing yet; ActivateOrder follows
//       it ends otherwise:                      end_pending()    they end with it
//
// All of them look at the state and at what the draft has closed already, so they may be called
// again for the same list: an order is closed once and its hold released once. An order without a
// list costs one comparison.
#pragma once

#include "core/exchange/draft.hpp"
#include "core/exchange/matching.hpp"
#include "core/exchange/state.hpp"

namespace core {

// What is held for an open order that is alone: nothing while it waits for its list.
Hold held_by(const State& state, const OpenOrder& order);

// Gives back what was held; nothing happens for nothing.
void release(const State& state, AccountId account, const Hold& hold, Draft& draft);

// The order's list if it is open in the state; one that this draft opens is not.
const OpenList* list_of(const State& state, const OpenOrder& order);

// The other leg of its pair, if both are open and placed.
std::optional<OpenOrder> sibling_of(const State& state, const OpenOrder& order, const Draft& draft);

// From now on the order is one like any other, and what is held is what it needs.
void end_sibling(const State& state, const OpenOrder& order, Draft& draft);

// The working order ended for this reason. Nothing where it was filled, or where nothing waits.
void end_pending(const State& state, const OpenOrder& working, CloseReason reason, Draft& draft);

// Closes the order and all the open legs of its list, and releases what was held for them.
void close_legs(const State& state, const OpenOrder& order, CloseReason reason, Draft& draft);

// What the legs that waited for a working order are told when it ends: what its owner asked for,
// or that their list failed.
CloseReason pending_reason(CloseReason of_working);

}  // namespace core
