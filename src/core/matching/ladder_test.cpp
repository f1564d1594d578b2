#include "core/matching/ladder.hpp"

#include <gtest/gtest.h>
#include <map>

#include "base/prng.hpp"

namespace core {
namespace {

using Model = std::map<Ladder::Key, Slot>;

void expect_same_walk(const Ladder& ladder, const Model& model) {
    auto expected = model.begin();
    for (auto at = ladder.best(); at.level != no_slot; at = ladder.after(at.key)) {
        ASSERT_NE(expected, model.end());
        ASSERT_EQ(at.key, expected->first);
        ASSERT_EQ(at.level, expected->second);
        ASSERT_EQ(ladder.at(at.key), at.level);
        ++expected;
    }
    ASSERT_EQ(expected, model.end());
}

constexpr Ladder::Key key_max = Ladder::Key{1} << 62;

// Around a middle that now and then jumps, mostly near, sometimes to either end of the window,
// sometimes to the end of the world.
Ladder::Key random_key(base::Prng& prng, Ladder::Key& middle) {
    if (prng.one_in(500)) middle = prng.between(-key_max, key_max - 1);
    if (prng.one_in(200)) middle += prng.between(-100'000, 100'000);
    Ladder::Key key = middle + prng.between(-50, 50);
    if (prng.one_in(4)) key = middle + prng.between(-70'000, 70'000);
    if (prng.one_in(100)) key = prng.between(-key_max, key_max - 1);
    return std::clamp(key, -key_max, key_max);
}

TEST(Ladder, walks_like_a_map_wherever_prices_jump) {
    std::size_t outside_max = 0;
    for (std::uint64_t seed = 1; seed <= 20; ++seed) {
        SCOPED_TRACE(seed);
        base::Prng prng{seed};
        Ladder ladder;
        Model model;
        Ladder::Key middle = 0;
        const std::size_t levels_max = 1 + prng.below(300);
        for (Slot step = 1; step <= 10'000; ++step) {
            const Ladder::Key key = random_key(prng, middle);
            if (const auto there = model.find(key); there != model.end()) {
                ladder.remove(key);
                model.erase(there);
            } else {
                ladder.add(key, step);
                model.emplace(key, step);
            }
            while (model.size() > levels_max) {
                auto gone = prng.one_in(2) ? model.begin() : model.lower_bound(middle);
                if (gone == model.end()) gone = model.begin();
                ladder.remove(gone->first);
                model.erase(gone);
            }
            ASSERT_EQ(ladder.empty(), model.empty());
            ASSERT_EQ(ladder.at(key), model.contains(key) ? model.at(key) : no_slot);
            outside_max = std::max(outside_max, ladder.levels_outside());
            if (step % 16 == 0) {
                ASSERT_NO_FATAL_FAILURE(expect_same_walk(ladder, model));
            }
        }
    }
    EXPECT_GT(outside_max, 20u);
}

TEST(Ladder, lays_a_realistic_book_into_the_window_whole) {
    Ladder ladder;
    for (Ladder::Key key = 6'000'000; key < 6'050'000; key += 5) {
        ladder.add(key, static_cast<Slot>(key));
    }
    EXPECT_EQ(ladder.levels_outside(), 0u);
}

TEST(Ladder, follows_the_best_price_at_most_eight_levels_at_a_time) {
    Ladder ladder;
    Model model;
    const auto add = [&](Ladder::Key key) {
        ladder.add(key, static_cast<Slot>(model.size() + 1));
        model.emplace(key, static_cast<Slot>(model.size() + 1));
    };
    for (Ladder::Key key = 1'000'000; key < 1'010'000; ++key) add(key);
    EXPECT_EQ(ladder.levels_outside(), 0u);
    std::size_t outside = 0;
    for (int step = 0; ladder.levels_outside() < 10'000; ++step) {  // a better world, far away
        ASSERT_LT(step, 2'000);
        add(500'000 + step);
        const std::size_t now = ladder.levels_outside();
        EXPECT_LE(now, outside + 9);
        outside = now;
        if (step % 100 == 0) {
            ASSERT_NO_FATAL_FAILURE(expect_same_walk(ladder, model));
        }
    }
    for (int step = 0; step < 500; ++step) add(500'000 - 1 - step);
    EXPECT_EQ(ladder.levels_outside(), 10'000u) << "the new world is inside";
    expect_same_walk(ladder, model);
}

TEST(Ladder, keeps_a_drifting_market_inside_the_window) {
    for (const Ladder::Key drift : {-100, +100}) {
        Ladder ladder;
        Model model;
        Ladder::Key touch = 1'000'000;
        for (int step = 0; step < 5'000; ++step, touch += drift) {
            for (Ladder::Key key = touch; key < touch + 300; key += 100) {  // three levels ahead
                if (model.contains(key)) continue;
                ladder.add(key, 1);
                model.emplace(key, 1);
            }
            while (!model.empty() && (model.begin()->first < touch || model.size() > 300)) {
                const auto gone = drift > 0 ? model.begin() : std::prev(model.end());
                ladder.remove(gone->first);
                model.erase(gone);
            }
            ASSERT_LE(ladder.levels_outside(), 2u) << "step " << step;
        }
        expect_same_walk(ladder, model);
    }
}

TEST(Ladder, takes_a_price_at_the_end_of_the_world_for_one_node) {
    Ladder ladder;
    ladder.add(100, 1);
    const std::size_t before = ladder.bytes_used();
    ladder.add(1'000'000'000'000'000, 2);
    ladder.add(key_max, 3);
    EXPECT_LE(ladder.bytes_used(), before + 128);
    EXPECT_EQ(ladder.after(100).key, 1'000'000'000'000'000);
    EXPECT_EQ(ladder.after(1'000'000'000'000'000).key, key_max);
    EXPECT_EQ(ladder.after(key_max).level, no_slot);
}

}  // namespace
}  // namespace core
