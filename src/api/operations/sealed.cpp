#include "api/operations/sealed.hpp"

#include "api/operations/errands.hpp"

namespace api {
namespace {

using core::Reject;

// Where a reference has to be there but nothing is sealed: in a dry run.
constexpr core::VaultRef any_reference{1, 1};

// Whether the core would refuse it as it stands. Whoever shows a factor has to be heard by the core
// itself, which counts wrong ones; and a repetition, which gets its stored outcome.
Answer<void> foreseen(House& house, const Caller& caller, const CommandOf& command) {
    if (caller.person && caller.person->factor) return {};
    Caller asking = caller;
    if (caller.idempotency) {
        const auto live = house.live.read();
        if (live->state.memory.find(caller.account, caller.idempotency) != nullptr) return {};
        asking.idempotency = {};
    }
    return try_out(house, asking, command(any_reference));
}

}  // namespace

Sealing sealing(core::VaultRef subject, vault::SecretKind kind, std::string_view text) {
    if (text.empty()) return {subject, kind, nullptr};
    return {subject, kind, std::make_shared<const vault::Secret>(text)};
}

void seal_command(const Call& call, Sealing what, CommandOf command,
                  std::move_only_function<void(const Call&, Answer<core::Command>&&)> then) {
    if (!what.content) return then(call, command({}));
    if (call.validate_only) return then(call, command(any_reference));
    if (auto ok = foreseen(call.house, call.caller, command); !ok) {
        return then(call, std::unexpected(std::move(ok).error()));
    }
    // Shared, because an errand that finds no room is gone when we must answer ourselves.
    auto answer = std::make_shared<decltype(then)>(std::move(then));
    const bool taken =
        call.house.errands.run([&house = call.house, caller = call.caller, what = std::move(what),
                                command = std::move(command), answer] {
            const Inputs none;
            const Request nothing;
            const Call later{house, caller, none, nothing};
            const auto ref = house.vault.seal(what.subject, what.kind, *what.content);
            if (!ref) return (*answer)(later, refuse(Reject::unavailable));
            (*answer)(later, command(*ref));
        });
    if (!taken) (*answer)(call, refuse(Reject::unavailable));
}

std::optional<std::string> opened(const vault::Vault& vault, core::VaultRef ref) {
    if (!ref) return std::nullopt;
    const auto secret = vault.open(ref);
    if (!secret) return std::nullopt;
    return std::string{secret->reveal_text()};
}

}  // namespace api
