// Decides what concerns accounts: opening one for the operator, and test money.
#include "core/exchange/deciders.hpp"

namespace core {

Verdict decide(const State& state, Asked asked, const RegisterCustomer& command, Draft& draft) {
    Customer customer;
    customer.id = state.customers.next_id();
    customer.subject = command.subject;
    customer.created_at = asked.stamp.time;
    // Whom the operator brings in himself need not apply to him.
    customer.api_access = ApiAccess::approved;
    customer.api_access_reason = "by_operator";
    customer.api_access_at = asked.stamp.time;
    draft.add(CustomerRegistered{customer});
    draft.add(AccountOpened{Account{state.accounts.next_id(), customer.id}});
    return {};
}

Verdict decide(const State& state, Asked, const FundAccount& command, Draft& draft) {
    constexpr Amount most{Int128{1} << 110};
    if (state.environment != Environment::test) return reject(Reject::wrong_environment);
    const Account* account = state.accounts.find(command.account);
    if (account == nullptr || !account->customer) return reject(Reject::not_found, "account");
    if (state.catalogue.find_asset(command.asset) == nullptr) {
        return reject(Reject::not_found, "asset");
    }
    const Amount given = -state.ledger.balance(outside, command.asset, Bucket::available);
    if (command.amount < Amount{1} || command.amount > most || given > most) {
        return reject(Reject::malformed_field, "amount");
    }
    draft.open(PostingReason::fund);
    draft.move(state.ledger, outside, command.asset, Bucket::available, -command.amount);
    draft.move(state.ledger, command.account, command.asset, Bucket::available, command.amount);
    return {};
}

}  // namespace core
