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
    bool by_two{};  // a second person approved the act: it is done, not proposed again
};

// house.cpp
Verdict decide(const State& state, Asked asked, const OpenHouse& command, Draft& draft);
Verdict decide(const State& state, Asked asked, const DefineAsset& command, Draft& draft);
Verdict decide(const State& state, Asked asked, const DefineMarket& command, Draft& draft);
Verdict decide(const State& state, Asked asked, const SetMarketMode& command, Draft& draft);
Verdict decide(const State& state, Asked asked, const Recover& command, Draft& draft);
Verdict decide(const State& state, Asked asked, const Tick& command, Draft& draft);

// accounts.cpp
Verdict decide(const State& state, Asked asked, const RegisterCustomer& command, Draft& draft);
Verdict decide(const State& state, Asked asked, const FundAccount& command, Draft& draft);

// sign_in.cpp: users, passwords, sessions
Verdict decide(const State& state, Asked asked, const RegisterUser& command, Draft& draft);
Verdict decide(const State& state, Asked asked, const AddStaff& command, Draft& draft);
Verdict decide(const State& state, Asked asked, const ChangeStaff& command, Draft& draft);
Verdict decide(const State& state, Asked asked, const ChangePassword& command, Draft& draft);
Verdict decide(const State& state, Asked asked, const OpenSession& command, Draft& draft);
Verdict decide(const State& state, Asked asked, const EndSession& command, Draft& draft);
Verdict decide(const State& state, Asked asked, const TouchSession& command, Draft& draft);
// All sessions of the user but one, which may be none.
void end_sessions(const State& state, UserId user, SessionId except, SessionEnd reason,
                  Draft& draft);
// What follows when the person's password or one of his factors is another one: his other sessions
// end, pending factors but one are dropped, keys with money scopes want to be confirmed.
void change_secrets(const State& state, Asked asked, const User& user, FactorId except,
                    Draft& draft);

// factors.cpp
Verdict decide(const State& state, Asked asked, const AddFactor& command, Draft& draft);
Verdict decide(const State& state, Asked asked, const ConfirmFactor& command, Draft& draft);
Verdict decide(const State& state, Asked asked, const RemoveFactor& command, Draft& draft);
// What a factor shown with any command says. Adds FactorUsed; or, alone in the draft, FactorFailed,
// which is recorded with the rejected command.
//
// Rejects  unauthorized, session_expired, step_up_locked, and step_up_invalid with what is wrong:
//          "factor" not an active one of his, "code", "used" before, "counter" of a passkey that
//          did not grow, "challenge" answered before or over
Verdict check_factor(const State& state, Asked asked, Draft& draft);
// Whether this command came with a factor that was right.
bool has_factor(const Envelope& envelope);
// step_up_required, or factor_not_enrolled where there is none to show; session_required of a key.
// Nothing when a factor was shown, and nothing of the operator.
Verdict need_factor(const State& state, const Envelope& envelope);
void remove_pending_factors(const State& state, UserId user, FactorId except, Draft& draft);

// onboarding.cpp
Verdict decide(const State& state, Asked asked, const SetCustomerStatus& command, Draft& draft);
Verdict decide(const State& state, Asked asked, const SubmitOnboarding& command, Draft& draft);
Verdict decide(const State& state, Asked asked, const DecideOnboarding& command, Draft& draft);
Verdict decide(const State& state, Asked asked, const AttachDocument& command, Draft& draft);
Verdict decide(const State& state, Asked asked, const SetLock& command, Draft& draft);
Verdict decide(const State& state, Asked asked, const LiftLock& command, Draft& draft);

// api_access.cpp
Verdict decide(const State& state, Asked asked, const RequestApiAccess& command, Draft& draft);
Verdict decide(const State& state, Asked asked, const DecideApiAccess& command, Draft& draft);

// policies.cpp
Verdict decide(const State& state, Asked asked, const PostPolicy& command, Draft& draft);
Verdict decide(const State& state, Asked asked, const AcceptPolicies& command, Draft& draft);
Verdict decide(const State& state, Asked asked, const SetHouseRules& command, Draft& draft);

// proposals.cpp
// Whether the act has to wait for a second person; then it has been proposed. Called when all
// checks of the act are made.
bool proposes(const State& state, Asked asked, const ProposedAct& act, Draft& draft);
// The person behind the envelope; none for the operator, the house and keys.
UserId acting(const Envelope& envelope);
// Staff prove each act by a factor; the operator at the machine has none.
Verdict need_staff_factor(const State& state, const Envelope& envelope);
Verdict decide(const State& state, Asked asked, const DecideProposal& command, Draft& draft);

