// What staff do: an act, or the proposal that it became because a second person is needed.
//
//     run_act(call, core::DecideApiAccess{...}, std::move(then), tell_customer_of<...>);
//     // 200 {"customer": ...}, or 202 {"proposal": ...}
#pragma once

#include <memory>

#include "api/operations/operators.hpp"
#include "api/operations/staff.hpp"

namespace api {

// The event of that kind in a reply, if there is one.
template <class Event>
const Event* find_event(const engine::Reply& reply) {
    for (const core::Event& event : reply.events) {
        if (const Event* found = std::get_if<Event>(&event)) return found;
    }
    return nullptr;
}

// `tell_it` with the other answer where the reply holds a proposal; `then` with its status.
template <class TellIt>
struct ActTold {
    TellIt tell_it;
    std::shared_ptr<bool> proposed;

    void operator()(Json& json, const views::Present& present, const engine::Reply& reply) const {
        const auto* event = find_event<core::Proposed>(reply);
        if (event == nullptr) return tell_it(json, present, reply);
        *proposed = true;
        json.name("proposal");
        tell(json, event->proposal);
    }
};

inline Then<Told> with_status_of(std::shared_ptr<bool> proposed, Then<Told>&& then) {
    return [proposed = std::move(proposed), then = std::move(then)](Answer<Told>&& told) mutable {
        if (told && *proposed) told->status = 202;
        then(std::move(told));
    };
}

template <class TellIt>
void run_act(const Call& call, Answer<core::Command> command, Then<Told>&& then, TellIt tell_it) {
    auto proposed = std::make_shared<bool>(false);
    run_command(call, std::move(command), with_status_of(proposed, std::move(then)),
                ActTold<TellIt>{std::move(tell_it), proposed});
}

}  // namespace api
