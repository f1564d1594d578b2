#include "base/bytes.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "base/crc32c.hpp"

namespace base {
namespace {

TEST(Hex, reads_back_what_it_writes) {
    EXPECT_EQ(format_hex(Bytes{0xde, 0xad}), "dead");
    EXPECT_EQ(parse_hex("DEad"), (Bytes{0xde, 0xad}));
    EXPECT_FALSE(parse_hex("abc"));
    EXPECT_FALSE(parse_hex("zz"));
    EXPECT_TRUE(
        rc::check([](const Bytes& bytes) { RC_ASSERT(parse_hex(format_hex(bytes)) == bytes); }));
}

TEST(Base64, reads_back_what_it_writes) {
    EXPECT_EQ(format_base64(as_bytes("foobar")), "Zm9vYmFy");
    EXPECT_EQ(format_base64(as_bytes("fo")), "Zm8=");
    EXPECT_TRUE(rc::check(
        [](const Bytes& bytes) { RC_ASSERT(parse_base64(format_base64(bytes)) == bytes); }));
}

TEST(Base64, for_addresses_has_neither_padding_nor_signs_that_mean_something_there) {
    EXPECT_EQ(format_base64url(Bytes{0xfb, 0xff, 0xbe}), "-_--");
    EXPECT_EQ(format_base64url(as_bytes("fo")), "Zm8");
    EXPECT_TRUE(rc::check(
        [](const Bytes& bytes) { RC_ASSERT(parse_base64(format_base64url(bytes)) == bytes); }));
}

TEST(Base64, refuses_a_second_way_to_write_the_same_bytes) {
    EXPECT_FALSE(parse_base64("Zm9="));  // the last digit carries bits that belong to no byte
    EXPECT_FALSE(parse_base64("Z"));
    EXPECT_FALSE(parse_base64("Zm8=="));
    EXPECT_FALSE(parse_base64("Zm 8"));
}

TEST(Base62, reads_back_what_it_writes) {
    EXPECT_EQ(format_base62(61, 3), "00z");
    EXPECT_EQ(format_base62(~Uint128{0}, 22).size(), 22u);
    EXPECT_EQ(parse_base62(format_base62(~Uint128{0}, 22)), ~Uint128{0});
    EXPECT_FALSE(parse_base62("zzzzzzzzzzzzzzzzzzzzzz"));  // 62^22 passes 128 bits
    EXPECT_FALSE(parse_base62("a-b"));
}

TEST(Crc32c, is_the_published_one) {
    EXPECT_EQ(crc32c(as_bytes("123456789")), 0xe3069283u);
    EXPECT_EQ(crc32c(as_bytes("6789"), crc32c(as_bytes("12345"))), 0xe3069283u);
}

TEST(Crc32c, is_the_same_however_long_the_pieces_are) {
    Bytes bytes;
    for (std::uint32_t i = 0; i < 4'000; ++i) {
        bytes.push_back(static_cast<std::uint8_t>(i * 2'654'435'761u >> 24));
    }
    std::uint32_t byte_by_byte = 0;
    for (std::size_t size = 0; size < bytes.size(); ++size) {
        ASSERT_EQ(crc32c(BytesView(bytes).first(size)), byte_by_byte) << size << " bytes";
        byte_by_byte = crc32c(BytesView(bytes).subspan(size, 1), byte_by_byte);
    }
}

}  // namespace
}  // namespace base
