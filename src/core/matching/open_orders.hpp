// Every open order of the house: the books of all markets, the cold facts of each order, and the
// ways to find them.
//
//     OpenOrders orders{key};
//     orders.add_market(MarketId{1});
//     orders.rest(order);                                    // the last in the line at its price
//     orders.find(AccountId{3}, "my-order-7")->leaves        // by the owner's name for it
//     orders.fill(order.id, Quantity{2}, Amount{200}, now);  // one fact at a time
//     orders.close(order.id);
//
// Looking touches nothing. Changing cannot fail: a fact about an order that is not open is our own
// mistake (CHECK). Not copied; moved only as a whole, which leaves the books where they are.
//
// Units    ticks, lots and minor units, as in OpenOrder.
// Cost     looking up, fill, decrement, close: O(1) within the window of the book. rest: the same,
//          if the order is the account's newest; if not, O(open orders of the account).
// Memory   about 170 bytes per order, 32 per level, 64 more if it is far from the best price; half
//          a megabyte of address space per market, of which the touched pages count.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "base/hash.hpp"
#include "core/matching/order_book.hpp"
#include "core/types/order.hpp"

namespace core {

// What deciding asks of an order most often; the rest lies in colder memory.
struct OrderSummary {
    OrderId id;
    MarketId market;
    AccountId account;
    Side side{};
    Price limit;
    Quantity leaves;

    friend bool operator==(const OrderSummary&, const OrderSummary&) = default;
};

class OpenOrders {
  public:
    // The key makes the hashes of client order ids unpredictable. It comes from the journal.
    explicit OpenOrders(base::HashKey key);

    // Markets count from 1 without gaps.
    void add_market(MarketId market);
    bool has_market(MarketId market) const;
    const OrderBook& book(MarketId market) const;  // must exist

    bool is_open(OrderId id) const { return pool_->find(id) != no_slot; }
    std::optional<OpenOrder> find(OrderId id) const;
    std::optional<OrderSummary> summary(OrderId id) const;
    // By the owner's name for it. Orders without a name are found by id only.
    std::optional<OpenOrder> find(AccountId account, std::string_view client_order_id) const;
    std::optional<OrderId> id_of(AccountId account, std::string_view client_order_id) const;

    // An account's open orders by age, oldest first: visit(const OrderSummary&).
    template <class Visit>
    void of_account(AccountId account, Visit&& visit) const {
        for (Slot slot = oldest_of(account); slot != no_slot; slot = facts_[slot].newer) {
            visit(summary_at(slot));
        }
    }
    std::uint32_t count(AccountId account) const;
    std::uint32_t count(AccountId account, MarketId market) const;
    std::size_t size() const { return pool_->open_orders(); }

    // All orders by market, buys before sells, best price first, then oldest first:
    // visit(const OpenOrder&). Rested in this order, they make the same books again.
    template <class Visit>
    void for_each(Visit&& visit) const {
        for (const auto& book : books_) {
            for (const Side side : {Side::buy, Side::sell}) {
                book->for_each(side, [&](Slot slot) { visit(order_at(slot)); });
            }
        }
    }

    // A new order: its id and, in its account, its client order id are not in use.
    void rest(const OpenOrder& order);
    // A trade took `quantity` of what it had left, for `quote`. At nothing left it still rests.
    void fill(OrderId id, Quantity quantity, Amount quote, Timestamp at);
    // Self-trade prevention took it away.
    void decrement(OrderId id, Quantity prevented, Timestamp at);
    void close(OrderId id);

    // Memory for so many orders, made now, so that none waits for it later: 200 bytes each. To be
    // asked for at the start; what it does not reach grows as needed.
    void reserve(std::size_t orders);
    std::size_t bytes_used() const;

  private:
    // What matching does not need, under the same slot as the order.
    struct Facts {
        KeyId key{};
        Quantity quantity{};
        Quantity prevented{};
        std::uint64_t filled_quote_low{};  // halves of an Int128: whole, it would ask for padding
        std::int64_t filled_quote_high{};
        Timestamp created_at{};
        Timestamp updated_at{};
        ClientOrderId client_order_id{};
        OrderType type{};
        TimeInForce time_in_force{};
        SelfTradePrevention self_trade_prevention{};
        Slot older{};  // the neighbours in the account's list
        Slot newer{};
    };
    static_assert(sizeof(Facts) == 104);

    struct MarketCount {
        MarketId market;
        std::uint32_t orders{};
    };
    struct Account {
        Slot oldest{};
        Slot newest{};
        std::vector<MarketCount> counts;  // by market; only where there are open orders
    };

    Slot slot_of(OrderId id) const;  // must be open
    Slot slot_of(AccountId account, std::string_view client_order_id) const;
    Slot oldest_of(AccountId account) const;
    OrderSummary summary_at(Slot slot) const;
    OpenOrder order_at(Slot slot) const;
    OrderBook& book_of(Slot slot);
    std::uint32_t hash_of(AccountId account, std::string_view client_order_id) const;
    void enlist(Slot slot);
    void delist(Slot slot);
    void count_by(Account& account, MarketId market, std::int32_t change);

    base::HashKey key_;
    std::unique_ptr<OrderPool> pool_;                // where the books know it to be
    std::vector<std::unique_ptr<OrderBook>> books_;  // [market - 1]
    Chunks<Facts> facts_;                            // [slot]
    std::vector<Account> accounts_;                  // [account]
    SlotTable by_client_order_id_;
};

}  // namespace core
