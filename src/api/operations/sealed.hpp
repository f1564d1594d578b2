// Commands that name something in the vault: it is sealed first, on an errand's thread, then the
// command goes.
//
//     run_sealed(call, Sealing{customer.subject, SecretKind::onboarding, content},
//                [=](core::VaultRef file) { return core::SubmitOnboarding{kind, country, file}; },
//                std::move(then), tell_it);
//
// A dry run seals nothing. What is refused after the seal is an orphan, swept at the next start;
// so that nobody fills the disk with those, what the core would refuse now is refused before,
// except where the request shows a factor or repeats an earlier one: those are the core's to judge.
#pragma once

#include <functional>
#include <memory>
#include <optional>

#include "api/operations/operators.hpp"
#include "vault/vault.hpp"

namespace api {

struct Sealing {
    core::VaultRef subject;
    vault::SecretKind kind{};
    std::shared_ptr<const vault::Secret> content;  // nothing: nothing is sealed, the reference is 0
};

// A copy of a text of the request.
Sealing sealing(core::VaultRef subject, vault::SecretKind kind, std::string_view text);

using CommandOf = std::function<core::Command(core::VaultRef)>;
// The command with its reference, or why there is none.
void seal_command(const Call& call, Sealing what, CommandOf command,
                  std::move_only_function<void(const Call&, Answer<core::Command>&&)> then);

template <class TellIt>
void run_sealed(const Call& call, Answer<Sealing> what, CommandOf command, Then<Told>&& then,
                TellIt tell_it) {
    if (!what) return then(std::unexpected(std::move(what).error()));
    seal_command(call, *std::move(what), std::move(command),
                 [then = std::move(then), tell_it = std::move(tell_it)](
                     const Call& sealed, Answer<core::Command>&& ready) mutable {
                     run_command(sealed, std::move(ready), std::move(then), std::move(tell_it));
                 });
}

// The text that was sealed; nothing when there is none, or it cannot be opened.
std::optional<std::string> opened(const vault::Vault& vault, core::VaultRef ref);

}  // namespace api
