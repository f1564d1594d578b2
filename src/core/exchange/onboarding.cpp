// Decides how customers stand: their file, their documents, what staff and providers find.
#include "core/customers/onboarding.hpp"

#include <algorithm>

#include "base/result.hpp"
#include "core/exchange/deciders.hpp"

namespace core {
namespace {

constexpr std::uint64_t document_bytes_max = 20 << 20;
constexpr std::uint8_t operators_level = 2;  // of whom the operator himself calls verified

std::unexpected<Rejection> stands_otherwise(Onboarding state) {
    return std::unexpected(
        Rejection{.reject = Reject::state_conflict, .field = base::Text<40>{name_of(state)}});
}

// The customer whose person asks. Staff have none.
std::expected<const Customer*, Rejection> own_customer(const State& state,
                                                       const Envelope& envelope) {
    const User& user = state.users.at(acting(envelope));
    const Customer* customer = state.customers.find(user.customer);
    if (customer == nullptr || customer->id != envelope.customer) {
        return std::unexpected(Rejection{.reject = Reject::role_missing});
    }
    return customer;
}

// What stays as it is in a move, unless the mover says otherwise.
OnboardingMoved moved(const Customer& customer, Onboarding to) {
    OnboardingMoved event;
    event.customer = customer.id;
    event.to = to;
    event.before_hold = to == Onboarding::on_hold ? customer.onboarding : Onboarding::draft;
    event.kind = customer.kind;
    event.level = customer.level;
    event.risk = customer.risk;
    event.country = customer.country;
    event.file = customer.file;
    event.verified = is_verified(to, customer.level);
    return event;
}

bool is_country(std::string_view code) {
    return code.size() == 2 &&
           std::ranges::all_of(code, [](char c) { return c >= 'A' && c <= 'Z'; });
}

Mover mover_of(const DecideOnboarding& command) {
    return command.provider_event ? Mover::provider : Mover::staff;
}

Verdict check_move(const Customer& customer, const DecideOnboarding& command) {
    const Onboarding from = customer.onboarding;
    const bool by_staff = mover_of(command) == Mover::staff;
    bool allowed = false;
    if (command.to == Onboarding::on_hold) {
        allowed = by_staff && may_hold(from);
    } else if (from == Onboarding::on_hold) {
        allowed = by_staff && command.to == customer.before_hold;
    } else {
        const Move* move = find_move(from, command.to);
        allowed = move != nullptr && may_make(*move, mover_of(command));
    }
    return allowed ? Verdict{} : Verdict{stands_otherwise(from)};
}

// Back from an end, only the reporting officer leads: alone, or approving what another proposed.
Verdict check_override(const State& state, Asked asked, const Customer& customer) {
    if (!asked.envelope.person || !is_final(customer.onboarding)) return {};
    Roles may{Role::mlro};
    if (state.rules.two_persons && !asked.by_two) may.add(Role::senior_analyst);
    const bool has = state.users.at(acting(asked.envelope)).roles.any_of(may);
    return has ? Verdict{} : Verdict{reject(Reject::role_missing)};
}

Verdict check_finding(const Customer& customer, const DecideOnboarding& command) {
    const bool returns = customer.onboarding == Onboarding::on_hold;
    if (command.risk < RiskLevel::low || command.risk > RiskLevel::prohibited) {
        return reject(Reject::malformed_field, "risk");
    }
    if (command.to == Onboarding::approved && !returns) {
        if (command.level < 1 || command.level > level_max) {
            return reject(Reject::malformed_field, "level");
        }
        if (command.risk == RiskLevel::prohibited) return reject(Reject::malformed_field, "risk");
    } else if (command.level != 0 && command.level != customer.level) {
        return reject(Reject::malformed_field, "level");
    }
    if (!command.reason.empty() && !is_code(command.reason.view())) {
        return reject(Reject::malformed_field, "reason");
    }
    if (command.reason.empty() && needs_reason(customer.onboarding, command.to)) {
        return reject(Reject::missing_field, "reason");
    }
    return {};
}

// Approving says the level and the risk anew. On the way there the risk can only rise: lowering it
// is part of an approval.
OnboardingMoved decided(const Customer& customer, const DecideOnboarding& command, UserId by) {
    OnboardingMoved event = moved(customer, command.to);
    const bool returns = customer.onboarding == Onboarding::on_hold;
    if (command.to == Onboarding::approved && !returns) {
        event.level = command.level;
        event.risk = command.risk;
    } else {
        event.risk = std::max(customer.risk, command.risk);
    }
    event.verified = is_verified(command.to, event.level);
    event.reason = command.reason;
    event.comment = command.comment;
    event.by = by;
    event.provider_event = command.provider_event;
    return event;
}

// What the operator's word makes of an application.
CustomerStatusChanged with_status(const Customer& customer, const SetCustomerStatus& command) {
    CustomerStatusChanged event;
    event.customer = customer.id;
    event.verified = command.verified;
    event.suspended = command.suspended;
    event.onboarding = customer.onboarding;
    event.level = customer.level;
    if (command.verified && !customer.verified) {
        event.onboarding = Onboarding::approved;
        event.level = std::max(customer.level, operators_level);
    }
    if (!command.verified && customer.verified) event.onboarding = Onboarding::suspended;
    if (command.suspended) {
        event.reason = command.reason.empty() ? customer.suspension_reason : command.reason;
    }
    return event;
}

}  // namespace

Verdict decide(const State& state, Asked asked, const SetCustomerStatus& command, Draft& draft) {
    const Customer* customer = state.customers.find(command.customer);
    if (customer == nullptr) return reject(Reject::not_found, "customer");
    if (!command.reason.empty() && !is_code(command.reason.view())) {
        return reject(Reject::malformed_field, "reason");
    }
    if (asked.envelope.person) {  // staff verify by DecideOnboarding, along its moves
        if (command.verified && !customer->verified) return stands_otherwise(customer->onboarding);
        const bool suspends = command.suspended && !customer->suspended;
        if (suspends && command.reason.empty()) return reject(Reject::missing_field, "reason");
    }
    TRY_OK(need_staff_factor(state, asked.envelope));
    if (proposes(state, asked, command, draft)) return {};
    draft.add(with_status(*customer, command));
    return {};
}

Verdict decide(const State& state, Asked asked, const SubmitOnboarding& command, Draft& draft) {
    TRY(const Customer* customer, own_customer(state, asked.envelope));
    if (command.kind != CustomerKind::person && command.kind != CustomerKind::business) {
        return reject(Reject::malformed_field, "kind");
    }
    if (!is_country(command.country.view())) return reject(Reject::malformed_field, "country");
    if (!command.file) return reject(Reject::missing_field, "file");
    const Move* move = find_move(customer->onboarding, Onboarding::submitted);
    if (move == nullptr || !may_make(*move, Mover::customer)) {
        return stands_otherwise(customer->onboarding);
    }
    OnboardingMoved event = moved(*customer, Onboarding::submitted);
    event.kind = command.kind;
    event.country = command.country;
    event.file = command.file;
    event.by = acting(asked.envelope);
    draft.add(event);
    return {};
}

Verdict decide(const State& state, Asked asked, const DecideOnboarding& command, Draft& draft) {
    const Customer* customer = state.customers.find(command.customer);
    if (customer == nullptr) return reject(Reject::not_found, "customer");
    if (command.provider_event) {
        if (asked.envelope.person) return reject(Reject::malformed_field, "provider_event");
        // Providers send again what they got no answer for; it was answered by what it did.
        if (state.memory.used(KeyId{}, command.provider_event)) return {};
    }
    TRY_OK(check_move(*customer, command));
    TRY_OK(check_override(state, asked, *customer));
    TRY_OK(check_finding(*customer, command));
    TRY_OK(need_staff_factor(state, asked.envelope));
    if (proposes(state, asked, command, draft)) return {};
    draft.add(decided(*customer, command, acting(asked.envelope)));
    return {};
}

Verdict decide(const State& state, Asked asked, const AttachDocument& command, Draft& draft) {
    TRY(const Customer* customer, own_customer(state, asked.envelope));
    if (!is_code(command.kind.view())) return reject(Reject::malformed_field, "kind");
    if (!command.content) return reject(Reject::missing_field, "content");
    if (!command.hash) return reject(Reject::missing_field, "hash");
    if (command.size < 1 || command.size > document_bytes_max) {
        return reject(Reject::malformed_field, "size");
    }
    if (is_final(customer->onboarding)) return stands_otherwise(customer->onboarding);
    if (state.documents.of(customer->id).size() >= documents_max) {
        return reject(Reject::too_many, "documents");
    }
    draft.add(DocumentAttached{Document{.id = state.documents.next_id(),
                                        .customer = customer->id,
                                        .kind = command.kind,
                                        .content = command.content,
                                        .hash = command.hash,
                                        .size = command.size,
                                        .added_at = asked.stamp.time}});
    return {};
}

}  // namespace core
