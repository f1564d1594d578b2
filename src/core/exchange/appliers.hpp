// One applier per event: moves the state by that fact. Computes nothing, refuses nothing.
#pragma once

#include "core/exchange/state.hpp"

namespace core {

// apply.cpp: the house, its markets, orders and money
void apply_one(State& state, const HouseOpened& event);
void apply_one(State& state, const AssetDefined& event);
void apply_one(State& state, const MarketDefined& event);
void apply_one(State& state, const MarketModeChanged& event);
void apply_one(State& state, const AccountOpened& event);
void apply_one(State& state, const OrderAccepted& event);
void apply_one(State& state, const Traded& event);
void apply_one(State& state, const OrderDecremented& event);
void apply_one(State& state, const OrderRested& event);
void apply_one(State& state, const OrderClosed& event);
void apply_one(State& state, const Posted& event);
void apply_one(State& state, const MemoryForgotten& event);
void apply_one(State& state, const Recovered& event);

// apply_people.cpp: users, factors, sessions
void apply_one(State& state, const UserRegistered& event);
void apply_one(State& state, const StaffChanged& event);
void apply_one(State& state, const PasswordChanged& event);
void apply_one(State& state, const FactorAdded& event);
void apply_one(State& state, const FactorConfirmed& event);
void apply_one(State& state, const FactorUsed& event);
void apply_one(State& state, const FactorFailed& event);
void apply_one(State& state, const FactorRemoved& event);
void apply_one(State& state, const SecretsChanged& event);
void apply_one(State& state, const SessionOpened& event);
void apply_one(State& state, const SessionTouched& event);
void apply_one(State& state, const SessionEnded& event);
// Sets the timers of all sessions anew: the house rules say when they end. O(timers).
void time_sessions(State& state);

// apply_customers.cpp: onboarding, API access, policies, proposals
void apply_one(State& state, const CustomerRegistered& event);
void apply_one(State& state, const CustomerStatusChanged& event);
void apply_one(State& state, const OnboardingMoved& event);
void apply_one(State& state, const DocumentAttached& event);
void apply_one(State& state, const LockChanged& event);
void apply_one(State& state, const ApiAccessChanged& event);
void apply_one(State& state, const PolicyPosted& event);
void apply_one(State& state, const PolicyAccepted& event);
void apply_one(State& state, const HouseRulesSet& event);
void apply_one(State& state, const Proposed& event);
void apply_one(State& state, const ProposalEnded& event);

// apply_keys.cpp: keys and incidents
void apply_one(State& state, const KeyCreated& event);
void apply_one(State& state, const KeyEdited& event);
void apply_one(State& state, const KeyStatusChanged& event);
void apply_one(State& state, const KeyRotated& event);
void apply_one(State& state, const KeyTakenOver& event);
void apply_one(State& state, const KeyUsed& event);
void apply_one(State& state, const KeyIdleNoticed& event);
void apply_one(State& state, const CapUsed& event);
void apply_one(State& state, const KeyConfirmationDue& event);
void apply_one(State& state, const IncidentOpened& event);
void apply_one(State& state, const IncidentClosed& event);

// apply_orders.cpp: parked orders, icebergs, auctions. apply_lists.cpp: lists, amendments, dead-man
// timers, fees.
void apply_one(State& state, const OrderParked& event);
void apply_one(State& state, const OrderActivated& event);
void apply_one(State& state, const OrderRefreshed& event);
void apply_one(State& state, const OrderAmended& event);
void apply_one(State& state, const OrderListOpened& event);
void apply_one(State& state, const TradePrevented& event);
void apply_one(State& state, const CancelRefused& event);
void apply_one(State& state, const PlaceRefused& event);
void apply_one(State& state, const DeadManSet& event);
void apply_one(State& state, const DeadManFired& event);
void apply_one(State& state, const AuctionPriced& event);
void apply_one(State& state, const FeeTiersSet& event);

// What the terms of an order bring with them while it is open: its timer, its place in a list.
void begin_terms(State& state, OrderId order, const OrderTerms& terms);  // it rests or is parked
void end_terms(State& state, OrderId order, const OrderTerms& terms);    // it closed
void count_volume(State& state, const Traded& trade);  // where there are fee tiers

// Moves a timer from one deadline to another; `never` stands for none.
void set_timer(State& state, TimerKind kind, std::uint64_t subject, Timestamp before,
               Timestamp deadline);

}  // namespace core
