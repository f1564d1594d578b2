// Shared by the operator's handlers: run a command, then tell how the thing stands.
#pragma once

#include "api/operations/handlers.hpp"
#include "api/operations/named.hpp"
#include "api/operations/told.hpp"

namespace api {

// Submits, or only tries where the call says so; then `tell_it(json, present, reply)` writes the
// members of the answer from the live view, which has seen the command.
template <class TellIt>
void run_command(House& house, const Caller& caller, bool validate_only,
                 Answer<core::Command> command, Then<Told>&& then, TellIt tell_it) {
    if (!command) return then(std::unexpected(std::move(command).error()));
    if (validate_only) {
        auto verdict = try_out(house, caller, *command);
        if (!verdict) return then(std::unexpected(std::move(verdict).error()));
        return then(told({}, [](Json& json) { json.boolean("valid", true); }));
    }
    submit(house, caller, *std::move(command),
           [&house, then = std::move(then),
            tell_it = std::move(tell_it)](Answer<engine::Reply>&& reply) mutable {
               if (!reply) return then(std::unexpected(std::move(reply).error()));
               Told answer = [&] {
                   const auto live = house.live.read();
                   return told(reply->stamp.sequence,
                               [&](Json& json) { tell_it(json, *live, *reply); });
               }();
               answer.replayed = reply->replayed;
               then(std::move(answer));
           });
}

template <class TellIt>
void run_command(const Call& call, Answer<core::Command> command, Then<Told>&& then,
                 TellIt tell_it) {
    run_command(call.house, call.caller, call.validate_only, std::move(command), std::move(then),
                std::move(tell_it));
}

// The event of that kind in a reply; it must be there.
template <class Event>
const Event& the(const engine::Reply& reply) {
    for (const core::Event& event : reply.events) {
        if (const Event* found = std::get_if<Event>(&event)) return *found;
    }
    CHECK(false);
    std::abort();
}

}  // namespace api
