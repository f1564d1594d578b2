#include "api/access/client_ip.hpp"

#include <gtest/gtest.h>

namespace api {
namespace {

const std::vector<core::IpRange> trusted{*core::parse_cidr("10.0.0.0/8"),
                                         *core::parse_cidr("2001:db8:aaaa::/48")};

// "client", or "malformed_request".
std::string told(std::string_view peer, std::vector<std::string_view> forwarded,
                 std::optional<std::string_view> proxied = {}) {
    Request request;
    request.peer = *core::parse_ip(peer);
    if (proxied) request.proxied = *core::parse_ip(*proxied);
    request.trusted_proxies = trusted;
    request.headers.push_back({"Host", "h"});
    for (const std::string_view value : forwarded) {
        request.headers.push_back({"X-Forwarded-For", value});
    }
    const auto ip = client_ip(request);
    return ip ? core::format(*ip) : std::string{name_of(ip.error())};
}

TEST(ClientIp, is_the_sockets_other_end_whatever_strangers_write) {
    EXPECT_EQ(told("203.0.113.5", {}), "203.0.113.5");
    EXPECT_EQ(told("203.0.113.5", {"198.51.100.7"}), "203.0.113.5");
    EXPECT_EQ(told("203.0.113.5", {"garbage"}), "203.0.113.5");
    EXPECT_EQ(told("11.0.0.1", {"198.51.100.7"}), "11.0.0.1");
}

TEST(ClientIp, is_the_rightmost_address_that_is_not_trusted) {
    EXPECT_EQ(told("10.0.0.1", {}), "10.0.0.1");
    EXPECT_EQ(told("10.0.0.1", {"203.0.113.5"}), "203.0.113.5");
    EXPECT_EQ(told("10.0.0.1", {"198.51.100.7, 203.0.113.5"}), "203.0.113.5");
    EXPECT_EQ(told("10.0.0.1", {"198.51.100.7,203.0.113.5 ,\t10.9.9.9"}), "203.0.113.5");
    EXPECT_EQ(told("10.0.0.1", {"198.51.100.7", "203.0.113.5, 10.0.0.3"}), "203.0.113.5");
    EXPECT_EQ(told("10.0.0.1", {"198.51.100.7", "10.0.0.3"}), "198.51.100.7");
    EXPECT_EQ(told("10.0.0.1", {"10.0.0.2, 10.0.0.3"}), "10.0.0.2") << "all are trusted";
    EXPECT_EQ(told("2001:db8:aaaa::1", {"2001:db8:bbbb::7"}), "2001:db8:bbbb::7");
}

TEST(ClientIp, does_not_care_what_stands_left_of_it) {
    EXPECT_EQ(told("10.0.0.1", {"'; drop table, 203.0.113.5"}), "203.0.113.5");
    EXPECT_EQ(told("10.0.0.1", {"garbage", "203.0.113.5, 10.0.0.3"}), "203.0.113.5");
    EXPECT_EQ(told("10.0.0.1", {", 203.0.113.5"}), "203.0.113.5");
}

TEST(ClientIp, compares_mapped_addresses_as_what_they_are) {
    EXPECT_EQ(told("::ffff:10.0.0.1", {"203.0.113.5"}), "203.0.113.5");
    EXPECT_EQ(told("10.0.0.1", {"203.0.113.5, ::ffff:10.0.0.3"}), "203.0.113.5");
    EXPECT_EQ(told("10.0.0.1", {"::ffff:cb00:7105"}), "203.0.113.5");
}

TEST(ClientIp, is_nobody_where_the_chain_holds_garbage) {
    for (const std::string_view bad :
         {"", "unknown", "203.0.113.5:1234", "203.0.113.05", "203.0.113.5, ",
          "203.0.113.5 10.0.0.1", "203.0.113.5, 10.0.0.300", "203.0.113.5, [::1]", "10.0.0.0/8",
          "garbage, 10.0.0.3", ",10.0.0.3", "fe80::1%eth0"}) {
        EXPECT_EQ(told("10.0.0.1", {bad}), "malformed_request") << bad;
    }
    EXPECT_EQ(told("10.0.0.1", {"garbage", "10.0.0.3"}), "malformed_request");
}

TEST(ClientIp, believes_the_proxy_header_and_then_what_that_hop_says) {
    EXPECT_EQ(told("10.0.0.1", {}, "203.0.113.5"), "203.0.113.5");
    EXPECT_EQ(told("10.0.0.1", {"198.51.100.7"}, "203.0.113.5"), "203.0.113.5");
    EXPECT_EQ(told("10.0.0.1", {"198.51.100.7"}, "10.0.0.2"), "198.51.100.7");
}

TEST(ClientIp, believes_no_header_on_the_control_socket) {
    const std::vector<core::IpRange> everybody{*core::parse_cidr("::/0")};
    Request request;
    request.peer_uid = 0;
    request.trusted_proxies = everybody;
    request.headers = {{"X-Forwarded-For", "203.0.113.5"}};
    EXPECT_EQ(client_ip(request), core::IpAddress{});
}

}  // namespace
}  // namespace api
