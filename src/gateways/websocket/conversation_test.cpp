// The conversation with a real pair of sockets and simulated time.
#include "gateways/websocket/conversation.hpp"

#include <gtest/gtest.h>
#include <sys/socket.h>
#include <thread>
#include <unistd.h>

#include "gateways/websocket/client_frames_for_tests.hpp"

namespace gateways::websocket {
namespace {

using namespace std::chrono_literals;
using namespace std::string_literals;
using api::CloseCode;
using api::SocketEnd;
using testing::client_frame;
using testing::text_frame;

// Notes what it hears: "Hello, ending, closed 0".
class Listener : public api::SocketHandler {
  public:
    void on_text(std::string_view text) override {
        heard += std::string{text} + ", ";
        if (answer) answer(text);
    }
    void on_ending() override {
        heard += "ending, ";
        if (answer) answer("ending");
    }
    void on_closed(SocketEnd end) override {
        heard += "closed " + std::to_string(static_cast<int>(end));
    }
    std::string heard;
    std::function<void(std::string_view)> answer;
};

std::string closed(SocketEnd end) { return "closed " + std::to_string(static_cast<int>(end)); }

struct Talk {
    explicit Talk(api::SocketLimits limits = {}) {
        EXPECT_EQ(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, sockets), 0);
        conversation = std::make_unique<Conversation>(
            line, api::Upgrade{.handler = listener, .limits = limits, .headers{}});
        conversation->start(now);
    }
    ~Talk() {
        ::close(sockets[0]);
        ::close(sockets[1]);
    }

    void say(std::string bytes) { conversation->received(bytes, now); }
    void pass(std::chrono::milliseconds time) {
        now.instant += time;
        now.unix_time += time;
        if (now.instant >= conversation->due()) conversation->time_passed(now);
    }
    Next write() { return conversation->write(sockets[0], now); }
    // What the client reads.
    std::string read() {
        std::string all;
        char bytes[4096];
        for (ssize_t got; (got = ::recv(sockets[1], bytes, sizeof bytes, 0)) > 0;) {
            all.append(bytes, static_cast<std::size_t>(got));
        }
        return all;
    }
    std::string written() {
        next = write();
        return read();
    }
    std::string goodbye(CloseCode code, std::string_view reason) {
        return std::string{close_message(static_cast<std::uint16_t>(code), reason).bytes()};
    }

