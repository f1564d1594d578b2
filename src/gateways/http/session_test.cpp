// The conversation without a socket: what leaves together, and where bytes are kept.
#include "gateways/http/session.hpp"

#include <cstring>
#include <set>

#include "gateways/http/test_client.hpp"

namespace gateways::http {
namespace {

using testing::get;
using testing::text;

struct Talk {
    explicit Talk(testing::Desk::Handler handler = {}) : desk{std::move(handler)} {}

    Wants say(std::string_view bytes) {
        const std::span<char> room = session->room();
        EXPECT_GE(room.size(), bytes.size());
        std::memcpy(room.data(), bytes.data(), bytes.size());
        return session->received(bytes.size(), out);
    }

    testing::Desk desk;
    int wake_ups{};
    std::shared_ptr<Mailbox> mailbox = std::make_shared<Mailbox>([this] { ++wake_ups; });
    std::shared_ptr<Session> session =
        std::make_shared<Session>(desk, Limits{}, Session::Peer{}, mailbox);
    std::string out;
};

int answers_in(std::string_view out) {
    int count = 0;
    for (std::size_t at = 0; (at = out.find("HTTP/1.1 ", at)) != out.npos; ++at) ++count;
    return count;
}

TEST(Session, gathers_the_answers_to_pipelined_requests_for_one_write) {
    Talk talk;
    std::string requests;
    for (int i = 0; i < 100; ++i) requests += get("/");
    EXPECT_EQ(talk.say(requests), Wants::bytes);
    EXPECT_EQ(answers_in(talk.out), 100);
    EXPECT_EQ(talk.wake_ups, 0);
}

TEST(Session, wants_a_write_when_much_has_gathered) {
    Talk talk{
        [](const api::Request&, api::Respond respond) { respond(text(std::string(40'000, 'x'))); }};
    EXPECT_EQ(talk.say(get("/") + get("/") + get("/")), Wants::flush);
    EXPECT_EQ(answers_in(talk.out), 2);
    talk.out.clear();
    EXPECT_EQ(talk.session->resume(talk.out), Wants::bytes);
    EXPECT_EQ(answers_in(talk.out), 1);
}

TEST(Session, an_answer_before_handle_returns_costs_no_wake_up_even_from_another_thread) {
    Talk talk{[](const api::Request&, api::Respond respond) {
        std::thread{[&] { respond(text("quick")); }}.join();
    }};
    EXPECT_EQ(talk.say(get("/")), Wants::bytes);
    EXPECT_EQ(answers_in(talk.out), 1);
    EXPECT_EQ(talk.wake_ups, 0);
}

TEST(Session, gives_each_head_and_each_body_a_time_limit_of_its_own) {
    Talk talk;
    const std::string request = "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nhello";
    std::set<std::uint64_t> parts;
    EXPECT_EQ(talk.say(request.substr(0, 10)), Wants::bytes);
    parts.insert(talk.session->part());
    EXPECT_EQ(talk.say(request.substr(10, 10)), Wants::bytes);  // the same head goes on
    parts.insert(talk.session->part());
    EXPECT_EQ(parts.size(), 1u);
    EXPECT_EQ(talk.say(request.substr(20) + request.substr(0, 10)), Wants::bytes);
    parts.insert(talk.session->part());
    EXPECT_EQ(parts.size(), 2u);
    EXPECT_EQ(talk.say(request.substr(10, request.size() - 12)), Wants::bytes);
    EXPECT_TRUE(talk.session->is_in_body());
    parts.insert(talk.session->part());
    EXPECT_EQ(parts.size(), 3u);
}

TEST(Session, keeps_the_buffer_where_it_is_until_the_request_is_answered) {
    api::Respond kept;
    const api::Request* asked{};
    Talk talk{[&](const api::Request& request, api::Respond respond) {
        asked = &request;
        kept = std::move(respond);
    }};
    EXPECT_EQ(talk.say(get("/one") + get("/two")), Wants::answer);
    const char* const where = asked->target.data();
    EXPECT_EQ(asked->target, "/one");
    kept(text("1"));
    EXPECT_EQ(asked->target.data(), where);
    EXPECT_EQ(talk.wake_ups, 1);
    EXPECT_EQ(talk.mailbox->take_all().size(), 1u);
    EXPECT_EQ(talk.session->resume(talk.out), Wants::answer);
    EXPECT_EQ(asked->target, "/two");
    kept(text("2"));
    EXPECT_EQ(talk.mailbox->take_all().size(), 1u);
    EXPECT_EQ(talk.session->resume(talk.out), Wants::bytes);
}

TEST(Mailbox, a_batch_of_answers_costs_one_wake_up_and_comes_out_in_order) {
    std::vector<api::Respond> asks;
    testing::Desk desk{
        [&](const api::Request&, api::Respond respond) { asks.push_back(std::move(respond)); }};
    int wake_ups{};
    const auto mailbox = std::make_shared<Mailbox>([&] { ++wake_ups; });
    std::vector<std::shared_ptr<Session>> sessions;
    std::string out;
    for (int i = 0; i < 50; ++i) {
        sessions.push_back(std::make_shared<Session>(desk, Limits{}, Session::Peer{}, mailbox));
        const std::string request = get("/");
        std::memcpy(sessions.back()->room().data(), request.data(), request.size());
        EXPECT_EQ(sessions.back()->received(request.size(), out), Wants::answer);
    }
    for (api::Respond& ask : asks) ask(text("x"));
    EXPECT_EQ(wake_ups, 1);
    EXPECT_EQ(mailbox->take_all(), sessions);
    EXPECT_TRUE(mailbox->take_all().empty());
}

TEST(Mailbox, lets_go_of_what_comes_after_it_was_closed) {
    api::Respond early;
    api::Respond late;
    std::weak_ptr<Session> gone[2];
    {
        Talk first{[&](const api::Request&, api::Respond respond) { early = std::move(respond); }};
        Talk second{[&](const api::Request&, api::Respond respond) { late = std::move(respond); }};
        gone[0] = first.session;
        gone[1] = second.session;
        EXPECT_EQ(first.say(get("/")), Wants::answer);
        EXPECT_EQ(second.say(get("/")), Wants::answer);
        early(text("lies in the box"));
        first.mailbox->close();
        second.mailbox->close();
        late(text("finds it closed"));
    }
    EXPECT_TRUE(gone[0].expired());
    EXPECT_TRUE(gone[1].expired());
}

}  // namespace
}  // namespace gateways::http
