// What the house remembers so that nothing is done twice: outcomes by Idempotency-Key, and nonces.
//
// An outcome is kept for a day of journal time, a nonce until its request's deadline. Both are
// forgotten by MemoryForgotten events, the oldest first.
#pragma once

#include <deque>
#include <map>
#include <set>
#include <vector>

#include "core/types/record.hpp"

namespace core {

inline constexpr Duration outcome_kept = hours(24);

// The stored answer to one idempotent command.
struct Outcome {
    AccountId account;
    Fingerprint idempotency;
    Fingerprint request;
    Stamp stamp;  // of the command's record
    std::optional<Rejection> rejection;
    std::vector<std::uint8_t> events;  // encoded, without postings: see encode_reply_events

    friend bool operator==(const Outcome&, const Outcome&) = default;
};
BOOST_DESCRIBE_STRUCT(Outcome, (), (account, idempotency, request, stamp, rejection, events))

class Memory {
  public:
    const Outcome* find(AccountId account, Fingerprint idempotency) const;
    bool used(KeyId key, Fingerprint nonce) const;

    void keep(Outcome outcome);
    // More events of the newest outcome with this stamp: its order went on.
    void append(Stamp stamp, std::span<const std::uint8_t> events);
    void use(KeyId key, Fingerprint nonce, Timestamp until);
    void forget(Timestamp until);

    // When the oldest memory may go: outcomes outcome_kept after their stamp, nonces at their end.
    Timestamp next_to_forget() const;
    // The latest moment up to which at most `count` memories end.
    Timestamp forget_until(Timestamp now, std::size_t count) const;

    const std::deque<Outcome>& outcomes() const { return outcomes_; }  // oldest first
    struct Nonce {
        Timestamp until;
        KeyId key;
        Fingerprint nonce;
        friend auto operator<=>(const Nonce&, const Nonce&) = default;
    };
    const std::set<Nonce>& nonces() const { return nonces_; }

  private:
    struct Name {
        AccountId account;
        Fingerprint idempotency;
        friend auto operator<=>(const Name&, const Name&) = default;
    };
    std::deque<Outcome> outcomes_;
    std::uint64_t forgotten_{};            // how many went before outcomes_.front()
    std::map<Name, std::uint64_t> index_;  // position counted from the first ever kept
    std::set<Nonce> nonces_;               // by end
    std::set<std::pair<KeyId, Fingerprint>> used_;
};

}  // namespace core
