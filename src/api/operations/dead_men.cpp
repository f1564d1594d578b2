// Dead-man timers: orders that are cancelled unless their owner goes on saying that he is there.
#include "api/operations/handlers.hpp"
#include "api/operations/operators.hpp"
#include "api/operations/order_inputs.hpp"

namespace api::handlers {
namespace {

Answer<core::SetDeadMan> read_timer(const Call& call) {
    core::SetDeadMan timer;
    {
        const auto live = call.house.live.read();
        TRY(const core::Market* market, read_market_if_any(live->state, call.inputs));
        if (market != nullptr) timer.market = market->id;
    }
    if (!timer.market && is_held_to_markets(call.caller)) {
        return refuse(core::Reject::constraint_market, "market");
    }
    TRY(timer.tag, read_tag(call.inputs));
    return timer;
}

void run(const Call& call, Answer<core::SetDeadMan> timer, Tell then) {
    Answer<core::Command> command = core::Command{};
    if (timer) {
        command = *timer;
    } else {
        command = std::unexpected(timer.error());
    }
    run_command(call, std::move(command), std::move(then),
                [](Json& json, const views::Present& present, const engine::Reply& reply) {
                    json.name("timer");
                    tell(json, present.state.catalogue, the<core::DeadManSet>(reply).timer);
                });
}

}  // namespace

void set_dead_man(const Call& call, Tell then) {
    constexpr std::uint64_t day = 86'400;
    run(
        call,
        [&]() -> Answer<core::SetDeadMan> {
            TRY(core::SetDeadMan timer, read_timer(call));
            TRY(const std::uint64_t seconds, call.inputs.integer("timeout_seconds", day));
            if (seconds == 0) return malformed("timeout_seconds", "out_of_range");
            timer.timeout = core::seconds(static_cast<std::int64_t>(seconds));
            return timer;
        }(),
        std::move(then));
}

void drop_dead_man(const Call& call, Tell then) { run(call, read_timer(call), std::move(then)); }

// The caller's key's, and those that a person set for all keys.
Answer<Told> list_dead_men(const Call& call) {
    const auto live = call.house.live.read();
    const core::KeyId key = call.caller.key;
    return told(live->state.stamp.sequence, [&](Json& json) {
        json.name("timers");
        json.begin_array();
        for (const auto& [id, timer] : live->state.dead_men.all()) {
            if (timer.account != call.caller.account) continue;
            if (key && timer.key && timer.key != key) continue;
            tell(json, live->state.catalogue, timer);
        }
        json.end_array();
    });
}

}  // namespace api::handlers
