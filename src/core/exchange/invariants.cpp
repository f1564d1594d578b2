#include "core/exchange/invariants.hpp"

#include <algorithm>
#include <iterator>
#include <map>
#include <set>

#include "core/customers/onboarding.hpp"
#include "core/exchange/key_timers.hpp"
#include "core/exchange/list_legs.hpp"

namespace core {
namespace {

bool every_asset_sums_to_zero(const State& state) {
    for (const Asset& asset : state.catalogue.assets()) {
        if (state.ledger.sum(asset.id) != Amount{}) return false;
    }
    return true;
}

bool nobody_owes(const State& state) {
    for (std::uint64_t account = 2; account < state.ledger.accounts_end(); ++account) {
        for (const Asset& asset : state.catalogue.assets()) {
            const Balance balance = state.ledger.balance(AccountId{account}, asset.id);
            if (balance.available < Amount{} || balance.held < Amount{}) return false;
        }
    }
    return true;
}

bool books_are_never_crossed(const State& state) {
    for (const Market& market : state.catalogue.markets()) {
        if (market.mode != MarketMode::open) continue;
        const OrderBook& book = state.orders.book(market.id);
        const auto bid = book.best(Side::buy);
        const auto ask = book.best(Side::sell);
        if (bid && ask && *bid >= *ask && !state.taker) return false;
    }
    return true;
}

// Of the legs of one list the largest need is held: at most one of a pair trades, and what waits
// for a working order needs nothing yet.
bool holds_equal_open_orders(const State& state) {
    if (state.taker) return true;  // its hold is in motion
    std::map<std::pair<AccountId, AssetId>, Amount> needed;
    std::map<OrderListId, Amount> of_lists;
    state.orders.for_each([&](const OpenOrder& order) {
        const Hold hold = held_by(state, order);
        Amount more = hold.amount;
        if (const OrderListId list = list_of(order)) {
            Amount& of_list = of_lists[list];
            more = std::max(of_list, hold.amount) - of_list;
            of_list += more;
        }
        needed[{order.account, hold.asset}] += more;
    });
    const std::uint64_t end = std::max(state.ledger.accounts_end(), state.accounts.next_id().value);
    for (std::uint64_t account = 1; account < end; ++account) {
        for (const Asset& asset : state.catalogue.assets()) {
            const Amount held = state.ledger.balance(AccountId{account}, asset.id, Bucket::held);
            const auto found = needed.find({AccountId{account}, asset.id});
            if (held != (found == needed.end() ? Amount{} : found->second)) return false;
        }
    }
    return true;
}

bool parked_orders_are_in_no_book(const State& state) {
    bool all = true;
    state.orders.for_each_resting(
        [&](const OpenOrder& order) { all = all && parking(order) == Parking::none; });
    state.orders.for_each_parked(
        [&](const OpenOrder& order) { all = all && parking(order) != Parking::none; });
    return all;
}

bool due_orders_wait_for_their_trigger(const State& state) {
    bool all = true;
    for (const Market& market : state.catalogue.markets()) {
        const Triggers& triggers = state.orders.triggers(market.id);
        all = all && triggers.has_due() == state.orders.due_markets().contains(market.id);
        triggers.for_each_due([&](OrderId id) {
            const auto order = state.orders.find(id);
            all = all && order && order->market == market.id && parking(*order) == Parking::trigger;
        });
    }
    return all;
}

bool icebergs_show_a_slice(const State& state) {
    bool all = true;
    state.orders.for_each_resting([&](const OpenOrder& order) {
        if (!order.terms || order.terms->display == Quantity{}) return;
        const Quantity visible = state.orders.visible(order.id);
        all = all && visible > Quantity{} && visible <= order.terms->display;
    });
    return all;
}

bool auctions_end_while_the_market_is_not_open(const State& state) {
    return std::ranges::all_of(state.catalogue.ending_auctions(), [&](MarketId market) {
        return state.catalogue.market(market).mode != MarketMode::open;
    });
}

bool open_orders_have_something_left(const State& state) {
    bool all = true;
    state.orders.for_each([&](const OpenOrder& order) {
        all = all && order.leaves > Quantity{} && order.leaves <= order.quantity;
    });
    return all;
}

bool client_order_ids_are_unique(const State& state) {
    std::set<std::pair<AccountId, ClientOrderId>> seen;
    bool all = true;
    state.orders.for_each([&](const OpenOrder& order) {
        all = all && seen.emplace(order.account, order.client_order_id).second;
    });
    return all;
}

bool is_open(const State& state, OrderId order) {
    return state.orders.is_open(order) || (state.taker && state.taker->order.id == order);
}

bool lists_are_of_their_open_legs(const State& state) {
    std::size_t legs = 0;
    for (const auto& [id, open] : state.lists.all()) {
        for (std::size_t leg = 0; leg < open.list.legs.size(); ++leg) {
            if (open.is_open(leg) != is_open(state, open.list.legs[leg].order)) return false;
            legs += open.is_open(leg) ? 1 : 0;
        }
    }
    const auto count = [&legs](const OpenOrder& order) { legs -= list_of(order) ? 1 : 0; };
    state.orders.for_each(count);
    if (state.taker) count(state.taker->order);
    return legs == 0;
}

bool who_waits_for_a_list_is_parked(const State& state) {
    bool all = true;
    state.orders.for_each([&](const OpenOrder& order) {
        const OpenList* open = list_of(state, order);
        const bool waits = open != nullptr && open->waiting && open->list.legs[0].order != order.id;
        all = all && waits == (parking(order) == Parking::list);
    });
    return all;
}

bool is_about_orders(const Timer& timer) {
    return timer.kind == TimerKind::order_expires || timer.kind == TimerKind::dead_man;
}

bool timers_of_orders_follow_from_them(const State& state) {
    std::set<Timer> wanted;
    state.orders.for_each([&wanted](const OpenOrder& order) {
        const Timestamp end = order.terms ? order.terms->expires_at : never;
        if (end != never) wanted.insert(Timer{end, TimerKind::order_expires, order.id.value});
    });
    for (const auto& [id, timer] : state.dead_men.all()) {
        wanted.insert(Timer{timer.deadline, TimerKind::dead_man, id.value});
    }
    std::set<Timer> found;
    std::ranges::copy_if(state.timers, std::inserter(found, found.end()), is_about_orders);
    return found == wanted;
}

bool volumes_are_of_days_gone_by(const State& state) {
    for (std::uint64_t account = 1; account < state.volumes.accounts_end(); ++account) {
        const auto& days = state.volumes.days(AccountId{account});
        if (days.size() > 31 || !std::ranges::is_sorted(days, {}, &Volumes::Day::day)) return false;
    }
    return true;
}

bool keys_belong_to_customers(const State& state) {
    for (const Key& key : state.keys.all()) {
        const Account* account = state.accounts.find(key.account);
        if (account == nullptr || account->customer != key.customer || !key.customer) return false;
    }
    return true;
}

bool users_are_of_a_customer_or_staff(const State& state) {
    return std::ranges::all_of(state.users.all(), [&](const User& user) {
        const bool staff = !user.roles.empty();
        return staff ? !user.customer : state.customers.find(user.customer) != nullptr;
    });
}

bool sessions_belong_to_active_users(const State& state) {
    return std::ranges::all_of(state.sessions.all(), [&](const auto& entry) {
        const User* user = state.users.find(entry.second.user);
        return user != nullptr && user->status == UserStatus::active &&
               state.sessions.of_user(user->id).size() <= sessions_of_user_max;
    });
}

bool removed_factors_prove_nothing(const State& state) {
    return std::ranges::all_of(state.factors.all(), [](const Factor& factor) {
        return factor.status != FactorStatus::removed ||
               (!factor.secret && !factor.credential && factor.codes.empty());
    });
}

bool factors_belong_to_users(const State& state) {
    return std::ranges::all_of(state.factors.all(), [&](const Factor& factor) {
        return state.users.find(factor.user) != nullptr &&
               state.factors.of_user(factor.user).size() <= factors_of_user_max;
    });
}

bool recovery_codes_stand_beside_a_factor(const State& state) {
    return std::ranges::all_of(state.users.all(), [&](const User& user) {
        const auto active = state.factors.active_of(user.id);
        const auto codes = std::ranges::count_if(
            active, [&](FactorId id) { return state.factors.at(id).kind == FactorKind::recovery; });
        return codes == 0 || (codes == 1 && active.size() > 1);
    });
}

bool is_about_a_key(const Timer& timer) {
    return timer.kind >= TimerKind::key_expires && timer.kind <= TimerKind::key_confirm;
}

bool timers_of_keys_follow_from_them(const State& state) {
    std::set<Timer> wanted;
    for (const Key& key : state.keys.all()) {
        for (const Timer& timer : timers_of(key)) wanted.insert(timer);
    }
    std::set<Timer> found;
    std::ranges::copy_if(state.timers, std::inserter(found, found.end()), is_about_a_key);
    return found == wanted;
}

bool keys_that_are_over_have_no_timer(const State& state) {
    return std::ranges::none_of(state.timers, [&](const Timer& timer) {
        if (!is_about_a_key(timer)) return false;
        const KeyStatus status = state.keys.at(KeyId{timer.subject}).status;
        return status == KeyStatus::revoked || status == KeyStatus::expired;
    });
}

// That it is not more than the cap allows is no fact of the state alone: an edit may lower a cap
// below what was used of it by then. The simulation holds each CapUsed against the rules of its
// moment.
bool uses_of_caps_have_begun(const State& state) {
    return std::ranges::all_of(state.keys.all(), [&](const Key& key) {
        const auto uses = state.keys.cap_uses(key.id);
        return uses.size() == key.rules.caps.size() &&
               std::ranges::all_of(uses, [&](const CapUse& use) {
                   return use.amount >= Amount{} && use.since <= state.stamp.time;
               });
    });
}

bool incidents_are_about_keys(const State& state) {
    return std::ranges::all_of(state.incidents.all(), [&](const Incident& incident) {
        const Key* key = state.keys.find(incident.key);
        return key != nullptr && key->customer == incident.customer;
    });
}

bool verified_are_onboarded(const State& state) {
    return std::ranges::all_of(state.customers.all(), [](const Customer& customer) {
        return customer.verified == is_verified(customer.onboarding, customer.level);
    });
}

bool holds_lead_back(const State& state) {
    return std::ranges::all_of(state.customers.all(), [](const Customer& customer) {
        return customer.onboarding != Onboarding::on_hold || may_hold(customer.before_hold);
    });
}

bool accepted_policies_were_posted(const State& state) {
    for (const Customer& customer : state.customers.all()) {
        for (const PolicyType type : all_policy_types) {
            const PolicyId accepted = accepted_of(customer.accepted, type);
            const Policy* policy = state.policies.find(accepted);
            if (accepted && (policy == nullptr || policy->type != type)) return false;
            if (accepted_of(customer.accepted_explicitly, type) > accepted) return false;
        }
    }
    return true;
}

bool documents_are_not_too_many(const State& state) {
    return std::ranges::all_of(state.documents.all(), [&](const Document& document) {
        return state.customers.find(document.customer) != nullptr &&
               state.documents.of(document.customer).size() <= documents_max;
    });
}

bool locks_are_on_customers_and_their_keys(const State& state) {
    return std::ranges::all_of(state.locks.all(), [&](const auto& standing) {
        const Lock& lock = standing.second;
        if (state.customers.find(lock.customer) == nullptr) return false;
        if (lock.scope != LockScope::key) return true;
        const Key* key = state.keys.find(lock.key);
        return key != nullptr && key->customer == lock.customer;
    });
}

bool proposals_are_of_staff(const State& state) {
    return std::ranges::all_of(state.proposals.all(), [&](const auto& waiting) {
        const User* user = state.users.find(waiting.second.proposer);
        return user != nullptr && !user->customer;
    });
}

bool is_about_customers(const Timer& timer) {
    return timer.kind >= TimerKind::lock_ends && timer.kind <= TimerKind::review_due;
}

bool timers_of_customers_follow_from_them(const State& state) {
    std::set<Timer> wanted;
    const auto want = [&wanted](Timestamp deadline, TimerKind kind, std::uint64_t subject) {
        if (deadline != never) wanted.insert(Timer{deadline, kind, subject});
    };
    for (const auto& [id, lock] : state.locks.all()) {
        want(lock.ends_at, TimerKind::lock_ends, id.value);
    }
    for (const auto& [id, proposal] : state.proposals.all()) {
        want(proposal.ends_at, TimerKind::proposal_ends, id.value);
    }
    for (const Customer& customer : state.customers.all()) {
        want(review_due_at(customer), TimerKind::review_due, customer.id.value);
    }
    std::set<Timer> found;
    std::ranges::copy_if(state.timers, std::inserter(found, found.end()), is_about_customers);
    return found == wanted;
}

constexpr Invariant all[] = {
    {"every asset sums to zero over all accounts", every_asset_sums_to_zero},
    {"nobody but the outside world has less than nothing", nobody_owes},
    {"no buy order reaches a sell order", books_are_never_crossed},
    {"who is parked is in no book", parked_orders_are_in_no_book},
    {"whose trigger fired is still parked", due_orders_wait_for_their_trigger},
    {"an iceberg shows a slice and no more", icebergs_show_a_slice},
    {"no market opens before its auction has ended", auctions_end_while_the_market_is_not_open},
    {"what is held is what open orders need", holds_equal_open_orders},
    {"every open order has something left to trade", open_orders_have_something_left},
    {"a client order id names one open order of its account", client_order_ids_are_unique},
    {"a list is open as long as a leg of it is", lists_are_of_their_open_legs},
    {"who waits for the working order of a list is parked", who_waits_for_a_list_is_parked},
    {"orders that expire and dead men have the timers that follow from them",
     timers_of_orders_follow_from_them},
    {"volumes are of 31 days at most, one after the other", volumes_are_of_days_gone_by},
    {"every key belongs to an account of its customer", keys_belong_to_customers},
    {"a key that is revoked or expired has no timer", keys_that_are_over_have_no_timer},
    {"every key has the timers that follow from it", timers_of_keys_follow_from_them},
    {"what is used of a cap is of a period that has begun", uses_of_caps_have_begun},
    {"every incident is about a key of its customer", incidents_are_about_keys},
    {"a user is a customer's person or staff", users_are_of_a_customer_or_staff},
    {"every session belongs to an active user, who has not too many",
     sessions_belong_to_active_users},
    {"every factor belongs to a user, who has not too many", factors_belong_to_users},
    {"a removed factor proves nothing", removed_factors_prove_nothing},
    {"recovery codes stand beside another factor", recovery_codes_stand_beside_a_factor},
    {"who is verified is onboarded", verified_are_onboarded},
    {"who is on hold goes back to where a hold can begin", holds_lead_back},
    {"an accepted policy was posted, by an act or by going on", accepted_policies_were_posted},
    {"every document belongs to a customer, who has not too many", documents_are_not_too_many},
    {"every lock is on a customer, or on a key of his", locks_are_on_customers_and_their_keys},
    {"every proposal is one of staff", proposals_are_of_staff},
    {"locks, proposals and reviews have the timers that follow from them",
     timers_of_customers_follow_from_them},
};

}  // namespace

std::span<const Invariant> invariants() { return all; }

std::string_view broken_invariant(const State& state) {
    for (const Invariant& invariant : all) {
        if (!invariant.holds(state)) return invariant.sentence;
    }
    return {};
}

}  // namespace core
