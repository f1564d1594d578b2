#include "core/customers/customers.hpp"

#include <utility>

#include "base/check.hpp"

namespace core {

CustomerId Customers::next_id() const { return CustomerId{customers_.size() + 1}; }

void Customers::add(const Customer& customer) {
    CHECK(customer.id == next_id());
    customers_.push_back(customer);
}

void Customers::set_status(const CustomerStatusChanged& changed, Timestamp at) {
    Customer& customer = changeable(changed.customer);
    if (customer.onboarding != changed.onboarding) customer.onboarding_at = at;
    customer.verified = changed.verified;
    customer.suspended = changed.suspended;
    customer.onboarding = changed.onboarding;
    customer.level = changed.level;
    customer.suspension_reason = changed.reason;
}

void Customers::set_onboarding(const OnboardingMoved& moved, Timestamp at) {
    Customer& customer = changeable(moved.customer);
    customer.verified = moved.verified;
    customer.kind = moved.kind;
    customer.onboarding = moved.to;
    customer.before_hold = moved.before_hold;
    customer.level = moved.level;
    customer.risk = moved.risk;
    customer.country = moved.country;
    customer.onboarding_reason = moved.reason;
    customer.file = moved.file;
    customer.comment = moved.comment;
    customer.onboarding_at = at;
}

void Customers::set_api_access(const ApiAccessChanged& changed, Timestamp at) {
    Customer& customer = changeable(changed.customer);
    customer.api_access = changed.to;
    customer.api_access_reason = changed.reason;
    customer.api_access_at = at;
    customer.api_answers = changed.answers;
}

void Customers::accept(const PolicyAccepted& accepted) {
    Customer& customer = changeable(accepted.customer);
    set_accepted(customer.accepted, accepted.type, accepted.policy);
    if (accepted.kind == AcceptanceKind::by_explicit_act) {
        set_accepted(customer.accepted_explicitly, accepted.type, accepted.policy);
    }
}

const Customer* Customers::find(CustomerId id) const {
    if (id.value == 0 || id.value > customers_.size()) return nullptr;
    return &customers_[id.value - 1];
}

const Customer& Customers::at(CustomerId id) const {
    const Customer* found = find(id);
    CHECK(found != nullptr);
    return *found;
}

Customer& Customers::changeable(CustomerId id) {
    CHECK(find(id) != nullptr);
    return customers_[id.value - 1];
}

PolicyId accepted_of(const AcceptedPolicies& accepted, PolicyType type) {
    switch (type) {
        case PolicyType::terms:
            return accepted.terms;
        case PolicyType::privacy:
            return accepted.privacy;
        case PolicyType::api_policy:
            return accepted.api_policy;
    }
    std::unreachable();
}

void set_accepted(AcceptedPolicies& accepted, PolicyType type, PolicyId policy) {
    switch (type) {
        case PolicyType::terms:
            accepted.terms = policy;
            return;
        case PolicyType::privacy:
            accepted.privacy = policy;
            return;
        case PolicyType::api_policy:
            accepted.api_policy = policy;
            return;
    }
    std::unreachable();
}

AccountId Accounts::next_id() const { return AccountId{accounts_.size() + 1}; }

void Accounts::add(const Account& account) {
    CHECK(account.id == next_id());
    accounts_.push_back(account);
    of_customer_.add(account.customer, account.id);
}

const Account* Accounts::find(AccountId id) const {
    if (id.value == 0 || id.value > accounts_.size()) return nullptr;
    return &accounts_[id.value - 1];
}

const Account& Accounts::at(AccountId id) const {
    const Account* found = find(id);
    CHECK(found != nullptr);
    return *found;
}

std::vector<AccountId> Accounts::of(CustomerId customer) const { return of_customer_.of(customer); }

}  // namespace core
