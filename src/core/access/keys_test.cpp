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
    keys.set_status(KeyId{1}, KeyStatus::frozen_user);
    KeyRules rules;
    rules.read_only = true;
    keys.set_rules(KeyId{1}, rules);
    EXPECT_EQ(keys.at(KeyId{1}).status, KeyStatus::frozen_user);
    EXPECT_TRUE(keys.at(KeyId{1}).rules.read_only);
}

TEST(Keys, take_less_than_600_bytes_each) {
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
    EXPECT_LT(each, 600U);
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
