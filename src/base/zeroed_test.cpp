#include "base/zeroed.hpp"

#include <cstdint>
#include <gtest/gtest.h>

namespace base {
namespace {

TEST(Zeroed, begins_as_zero_whatever_its_size) {
    for (const std::size_t count : {1u, 1'000u, 131'072u, 300'000u, 3'000'000u}) {
        for (int again = 0; again < 2; ++again) {
            const auto numbers = make_zeroed<std::uint64_t[]>(count);
            for (std::size_t i = 0; i < count; i += 97) {
                ASSERT_EQ(numbers[i], 0u);
                numbers[i] = i + 1;
            }
            ASSERT_EQ(numbers[count - 1] = 7, 7u);
        }
    }
}

TEST(Zeroed, keeps_what_it_holds_when_its_pages_are_touched) {
    const auto numbers = make_zeroed<std::uint32_t[]>(1'000'000);
    for (std::uint32_t i = 0; i < 1'000'000; ++i) numbers[i] = i;
    touch_pages(numbers.get(), 1'000'000 * sizeof(std::uint32_t));
    for (std::uint32_t i = 0; i < 1'000'000; ++i) ASSERT_EQ(numbers[i], i);
}

TEST(Zeroed, can_be_moved_and_left) {
    auto first = make_zeroed<std::uint32_t[]>(1'000'000);
    first[999'999] = 5;
    auto second = std::move(first);
    EXPECT_EQ(first, nullptr);
    EXPECT_EQ(second[999'999], 5u);
    second = make_zeroed<std::uint32_t[]>(10);
    EXPECT_EQ(second[9], 0u);
}

}  // namespace
}  // namespace base
