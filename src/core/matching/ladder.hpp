// The price levels of one side of a book, best first: a dense window of ticks around the best
// price, and an ordered map for whatever lies outside it.
//
//     keys   ... 12 ...     [ 99 100 . . 103 . . . 107 ... ]       ... 9000 ... 10^15
//            map (better)     window: 65,536 ticks, a ring         map (worse)
//
// A key is the price in ticks for sells and its negative for buys, so on both sides less is
// better. All levels inside the window's bounds are in the ring, all others in the map; a bitmap
// of three layers finds the next level in the ring.
//
// The window follows the best price. When that leaves the comfortable part, each change to the
// set of levels moves the bounds a little and carries at most `carried_max` levels across them.
// So one sell at tick 10^15 costs one node of the map, and nothing else ever waits for it.
//
// Cost     at, add, remove, after: O(1) inside the window, O(log levels outside) else.
// Memory   264 KiB of address space, from the first order on, of which the touched pages count;
//          48 bytes for each level outside the window.
#pragma once

#include <array>
#include <bit>
#include <cstdint>
#include <cstdlib>
#include <map>
#include <memory>

#include "base/check.hpp"
#include "core/matching/chunks.hpp"
#include "core/types/money.hpp"
#include "core/types/order.hpp"

namespace core {

class Ladder {
  public:
    using Key = std::int64_t;
    static constexpr Key nothing = INT64_MAX;  // worse than every key

    static constexpr Key key_of(Side side, Price price) {
        return side == Side::buy ? -price.ticks : price.ticks;
    }

    bool empty() const { return best_key_ == nothing; }
    Key best_key() const { return best_key_; }  // `nothing` if empty
    Slot best() const { return best_; }         // no_slot if empty

    // The level at this key, or none.
    Slot at(Key key) const {
        if (inside(key)) return ring_.get()[place(key)];
        return outside_.empty() ? no_slot : find_outside(key);
    }

    // The best level worse than this key, or none.
    struct Found {
        Key key = nothing;
        Slot level = no_slot;
    };
    Found after(Key key) const {
        if (inside(key)) [[likely]] {
            if (const std::uint32_t next = next_place(place(key) + 1); next != no_place) {
                return in_ring(next, key);
            }
        }
        return after_slow(key);
    }

    void add(Key key, Slot level) {
        if (inside(key)) [[likely]] {
            put(key, level);
        } else {
            add_outside(key, level);
        }
        if (key < best_key_) {
            best_key_ = key;
            best_ = level;
        }
        if (!comfortable()) follow();
    }

    void remove(Key key) {
        if (key == best_key_) {
            const Found next = after(key);
            best_key_ = next.key;
            best_ = next.level;
        }
        if (inside(key)) [[likely]] {
            clear(key);
        } else {
            outside_.erase(key);
        }
        if (!comfortable()) follow();
    }

    void prefetch(Key key) const {
        if (inside(key)) __builtin_prefetch(&ring_.get()[place(key)]);
    }

    std::size_t levels_outside() const { return outside_.size(); }
    std::size_t bytes_used() const;

  private:
    static constexpr std::uint32_t window = 65'536;
    static constexpr std::uint32_t words = window / 64;
    static constexpr std::uint32_t no_place = UINT32_MAX;
    static constexpr int carried_max = 8;

    bool inside(Key key) const { return key >= first_ && key < last_; }
    static std::uint32_t place(Key key) { return static_cast<std::uint32_t>(key) % window; }
    // The key of an occupied place, given any key of the window that is better.
    Found in_ring(std::uint32_t at, Key better) const {
        const Key key = better + static_cast<Key>((at - place(better)) % window);
        return {key, ring_.get()[at]};
    }

    void put(Key key, Slot level) {
        const std::uint32_t at = place(key);
        ring_.get()[at] = level;
        bits_[at / 64] |= std::uint64_t{1} << at % 64;
        groups_[at / 4096] |= std::uint64_t{1} << at / 64 % 64;
        ++in_ring_;
    }
    void clear(Key key) {
        const std::uint32_t at = place(key);
        ring_.get()[at] = no_slot;
        --in_ring_;
        if ((bits_[at / 64] &= ~(std::uint64_t{1} << at % 64)) != 0) return;
        groups_[at / 4096] &= ~(std::uint64_t{1} << at / 64 % 64);
    }

    // The first occupied place from here on, around the ring. Whoever asks has made sure that
    // there is nothing better in the ring, or that it does not matter.
    std::uint32_t next_place(std::uint32_t from) const;
    std::uint32_t last_place() const;

    // Whether the bounds are where they should be: full width, the best price not near an edge.
    bool comfortable() const {
        return best_key_ - first_ >= window / 16 && best_key_ - first_ < window / 2 &&
               last_ - first_ == window;
    }
    void follow();

    Slot find_outside(Key key) const;
    void add_outside(Key key, Slot level);
    Found after_slow(Key key) const;

    struct Free {
        void operator()(Slot* ring) const { std::free(ring); }
    };

    Key best_key_ = nothing;
    Slot best_ = no_slot;
    std::uint32_t in_ring_ = 0;
    Key first_ = 0;  // the window is [first_, last_)
    Key last_ = 0;
    std::unique_ptr<Slot[], Free> ring_;
    std::array<std::uint64_t, words / 64> groups_{};  // which words of bits_ are not empty
    std::array<std::uint64_t, words> bits_{};         // which places are taken
    std::map<Key, Slot> outside_;
};

}  // namespace core
