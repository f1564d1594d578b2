#include "api/dialects/binance/stream_requests.hpp"

#include <gtest/gtest.h>

namespace {

using api::binance::answer_of;
using api::binance::StreamMethod;
using api::binance::StreamRequestReader;

// What such a message is answered, where its answer does not depend on the connection.
std::string answer(std::string_view message) {
    StreamRequestReader reader;
    const auto read = reader.read(message);
    return read ? answer_of(read->id, "null") : answer_of(read.error());
}

TEST(StreamRequests, say_which_streams) {
    StreamRequestReader reader;
    const auto read =
        reader.read(R"({"method":"SUBSCRIBE","params":["a@trade","b@depth"],"id":1})");
    ASSERT_TRUE(read);
    EXPECT_EQ(read->method, StreamMethod::subscribe);
    EXPECT_EQ(read->names, (std::vector<std::string>{"a@trade", "b@depth"}));
    EXPECT_EQ(reader.read(R"({"method":"LIST_SUBSCRIPTIONS","id":1})")->method,
              StreamMethod::list_subscriptions);
    EXPECT_TRUE(
        reader.read(R"({"method":"SET_PROPERTY","params":["combined",true],"id":1})")->combined);
}

TEST(StreamRequests, the_id_comes_back_as_it_was_sent) {
    const auto with_id = [](std::string_view id) {
        return answer(R"({"method":"LIST_SUBSCRIPTIONS","id":)" + std::string{id} + "}");
    };
    EXPECT_EQ(with_id("1"), R"({"result":null,"id":1})");
    EXPECT_EQ(with_id("-7"), R"({"result":null,"id":-7})");
    EXPECT_EQ(with_id("18446744073709551615"), R"({"result":null,"id":18446744073709551615})");
    EXPECT_EQ(with_id(R"("7")"), R"({"result":null,"id":"7"})");
    EXPECT_EQ(with_id(R"("9dea\"1")"), R"({"result":null,"id":"9dea\"1"})");
    EXPECT_EQ(with_id("null"), R"({"result":null,"id":null})");
    EXPECT_EQ(answer(R"({"method":"LIST_SUBSCRIPTIONS"})"), R"({"result":null,"id":null})");
}

TEST(StreamRequests, faults_have_four_codes_and_never_a_surprise) {
    const auto code = [](std::string_view message) {
        StreamRequestReader reader;
        const auto read = reader.read(message);
        return read ? -1 : read.error().code;
    };
    EXPECT_EQ(code("{"), 3);
    EXPECT_EQ(code(""), 3);
    EXPECT_EQ(code("hello"), 3);
    EXPECT_EQ(code("[]"), 2);
    EXPECT_EQ(code("{}"), 2);
    EXPECT_EQ(code(R"({"method":7,"id":1})"), 2);
    EXPECT_EQ(code(R"({"method":"subscribe","id":1})"), 2);
    EXPECT_EQ(code(R"({"method":"SUBSCRIBE","id":1})"), 2);
    EXPECT_EQ(code(R"({"method":"SUBSCRIBE","params":"a@trade","id":1})"), 2);
    EXPECT_EQ(code(R"({"method":"SUBSCRIBE","params":[1],"id":1})"), 2);
    EXPECT_EQ(code(R"({"method":"SUBSCRIBE","params":[],"id":1.5})"), 2);
    EXPECT_EQ(
        code(R"({"method":"SUBSCRIBE","params":[],"id":"0123456789012345678901234567890123456"})"),
        2);
    EXPECT_EQ(code(R"({"method":"GET_PROPERTY","params":["color"],"id":1})"), 0);
    EXPECT_EQ(code(R"({"method":"GET_PROPERTY","params":[],"id":1})"), 2);
    EXPECT_EQ(code(R"({"method":"SET_PROPERTY","params":["combined",1],"id":1})"), 1);
    EXPECT_EQ(code(R"({"method":"SET_PROPERTY","params":["combined"],"id":1})"), 1);
    EXPECT_EQ(code(R"({"method":"SET_PROPERTY","params":["combined",true,1],"id":1})"), 2);
    EXPECT_EQ(answer(R"({"method":"GET_PROPERTY","params":["color"],"id":"x"})"),
              R"({"error":{"code":0,"msg":"Unknown property"},"id":"x"})");
}

TEST(StreamRequests, a_list_may_name_as_many_streams_as_a_connection_may_have) {
    const auto list = [](std::size_t count) {
        std::string message = R"({"method":"SUBSCRIBE","params":["a")";
        for (std::size_t i = 1; i < count; ++i) message += R"(,"a")";
        return message + R"(],"id":1})";
    };
    StreamRequestReader reader;
    EXPECT_TRUE(reader.read(list(1'024)));
    const auto refused = reader.read(list(1'025));
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, 2);
    EXPECT_EQ(refused.error().id, "1");
}

}  // namespace
