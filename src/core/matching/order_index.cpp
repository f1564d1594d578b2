#include "core/matching/order_index.hpp"

#include <algorithm>

namespace core {

// The place of each id passed over belonged to one that is now old.
void OrderIndex::advance_far(std::uint64_t newest) {
    const std::uint64_t passed = std::min(newest - newest_, young_ids);
    for (std::uint64_t id = newest_ + 1; id <= newest_ + passed; ++id) {
        Slot& slot = young_.get()[id % young_ids];
        if (slot == no_slot) continue;
        old_.insert(hash_of(OrderId{id - young_ids}), slot);
        slot = no_slot;
    }
    newest_ = newest;
}

}  // namespace core
