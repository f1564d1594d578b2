// Signing in: registration, sessions and the password. Factors: factors_operations.hpp.
//
//     POST /v1/registrations   always 202: it never tells whether somebody is known
//     POST /v1/sessions        with a password, and a factor where one is enrolled
//
// What concerns a password runs on an errand's thread, few at a time.
#pragma once

#include "api/operations/errands.hpp"
#include "api/operations/handlers.hpp"
#include "api/operations/json_writer.hpp"
#include "api/operations/people.hpp"
#include "api/operations/profile.hpp"
#include "api/operations/sign_in_limits.hpp"

namespace api {

// `work` gets the answer's way out, on an errand's thread.
template <class Work>
void on_errand(House& house, Then<Told>&& then, Work work) {
    // Kept outside, so that there is somebody to answer when there is no room for the errand.
    auto shared = std::make_shared<Then<Told>>(std::move(then));
    const bool taken =
        house.errands.run([shared, work = std::move(work)]() mutable { work(std::move(*shared)); });
    if (!taken) (*shared)(refuse(core::Reject::unavailable));
}

// The same for Argon2id, few at a time.
template <class Work>
void on_password_errand(House& house, Then<Told>&& then, Work work) {
    auto place = house.sign_in_limits.take_place();
    if (!place) return then(refuse(core::Reject::unavailable));
    on_errand(house, std::move(then),
              [place = *std::move(place), work = std::move(work)](Then<Told>&& tell) mutable {
                  work(std::move(tell));
              });
}

// rate_limited, with retry_after.
Refusal rate_limited(core::Timestamp free_at, core::Timestamp now);
// malformed_field `email`, unless it looks like an address of at most 254 bytes.
Answer<void> check_email(std::string_view email);
// password_refused with its reason.
Answer<void> check_new_password(std::string_view password, std::string_view email);
// Spends the same time where there is no such user.
bool proves_password(const House& house, const core::User* user, std::string_view password);
// Nothing where the vault has none.
std::optional<Profile> profile_of(const House& house, const core::User& user);
// step_up_required where a factor is enrolled and none came along: asked before work that costs.
Answer<void> needs_factor_now(const Call& call);
// The caller's own; he must have signed in.
core::User user_of(const House& house, const Caller& caller);

void tell(Json& json, const core::Session& session, const core::HouseRules& rules,
          core::SessionId current);

namespace handlers {

// sign_in.cpp
void register_user(const Call& call, Tell then);
void open_session(const Call& call, Tell then);
// sign_in_sessions.cpp
Answer<Told> show_session(const Call& call);
void end_session(const Call& call, Tell then);
Answer<Told> list_sessions(const Call& call);
void end_one_session(const Call& call, Tell then);
void end_other_sessions(const Call& call, Tell then);
// sign_in_password.cpp
void change_password(const Call& call, Tell then);

}  // namespace handlers
}  // namespace api
