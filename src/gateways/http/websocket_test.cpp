// WebSockets over real sockets: from the handshake to the goodbye.
#include <map>
#include <mutex>
#include <vector>

#include "gateways/http/test_client.hpp"
#include "gateways/websocket/client_frames_for_tests.hpp"
#include "gateways/websocket/frames.hpp"

namespace gateways::http {
namespace {

using api::CloseCode;
using api::SocketEnd;
using testing::Answer;
using testing::Client;
using testing::comes_true;
using testing::Desk;
using websocket::testing::client_frame;
using websocket::testing::text_frame;

// Says back what it hears, and does as it is told: "close", "later".
class Echo : public api::SocketHandler {
  public:
    explicit Echo(std::shared_ptr<api::Socket> socket, std::atomic<int>& ends)
        : socket_{std::move(socket)}, ends_{ends} {}

    void on_text(std::string_view text) override {
        if (text == "close") return socket_->close(CloseCode::normal, "as you wish");
        if (text != "later") return socket_->send(api::text_message(text));
        std::thread{[socket = socket_] {
            for (const char* word : {"one", "two", "three"}) socket->send(api::text_message(word));
        }}.detach();
    }
    void on_ending() override { socket_->send(api::text_message("ending")); }
    void on_closed(SocketEnd end) override {
        // Each kind of end leaves its own digit.
        int digit = 1;
        for (int i = 0; i < static_cast<int>(end); ++i) digit *= 10;
        ends_ += digit;
    }

  private:
    const std::shared_ptr<api::Socket> socket_;
    std::atomic<int>& ends_;
};

// Takes /ws as a WebSocket and refuses all else; remembers the sockets it was given.
class Hall : public Desk {
  public:
    std::variant<api::Response, api::Upgrade> upgrade(
        const api::Request& request, std::shared_ptr<api::Socket> socket) override {
        if (!request.path.starts_with("/ws")) {
            api::Response refusal = testing::text("no such stream: " + testing::summary(request));
            refusal.status = 404;
            return refusal;
        }
        if (request.query == "greet") socket->send(api::text_message("welcome"));
        {
            const std::lock_guard lock{mutex};
            sockets.push_back(socket);
        }
        return api::Upgrade{.handler = std::make_shared<Echo>(std::move(socket), ends),
                            .limits = limits,
                            .headers = "X-Hall: 1\r\n"};
    }
    std::shared_ptr<api::Socket> socket(std::size_t index) {
        const std::lock_guard lock{mutex};
        return sockets.at(index);
    }

    int count(SocketEnd end) const {
        int digits = ends;
        for (int i = 0; i < static_cast<int>(end); ++i) digits /= 10;
        return digits % 10;
    }

    api::SocketLimits limits{.messages_per_second_max = 0};
    std::atomic<int> ends{};
    std::mutex mutex;
    std::vector<std::shared_ptr<api::Socket>> sockets;
};

struct WsHouse {
    explicit WsHouse(api::SocketLimits limits = {.messages_per_second_max = 0},
                     Options options = {})
        : server{hall, testing::House::on_a_free_port(std::move(options))} {
        hall.limits = limits;
        EXPECT_TRUE(server.start());
    }
    std::uint16_t port() const { return server.port(); }

