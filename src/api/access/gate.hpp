// From a request to whoever sent it: the steps of authentication, in each dialect's order.
//
//     auto proof = gate.native(request, NonceJudge::gate, now);
//     if (!proof) ... proof.error().rejection: the exact cause, for the audit log ...
//     core::authorise(proof->key, proof->customer, ask, now);      // the caller's next step
//
// Native   headers, environment, key known, signature, timestamp, nonce. Whoever could not prove a
//          signature (denial.proved is false) is told `unauthorized` and canonical_sha256, no more.
//          With a Signature-Input it is the scheme of message_signature.hpp: what had to be covered
//          and the body's digest come right after the signature. Both schemes at once are
//          malformed.
// Binance  key header (key_malformed), key known and of use from here (-2015), timestamp and
//          signature there, timestamp, signature: the order that its clients know. A message of the
//          WebSocket API is judged in the same order, with its parameters in place of the text; a
//          connection that logged on proves itself by that, and its key is looked at each time.
//
// On /v1 an unknown key costs the same time as a wrong signature, so a stranger learns nothing.
// Threads: any, at once. Cost: for HMAC about 1 us over the bare HMAC.
#pragma once

#include <expected>
#include <optional>
#include <string>
#include <string_view>

#include "api/access/binance_signature.hpp"
#include "api/access/clock_window.hpp"
#include "api/access/http.hpp"
#include "api/access/nonces.hpp"
#include "api/access/verifiers.hpp"
#include "core/types/rejection.hpp"

namespace api {

// A key and its holder as they stand now: copies, because the view moves on.
struct KeyHolder {
    core::Key key;
    core::Standing standing;
};

// Where keys are found: the live view, under its lock.
class KeyDirectory {
  public:
    virtual ~KeyDirectory() = default;
    virtual std::optional<KeyHolder> find(core::KeyName name, core::Timestamp now) const = 0;
};

// What a request has proved.
struct Proof {
    core::Key key;
    core::Standing standing;
    core::Timestamp deadline;   // past it, nothing of this request may happen any more
    core::Fingerprint nonce{};  // native only
    bool by_next{};             // with the credential that takes over, while the key is rotated
};

// The two texts that say until when a Binance request holds; as sent.
struct BinanceTimes {
    std::optional<std::string_view> timestamp;
    std::optional<std::string_view> recv_window;
};

// One message of Binance's WebSocket API that is signed.
struct BinanceMessage {
    std::string_view key;
    std::optional<std::string_view> signature;
    const Parameters& parameters;  // all but the signature
    BinanceTimes times;
    core::IpAddress ip;
};

// Who has proved himself for a whole connection: by this key, with this credential. What ends
// either ends it.
struct BinanceLogon {
    core::KeyName key;
    core::Credential credential;
};

struct Denial {
    core::Rejection rejection;   // the exact cause; its field names what is missing or wrong
    bool proved{};               // the signature verified
    core::KeyId key{};           // whose name was used, where it is known: for the audit log
    std::optional<Skew> skew{};  // timestamp_skew, and Binance's faults of the two numbers
    core::Environment key_environment{};  // wrong_environment: where the key belongs
    std::string canonical_sha256{};       // native, where nothing was proved
};

// Who makes sure that a nonce is used once: the gate for reads, the core for commands.
enum class NonceJudge : std::uint8_t { gate, core };

class Gate {
  public:
    Gate(const KeyDirectory& directory, Verifiers& verifiers, Nonces& nonces,
         core::Environment environment);

    [[nodiscard]] std::expected<Proof, Denial> native(const Request& request, NonceJudge judge,
                                                      core::Timestamp now);
    [[nodiscard]] std::expected<Proof, Denial> binance(const Request& request, core::Timestamp now);
    [[nodiscard]] std::expected<Proof, Denial> binance(const BinanceMessage& message,
                                                       core::Timestamp now);
    // A message that is not signed, on a connection that logged on. Without times it is one that
    // needs none, and has no deadline.
    [[nodiscard]] std::expected<Proof, Denial> binance(const BinanceLogon& logon,
                                                       core::IpAddress ip,
                                                       const std::optional<BinanceTimes>& times,
                                                       core::Timestamp now);

  private:
    template <class IsOf>
    std::expected<Proof, Denial> prove_binance(KeyHolder&& holder, const BinanceTimes& times,
                                               bool is_signed, IsOf is_of, core::Timestamp now);
    std::expected<Proof, Denial> by_message_signature(const Request& request, NonceJudge judge,
                                                      core::Timestamp now);
    std::expected<Proof, Denial> by_ten_lines(const Request& request, NonceJudge judge,
                                              core::Timestamp now);
    // When it was sent and how long that is good for, as the caller's signature has proved.
    struct Sent {
        core::Timestamp at;
        core::Duration window;
        std::string_view nonce;
    };
    std::expected<Proof, Denial> accept(KeyHolder&& holder, const Sent& sent, NonceJudge judge,
                                        core::Timestamp now);

    const KeyDirectory& directory_;
    Verifiers& verifiers_;
    Nonces& nonces_;
    core::Environment environment_;
};

}  // namespace api
