#include "api/operations/last_will.hpp"

#include <algorithm>
#include <utility>

#include "api/access/randomness.hpp"

namespace api {

std::optional<LastWill::Kind> LastWill::kind_named(std::string_view name) {
    if (name == "session") return Kind::session;
    if (name == "key") return Kind::key;
    return std::nullopt;
}

LastWill::LastWill(House& house, Kind kind) : house_{house}, kind_{kind} {
    if (kind == Kind::session) session_ = random_number(house.randomness) >> 1 | 1;  // zero is none
}

void LastWill::note(Caller& caller) {
    if (kind_ == Kind::nothing) return;
    caller.session = session_;
    const Heir heir{.customer = caller.customer,
                    .account = caller.account,
                    .key = kind_ == Kind::key ? caller.key : core::KeyId{}};
    if (std::ranges::find(heirs_, heir) == heirs_.end()) heirs_.push_back(heir);
}

void LastWill::execute() {
    for (const Heir& heir : std::exchange(heirs_, {})) {
        core::CancelAll command;
        command.key = heir.key;
        command.session = session_;
        command.disconnected = true;
        const core::Envelope envelope{.customer = heir.customer,
                                      .account = heir.account,
                                      .key = {},
                                      .surface = core::Surface::system};
        // Nobody is there to hear how it went; the orders' owner hears of each order.
        house_.engine.submit(command, envelope, [](engine::Reply&&) {});
    }
}

}  // namespace api
