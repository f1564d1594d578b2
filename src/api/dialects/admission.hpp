// From a request and a row of the table to a caller who may do it, or to a refusal. The pieces are
// there for every dialect; each calls them in the order that its clients know.
//
//     gate.native / gate.binance     who it is, proved            (api/access/gate.hpp)
//     may_do(proof, row, ip, now)    key state, address, holder, read-only ceiling, scope
//     may_touch(proof, row, touched) constraints, once the parameters are understood
//     caller_of(proof, ...)          what handlers are given
//
// Native order: environment, key known, signature, timestamp and nonce, request budget, key state,
// address, holder, ceiling, scope; then the fields; then the constraints.
//
// Threads: any, at once.
#pragma once

#include "api/access/budget.hpp"
#include "api/access/gate.hpp"
#include "api/dialects/dialect.hpp"
#include "api/operations/inputs.hpp"
#include "api/operations/table.hpp"
#include "base/hash.hpp"

namespace api {

// What a request names: its markets and assets, for the key's constraints.
struct Touched {
    core::MarketId market;
    base::InlineVector<core::AssetId, 4> assets;
};

// By the market and asset fields of the row. not_found with the field's name.
Answer<Touched> touched_by(const core::State& state, const Operation& row, const Inputs& inputs);
Touched touched_by(const core::Market& market);

// Up to the scope, by the row alone.
Answer<void> may_do(const Proof& proof, const Operation& row, core::IpAddress ip,
                    core::Timestamp now);
// A key that is held to some markets must name one where the row has a place for it.
Answer<void> may_touch(const Proof& proof, const Operation& row, const Touched& touched,
                       core::Timestamp now);
// The same question when the inputs are at hand; free for keys without such constraints.
Answer<void> may_touch(const views::Live& live, const Proof& proof, const Operation& row,
                       const Inputs& inputs, core::Timestamp now);

// `proof` must outlive the caller's `proved`.
Caller caller_of(const views::Live& live, const Proof& proof, const Operation& row,
                 const Arrival& arrival);
// What the access log keeps of a request: whose it is and what for, as far as it is known.
void log_request(Reply& reply, const Request& request, views::Dialect dialect,
                 std::string_view operation, std::string_view key);
void log_caller(Reply& reply, const Caller& caller);
// What he was told, and why in truth; somebody who was turned away at the gate is found by that.
enum class Turned { away, down };
void log_refusal(Reply& reply, core::Reject told, core::Reject exact, Turned turned);

Caller operator_of(const views::Live& live, const Arrival& arrival);

// What the journal may know of an address: nobody without the house's key gets it back.
core::Fingerprint hash_of(base::HashKey key, core::IpAddress ip);

// An exact cause with its facts: skew, host, address.
Refusal refusal_of(const Denial& denial, const Arrival& arrival);

}  // namespace api
