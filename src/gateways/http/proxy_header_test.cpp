#include "gateways/http/proxy_header.hpp"

#include <gtest/gtest.h>

#include "gateways/http/test_client.hpp"

namespace gateways::http {
namespace {

using testing::Client;
using testing::Desk;
using testing::get;
using testing::text;

constexpr std::string_view signature{"\r\n\r\n\0\r\nQUIT\n", 12};
const std::string from_v4{"\xc0\x00\x02\x01\xc6\x33\x64\x01\xd4\x31\x01\xbb", 12};  // 192.0.2.1

// A header with these two bytes behind the signature, and that payload.
std::string header(unsigned version_command, unsigned family, std::string_view payload) {
    std::string bytes{signature};
    bytes += static_cast<char>(version_command);
    bytes += static_cast<char>(family);
    bytes += static_cast<char>(payload.size() >> 8);
    bytes += static_cast<char>(payload.size() & 255);
    return bytes.append(payload);
}

std::string from_v6(std::string_view address) {
    const core::IpAddress ip = *core::parse_ip(address);
    std::string bytes;
    for (const std::uint64_t half : {ip.high, ip.low}) {
        for (int shift = 56; shift >= 0; shift -= 8) bytes += static_cast<char>(half >> shift);
    }
    return bytes + std::string(20, '\0');
}

std::string source(std::string_view bytes) {
    const auto read = read_proxy_header(bytes);
    if (!read) return "fault " + std::to_string(static_cast<int>(read.error()));
    if (read->bytes == 0) return "more";
    if (!read->source) return "nobody";
    return core::format(*read->source);
}

const std::string no_header = "fault 0";
const std::string bad_header = "fault 1";
const std::string too_long = "fault 2";

TEST(ProxyHeader, names_the_source_in_both_families) {
    EXPECT_EQ(source(header(0x21, 0x11, from_v4)), "192.0.2.1");
    EXPECT_EQ(source(header(0x21, 0x12, from_v4)), "192.0.2.1");
    EXPECT_EQ(source(header(0x21, 0x21, from_v6("2001:db8::7"))), "2001:db8::7");
    EXPECT_EQ(source(header(0x21, 0x21, from_v6("::ffff:192.0.2.1"))), "192.0.2.1");
}

TEST(ProxyHeader, names_nobody_when_the_proxy_calls_itself_or_does_not_know) {
    EXPECT_EQ(source(header(0x20, 0x00, "")), "nobody");
    EXPECT_EQ(source(header(0x20, 0x11, from_v4)), "nobody");
    EXPECT_EQ(source(header(0x21, 0x00, "")), "nobody");
    EXPECT_EQ(source(header(0x21, 0x31, std::string(216, 'p'))), "nobody");
}

TEST(ProxyHeader, passes_over_what_follows_the_addresses) {
    const std::string bytes = header(0x21, 0x11, from_v4 + std::string("\x05\x00\x02id", 5));
    EXPECT_EQ(source(bytes), "192.0.2.1");
    EXPECT_EQ(read_proxy_header(bytes + "GET /")->bytes, bytes.size());
}

TEST(ProxyHeader, waits_for_every_byte) {
    const std::string whole = header(0x21, 0x11, from_v4);
    for (std::size_t cut = 0; cut < whole.size(); ++cut) {
        EXPECT_EQ(source(std::string_view{whole}.substr(0, cut)), "more") << cut;
    }
}

TEST(ProxyHeader, refuses_everything_else) {
    EXPECT_EQ(source("GET / HTTP/1.1\r\n"), no_header);
    EXPECT_EQ(source("PROXY TCP4 192.0.2.1 198.51.100.1 1 2\r\n"), no_header);
    EXPECT_EQ(source("\r\n\r\nGET"), no_header);
    EXPECT_EQ(source(header(0x11, 0x11, from_v4)), bad_header) << "version 1 in binary";
    EXPECT_EQ(source(header(0x31, 0x11, from_v4)), bad_header) << "version 3";
    EXPECT_EQ(source(header(0x22, 0x11, from_v4)), bad_header) << "a command of the future";
    EXPECT_EQ(source(header(0x21, 0x41, from_v4)), bad_header) << "a family of the future";
    EXPECT_EQ(source(header(0x21, 0x13, from_v4)), bad_header) << "a transport of the future";
    EXPECT_EQ(source(header(0x21, 0x11, from_v4.substr(1))), bad_header) << "too short";
    EXPECT_EQ(source(header(0x21, 0x21, from_v4)), bad_header) << "too short for IPv6";
    EXPECT_EQ(source(header(0x21, 0x11, std::string(4000, 'x'))), too_long);
}

// --- over a real socket

// One listener with the PROXY protocol and one without; answers say who is calling.
struct Proxied {
    explicit Proxied(std::vector<std::string_view> trusted) : server{desk, options(trusted)} {
        const auto started = server.start();
        EXPECT_TRUE(started) << started.error().sentence;
    }

