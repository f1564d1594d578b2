#include "api/access/gate.hpp"

#include <algorithm>
#include <array>

#include "api/access/binance_signature.hpp"
#include "api/access/client_ip.hpp"
#include "api/access/digest.hpp"
#include "api/access/message_signature.hpp"
#include "api/access/native_signature.hpp"
#include "base/result.hpp"
#include "core/access/authorise.hpp"
#include "core/access/key_name.hpp"

namespace api {
namespace {

using core::Reject;

Denial denied(Reject why, const char* field = "") {
    return {.rejection = {.reject = why, .field = field}};
}

// A name that is of use on this server, or why not.
std::expected<core::KeyName, Denial> read_name(std::string_view text, core::Environment here) {
    const auto named = core::parse_key_name(text);
    if (!named) return std::unexpected(denied(named.error()));
    if (named->environment == here) return named->name;
    Denial denial = denied(Reject::wrong_environment);
    denial.key_environment = named->environment;
    return std::unexpected(denial);
}

// --- Binance

bool is_key_header(std::string_view text) {
    const auto fits = [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
               c == '_';
    };
    return text.size() >= 16 && text.size() <= 128 && std::ranges::all_of(text, fits);
}

// The name of a key as Binance's clients send it. What could be one and is not is just unknown.
std::expected<core::KeyName, Denial> read_binance_name(std::string_view text,
                                                       core::Environment here) {
    if (!is_key_header(text)) return std::unexpected(denied(Reject::key_malformed));
    const auto name = read_name(text, here);
    if (!name && name.error().rejection.reject == Reject::key_malformed) {
        return std::unexpected(denied(Reject::key_unknown));
    }
    return name;
}

Denial window_denial(const Skew& skew) {
    const auto as = [&](Reject why, const char* field) {
        Denial denial = denied(why, field);
        denial.skew = skew;
        return denial;
    };
    switch (skew.fault) {
        case WindowFault::timestamp_missing:
            return as(Reject::missing_field, "timestamp");
        case WindowFault::timestamp_illegal:
            return as(Reject::malformed_field, "timestamp");
        case WindowFault::window_illegal:
        case WindowFault::window_too_long:
            return as(Reject::malformed_field, "recvWindow");
        case WindowFault::too_old:
        case WindowFault::too_far_ahead:
            return as(Reject::timestamp_skew, "timestamp");
    }
    return denied(Reject::internal);
}

// What proves a key now: its credential, and while it is rotated also the next one. The stamp
// decides when that one stands alone, whether or not a tick has come.
struct Provers {
    std::array<std::shared_ptr<const Verifier>, 2> both;

    Provers(Verifiers& verifiers, const core::Key& key, core::Timestamp now) {
        const bool is_over = key.next && now >= key.next->takes_over_at;
        if (!is_over) both[0] = verifiers.of(key);
        both[1] = verifiers.next_of(key);
    }
    Provers() = default;

    bool empty() const { return !both[0] && !both[1]; }

