#include "api/access/nonces.hpp"

#include <atomic>
#include <gtest/gtest.h>
#include <thread>
#include <vector>

#include "api/access/digest.hpp"

namespace api {
namespace {

constexpr core::Timestamp start = core::from_unix_ms(1'700'000'000'000);
constexpr core::KeyId key{1};

core::Fingerprint nonce(int number) { return fingerprint({std::to_string(number)}); }

TEST(Nonces, are_of_single_use_per_key) {
    Nonces nonces;
    EXPECT_EQ(nonces.use(key, nonce(1), start), NonceUse::fresh);
    EXPECT_EQ(nonces.use(key, nonce(1), start), NonceUse::used);
    EXPECT_EQ(nonces.use(core::KeyId{2}, nonce(1), start), NonceUse::fresh);
    EXPECT_EQ(nonces.use(key, nonce(2), start), NonceUse::fresh);
}

TEST(Nonces, are_remembered_at_least_as_long_as_their_request_could_be_accepted) {
    Nonces nonces{core::seconds(61)};
    for (int second = 0; second < 300; ++second) {
        const core::Timestamp now = start + core::seconds(second);
        EXPECT_EQ(nonces.use(key, nonce(second), now), NonceUse::fresh);
        for (int back = 0; back <= 60 && back <= second; ++back) {
            ASSERT_EQ(nonces.use(key, nonce(second - back), now), NonceUse::used)
                << second << " back " << back;
        }
    }
}

TEST(Nonces, are_forgotten_after_twice_that) {
    Nonces nonces{core::seconds(10), 64};
    for (int i = 0; i < 10'000; ++i) {
        // Never more than a handful alive, however many there were.
        const core::Timestamp now = start + core::seconds(i * 20);
        EXPECT_EQ(nonces.use(key, nonce(i), now), NonceUse::fresh);
        EXPECT_EQ(nonces.use(key, nonce(i - 1), now), NonceUse::fresh);
    }
}

TEST(Nonces, refuse_what_they_could_not_remember) {
    Nonces nonces{core::seconds(10), 320};
    int fresh = 0;
    for (int i = 0; i < 2'000; ++i) fresh += nonces.use(key, nonce(i), start) == NonceUse::fresh;
    EXPECT_LE(fresh, 320);
    EXPECT_GT(fresh, 100);
    EXPECT_EQ(nonces.use(key, nonce(1'999), start), NonceUse::full);
    EXPECT_EQ(nonces.use(key, nonce(1'999), start + core::seconds(10)), NonceUse::fresh);
}

TEST(Nonces, let_one_of_many_threads_win) {
    Nonces nonces;
    std::atomic<int> fresh{0};
    {
        std::vector<std::jthread> threads;
        for (int thread = 0; thread < 4; ++thread) {
            threads.emplace_back([&] {
                for (int i = 0; i < 1'000; ++i) {
                    fresh += nonces.use(key, nonce(i), start) == NonceUse::fresh;
                }
            });
        }
    }
    EXPECT_EQ(fresh, 1'000);
}

}  // namespace
}  // namespace api
