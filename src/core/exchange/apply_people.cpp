// Moves users, their factors and their sessions by one fact at a time.
#include "core/exchange/appliers.hpp"

namespace core {
namespace {

void time_session(State& state, const Session& session, Timestamp before, Timestamp deadline) {
    set_timer(state, TimerKind::session_ends, session.id.value, before, deadline);
}

}  // namespace

void time_sessions(State& state) {
    std::erase_if(state.timers,
                  [](const Timer& timer) { return timer.kind == TimerKind::session_ends; });
    for (const auto& [id, session] : state.sessions.all()) {
        time_session(state, session, never, ends_at(session, state.rules));
    }
}

void apply_one(State& state, const UserRegistered& event) { state.users.add(event.user); }

void apply_one(State& state, const StaffChanged& event) {
    state.users.set_roles(event.user, event.roles);
    state.users.set_status(event.user, event.status);
}

void apply_one(State& state, const PasswordChanged& event) {
    state.users.set_password(event.user, event.password);
}

void apply_one(State& state, const FactorAdded& event) { state.factors.add(event.factor); }

void apply_one(State& state, const FactorConfirmed& event) {
    state.factors.confirm(event.factor, event.counter);
    state.users.set_failures(state.factors.at(event.factor).user, 0, {});
}

void apply_one(State& state, const FactorUsed& event) {
    state.factors.use(event.factor, event.counter, event.code, state.stamp.time);
    state.users.set_failures(event.user, 0, {});
    if (event.challenge) state.memory.use(KeyId{}, event.challenge, event.challenge_until);
}

void apply_one(State& state, const FactorFailed& event) {
    state.users.set_failures(event.user, event.failures, event.locked_until);
}

void apply_one(State& state, const FactorRemoved& event) { state.factors.remove(event.factor); }

void apply_one(State& state, const SecretsChanged& event) {
    state.users.set_secrets_changed(event.user, state.stamp.time);
}

void apply_one(State& state, const SessionOpened& event) {
    state.sessions.add(event.session);
    time_session(state, event.session, never, ends_at(event.session, state.rules));
}

void apply_one(State& state, const SessionTouched& event) {
    const Session& session = state.sessions.at(event.session);
    const Timestamp before = ends_at(session, state.rules);
    state.sessions.touch(event.session, event.at);
    time_session(state, session, before, ends_at(session, state.rules));
}

void apply_one(State& state, const SessionEnded& event) {
    const Session& session = state.sessions.at(event.session);
    time_session(state, session, ends_at(session, state.rules), never);
    state.sessions.end(event.session);
}

}  // namespace core
