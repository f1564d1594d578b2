// Decides who may use the API at all: customers apply, staff approve, suspend and revoke.
#include "base/result.hpp"
#include "core/customers/onboarding.hpp"
#include "core/exchange/callers.hpp"
#include "core/exchange/deciders.hpp"

namespace core {
namespace {

std::unexpected<Rejection> stands_otherwise(ApiAccess access) {
    return std::unexpected(
        Rejection{.reject = Reject::state_conflict, .field = base::Text<40>{name_of(access)}});
}

Verdict check_onboarded(const State& state, const Customer& customer) {
    if (customer.verified && customer.level >= state.rules.api_level) return {};
    return reject(Reject::customer_not_verified, "level");
}

}  // namespace

Verdict decide(const State& state, Asked asked, const RequestApiAccess& command, Draft& draft) {
    const UserId user = acting(asked.envelope);
    const Customer* customer = state.customers.find(state.users.at(user).customer);
    if (customer == nullptr || customer->id != asked.envelope.customer) {
        return reject(Reject::role_missing);
    }
    const ApiAccess from = customer->api_access;
    if (from != ApiAccess::none && from != ApiAccess::declined) return stands_otherwise(from);
    TRY_OK(check_onboarded(state, *customer));
    if (!state.factors.has_active(user)) return reject(Reject::factor_not_enrolled);
    if (!state.policies.all_accepted_explicitly(*customer, asked.stamp.time)) {
        return reject(Reject::policy_acceptance_required);
    }
    const bool at_once = state.rules.api_access_automatic;
    draft.add(ApiAccessChanged{.customer = customer->id,
                               .to = at_once ? ApiAccess::approved : ApiAccess::requested,
                               .reason = {},
                               .by = user,
                               .answers = command.answers});
    return {};
}

Verdict decide(const State& state, Asked asked, const DecideApiAccess& command, Draft& draft) {
    const Customer* customer = state.customers.find(command.customer);
    if (customer == nullptr) return reject(Reject::not_found, "customer");
    // The operator, who knows his customer, needs no application.
    const bool at_once = of_operator(asked.envelope) && customer->api_access == ApiAccess::none &&
                         command.to == ApiAccess::approved;
    if (!at_once && !may_decide(customer->api_access, command.to)) {
        return stands_otherwise(customer->api_access);
    }
    if (command.to == ApiAccess::approved) {
        TRY_OK(check_onboarded(state, *customer));
    } else if (command.reason.empty()) {
        return reject(Reject::missing_field, "reason");
    }
    if (!command.reason.empty() && !is_code(command.reason.view())) {
        return reject(Reject::malformed_field, "reason");
    }
    TRY_OK(need_staff_factor(state, asked.envelope));
    if (proposes(state, asked, command, draft)) return {};
    draft.add(ApiAccessChanged{.customer = customer->id,
                               .to = command.to,
                               .reason = command.reason,
                               .by = acting(asked.envelope),
                               .answers = customer->api_answers});
    return {};
}

}  // namespace core
