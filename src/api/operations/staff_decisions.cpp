// What staff decide about customers. Whether one person is enough is the core's to say.
#include "api/operations/acts.hpp"
#include "api/operations/sealed.hpp"
#include "api/operations/staff.hpp"

namespace api::handlers {
namespace {

void tell_changed(Json& json, const views::Present& present, core::CustomerId customer) {
    json.name("customer");
    tell_staff_customer(json, present.state.customers.at(customer));
}

Answer<core::DecideOnboarding> read_decision(const Call& call) {
    core::DecideOnboarding decision;
    const auto live = call.house.live.read();
    TRY(const core::Customer* customer, read_customer(live->state, call.inputs));
    decision.customer = customer->id;
    TRY(decision.to, read_choice<core::Onboarding>(call.inputs, "to"));
    TRY(const std::uint64_t level, call.inputs.integer_or("level", 0, 3));
    decision.level = static_cast<std::uint8_t>(level);
    TRY(decision.risk, read_choice_or(call.inputs, "risk", customer->risk));
    TRY(decision.reason, read_reason(call.inputs));
    return decision;
}

void set_status(const Call& call, Tell then, bool suspended) {
    const auto command = [&]() -> Answer<core::Command> {
        const auto live = call.house.live.read();
        TRY(const core::Customer* customer, read_customer(live->state, call.inputs));
        TRY(const core::ReasonCode reason, read_reason(call.inputs));
        return core::SetCustomerStatus{customer->id, customer->verified, suspended, reason};
    }();
    run_act(call, command, std::move(then),
            [](Json& json, const views::Present& present, const engine::Reply& reply) {
                tell_changed(json, present, the<core::CustomerStatusChanged>(reply).customer);
            });
}

Answer<core::Command> read_lock(const Call& call) {
    core::SetLock lock;
    const auto live = call.house.live.read();
    TRY(const core::Customer* customer, read_customer(live->state, call.inputs));
    lock.customer = customer->id;
    TRY(lock.scope, read_choice<core::LockScope>(call.inputs, "scope"));
    if (call.inputs.has("key")) {
        TRY(const core::Key* key, read_key(live->state, call.inputs));
        lock.key = key->id;
    }
    TRY(lock.reason, read_reason(call.inputs));
    lock.disclosed = call.inputs.boolean_or("disclosed", true);
    if (call.inputs.has("ends_at")) {
        TRY(lock.ends_at, call.inputs.time("ends_at"));
    }
    return lock;
}

// Any open session of the customer's people; the core ends them all.
Answer<core::Command> read_session(const Call& call) {
    const auto live = call.house.live.read();
    TRY(const core::Customer* customer, read_customer(live->state, call.inputs));
    for (const core::UserId user : live->state.users.of_customer(customer->id)) {
        const auto sessions = live->state.sessions.of_user(user);
        if (!sessions.empty()) return core::EndSession{sessions.front(), true};
    }
    return refuse(core::Reject::not_found, "session");
}

}  // namespace

void decide_onboarding(const Call& call, Tell then) {
    const auto decision = read_decision(call);
    if (!decision) return then(std::unexpected(decision.error()));
    const core::VaultRef subject = [&] {
        const auto live = call.house.live.read();
        return live->state.customers.at(decision->customer).subject;
    }();
    auto proposed = std::make_shared<bool>(false);
    const auto tell_it = [](Json& json, const views::Present& present, const engine::Reply& reply) {
        tell_changed(json, present, the<core::OnboardingMoved>(reply).customer);
    };
    run_sealed(
        call, sealing(subject, vault::SecretKind::comment, call.inputs.text_or("comment", {})),
        [decision = *decision](core::VaultRef comment) mutable {
            decision.comment = comment;
            return decision;
        },
        with_status_of(proposed, std::move(then)), ActTold<decltype(tell_it)>{tell_it, proposed});
}

void decide_api_access(const Call& call, Tell then) {
    const auto command = [&]() -> Answer<core::Command> {
        const auto live = call.house.live.read();
        TRY(const core::Customer* customer, read_customer(live->state, call.inputs));
        TRY(const core::ApiAccess to, read_choice<core::ApiAccess>(call.inputs, "to"));
        TRY(const core::ReasonCode reason, read_reason(call.inputs));
        return core::DecideApiAccess{customer->id, to, reason};
    }();
    run_act(call, command, std::move(then),
            [](Json& json, const views::Present& present, const engine::Reply& reply) {
                tell_changed(json, present, the<core::ApiAccessChanged>(reply).customer);
            });
}

void suspend_by_staff(const Call& call, Tell then) { set_status(call, std::move(then), true); }
void unsuspend_by_staff(const Call& call, Tell then) { set_status(call, std::move(then), false); }

void set_lock(const Call& call, Tell then) {
    run_command(call, read_lock(call), std::move(then),
                [](Json& json, const views::Present&, const engine::Reply& reply) {
                    json.name("lock");
                    tell(json, the<core::LockChanged>(reply).lock);
                });
}

void lift_lock(const Call& call, Tell then) {
    const auto command = [&]() -> Answer<core::Command> {
        TRY(const std::uint64_t id, call.inputs.integer("lock_id", INT64_MAX));
        TRY(const core::ReasonCode reason, read_reason(call.inputs));
        return core::LiftLock{core::LockId{id}, reason};
    }();
    run_act(call, command, std::move(then),
            [](Json& json, const views::Present&, const engine::Reply& reply) {
                json.name("lock");
                tell(json, the<core::LockChanged>(reply).lock);
            });
}

void end_customers_sessions(const Call& call, Tell then) {
    run_command(call, read_session(call), std::move(then),
                [](Json& json, const views::Present&, const engine::Reply& reply) {
                    std::size_t ended = 0;
                    for (const core::Event& event : reply.events) {
                        if (std::holds_alternative<core::SessionEnded>(event)) ++ended;
                    }
                    json.number("ended", ended);
                });
}

}  // namespace api::handlers
