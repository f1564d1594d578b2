#include "core/access/keys.hpp"

#include <gtest/gtest.h>
#include <malloc.h>

#include "base/prng.hpp"
#include "core/access/key_name.hpp"

namespace core {
namespace {

Key key_of(const Keys& keys, CustomerId customer) {
    Key key;
    key.id = keys.next_id();
    key.public_name = {key.id.value, 1};
    key.customer = customer;
    return key;
}

TEST(Keys, are_found_by_id_and_by_name) {
    Keys keys;
    keys.add(key_of(keys, CustomerId{1}));
    keys.add(key_of(keys, CustomerId{2}));
    EXPECT_EQ(keys.find(KeyName{2, 1})->id, KeyId{2});
    EXPECT_EQ(keys.at(KeyId{1}).customer, CustomerId{1});
    EXPECT_EQ(keys.find(KeyName{3, 1}), nullptr);
    EXPECT_EQ(keys.find(KeyId{0}), nullptr);
    EXPECT_EQ(keys.find(KeyId{3}), nullptr);
}

TEST(Keys, of_a_customer_come_oldest_first) {
    Keys keys;
    for (const std::uint64_t customer : {1U, 2U, 1U, 1U}) {
        keys.add(key_of(keys, CustomerId{customer}));
    }
    EXPECT_EQ(keys.of_customer(CustomerId{1}), (std::vector{KeyId{1}, KeyId{3}, KeyId{4}}));
    EXPECT_TRUE(keys.of_customer(CustomerId{3}).empty());
}

TEST(Keys, keep_their_place_in_memory_while_others_are_added) {
    Keys keys;
    keys.add(key_of(keys, CustomerId{1}));
    const Key* first = keys.find(KeyId{1});
    for (int i = 0; i < 1'000; ++i) keys.add(key_of(keys, CustomerId{1}));
    EXPECT_EQ(keys.find(KeyId{1}), first);
}

TEST(Keys, change_rules_and_status_where_they_stand) {
    Keys keys;
    keys.add(key_of(keys, CustomerId{1}));
    keys.set_status(KeyId{1}, {.status = KeyStatus::frozen_user,
                               .reason = KeyReason::by_owner,
                               .by = UserId{4},
                               .at = Timestamp{5}});
    KeyRules rules;
    rules.read_only = true;
    keys.set_rules(KeyId{1}, rules);
    EXPECT_EQ(keys.at(KeyId{1}).status, KeyStatus::frozen_user);
    EXPECT_EQ(keys.at(KeyId{1}).reason, KeyReason::by_owner);
    EXPECT_EQ(keys.at(KeyId{1}).status_by, UserId{4});
    EXPECT_EQ(keys.at(KeyId{1}).status_at, Timestamp{5});
    EXPECT_TRUE(keys.at(KeyId{1}).rules.read_only);
}

TEST(Keys, keep_the_use_of_caps_that_stay_when_rules_are_edited) {
    const auto cap = [](CapPeriod per, std::int64_t amount) {
        return Cap{CapAction::order, per, AssetId{1}, Amount{amount}, {}};
    };
    const auto use = [](std::int64_t amount) { return CapUse{Timestamp{1}, Amount{amount}, 1}; };
    Keys keys;
    Key key = key_of(keys, CustomerId{1});
    key.rules.caps = {cap(CapPeriod::hour, 10), cap(CapPeriod::day, 20)};
    keys.add(key);
    keys.add(key_of(keys, CustomerId{1}));
    EXPECT_EQ(keys.cap_uses(KeyId{1}).size(), 2U);
    EXPECT_TRUE(keys.cap_uses(KeyId{2}).empty());
    keys.set_cap_use(KeyId{1}, 0, use(5));
    keys.set_cap_use(KeyId{1}, 1, use(6));
    KeyRules rules = key.rules;
    rules.caps = {cap(CapPeriod::week, 99), cap(CapPeriod::day, 3)};
    keys.set_rules(KeyId{1}, rules);
    const auto left = keys.cap_uses(KeyId{1});
    EXPECT_EQ(std::vector(left.begin(), left.end()), (std::vector{CapUse{}, use(6)}));
    rules.caps.clear();
    keys.set_rules(KeyId{1}, rules);
    EXPECT_TRUE(keys.cap_uses(KeyId{1}).empty());
}

TEST(Keys, change_their_credential_when_the_next_one_takes_over) {
    Keys keys;
    keys.add(key_of(keys, CustomerId{1}));
    const Credential next{Algorithm::ed25519, std::vector<std::uint8_t>(32, 5), {}};
    keys.set_next(KeyId{1}, {next, Timestamp{9}});
    EXPECT_NE(keys.at(KeyId{1}).credential, next);
    EXPECT_EQ(keys.at(KeyId{1}).next->takes_over_at, Timestamp{9});
    keys.take_over(KeyId{1});
    EXPECT_EQ(keys.at(KeyId{1}).credential, next);
    EXPECT_EQ(keys.at(KeyId{1}).next, std::nullopt);
}

TEST(Keys, count_their_idle_notices_anew_after_a_use_and_a_change_of_status) {
    Keys keys;
    keys.add(key_of(keys, CustomerId{1}));
    keys.set_noticed(KeyId{1}, 7);
    EXPECT_EQ(keys.at(KeyId{1}).noticed_days, 7);
    keys.set_use(KeyId{1}, {Timestamp{8}, {1, 2}, "place_order", true});
    EXPECT_EQ(keys.at(KeyId{1}).noticed_days, 0);
    EXPECT_EQ(keys.at(KeyId{1}).last_use.at, Timestamp{8});
    keys.set_noticed(KeyId{1}, 14);
    keys.set_status(KeyId{1}, {.status = KeyStatus::active});
    EXPECT_EQ(keys.at(KeyId{1}).noticed_days, 0);
}

TEST(Keys, take_less_than_900_bytes_each) {
#if defined(__SANITIZE_ADDRESS__)
    GTEST_SKIP() << "the sanitizer's allocator counts otherwise";
#endif
    constexpr std::size_t count = 20'000;
    base::Prng prng{1};
    const std::size_t before = mallinfo2().uordblks;
    Keys keys;
    for (std::size_t i = 0; i < count; ++i) {
        Key key = key_of(keys, CustomerId{i + 1});
        key.public_name = {prng.next(), prng.next()};
        key.credential.public_key.assign(32, 7);
        key.rules.ip_allow.assign(2, {});
        keys.add(std::move(key));
    }
    const std::size_t each = (mallinfo2().uordblks - before) / count;
    RecordProperty("bytes_per_key", static_cast<int>(each));
    EXPECT_LT(each, 900U);
    EXPECT_GT(each, 300U) << "the measure sees nothing";
}

TEST(KeyName, has_36_characters_and_comes_back) {
    const KeyName name{0x0123456789abcdef, 0xfedcba9876543210};
    const std::string text = format_key_name(Environment::test, name);
    EXPECT_EQ(text, "pk_test_0296tiiBb3UUmdjYQ3ySu00OnH1h");
    EXPECT_EQ(text.size(), 36U);
    EXPECT_EQ(parse_key_name(text), (NamedKey{Environment::test, name}));
    EXPECT_EQ(parse_key_name(format_key_name(Environment::live, name))->environment,
              Environment::live);
}

TEST(KeyName, with_any_character_changed_is_malformed) {
    const std::string good = format_key_name(Environment::test, {5, 6});
    for (std::size_t i = 0; i < good.size(); ++i) {
        for (const char other : {'0', 'z', '_', '-', ' ', '\0'}) {
            if (good[i] == other) continue;
            std::string bad = good;
            bad[i] = other;
            EXPECT_EQ(parse_key_name(bad), std::unexpected(Reject::key_malformed)) << bad;
        }
    }
}

TEST(KeyName, of_another_length_or_above_128_bits_is_malformed) {
    const std::string good = format_key_name(Environment::test, {5, 6});
    EXPECT_FALSE(parse_key_name(""));
    EXPECT_FALSE(parse_key_name(good + "0"));
    EXPECT_FALSE(parse_key_name(good.substr(1)));
    EXPECT_FALSE(parse_key_name("pk_test_zzzzzzzzzzzzzzzzzzzzzz000000"));
}

}  // namespace
}  // namespace core
