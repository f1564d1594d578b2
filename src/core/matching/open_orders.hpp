// Every open order of the house: the books of all markets, the cold facts of each order, the orders
// that are parked outside of the books, and the ways to find them.
//
//     OpenOrders orders{key};
//     orders.add_market(MarketId{1});
//     orders.rest(order);                                    // the last in the line at its price
//     orders.park(stop);                                     // in no book, until unpark()
//     orders.find(AccountId{3}, "my-order-7")->leaves        // by the owner's name for it
//     orders.fill(order.id, Quantity{2}, Amount{200}, now);  // one fact at a time
//     orders.close(order.id);
//
// An order with terms is special: they lie by its id beside the books, so that a plain order pays
// nothing for them. Of an iceberg the book has the visible slice; what is hidden lies with the
// terms, and whoever finds the order is told of both together as what it has left.
//
// Looking touches nothing. Changing cannot fail: a fact about an order that is not open is our own
// mistake (CHECK). Not copied; moved only as a whole, which leaves the books where they are.
//
// Units    ticks, lots and minor units, as in OpenOrder.
// Cost     looking up, fill, decrement, close: O(1) within the window of the book. rest: the same,
//          if the order is the account's newest; if not, O(open orders of the account). For
//          special and parked orders O(log of them) besides.
// Memory   about 170 bytes per order, 32 per level, 64 more if it is far from the best price; half
//          a megabyte of address space per market, of which the touched pages count.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string_view>
#include <vector>

#include "base/hash.hpp"
#include "core/matching/order_book.hpp"
#include "core/matching/parked_orders.hpp"
#include "core/matching/triggers.hpp"
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
    bool special{};  // it has terms

    friend bool operator==(const OrderSummary&, const OrderSummary&) = default;
};

class OpenOrders {
  public:
    // The key makes the hashes of client order ids unpredictable. It comes from the journal.
    explicit OpenOrders(base::HashKey key);

    // Markets count from 1 without gaps.
    void add_market(MarketId market);
    bool has_market(MarketId market) const {
        return market.value >= 1 && market.value <= books_.size();
    }
    const OrderBook& book(MarketId market) const {  // must exist
        CHECK(has_market(market));
        return *books_[market.value - 1];
    }

    bool is_open(OrderId id) const {
        return pool_->find(id) != no_slot || (!parked_.empty() && parked_.find(id) != nullptr);
    }
    bool is_parked(OrderId id) const { return parked_.find(id) != nullptr; }
    std::optional<OpenOrder> find(OrderId id) const;
    std::optional<OrderSummary> summary(OrderId id) const;
    // By the owner's name for it. Orders without a name are found by id only.
    std::optional<OpenOrder> find(AccountId account, std::string_view client_order_id) const;
    std::optional<OrderId> id_of(AccountId account, std::string_view client_order_id) const;

    // An account's open orders by age, oldest first: visit(const OrderSummary&).
    template <class Visit>
    void of_account(AccountId account, Visit&& visit) const {
        const OpenOrder* parked = has_parked(account) ? parked_.after(account, OrderId{}) : nullptr;
        for (Slot slot = oldest_of(account); slot != no_slot || parked != nullptr;) {
            if (parked == nullptr || (slot != no_slot && pool_->order(slot).id < parked->id)) {
                visit(summary_at(slot));
                slot = facts_[slot].newer;
            } else {
                visit(summary_of(*parked));
                parked = parked_.after(account, parked->id);
            }
        }
    }
    // Parked orders are counted with the others.
    std::uint32_t count(AccountId account) const;
    std::uint32_t count(AccountId account, MarketId market) const;
    std::uint32_t parked_count(AccountId account, MarketId market) const;
    std::uint32_t iceberg_count(AccountId account, MarketId market) const;
    std::size_t size() const { return pool_->open_orders() + parked_.size(); }
    std::size_t parked_size() const { return parked_.size(); }

    // All orders that rest, by market, buys before sells, best price first, then oldest first:
    // visit(const OpenOrder&). Rested in this order, they make the same books again, but for what
    // is visible of icebergs: see show().
    template <class Visit>
    void for_each_resting(Visit&& visit) const {
        for (const auto& book : books_) {
            for (const Side side : {Side::buy, Side::sell}) {
                book->for_each(side, [&](Slot slot) { visit(order_at(slot)); });
            }
        }
    }
    // All orders that are parked, by age.
    template <class Visit>
    void for_each_parked(Visit&& visit) const {
        for (const auto& [id, order] : parked_.all()) visit(as_it_trails(order));
    }
    template <class Visit>
    void for_each(Visit&& visit) const {
        for_each_resting(visit);
        for_each_parked(visit);
    }
    // Icebergs that rest with something hidden, by age: visit(OrderId, visible, hidden).
    template <class Visit>
    void for_each_hidden(Visit&& visit) const {
        for (const auto& [id, rare] : rare_) {
            if (rare.hidden != Quantity{}) visit(id, visible(id), rare.hidden);
        }
    }

