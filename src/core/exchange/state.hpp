// Everything the house knows, as plain data in memory. decide() reads it, apply() changes it.
//
// The engine has one State, ahead of the disk by what is being written; the live view has another,
// fed with durable records only. Same records, same State, on any machine and compiler.
#pragma once

#include <optional>
#include <set>
#include <vector>

#include "core/access/factors.hpp"
#include "core/access/incidents.hpp"
#include "core/access/keys.hpp"
#include "core/access/sessions.hpp"
#include "core/access/users.hpp"
#include "core/customers/customers.hpp"
#include "core/customers/documents.hpp"
#include "core/customers/locks.hpp"
#include "core/customers/policies.hpp"
#include "core/customers/proposals.hpp"
#include "core/exchange/catalogue.hpp"
#include "core/exchange/memory.hpp"
#include "core/ledger/ledger.hpp"
#include "core/matching/dead_men.hpp"
#include "core/matching/open_orders.hpp"
#include "core/matching/order_lists.hpp"
#include "core/matching/volumes.hpp"
#include "core/types/record.hpp"

namespace core {

// What fires when journal time reaches its deadline.
enum class TimerKind : std::uint8_t {
    market_reopens = 1,  // subject: the market
    key_expires = 2,     // subject: the key
    key_idle = 3,        // the same: a notice is due, or it freezes
    key_takes_over = 4,  // the same: its rotation ends
    key_confirm = 5,     // the same: nobody confirmed it
    session_ends = 6,    // subject: the session, unused for too long or too old
    lock_ends = 7,       // subject: the lock
    proposal_ends = 8,   // subject: the proposal
    order_expires = 10,  // subject: the order, good till then
    dead_man = 11,       // subject: the dead-man timer
    review_due = 9,      // subject: the customer, approved so long ago that he is looked at again
};

struct Timer {
    Timestamp deadline;
    TimerKind kind{};
    std::uint64_t subject{};

    friend auto operator<=>(const Timer&, const Timer&) = default;
};

// The order being matched, from OrderAccepted or OrderActivated to OrderRested, OrderParked or
// OrderClosed. Usually that is one command; a very large order goes on in ContinueOrder, and
// nothing else is decided meanwhile.
struct Taker {
    OpenOrder order;
    Amount quote_amount;  // of a market order by quote amount, zero otherwise
    PriceRange range{};   // within which it may trade, as it was when its matching began
    // How it ends when nothing of it is left: a triggered order that was made smaller, because its
    // money bought less, does not end as filled.
    CloseReason at_end{CloseReason::filled};

    friend bool operator==(const Taker&, const Taker&) = default;
};

struct State {
    Stamp stamp;  // of the last record
    Environment environment{};
    base::HashKey hash_key;
    Catalogue catalogue;  // assets and markets
    HouseRules rules;
    Customers customers;
    Accounts accounts;
    Documents documents;
    Locks locks;
    Policies policies;
    Proposals proposals;
    Users users;
    Factors factors;
    Sessions sessions;
    Keys keys;
    Incidents incidents;
    Ledger ledger;
    OpenOrders orders{base::HashKey{}};  // keyed by the first record
    std::optional<Taker> taker;
    Stamp order_stamp;  // of the record that placed the last order; ContinueOrder adds to it
    OrderId last_order;
    OrderLists lists;
    DeadMen dead_men;
    FeeTiers fee_tiers;
    Volumes volumes;  // in the asset of the tiers
    Memory memory;    // idempotency outcomes and nonces
    std::set<Timer> timers;
};

}  // namespace core
