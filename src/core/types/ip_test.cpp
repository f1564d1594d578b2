#include "core/types/ip.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>

namespace core {
namespace {

TEST(Ip, a_mapped_v4_address_is_the_v4_address) {
    EXPECT_EQ(parse_ip("::ffff:10.0.0.7"), parse_ip("10.0.0.7"));
    EXPECT_TRUE(contains(*parse_cidr("10.0.0.0/8"), *parse_ip("::ffff:a00:7")));
    EXPECT_FALSE(contains(*parse_cidr("10.0.0.0/8"), *parse_ip("11.0.0.7")));
    EXPECT_TRUE(contains(*parse_cidr("::/0"), *parse_ip("10.0.0.7")));
    EXPECT_TRUE(contains(*parse_cidr("0.0.0.0/0"), *parse_ip("10.0.0.7")));
    EXPECT_FALSE(contains(*parse_cidr("0.0.0.0/0"), *parse_ip("2001:db8::1")));
}

TEST(Ip, refuses_what_has_two_readings) {
    for (const char* text : {"", "1.2.3", "1.2.3.4.5", "01.2.3.4", "1.2.3.256", "1.2.3.4 ",
                             "0x7f.1", ":::", "1::2::3", "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9",
                             "fe80::1%eth0", "::1.2.3", "12345::", "1:2:3:4:5:6:7::8"}) {
        EXPECT_FALSE(parse_ip(text)) << text;
    }
    EXPECT_EQ(parse_cidr("10.0.0.1/8").error(), IpError::host_bits);
    EXPECT_EQ(parse_cidr("10.0.0.0/33").error(), IpError::prefix_out_of_range);
    EXPECT_EQ(parse_cidr("10.0.0.0/08").error(), IpError::prefix_out_of_range);
    EXPECT_EQ(parse_cidr("2001:db8::/129").error(), IpError::prefix_out_of_range);
    EXPECT_EQ(parse_cidr("10.0.0.0/").error(), IpError::prefix_out_of_range);
}

TEST(Ip, writes_the_canonical_text) {
    EXPECT_EQ(format(*parse_ip("10.0.0.7")), "10.0.0.7");
    EXPECT_EQ(format(*parse_ip("2001:0DB8:0:0:0:0:0:1")), "2001:db8::1");
    EXPECT_EQ(format(*parse_ip("2001:db8:0:1:1:1:1:1")), "2001:db8:0:1:1:1:1:1");
    EXPECT_EQ(format(*parse_ip("::")), "::");
    EXPECT_EQ(format(*parse_ip("1::")), "1::");
    EXPECT_EQ(format(*parse_cidr("10.0.0.0/8")), "10.0.0.0/8");
    EXPECT_EQ(format(*parse_cidr("2001:db8::/32")), "2001:db8::/32");
    EXPECT_EQ(format(*parse_cidr("10.0.0.7/32")), "10.0.0.7");
}

TEST(Ip, every_address_survives_its_text) {
    EXPECT_TRUE(rc::check([](std::uint64_t high, std::uint64_t low) {
        const IpAddress ip{high, low};
        RC_ASSERT(parse_ip(format(ip)).value() == ip);
    }));
}

}  // namespace
}  // namespace core
