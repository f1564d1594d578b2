#include <thread>

#include "gateways/http/test_client.hpp"

namespace gateways::http {
namespace {

using testing::Answer;
using testing::Client;
using testing::comes_true;
using testing::get;
using testing::House;
using testing::text;
using Milliseconds = Options::Milliseconds;

TEST(Limits, a_header_of_a_megabyte_is_answered_431) {
    House house;
    Client client{house.server.port()};
    client.send("GET /a HTTP/1.1\r\nHost: h\r\nX-Large: " + std::string(1'000'000, 'x'));
    const Answer answer = client.read();
    EXPECT_EQ(answer.status, 431u);
    EXPECT_EQ(answer.body, "headers_too_large /a");
    EXPECT_EQ(house.desk.handled, 0);
}

TEST(Limits, a_target_of_a_megabyte_is_answered_431) {
    House house;
    Client client{house.server.port()};
    client.send("GET /" + std::string(1'000'000, 'x'));
    EXPECT_EQ(client.read().body, "headers_too_large ");
}

TEST(Limits, a_head_of_exactly_the_limit_is_taken_and_one_byte_more_is_not) {
    House house;
    const std::string frame = get("/", "X: \r\n");
    const std::string largest =
        get("/", "X: " + std::string(16 * 1024 - frame.size(), 'x') + "\r\n");
    ASSERT_EQ(largest.size(), 16u * 1024);
    Client client{house.server.port()};
    EXPECT_EQ(client.ask(largest).status, 200u);
    EXPECT_EQ(client.ask(largest.substr(0, largest.size() - 4) + "x\r\n\r\n").status, 431u);
}

TEST(Limits, more_than_a_hundred_headers_are_answered_431) {
    House house;
    std::string ninety_nine;
    for (int i = 0; i < 99; ++i) ninety_nine += "X: y\r\n";
    Client client{house.server.port()};
    EXPECT_EQ(client.ask(get("/", ninety_nine)).status, 200u);
    EXPECT_EQ(client.ask(get("/", ninety_nine + "X: y\r\n")).status, 431u);
}

TEST(Limits, a_body_of_two_megabytes_is_answered_413_while_it_is_still_being_sent) {
    House house;
    Client sized{house.server.port()};
    sized.send("POST /a HTTP/1.1\r\nHost: h\r\nContent-Length: 2000000\r\n\r\n");
    sized.send(std::string(2'000'000, 'x'));
    EXPECT_EQ(sized.read().body, "body_too_large /a");

    Client chunked{house.server.port()};
    chunked.send("POST /a HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n");
    for (int i = 0; i < 2'000; ++i) chunked.send("3e8\r\n" + std::string(1'000, 'x') + "\r\n");
    EXPECT_EQ(chunked.read().body, "body_too_large /a");
    EXPECT_EQ(house.desk.handled, 0);
}

TEST(Limits, trailers_and_size_lines_without_end_are_refused) {
    House house;
    const std::string head = "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n";
    Client trailers{house.server.port()};
    trailers.send(head + "0\r\n");
    for (int i = 0; i < 20'000; ++i) trailers.send("X: y\r\n");
    EXPECT_EQ(trailers.read().status, 400u);

    Client size_line{house.server.port()};
    size_line.send(head + "3;" + std::string(100'000, 'x'));
    EXPECT_EQ(size_line.read().status, 400u);
}

TEST(Limits, a_slow_head_is_answered_408) {
    Options options;
    options.head_timeout = Milliseconds{40};
    House house{{}, options};
    Client client{house.server.port()};
    client.send("GET /a HTTP/1.1\r\nHost: h\r\nX-");
    const Answer answer = client.read();
    EXPECT_EQ(answer.status, 408u);
    EXPECT_EQ(answer.body, "too_slow /a");
    client.finish_sending();
    EXPECT_TRUE(client.is_hung_up());
}

TEST(Limits, a_head_that_trickles_in_gains_no_time_by_that) {
    Options options;
    options.head_timeout = Milliseconds{40};
    options.limits.header_bytes_max = 64 * 1024 * 1024;  // time alone shall end it
    House house{{}, options};
    Client client{house.server.port()};
    client.send("GET /a HTTP/1.1\r\nHost: h\r\nX: ");
    std::atomic<bool> answered{};
    std::thread trickle{[&] {
        while (!answered) client.send("x"), std::this_thread::yield();
    }};
    const unsigned status = client.read().status;
    answered = true;
    trickle.join();
    EXPECT_EQ(status, 408u);
}

TEST(Limits, a_slow_body_is_answered_408) {
    Options options;
    options.body_timeout = Milliseconds{40};
    House house{{}, options};
    Client client{house.server.port()};
    client.send("POST /a HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nhell");
    EXPECT_EQ(client.read().body, "too_slow /a");
    EXPECT_EQ(house.desk.handled, 0);
}

TEST(Limits, an_idle_connection_is_closed_without_a_word) {
    Options options;
    options.idle_timeout = Milliseconds{40};
    House house{{}, options};
    Client silent{house.server.port()};
    Client served{house.server.port()};
    EXPECT_EQ(served.ask(get("/")).status, 200u);
    EXPECT_TRUE(silent.is_hung_up());
    EXPECT_TRUE(served.is_hung_up());
}

TEST(Limits, a_request_that_the_service_thinks_about_is_not_idle) {
    Options options;
    options.idle_timeout = options.head_timeout = options.body_timeout = Milliseconds{10};
    api::Respond kept;
    std::atomic<bool> asked{};
    House house{[&](const api::Request&, api::Respond respond) {
                    kept = std::move(respond);
                    asked = true;
                },
                options};
    Client thoughtful{house.server.port()};
    thoughtful.send(get("/"));
    ASSERT_TRUE(comes_true([&] { return asked.load(); }));
    Client idle{house.server.port()};
    EXPECT_TRUE(idle.is_hung_up());
    kept(text("after a while"));
    EXPECT_EQ(thoughtful.read().body, "after a while");
}

TEST(Limits, a_client_that_does_not_read_is_cut_off) {
    Options options;
    options.write_timeout = Milliseconds{40};
    House house{[](const api::Request&, api::Respond respond) {
                    respond(text(std::string(16 * 1024 * 1024, 'x')));
                },
                options};
    Client client{house.server.port()};
    client.send(get("/"));
    ASSERT_TRUE(comes_true([&] { return house.desk.handled == 1; }));
    EXPECT_TRUE(comes_true([&] { return house.server.connections() == 0; }));
    EXPECT_EQ(client.read().status, 0u);
}

TEST(Limits, a_client_that_does_not_read_is_not_read_either) {
    House house{[](const api::Request&, api::Respond respond) {
        respond(text(std::string(16 * 1024 * 1024, 'x')));
    }};
    Client client{house.server.port()};
    client.send(get("/1") + get("/2") + get("/3"));
    Client other{house.server.port()};
    other.send(get("/4"));
    EXPECT_EQ(other.read().status, 200u);
    EXPECT_EQ(house.desk.handled, 2);
    EXPECT_EQ(client.read().status, 200u);
}

TEST(Limits, a_large_body_is_answered_503_when_the_buffers_of_all_are_full) {
    Options options;
    options.buffered_bytes_max = 600'000;
    House house{{}, options};
    const std::string head = "POST /a HTTP/1.1\r\nHost: h\r\nContent-Length: 500000\r\n\r\n";
    Client first{house.server.port()};
    first.send(head + std::string(499'999, 'x'));
    Client second{house.server.port()};
    second.send(head + std::string(499'999, 'x'));
    // One of them was one too many; when it was told so, the other has its room.
    std::atomic<unsigned> statuses[2];
    std::thread reading[2] = {std::thread{[&] { statuses[0] = first.read().status; }},
                              std::thread{[&] { statuses[1] = second.read().status; }}};
    EXPECT_TRUE(comes_true([&] { return statuses[0] == 503 || statuses[1] == 503; }));
    first.send("x");
    second.send("x");
    for (std::thread& thread : reading) thread.join();
    EXPECT_EQ(statuses[0] + statuses[1], 200u + 503u);

    Client small{house.server.port()};
    EXPECT_EQ(small.ask(get("/")).status, 200u);
    small.hang_up();
    first.hang_up();
    second.hang_up();
    // What was buffered goes with the client that leaves.
    Client leaving{house.server.port()};
    leaving.send(head + std::string(400'000, 'x'));
    leaving.hang_up();
    ASSERT_TRUE(comes_true([&] { return house.server.connections() == 0; }));
    Client third{house.server.port()};
    EXPECT_EQ(third.ask(head + std::string(500'000, 'x')).status, 200u);
}

TEST(Limits, a_client_whose_unread_answers_fill_the_buffers_of_all_is_cut_off) {
    Options options;
    options.buffered_bytes_max = 100'000;
    House house{[](const api::Request&, api::Respond respond) {
                    respond(text(std::string(16 * 1024 * 1024, 'x')));
                },
                options};
    Client client{house.server.port()};
    client.send(get("/"));
    ASSERT_TRUE(comes_true([&] { return house.desk.handled == 1; }));
    EXPECT_TRUE(comes_true([&] { return house.server.connections() == 0; }));
}

TEST(Limits, one_connection_too_many_is_answered_503) {
    Options options;
    options.connections_max = 2;
    House house{{}, options};
    Client first{house.server.port()};
    Client second{house.server.port()};
    EXPECT_EQ(first.ask(get("/")).status, 200u);
    EXPECT_EQ(second.ask(get("/")).status, 200u);

    Client third{house.server.port()};
    const Answer answer = third.read();
    EXPECT_EQ(answer.status, 503u);
    EXPECT_EQ(answer.body, "too_many ");
    third.finish_sending();
    EXPECT_TRUE(third.is_hung_up());

    EXPECT_EQ(first.ask(get("/")).status, 200u);
    second.hang_up();
    ASSERT_TRUE(comes_true([&] { return house.server.connections() == 1; }));
    Client fourth{house.server.port()};
    EXPECT_EQ(fourth.ask(get("/")).status, 200u);
}

TEST(Limits, a_thousand_connections_are_served_side_by_side) {
    House house;
    std::vector<std::unique_ptr<Client>> clients;
    for (int i = 0; i < 1'000; ++i) {
        clients.push_back(std::make_unique<Client>(house.server.port()));
        clients.back()->send("GET /x HTTP/1.1\r\n");
    }
    for (const auto& client : clients) EXPECT_EQ(client->ask("Host: h\r\n\r\n").status, 200u);
    EXPECT_EQ(house.server.connections(), 1'000u);
}

}  // namespace
}  // namespace gateways::http
