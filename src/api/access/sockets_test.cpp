#include "api/access/sockets.hpp"

#include <gtest/gtest.h>
#include <string>

namespace api {
namespace {

using namespace std::string_literals;

// The examples of RFC 6455, 5.7.
TEST(SocketMessage, is_one_unmasked_text_frame) {
    EXPECT_EQ(text_message("Hello").bytes(), "\x81\x05Hello"s);
    EXPECT_EQ(text_message("").bytes(), "\x81\x00"s);
}

TEST(SocketMessage, tells_its_length_in_as_few_bytes_as_do) {
    for (const auto& [size, header] : std::initializer_list<std::pair<std::size_t, std::string>>{
             {125, "\x81\x7d"s},
             {126, "\x81\x7e\x00\x7e"s},
             {0xffff, "\x81\x7e\xff\xff"s},
             {0x10000, "\x81\x7f\x00\x00\x00\x00\x00\x01\x00\x00"s}}) {
        const std::string text(size, 'x');
        EXPECT_EQ(text_message(text).bytes(), header + text);
        EXPECT_EQ(text_message(text).text(), text);
    }
}

TEST(SocketMessage, a_copy_is_the_same_bytes) {
    const SocketMessage message = text_message("one");
    const SocketMessage copy = message;
    EXPECT_EQ(copy.bytes().data(), message.bytes().data());
}

}  // namespace
}  // namespace api
