#include "core/matching/slot_table.hpp"

#include <gtest/gtest.h>
#include <map>
#include <vector>

#include "base/prng.hpp"

namespace core {
namespace {

// What the slots of a test hold: the table itself only sees their hashes.
struct Things {
    std::vector<std::uint64_t> names{0};  // [slot]
    std::uint32_t hash_mask;

    std::uint32_t hash_of(std::uint64_t name) const {
        return static_cast<std::uint32_t>(name * 0x9E3779B97F4A7C15u >> 32) & hash_mask;
    }
    Slot find(const SlotTable& table, std::uint64_t name) const {
        return table.find(hash_of(name), [&](Slot slot) { return names[slot] == name; });
    }
};

// Inserts and erases at random around a moving size, and compares with a map.
void play(std::uint32_t hash_mask, std::size_t commands, std::uint64_t seed) {
    base::Prng prng{seed};
    Things things{.hash_mask = hash_mask};
    SlotTable table;
    std::map<std::uint64_t, Slot> model;
    std::vector<std::uint64_t> live;
    std::uint64_t growing = 60;
    for (std::size_t i = 0; i < commands; ++i) {
        if (prng.one_in(2'000)) growing = 20 + prng.below(60);
        if (live.empty() || prng.below(100) < growing) {
            const std::uint64_t name = prng.next();
            const Slot slot = static_cast<Slot>(things.names.size());
            things.names.push_back(name);
            table.insert(things.hash_of(name), slot);
            model.emplace(name, slot);
            live.push_back(name);
        } else {
            std::uint64_t& name = live[prng.below(live.size())];
            table.erase(things.hash_of(name), model.at(name));
            model.erase(name);
            ASSERT_EQ(things.find(table, name), no_slot);
            name = live.back();
            live.pop_back();
        }
        ASSERT_EQ(table.size(), model.size());
        if (live.empty()) continue;
        const std::uint64_t name = live[prng.below(live.size())];
        ASSERT_EQ(things.find(table, name), model.at(name)) << "command " << i;
    }
    for (const auto& [name, slot] : model) ASSERT_EQ(things.find(table, name), slot);
}

TEST(SlotTable, finds_what_was_put_in_and_not_what_was_taken_out) {
    for (std::uint64_t seed = 1; seed <= 3; ++seed) play(UINT32_MAX, 60'000, seed);
}

TEST(SlotTable, tells_items_of_one_hash_apart) {
    for (std::uint64_t seed = 1; seed <= 3; ++seed) play(0xfffff01f, 5'000, seed);
}

TEST(SlotTable, keeps_runs_whole_across_its_end) {
    // All homes are among the last places of every table, so runs wrap around.
    Things things{.hash_mask = UINT32_MAX};
    SlotTable table;
    for (Slot slot = 1; slot <= 3'000; ++slot) table.insert(0xffffffff - slot % 8, slot);
    for (Slot slot = 1; slot <= 3'000; slot += 2) table.erase(0xffffffff - slot % 8, slot);
    for (Slot slot = 1; slot <= 3'000; ++slot) {
        const Slot found =
            table.find(0xffffffff - slot % 8, [&](Slot other) { return other == slot; });
        EXPECT_EQ(found, slot % 2 == 0 ? slot : no_slot);
    }
}

TEST(SlotTable, has_room_for_more_and_forgets_nothing) {
    SlotTable table;
    // Enough that what is reserved for finds the table in the middle of growing.
    for (Slot slot = 1; slot <= 800; ++slot) table.insert(slot * 2'654'435'761u, slot);
    table.reserve(100'000);
    const std::size_t bytes = table.bytes_used();
    for (Slot slot = 801; slot <= 100'000; ++slot) table.insert(slot * 2'654'435'761u, slot);
    EXPECT_EQ(table.bytes_used(), bytes);
    for (Slot slot = 1; slot <= 100'000; ++slot) {
        ASSERT_EQ(table.find(slot * 2'654'435'761u, [&](Slot other) { return other == slot; }),
                  slot);
    }
}

TEST(SlotTable, needs_at_most_22_bytes_per_item_once_it_has_grown) {
    SlotTable table;
    for (Slot slot = 1; slot <= 1'000'000; ++slot) table.insert(slot * 2'654'435'761u, slot);
    EXPECT_LT(table.bytes_used(), 22u * 1'000'000);
}

}  // namespace
}  // namespace core
