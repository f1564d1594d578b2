// What operations reach, who asks them, and how they answer.
#pragma once

#include <expected>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "api/access/budget.hpp"
#include "core/types/rejection.hpp"
#include "engine/engine.hpp"
#include "views/access_log/access_log.hpp"
#include "views/history/history.hpp"
#include "views/live.hpp"

namespace vault {
class Vault;
}

namespace api {

class Errands;
class InFlight;
class People;
class Provider;
class Randomness;
class SignInLimits;
class StreamSessions;

// The parts of the house that operations work with. Lives as long as the server.
struct House {
    engine::Engine& engine;
    const views::Live& live;
    views::History& history;
    vault::Vault& vault;
    Randomness& randomness;
    InFlight& in_flight;
    views::AccessLog& access_log;
    Errands& errands;
    const People& people;
    SignInLimits& sign_in_limits;
    core::Environment environment{};
    const Provider* sumsub{};           // none: its messages are not expected
    StreamSessions* stream_sessions{};  // none: there are no streams to bind orders to
};

// Who asks, as the gate has proved it.
struct Caller {
    core::CustomerId customer;
    core::AccountId account;
    core::KeyId key;
    std::optional<core::Person> person;  // who signed in; his factor, where the request shows one
    core::Roles roles;                   // of staff
    core::Surface surface{};
    core::IpAddress ip;
    core::Fingerprint ip_hash;      // keyed; all that the journal may know of it
    core::Fingerprint idempotency;  // of the Idempotency-Key header; none when zero
    core::Fingerprint request;      // of method, path, query and body
    core::Fingerprint nonce;        // native writes; none when zero
    core::Timestamp deadline{core::never};
    bool is_operator{};         // came in through the control socket
    const core::Key* proved{};  // the key as it stood at the gate; until the handler returns
    NativeShare share{};        // what this request left of the request budget; native only
    std::uint64_t session{};    // whoever loses it loses his orders (last_will.hpp); 0: none
};

core::Envelope envelope_of(const Caller& caller);

// A reject as it is told: the cause, and its own facts by name ("client_ip", "skew_ms", ...).
struct Refusal {
    core::Rejection rejection;
    struct Fact {
        std::string name;
        std::string value;
        bool is_number{};  // or other JSON that stands as it is: a list, an object
    };
    std::vector<Fact> facts;
};

inline std::unexpected<Refusal> refuse(core::Reject why) {
    return std::unexpected(Refusal{.rejection = {.reject = why}, .facts = {}});
}
inline std::unexpected<Refusal> refuse(core::Reject why, std::string_view field) {
    return std::unexpected(Refusal{
        .rejection = {.reject = why, .field = base::Text<40>{field.substr(0, 40)}}, .facts = {}});
}
// What the core said no with; amounts become facts in the decimals of their asset.
Refusal refusal_of(const core::Catalogue& catalogue, const core::Rejection& rejection);

template <class Reply>
using Answer = std::expected<Reply, Refusal>;

// Commands answer later, on another thread, exactly once.
template <class Reply>
using Then = std::move_only_function<void(Answer<Reply>&&)>;

// Sends a command, at most one at a time per Idempotency-Key. A reply that is a rejection, or
// that the engine would not take it up, arrives as a refusal. Orders are bound to the caller's
// session, where he has one.
void submit(House& house, const Caller& caller, core::Command command, Then<engine::Reply> then);
// The full verdict on the durable present, without doing it: nothing is sequenced or changed.
Answer<void> try_out(House& house, const Caller& caller, const core::Command& command);

// Whether the caller's key may touch this market and both its assets; operators may.
Answer<void> may_touch(const Caller& caller, const core::Market& market);
Answer<void> may_touch(const core::KeyRules& rules, const core::Market& market);
// Whether the key is held to some markets, so that it cannot mean all of them.
bool is_held_to_markets(const Caller& caller);
bool may_see(const Caller& caller, core::AssetId asset);

}  // namespace api
