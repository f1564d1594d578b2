// An array that grows by whole chunks, so that growing copies nothing and nothing ever moves.
//
//     Chunks<Level> levels;
//     levels.grow();          // 65,536 more items, all zero
//     levels[17].count += 1;
//
// Items are named by 32-bit slots: half the size of a pointer, and the same in every process.
// Cost     operator[]: two loads, the first from a table of a few pointers.
// Memory   a chunk is address space; it becomes memory as its items are used.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "base/zeroed.hpp"

namespace core {

// The place of an order or a level in its pool. Slot 0 is never given out: it means "none".
using Slot = std::uint32_t;
inline constexpr Slot no_slot = 0;

template <class Item>
class Chunks {
  public:
    static constexpr std::size_t chunk_items = 65'536;

    Item& operator[](Slot slot) { return table_[slot / chunk_items][slot % chunk_items]; }
    const Item& operator[](Slot slot) const {
        return table_[slot / chunk_items][slot % chunk_items];
    }

    void grow() {
        chunks_.push_back(base::make_zeroed<Item[]>(chunk_items));
        pointers_.push_back(chunks_.back().get());
        table_ = pointers_.data();
    }

    // Room for slots 0 .. count, in memory that no first touch waits for.
    void reserve(std::size_t count) {
        while (size() <= count) grow();
        for (auto& chunk : chunks_) base::touch_pages(chunk.get(), chunk_items * sizeof(Item));
    }

    std::size_t size() const { return chunks_.size() * chunk_items; }
    std::size_t bytes_used() const {
        return size() * sizeof(Item) + (chunks_.capacity() + pointers_.capacity()) * sizeof(void*);
    }

  private:
    std::vector<base::Zeroed<Item[]>> chunks_;
    std::vector<Item*> pointers_;
    Item** table_ = nullptr;  // pointers_.data(), without the walk through the vector
};

}  // namespace core
