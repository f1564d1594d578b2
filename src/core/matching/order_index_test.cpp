#include "core/matching/order_index.hpp"

#include <gtest/gtest.h>
#include <map>
#include <vector>

#include "base/prng.hpp"

namespace core {
namespace {

// Ids by slot, as a pool would know them.
class Indexed {
  public:
    void insert(std::uint64_t id) {
        const Slot slot = static_cast<Slot>(ids_.size());
        ids_.push_back(id);
        index.insert(OrderId{id}, slot);
        model.emplace(id, slot);
    }
    void erase(std::uint64_t id) {
        index.erase(OrderId{id}, model.at(id));
        model.erase(id);
    }
    Slot find(std::uint64_t id) const {
        return index.find(OrderId{id}, [&](Slot slot) { return ids_[slot] == id; });
    }
    void expect_all_found() const {
        ASSERT_EQ(index.size(), model.size());
        for (const auto& [id, slot] : model) ASSERT_EQ(find(id), slot) << id;
    }

    OrderIndex index;
    std::map<std::uint64_t, Slot> model;

  private:
    std::vector<std::uint64_t> ids_{0};
};

TEST(OrderIndex, finds_orders_that_outlive_millions_of_others) {
    Indexed orders;
    std::uint64_t id = 0;
    for (int generation = 0; generation < 6; ++generation) {
        for (int i = 0; i < 2'000; ++i) orders.insert(++id);
        id += 1'000'000;
        orders.expect_all_found();
    }
    EXPECT_EQ(orders.find(id + 1), no_slot);
    EXPECT_EQ(orders.find(0), no_slot);
    EXPECT_EQ(orders.find(2'001), no_slot) << "never there, and old";
    for (std::uint64_t old = 1; old <= 2'000; old += 2) orders.erase(old);
    EXPECT_EQ(orders.find(1), no_slot);
    orders.expect_all_found();
}

TEST(OrderIndex, agrees_with_a_map_however_ids_jump) {
    for (std::uint64_t seed = 1; seed <= 5; ++seed) {
        SCOPED_TRACE(seed);
        base::Prng prng{seed};
        Indexed orders;
        std::uint64_t newest = 0;
        for (int step = 0; step < 30'000; ++step) {
            if (prng.below(100) < 55 || orders.model.empty()) {
                newest += 1 + (prng.one_in(3) ? prng.below(5) : 0);
                if (prng.one_in(3'000)) newest += prng.below(3'000'000);
                if (prng.one_in(10'000)) newest += std::uint64_t{1} << 40;
                orders.insert(newest);
            } else {
                auto near = orders.model.lower_bound(prng.below(newest) + 1);
                if (near == orders.model.end()) near = orders.model.begin();
                orders.erase(near->first);
            }
            const std::uint64_t any = prng.below(newest + 10);
            const auto expected = orders.model.find(any);
            ASSERT_EQ(orders.find(any),
                      expected == orders.model.end() ? no_slot : expected->second);
        }
        orders.expect_all_found();
    }
}

TEST(OrderIndex, takes_ids_in_any_order_as_a_snapshot_has_them) {
    base::Prng prng{1};
    Indexed orders;
    for (int i = 0; i < 20'000; ++i) {
        const std::uint64_t id = 1 + prng.below(50'000'000);
        if (!orders.model.contains(id)) orders.insert(id);
    }
    orders.expect_all_found();
}

}  // namespace
}  // namespace core
