// The open orders of one market, best price first, then oldest first.
//
//     book:  sell #1 5 @ 100     for (const Maker& maker : book.makers(Side::buy, Price{101}))
//            sell #2 5 @ 100       -> #1 5 @ 100
//            sell #3 5 @ 101          #2 5 @ 100
//            sell #4 5 @ 102          #3 5 @ 101
//
// Looking never changes anything, not even a cache; the book changes by one fact at a time, and
// not while somebody walks through it.
//
// Units    price in ticks, 1 .. 2^62; quantity in lots. The lots of one level stay below 2^63
//          (a CHECK): orders of at most 2^40 lots each do, if there are fewer than eight million.
// Errors   none. What the facts say has been decided; a slot without an order is our own mistake.
// Cost     best, add, reduce, remove, a step of a walk: O(1) within the window of ticks around the
//          best price (see Ladder), O(log levels) outside it.
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
    Quantity leaves;  // of an iceberg: its visible slice
    bool special{};   // it has terms: it may be an iceberg, or a leg of a list

    friend bool operator==(const Maker&, const Maker&) = default;
};

// One line of the depth table.
struct DepthLevel {
    Price price;
    Quantity lots;
    std::uint32_t orders{};

    friend bool operator==(const DepthLevel&, const DepthLevel&) = default;
};

// The limit of a taker that has none.
constexpr Price any_price(Side taker) { return Price{taker == Side::buy ? INT64_MAX : 0}; }

// One side of a book as far as a limit, to be gone through order by order.
class Makers {
  public:
    Makers(const OrderPool& pool, const Ladder& ladder, Ladder::Key last)
        : pool_{&pool}, ladder_{&ladder}, last_{last} {}

    class Iterator;
    Iterator begin() const;
    static std::default_sentinel_t end() { return {}; }

  private:
    const OrderPool* pool_;
    const Ladder* ladder_;
    Ladder::Key last_;  // the worst key the taker accepts
};

class OrderBook {
  public:
    // The pool is shared by the books of all markets and outlives them.
    OrderBook(OrderPool& pool, MarketId market) : pool_{&pool}, market_{market} {}

    MarketId market() const { return market_; }

    std::optional<Price> best(Side side) const {
        const Ladder& levels = ladder(side);
        if (levels.empty()) return std::nullopt;
        return pool_->level(levels.best().level).price;
    }
    // What stands at this price, together; nothing where there is no such level.
    Quantity lots_at(Side side, Price price) const {
        const Slot level = ladder(side).at(Ladder::key_of(side, price));
        return level == no_slot ? Quantity{} : pool_->level(level).lots;
    }
    // Whether a taker with this limit meets anybody.
    bool crosses(Side taker, Price limit) const {
        return against(taker).best().key <= last_key(taker, limit) && !against(taker).empty();
    }
    // Whom it meets, in order.
    Makers makers(Side taker, Price limit) const {
        return {*pool_, against(taker), last_key(taker, limit)};
    }
    // How much it could match of what is visible, as far as `wanted`. O(levels).
    Quantity available(Side taker, Price limit, Quantity wanted) const;

    // The best levels of a side, at most `count`.
    std::vector<DepthLevel> depth(Side side, std::size_t count) const;
    // All orders of a side, best price first, then oldest first: visit(Slot).
    template <class Visit>
    void for_each(Side side, Visit&& visit) const {
        for (auto at = ladder(side).best(); at.level != no_slot; at = ladder(side).after(at.key)) {
            for (Slot slot = pool_->level(at.level).oldest; slot != no_slot;) {
                const Slot newer = pool_->order(slot).newer;
                visit(slot);
                slot = newer;
            }
        }
    }

    // A new order, the last in the line at its price; from now on the pool finds it by its id.
    Slot add(OrderId id, AccountId account, Side side, Price price, Quantity leaves);
    // Takes lots from an order that keeps its place: at most what it has left. An order that has
    // nothing left rests until it is removed.
    void reduce(Slot slot, Quantity lots);
    void remove(Slot slot);
    // Behind all others at its price, with so many lots.
    void requeue(Slot slot, Quantity leaves);
    // With so many lots, in its place.
    void resize(Slot slot, Quantity leaves);

    // The links that add() will follow, for a caller who looks ahead: see OrderPool.
    void prefetch_window(Side side, Price price) const {
        ladder(side).prefetch(Ladder::key_of(side, price));
    }
    void prefetch_level(Side side, Price price) const {
        if (const Slot level = ladder(side).guess(Ladder::key_of(side, price))) {
            pool_->prefetch_level(level);
        }
    }
    void prefetch_newest(Side side, Price price) const {
        if (const Slot level = ladder(side).guess(Ladder::key_of(side, price))) {
            pool_->prefetch_newest(level);
        }
    }

    std::size_t levels_outside() const {
        return ladders_[0].levels_outside() + ladders_[1].levels_outside();
    }
    // Without the pool, which all books share.
    std::size_t bytes_used() const { return ladders_[0].bytes_used() + ladders_[1].bytes_used(); }

  private:
    // All without branches, as key_of().
    static std::size_t place(Side side) { return static_cast<std::size_t>(side == Side::sell); }
    const Ladder& ladder(Side side) const { return ladders_[place(side)]; }
    Ladder& ladder(Side side) { return ladders_[place(side)]; }
    const Ladder& against(Side taker) const { return ladders_[1 - place(taker)]; }
    static Ladder::Key last_key(Side taker, Price limit) { return -Ladder::key_of(taker, limit); }

    Slot open_level(Side side, Price price);
    void close_level(Slot at);

    OrderPool* pool_;
    MarketId market_;
    Ladder ladders_[2];  // buys, sells
};

class Makers::Iterator {
  public:
    using value_type = Maker;
    using difference_type = std::ptrdiff_t;

    Maker operator*() const {
        const RestingOrder& order = pool_->order(order_);
        pool_->prefetch_index(order.id);  // whoever is met is soon looked up, to be filled
        return {order.id, order.account(), price_, order.leaves, order.special()};
    }
    Iterator& operator++() {
        order_ = pool_->order(order_).newer;
        if (order_ == no_slot) enter(ladder_->after(key_));
        return *this;
    }
    void operator++(int) { ++*this; }
    bool operator==(std::default_sentinel_t) const { return order_ == no_slot; }

  private:
    friend class Makers;
    Iterator(const OrderPool& pool, const Ladder& ladder, Ladder::Key last)
        : pool_{&pool}, ladder_{&ladder}, last_{last} {
        enter(ladder.best());
    }
    void enter(Ladder::Found level) {
        if (level.level == no_slot || level.key > last_) return;
        const Level& entered = pool_->level(level.level);
        key_ = level.key;
        price_ = entered.price;
        order_ = entered.oldest;
    }

    const OrderPool* pool_;
    const Ladder* ladder_;
    Ladder::Key last_;
    Ladder::Key key_{};
    Price price_;
    Slot order_ = no_slot;
};

inline Makers::Iterator Makers::begin() const { return {*pool_, *ladder_, last_}; }

}  // namespace core
