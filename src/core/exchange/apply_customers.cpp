// Moves the state by facts about customers, policies and proposals.
#include "core/customers/onboarding.hpp"
#include "core/exchange/appliers.hpp"

namespace core {
namespace {

// A provider sends again for at most a day.
constexpr Duration provider_event_kept = hours(24);

void set_review_timer(State& state, CustomerId customer, Timestamp before) {
    set_timer(state, TimerKind::review_due, customer.value, before,
              review_due_at(state.customers.at(customer)));
}

}  // namespace

void apply_one(State& state, const CustomerRegistered& event) {
    state.customers.add(event.customer);
    set_review_timer(state, event.customer.id, never);
}

void apply_one(State& state, const CustomerStatusChanged& event) {
    const Timestamp before = review_due_at(state.customers.at(event.customer));
    state.customers.set_status(event, state.stamp.time);
    set_review_timer(state, event.customer, before);
}

void apply_one(State& state, const OnboardingMoved& event) {
    const Timestamp before = review_due_at(state.customers.at(event.customer));
    state.customers.set_onboarding(event, state.stamp.time);
    set_review_timer(state, event.customer, before);
    if (event.provider_event && !state.memory.used(KeyId{}, event.provider_event)) {
        state.memory.use(KeyId{}, event.provider_event, state.stamp.time + provider_event_kept);
    }
}

void apply_one(State& state, const DocumentAttached& event) { state.documents.add(event.document); }

void apply_one(State& state, const LockChanged& event) {
    const Timestamp before = event.lifted ? event.lock.ends_at : never;
    const Timestamp after = event.lifted ? never : event.lock.ends_at;
    set_timer(state, TimerKind::lock_ends, event.lock.id.value, before, after);
    if (event.lifted) {
        state.locks.remove(event.lock.id);
    } else {
        state.locks.add(event.lock);
    }
}

void apply_one(State& state, const ApiAccessChanged& event) {
    state.customers.set_api_access(event, state.stamp.time);
}

void apply_one(State& state, const PolicyPosted& event) { state.policies.add(event.policy); }

void apply_one(State& state, const PolicyAccepted& event) { state.customers.accept(event); }

void apply_one(State& state, const HouseRulesSet& event) {
    state.rules = event.rules;
    time_sessions(state);  // the rules say when they end
}

void apply_one(State& state, const Proposed& event) {
    const Proposal& proposal = event.proposal;
    set_timer(state, TimerKind::proposal_ends, proposal.id.value, never, proposal.ends_at);
    state.proposals.add(proposal);
}

void apply_one(State& state, const ProposalEnded& event) {
    const Timestamp before = state.proposals.find(event.proposal)->ends_at;
    set_timer(state, TimerKind::proposal_ends, event.proposal.value, before, never);
    state.proposals.remove(event.proposal);
}

}  // namespace core
