#include "api/operations/sign_in_limits.hpp"

#include <gtest/gtest.h>

namespace {

using api::SignInLimits;

constexpr core::Timestamp noon{core::from_unix_ms(1'800'000'000'000)};
constexpr core::Fingerprint login{1, 2};

core::IpAddress address(const char* text) { return core::parse_ip(text).value(); }

TEST(SignInLimits, tries_come_back_evenly) {
    SignInLimits limits{{.tries_of_login = 10, .within = core::minutes(5)}};
    const auto here = address("192.0.2.1");
    for (int i = 0; i < 10; ++i) EXPECT_FALSE(limits.take_try(login, here, noon));
    EXPECT_EQ(limits.take_try(login, here, noon), noon + core::seconds(30));
    EXPECT_FALSE(limits.take_try(login, here, noon + core::seconds(30)));
    EXPECT_TRUE(limits.take_try(login, here, noon + core::seconds(59)));
    EXPECT_FALSE(limits.take_try({3, 4}, here, noon)) << "another login";
}

TEST(SignInLimits, what_is_refused_takes_nothing) {
    SignInLimits limits{{.tries_of_login = 1, .tries_of_address = 3}};
    const auto here = address("192.0.2.1");
    EXPECT_FALSE(limits.take_try(login, here, noon));
    for (int i = 0; i < 9; ++i) EXPECT_TRUE(limits.take_try(login, here, noon));
    EXPECT_FALSE(limits.take_try({3, 4}, here, noon));
    EXPECT_FALSE(limits.take_try(here, noon));
    EXPECT_TRUE(limits.take_try({5, 6}, here, noon));
    EXPECT_FALSE(limits.take_try({5, 6}, address("192.0.2.2"), noon));
}

TEST(SignInLimits, an_address_of_ipv6_is_its_whole_64) {
    SignInLimits limits{{.tries_of_address = 1}};
    EXPECT_FALSE(limits.take_try(address("2001:db8::1"), noon));
    EXPECT_TRUE(limits.take_try(address("2001:db8::2"), noon));
    EXPECT_FALSE(limits.take_try(address("2001:db8:0:1::2"), noon));
}

TEST(SignInLimits, places_are_given_back_when_they_go) {
    SignInLimits limits{{.places = 2}};
    auto first = limits.take_place();
    {
        const auto second = limits.take_place();
        EXPECT_TRUE(first && second);
        EXPECT_FALSE(limits.take_place());
        EXPECT_FALSE(limits.take_place()) << "a refusal holds none";
    }
    EXPECT_TRUE(limits.take_place());
    const auto moved = std::move(first);
    const auto other = limits.take_place();
    EXPECT_FALSE(limits.take_place());
}

TEST(SignInLimits, a_session_is_touched_once_a_minute) {
    SignInLimits limits;
    EXPECT_TRUE(limits.touches(core::SessionId{1}, noon));
    EXPECT_FALSE(limits.touches(core::SessionId{1}, noon + core::seconds(59)));
    EXPECT_TRUE(limits.touches(core::SessionId{2}, noon + core::seconds(59)));
    EXPECT_TRUE(limits.touches(core::SessionId{1}, noon + core::seconds(60)));
}

}  // namespace
