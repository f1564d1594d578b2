// The open orders of one market, best price first, then oldest first.
//
//     book:  sell #1 5 @ 100     for (const Maker& maker : book.makers(Side::buy, Price{101}))
//            sell #2 5 @ 100       -> #1 5 @ 100
//            sell #3 5 @ 101          #2 5 @ 100
//            sell #4 5 @ 102          #3 5 @ 101
//
// Looking (const) never changes anything, not even a cache; the book changes by one fact at a
// time. While a walk is going on nobody may change the book.
//
// Units    price in ticks, 1 .. 2^62; quantity in lots, at least 1. The lots of one level stay
//          below 2^63 (a CHECK): orders of at most 2^40 lots do, up to eight million of them.
// Errors   none. What the facts say has been decided; a slot that is not resting is our mistake.
// Cost     best: O(1). A step of a walk, add, reduce, remove: O(1) within the window of ticks
//          around the best price (see Ladder), O(log levels) outside it.
#pragma once

#include <cstdint>
#include <iterator>
#include <optional>
#include <vector>

#include "core/matching/ladder.hpp"
#include "core/matching/order_pool.hpp"

namespace core {

// A resting order as a taker meets it.
struct Maker {
    OrderId id;
    AccountId account;
    Price price;
    Quantity leaves;

    friend bool operator==(const Maker&, const Maker&) = default;
};

// One line of the depth table.
struct DepthLevel {
    Price price;
    Quantity lots;
    std::uint32_t orders{};

    friend bool operator==(const DepthLevel&, const DepthLevel&) = default;
};

class Makers;

class OrderBook {
  public:
    // The pool is shared by the books of all markets and outlives them.
    OrderBook(OrderPool& pool, MarketId market);

    MarketId market() const { return market_; }
    std::optional<Price> best(Side side) const;

    // What a taker of this side would meet, in order, down to its limit. Without a limit: any_price.
    Makers makers(Side taker, Price limit) const;
    // Whether the first maker is within the limit: what a LIMIT_MAKER asks. O(1).
    bool crosses(Side taker, Price limit) const;
    // What could be matched up to the limit, but never counting beyond `wanted`. O(levels).
    Quantity available(Side taker, Price limit, Quantity wanted) const;

    // The best levels of a side, at most `count`.
    std::vector<DepthLevel> depth(Side side, std::size_t count) const;
    // Every slot of a side, best price first, then oldest first: visit(Slot).
    template <class Visit>
    void for_each(Side side, Visit&& visit) const;

    // As the newest order of its price; it gets a slot and can be found by its id.
    Slot add(OrderId id, AccountId account, Side side, Price price, Quantity leaves);
    // Takes lots from an order, which keeps its place. At most what it has left; an order of
    // nothing still rests, until it is removed.
    void reduce(Slot slot, Quantity lots);
    void remove(Slot slot);
    // Where this order is: at once if it is the first of its side, as the maker of a trade is.
    Slot find(OrderId id) const;

    std::size_t bytes_used() const { return buys_.bytes_used() + sells_.bytes_used(); }

  private:
    const Ladder& ladder(Side side) const { return side == Side::buy ? buys_ : sells_; }
    Ladder& ladder(Side side) { return side == Side::buy ? buys_ : sells_; }

    OrderPool* pool_;
    MarketId market_;
    Ladder buys_;
    Ladder sells_;
};

// The limit of a taker that has none.
constexpr Price any_price(Side taker) { return Price{taker == Side::buy ? INT64_MAX : 0}; }

// The walk: a range to be gone through once.
class Makers {
  public:
    class Iterator {
      public:
        using value_type = Maker;
        using difference_type = std::ptrdiff_t;

        Maker operator*() const;
        Iterator& operator++();
        void operator++(int) { ++*this; }
        bool operator==(std::default_sentinel_t) const { return order_ == no_slot; }

      private:
        friend class Makers;
        Iterator(const OrderPool& pool, const Ladder& ladder, std::int64_t last_key);
        void enter(Slot level);

        const OrderPool* pool_;
        const Ladder* ladder_;
        std::int64_t last_key_;  // the worst price the taker accepts
        Slot level_ = no_slot;
        Slot order_ = no_slot;
    };

    Iterator begin() const { return {*pool_, *ladder_, last_key_}; }
    static std::default_sentinel_t end() { return {}; }

  private:
    friend class OrderBook;
    Makers(const OrderPool& pool, const Ladder& ladder, std::int64_t last_key)
        : pool_{&pool}, ladder_{&ladder}, last_key_{last_key} {}

    const OrderPool* pool_;
    const Ladder* ladder_;
    std::int64_t last_key_;
};

}  // namespace core