    Hall hall;
    Server server;
};

std::string handshake(std::string_view target, std::string_view more = {}) {
    return std::string{"GET "}
        .append(target)
        .append(
            " HTTP/1.1\r\nHost: h\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n")
        .append(more)
        .append("\r\n");
}

// A client whose handshake is done.
class WsClient : public Client {
  public:
    explicit WsClient(std::uint16_t port, std::string_view target = "/ws") : Client{port} {
        EXPECT_EQ(ask(handshake(target)).status, 101u);
    }
    void say(std::string_view text) { send(text_frame(text)); }
    // The next frame's payload, a close frame's as "1000 reason"; "" when the server has hung up.
    std::string hear() {
        const std::string header = read_bytes(2);
        if (header.size() < 2) return {};
        std::size_t size = static_cast<unsigned char>(header[1]);
        if (size >= 126) {
            const std::string longer = read_bytes(size == 126 ? 2 : 8);
            size = 0;
            for (const char byte : longer) size = size << 8 | static_cast<unsigned char>(byte);
        }
        const std::string payload = read_bytes(size);
        if (header[0] != '\x88') return payload;
        return std::to_string(websocket::read_close(payload).value().value_or(0)) + " " +
               payload.substr(2);
    }
};

TEST(WebSocket, shakes_hands_and_echoes) {
    WsHouse house;
    Client client{house.port()};
    EXPECT_EQ(client.ask(handshake("/ws/btcusdt@trade?a=b")).head,
              "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
              "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\nX-Hall: 1\r\n\r\n");
    client.send(text_frame("Hello"));
    EXPECT_EQ(client.read_bytes(7), "\x81\x05Hello");
    EXPECT_EQ(house.hall.socket(0)->id(), 1u);
    EXPECT_EQ(core::format(house.hall.socket(0)->client()), "127.0.0.1");
    WsClient second{house.port()};
    EXPECT_EQ(house.hall.socket(1)->id(), 2u);
}

TEST(WebSocket, what_was_sent_during_the_upgrade_follows_the_handshake) {
    WsHouse house;
    WsClient client{house.port(), "/ws?greet"};
    EXPECT_EQ(client.hear(), "welcome");
}

TEST(WebSocket, frames_may_come_with_the_handshake_and_requests_before_it) {
    WsHouse house;
    Client client{house.port()};
    client.send(testing::get("/first") + handshake("/ws") + text_frame("early"));
    EXPECT_EQ(client.read().body, "GET /first");
    EXPECT_EQ(client.read().status, 101u);
    EXPECT_EQ(client.read_bytes(7),
              "\x81\x05"
              "early");
}

TEST(WebSocket, the_service_may_refuse_and_the_connection_stays) {
    WsHouse house;
    Client client{house.port()};
    const Answer refusal = client.ask(handshake("/elsewhere"));
    EXPECT_EQ(refusal.status, 404u);
    EXPECT_EQ(refusal.body, "no such stream: GET /elsewhere");
    EXPECT_EQ(client.ask(testing::get("/")).body, "GET /");
}

TEST(WebSocket, a_service_without_websockets_refuses_them_all) {
    testing::House house;
    Client client{house.server.port()};
    EXPECT_EQ(client.ask(handshake("/ws")).status, 404u);
}

TEST(WebSocket, a_wrong_handshake_is_malformed_and_a_wrong_version_hears_the_right_one) {
    WsHouse house;
    Client keyless{house.port()};
    const Answer answer = keyless.ask(
        "GET /ws HTTP/1.1\r\nHost: h\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        "Sec-WebSocket-Version: 13\r\n\r\n");
    EXPECT_EQ(answer.status, 400u);
    EXPECT_EQ(answer.body, "bad_request /ws");
    EXPECT_TRUE(answer.says("Connection: close"));

    Client old{house.port()};
    const Answer version = old.ask(
        "GET /ws HTTP/1.1\r\nHost: h\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        "Sec-WebSocket-Version: 8\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n");
    EXPECT_EQ(version.status, 400u);
    EXPECT_TRUE(version.says("Sec-WebSocket-Version: 13\r\n"));
}

TEST(WebSocket, other_upgrades_and_http_1_0_are_ordinary_requests) {
    WsHouse house;
    Client client{house.port()};
    EXPECT_EQ(client.ask(testing::get("/ws", "Upgrade: h2c\r\nConnection: Upgrade\r\n")).body,
              "GET /ws");
    EXPECT_EQ(client.ask("GET /ws HTTP/1.0\r\nUpgrade: websocket\r\n\r\n").body, "GET /ws");
}

TEST(WebSocket, compression_is_declined_in_silence) {
    WsHouse house;
    Client client{house.port()};
    const Answer answer =
        client.ask(handshake("/ws", "Sec-WebSocket-Extensions: permessage-deflate\r\n"));
    EXPECT_EQ(answer.status, 101u);
    EXPECT_FALSE(answer.says("Extensions"));
}

TEST(WebSocket, joins_fragments_and_answers_pings_between_them) {
    WsHouse house;
    WsClient client{house.port()};
    const std::string frames =
        client_frame("\x01", "Hel") + client_frame("\x89", "ping") + client_frame("\x80", "lo");
    for (const char& byte : frames) client.send({&byte, 1});
    EXPECT_EQ(client.read_bytes(6), "\x8a\x04ping");
    EXPECT_EQ(client.hear(), "Hello");
}

TEST(WebSocket, messages_of_all_sizes_come_and_go_whole) {
    WsHouse house;
    WsClient client{house.port()};
    for (const std::size_t size : {0u, 125u, 126u, 4096u, 65'535u, 65'536u}) {
        const std::string text(size, 'x');
        client.say(text);
        EXPECT_EQ(client.hear(), text);
    }
    client.say(std::string(65'537, 'x'));
    EXPECT_EQ(client.hear(), "1009 the message is too large");
    client.finish_sending();
    EXPECT_TRUE(client.is_hung_up());
}

TEST(WebSocket, other_threads_may_send) {
    WsHouse house;
    WsClient client{house.port()};
    client.say("later");
    for (const char* word : {"one", "two", "three"}) EXPECT_EQ(client.hear(), word);
}

TEST(WebSocket, closes_by_handshake_whoever_begins) {
    WsHouse house;
    WsClient first{house.port()};
    first.send(client_frame("\x88",
                            "\x03\xe8"
                            "done"));
    EXPECT_EQ(first.hear(), "1000 ");
    EXPECT_TRUE(first.is_hung_up());
    EXPECT_TRUE(comes_true([&] { return house.hall.count(SocketEnd::left) == 1; }));

    WsClient second{house.port()};
    second.say("close");
    EXPECT_EQ(second.hear(), "1000 as you wish");
    EXPECT_TRUE(second.is_hung_up());
    EXPECT_TRUE(comes_true([&] { return house.hall.count(SocketEnd::closed) == 1; }));

    WsClient third{house.port()};
    third.hang_up();
    EXPECT_TRUE(comes_true([&] { return house.hall.count(SocketEnd::left) == 2; }));
    first.finish_sending();
    second.finish_sending();
    first.hang_up();
    second.hang_up();
    EXPECT_TRUE(comes_true([&] { return house.server.connections() == 0; }));
    EXPECT_EQ(house.hall.ends, 2 + 1'000'000);
}

TEST(WebSocket, a_slow_consumer_is_cut_off_while_the_others_hear_everything) {
    WsHouse house{{.messages_per_second_max = 0, .queued_bytes_max = 200'000}};
    WsClient slow{house.port()};
    WsClient quick{house.port()};
    const api::SocketMessage update = api::text_message(std::string(50'000, 'u'));
    int sent = 0;
    while (house.hall.count(SocketEnd::slow) == 0 && sent < 10'000) {
        house.hall.socket(0)->send(update);
        house.hall.socket(1)->send(update);
        ++sent;
        ASSERT_EQ(quick.hear(), update.text());
    }
    EXPECT_LT(sent, 10'000);
    EXPECT_EQ(house.hall.ends, 10'000);  // the slow one alone

    int heard = 0;
    std::string last;
    for (; (last = slow.hear()) == update.text(); ++heard) {
    }
    EXPECT_EQ(last, "1008 slow consumer");
    EXPECT_LT(heard, sent);
    EXPECT_TRUE(slow.is_hung_up());
    quick.say("still here");
    EXPECT_EQ(quick.hear(), "still here");
}

TEST(WebSocket, too_many_messages_end_it) {
    WsHouse house{{.messages_per_second_max = 5}};
    WsClient client{house.port()};
    std::string flood;
    for (int i = 0; i < 100; ++i) flood += text_frame("x");
    client.send(flood);
    for (int i = 0; i < 5; ++i) EXPECT_EQ(client.hear(), "x");
    EXPECT_EQ(client.hear(), "1008 too many messages");
}

TEST(WebSocket, pings_and_gives_the_silent_up) {
    using namespace std::chrono_literals;
    Options options;
    options.stop_timeout = 80ms;  // and so the clock is looked at often
    WsHouse house{{.ping_interval = 20ms, .pong_timeout = 100ms, .messages_per_second_max = 0},
                  options};
    WsClient client{house.port()};
    EXPECT_EQ(client.hear().size(), 13u);  // Unix milliseconds
    std::string heard;
    while ((heard = client.hear()).size() == 13) {
    }
    EXPECT_EQ(heard, "1008 no pong came");
    EXPECT_TRUE(client.is_hung_up());
    EXPECT_TRUE(comes_true([&] { return house.hall.count(SocketEnd::silent) == 1; }));
}

TEST(WebSocket, a_stopping_server_says_so_and_waits_for_nobody_long) {
    using namespace std::chrono_literals;
    Options options;
    options.stop_timeout = 400ms;
    WsHouse house{{.ending_notice = 50ms, .messages_per_second_max = 0}, options};
    WsClient polite{house.port()};
    WsClient deaf{house.port()};
    std::thread stopping{[&] { house.server.stop(); }};
    EXPECT_EQ(polite.hear(), "ending");
    EXPECT_EQ(polite.hear(), "1001 time is over");
    polite.hang_up();
    stopping.join();
    EXPECT_EQ(house.hall.count(SocketEnd::ended), 2);
    house.hall.socket(0)->send(api::text_message("to nobody"));
    house.hall.socket(1)->close(CloseCode::normal, "");
}

TEST(WebSocket, what_waits_for_clients_is_part_of_what_the_server_may_buffer) {
    Options options;
    options.buffered_bytes_max = 1024 * 1024;
    WsHouse house{{.messages_per_second_max = 0, .queued_bytes_max = 100 * 1024 * 1024}, options};
    WsClient client{house.port()};
    const api::SocketMessage update = api::text_message(std::string(100'000, 'u'));
    EXPECT_TRUE(comes_true([&] {
        house.hall.socket(0)->send(update);
        return house.hall.count(SocketEnd::slow) == 1;
    }));
}

TEST(WebSocket, many_threads_send_to_many_clients_and_nothing_is_lost) {
    Options options;
    options.threads = 2;
    WsHouse house{{.messages_per_second_max = 0, .queued_bytes_max = 64 * 1024 * 1024}, options};
    std::vector<std::unique_ptr<WsClient>> clients;
    for (int i = 0; i < 8; ++i) clients.push_back(std::make_unique<WsClient>(house.port()));
    std::vector<std::thread> threads;
    for (char name = 'a'; name < 'd'; ++name) {
        threads.emplace_back([&, name] {
            for (int i = 0; i < 500; ++i) {
                const auto message = api::text_message(name + std::to_string(i));
                for (std::size_t to = 0; to < 8; ++to) house.hall.socket(to)->send(message);
            }
        });
    }
    for (const auto& client : clients) {
        std::map<char, int> next;
        for (int i = 0; i < 3 * 500; ++i) {
            const std::string heard = client->hear();
            ASSERT_FALSE(heard.empty());
            ASSERT_EQ(heard.substr(1), std::to_string(next[heard[0]]++));
        }
    }
    for (std::thread& thread : threads) thread.join();
}

}  // namespace
}  // namespace gateways::http
