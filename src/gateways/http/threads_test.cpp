// Answers from other threads, late answers, and the end of the server.
#include <condition_variable>
#include <deque>
#include <latch>
#include <mutex>

#include "gateways/http/test_client.hpp"

namespace gateways::http {
namespace {

using testing::Client;
using testing::comes_true;
using testing::get;
using testing::House;
using testing::summary;
using testing::text;
using Milliseconds = Options::Milliseconds;

// Answers later, on a thread of its own, as the engine does.
class Engine {
  public:
    Engine() : thread_{[this] { run(); }} {}
    ~Engine() {
        stop();
        thread_.join();
    }

    testing::Desk::Handler handler() {
        return [this](const api::Request& request, api::Respond respond) {
            const std::lock_guard lock{mutex_};
            asks_.push_back({&request, std::move(respond)});
            arrived_.notify_one();
        };
    }

  private:
    struct Ask {
        const api::Request* request{};
        api::Respond respond;
    };

    void stop() {
        const std::lock_guard lock{mutex_};
        stopped_ = true;
        arrived_.notify_one();
    }
    void run() {
        for (;;) {
            std::deque<Ask> batch;
            {
                std::unique_lock lock{mutex_};
                arrived_.wait(lock, [this] { return stopped_ || !asks_.empty(); });
                if (asks_.empty()) return;
                batch.swap(asks_);
            }
            // The request is read here: its views hold until it is answered.
            for (Ask& ask : batch) ask.respond(text(summary(*ask.request)));
        }
    }

    std::mutex mutex_;
    std::condition_variable arrived_;
    std::deque<Ask> asks_;
    bool stopped_{};
    std::thread thread_;
};

TEST(Threads, an_answer_may_come_from_another_thread) {
    Engine engine;
    House house{engine.handler()};
    Client client{house.server.port()};
    EXPECT_EQ(client.ask(get("/a")).body, "GET /a");
    EXPECT_EQ(client.ask("POST /b HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\n\r\nhi").body,
              "POST /b [hi]");
}

TEST(Threads, answers_from_another_thread_keep_the_order_of_pipelined_requests) {
    Engine engine;
    House house{engine.handler()};
    Client client{house.server.port()};
    std::string requests;
    for (int i = 0; i < 1'000; ++i) requests += get("/" + std::to_string(i));
    client.send(requests);
    for (int i = 0; i < 1'000; ++i) EXPECT_EQ(client.read().body, "GET /" + std::to_string(i));
}

TEST(Threads, many_clients_get_their_own_answers) {
    Engine engine;
    Options options;
    options.threads = 2;
    House house{engine.handler(), options};
    std::vector<std::thread> threads;
    for (int number = 0; number < 8; ++number) {
        threads.emplace_back([&house, number] {
            Client client{house.server.port()};
            for (int i = 0; i < 300; ++i) {
                const std::string target = "/" + std::to_string(number) + "/" + std::to_string(i);
                ASSERT_EQ(client.ask(get(target)).body, "GET " + target);
            }
        });
    }
    for (std::thread& thread : threads) thread.join();
}

// A desk that keeps one request until the test lets it go.
struct Kept {
    testing::Desk::Handler handler() {
        return [this](const api::Request& asked, api::Respond given) {
            request = &asked;
            respond = std::move(given);
            arrived.count_down();
        };
    }

    const api::Request* request{};
    api::Respond respond;
    std::latch arrived{1};
};

TEST(Threads, a_request_stays_readable_until_it_is_answered_even_if_the_client_has_gone) {
    Kept kept;
    House house{kept.handler()};
    {
        Client client{house.server.port()};
        client.send(get("/still/here"));
        kept.arrived.wait();
    }
    EXPECT_EQ(summary(*kept.request), "GET /still/here");
    kept.respond(text("to nobody"));
    EXPECT_TRUE(comes_true([&] { return house.server.connections() == 0; }));
}

TEST(Threads, a_client_that_goes_before_its_request_is_whole_is_forgotten) {
    House house;
    {
        Client client{house.server.port()};
        client.send("POST /a HTTP/1.1\r\nHost: h\r\nContent-Length: 100\r\n\r\nhalf");
        ASSERT_TRUE(comes_true([&] { return house.server.connections() == 1; }));
    }
    EXPECT_TRUE(comes_true([&] { return house.server.connections() == 0; }));
    EXPECT_EQ(house.desk.handled, 0);
}

TEST(Threads, a_request_that_nobody_answers_is_answered_500) {
    House house{[](const api::Request&, api::Respond respond) { respond = {}; }};
    Client client{house.server.port()};
    EXPECT_EQ(client.ask(get("/")).status, 500u);
    EXPECT_EQ(client.ask(get("/")).status, 500u);
}

TEST(Stop, what_is_with_the_service_is_finished_and_told_to_be_the_last) {
    Kept kept;
    House house{kept.handler()};
    Client client{house.server.port()};
    Client idle{house.server.port()};
    client.send(get("/a") + get("/never/asked"));
    kept.arrived.wait();
    std::thread stopping{[&] { house.server.stop(); }};
    EXPECT_TRUE(idle.is_hung_up());
    kept.respond(text("done"));
    const testing::Answer answer = client.read();
    EXPECT_EQ(answer.body, "done");
    EXPECT_TRUE(answer.says("Connection: close\r\n"));
    client.finish_sending();
    EXPECT_TRUE(client.is_hung_up());
    stopping.join();
    EXPECT_EQ(house.desk.handled, 1);
    EXPECT_FALSE(Client{house.server.port()}.is_connected());
}

TEST(Stop, does_not_wait_for_ever_and_a_later_answer_does_no_harm) {
    Kept kept;
    {
        Options options;
        options.stop_timeout = Milliseconds{30};
        House house{kept.handler(), options};
        Client client{house.server.port()};
        client.send(get("/a"));
        kept.arrived.wait();
        house.server.stop();
        EXPECT_TRUE(client.is_hung_up());
        EXPECT_EQ(summary(*kept.request), "GET /a");
    }
    kept.respond(text("to nobody, from long ago"));
}

TEST(Stop, under_load_every_request_that_was_heard_is_answered) {
    Engine engine;
    Options options;
    options.threads = 2;
    House house{engine.handler(), options};
    std::atomic<int> answers{};
    std::vector<std::thread> threads;
    for (int number = 0; number < 8; ++number) {
        threads.emplace_back([&] {
            Client client{house.server.port()};
            while (client.ask(get("/load")).status == 200) ++answers;
        });
    }
    ASSERT_TRUE(comes_true([&] { return answers > 500; }));
    house.server.stop();
    for (std::thread& thread : threads) thread.join();
    EXPECT_EQ(answers, house.desk.handled);
}

TEST(Stop, may_be_called_twice_or_before_the_start) {
    testing::Desk desk;
    Server server{desk, House::on_a_free_port({})};
    server.stop();
    ASSERT_TRUE(server.start());
    server.stop();
    server.stop();
}

}  // namespace
}  // namespace gateways::http
