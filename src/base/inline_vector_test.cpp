#include "base/inline_vector.hpp"

#include <gtest/gtest.h>

#include "base/text.hpp"

namespace base {
namespace {

struct Leg {
    std::uint64_t id{};
    Text<36> name{};
};

struct List {
    std::uint64_t id{};
    std::uint8_t kind{};
    Text<36> name{};  // ends at an odd place, before an array with padding
    InlineVector<Leg, 3> legs{};
};

struct Opened {
    List list{};
};

[[gnu::noinline]] List list_of(std::uint64_t first) {
    List list{.id = 37, .kind = 2, .name = "list", .legs = {}};
    list.legs.push_back({first, "first"});
    list.legs.push_back({first - 1, "second"});
    return list;
}

[[gnu::noinline]] std::uint64_t first_of(const Opened& opened) { return opened.list.legs[0].id; }

// g++ 12 with -ftrivial-auto-var-init made 2 of 258: docs/decisions/0008.
TEST(InlineVector, keeps_its_items_whatever_the_compiler_clears_around_them) {
    EXPECT_EQ(first_of(Opened{list_of(258)}), 258u);
}

TEST(InlineVector, is_as_long_as_what_was_pushed) {
    InlineVector<int, 3> few;
    EXPECT_TRUE(few.empty());
    few.push_back(7);
    few.push_back(8);
    EXPECT_EQ(few.size(), 2u);
    EXPECT_EQ(few[1], 8);
    InlineVector<int, 3> same = few;
    EXPECT_EQ(same, few);
    same.push_back(9);
    EXPECT_FALSE(same == few);
    few.clear();
    EXPECT_TRUE(few.empty());
}

}  // namespace
}  // namespace base
