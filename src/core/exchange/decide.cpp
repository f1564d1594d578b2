#include <algorithm>

#include "base/result.hpp"
#include "core/exchange/callers.hpp"
#include "core/exchange/deciders.hpp"
#include "core/exchange/exchange.hpp"

namespace core {
namespace {

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

bool is_placing(const Command& command) {
    return std::holds_alternative<PlaceOrder>(command) ||
           std::holds_alternative<PlaceOrderList>(command);
}

// An order's rejection is not recorded, so wrong codes beside orders could be tried without end.
Verdict check_shown(const Envelope& envelope, const Command& command) {
    return is_placing(command) && has_factor(envelope)
               ? Verdict{reject(Reject::malformed_field, "factor")}
               : Verdict{};
}

bool is_failed_factor(const Draft& draft) {
    const auto events = draft.events();
    return events.size() == 1 && std::holds_alternative<FactorFailed>(events[0]);
}

}  // namespace

Verdict decide(const State& state, const Envelope& envelope, const Command& command, Stamp stamp,
               Draft& draft) {
    draft.clear();
    TRY_OK(check_once(state, envelope, stamp.time));
    const Asked asked{envelope, stamp};
    TRY_OK(check_shown(envelope, command));
    if (const Verdict shown = check_factor(state, asked, draft); !shown) return shown;
    Verdict verdict = check_caller(state, envelope, command, stamp.time);
    if (verdict) {
        verdict = std::visit([&](const auto& wish) { return decide(state, asked, wish, draft); },
                             command);
    }
    if (verdict && !balances(draft.events())) verdict = reject(Reject::internal);
    if (!verdict && !is_failed_factor(draft)) draft.clear();
    return verdict;
}

bool is_recorded(const Command& command, const Verdict& verdict) {
    return verdict.has_value() || !is_placing(command);
}

bool is_kept(const std::optional<Rejection>& rejection) {
    if (!rejection) return true;
    switch (rejection->reject) {
        case Reject::step_up_required:
        case Reject::step_up_invalid:
        case Reject::step_up_locked:
        case Reject::factor_not_enrolled:
            return false;
        default:
            return true;
    }
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