    // The one that the signature is of, if any. Who has none of them waits for two verifications,
    // whether the key has one credential, two, or does not exist.
    //     is_of(verifier)   nothing: the signature has not its length
    template <class IsOf, class VerifyNothing>
    const Verifier* proved_by(IsOf is_of, VerifyNothing verify_no_key) const {
        for (const auto& verifier : both) {
            const std::optional<bool> verified = verifier ? is_of(*verifier) : std::nullopt;
            if (verified == true) return verifier.get();
            if (!verified) verify_no_key();
        }
        return nullptr;
    }
};

// As received; else as it would be had the client encoded it before signing.
bool verifies(const Verifier& verifier, const BinanceSigned& parts) {
    constexpr RsaScheme scheme = RsaScheme::pkcs1_sha256;
    const auto signature =
        decode_signature(verifier.algorithm(), decode_form_signature(parts.signature));
    if (!signature) return false;
    const auto sent = parts.payload();
    if (verifier.verify(sent, *signature, scheme)) return true;
    std::string as_sent;
    for (const std::string_view part : sent) as_sent += part;
    const std::string encoded = reencoded(parts);
    return encoded != as_sent &&
           verifier.verify(std::array{std::string_view{encoded}}, *signature, scheme);
}

// The same for a message of the WebSocket API: some clients encode each value before they sign.
bool verifies(const Verifier& verifier, const BinanceMessage& message) {
    constexpr RsaScheme scheme = RsaScheme::pkcs1_sha256;
    const auto signature =
        decode_signature(verifier.algorithm(), decode_form_signature(*message.signature));
    if (!signature) return false;
    const std::string plain = websocket_payload(message.parameters);
    if (verifier.verify(std::array{std::string_view{plain}}, *signature, scheme)) return true;
    const std::string encoded = websocket_payload_encoded(message.parameters);
    return encoded != plain &&
           verifier.verify(std::array{std::string_view{encoded}}, *signature, scheme);
}

// A key that is known and of use from this address; everything else of it is judged later.
std::expected<KeyHolder, Denial> find_usable(const KeyDirectory& directory, core::KeyName name,
                                             core::IpAddress ip, core::Timestamp now) {
    auto holder = directory.find(name, now);
    if (!holder) return std::unexpected(denied(Reject::key_unknown));
    const core::Ask look{.kind = core::Kind::read, .ip = ip};
    const core::Verdict verdict = core::authorise(holder->key, holder->standing, look, now);
    if (verdict) return std::move(*holder);
    Denial denial{.rejection = verdict.error()};
    denial.key = holder->key.id;
    return std::unexpected(denial);
}

// What a message signature says of its algorithm, where it says anything.
bool contradicts(std::string_view said, core::Algorithm algorithm) {
    if (said.empty()) return false;
    switch (algorithm) {
        case core::Algorithm::hmac_sha256:
            return said != "hmac-sha256";
        case core::Algorithm::ed25519:
            return said != "ed25519";
        case core::Algorithm::rsa:
            return said != "rsa-pss-sha512";
    }
    return true;
}

}  // namespace

Gate::Gate(const KeyDirectory& directory, Verifiers& verifiers, Nonces& nonces,
           core::Environment environment)
    : directory_{directory}, verifiers_{verifiers}, nonces_{nonces}, environment_{environment} {}

// The steps behind a usable key: what must be there, the time, the signature.
//     is_of(verifier)   whether the signature is of that key
template <class IsOf>
std::expected<Proof, Denial> Gate::prove_binance(KeyHolder&& holder, const BinanceTimes& times,
                                                 bool is_signed, IsOf is_of, core::Timestamp now) {
    const auto refused = [&](Denial denial) {
        denial.key = holder.key.id;
        return std::unexpected(std::move(denial));
    };
    const auto deadline = judge_binance_window(times.timestamp, times.recv_window, now);
    const bool timestamp_missing =
        !deadline && deadline.error().fault == WindowFault::timestamp_missing;
    if (timestamp_missing) return refused(window_denial(deadline.error()));
    if (!is_signed) return refused(denied(Reject::missing_field, "signature"));
    if (!deadline) return refused(window_denial(deadline.error()));

    const Provers provers{verifiers_, holder.key, now};
    if (provers.empty()) return refused(denied(Reject::unavailable));
    const auto proved = std::ranges::find_if(
        provers.both, [&](const auto& verifier) { return verifier && is_of(*verifier); });
    if (proved == provers.both.end()) return refused(denied(Reject::signature_invalid));
    return Proof{.key = std::move(holder.key),
                 .standing = holder.standing,
                 .deadline = *deadline,
                 .nonce = {},
                 .by_next = proved != provers.both.begin()};
}

std::expected<Proof, Denial> Gate::binance(const Request& request, core::Timestamp now) {
    TRY(const core::KeyName name, read_binance_name(request.header("x-mbx-apikey"), environment_));
    const auto ip = client_ip(request);
    if (!ip) return std::unexpected(denied(ip.error()));
    TRY(KeyHolder holder, find_usable(directory_, name, *ip, now));
    const auto parameter = [&](std::string_view named) {
        return find_parameter(request.query, request.body, named);
    };
    const BinanceTimes times{.timestamp = parameter("timestamp"),
                             .recv_window = parameter("recvWindow")};
    const auto parts = split_signed(request.query, request.body);
    const bool is_signed = parts || parts.error() != BinanceSplitError::missing;
    return prove_binance(
        std::move(holder), times, is_signed,
        [&](const Verifier& verifier) { return parts && verifies(verifier, *parts); }, now);
}

std::expected<Proof, Denial> Gate::binance(const BinanceMessage& message, core::Timestamp now) {
    TRY(const core::KeyName name, read_binance_name(message.key, environment_));
    TRY(KeyHolder holder, find_usable(directory_, name, message.ip, now));
    const bool is_signed = message.signature && !message.signature->empty();
    return prove_binance(
        std::move(holder), message.times, is_signed,
        [&](const Verifier& verifier) { return verifies(verifier, message); }, now);
}

std::expected<Proof, Denial> Gate::binance(const BinanceLogon& logon, core::IpAddress ip,
                                           const std::optional<BinanceTimes>& times,
                                           core::Timestamp now) {
    TRY(KeyHolder holder, find_usable(directory_, logon.key, ip, now));
    const auto refused = [&](Denial denial) {
        denial.key = holder.key.id;
        return std::unexpected(std::move(denial));
    };
    const core::Key& key = holder.key;
    const bool is_over = key.next && now >= key.next->takes_over_at;
    const bool by_next = key.next && key.next->credential == logon.credential;
    if (!by_next && (is_over || key.credential != logon.credential)) {
        return refused(denied(Reject::signature_invalid));
    }
    core::Timestamp deadline = core::never;
    if (times) {
        const auto judged = judge_binance_window(times->timestamp, times->recv_window, now);
        if (!judged) return refused(window_denial(judged.error()));
        deadline = *judged;
    }
    return Proof{.key = std::move(holder.key),
                 .standing = holder.standing,
                 .deadline = deadline,
                 .nonce = {},
                 .by_next = by_next};
}

// --- native

std::expected<Proof, Denial> Gate::native(const Request& request, NonceJudge judge,
                                          core::Timestamp now) {
    return carries_message_signature(request) ? by_message_signature(request, judge, now)
                                              : by_ten_lines(request, judge, now);
}

std::expected<Proof, Denial> Gate::by_ten_lines(const Request& request, NonceJudge judge,
                                                core::Timestamp now) {
    const auto stranger = [&](Denial denial) {
        denial.canonical_sha256 = canonical_sha256(request);
        return std::unexpected(std::move(denial));
    };
    const auto read = read_native_signature(request);
    if (!read) return stranger({.rejection = read.error()});
    const auto name = read_name(read->key, environment_);
    if (!name) return stranger(name.error());

    const std::string text = canonical_text(request);
    const std::array<std::string_view, 1> payload{text};
    auto holder = directory_.find(*name, now);
    const Provers provers = holder ? Provers{verifiers_, holder->key, now} : Provers{};
    const auto is_of = [&](const Verifier& verifier) -> std::optional<bool> {
        const auto signature = decode_signature(verifier.algorithm(), read->signature);
        if (!signature || !verifier.fits(*signature)) return std::nullopt;
        return verifier.verify(payload, *signature, RsaScheme::pss_sha512);
    };
    const Verifier* prover = provers.proved_by(
        is_of, [&] { verify_nothing(payload, read->signature, RsaScheme::pss_sha512); });
    if (provers.empty()) {
        return stranger(denied(holder ? Reject::unavailable : Reject::key_unknown));
    }
    const auto refused = [&](Denial denial, bool proved) {
        denial.key = holder->key.id;
        denial.proved = proved;
        if (!proved) denial.canonical_sha256 = canonical_sha256(request);
        return std::unexpected(std::move(denial));
    };
    if (prover == nullptr) return refused(denied(Reject::signature_invalid), false);
    const auto sent_at = parse_timestamp(read->timestamp);
    if (!sent_at) return refused(denied(Reject::malformed_field, "Postern-Timestamp"), true);
    const Sent sent{.at = *sent_at, .window = window_default, .nonce = read->nonce};
    return accept(*std::move(holder), sent, judge, now);
}

std::expected<Proof, Denial> Gate::by_message_signature(const Request& request, NonceJudge judge,
                                                        core::Timestamp now) {
    const auto stranger = [&](Denial denial) {
        denial.canonical_sha256 = signature_base_sha256(request);
        return std::unexpected(std::move(denial));
    };
    if (carries_native_signature(request)) {
        return stranger(denied(Reject::malformed_request, "Signature-Input"));
    }
    const auto read = read_message_signature(request);
    if (!read) return stranger({.rejection = read.error()});
    const auto name = read_name(read->key, environment_);
    if (!name) return stranger(name.error());

    const std::array<std::string_view, 1> payload{read->base};
    auto holder = directory_.find(*name, now);
    const base::BytesView signature{read->signature};
    const Provers provers = holder ? Provers{verifiers_, holder->key, now} : Provers{};
    const auto is_of = [&](const Verifier& verifier) -> std::optional<bool> {
        if (!verifier.fits(signature)) return std::nullopt;
        return verifier.verify(payload, signature, RsaScheme::pss_sha512);
    };
    const Verifier* prover = provers.proved_by(
        is_of, [&] { verify_nothing(payload, signature, RsaScheme::pss_sha512); });
    if (provers.empty()) {
        return stranger(denied(holder ? Reject::unavailable : Reject::key_unknown));
    }

    const auto refused = [&](Denial denial, bool proved) {
        denial.key = holder->key.id;
        denial.proved = proved;
        if (!proved) denial.canonical_sha256 = signature_base_sha256(request);
        return std::unexpected(std::move(denial));
    };
    if (prover == nullptr || contradicts(read->algorithm, prover->algorithm())) {
        return refused(denied(Reject::signature_invalid), false);
    }
    if (read->missing) return refused({.rejection = *read->missing}, true);
    if (const core::Verdict body = check_body(request); !body) {
        return refused({.rejection = body.error()}, true);
    }
    core::Duration window = window_default;
    if (read->expires) window = std::min(window, *read->expires - *read->created);
    if (window < core::Duration{}) return refused(denied(Reject::malformed_field, "expires"), true);
    const Sent sent{.at = *read->created, .window = window, .nonce = read->nonce};
    return accept(*std::move(holder), sent, judge, now);
}

std::expected<Proof, Denial> Gate::accept(KeyHolder&& holder, const Sent& sent, NonceJudge judge,
                                          core::Timestamp now) {
    const auto refused = [&](Denial denial) {
        denial.key = holder.key.id;
        denial.proved = true;
        return std::unexpected(std::move(denial));
    };
    const auto deadline = judge_window(sent.at, sent.window, now);
    if (!deadline) return refused(window_denial(deadline.error()));
    const core::Fingerprint nonce = fingerprint({sent.nonce});
    if (judge == NonceJudge::gate) {
        switch (nonces_.use(holder.key.id, nonce, now)) {
            case NonceUse::used:
                return refused(denied(Reject::nonce_reused));
            case NonceUse::full:
                return refused(denied(Reject::unavailable));
            case NonceUse::fresh:
                break;
        }
    }
    return Proof{.key = std::move(holder.key),
                 .standing = holder.standing,
                 .deadline = *deadline,
                 .nonce = nonce,
                 .by_next = false};
}

}  // namespace api
