// The resting orders and price levels of all markets, and where each order id is.
//
//     OrderPool pool;
//     const Slot slot = pool.take_order();      // the slot freed last: its line is still warm
//     pool.order(slot) = {.id = OrderId{7}, .leaves = Quantity{5}, ...};
//     pool.index(OrderId{7}, slot);
//     pool.find(OrderId{7}) == slot
//
// Half a cache line each, so nothing lies across two. What matching does not need (client order
// id, times, key) lies elsewhere, under the same slot: see OpenOrders.
//
// Memory   32 bytes per order and 32 per level, as many as were ever there at once, and the index
//          (see OrderIndex). Freed slots are used again, last freed first; nothing is given back.
#pragma once

#include <algorithm>
#include <cstdint>

#include "base/check.hpp"
#include "base/prefetch.hpp"
#include "core/matching/chunks.hpp"
#include "core/matching/order_index.hpp"
#include "core/types/ids.hpp"
#include "core/types/money.hpp"
#include "core/types/order.hpp"

namespace core {

struct RestingOrder {
    OrderId id{};
    Quantity leaves{};      // of an iceberg: what others see of it
    std::uint32_t owner{};  // an AccountId: dense, so 31 bits hold it; and whether it is special
    Slot level{};           // where price, side and market stand
    Slot older{};           // the neighbours in the level
    Slot newer{};           // of a free slot: the next free one

    // Special orders have terms that most have not; they lie in OpenOrders, by the order's id.
    static constexpr std::uint32_t special_bit = std::uint32_t{1} << 31;
    AccountId account() const { return AccountId{owner & ~special_bit}; }
    bool special() const { return (owner & special_bit) != 0; }
};
static_assert(sizeof(RestingOrder) == 32);

// All orders of one side of one market at one price, oldest first. Exists while it has an order.
struct Level {
    Price price{};
    Quantity lots{};  // what its orders have left, together
    Slot oldest{};
    Slot newest{};
    std::uint32_t count{};
    std::uint32_t market_and_side{};

    MarketId market() const { return MarketId{market_and_side >> 1}; }
    Side side() const { return (market_and_side & 1) != 0 ? Side::sell : Side::buy; }
    static std::uint32_t pack(MarketId market, Side side) {
        return market.value << 1 | static_cast<std::uint32_t>(side == Side::sell);
    }
};
static_assert(sizeof(Level) == 32);

class OrderPool {
  public:
    RestingOrder& order(Slot slot) { return orders_[slot]; }
    const RestingOrder& order(Slot slot) const { return orders_[slot]; }
    Level& level(Slot slot) { return levels_[slot]; }
    const Level& level(Slot slot) const { return levels_[slot]; }

    Slot take_order() {
        if (const Slot slot = free_order_) {
            free_order_ = orders_[slot].newer;
            return slot;
        }
        if (++orders_taken_ >= orders_.size()) grow_orders();
        return orders_taken_;
    }
    void free_order(Slot slot) {
        orders_[slot].newer = free_order_;
        free_order_ = slot;
    }

    Slot take_level() {
        if (const Slot slot = free_level_) {
            free_level_ = levels_[slot].newest;
            return slot;
        }
        if (++levels_taken_ >= levels_.size()) levels_.grow();
        return levels_taken_;
    }
    void free_level(Slot slot) {
        levels_[slot].newest = free_level_;
        free_level_ = slot;
    }

    Slot find(OrderId id) const {
        return index_.find(id, [&](Slot slot) { return orders_[slot].id == id; });
    }
    void index(OrderId id, Slot slot) { index_.insert(id, slot); }
    void unindex(OrderId id, Slot slot) { index_.erase(id, slot); }

    // In a book that the cache does not hold, each link from an id to an order to its neighbours
    // is a wait of its own. Whoever knows which orders come next asks for one link after the
    // other, some orders ahead, and the waits run side by side. Only hints: nothing changes.
    bool is_large() const { return open_orders() > large; }
    void prefetch_index(OrderId id) const { index_.prefetch(id); }
    Slot guess(OrderId id) const { return index_.guess(id); }  // most likely what find() will say
    void prefetch_order(OrderId id) const {
        if (const Slot slot = guess(id)) base::prefetch_line(&orders_[slot]);
    }
    void prefetch_neighbours(OrderId id) const {
        const Slot slot = guess(id);
        if (slot == no_slot) return;
        const RestingOrder& order = orders_[slot];
        base::prefetch_line(&levels_[order.level]);
        if (order.older != no_slot) base::prefetch_line(&orders_[order.older]);
        if (order.newer != no_slot) base::prefetch_line(&orders_[order.newer]);
    }
    void prefetch_level(Slot level) const { base::prefetch_line(&levels_[level]); }
    void prefetch_newest(Slot level) const {
        if (const Slot slot = levels_[level].newest) base::prefetch_line(&orders_[slot]);
    }

    // Memory for so many orders, each on its own level, so that no first touch waits for it.
    void reserve(std::size_t orders);

    std::size_t open_orders() const { return index_.size(); }
    std::size_t slots() const { return orders_.size(); }  // every slot is below this
    std::size_t bytes_used() const {
        return orders_.bytes_used() + levels_.bytes_used() + index_.bytes_used();
    }

  private:
    static constexpr std::size_t large = 200'000;  // measured: below, the hints cost more

    void grow_orders();

    Chunks<RestingOrder> orders_;
    Chunks<Level> levels_;
    OrderIndex index_;
    Slot free_order_ = no_slot;
    Slot free_level_ = no_slot;
    Slot orders_taken_ = 0;
    Slot levels_taken_ = 0;
};

}  // namespace core
