// What an owner does with a key that is there: switch it, freeze it, confirm it, report it, end it.
#include "api/operations/operators.hpp"
#include "api/operations/own_keys.hpp"

namespace api::handlers {
namespace {

void tell_key(Json& json, core::Environment environment, const core::State& state, core::KeyId id) {
    json.name("key");
    tell(json, environment, state.catalogue, state.keys.at(id));
}

// Runs what `make` makes of the key, then shows the key as it left it.
template <class Happened, class Make>
void change_own(const Call& call, Tell then, Make make) {
    const auto command = [&]() -> Answer<core::Command> {
        const auto live = call.house.live.read();
        TRY(const core::Key* key, read_own_key(live->state, call));
        return core::Command{make(key->id)};
    }();
    run_command(call, command, std::move(then),
                [environment = call.house.environment](Json& json, const views::Present& present,
                                                       const engine::Reply& reply) {
                    tell_key(json, environment, present.state, the<Happened>(reply).key);
                });
}

void set_status(const Call& call, Tell then, core::KeyStatus status) {
    change_own<core::KeyStatusChanged>(call, std::move(then), [status](core::KeyId key) {
        return core::SetKeyStatus{key, status};
    });
}

}  // namespace

void activate_own_key(const Call& call, Tell then) {
    set_status(call, std::move(then), core::KeyStatus::active);
}

void deactivate_own_key(const Call& call, Tell then) {
    set_status(call, std::move(then), core::KeyStatus::inactive);
}

void freeze_own_key(const Call& call, Tell then) {
    set_status(call, std::move(then), core::KeyStatus::frozen_user);
}

void delete_own_key(const Call& call, Tell then) {
    set_status(call, std::move(then), core::KeyStatus::revoked);
}

void confirm_own_key(const Call& call, Tell then) {
    change_own<core::KeyConfirmationDue>(call, std::move(then),
                                         [](core::KeyId key) { return core::ConfirmKey{key}; });
}

void report_own_key(const Call& call, Tell then) {
    const auto command = [&]() -> Answer<core::Command> {
        const auto live = call.house.live.read();
        TRY(const core::Key* key, read_own_key(live->state, call));
        return core::Command{core::ReportKey{key->id}};
    }();
    run_command(call, command, std::move(then),
                [environment = call.house.environment](Json& json, const views::Present& present,
                                                       const engine::Reply& reply) {
                    const core::Incident& incident = the<core::IncidentOpened>(reply).incident;
                    tell_key(json, environment, present.state, incident.key);
                    json.number_text("incident_id", incident.id.value);
                });
}

// By the key itself. A session is no key.
void freeze_this_key(const Call& call, Tell then) {
    if (!call.caller.key) return then(refuse(core::Reject::not_found, "key"));
    run_command(
        call, core::Command{core::SetKeyStatus{call.caller.key, core::KeyStatus::frozen_user}},
        std::move(then),
        [environment = call.house.environment](Json& json, const views::Present& present,
                                               const engine::Reply& reply) {
            tell_key(json, environment, present.state, the<core::KeyStatusChanged>(reply).key);
        });
}

}  // namespace api::handlers
