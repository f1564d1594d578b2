#include "simulation/random_customers.hpp"

#include "core/customers/onboarding.hpp"

namespace simulation {
namespace {

using namespace core;

template <class Enum>
Enum any(base::Prng& prng, std::int64_t last) {  // now and then none of them
    return static_cast<Enum>(prng.between(1, prng.one_in(30) ? last + 1 : last));
}

ReasonCode some_reason(base::Prng& prng) {
    return prng.one_in(5) ? ReasonCode{} : ReasonCode{prng.one_in(10) ? "Bad" : "found_out"};
}

CustomerId some_customer(base::Prng& prng, const State& state) {
    const std::uint64_t count = state.customers.all().size();
    return CustomerId{prng.below(count) + (prng.one_in(40) ? 0 : 1)};
}

// Mostly a move that the table has.
DecideOnboarding some_move(base::Prng& prng, const State& state) {
    DecideOnboarding decide;
    decide.customer = some_customer(prng, state);
    decide.to = any<Onboarding>(prng, 14);
    decide.level = static_cast<std::uint8_t>(prng.one_in(3) ? 0 : prng.between(1, 4));
    decide.risk = static_cast<RiskLevel>(prng.one_in(3) ? prng.between(1, 5) : 1);
    decide.reason = some_reason(prng);
    if (prng.one_in(4)) decide.provider_event = {9, prng.below(60)};
    const Customer* customer = state.customers.find(decide.customer);
    if (customer == nullptr || prng.one_in(8)) return decide;
    if (customer->onboarding == Onboarding::on_hold) decide.to = customer->before_hold;
    std::vector<Onboarding> next;
    for (const Move& move : all_moves()) {
        if (move.from == customer->onboarding && !move.by_customer) next.push_back(move.to);
    }
    if (!next.empty()) decide.to = next[prng.below(next.size())];
    return decide;
}

SetLock some_lock(base::Prng& prng, const State& state, Timestamp now) {
    SetLock lock;
    lock.customer = some_customer(prng, state);
    lock.scope = any<LockScope>(prng, 5);
    const auto keys = state.keys.of_customer(lock.customer);
    if (lock.scope == LockScope::key && !keys.empty()) lock.key = keys[prng.below(keys.size())];
    lock.reason = some_reason(prng);
    lock.disclosed = prng.one_in(2);
    // Mostly short: what is locked for ever reaches nothing any more.
    if (!prng.one_in(4)) lock.ends_at = now + seconds(prng.between(0, 60));
    return lock;
}

PostPolicy some_policy(base::Prng& prng, Timestamp now) {
    PostPolicy post;
    post.type = any<PolicyType>(prng, 3);
    post.locale = "en";
    post.body = {8, prng.next()};
    post.sha256.assign(prng.one_in(20) ? 31 : 32, 1);
    if (prng.one_in(3)) post.effective_at = now + seconds(prng.between(-10, 100));
    post.requires_explicit = prng.one_in(4);
    return post;
}

HouseRules some_rules(base::Prng& prng) {
    HouseRules rules;
    rules.two_persons = prng.one_in(2);
    rules.api_access_automatic = prng.one_in(2);
    rules.api_level = static_cast<std::uint8_t>(prng.one_in(20) ? 4 : prng.below(3));
    rules.ip_list_required = prng.one_in(5);
    rules.withdraw_without_hmac = prng.one_in(2);
    rules.withdraw_by_ip_list = prng.one_in(2);
    rules.keys_max =
        static_cast<std::uint16_t>(prng.one_in(5) ? prng.between(0, 2) : prng.between(20, 60));
    return rules;
}

ProposalId some_proposal(base::Prng& prng, const State& state) {
    const auto& waiting = state.proposals.all();
    if (waiting.empty() || prng.one_in(20)) return ProposalId{prng.below(30)};
    auto at = waiting.begin();
    std::advance(at, static_cast<std::ptrdiff_t>(prng.below(waiting.size())));
    return at->first;
}

Command staff_act(base::Prng& prng, const State& state, Timestamp now) {
    if (!state.proposals.all().empty() && prng.one_in(4)) {
        return DecideProposal{some_proposal(prng, state), !prng.one_in(4)};
    }
    switch (prng.below(16)) {
        case 0:
            return SetCustomerStatus{some_customer(prng, state), !prng.one_in(4), prng.one_in(4),
                                     some_reason(prng)};
        case 1:
            return some_lock(prng, state, now);
        case 2:
        case 3: {
            const auto& locks = state.locks.all();
            const LockId any_lock{prng.below(state.locks.last().value + 2)};
            return LiftLock{locks.empty() || prng.one_in(4) ? any_lock : locks.begin()->first,
                            some_reason(prng)};
        }
        case 4:
        case 5:
        case 6:
            return DecideApiAccess{some_customer(prng, state),
                                   prng.one_in(2) ? ApiAccess::approved : any<ApiAccess>(prng, 5),
                                   some_reason(prng)};
        case 7:
            return some_policy(prng, now);
        case 8:
            return DecideProposal{some_proposal(prng, state), prng.one_in(2)};
        default:
            return some_move(prng, state);
    }
}

AcceptPolicies acceptance(base::Prng& prng, const State& state) {
    AcceptPolicies accept;
    accept.kind = any<AcceptanceKind>(prng, 2);
    const std::uint64_t posted = state.policies.all().size();
    for (std::uint64_t i = prng.one_in(4) ? 3 : 0; i < 3; ++i) {
        accept.policies.push_back(
            PolicyId{static_cast<std::uint32_t>(posted - std::min(posted, prng.below(5)))});
    }
    if (accept.kind == AcceptanceKind::continued_use && !prng.one_in(8)) accept.policies.clear();
    return accept;
}

Command own_act(base::Prng& prng, const State& state) {
    switch (prng.below(6)) {
        case 0:
        case 1:
            return SubmitOnboarding{static_cast<CustomerKind>(prng.between(1, 2)),
                                    prng.one_in(10) ? "x" : "DE",
                                    prng.one_in(20) ? VaultRef{} : VaultRef{7, prng.next()}};
        case 2:
            return AttachDocument{prng.one_in(10) ? "No" : "passport",
                                  {7, prng.next()},
                                  {7, prng.next()},
                                  prng.below(20)};
        case 3:
            return RequestApiAccess{{7, prng.next()}};
        default:
            return acceptance(prng, state);
    }
}

// Going on by a key.
Asked going_on(base::Prng& prng, const State& state) {
    Envelope envelope{.surface = Surface::api};
    envelope.key = KeyId{prng.below(state.keys.all().size() + 1)};
    if (const Key* key = state.keys.find(envelope.key)) {
        envelope.customer = key->customer;
        envelope.account = key->account;
    }
    return {
        prng.one_in(20) ? own_act(prng, state) : AcceptPolicies{{}, AcceptanceKind::continued_use},
        envelope};
}

UserId some_user_of(base::Prng& prng, const State& state, bool staff) {
    std::vector<UserId> users;
    for (const User& user : state.users.all()) {
        if (static_cast<bool>(user.customer) != staff) users.push_back(user.id);
    }
    return users.empty() || prng.one_in(20) ? some_user(prng, state)
                                            : users[prng.below(users.size())];
}

}  // namespace

Asked customers_affair(base::Prng& prng, const State& state, Timestamp now) {
    const Envelope operators{.surface = Surface::cli};
    if (prng.one_in(30)) return {SetHouseRules{some_rules(prng)}, operators};
    if (prng.one_in(5)) return going_on(prng, state);
    if (prng.one_in(3)) return {staff_act(prng, state, now), operators};
    const auto& waiting = state.proposals.all();
    if (!waiting.empty() && prng.one_in(3)) {  // who proposed would decide it himself
        const Proposal& proposal = waiting.rbegin()->second;
        return {DecideProposal{proposal.id, true},
                envelope_of_person(prng, state, proposal.proposer, now)};
    }
    const bool staff = !prng.one_in(3);
    const Envelope person = envelope_of_person(prng, state, some_user_of(prng, state, staff), now);
    return {staff ? staff_act(prng, state, now) : own_act(prng, state), person};
}

}  // namespace simulation
