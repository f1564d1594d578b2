#include "api/operations/errands.hpp"

#include <future>
#include <gtest/gtest.h>

namespace {

TEST(Errands, finish_what_was_taken_up_and_take_no_more_when_full) {
    std::promise<void> gate;
    std::shared_future<void> opened = gate.get_future().share();
    std::atomic<int> done{};
    api::Errands errands{1, 2};
    std::promise<void> begun;
    ASSERT_TRUE(errands.run([&] {
        begun.set_value();
        opened.wait();
        ++done;
    }));
    begun.get_future().wait();  // the only thread is busy now; two places are free
    EXPECT_TRUE(errands.run([&] { ++done; }));
    EXPECT_TRUE(errands.run([&] { ++done; }));
    EXPECT_FALSE(errands.run([&] { ++done; }));
    gate.set_value();
    errands.stop();
    EXPECT_EQ(done, 3);
    EXPECT_FALSE(errands.run([&] { ++done; }));
}

}  // namespace
