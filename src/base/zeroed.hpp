// Plain items that begin as zero, in memory that costs neither time nor space before it is touched.
//
//     base::Zeroed<std::uint32_t[]> places = base::make_zeroed<std::uint32_t[]>(1'000'000);
//     places[17] == 0
//
// From 1 MiB on it is asked of the system in pages of 2 MiB, if the system has them: a table that
// is read all over then needs a few entries of the processor's page cache instead of thousands.
// No memory is a broken promise (CHECK), as it is elsewhere in the house.
#pragma once

#include <cstddef>
#include <memory>
#include <type_traits>

namespace base {

// Makes pages of this memory now, with what they hold, so that no first touch waits for one later.
void touch_pages(void* memory, std::size_t bytes);

void* take_zeroed(std::size_t bytes);
void free_zeroed(void* memory, std::size_t bytes) noexcept;

struct FreeZeroed {
    std::size_t bytes = 0;
    void operator()(void* memory) const noexcept { free_zeroed(memory, bytes); }
};

template <class Items>
using Zeroed = std::unique_ptr<Items, FreeZeroed>;

// make_zeroed<Item[]>(count), or make_zeroed<Item>(). Zero must be a good value of every member.
template <class Items>
Zeroed<Items> make_zeroed(std::size_t count = 1) {
    using Item = std::remove_extent_t<Items>;
    static_assert(std::is_trivially_copyable_v<Item> && alignof(Item) <= 16);
    const std::size_t bytes = count * sizeof(Item);
    return Zeroed<Items>{static_cast<Item*>(take_zeroed(bytes)), FreeZeroed{bytes}};
}

}  // namespace base