    int sockets[2]{};
    Moment now{.instant = Instant{1h}, .unix_time = 1'700'000'000'000ms};
    int wake_ups{};
    std::shared_ptr<Line> line =
        std::make_shared<Line>(7, core::IpAddress{}, [this] { ++wake_ups; });
    std::shared_ptr<Listener> listener = std::make_shared<Listener>();
    std::unique_ptr<Conversation> conversation;
    Next next{};
};

std::string text(std::string_view words) { return std::string{api::text_message(words).bytes()}; }

TEST(Conversation, hands_texts_to_the_handler_and_its_answers_to_the_client) {
    Talk talk;
    talk.listener->answer = [&](std::string_view said) {
        talk.line->send(api::text_message("you said " + std::string{said}));
    };
    talk.say(text_frame("one") + text_frame("two"));
    EXPECT_EQ(talk.written(), text("you said one") + text("you said two"));
    EXPECT_EQ(talk.next, Next::listen);
    EXPECT_EQ(talk.wake_ups, 0);
}

TEST(Conversation, answers_pings_at_once) {
    Talk talk;
    talk.say(client_frame("\x89", "now"));
    EXPECT_EQ(talk.written(), "\x8a\x03now");
}

TEST(Conversation, a_batch_of_sends_costs_one_wake_up) {
    Talk talk;
    EXPECT_EQ(talk.write(), Next::listen);
    for (int i = 0; i < 100; ++i) talk.line->send(api::text_message("x"));
    EXPECT_EQ(talk.wake_ups, 1);
    talk.line->woken();
    EXPECT_EQ(talk.written().size(), 300u);
    talk.line->send(api::text_message("x"));
    EXPECT_EQ(talk.wake_ups, 2);
}

TEST(Conversation, nobody_is_woken_before_the_upgrade_was_taken) {
    int wake_ups{};
    Line refused{1, {}, [&] { ++wake_ups; }};
    refused.send(api::text_message("x"));
    refused.close(CloseCode::normal, "");
    refused.hang_up();
    EXPECT_EQ(wake_ups, 0);
}

TEST(Conversation, a_goodbye_wakes_even_who_waits_for_the_client) {
    Talk talk{{.queued_bytes_max = 10'000'000}};
    talk.line->send(api::text_message(std::string(5'000'000, 'x')));
    EXPECT_EQ(talk.write(), Next::write_more);
    talk.line->send(api::text_message("the loop comes for this by itself"));
    EXPECT_EQ(talk.wake_ups, 0);
    talk.line->close(CloseCode::normal, "");
    EXPECT_EQ(talk.wake_ups, 1);
}

TEST(Conversation, keeps_the_order_of_each_thread_that_sends) {
    Talk talk;
    std::vector<std::thread> threads;
    for (const char name : {'a', 'b', 'c'}) {
        threads.emplace_back([&, name] {
            for (char i = '0'; i <= '9'; ++i) {
                talk.line->send(api::text_message(std::string{name, i}));
            }
        });
    }
    for (std::thread& thread : threads) thread.join();
    const std::string all = talk.written();
    for (const char name : {'a', 'b', 'c'}) {
        std::string order;
        for (std::size_t i = 0; i + 1 < all.size(); ++i) {
            if (all[i] == name) order += all[i + 1];
        }
        EXPECT_EQ(order, "0123456789");
    }
}

TEST(Conversation, pings_with_the_time_and_is_content_with_any_pong) {
    Talk talk{{.ping_interval = 20s, .pong_timeout = 60s}};
    talk.pass(19'999ms);
    EXPECT_EQ(talk.written(), "");
    talk.pass(1ms);
    EXPECT_EQ(talk.written(),
              "\x89\x0d"
              "1700000020000");
    talk.pass(20s);
    EXPECT_EQ(talk.written(),
              "\x89\x0d"
              "1700000040000");
    talk.say(client_frame("\x8a", ""));
    for (int i = 0; i < 3; ++i) talk.pass(20s);
    talk.pass(19s);
    EXPECT_EQ(talk.listener->heard, "");
}

TEST(Conversation, ends_when_no_pong_came_since_the_first_ping_without_one) {
    Talk talk{{.ping_interval = 20s, .pong_timeout = 60s}};
    for (int i = 0; i < 3; ++i) talk.pass(20s);
    talk.read();
    talk.pass(19'999ms);
    EXPECT_EQ(talk.listener->heard, "");
    talk.pass(1ms);
    EXPECT_TRUE(talk.written().ends_with(talk.goodbye(CloseCode::policy, "no pong came")));
    EXPECT_EQ(talk.next, Next::linger);
    EXPECT_EQ(talk.listener->heard, closed(SocketEnd::silent));
}

TEST(Conversation, answers_a_goodbye_with_the_same_code_and_lingers) {
    Talk talk;
    talk.line->send(api::text_message("last"));
    talk.say(client_frame("\x88",
                          "\x0f\xa1"
                          "because") +
             text_frame("too late"));
    EXPECT_EQ(talk.written(), text("last") + "\x88\x02\x0f\xa1");
    EXPECT_EQ(talk.next, Next::linger);
    EXPECT_EQ(talk.listener->heard, closed(SocketEnd::left));
}

TEST(Conversation, answers_an_empty_goodbye_as_a_normal_one) {
    Talk talk;
    talk.say(client_frame("\x88", ""));
    EXPECT_EQ(talk.written(), "\x88\x02\x03\xe8");
}

TEST(Conversation, says_what_is_wrong_and_reads_no_more) {
    const std::pair<std::string, CloseCode> faults[] = {
        {"\x81\x05Hello"s, CloseCode::protocol_error},
        {client_frame("\x82", "x"), CloseCode::unsupported},
        {text_frame("\xff"), CloseCode::bad_text},
        {text_frame(std::string(65'537, 'x')), CloseCode::too_big},
        {client_frame("\x88", "\x03\xed"), CloseCode::protocol_error}};
    for (const auto& [bytes, code] : faults) {
        Talk talk;
        talk.say(text_frame("good") + bytes + text_frame("unread"));
        const std::string said = talk.written();
        EXPECT_EQ(said.substr(2, 2), talk.goodbye(code, "").substr(2));
        EXPECT_EQ(talk.next, Next::linger);
        EXPECT_EQ(talk.listener->heard, "good, " + closed(SocketEnd::faulty));
    }
}

TEST(Conversation, says_what_was_sent_before_its_own_goodbye_and_nothing_after_it) {
    Talk talk;
    talk.line->send(api::text_message("before"));
    talk.line->close(CloseCode::normal, "enough");
    talk.line->send(api::text_message("after"));
    talk.line->close(CloseCode::policy, "twice");
    EXPECT_EQ(talk.written(), text("before") + talk.goodbye(CloseCode::normal, "enough"));
    EXPECT_EQ(talk.next, Next::linger);
    EXPECT_EQ(talk.listener->heard, closed(SocketEnd::closed));
}

TEST(Conversation, hears_nothing_more_once_the_handler_has_said_goodbye) {
    Talk talk;
    talk.listener->answer = [&](std::string_view) { talk.line->close(CloseCode::normal, ""); };
    talk.say(text_frame("one") + text_frame("two"));
    EXPECT_EQ(talk.listener->heard, "one, " + closed(SocketEnd::closed));
}

TEST(Conversation, takes_so_many_messages_a_second_and_no_more) {
    Talk talk{{.messages_per_second_max = 3}};
    talk.say(text_frame("1") + client_frame("\x89", "") + text_frame("2"));
    talk.pass(1s);
    talk.say(text_frame("3") + text_frame("4") + text_frame("5"));
    EXPECT_EQ(talk.listener->heard, "1, 2, 3, 4, 5, ");
    talk.pass(999ms);
    talk.say(text_frame("6"));
    EXPECT_EQ(talk.listener->heard, "1, 2, 3, 4, 5, " + closed(SocketEnd::flooded));
    EXPECT_TRUE(talk.written().ends_with(talk.goodbye(CloseCode::policy, "too many messages")));
}

TEST(Conversation, takes_any_number_of_messages_where_there_is_no_limit) {
    Talk talk{{.messages_per_second_max = 0}};
    for (int i = 0; i < 1000; ++i) talk.say(text_frame("x"));
    EXPECT_EQ(talk.listener->heard.size(), 3000u);
}

TEST(Conversation, cuts_a_slow_client_off_and_tells_it_between_two_messages) {
    Talk talk{{.queued_bytes_max = 100'000}};
    const std::string update(9'990, 'u');
    talk.line->send(api::text_message(update));
    while (talk.write() == Next::listen) talk.line->send(api::text_message(update));
    while (talk.listener->heard.empty()) {
        talk.line->send(api::text_message(update));
        EXPECT_LE(talk.line->queued_bytes(), 100'000u);
        EXPECT_EQ(talk.write(), Next::write_more);
    }
    EXPECT_EQ(talk.listener->heard, closed(SocketEnd::slow));
    EXPECT_LT(talk.line->queued_bytes(), 10'050u);  // half a message and the goodbye

    std::string said = talk.read();
    said += talk.written();
    EXPECT_EQ(talk.next, Next::linger);
    const std::string last = talk.goodbye(CloseCode::policy, "slow consumer");
    ASSERT_TRUE(said.ends_with(last));
    EXPECT_EQ((said.size() - last.size()) % text(update).size(), 0u);  // whole messages only
}

TEST(Conversation, a_slow_client_that_reads_nothing_is_cut_off_without_a_word) {
    Talk talk{{.queued_bytes_max = 100'000}};
    while (talk.listener->heard.empty()) {
        talk.line->send(api::text_message(std::string(50'000, 'u')));
        EXPECT_NE(talk.write(), Next::cut_off);
    }
    talk.pass(4'999ms);
    EXPECT_EQ(talk.write(), Next::write_more);
    talk.pass(1ms);
    EXPECT_EQ(talk.write(), Next::cut_off);
}

TEST(Conversation, what_the_client_has_read_counts_no_more) {
    Talk talk{{.queued_bytes_max = 1'000'000}};
    for (int i = 0; i < 100; ++i) {
        talk.line->send(api::text_message(std::string(500'000, 'u')));
        talk.written();
        while (talk.next == Next::write_more) talk.written();
        EXPECT_EQ(talk.line->queued_bytes(), 0u);
    }
    EXPECT_EQ(talk.listener->heard, "");
}

TEST(Conversation, pongs_that_nobody_reads_end_it_too) {
    Talk talk{{.messages_per_second_max = 0, .queued_bytes_max = 10'000}};
    const std::string pings = [] {
        std::string all;
        for (int i = 0; i < 400; ++i) all += client_frame("\x89", std::string(125, 'p'));
        return all;
    }();
    for (int i = 0; i < 100 && talk.listener->heard.empty(); ++i) {
        talk.say(pings);
        (void)talk.write();
    }
    EXPECT_EQ(talk.listener->heard, closed(SocketEnd::slow));
}

TEST(Conversation, at_the_end_of_its_life_the_handler_has_time_to_say_so) {
    Talk talk{{.ping_interval = 0ms, .lifetime = 24h, .ending_notice = 500ms}};
    talk.listener->answer = [&](std::string_view said) {
        talk.line->send(api::text_message(said == "ending" ? "serverShutdown" : "yes"));
    };
    talk.pass(24h - 1ms);
    EXPECT_EQ(talk.written(), "");
    talk.pass(1ms);
    EXPECT_EQ(talk.written(), text("serverShutdown"));
    talk.say(text_frame("still there?"));
    EXPECT_EQ(talk.written(), text("yes"));
    talk.pass(500ms);
    EXPECT_EQ(talk.written(), talk.goodbye(CloseCode::going_away, "time is over"));
    EXPECT_EQ(talk.next, Next::linger);
    EXPECT_EQ(talk.listener->heard, "ending, still there?, " + closed(SocketEnd::ended));
}

TEST(Conversation, a_stopping_server_gives_no_more_notice_than_it_has) {
    Talk talk{{.ending_notice = 500ms}};
    talk.conversation->end(talk.now, 100ms);
    talk.conversation->end(talk.now, 100ms);
    EXPECT_EQ(talk.listener->heard, "ending, ");
    talk.pass(100ms);
    EXPECT_EQ(talk.listener->heard, "ending, " + closed(SocketEnd::ended));
}

TEST(Conversation, tells_the_handler_once_when_the_client_just_hangs_up) {
    Talk talk;
    talk.conversation->hung_up();
    talk.conversation->hung_up();
    talk.line->send(api::text_message("to nobody"));
    talk.line->close(CloseCode::normal, "");
    EXPECT_EQ(talk.listener->heard, closed(SocketEnd::left));
    EXPECT_EQ(talk.wake_ups, 0);
    EXPECT_EQ(talk.line->queued_bytes(), 0u);
    EXPECT_EQ(talk.listener.use_count(), 1);
}

TEST(Conversation, one_frame_is_the_same_bytes_for_all_who_wait_for_it) {
    std::weak_ptr<const char[]> bytes;
    Talk one;
    Talk two;
    {
        const std::shared_ptr<const char[]> shared = std::make_shared<char[]>(3);
        bytes = shared;
        const api::SocketMessage message{shared, 3, 2};
        one.line->send(message);
        two.line->send(message);
    }
    EXPECT_EQ(bytes.use_count(), 2);
    one.written();
    two.written();
    EXPECT_TRUE(bytes.expired());
}

}  // namespace
}  // namespace gateways::websocket