    Options options(const std::vector<std::string_view>& trusted) {
        Options made;
        made.listen = {"127.0.0.1:0", "127.0.0.1:0"};
        made.proxy_protocol = {ProxyProtocol::v2};
        for (const std::string_view range : trusted) {
            made.trusted_proxies.push_back(*core::parse_cidr(range));
        }
        made.complain = [this](std::string_view sentence) {
            const std::lock_guard lock{mutex};
            complaints.emplace_back(sentence);
        };
        made.head_timeout = std::chrono::milliseconds{40};
        return made;
    }
    Client caller() { return Client{server.port(0)}; }
    bool complained(std::string_view words) {
        return testing::comes_true([&] {
            const std::lock_guard lock{mutex};
            return std::ranges::any_of(
                complaints, [&](const std::string& sentence) { return sentence.contains(words); });
        });
    }

    std::mutex mutex;
    std::vector<std::string> complaints;
    Desk desk{[](const api::Request& request, api::Respond respond) {
        respond(text(core::format(request.peer) + " for " +
                     (request.proxied ? core::format(*request.proxied) : "itself") + ", " +
                     std::to_string(request.trusted_proxies.size()) + " trusted"));
    }};
    Server server;
};

TEST(ProxyProtocol, tells_the_service_both_ends) {
    Proxied house{{"127.0.0.0/8"}};
    Client client = house.caller();
    client.send(header(0x21, 0x11, from_v4) + get("/"));
    EXPECT_EQ(client.read().body, "127.0.0.1 for 192.0.2.1, 1 trusted");
    EXPECT_EQ(client.ask(get("/")).body, "127.0.0.1 for 192.0.2.1, 1 trusted") << "and stays";
    EXPECT_EQ(Client{house.server.port(1)}.ask(get("/")).body, "127.0.0.1 for itself, 1 trusted");
}

TEST(ProxyProtocol, takes_the_header_in_pieces) {
    Proxied house{{"127.0.0.0/8"}};
    Client client = house.caller();
    const std::string bytes = header(0x21, 0x21, from_v6("2001:db8::7")) + get("/");
    for (const char byte : bytes) client.send({&byte, 1});
    EXPECT_EQ(client.read().body, "127.0.0.1 for 2001:db8::7, 1 trusted");
}

TEST(ProxyProtocol, lets_the_proxy_call_for_itself) {
    Proxied house{{"127.0.0.0/8"}};
    Client client = house.caller();
    client.send(header(0x20, 0x00, "") + get("/"));
    EXPECT_EQ(client.read().body, "127.0.0.1 for itself, 1 trusted");
}

TEST(ProxyProtocol, closes_and_complains_without_the_header) {
    for (const std::string& bytes :
         {get("/"), std::string{"PROXY TCP4 192.0.2.1 198.51.100.1 1 2\r\n"},
          header(0x31, 0x11, from_v4), header(0x21, 0x11, std::string(4000, 'x'))}) {
        Proxied house{{"127.0.0.0/8"}};
        Client client = house.caller();
        client.send(bytes);
        EXPECT_TRUE(client.is_hung_up());
        EXPECT_TRUE(house.complained("A connection from 127.0.0.1 was closed: "));
        EXPECT_EQ(house.desk.handled, 0);
    }
}

TEST(ProxyProtocol, closes_when_half_a_header_is_all_that_comes) {
    Proxied house{{"127.0.0.0/8"}};
    Client client = house.caller();
    client.send(header(0x21, 0x11, from_v4).substr(0, 20));
    EXPECT_TRUE(client.is_hung_up());
    EXPECT_TRUE(house.complained("did not come in time"));
}

TEST(ProxyProtocol, is_for_trusted_proxies_alone) {
    Proxied house{{"192.0.2.0/24"}};
    Client client = house.caller();
    client.send(header(0x21, 0x11, from_v4) + get("/"));
    EXPECT_TRUE(client.is_hung_up());
    EXPECT_TRUE(house.complained("no trusted proxy"));
    EXPECT_EQ(house.desk.handled, 0);
}

TEST(ProxyProtocol, is_a_bad_request_where_it_is_off) {
    Proxied house{{"127.0.0.0/8"}};
    for (const std::string& bytes :
         {header(0x21, 0x11, from_v4), std::string{"PROXY TCP4 192.0.2.1 198.51.100.1 1 2\r\n"}}) {
        Client client{house.server.port(1)};
        EXPECT_EQ(client.ask(bytes).status, 400U);
    }
    EXPECT_EQ(house.desk.handled, 0);
}

TEST(ProxyProtocol, complains_once_for_a_flood) {
    Proxied house{{"192.0.2.0/24"}};
    for (int i = 0; i < 50; ++i) EXPECT_TRUE(house.caller().is_hung_up());
    EXPECT_TRUE(house.complained("no trusted proxy"));
    const std::lock_guard lock{house.mutex};
    EXPECT_LT(house.complaints.size(), 10U);
}

}  // namespace
}  // namespace gateways::http
