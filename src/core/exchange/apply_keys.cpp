// What has happened to keys and incidents. The timers of a key follow from it.
#include "core/exchange/appliers.hpp"
#include "core/exchange/key_timers.hpp"

namespace core {
namespace {

// Changes a key, and its timers with it.
template <class Change>
void change(State& state, KeyId id, Change&& make) {
    forget_timers(state, state.keys.at(id));
    make(state.keys);
    set_timers(state, state.keys.at(id));
}

}  // namespace

void apply_one(State& state, const KeyCreated& event) {
    state.keys.add(event.key);
    set_timers(state, event.key);
}

void apply_one(State& state, const KeyEdited& event) {
    change(state, event.key, [&](Keys& keys) { keys.set_rules(event.key, event.rules); });
}

void apply_one(State& state, const KeyStatusChanged& event) {
    const Keys::StatusSet set{
        .status = event.status, .reason = event.reason, .by = event.by, .at = state.stamp.time};
    change(state, event.key, [&](Keys& keys) { keys.set_status(event.key, set); });
}

void apply_one(State& state, const KeyRotated& event) {
    change(state, event.key, [&](Keys& keys) { keys.set_next(event.key, event.next); });
}

void apply_one(State& state, const KeyTakenOver& event) {
    change(state, event.key, [&](Keys& keys) { keys.take_over(event.key); });
}

void apply_one(State& state, const KeyUsed& event) {
    change(state, event.key, [&](Keys& keys) { keys.set_use(event.key, event.use); });
}

void apply_one(State& state, const KeyIdleNoticed& event) {
    change(state, event.key, [&](Keys& keys) { keys.set_noticed(event.key, event.days); });
}

void apply_one(State& state, const CapUsed& event) {
    state.keys.set_cap_use(event.key, event.cap, event.use);
}

void apply_one(State& state, const KeyConfirmationDue& event) {
    change(state, event.key, [&](Keys& keys) { keys.set_confirm_by(event.key, event.by); });
}

void apply_one(State& state, const IncidentOpened& event) { state.incidents.add(event.incident); }

void apply_one(State& state, const IncidentClosed& event) {
    state.incidents.close(event.incident, state.stamp.time);
}

}  // namespace core
