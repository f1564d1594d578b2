// "Prove yourself again, for this request": a challenge that nobody has to remember.
//
//     const Challenges challenges{server_key};
//     auto asked = challenges.issue(person, request, now, randomness);
//         // asked.id         "ch_AQ…98 characters of base64url"
//         // asked.expires_at  120 s from now
//     // the person repeats the request, with the id and a code:
//     auto judged = challenges.check(id, person, request, now);
//         // the same nonce and expires_at, or why not
//
// The id carries when it ends, a random nonce and the request's fingerprint, under a keyed BLAKE2b
// that also covers the person: a challenge for one request never answers for another, nor for
// another person, nor after its end. It could answer twice for the same request: where that
// matters, the core remembers the nonce until expires_at. Layout: docs/formats/factors.md.
//
// Person   any text that names one: "customer 17", "staff 3". Not told to anybody.
// Key      32 random bytes of this server. With another key, older challenges end.
// Threads  any.
#pragma once

#include <cstdint>
#include <expected>
#include <string>
#include <string_view>

#include "api/access/digest.hpp"
#include "api/access/randomness.hpp"
#include "core/types/time.hpp"
#include "vault/secret.hpp"

namespace api {

inline constexpr std::size_t challenge_key_bytes = 32;
inline constexpr core::Duration challenge_life = core::seconds(120);

enum class ChallengeFault : std::uint8_t {
    malformed,        // no challenge, or no answer, can be read
    wrong_challenge,  // not ours, or another person's
    expired,
    wrong_request,  // ours, but for another request
};
std::string_view name_of(ChallengeFault fault);  // "wrong_request": the reason in step_up_invalid

struct Challenge {
    core::Fingerprint nonce;
    core::Timestamp expires_at;

    friend bool operator==(const Challenge&, const Challenge&) = default;
};

struct IssuedChallenge {
    std::string id;
    Challenge challenge;
};

class Challenges {
  public:
    explicit Challenges(vault::Secret key);

    IssuedChallenge issue(std::string_view person, core::Fingerprint request, core::Timestamp now,
                          Randomness& randomness) const;

    [[nodiscard]] std::expected<Challenge, ChallengeFault> check(std::string_view id,
                                                                 std::string_view person,
                                                                 core::Fingerprint request,
                                                                 core::Timestamp now) const;

  private:
    vault::Secret key_;
};

// The request's fingerprint as people and approvers see it: 32 hex digits.
std::string format_request_hash(core::Fingerprint request);

// What a passkey is asked to sign for this challenge: derived, so that nothing is remembered.
Digest passkey_challenge(std::string_view challenge_id);

}  // namespace api
