// What an account has. The same for every dialect.
#pragma once

#include "api/operations/house.hpp"

namespace api {

// Every asset that the caller's key may see, with the account's balance of it, zeros too:
// visit(const core::Asset&, const core::Balance&). The caller holds the view.
template <class Visit>
void each_balance(const core::State& state, const Caller& caller, Visit&& visit) {
    for (const core::Asset& asset : state.catalogue.assets()) {
        if (may_see(caller, asset.id)) visit(asset, state.ledger.balance(caller.account, asset.id));
    }
}

}  // namespace api
