// The house's own people: who they are, what they may do.
#include "api/access/randomness.hpp"
#include "api/operations/acts.hpp"
#include "api/operations/sign_in.hpp"
#include "api/operations/staff.hpp"
#include "vault/vault.hpp"

namespace api::handlers {
namespace {

using core::Reject;

constexpr std::size_t name_bytes_max = 200;

void tell_staff(Json& json, const House& house, const core::User& user) {
    json.begin_object();
    json.number_text("user_id", user.id.value);
    const auto profile = profile_of(house, user);
    profile ? json.text("name", profile->name) : json.null("name");
    profile ? json.text("email", profile->email) : json.null("email");
    tell_roles(json, user.roles);
    json.text("status", word_of(user.status));
    json.time("created_at", user.created_at);
    json.end_object();
}

struct NewStaff {
    core::AddStaff command;
    Profile profile;
    vault::Secret password;
};

Answer<NewStaff> read_new_staff(const Call& call) {
    TRY(const std::string_view email, call.inputs.text("email"));
    TRY_OK(check_email(email));
    TRY(const std::string_view password, call.inputs.text("password"));
    TRY_OK(check_new_password(password, email));
    TRY(const std::string_view name, call.inputs.text("name"));
    if (name.empty()) return malformed("name", "empty");
    if (name.size() > name_bytes_max) return malformed("name", "too_long");
    TRY(const core::Roles roles, read_roles(call.inputs));
    return NewStaff{.command = {.login = call.house.people.login_of(email),
                                .subject = random_vault_ref(call.house.randomness),
                                .password = {},
                                .roles = roles},
                    .profile = {std::string{email}, std::string{name}},
                    .password = vault::Secret{password}};
}

// Argon2id and two seals, then the command that names them.
Answer<core::Command> sealed_staff(House& house, NewStaff& staff) {
    const auto hash =
        hash_password(staff.password.reveal_text(), house.people.options().password_cost);
    if (!hash) return refuse(Reject::unavailable);
    const core::VaultRef subject = staff.command.subject;
    const auto profile =
        house.vault.seal(subject, vault::SecretKind::profile, format_profile(staff.profile));
    const auto password = house.vault.seal(subject, vault::SecretKind::password_hash, *hash);
    if (!profile || !password) return refuse(Reject::unavailable);
    staff.command.password = *password;
    return staff.command;
}

const core::User* find_staff(const core::State& state, core::UserId id) {
    const core::User* user = state.users.find(id);
    return user != nullptr && !user->customer ? user : nullptr;
}

}  // namespace

Answer<Told> list_staff(const Call& call) {
    const auto live = call.house.live.read();
    return told(live->state.stamp.sequence, [&](Json& json) {
        json.name("people");
        json.begin_array();
        for (const core::User& user : live->state.users.all()) {
            if (!user.customer) tell_staff(json, call.house, user);
        }
        json.end_array();
    });
}

void add_staff(const Call& call, Tell then) {
    auto staff = read_new_staff(call);
    if (!staff) return then(std::unexpected(std::move(staff).error()));
    auto proposed = std::make_shared<bool>(false);
    const auto tell_it = [&house = call.house](Json& json, const views::Present&,
                                               const engine::Reply& reply) {
        json.name("person");
        tell_staff(json, house, the<core::UserRegistered>(reply).user);
    };
    auto answer = with_status_of(proposed, std::move(then));
    const ActTold<decltype(tell_it)> act_told{tell_it, proposed};
    if (call.validate_only) {
        staff->command.password = {1, 1};
        return run_command(call, core::Command{staff->command}, std::move(answer), act_told);
    }
    on_password_errand(call.house, std::move(answer),
                       [&house = call.house, caller = call.caller, staff = *std::move(staff),
                        act_told](Then<Told>&& tell) mutable {
                           auto command = sealed_staff(house, staff);
                           run_command(house, caller, false, std::move(command), std::move(tell),
                                       act_told);
                       });
}

void change_staff(const Call& call, Tell then) {
    const auto command = [&]() -> Answer<core::Command> {
        TRY(const std::uint64_t id, call.inputs.integer("user_id", INT64_MAX));
        const auto live = call.house.live.read();
        const core::User* user = find_staff(live->state, core::UserId{id});
        if (user == nullptr) return refuse(Reject::not_found, "user_id");
        core::ChangeStaff change{user->id, user->roles, user->status};
        if (call.inputs.has("roles")) {
            TRY(change.roles, read_roles(call.inputs));
        }
        TRY(change.status, read_choice_or(call.inputs, "status", user->status));
        return change;
    }();
    run_act(call, command, std::move(then),
            [&house = call.house](Json& json, const views::Present& present,
                                  const engine::Reply& reply) {
                json.name("person");
                tell_staff(json, house,
                           present.state.users.at(the<core::StaffChanged>(reply).user));
            });
}

}  // namespace api::handlers
