// What proves people: looks up their factors in the view, opens the secrets in the vault, and says
// whether what they show is right. Whether it is the first use of a code, and whether the factors
// are locked, is the core's to judge.
//
//     TRY(const core::FactorUse use, people.shown(user, header, request_hash, now));
//     caller.person->factor = use;                 // goes along with the command
//     ...
//     people.add_challenge(refusal, user, request_hash, now);      // to a step_up_required
//
// Errors   step_up_invalid with a reason: malformed, wrong_challenge, expired, wrong_request,
//          no_such_factor. A wrong code is no error here: the use says `matched = false`.
// Threads  any. Cost: a look under the view's lock, about 20 us for a secret, 0.5 ms for a passkey.
#pragma once

#include "api/access/http.hpp"
#include "api/factors/challenges.hpp"
#include "api/factors/passwords.hpp"
#include "api/factors/step_up.hpp"
#include "api/factors/webauthn.hpp"
#include "api/operations/house.hpp"

namespace api {

struct PeopleOptions {
    PasswordCost password_cost{house_password_cost};
    // Whose passkeys they are: the host and origins under which browsers see this server.
    RelyingParty party{"localhost", "Postern", {"http://localhost:8420"}};
};

class People {
  public:
    People(const views::Live& live, vault::Vault& vault, Randomness& randomness,
           PeopleOptions options);

    const PeopleOptions& options() const { return options_; }
    const Challenges& challenges() const { return challenges_; }

    // What the journal knows of an e-mail address: a keyed hash, the same for every spelling of
    // upper and lower case.
    core::Fingerprint login_of(std::string_view email) const;

    // A code as people type it: six digits of an app, or a recovery code.
    Answer<core::FactorUse> typed(core::UserId user, std::string_view code,
                                  core::Timestamp now) const;
    // The Postern-Step-Up header of a request.
    Answer<core::FactorUse> shown(core::UserId user, std::string_view header,
                                  core::Fingerprint request, core::Timestamp now) const;

    // Adds what the person needs to answer: challenge_id, methods, request_hash, expires_in, and
    // for passkeys what navigator.credentials.get() takes.
    void add_challenge(Refusal& refusal, core::UserId user, core::Fingerprint request,
                       core::Timestamp now) const;

    // The passkeys of a person as the vault has them, those that opened.
    std::vector<Passkey> passkeys_of(core::UserId user) const;

  private:
    std::vector<core::Factor> active_factors(core::UserId user) const;
    Answer<core::FactorUse> totp(core::UserId user, std::string_view code,
                                 core::Timestamp now) const;
    Answer<core::FactorUse> recovery(core::UserId user, std::string_view code) const;
    Answer<core::FactorUse> passkey(core::UserId user, std::string_view challenge_id,
                                    const Assertion& assertion) const;

    const views::Live& live_;
    vault::Vault& vault_;
    Randomness& randomness_;
    PeopleOptions options_;
    Challenges challenges_;
    vault::Secret login_key_;
};

// What a second factor is bound to: a code for one request never releases another.
core::Fingerprint request_hash(const Request& request);
// How a challenge names a person.
std::string challenge_name(core::UserId user);
// What the core knows of a passkey's credential id.
core::Fingerprint credential_fingerprint(base::BytesView credential_id);

}  // namespace api
