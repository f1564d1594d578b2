// What of the vault the state still names: everything else is an orphan of a crash.
#pragma once

#include <set>

#include "core/exchange/state.hpp"
#include "vault/vault.hpp"

namespace app {

class References {
  public:
    explicit References(const core::State& state);

    // A profile counts as long as its subject does: the newest of it is the one in use.
    bool names(const vault::Sealed& row) const;

  private:
    void name_act(const core::ProposedAct& act);

    std::set<core::VaultRef> secrets_;
    std::set<core::VaultRef> subjects_;
};

}  // namespace app
