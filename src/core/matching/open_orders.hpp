// Every open order of the house: the books of all markets, the cold facts of each order, and the
// ways to find them.
//
//     OpenOrders orders{key};
//     orders.add_market(MarketId{1});
//     orders.rest(order);                                    // the newest of its price
//     orders.find(AccountId{3}, "my-order-7")->leaves        // by the owner's name for it
//     orders.fill(order.id, Quantity{2}, Amount{200}, now);  // one fact at a time
//     orders.close(order.id);
//
// Looking is const and touches nothing. Changing cannot fail: a fact about an order that is not
// open is our own mistake (CHECK).
//
// Units    ticks, lots and minor units as in OpenOrder.
// Cost     find, fill, decrement, close: O(1) within the window of the book. rest: the same, if
//          the order is the newest of its account; after that O(open orders of the account).
// Memory   about 170 bytes per order, and one level (32, far from the best price 80) per price;
//          half a megabyte per market, touched where it is used.
#pragma once

#include <boost/describe.hpp>
#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "base/hash.hpp"
#include "core/matching/order_book.hpp"
#include "core/types/order.hpp"

namespace core {

// What deciding needs to know of an order: one or two cache lines instead of five.
struct OpenOrderView {
    OrderId id;
    MarketId market;
    AccountId account;
    Side side{};
    Price limit;
    Quantity leaves;
};

class OpenOrders {
  public:
    // The key makes the hashes of client order ids unpredictable; it comes from the journal.
    explicit OpenOrders(base::HashKey key);

    // Markets are dense: the first is 1, the next one more.
    void add_market(MarketId market);
    bool has_market(MarketId market) const;
    const OrderBook& book(MarketId market) const;  // must exist

    bool is_open(OrderId id) const { return pool_->find(id) != no_slot; }
    std::optional<OpenOrder> find(OrderId id) const;
    std::optional<OpenOrder> find(AccountId account, std::string_view client_order_id) const;
    std::optional<OpenOrderView> view(OrderId id) const;
    // The id alone: "is this client order id in use?"
    std::optional<OrderId> id_of(AccountId account, std::string_view client_order_id) const;

    // An account's open orders, oldest first: visit(const OpenOrderView&) or visit(OpenOrder).
    template <class Visit>
    void of_account(AccountId account, Visit&& visit) const;
    std::uint32_t count(AccountId account) const;
    std::uint32_t count(AccountId account, MarketId market) const;
    std::size_t size() const { return pool_->open_orders(); }

    // Every order: by market, buys before sells, best price first, oldest first: visit(OpenOrder).
    // rest() in this order makes the same books again.
    template <class Visit>
    void for_each(Visit&& visit) const;

    void rest(const OpenOrder& order);
    void fill(OrderId id, Quantity quantity, Amount quote, Timestamp at);
    void decrement(OrderId id, Quantity prevented, Timestamp at);
    void close(OrderId id);

    // Room for so many orders now, so that no page fault comes later.
    void reserve(std::size_t orders);
    std::size_t bytes_used() const;
};

}  // namespace core