// keys.cpp: their life
Verdict decide(const State& state, Asked asked, const CreateKey& command, Draft& draft);
Verdict decide(const State& state, Asked asked, const EditKey& command, Draft& draft);
Verdict decide(const State& state, Asked asked, const SetKeyStatus& command, Draft& draft);
Verdict decide(const State& state, Asked asked, const RotateKey& command, Draft& draft);
Verdict decide(const State& state, Asked asked, const ConfirmKey& command, Draft& draft);
Verdict decide(const State& state, Asked asked, const TouchKey& command, Draft& draft);
// After a change of password or factor: keys with money scopes have to be confirmed.
void ask_to_confirm_keys(const State& state, const User& user, Timestamp now, Draft& draft);

// incidents.cpp
Verdict decide(const State& state, Asked asked, const ReportKey& command, Draft& draft);
Verdict decide(const State& state, Asked asked, const CloseIncident& command, Draft& draft);

// expiry.cpp: good till date
void fire_order_timer(const State& state, const Timer& timer, Draft& draft);

// caps.cpp
// Adds CapUsed for an accepted order; cap_exceeded when it does not fit.
Verdict use_order_caps(const State& state, Asked asked, const Market& market,
                       const PlaceOrder& command, Draft& draft);

// The same for a list: each order counts once, a pair as the leg that is worth more.
Verdict use_list_caps(const State& state, Asked asked, const Market& market,
                      const PlaceOrderList& command, Draft& draft);

// timers.cpp and beside the commands: what happens when a timer's time has come.
void fire(const State& state, const Timer& timer, Timestamp now, Draft& draft);
void fire_key_timer(const State& state, const Timer& timer, Timestamp now, Draft& draft);
void fire_session_timer(const State& state, const Timer& timer, Timestamp now, Draft& draft);
void fire_customer_timer(const State& state, const Timer& timer, Timestamp now, Draft& draft);

// place_order.cpp
Verdict decide(const State& state, Asked asked, const PlaceOrder& command, Draft& draft);
Verdict decide(const State& state, Asked asked, const ContinueOrder& command, Draft& draft);

// cancel_order.cpp
// How a command names one of the account's open orders.
struct OrderName {
    MarketId market{};  // zero: whichever it is in
    OrderId order{};    // zero: the one with this name
    ClientOrderId client_order_id{};
};
constexpr OrderName name_in(const auto& command) {
    return {command.market, command.order, command.client_order_id};
}
// Rejects  order_unknown, client_order_id_mismatch
std::expected<OpenOrder, Rejection> named_by(const State& state, AccountId account,
                                             const OrderName& name);
Verdict decide(const State& state, Asked asked, const CancelOrder& command, Draft& draft);
Verdict decide(const State& state, Asked asked, const CancelAll& command, Draft& draft);

// order_lists.cpp
// The account's open list that the command means, if there is one.
const OpenList* named_by(const State& state, AccountId account, const CancelOrderList& command);
Verdict decide(const State& state, Asked asked, const PlaceOrderList& command, Draft& draft);
Verdict decide(const State& state, Asked asked, const CancelOrderList& command, Draft& draft);
// The list's working order is filled, and this is the first of those that wait for it. Never
// refused: what cannot be placed closes.
Verdict activate_pending(const State& state, Asked asked, const OpenOrder& order, Draft& draft);

// cancel_replace.cpp
Verdict decide(const State& state, Asked asked, const CancelReplace& command, Draft& draft);

// amend_order.cpp
Verdict decide(const State& state, Asked asked, const AmendOrder& command, Draft& draft);

// dead_man.cpp
void fire_dead_man(const State& state, const Timer& timer, Timestamp now, Draft& draft);
Verdict decide(const State& state, Asked asked, const SetDeadMan& command, Draft& draft);

// activate_order.cpp: what follows by itself when an order is triggered or its list's turn comes
Verdict decide(const State& state, Asked asked, const ActivateOrder& command, Draft& draft);

// auction.cpp
// Opens the market, after an auction where its book is crossed.
void open_market(const State& state, MarketId market, ModeReason reason, Draft& draft);
Verdict decide(const State& state, Asked asked, const Uncross& command, Draft& draft);

// fee_tiers.cpp
Verdict decide(const State& state, Asked asked, const SetFeeTiers& command, Draft& draft);

}  // namespace core
