// Where the order of an id is. Ids count upwards and most orders die young, so the newest two
// million ids have a place of their own each; the orders that outlive them are hashed.
//
//     index.insert(OrderId{7}, slot);
//     index.find(OrderId{7}, [&](Slot slot) { return pool[slot].id == OrderId{7}; })
//     index.erase(OrderId{7}, slot);
//
// Cost     O(1); one cache line, whose address follows from the id. An insertion besides moves
//          what it makes old: O(ids passed over), which is one as a rule.
// Memory   8 MiB, touched as ids are used, and 11 to 21 bytes per old order.
#pragma once

#include <cstdint>

#include "base/hash.hpp"
#include "base/prefetch.hpp"
#include "base/zeroed.hpp"
#include "core/matching/slot_table.hpp"
#include "core/types/ids.hpp"

namespace core {

class OrderIndex {
  public:
    OrderIndex() : young_{base::make_zeroed<Slot[]>(young_ids)} {}

    // `matches(slot)` says whether the order there has the id; only old orders are asked.
    template <class Matches>
    Slot find(OrderId id, Matches&& matches) const {
        if (is_young(id)) [[likely]] {
            return place(id);
        }
        return old_.find(hash_of(id), matches);
    }
    void insert(OrderId id, Slot slot) {
        if (id.value > newest_) advance(id.value);
        ++count_;
        if (is_young(id)) [[likely]] {
            place(id) = slot;
        } else {
            old_.insert(hash_of(id), slot);
        }
    }
    void erase(OrderId id, Slot slot) {
        --count_;
        if (is_young(id)) [[likely]] {
            place(id) = no_slot;
        } else {
            old_.erase(hash_of(id), slot);
        }
    }

    // Asks for the cache line that find() will read.
    void prefetch(OrderId id) const {
        if (is_young(id)) {
            base::prefetch_line(&place(id));
        } else {
            old_.prefetch(hash_of(id));
        }
    }
    // Most likely what find() will say; does not look at the order.
    Slot guess(OrderId id) const {
        return find(id, [](Slot) { return true; });
    }

    // Memory for so many orders now, so that no first touch waits for it.
    void reserve(std::size_t orders) {
        base::touch_pages(young_.get(), young_ids * sizeof(Slot));
        old_.reserve(orders);
    }

    std::size_t size() const { return count_; }
    std::size_t bytes_used() const { return young_ids * sizeof(Slot) + old_.bytes_used(); }

  private:
    static constexpr std::uint64_t young_ids = std::uint64_t{1} << 21;

    bool is_young(OrderId id) const { return newest_ - id.value < young_ids; }
    Slot& place(OrderId id) const { return young_.get()[id.value % young_ids]; }

    void advance(std::uint64_t newest) {
        if (newest - newest_ == 1 && young_.get()[newest % young_ids] == no_slot) [[likely]] {
            newest_ = newest;
        } else {
            advance_far(newest);
        }
    }
    void advance_far(std::uint64_t newest);

    // Ids are counted, not chosen, so no key is needed. Eight neighbours share a cache line.
    static std::uint32_t hash_of(OrderId id) {
        const std::uint64_t spread = base::fold(id.value >> 3, 0x9E3779B97F4A7C15u);
        return static_cast<std::uint32_t>(spread) << 3 | static_cast<std::uint32_t>(id.value & 7);
    }

    std::uint64_t newest_ = 0;
    base::Zeroed<Slot[]> young_;  // [id % young_ids]
    SlotTable old_;
    std::size_t count_ = 0;
};

}  // namespace core
