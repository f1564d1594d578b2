// Commands and events that are agreed on and not built yet: nobody can send the one, so nothing
// makes the other. Each leaves this file for its own as it is built; then the file goes.
#include "core/exchange/appliers.hpp"
#include "core/exchange/deciders.hpp"

namespace core {

#define UNBUILT(Wish) \
    Verdict decide(const State&, Asked, const Wish&, Draft&) { return reject(Reject::unavailable); }
UNBUILT(PlaceOrderList)
UNBUILT(CancelOrderList)
UNBUILT(CancelReplace)
UNBUILT(AmendOrder)
UNBUILT(SetDeadMan)
UNBUILT(ActivateOrder)
UNBUILT(Uncross)
UNBUILT(SetFeeTiers)
#undef UNBUILT

void apply_one(State&, const OrderParked&) {}
void apply_one(State&, const OrderActivated&) {}
void apply_one(State&, const OrderRefreshed&) {}
void apply_one(State&, const OrderAmended&) {}
void apply_one(State&, const OrderListOpened&) {}
void apply_one(State&, const TradePrevented&) {}
void apply_one(State&, const CancelRefused&) {}
void apply_one(State&, const PlaceRefused&) {}
void apply_one(State&, const DeadManSet&) {}
void apply_one(State&, const DeadManFired&) {}
void apply_one(State&, const AuctionPriced&) {}
void apply_one(State&, const FeeTiersSet&) {}

}  // namespace core
