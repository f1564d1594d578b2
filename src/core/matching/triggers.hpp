// The stops of one market that wait for the last trade's price, and those whose turn has come.
//
//     stop 105 rising, stop 95 falling, trailing 2 % falling (extreme 100, so its stop is 98)
//     saw(103)    nothing fires; the trailing one follows: extreme 103, stop 100
//     saw(100)    the trailing one fires
//     saw(120)    the rising one fires
//     due()       -> them, in the order they fired
//
// Of what one price fires: rising stops from the lowest up, then falling ones from the highest
// down, then trailing ones, the rising before the falling, each in the same order; at one stop the
// lower order id first.
//
// A trailing stop lies `trailing` basis points from the best price since it began: falling ones
// from the highest, rounded down to a tick; rising ones from the lowest, rounded up. It begins at
// once; or, with a stop of its own, when the price is that good: at or above it for falling ones,
// at or below for rising ones.
//
// All of it follows from the orders but who is due.
//
// Cost     saw: a few comparisons when nothing is to be done; else O(log orders) per stop that
//          fires and, spread over all prices, per trailing stop that follows.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "core/types/order.hpp"

namespace core {

// Trailing stops of one direction. Keys are prices turned so that more is better: minus the price
// for rising stops.
class Trail {
  public:
    using Key = std::int64_t;
    struct Fired {
        Key stop{};
        OrderId order;
        Key extreme{};

        friend auto operator<=>(const Fired&, const Fired&) = default;
    };

    // +1: falling stops; -1: rising ones.
    explicit Trail(std::int64_t sign) : sign_{sign} {}

    bool empty() const { return where_.empty(); }
    void add(OrderId order, std::uint32_t distance, Price extreme);
    void remove(OrderId order);
    void saw(Price last, std::vector<Fired>& fired) {
        if (!empty()) look(last, fired);
    }
    std::optional<Price> extreme(OrderId order) const;

  private:
    // All stops that trail from the same extreme, the nearest first.
    struct Bucket {
        Key extreme{};
        std::set<std::pair<std::uint32_t, OrderId>> orders;
    };

    Key stop(Key extreme, std::uint32_t distance) const;
    Key nearest(const Bucket& bucket) const;
    void look(Price last, std::vector<Fired>& fired);
    void follow(Key last);
    void fire(Key last, std::vector<Fired>& fired);
    void merge(Bucket& into, Bucket& from);

    std::int64_t sign_;
    std::map<Key, Bucket> buckets_;          // by extreme
    std::set<std::pair<Key, Key>> nearest_;  // of each bucket: its nearest stop, its extreme
    struct Place {
        Bucket* bucket;
        std::uint32_t distance;
    };
    std::map<OrderId, Place> where_;
};

class Triggers {
  public:
    // Waits from now on. A trailing stop with an extreme trails already.
    void add(const OpenOrder& order);
    // Waits no more, and is not due.
    void remove(const OpenOrder& order);
    // The price of a trade.
    void saw(Price last) {
        if (waiting_ != 0) look(last);
    }

    bool has_due() const { return !due_.empty(); }
    OrderId due() const { return due_.begin()->second.order; }  // the first of them
    bool is_due(OrderId order) const { return due_places_.contains(order); }
    template <class Visit>
    void for_each_due(Visit&& visit) const {
        for (const auto& [place, due] : due_) visit(due.order);
    }
    // For snapshots: it fired, after all that are due.
    void restore_due(const OpenOrder& order);

    // What the order's stop trails, if it does.
    std::optional<Price> extreme(const OpenOrder& order) const;

  private:
    struct Due {
        OrderId order;
        Price extreme{};
    };
    using Stops = std::set<std::pair<std::int64_t, OrderId>>;
    using Beginning = std::map<std::pair<std::int64_t, OrderId>, std::uint32_t>;

    void look(Price last);
    static void begin(Beginning& beginning, std::int64_t key, Trail& trail, Price last);
    void fire(Stops& stops, std::int64_t last);
    void fire(std::vector<Trail::Fired>& fired);
    void make_due(OrderId order, Price extreme);
    void forget(const OpenOrder& order);

    std::size_t waiting_ = 0;
    Stops rising_;                 // (stop, id): fire from the front while stop <= last
    Stops falling_;                // (minus stop, id)
    Beginning beginning_rising_;   // (minus price, id): begin from the front while it is <= -last
    Beginning beginning_falling_;  // (price, id): while it is <= last
    Trail trail_rising_{-1};
    Trail trail_falling_{+1};
    std::map<std::uint64_t, Due> due_;  // by the order of firing
    std::map<OrderId, std::uint64_t> due_places_;
    std::uint64_t fired_ = 0;
};

}  // namespace core
