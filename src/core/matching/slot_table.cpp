#include "core/matching/slot_table.hpp"

#include <bit>
#include <utility>

#include "base/check.hpp"

namespace core {

SlotTable::Table SlotTable::allocate(std::uint32_t places) {
    CHECK(places != 0);  // 2^32 places are more than there are slots
    return {.places = base::make_zeroed<Place[]>(places), .mask = places - 1};
}

void SlotTable::reserve(std::size_t items) {
    CHECK(items < std::size_t{1} << 31);
    const auto places = static_cast<std::uint32_t>(std::bit_ceil(items + items / 3 + 1));
    if (places <= now_.mask) return;
    Table larger = allocate(places);
    base::touch_pages(larger.places.get(), bytes_of(larger));
    put_all(larger, now_);
    put_all(larger, before_);
    now_ = std::move(larger);
    before_ = Table{};
    carried_ = 0;
}

void SlotTable::put_all(Table& table, const Table& from) {
    if (from.mask == 0) return;
    for (std::size_t i = 0; i <= from.mask; ++i) {
        if (from.places.get()[i].slot != no_slot) put(table, from.places.get()[i]);
    }
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
