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
Ask ask_of(const State& state, const Type& command, AccountId account) {
    Ask ask;
    ask.kind = Kind::write;
    ask.scope = std::is_same_v<Type, PlaceOrder> ? Scope::order_create : Scope::order_cancel;
    ask.market = command.market;
    if constexpr (std::is_same_v<Type, CancelOrder>) {
        const auto order = named_by(state, account, command);
        if (order) ask.market = order->market;
    }
    if (const Market* market = state.catalogue.find_market(ask.market)) {
        ask.assets.push_back(market->base);
        ask.assets.push_back(market->quote);
    }
    return ask;
}

// All markets are more than a key for some of them may touch.
Verdict check_width(const KeyRules& rules, const CancelAll& command) {
    if (command.market || (rules.markets.empty() && rules.assets.empty())) return {};
    return reject(Reject::constraint_market, "market");
}
Verdict check_width(const KeyRules&, const auto&) { return {}; }

// What is no customer's command is the operator's, or the house's own.
bool of_operator(const Envelope& envelope) {
    const bool customers_way = envelope.surface == Surface::api ||
                               envelope.surface == Surface::web || envelope.surface == Surface::bot;
    return !envelope.key && !customers_way;
}

template <class Type>
Verdict check_caller(const State& state, const Envelope& envelope, const Type& command,
                     Timestamp now) {
    const bool opened = state.environment != Environment{};
    if (!opened && !std::is_same_v<Type, OpenHouse>) return reject(Reject::wrong_environment);
    if constexpr (is_of_customer<Type>) {
        const Account* account = state.accounts.find(envelope.account);
        if (account == nullptr || account->customer != envelope.customer || !account->customer) {
            return reject(Reject::not_found, "account");
        }
        if (!envelope.key) return {};  // the operator, on the customer's behalf
        const Key* key = state.keys.find(envelope.key);
        if (key == nullptr || key->account != envelope.account) return reject(Reject::key_unknown);
        const Ask ask = ask_of(state, command, envelope.account);
        TRY_OK(authorise(*key, state.customers.at(key->customer), ask, now));
        return check_width(key->rules, command);
    } else {
        return of_operator(envelope) ? Verdict{} : reject(Reject::scope_missing);
    }
}

// A decision that would unbalance the books is our bug. Caught here, it is one refused command;
// once it were applied, the ledger would have to stop the house.
bool balances(std::span<const Event> events) {
    return std::ranges::all_of(events, [](const Event& event) {
        const auto* posted = std::get_if<Posted>(&event);
        if (posted == nullptr) return true;
        for (const Posting& posting : posted->postings) {
            if (posting.after < Amount{} && posting.account != outside) return false;
        }
        return sums_to_zero(posted->postings);
    });
}

Verdict check_once(const State& state, const Envelope& envelope, Timestamp now) {
    if (now >= envelope.deadline) return reject(Reject::timestamp_skew, "deadline");
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
    if (verdict && !balances(draft.events())) verdict = reject(Reject::internal);
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
