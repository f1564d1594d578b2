// Who may send which command. The gate and the operations table asked the same before; here it is
// asked when the command is sequenced, because a key may have been frozen and a session ended
// since.
//
//     trading       a key, the customer's person, or the operator for him
//     own           the person himself: his password, factors, sessions, file, keys
//     staff         a person with one of the roles, or the operator
//     the house     time, recovery and what the operator alone sets up
//
// Rejects  role_missing, session_expired, key_unknown, not_found "account", and what authorise()
// says.
#pragma once

#include "core/exchange/state.hpp"

namespace core {

Verdict check_caller(const State& state, const Envelope& envelope, const Command& command,
                     Timestamp now);

// The active user behind the envelope's session.
std::expected<const User*, Rejection> person_of(const State& state, const Envelope& envelope,
                                                Timestamp now);

// Whether the envelope is the operator's, or the house's own: no key, no person, no customer's
// door.
bool of_operator(const Envelope& envelope);

// The roles that one of these staff acts takes; proposals ask again for the second person.
Roles roles_for(const ProposedAct& act);

}  // namespace core
