// What operations reach, who asks them, and how they answer.
#pragma once

#include <expected>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "core/types/rejection.hpp"
#include "engine/engine.hpp"
#include "views/history/history.hpp"
#include "views/live.hpp"

namespace vault {
class Vault;
}

namespace api {

class InFlight;
class Randomness;

// The parts of the house that operations work with. Lives as long as the server.
struct House {
    engine::Engine& engine;
    const views::Live& live;
    views::History& history;
    vault::Vault& vault;
    Randomness& randomness;
    InFlight& in_flight;
    core::Environment environment{};
};

// Who asks, as the gate has proved it.
struct Caller {
    core::CustomerId customer;
    core::AccountId account;
    core::KeyId key;
    core::Surface surface{};
    core::IpAddress ip;
    core::Fingerprint ip_hash;      // keyed; what the journal may know of it
    core::Fingerprint idempotency;  // of the Idempotency-Key header; none when zero
    core::Fingerprint request;      // of method, path, query and body
    core::Fingerprint nonce;        // native writes; none when zero
    core::Timestamp deadline{core::never};
    bool is_operator{};  // came in through the control socket
};

// A reject as it is told: the cause, and its own facts by name ("client_ip", "skew_ms", ...).
struct Refusal {
    core::Rejection rejection;
    struct Fact {
        std::string name;
        std::string value;
        bool is_number{};
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

template <class Reply>
using Answer = std::expected<Reply, Refusal>;

// Commands answer later, on another thread, exactly once.
template <class Reply>
using Then = std::move_only_function<void(Answer<Reply>&&)>;

}  // namespace api
