// A set of slots, found by a 32-bit hash of what they hold. It never looks at the items itself:
// the caller says whether a slot with the right hash is the one that is meant.
//
//     table.insert(hash_of(id), slot);
//     table.find(hash_of(id), [&](Slot slot) { return pool[slot].id == id; })   -> slot, or none
//     table.erase(hash_of(id), slot);
//
// Open addressing in a power of two of 8-byte places, at most 3/4 full, so 11 to 21 bytes per
// item. It grows without a stall: the new table stands beside the old one, and each insertion
// carries a few places over. Never iterated, so the order of places is nobody's business.
//
// Cost     find, insert, erase: O(1) expected, one cache line as a rule. An insertion moves at
//          most 16 places besides; room for a larger table is taken from the system untouched.
#pragma once

#include <cstddef>
#include <cstdint>

#include "base/check.hpp"
#include "base/prefetch.hpp"
#include "base/zeroed.hpp"
#include "core/matching/chunks.hpp"

namespace core {

class SlotTable {
  public:
    SlotTable() : now_{allocate(places_min)} {}

    template <class Matches>
    Slot find(std::uint32_t hash, Matches&& matches) const {
        if (const Slot slot = find_in(now_, hash, matches)) return slot;
        return before_.mask == 0 ? no_slot : find_in(before_, hash, matches);
    }

    void insert(std::uint32_t hash, Slot slot) {
        if (before_.mask != 0) carry_over();
        if (++count_ * 4 > (now_.mask + std::size_t{1}) * 3) grow();
        put(now_, {hash, slot});
    }

    // The slot must be in the table under this hash.
    void erase(std::uint32_t hash, Slot slot) {
        --count_;
        if (take(now_, hash, slot)) return;
        CHECK(before_.mask != 0 && take(before_, hash, slot));
    }

    void prefetch(std::uint32_t hash) const { base::prefetch_line(&now_.places[hash & now_.mask]); }

    // Places for so many items now. O(places): for the start, not for later.
    void reserve(std::size_t items);

    std::size_t size() const { return count_; }
    std::size_t bytes_used() const { return bytes_of(now_) + bytes_of(before_); }

  private:
    struct Place {
        std::uint32_t hash;
        Slot slot;
    };
    struct Table {
        base::Zeroed<Place[]> places;
        std::uint32_t mask = 0;  // places - 1; 0 means there is no table
    };
    static constexpr std::uint32_t places_min = 1'024;
    static constexpr std::uint32_t carried_per_insertion = 16;

    static Table allocate(std::uint32_t places);
    static void put_all(Table& table, const Table& from);
    static std::size_t bytes_of(const Table& table) {
        return table.mask == 0 ? 0 : (table.mask + std::size_t{1}) * sizeof(Place);
    }

    template <class Matches>
    static Slot find_in(const Table& table, std::uint32_t hash, Matches&& matches) {
        for (std::uint32_t i = hash & table.mask;; i = (i + 1) & table.mask) {
            const Place& place = table.places.get()[i];
            if (place.slot == no_slot) return no_slot;
            if (place.hash == hash && matches(place.slot)) return place.slot;
        }
    }

    static void put(Table& table, Place item) {
        std::uint32_t i = item.hash & table.mask;
        while (table.places.get()[i].slot != no_slot) i = (i + 1) & table.mask;
        table.places.get()[i] = item;
    }

    static bool take(Table& table, std::uint32_t hash, Slot slot) {
        Place* const places = table.places.get();
        for (std::uint32_t i = hash & table.mask;; i = (i + 1) & table.mask) {
            if (places[i].slot == no_slot) return false;
            if (places[i].slot != slot || places[i].hash != hash) continue;
            close_gap(table, i);
            return true;
        }
    }

    // Moves later items of the same run back, so that no search meets a hole before its item.
    static void close_gap(Table& table, std::uint32_t gap) {
        Place* const places = table.places.get();
        for (std::uint32_t i = (gap + 1) & table.mask; places[i].slot != no_slot;
             i = (i + 1) & table.mask) {
            const std::uint32_t home = places[i].hash & table.mask;
            if (((i - home) & table.mask) < ((i - gap) & table.mask)) continue;
            places[gap] = places[i];
            gap = i;
        }
        places[gap].slot = no_slot;
    }

    void grow();
    void carry_over();

    Table now_;
    Table before_;               // what has not been carried over yet
    std::uint32_t carried_ = 0;  // places of `before_` above this one are empty
    std::size_t count_ = 0;
};

}  // namespace core
