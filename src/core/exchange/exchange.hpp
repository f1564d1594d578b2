// The core is two functions: decide() looks, apply() moves.
//
//     Draft draft;
//     const Verdict verdict = decide(state, envelope, command, stamp, draft);
//     if (verdict) for (const Event& event : draft.events()) apply(state, event);
//
// decide() is pure: it reads the state, changes nothing, and lists what happens in the draft; its
// answer depends on its arguments alone. apply() computes nothing and never refuses.
#pragma once

#include "core/exchange/draft.hpp"
#include "core/exchange/state.hpp"
#include "core/types/record.hpp"

namespace core {

// Whatever the command: repetition and deadline first, then the factor shown with it, then who
// asks, then the command's own decider. After a rejection the draft holds nothing; or one
// FactorFailed, which is recorded with it.
Verdict decide(const State& state, const Envelope& envelope, const Command& command, Stamp stamp,
               Draft& draft);

// The order of a state's life: the stamp, the events, then what must be remembered.
void apply(State& state, const Stamp& stamp, const Envelope& envelope, const Command& command,
           const std::optional<Rejection>& rejection, std::span<const Event> events);
void apply(State& state, const Record& record);
void apply(State& state, const Event& event);

// Whether a decided command is written down. A rejected order is not: a flood of them costs
// nothing.
bool is_recorded(const Command& command, const Verdict& verdict);

// Whether the answer is given again to the same idempotent command. Where only a factor was
// missing it is not: the same request comes once more with one, and is judged anew.
bool is_kept(const std::optional<Rejection>& rejection);

// The stored outcome of the same idempotent command, if there is one; a conflict if the key was
// used for another request. Asked before decide().
std::expected<const Outcome*, Rejection> repetition(const State& state, const Envelope& envelope);

// When time alone has something to do next: the earliest timer; `never` if there is none.
Timestamp next_deadline(const State& state);

// Events as a reply carries them: without postings.
void encode_reply_events(std::vector<std::uint8_t>& out, std::span<const Event> events);
std::vector<Event> decode_reply_events(std::span<const std::uint8_t> bytes);

// At most so many fills in one command; the rest follows in ContinueOrder.
inline constexpr std::size_t fills_max = 500;
// At most so many open orders of one account in all markets, because CancelAll is one command.
inline constexpr std::uint32_t open_orders_max = 3'000;

}  // namespace core
