// What clients say to the streams, and what they are answered.
#include <gtest/gtest.h>

#include "streams/street.hpp"

namespace streams {
namespace {

using Frames = std::vector<std::string>;

std::string subscription(const std::string& name, const std::string& id) {
    return R"({"method":"SUBSCRIBE","params":[")" + name + R"("],"id":)" + id + "}";
}

class Conversation : public testing::Test {
  protected:
    Street street{2};
    std::string trades = street.symbol(core::MarketId{1}) + "@trade";
    std::string changes = street.symbol(core::MarketId{1}) + "@depth@100ms";

    Frames answers(Client& client, const std::string& message) {
        client.say(message);
        street.tell();
        return client.take();
    }
    void let_them_trade() {
        for (int step = 0; step < 120; ++step) street.step();
    }
};

TEST_F(Conversation, a_subscription_is_acknowledged_before_its_first_update) {
    Client client = street.connect("/ws/0");
    let_them_trade();
    EXPECT_EQ(client.take(), Frames{});
    client.say(subscription(trades, "7"));
    let_them_trade();
    const Frames frames = client.take();
    ASSERT_GT(frames.size(), 1U);
    EXPECT_EQ(frames[0], R"({"result":null,"id":7})");
    for (std::size_t i = 1; i < frames.size(); ++i) EXPECT_EQ(member(frames[i], "/e"), "trade");
}

TEST_F(Conversation, what_was_unsubscribed_is_silent) {
    Client client = street.connect("/ws/" + trades + "/" + changes);
    let_them_trade();
    EXPECT_GT(client.take().size(), 1U);
    EXPECT_EQ(answers(client, R"({"method":"UNSUBSCRIBE","params":[")" + trades + R"(",")" +
                                  changes + R"("],"id":"x"})"),
              Frames{R"({"result":null,"id":"x"})"});
    let_them_trade();
    EXPECT_EQ(client.take(), Frames{});
}

TEST_F(Conversation, subscriptions_are_listed_and_unknown_names_are_taken) {
    Client client = street.connect("/stream/0");
    EXPECT_EQ(answers(client, R"({"method":"LIST_SUBSCRIPTIONS","id":3})"),
              Frames{R"({"result":[],"id":3})"});
    answers(client, subscription("nosuch@trade", "1"));
    answers(client, subscription("what is this", "1"));
    answers(client, subscription(trades, "1"));
    answers(client, subscription(trades, "1"));
    EXPECT_EQ(
        elements(member(answers(client, R"({"method":"LIST_SUBSCRIPTIONS","id":3})")[0], "/result"))
            .size(),
        3U);
}

TEST_F(Conversation, combined_is_a_property_that_can_be_set) {
    Client client = street.connect("/ws/" + trades);
    EXPECT_EQ(answers(client, R"({"method":"GET_PROPERTY","params":["combined"],"id":1})"),
              Frames{R"({"result":false,"id":1})"});
    EXPECT_EQ(answers(client, R"({"method":"SET_PROPERTY","params":["combined",true],"id":1})"),
              Frames{R"({"result":null,"id":1})"});
    EXPECT_EQ(answers(client, R"({"method":"GET_PROPERTY","params":["combined"],"id":1})"),
              Frames{R"({"result":true,"id":1})"});
    let_them_trade();
    const Frames frames = client.take();
    ASSERT_GT(frames.size(), 0U);
    EXPECT_EQ(member(frames[0], "/stream"), trades);
    EXPECT_EQ(member(frames[0], "/data/e"), "trade");
}

TEST_F(Conversation, faults_are_answered_and_nothing_ends) {
    Client client = street.connect("/ws");
    EXPECT_EQ(member(answers(client, "{")[0], "/error/code"), "3");
    EXPECT_EQ(member(answers(client, R"({"method":"LOGIN","id":9})")[0], "/error/code"), "2");
    EXPECT_FALSE(client.socket->closed);
    EXPECT_EQ(answers(client, subscription(trades, "2")).size(), 1U);
}

TEST_F(Conversation, a_connection_has_1024_streams_and_no_more) {
    Client client = street.connect("/ws");
    for (int i = 0; i < 1'024; ++i) {
        ASSERT_EQ(answers(client, subscription("a" + std::to_string(i) + "@trade", "1")),
                  Frames{R"({"result":null,"id":1})"});
    }
    EXPECT_EQ(member(answers(client, subscription(trades, "1"))[0], "/error/code"), "2");
    EXPECT_EQ(answers(client, subscription("a7@trade", "1")), Frames{R"({"result":null,"id":1})"});
    std::string path = "/ws";
    for (int i = 0; i < 1'025; ++i) path += "/a@trade";
    const auto told = street.upgrade(path, std::make_shared<api::KeptSocket>());
    ASSERT_TRUE(std::holds_alternative<api::Response>(told));
    EXPECT_EQ(std::get<api::Response>(told).status, 400U);
}

TEST_F(Conversation, an_address_opens_300_connections_in_five_minutes) {
    for (int i = 0; i < 300; ++i) street.connect("/ws");
    const auto told = street.upgrade("/ws", std::make_shared<api::KeptSocket>());
    ASSERT_TRUE(std::holds_alternative<api::Response>(told));
    EXPECT_EQ(std::get<api::Response>(told).status, 429U);
    street.wait(core::minutes(5));
    street.connect("/ws");
}

TEST_F(Conversation, who_is_to_be_cut_off_hears_it_first) {
    Client raw = street.connect("/ws");
    Client wrapped = street.connect("/stream");
    raw.handler->on_ending();
    wrapped.handler->on_ending();
    street.tell();
    EXPECT_EQ(member(raw.take()[0], "/e"), "serverShutdown");
    const Frames frames = wrapped.take();
    EXPECT_EQ(member(frames[0], "/stream"), "!serverShutdown");
    EXPECT_EQ(member(frames[0], "/data/e"), "serverShutdown");
}

TEST_F(Conversation, nothing_is_kept_of_who_has_left) {
    Client client = street.connect("/ws/" + trades + "/!ticker@arr");
    street.tell();
    EXPECT_GT(client.socket.use_count(), 1);
    client.say(subscription(changes, "1"));
    client.handler->on_closed(api::SocketEnd::left);
    street.tell();
    client.handler.reset();
    EXPECT_EQ(client.socket.use_count(), 1);
}

}  // namespace
}  // namespace streams
