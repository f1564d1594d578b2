// Four eyes: what one person proposes and another one decides.
#include "core/customers/proposals.hpp"

#include "base/result.hpp"
#include "core/customers/onboarding.hpp"
#include "core/exchange/callers.hpp"
#include "core/exchange/deciders.hpp"

namespace core {
namespace {

bool needs_two(const State&, const AddStaff&) { return true; }
bool needs_two(const State&, const ChangeStaff&) { return true; }
bool needs_two(const State&, const LiftLock&) { return true; }
bool needs_two(const State&, const PostPolicy&) { return true; }
bool needs_two(const State&, const DecideApiAccess& act) { return act.to == ApiAccess::approved; }
bool needs_two(const State& state, const DecideOnboarding& act) {
    return needs_second_person(state.customers.at(act.customer).onboarding, act.to);
}
bool needs_two(const State& state, const SetCustomerStatus& act) {
    const Customer& customer = state.customers.at(act.customer);
    return (act.verified && !customer.verified) || (!act.suspended && customer.suspended);
}

// A proposal is worth what its proposer is: still staff, still in that office.
bool still_stands_for(const State& state, const Proposal& proposal) {
    const User& proposer = state.users.at(proposal.proposer);
    return proposer.status == UserStatus::active && proposer.roles.any_of(roles_for(proposal.act));
}

}  // namespace

UserId acting(const Envelope& envelope) {
    return envelope.person ? envelope.person->user : UserId{};
}

Verdict need_staff_factor(const State& state, const Envelope& envelope) {
    return envelope.person ? need_factor(state, envelope) : Verdict{};
}

bool proposes(const State& state, Asked asked, const ProposedAct& act, Draft& draft) {
    if (!state.rules.two_persons || asked.by_two || !asked.envelope.person) return false;
    if (!std::visit([&](const auto& one) { return needs_two(state, one); }, act)) return false;
    const Timestamp now = asked.stamp.time;
    draft.add(Proposed{Proposal{.id = state.proposals.next_id(),
                                .act = act,
                                .proposer = acting(asked.envelope),
                                .made_at = now,
                                .ends_at = now + proposal_kept}});
    return true;
}

Verdict decide(const State& state, Asked asked, const DecideProposal& command, Draft& draft) {
    const Proposal* proposal = state.proposals.find(command.proposal);
    if (proposal == nullptr) return reject(Reject::not_found, "proposal");
    const UserId by = acting(asked.envelope);
    if (by == proposal->proposer) return reject(Reject::second_person_required);
    if (asked.stamp.time >= proposal->ends_at) return reject(Reject::state_conflict, "expired");
    TRY_OK(need_staff_factor(state, asked.envelope));
    if (!command.approve) {
        draft.add(ProposalEnded{proposal->id, ProposalEnd::rejected, by});
        return {};
    }
    if (!still_stands_for(state, *proposal)) return reject(Reject::state_conflict, "proposer");
    draft.add(ProposalEnded{proposal->id, ProposalEnd::approved, by});
    const Asked approved{asked.envelope, asked.stamp, true};
    return std::visit([&](const auto& act) { return decide(state, approved, act, draft); },
                      proposal->act);
}

}  // namespace core
