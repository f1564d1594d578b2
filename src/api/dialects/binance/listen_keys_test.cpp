#include "api/dialects/binance/listen_keys.hpp"

#include <gtest/gtest.h>

namespace api::binance {
namespace {

constexpr ListenKeys::Owner alice{core::AccountId{1}, core::KeyId{7}};
constexpr ListenKeys::Owner bob{core::AccountId{2}, core::KeyId{8}};
constexpr core::Timestamp noon = core::from_unix_ms(1'800'000'000'000);

struct Keys {
    SeededRandomness dice{1};
    ListenKeys keys{dice};
    std::vector<std::pair<std::string, ListenKeys::End>> ended;

    Keys() {
        keys.when_ended([this](std::string_view name, const ListenKeys::Owner&,
                               ListenKeys::End end) { ended.emplace_back(name, end); });
    }
};

TEST(ListenKeys, are_64_letters_and_digits_and_say_whose_they_are) {
    Keys house;
    const std::string name = house.keys.open(alice, noon);
    EXPECT_EQ(name.size(), 64U);
    EXPECT_EQ(
        name.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"),
        name.npos);
    EXPECT_EQ(house.keys.find(name, noon), alice);
    EXPECT_NE(house.keys.open(bob, noon), name);
    EXPECT_FALSE(house.keys.find("none", noon));
}

TEST(ListenKeys, are_the_same_when_opened_again_and_live_an_hour_from_then) {
    Keys house;
    const std::string name = house.keys.open(alice, noon);
    const core::Timestamp later = noon + core::minutes(59);
    EXPECT_EQ(house.keys.open(alice, later), name);
    EXPECT_TRUE(house.keys.find(name, later + core::minutes(59)));
    EXPECT_FALSE(house.keys.find(name, later + core::minutes(60)));
    EXPECT_NE(house.keys.open(alice, later + core::minutes(60)), name);
}

TEST(ListenKeys, are_extended_and_closed_by_their_owner_only) {
    Keys house;
    const std::string name = house.keys.open(alice, noon);
    EXPECT_FALSE(house.keys.extend(name, bob, noon));
    EXPECT_FALSE(house.keys.close(name, bob, noon));
    EXPECT_TRUE(house.keys.extend(name, alice, noon + core::minutes(30)));
    EXPECT_TRUE(house.keys.find(name, noon + core::minutes(89)));
    EXPECT_TRUE(house.keys.close(name, alice, noon + core::minutes(40)));
    EXPECT_FALSE(house.keys.find(name, noon + core::minutes(40)));
    EXPECT_FALSE(house.keys.close(name, alice, noon + core::minutes(40)));
    EXPECT_EQ(house.ended, (decltype(house.ended){{name, ListenKeys::End::closed}}));
}

TEST(ListenKeys, tell_when_their_time_is_over) {
    Keys house;
    const std::string first = house.keys.open(alice, noon);
    house.keys.open(bob, noon + core::minutes(1));
    house.keys.expire(noon + core::minutes(60));
    EXPECT_EQ(house.ended, (decltype(house.ended){{first, ListenKeys::End::expired}}));
    EXPECT_FALSE(house.keys.extend(first, alice, noon + core::minutes(60)));
}

}  // namespace
}  // namespace api::binance
