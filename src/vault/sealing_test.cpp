#include "vault/sealing.hpp"

#include <gtest/gtest.h>
#include <sodium.h>
#include <sstream>

namespace vault {
namespace {

const base::Bytes label{1, 2, 3};

TEST(Sealing, opens_what_it_sealed_under_the_same_key_and_label) {
    const Secret key = Secret::random(key_bytes);
    for (const std::string text :
         {"", "x", "a longer secret than one block of the cipher, twice over"}) {
        const base::Bytes sealed = seal(key, label, base::as_bytes(text));
        const auto opened = unseal(key, label, sealed);
        ASSERT_TRUE(opened);
        EXPECT_EQ(opened->reveal_text(), text);
    }
}

TEST(Sealing, never_gives_the_same_bytes_twice) {
    const Secret key = Secret::random(key_bytes);
    EXPECT_NE(seal(key, label, base::as_bytes("same")), seal(key, label, base::as_bytes("same")));
}

TEST(Sealing, refuses_any_flipped_bit_and_any_cut) {
    const Secret key = Secret::random(key_bytes);
    const base::Bytes sealed = seal(key, label, base::as_bytes("secret"));
    for (std::size_t bit = 0; bit < sealed.size() * 8; ++bit) {
        base::Bytes bad = sealed;
        bad[bit / 8] ^= static_cast<std::uint8_t>(1U << bit % 8);
        EXPECT_FALSE(unseal(key, label, bad)) << "bit " << bit;
    }
    for (std::size_t size = 0; size < sealed.size(); ++size) {
        EXPECT_FALSE(unseal(key, label, base::BytesView{sealed}.first(size))) << size;
    }
    base::Bytes longer = sealed;
    longer.push_back(0);
    EXPECT_FALSE(unseal(key, label, longer));
}

TEST(Sealing, refuses_another_key_and_another_label) {
    const Secret key = Secret::random(key_bytes);
    const base::Bytes sealed = seal(key, label, base::as_bytes("secret"));
    EXPECT_FALSE(unseal(Secret::random(key_bytes), label, sealed));
    EXPECT_FALSE(unseal(key, base::Bytes{1, 2, 4}, sealed));
    EXPECT_FALSE(unseal(key, base::Bytes{1, 2}, sealed));
}

template <class Type>
concept prints = requires(std::ostringstream& out, const Type& value) { out << value; };

static_assert(prints<int>);
static_assert(!prints<Secret>);
static_assert(!std::is_copy_constructible_v<Secret>);
static_assert(!std::is_copy_assignable_v<Secret>);
static_assert(!std::is_convertible_v<Secret, std::string_view>);
static_assert(!std::is_convertible_v<std::string_view, Secret>);

TEST(Secret, wipes_the_text_it_was_taken_from) {
    std::string text = "a text too long to live inside the string object itself";
    const char* place = text.data();
    const std::size_t size = text.size();
    const Secret secret = Secret::take(std::move(text));
    EXPECT_EQ(secret.size(), size);
    EXPECT_EQ(std::string(place, size), std::string(size, '\0'));
}

TEST(Secret, moves_and_leaves_nothing_behind) {
    Secret first{std::string_view{"one"}};
    Secret second{std::move(first)};
    EXPECT_EQ(second.reveal_text(), "one");
    EXPECT_EQ(first.size(), 0U);  // NOLINT: moved from, and that is the point
    Secret third{std::string_view{"three"}};
    third = std::move(second);
    EXPECT_EQ(third.reveal_text(), "one");
}

}  // namespace
}  // namespace vault
