// What becomes of orders when the connection that they were placed on is lost.
//
//     LastWill will{house, LastWill::Kind::session};    // cancels what was placed here
//     will.note(caller);                                // before each write: who, and by which key
//     will.execute();                                   // the connection is gone
//
//     session   the orders that were placed on this connection
//     key       all orders of each key that asked for a write on it, wherever they were placed
//
// The cancels are the house's own (surface system), so it does not matter whether the key still
// may do anything. They come behind whatever was sent before. Orders in markets that are halted
// stay, as with any cancel; so do all orders where the engine has no room for one more cancel or
// where the server itself was killed: a dead-man timer covers those.
//
// Threads: one at a time. Cost: note() searches the keys seen; few.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "api/operations/house.hpp"

namespace api {

class LastWill {
  public:
    enum class Kind : std::uint8_t { nothing, session, key };
    // "session" or "key".
    static std::optional<Kind> kind_named(std::string_view name);

    LastWill(House& house, Kind kind);

    // What orders are bound to; 0: nothing, as with the other kinds. Fits into 63 bits.
    std::uint64_t session() const { return session_; }
    // Remembers the caller, and binds what he places from now on.
    void note(Caller& caller);
    // Once; later calls find nothing.
    void execute();

  private:
    struct Heir {
        core::CustomerId customer;
        core::AccountId account;
        core::KeyId key;

        friend bool operator==(const Heir&, const Heir&) = default;
    };

    House& house_;
    Kind kind_;
    std::uint64_t session_{};  // of no other connection, before a restart or after
    std::vector<Heir> heirs_;
};

}  // namespace api
