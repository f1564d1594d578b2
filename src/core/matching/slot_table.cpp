#include "core/matching/slot_table.hpp"

#include <utility>

namespace core {

SlotTable::Table SlotTable::allocate(std::uint32_t places) {
    CHECK(places != 0);  // 2^32 places are more than there are slots
    return {.places = base::make_zeroed<Place[]>(places), .mask = places - 1};
}

void SlotTable::grow() {
    CHECK(before_.mask == 0);  // 16 places per insertion empty it long before this one is full
    before_ = std::exchange(now_, allocate((now_.mask + 1) * 2));
    carried_ = before_.mask + 1;
}

// Emptied from the top down. A run that wraps around the end is safe as well: taking an item out
// closes the gap behind it, so what is left can still be found.
void SlotTable::carry_over() {
    for (std::uint32_t step = 0; step < carried_per_insertion && carried_ != 0; ++step) {
        const std::uint32_t i = carried_ - 1;
        if (before_.places.get()[i].slot == no_slot) {
            --carried_;
            continue;
        }
        put(now_, before_.places.get()[i]);
        close_gap(before_, i);  // may move a later item here: looked at again in the next step
    }
    if (carried_ == 0) before_ = Table{};
}

}  // namespace core
