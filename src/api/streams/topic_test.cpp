#include "api/streams/topic.hpp"

#include <gtest/gtest.h>

#include "api/streams/socket_for_tests.hpp"

namespace {

using api::KeptSocket;
using api::Wrapping;

TEST(Topic, an_update_is_encoded_once_in_either_form_however_many_read_it) {
    api::Topic topic{"a@trade", {R"({"stream":"a@trade","data":)", "}"}};
    std::vector<std::shared_ptr<KeptSocket>> sockets;
    for (int i = 0; i < 6; ++i) {
        sockets.push_back(std::make_shared<KeptSocket>());
        topic.add(sockets.back(), i % 2 == 0 ? Wrapping::raw : Wrapping::wrapped);
    }
    topic.send("{}");
    for (int i = 0; i < 6; ++i) {
        ASSERT_EQ(sockets[static_cast<std::size_t>(i)]->frames.size(), 1U);
        const auto& frame = sockets[static_cast<std::size_t>(i)]->frames.front();
        const auto& first = sockets[static_cast<std::size_t>(i % 2)]->frames.front();
        EXPECT_EQ(frame.bytes().data(), first.bytes().data());
    }
    EXPECT_EQ(sockets[0]->take(), std::vector<std::string>{"{}"});
    EXPECT_EQ(sockets[1]->take(), std::vector<std::string>{R"({"stream":"a@trade","data":{}})"});
}

TEST(Topic, a_socket_reads_it_once_and_no_more_when_it_was_removed) {
    api::Topic topic{"a@trade"};
    const auto socket = std::make_shared<KeptSocket>();
    topic.add(socket);
    topic.add(socket);
    EXPECT_TRUE(topic.take_fresh());
    EXPECT_FALSE(topic.take_fresh());
    topic.send("1");
    topic.remove(*socket);
    topic.send("2");
    EXPECT_TRUE(topic.empty());
    EXPECT_EQ(socket->take(), std::vector<std::string>{"1"});
}

}  // namespace
