#include <algorithm>

#include "base/result.hpp"
#include "core/access/authorise.hpp"
#include "core/exchange/deciders.hpp"
#include "core/exchange/exchange.hpp"

namespace core {
namespace {

template <class Type>
constexpr bool is_of_customer =
    std::is_same_v<Type, PlaceOrder> || std::is_same_v<Type, CancelOrder> ||
    std::is_same_v<Type, CancelAll>;

// What a customer's command asks of its key. The gate asked the same before; a key may have been
// narrowed or frozen since.
template <class Type>
Ask ask_of(const State& state, const Type& command) {
    Ask ask;
    ask.kind = Kind::write;
    ask.scope = std::is_same_v<Type, PlaceOrder> ? Scope::order_create : Scope::order_cancel;
    ask.market = command.market;
    if (const Market* market = state.catalogue.find_market(command.market)) {
        ask.assets.push_back(market->base);
        ask.assets.push_back(market->quote);
    }
    return ask;
}

template <class Type>
Verdict check_caller(const State& state, const Envelope& envelope, const Type& command,
                     Timestamp now) {
    if constexpr (is_of_customer<Type>) {
        const Account* account = state.accounts.find(envelope.account);
        if (account == nullptr || account->customer != envelope.customer || !account->customer) {
            return reject(Reject::not_found, "account");
        }
        if (!envelope.key) return {};  // the operator, on the customer's behalf
        const Key* key = state.keys.find(envelope.key);
        if (key == nullptr || key->account != envelope.account) return reject(Reject::key_unknown);
        return authorise(*key, state.customers.at(key->customer), ask_of(state, command), now);
    } else {
        return envelope.key ? reject(Reject::scope_missing) : Verdict{};
    }
}

Verdict check_once(const State& state, const Envelope& envelope, Timestamp now) {
    if (now > envelope.deadline) return reject(Reject::timestamp_skew, "deadline");
    if (envelope.nonce && state.memory.used(envelope.key, envelope.nonce)) {
        return reject(Reject::nonce_reused);
    }
    return {};
}

}  // namespace

Verdict decide(const State& state, const Envelope& envelope, const Command& command, Stamp stamp,
               Draft& draft) {
    draft.clear();
    TRY_OK(check_once(state, envelope, stamp.time));
    Verdict verdict = std::visit(
        [&](const auto& asked) -> Verdict {
            TRY_OK(check_caller(state, envelope, asked, stamp.time));
            return decide(state, Asked{envelope, stamp}, asked, draft);
        },
        command);
    if (!verdict) draft.clear();
    return verdict;
}

bool is_recorded(const Command& command, const Verdict& verdict) {
    return verdict.has_value() || !std::holds_alternative<PlaceOrder>(command);
}

std::expected<const Outcome*, Rejection> repetition(const State& state, const Envelope& envelope) {
    if (!envelope.idempotency) return nullptr;
    const Outcome* outcome = state.memory.find(envelope.account, envelope.idempotency);
    if (outcome != nullptr && outcome->request != envelope.request) {
        return std::unexpected(Rejection{.reject = Reject::idempotency_conflict});
    }
    return outcome;
}

Timestamp next_deadline(const State& state) {
    const Timestamp forget = state.memory.next_to_forget();
    return state.timers.empty() ? forget : std::min(forget, state.timers.begin()->deadline);
}

}  // namespace core
