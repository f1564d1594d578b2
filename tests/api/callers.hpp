// Every kind of caller that the matrix knows: how each proves who he is, and what rows must tell
// him. The verdicts are worked out here from a row's audience, scope, kind and roles alone, so that
// the code under test is judged by something else than itself.
//
//     House house;
//     for (const Kind& kind : callers::all(house)) {
//         kind.ask({.target = "/v1/balances"});
//         kind.verdict(api::operation("balances.list"));     // scope_missing, passes, ...
//     }
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "api/operations/operation.hpp"
#include "support/house.hpp"

namespace callers {

using core::Reject;
using support::Asked;
using support::Heard;
using support::House;
using support::OwnKey;
using support::User;

// Let in. What the operation itself makes of it is another matter.
inline constexpr Reject passes{};

struct Kind {
    std::string name;
    std::function<Heard(Asked)> ask;
    std::function<Reject(const api::Operation&)> verdict;
};

// Signs, or shows the session. What the request says already stays.
std::function<Heard(Asked)> signing(House& house, OwnKey key);
std::function<Heard(Asked)> bearing(House& house, std::string token);

// Keys in every state, of customers who stand well and less well; people who signed in: customers,
// each role of staff, sessions that ended; nobody, the operator, and another user of the machine.
// A day passes meanwhile.
std::vector<Kind> all(House& house);

// A customer who may use the API, with an authenticator app; signed in.
User ready_customer(House& house, const std::string& name);
OwnKey key_of(House& house, const User& owner, const std::string& more = {});
void must(const Heard& heard);  // succeed, or the test ends here

std::string method_of(const api::Operation& row);  // "GET"

}  // namespace callers
