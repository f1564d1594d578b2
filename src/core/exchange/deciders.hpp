// One decider per command, one file per subject. Each makes all its checks first and then lists
// what happens; see exchange.hpp for the rules.
#pragma once

#include "core/exchange/draft.hpp"
#include "core/exchange/state.hpp"

namespace core {

// What a decider knows besides the state.
struct Asked {
    const Envelope& envelope;
    Stamp stamp;
};

// house.cpp
Verdict decide(const State& state, Asked asked, const OpenHouse& command, Draft& draft);
Verdict decide(const State& state, Asked asked, const DefineAsset& command, Draft& draft);
Verdict decide(const State& state, Asked asked, const DefineMarket& command, Draft& draft);
Verdict decide(const State& state, Asked asked, const SetMarketMode& command, Draft& draft);
Verdict decide(const State& state, Asked asked, const Recover& command, Draft& draft);
Verdict decide(const State& state, Asked asked, const Tick& command, Draft& draft);

// people.cpp
Verdict decide(const State& state, Asked asked, const RegisterCustomer& command, Draft& draft);
Verdict decide(const State& state, Asked asked, const SetCustomerStatus& command, Draft& draft);
Verdict decide(const State& state, Asked asked, const CreateKey& command, Draft& draft);
Verdict decide(const State& state, Asked asked, const EditKey& command, Draft& draft);
Verdict decide(const State& state, Asked asked, const SetKeyStatus& command, Draft& draft);
Verdict decide(const State& state, Asked asked, const FundAccount& command, Draft& draft);

// place_order.cpp
Verdict decide(const State& state, Asked asked, const PlaceOrder& command, Draft& draft);
Verdict decide(const State& state, Asked asked, const ContinueOrder& command, Draft& draft);

// cancel_order.cpp
// The account's open order that the command means, if there is one.
std::optional<OpenOrder> named_by(const State& state, AccountId account,
                                  const CancelOrder& command);
Verdict decide(const State& state, Asked asked, const CancelOrder& command, Draft& draft);
Verdict decide(const State& state, Asked asked, const CancelAll& command, Draft& draft);

}  // namespace core
