#include "gateways/http/server.hpp"

#include "gateways/http/test_client.hpp"

namespace gateways::http {
namespace {

using testing::Answer;
using testing::Client;
using testing::field;
using testing::get;
using testing::House;
using testing::summary;
using testing::text;

TEST(Server, answers_a_request) {
    House house;
    Client client{house.server.port()};
    client.send(get("/api/v3/depth?symbol=BTCUSDT"));
    const Answer answer = client.read();
    EXPECT_EQ(answer.head,
              "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 32\r\n\r\n");
    EXPECT_EQ(answer.body, "GET /api/v3/depth?symbol=BTCUSDT");
}

TEST(Server, tells_the_service_everything_that_was_sent) {
    House house{[](const api::Request& request, api::Respond respond) {
        EXPECT_EQ(request.method, api::Method::post);
        EXPECT_EQ(request.target, "/a/b%20c?x=1&y");
        EXPECT_EQ(request.path, "/a/b%20c");
        EXPECT_EQ(request.query, "x=1&y");
        EXPECT_EQ(request.body, "hello");
        EXPECT_EQ(request.headers.size(), 4u);
        EXPECT_EQ(field(request, "X-Key"), "a \t b");
        EXPECT_EQ(field(request, "X-Empty"), "");
        EXPECT_EQ(format(request.peer), "127.0.0.1");
        EXPECT_FALSE(request.peer_uid);
        respond(text("ok"));
    }};
    Client client{house.server.port()};
    EXPECT_EQ(client
                  .ask("POST /a/b%20c?x=1&y HTTP/1.1\r\nHost: h\r\nX-Key: \t a \t b \r\n"
                       "X-Empty:\r\nContent-Length: 5\r\n\r\nhello")
                  .body,
              "ok");
}

TEST(Server, takes_brackets_and_quotes_unencoded_in_the_target) {
    House house;
    Client client{house.server.port()};
    const std::string target = R"(/api/v3/ticker/24hr?symbols=["BTCUSDT","ETHUSDT"]&a={|}^`<>\é)";
    EXPECT_EQ(client.ask(get(target)).body, "GET " + target);
}

TEST(Server, takes_an_absolute_target_as_the_path_behind_its_host) {
    House house;
    Client client{house.server.port()};
    EXPECT_EQ(client.ask(get("http://localhost:8420/api/v3/time?a=1")).body,
              "GET /api/v3/time?a=1");
    EXPECT_EQ(client.ask(get("HTTP://localhost")).body, "GET /");
    EXPECT_EQ(client.ask(get("http://localhost?a=http://b/")).body, "GET ?a=http://b/");
    EXPECT_EQ(client.ask("OPTIONS * HTTP/1.1\r\nHost: h\r\n\r\n").body, "OPTIONS *");
}

TEST(Server, keeps_the_connection_for_the_next_request) {
    House house;
    Client client{house.server.port()};
    for (const char* target : {"/one", "/two", "/three"}) {
        EXPECT_EQ(client.ask(get(target)).body, std::string{"GET "} + target);
    }
    EXPECT_EQ(house.server.connections(), 1u);
}

TEST(Server, answers_a_hundred_pipelined_requests_in_order) {
    House house;
    Client client{house.server.port()};
    std::string requests;
    for (int i = 0; i < 100; ++i) {
        requests +=
            "POST /" + std::to_string(i) + " HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\n\r\nabc";
    }
    client.send(requests);
    for (int i = 0; i < 100; ++i) {
        EXPECT_EQ(client.read().body, "POST /" + std::to_string(i) + " [abc]");
    }
}

TEST(Server, skips_one_empty_line_before_a_request) {
    House house;
    Client client{house.server.port()};
    EXPECT_EQ(client.ask("\r\n" + get("/")).status, 200u);
    EXPECT_EQ(client.ask("\r\n\r\n" + get("/")).status, 400u);
}

TEST(Server, closes_when_asked_to) {
    House house;
    Client client{house.server.port()};
    const Answer answer = client.ask(get("/", "Connection: foo, Close\r\n"));
    EXPECT_TRUE(answer.says("Connection: close\r\n"));
    EXPECT_TRUE(client.is_hung_up());
}

TEST(Server, closes_after_an_http_1_0_request_unless_asked_to_stay) {
    House house;
    Client passing{house.server.port()};
    EXPECT_TRUE(passing.ask("GET / HTTP/1.0\r\n\r\n").says("Connection: close\r\n"));
    EXPECT_TRUE(passing.is_hung_up());

    Client staying{house.server.port()};
    const std::string request = "GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n";
    EXPECT_TRUE(staying.ask(request).says("Connection: keep-alive\r\n"));
    EXPECT_EQ(staying.ask(request).body, "GET /");
}

TEST(Server, gives_head_the_length_without_the_body) {
    House house;
    Client client{house.server.port()};
    client.send("HEAD /a HTTP/1.1\r\nHost: h\r\n\r\n" + get("/b"));
    EXPECT_TRUE(client.read(true).says("Content-Length: 7\r\n"));
    EXPECT_EQ(client.read().body, "GET /b");
}

TEST(Server, sends_further_headers_as_they_are_and_no_body_without_a_type) {
    House house{[](const api::Request&, api::Respond respond) {
        respond(
            {.status = 429, .content_type{}, .headers = "Retry-After: 3\r\n", .body = "unsaid"});
    }};
    Client client{house.server.port()};
    EXPECT_EQ(client.ask(get("/")).head,
              "HTTP/1.1 429 Too Many Requests\r\nContent-Length: 0\r\nRetry-After: 3\r\n\r\n");
}

TEST(Server, says_continue_when_a_client_waits_for_it) {
    House house;
    Client client{house.server.port()};
    client.send("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\nExpect: 100-Continue\r\n\r\n");
    EXPECT_EQ(client.read().status, 100u);
    EXPECT_EQ(client.ask("hello").body, "POST / [hello]");
    // Who has already sent the body is not told to go on.
    EXPECT_EQ(client
                  .ask("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n"
                       "Expect: 100-continue\r\n\r\nhello")
                  .status,
              200u);
}

TEST(Server, refuses_too_large_a_body_before_it_is_sent) {
    House house;
    Client client{house.server.port()};
    const Answer answer = client.ask(
        "POST /a HTTP/1.1\r\nHost: h\r\nContent-Length: 2000000\r\nExpect: 100-continue\r\n\r\n");
    EXPECT_EQ(answer.status, 413u);
    EXPECT_EQ(answer.body, "body_too_large /a");
    client.finish_sending();
    EXPECT_TRUE(client.is_hung_up());
}

TEST(Server, joins_the_chunks_of_a_body) {
    House house;
    Client client{house.server.port()};
    const std::string head = "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: Chunked\r\n\r\n";
    client.send(head + "5\r\nhello\r\n1;note=\"x\"\r\n \r\n5\r\nworld\r\n0\r\nTrailer: y\r\n\r\n" +
                head + "0\r\n\r\n");
    EXPECT_EQ(client.read().body, "POST / [hello world]");
    EXPECT_EQ(client.read().body, "POST /");
}

TEST(Server, joins_the_chunks_of_a_body_that_comes_byte_by_byte) {
    House house;
    Client client{house.server.port()};
    const std::string request =
        "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n"
        "5\r\nhello\r\nA\r\n, worlds!!\r\n0\r\n\r\n";
    for (const char c : request) client.send({&c, 1});
    EXPECT_EQ(client.read().body, "POST / [hello, worlds!!]");
}

TEST(Server, takes_a_body_of_a_megabyte_in_one_piece_or_in_chunks) {
    House house{[](const api::Request& request, api::Respond respond) {
        const bool right = request.body == std::string(1024 * 1024, 'x');
        respond(text(std::string{right ? "right " : "wrong "}.append(request.path)));
    }};
    Client client{house.server.port()};
    client.send("POST /sized HTTP/1.1\r\nHost: h\r\nContent-Length: 1048576\r\n\r\n");
    client.send(std::string(1024 * 1024, 'x'));
    EXPECT_EQ(client.read().body, "right /sized");

    std::string chunked = "POST /chunked HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n";
    for (int i = 0; i < 1024; ++i) chunked += "400\r\n" + std::string(1024, 'x') + "\r\n";
    EXPECT_EQ(client.ask(chunked + "0\r\n\r\n").body, "right /chunked");
}

TEST(Server, sends_a_large_answer_whole) {
    const std::string large(20 * 1024 * 1024, 'y');
    House house{[&](const api::Request&, api::Respond respond) { respond(text(large)); }};
    Client client{house.server.port()};
    client.send(get("/") + get("/"));
    EXPECT_EQ(client.read().body, large);
    EXPECT_EQ(client.read().body, large);
}

TEST(Server, serves_a_client_that_has_finished_sending) {
    House house;
    Client client{house.server.port()};
    client.send(get("/a") + get("/b"));
    client.finish_sending();
    EXPECT_EQ(client.read().body, "GET /a");
    EXPECT_EQ(client.read().body, "GET /b");
    EXPECT_TRUE(client.is_hung_up());
}

TEST(Server, serves_many_clients_on_several_threads) {
    Options options;
    options.threads = 3;
    House house{{}, options};
    std::vector<std::unique_ptr<Client>> clients;
    for (int i = 0; i < 60; ++i) {
        clients.push_back(std::make_unique<Client>(house.server.port()));
    }
    for (const auto& client : clients) client->send(get("/x"));
    for (const auto& client : clients) EXPECT_EQ(client->read().body, "GET /x");
}

}  // namespace
}  // namespace gateways::http
