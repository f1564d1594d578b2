// The states of an application and the moves between them: one closed table, and nothing else
// decides.
//
//     draft -> submitted -> screening -> (review) -> approved -> reverification -> review ...
//
//     find_move(Onboarding::submitted, Onboarding::screening)   // staff and providers
//     find_move(Onboarding::submitted, Onboarding::approved)    // nullptr: no such move
//
// on_hold is entered from every state but the ends, and left to where it came from alone; that
// state is the customer's `before_hold`. Pure; all O(moves), about thirty.
#pragma once

#include <span>
#include <string_view>

#include "core/types/onboarding.hpp"

namespace core {

enum class Mover : std::uint8_t {
    customer = 1,
    provider = 2,  // a verification service, by its signed message
    staff = 3,     // or the operator
};

struct Move {
    Onboarding from{};
    Onboarding to{};
    bool by_customer{};
    bool by_provider{};
    bool by_staff{};
    bool overrides{};  // out of a final state: never the act of one person without that office
};

std::span<const Move> all_moves();
// nullptr when there is none. Going on hold and coming back is asked of may_hold().
const Move* find_move(Onboarding from, Onboarding to);
bool may_make(const Move& move, Mover mover);
// Whether an application in this state can be put on hold.
bool may_hold(Onboarding state);

// rejected_final and closed: an end that only an override leaves.
bool is_final(Onboarding state);
// Whether the move needs two persons where the house says so: it gives rights, or it reaches or
// leaves an end.
bool needs_second_person(Onboarding from, Onboarding to);
// Moves that say no, or ask for something, have to say why.
bool needs_reason(Onboarding from, Onboarding to);

inline constexpr std::uint8_t level_max = 3;
// approved, or looked at again while approved, and on a level.
bool is_verified(Onboarding state, std::uint8_t level);

// When an approved customer is to be looked at again: 36, 24 or 12 months of 30 days; at once for
// prohibited ones.
Duration review_period(RiskLevel risk);
// The moment itself; never for those who are not approved.
Timestamp review_due_at(const Customer& customer);

// "needs_information": as callers see it, and as the field of a state_conflict.
std::string_view name_of(Onboarding state);
std::string_view name_of(ApiAccess access);

// snake_case, as reason codes and kinds of documents are: a-z, 0-9 and _ after a first letter.
bool is_code(std::string_view text);

// Whether staff may set API access from one state to another; `requested` is the customer's.
bool may_decide(ApiAccess from, ApiAccess to);

}  // namespace core