    // Of an order that rests: its terms, if it is special; what others see of it and what not.
    const OrderTerms* terms(OrderId id) const;
    Quantity visible(OrderId id) const;
    Quantity hidden(OrderId id) const;

    // A new order: its id and, in its account, its client order id are not in use. An iceberg
    // shows its first slice.
    void rest(const OpenOrder& order);
    // Likewise, but into no book. A stop waits for its trigger from now on.
    void park(const OpenOrder& order);
    OpenOrder unpark(OrderId id);
    // A trade of the market had this price: triggers may fire.
    void saw(MarketId market, Price price) {
        Triggers& triggers = triggers_[market.value - 1];
        triggers.saw(price);
        if (triggers.has_due()) due_markets_.insert(market);
    }
    // The markets that have fired triggers, and those triggers.
    const std::set<MarketId>& due_markets() const { return due_markets_; }
    const Triggers& triggers(MarketId market) const;
    // For snapshots: the parked order's trigger fired, after all that are due.
    void restore_due(OrderId id);

    // The iceberg's slice is filled: the next one, behind all others at its price.
    void refresh(OrderId id, Quantity visible);
    // For snapshots: so much of it is visible, in its place.
    void show(OrderId id, Quantity visible);
    // Smaller, in its place, and perhaps under another name: what is hidden goes first.
    void amend(OrderId id, Quantity quantity, const ClientOrderId& client_order_id, Timestamp at);
    // A trade took `quantity` of what it shows, for `quote`. At nothing left it still rests.
    void fill(OrderId id, Quantity quantity, Amount quote, Timestamp at);
    // Self-trade prevention took it away.
    void decrement(OrderId id, Quantity prevented, Timestamp at);
    // Resting or parked. Gives back its terms.
    base::Boxed<OrderTerms> close(OrderId id);

    // For a caller who knows which orders come next: each asks for links that the one before it has
    // brought, so they are called a command or so apart. Only hints, about orders and accounts that
    // need not exist: nothing changes.
    void prefetch_account(AccountId account) const;
    void prefetch_name(AccountId account, std::string_view client_order_id) const;
    void prefetch_newest_of(AccountId account) const;  // after prefetch_account()
    void prefetch_index(OrderId id) const { pool_->prefetch_index(id); }
    void prefetch_order(OrderId id) const;       // after prefetch_index()
    void prefetch_neighbours(OrderId id) const;  // after prefetch_order()

    // Memory for so many orders, made now, so that none waits for it later: 200 bytes each. To be
    // asked for at the start; what it does not reach grows as needed.
    void reserve(std::size_t orders);
    std::size_t reserved() const { return reserved_; }
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
        std::uint32_t orders{};  // all of them
        std::uint32_t parked{};
        std::uint32_t icebergs{};  // that rest
    };
    struct Account {
        Slot oldest{};
        Slot newest{};
        std::uint32_t parked{};
        std::vector<MarketCount> counts;  // by market; only where there are open orders
    };
    // Of a special order that rests.
    struct Rare {
        OrderTerms terms;
        Quantity hidden{};
    };

    Slot slot_of(OrderId id) const {  // must be open
        const Slot slot = pool_->find(id);
        CHECK(slot != no_slot);
        return slot;
    }
    Slot slot_of(AccountId account, std::string_view client_order_id) const;
    Slot oldest_of(AccountId account) const;
    OrderSummary summary_at(Slot slot) const;
    OpenOrder order_at(Slot slot) const;
    OrderBook& book_of(Slot slot);
    OrderBook& book_at(MarketId market) { return *books_[market.value - 1]; }
    bool has_parked(AccountId account) const {
        return account.value < accounts_.size() && accounts_[account.value].parked != 0;
    }
    const OpenOrder* parked_of(AccountId account, std::string_view client_order_id) const;
    OpenOrder as_it_trails(const OpenOrder& parked) const;
    static OrderSummary summary_of(const OpenOrder& parked);
    Rare& rare_of(Slot slot);  // makes it special if it was not
    Account& account_at(AccountId account);
    void rename(Slot slot, const ClientOrderId& client_order_id);
    std::uint32_t hash_of(AccountId account, std::string_view client_order_id) const;
    void enlist(Slot slot);
    void delist(Slot slot);
    struct Change {
        std::int32_t orders{};
        std::int32_t parked{};
        std::int32_t icebergs{};
    };
    void count_by(Account& account, MarketId market, Change change);
    const MarketCount* count_at(AccountId account, MarketId market) const;

    base::HashKey key_;
    std::unique_ptr<OrderPool> pool_;                // where the books know it to be
    std::vector<std::unique_ptr<OrderBook>> books_;  // [market - 1]
    Chunks<Facts> facts_;                            // [slot]
    std::vector<Account> accounts_;                  // [account]
    SlotTable by_client_order_id_;
    std::map<OrderId, Rare> rare_;
    ParkedOrders parked_;
    std::vector<Triggers> triggers_;  // [market - 1]
    std::set<MarketId> due_markets_;
    std::size_t reserved_{};
};

}  // namespace core
