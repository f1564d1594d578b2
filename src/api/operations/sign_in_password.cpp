// A new password, for who knows the old one.
#include "api/operations/operators.hpp"
#include "api/operations/sign_in.hpp"
#include "vault/vault.hpp"

namespace api {
namespace {

using core::Reject;

struct Change {
    Caller caller;
    bool validate_only{};
    core::User user;
    vault::Secret current;
    vault::Secret fresh;
};

Answer<Change> read_change(const Call& call) {
    TRY(const std::string_view current, call.inputs.text("current_password"));
    TRY(const std::string_view fresh, call.inputs.text("new_password"));
    if (current.size() > password_bytes_max) return malformed("current_password", "too_long");
    const core::User user = user_of(call.house, call.caller);
    const auto profile = profile_of(call.house, user);
    TRY_OK(check_new_password(fresh, profile ? profile->email : std::string{}));
    Change change{.caller = call.caller,
                  .validate_only = call.validate_only,
                  .user = user,
                  .current = vault::Secret{current},
                  .fresh = vault::Secret{fresh}};
    change.caller.proved = nullptr;
    return change;
}

// Nothing is sealed for a wrong password, or to find out whether it would do.
Answer<core::Command> command_of(House& house, const Change& change) {
    if (!proves_password(house, &change.user, change.current.reveal_text())) {
        return refuse(Reject::unauthorized, "current_password");
    }
    if (change.validate_only) return core::ChangePassword{change.user.password};
    const auto hash =
        hash_password(change.fresh.reveal_text(), house.people.options().password_cost);
    if (!hash) return refuse(Reject::unavailable);
    const auto sealed =
        house.vault.seal(change.user.subject, vault::SecretKind::password_hash, *hash);
    if (!sealed) return refuse(Reject::unavailable);
    return core::ChangePassword{*sealed};
}

void change(House& house, const Change& change, Then<Told>&& then) {
    run_command(house, change.caller, change.validate_only, command_of(house, change),
                std::move(then), [](Json& json, const views::Present&, const engine::Reply&) {
                    json.boolean("changed", true);
                });
}

}  // namespace

namespace handlers {

void change_password(const Call& call, Tell then) {
    if (auto shown = needs_factor_now(call); !shown) return then(std::unexpected(shown.error()));
    auto wanted = read_change(call);
    if (!wanted) return then(std::unexpected(std::move(wanted).error()));
    const core::Timestamp now = call.house.engine.now();
    // A stolen session is no place for guessing either.
    const auto again = call.house.sign_in_limits.take_try(wanted->user.login, call.caller.ip, now);
    if (again) return then(std::unexpected(rate_limited(*again, now)));
    on_password_errand(call.house, std::move(then),
                       [&house = call.house, wanted = *std::move(wanted)](
                           Then<Told>&& tell) mutable { change(house, wanted, std::move(tell)); });
}

}  // namespace handlers
}  // namespace api
