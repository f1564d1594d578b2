#include "gateways/http/listen.hpp"

#include <filesystem>
#include <fstream>
#include <sys/stat.h>

#include "gateways/http/test_client.hpp"

namespace gateways::http {
namespace {

using testing::Client;
using testing::get;
using testing::House;
using testing::text;

// A folder that goes with the test.
struct Folder {
    Folder() {
        char name[] = "/tmp/gateways_test_XXXXXX";
        path = ::mkdtemp(name);
    }
    ~Folder() { std::filesystem::remove_all(path); }
    std::string operator/(std::string_view name) const { return path + "/" + std::string{name}; }

    std::string path;
};

Options with_control(std::string path) {
    Options options;
    options.control_socket = std::move(path);
    return options;
}

TEST(Listen, a_port_in_use_is_told_with_the_way_out) {
    House house;
    const std::string address = "127.0.0.1:" + std::to_string(house.server.port());
    const std::string sentence = "port " + std::to_string(house.server.port()) + " is in use (" +
                                 address +
                                 "); stop the other program or choose another port with --listen";
    for (const unsigned threads : {1u, 2u}) {
        const auto opened = open_tcp(address, threads);
        ASSERT_FALSE(opened);
        EXPECT_EQ(opened.error().problem, ListenProblem::in_use);
        EXPECT_EQ(opened.error().sentence, sentence);
    }
}

TEST(Listen, a_port_shared_by_threads_is_not_shared_with_a_second_server) {
    Options options;
    options.threads = 2;
    House house{{}, options};
    const std::string address = "127.0.0.1:" + std::to_string(house.server.port());
    for (const unsigned threads : {1u, 2u}) {
        const auto opened = open_tcp(address, threads);
        ASSERT_FALSE(opened);
        EXPECT_EQ(opened.error().problem, ListenProblem::in_use);
    }
}

TEST(Listen, what_is_no_address_is_told_with_an_example) {
    for (const char* address : {"", "8420", "127.0.0.1", "127.0.0.1:", "127.0.0.1:70000", "::1:80",
                                "example.com:80", "[127.0.0.1]:80", "127.0.0.1:-1"}) {
        const auto opened = open_tcp(address, 1);
        ASSERT_FALSE(opened) << address;
        EXPECT_EQ(opened.error().problem, ListenProblem::not_an_address);
    }
    EXPECT_EQ(open_tcp("8420", 1).error().sentence,
              "'8420' is no address to listen on; write it as 127.0.0.1:8420 or [::1]:8420");
}

TEST(Listen, an_address_of_another_machine_is_told) {
    EXPECT_EQ(open_tcp("192.0.2.1:0", 1).error().problem, ListenProblem::not_ours);
}

TEST(Listen, ipv6_is_served_where_the_machine_has_it) {
    if (!open_tcp("[::1]:0", 1)) GTEST_SKIP() << "no IPv6 here";
    testing::Desk desk{[](const api::Request& request, api::Respond respond) {
        respond(text(format(request.peer)));
    }};
    Options options;
    options.listen = {"[::1]:0"};
    Server server{desk, options};
    ASSERT_TRUE(server.start());
    sockaddr_in6 address{};
    address.sin6_family = AF_INET6;
    address.sin6_port = htons(server.port());
    address.sin6_addr = in6addr_loopback;
    Client client{reinterpret_cast<const sockaddr&>(address), sizeof address};
    EXPECT_EQ(client.ask(get("/")).body, "::1");
}

TEST(Listen, localhost_is_understood) { EXPECT_TRUE(open_tcp("localhost:0", 1)); }

TEST(Listen, several_addresses_are_served_and_the_first_gives_the_port) {
    testing::Desk desk{[](const api::Request& request, api::Respond respond) {
        respond(text(format(request.peer)));
    }};
    Options options;
    options.listen = {"127.0.0.1:0", "127.0.0.2:0"};
    Server server{desk, options};
    ASSERT_TRUE(server.start());
    EXPECT_EQ(Client{server.port()}.ask(get("/")).body, "127.0.0.1");
}

TEST(ControlSocket, tells_the_service_which_user_is_calling) {
    const Folder folder;
    House house{[](const api::Request& request, api::Respond respond) {
                    respond(text(request.peer_uid ? std::to_string(*request.peer_uid) : "nobody"));
                },
                with_control(folder / "control.sock")};
    EXPECT_EQ(Client{folder / "control.sock"}.ask(get("/")).body, std::to_string(::getuid()));
    EXPECT_EQ(Client{house.server.port()}.ask(get("/")).body, "nobody");
}

TEST(ControlSocket, is_open_to_its_owner_alone_and_goes_with_the_server) {
    const Folder folder;
    const std::string path = folder / "control.sock";
    House house{{}, with_control(path)};
    struct stat found{};
    ASSERT_EQ(::stat(path.c_str(), &found), 0);
    EXPECT_EQ(found.st_mode & 0777u, 0600u);
    house.server.stop();
    EXPECT_FALSE(std::filesystem::exists(path));
}

TEST(ControlSocket, a_dead_servers_file_is_replaced_a_living_ones_is_not) {
    const Folder folder;
    const std::string path = folder / "control.sock";
    {
        const auto dead = open_control(path);
    }
    ASSERT_TRUE(std::filesystem::exists(path));
    House house{{}, with_control(path)};
    const auto second = open_control(path);
    ASSERT_FALSE(second);
    EXPECT_EQ(second.error().problem, ListenProblem::in_use);
    EXPECT_EQ(Client{path}.ask(get("/")).status, 200u);
}

TEST(ControlSocket, a_file_in_the_way_is_left_alone) {
    const Folder folder;
    const std::string path = folder / "control.sock";
    std::ofstream{path} << "precious";
    EXPECT_EQ(open_control(path).error().problem, ListenProblem::path_unusable);
    EXPECT_EQ(std::filesystem::file_size(path), 8u);
}

TEST(ControlSocket, an_unusable_path_is_told) {
    EXPECT_EQ(open_control("/nowhere/control.sock").error().problem, ListenProblem::path_unusable);
    EXPECT_EQ(open_control("/tmp/" + std::string(200, 'x')).error().problem,
              ListenProblem::path_unusable);
}

}  // namespace
}  // namespace gateways::http
