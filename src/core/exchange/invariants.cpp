#include "core/exchange/invariants.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "core/exchange/matching.hpp"

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
        const OrderBook& book = state.orders.book(market.id);
        const auto bid = book.best(Side::buy);
        const auto ask = book.best(Side::sell);
        if (bid && ask && *bid >= *ask && !state.taker) return false;
    }
    return true;
}

bool holds_equal_open_orders(const State& state) {
    if (state.taker) return true;  // its hold is in motion
    std::map<std::pair<AccountId, AssetId>, Amount> needed;
    state.orders.for_each([&](const OpenOrder& order) {
        const Market& market = state.catalogue.market(order.market);
        const Hold hold = hold_of(market, order.side, order.limit, order.leaves);
        needed[{order.account, hold.asset}] += hold.amount;
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

bool keys_belong_to_customers(const State& state) {
    for (const Key& key : state.keys.all()) {
        const Account* account = state.accounts.find(key.account);
        if (account == nullptr || account->customer != key.customer || !key.customer) return false;
    }
    return true;
}

constexpr Invariant all[] = {
    {"every asset sums to zero over all accounts", every_asset_sums_to_zero},
    {"nobody but the outside world has less than nothing", nobody_owes},
    {"no buy order reaches a sell order", books_are_never_crossed},
    {"what is held is what open orders need", holds_equal_open_orders},
    {"every open order has something left to trade", open_orders_have_something_left},
    {"a client order id names one open order of its account", client_order_ids_are_unique},
    {"every key belongs to an account of its customer", keys_belong_to_customers},
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
