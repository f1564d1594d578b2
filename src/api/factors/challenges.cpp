#include "api/factors/challenges.hpp"

#include <array>
#include <boost/describe.hpp>
#include <sodium.h>

#include "base/bytes.hpp"
#include "base/check.hpp"
#include "base/codec.hpp"

namespace api {
namespace {

constexpr std::string_view prefix = "ch_";
constexpr std::string_view domain = "postern challenge 1";
constexpr std::uint8_t version = 1;
constexpr std::size_t mac_bytes = 32;

// What the id says openly.
struct Said {
    std::uint8_t version{};
    core::Timestamp expires_at{};
    core::Fingerprint nonce{};
    core::Fingerprint request{};
};
BOOST_DESCRIBE_STRUCT(Said, (), (version, expires_at, nonce, request))
constexpr std::size_t said_bytes = 1 + 8 + 16 + 16;

using Mac = std::array<std::uint8_t, mac_bytes>;

// `said` has a fixed length, so that it and the person cannot run together.
Mac mac_of(const vault::Secret& key, base::BytesView said, std::string_view person) {
    crypto_generichash_state state{};
    Mac mac{};
    crypto_generichash_init(&state, key.reveal().data(), key.size(), mac.size());
    for (const base::BytesView part : {base::as_bytes(domain), said, base::as_bytes(person)}) {
        crypto_generichash_update(&state, part.data(), part.size());
    }
    crypto_generichash_final(&state, mac.data(), mac.size());
    sodium_memzero(&state, sizeof state);
    return mac;
}

core::Fingerprint random_nonce(Randomness& randomness) {
    const std::uint64_t high = random_number(randomness);
    return {high, random_number(randomness)};
}

}  // namespace

std::string_view name_of(ChallengeFault fault) {
    switch (fault) {
        case ChallengeFault::malformed:
            return "malformed";
        case ChallengeFault::wrong_challenge:
            return "wrong_challenge";
        case ChallengeFault::expired:
            return "expired";
        case ChallengeFault::wrong_request:
            return "wrong_request";
    }
    return {};
}

Challenges::Challenges(vault::Secret key) : key_{std::move(key)} {
    CHECK(key_.size() == challenge_key_bytes && sodium_init() >= 0);
}

IssuedChallenge Challenges::issue(std::string_view person, core::Fingerprint request,
                                  core::Timestamp now, Randomness& randomness) const {
    const Challenge challenge{random_nonce(randomness), now + challenge_life};
    base::Bytes bytes;
    base::encode(bytes, Said{.version = version,
                             .expires_at = challenge.expires_at,
                             .nonce = challenge.nonce,
                             .request = request});
    CHECK(bytes.size() == said_bytes);
    const Mac mac = mac_of(key_, bytes, person);
    bytes.insert(bytes.end(), mac.begin(), mac.end());
    return {std::string{prefix} + base::format_base64url(bytes), challenge};
}

std::expected<Challenge, ChallengeFault> Challenges::check(std::string_view id,
                                                           std::string_view person,
                                                           core::Fingerprint request,
                                                           core::Timestamp now) const {
    const auto wrong = [](ChallengeFault fault) { return std::unexpected(fault); };
    if (!id.starts_with(prefix)) return wrong(ChallengeFault::malformed);
    const auto bytes = base::parse_base64(id.substr(prefix.size()));
    if (!bytes || bytes->size() != said_bytes + mac_bytes) return wrong(ChallengeFault::malformed);
    const base::BytesView open = base::BytesView{*bytes}.first(said_bytes);
    const auto said = base::decode_whole<Said>(open);
    if (!said || said->version != version) return wrong(ChallengeFault::malformed);

    const Mac mac = mac_of(key_, open, person);
    if (sodium_memcmp(mac.data(), bytes->data() + said_bytes, mac.size()) != 0) {
        return wrong(ChallengeFault::wrong_challenge);
    }
    if (now >= said->expires_at) return wrong(ChallengeFault::expired);
    if (said->request != request) return wrong(ChallengeFault::wrong_request);
    return Challenge{said->nonce, said->expires_at};
}

std::string format_request_hash(core::Fingerprint request) {
    std::array<std::uint8_t, 16> bytes{};
    for (std::size_t i = 0; i < 8; ++i) {
        bytes[i] = static_cast<std::uint8_t>(request.high >> (56 - 8 * i));
        bytes[8 + i] = static_cast<std::uint8_t>(request.low >> (56 - 8 * i));
    }
    return base::format_hex(bytes);
}

Digest passkey_challenge(std::string_view challenge_id) {
    return sha256("postern passkey challenge 1\n" + std::string{challenge_id});
}

}  // namespace api
