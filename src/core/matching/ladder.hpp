// The price levels of one side of a book, best first: a dense window of ticks around the best
// price, and an ordered map for whatever lies outside it.
//
//     keys   ... 12 ...     [ 99 100 . . 103 . . . 107 ... ]       ... 90000 ... 10^15
//            map (better)     window: 65,536 ticks, a ring         map (worse)
//
// A key is the price in ticks for sells and its negative for buys, so on both sides less is
// better. All levels inside the window's bounds are in the ring, all others in the map; two layers
// of bits find the next level in the ring.
//
// The window follows the best price. When that leaves the comfortable part, each change to the
// set of levels moves the bounds and carries at most 8 levels across them. So one sell at tick
// 10^15 costs one node of the map, and nobody ever waits for the window.
//
// Cost     at, add, remove, after: O(1) inside the window, O(log levels) outside it.
// Memory   264 KiB of address space from the first level on, of which the touched pages count;
//          64 bytes for each level outside the window.
#pragma once

#include <bit>
#include <cstdint>
#include <map>

#include "base/prefetch.hpp"
#include "base/zeroed.hpp"
#include "core/matching/chunks.hpp"
#include "core/types/money.hpp"
#include "core/types/order.hpp"

namespace core {

class Ladder {
  public:
    using Key = std::int64_t;
    static constexpr Key nothing = INT64_MAX;  // worse than every key

    // Without a branch: sides come at random, and a wrong guess costs as much as all the rest.
    static constexpr Key key_of(Side side, Price price) {
        const Key buys = static_cast<Key>(side == Side::buy);
        return (price.ticks ^ -buys) + buys;
    }

    struct Found {
        Key key = nothing;
        Slot level = no_slot;
    };

    bool empty() const { return best_.level == no_slot; }
    Found best() const { return best_; }

    // The level at this key, or none.
    Slot at(Key key) const {
        if (inside(key)) [[likely]] {
            return ring_->levels[place(key)];
        }
        return at_outside(key);
    }
    // The best level that is worse than this one, which is there.
    Found after(Key key) const {
        if (inside(key)) [[likely]] {
            const std::uint32_t next = next_place(place(key) + 1);
            const Key found = key + 1 + static_cast<Key>((next - place(key) - 1) % window);
            if (inside(found)) return {found, ring_->levels[next]};
        }
        return after_outside(key);
    }

    void add(Key key, Slot level) {
        if (inside(key)) [[likely]] {
            put(key, level);
        } else {
            add_outside(key, level);
        }
        if (key < best_.key) best_ = {key, level};
        if (!comfortable()) follow();
    }
    void remove(Key key) {
        if (key == best_.key) best_ = after(key);
        if (inside(key)) [[likely]] {
            clear(key);
        } else {
            remove_outside(key);
        }
        if (!comfortable()) follow();
    }

    // Asks for the cache line that at() will read; what at() will say, if it takes no search.
    void prefetch(Key key) const {
        if (inside(key)) base::prefetch_line(&ring_->levels[place(key)]);
    }
    Slot guess(Key key) const { return inside(key) ? ring_->levels[place(key)] : no_slot; }

    std::size_t levels_outside() const { return outside_.size(); }
    std::size_t bytes_used() const;

  private:
    static constexpr std::uint32_t window = 65'536;
    static constexpr std::uint32_t words = window / 64;
    static constexpr std::uint32_t groups = words / 64;

    struct Ring {
        std::uint64_t groups[Ladder::groups];  // which words of `bits` are not 0
        std::uint64_t bits[words];             // which places have a level
        Slot levels[window];
    };
    bool inside(Key key) const {
        return static_cast<std::uint64_t>(key) - static_cast<std::uint64_t>(first_) < width_;
    }
    static std::uint32_t place(Key key) { return static_cast<std::uint32_t>(key) % window; }

    void put(Key key, Slot level) {
        const std::uint32_t at = place(key);
        ring_->levels[at] = level;
        ring_->bits[at / 64] |= std::uint64_t{1} << at % 64;
        ring_->groups[at / 4096] |= std::uint64_t{1} << at / 64 % 64;
        ++inside_;
    }
    void clear(Key key) {
        const std::uint32_t at = place(key);
        ring_->levels[at] = no_slot;
        --inside_;
        if ((ring_->bits[at / 64] &= ~(std::uint64_t{1} << at % 64)) != 0) return;
        ring_->groups[at / 4096] &= ~(std::uint64_t{1} << at / 64 % 64);
    }

    // The first place with a level from here on, around the ring. The ring is not empty.
    std::uint32_t next_place(std::uint32_t from) const {
        const std::uint32_t word = from % window / 64;
        const std::uint64_t here = ring_->bits[word] & ~std::uint64_t{0} << from % 64;
        if (here != 0) return word * 64 + static_cast<std::uint32_t>(std::countr_zero(here));
        std::uint32_t group = word / 64;
        std::uint64_t taken = ring_->groups[group] & ~std::uint64_t{1} << word % 64;
        while (taken == 0) taken = ring_->groups[group = (group + 1) % groups];
        const std::uint32_t next = group * 64 + static_cast<std::uint32_t>(std::countr_zero(taken));
        return next * 64 + static_cast<std::uint32_t>(std::countr_zero(ring_->bits[next]));
    }

    // Whether the bounds are where they should be: full width, the best price not near an edge.
    bool comfortable() const {
        const std::uint64_t ahead =
            static_cast<std::uint64_t>(best_.key) - static_cast<std::uint64_t>(first_);
        return ahead - window / 16 < window / 2 - window / 16 && width_ == window;
    }
    void follow();
    void shrink_to(Key last, int& budget);
    void widen_down_to(Key first, int& budget);
    void widen_up_to(Key last, int& budget);

    Slot at_outside(Key key) const;
    void add_outside(Key key, Slot level);
    void remove_outside(Key key);
    Found after_outside(Key key) const;
    Key last_inside() const;

    Found best_;
    Key first_ = 0;            // the window is [first_, first_ + width_)
    std::uint64_t width_ = 0;  // at most `window`
    std::uint32_t inside_ = 0;
    base::Zeroed<Ring> ring_;
    std::map<Key, Slot> outside_;
};

}  // namespace core
