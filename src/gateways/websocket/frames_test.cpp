#include "gateways/websocket/frames.hpp"

#include <gtest/gtest.h>

#include "gateways/websocket/client_frames_for_tests.hpp"

namespace gateways::websocket {
namespace {

using namespace std::string_literals;
using api::CloseCode;
using testing::client_frame;

// Everything that the reader makes of the bytes: "text Hello, ping , fault 1002".
std::string told(std::string bytes, std::size_t message_bytes_max = 1000) {
    FrameReader reader{message_bytes_max};
    std::string said;
    for (std::span<char> rest = bytes;;) {
        const auto arrived = reader.read(rest);
        if (!arrived) {
            return said + "fault " + std::to_string(static_cast<unsigned>(arrived.error()));
        }
        if (!*arrived) return said;
        said +=
            std::vector<std::string>{"", "text", "", "", "", "", "", "", "close", "ping", "pong"}
                [static_cast<std::size_t>((*arrived)->kind)];
        said += " " + std::string{(*arrived)->payload} + ", ";
    }
}

// RFC 6455, 5.7.
TEST(Frames, reads_the_masked_hello_of_the_rfc) {
    EXPECT_EQ(told("\x81\x85\x37\xfa\x21\x3d\x7f\x9f\x4d\x51\x58"s), "text Hello, ");
}

TEST(Frames, reads_the_masked_pong_of_the_rfc) {
    EXPECT_EQ(told("\x8a\x85\x37\xfa\x21\x3d\x7f\x9f\x4d\x51\x58"s), "pong Hello, ");
}

TEST(Frames, answers_the_ping_of_the_rfc_with_the_same_payload) {
    EXPECT_EQ(control_message(Opcode::ping, "Hello").bytes(), "\x89\x05Hello"s);
    EXPECT_EQ(control_message(Opcode::pong, "Hello").bytes(), "\x8a\x05Hello"s);
}

TEST(Frames, joins_a_fragmented_message_and_tells_the_control_frames_between) {
    EXPECT_EQ(
        told(client_frame("\x01", "Hel") + client_frame("\x89", "are you there?") +
             client_frame("\x00"s, "") + client_frame("\x80", "lo") + client_frame("\x81", "next")),
        "ping are you there?, text Hello, text next, ");
}

TEST(Frames, reads_lengths_of_all_three_sizes) {
    for (const std::size_t size : {0u, 1u, 125u, 126u, 127u, 0xffffu, 0x10000u, 100'000u}) {
        const std::string text(size, 'x');
        EXPECT_EQ(told(client_frame("\x81", text), 100'000), "text " + text + ", ");
    }
}

TEST(Frames, gives_the_same_answer_however_the_bytes_are_cut) {
    const std::string stream = client_frame("\x81", std::string(300, 'a')) +
                               client_frame("\x01", "one ") + client_frame("\x89", "ping") +
                               client_frame("\x80", "two") + client_frame("\x88", "\x03\xe8");
    for (std::size_t cut = 0; cut <= stream.size(); ++cut) {
        FrameReader reader{1000};
        std::string said;
        for (std::string piece : {stream.substr(0, cut), stream.substr(cut)}) {
            for (std::span<char> rest = piece;;) {
                const auto arrived = reader.read(rest);
                ASSERT_TRUE(arrived);
                if (!*arrived) break;
                said += (*arrived)->payload;
            }
        }
        EXPECT_EQ(said, std::string(300, 'a') + "pingone two\x03\xe8") << cut;
    }
}

TEST(Frames, insists_on_masks) { EXPECT_EQ(told("\x81\x05Hello"s), "fault 1002"); }

TEST(Frames, knows_no_extensions) {
    for (const char* first : {"\xc1", "\xa1", "\x91"}) {
        EXPECT_EQ(told(client_frame(first, "x")), "fault 1002");
    }
}

TEST(Frames, knows_the_six_opcodes_and_no_others) {
    for (const char* first :
         {"\x83", "\x84", "\x85", "\x86", "\x87", "\x8b", "\x8c", "\x8d", "\x8e", "\x8f"}) {
        EXPECT_EQ(told(client_frame(first, "")), "fault 1002");
    }
}

TEST(Frames, takes_control_frames_only_whole_and_small) {
    EXPECT_EQ(told(client_frame("\x09", "ping")), "fault 1002");
    EXPECT_EQ(told(client_frame("\x89", std::string(126, 'x'))), "fault 1002");
    const std::string largest(125, 'x');
    EXPECT_EQ(told(client_frame("\x89", largest)), "ping " + largest + ", ");
}

TEST(Frames, takes_continuations_only_of_what_has_begun) {
    EXPECT_EQ(told(client_frame("\x80", "lo")), "fault 1002");
    EXPECT_EQ(told(client_frame("\x01", "Hel") + client_frame("\x81", "lo")), "fault 1002");
}

TEST(Frames, wants_the_length_told_in_as_few_bytes_as_do) {
    EXPECT_EQ(told("\x81\xfe\x00\x7d"s + "mask" + std::string(125, 'x')), "fault 1002");
    EXPECT_EQ(told("\x81\xff\x00\x00\x00\x00\x00\x00\xff\xff"s + "mask"), "fault 1002");
    EXPECT_EQ(told("\x81\xff\x80\x00\x00\x00\x00\x00\x00\x00"s + "mask"), "fault 1002");
}

TEST(Frames, understands_no_binary_messages) {
    EXPECT_EQ(told(client_frame("\x82", "x")), "fault 1003");
    EXPECT_EQ(told(client_frame("\x02", "x")), "fault 1003");
}

TEST(Frames, refuses_a_message_as_soon_as_it_is_known_to_be_too_large) {
    EXPECT_EQ(told(client_frame("\x81", std::string(1000, 'x'))).size(), 1000u + 7u);
    EXPECT_EQ(told(client_frame("\x81", std::string(1001, 'x')).substr(0, 8)), "fault 1009");
    EXPECT_EQ(told(client_frame("\x01", std::string(600, 'x')) +
                   client_frame("\x80", std::string(401, 'x')).substr(0, 8)),
              "fault 1009");
    EXPECT_EQ(told("\x81\xff\x7f\xff\xff\xff\xff\xff\xff\xff"s + "mask"), "fault 1009");
}

TEST(Frames, wants_text_to_be_utf8_once_it_is_whole) {
    EXPECT_EQ(told(client_frame("\x81", "\xce\xba\xe1\xbd\xb9\xcf\x83\xce\xbc\xce\xb5")),
              "text \xce\xba\xe1\xbd\xb9\xcf\x83\xce\xbc\xce\xb5, ");
    // A character may be cut in two by a fragment.
    EXPECT_EQ(told(client_frame("\x01", "\xce") + client_frame("\x80", "\xba")), "text \xce\xba, ");
    for (const char* wrong : {"\xce", "\xc0\xaf", "\xed\xa0\x80", "\xf4\x90\x80\x80", "\xff"}) {
        EXPECT_EQ(told(client_frame("\x81", wrong)), "fault 1007");
        EXPECT_EQ(told(client_frame("\x01", "x") + client_frame("\x80", wrong)), "fault 1007");
    }
}

TEST(Frames, gives_a_large_messages_buffer_back) {
    FrameReader reader{100'000};
    std::string begun = client_frame("\x01", std::string(50'000, 'x')) + client_frame("\x80", "");
    std::span<char> rest = begun;
    ASSERT_TRUE(reader.read(rest).value());
    EXPECT_GE(reader.capacity(), 50'000u);
    EXPECT_FALSE(reader.read(rest).value());
    EXPECT_LT(reader.capacity(), 5'000u);
}

TEST(CloseFrame, tells_why) {
    EXPECT_EQ(close_message(1008, "slow consumer").bytes(), "\x88\x0f\x03\xf0slow consumer"s);
    EXPECT_EQ(read_close("\x03\xf0slow consumer").value(), 1008);
    EXPECT_EQ(read_close("").value(), std::nullopt);
}

TEST(CloseFrame, cuts_a_long_reason_between_two_characters) {
    const std::string reason = std::string(122, 'x') + "\xc3\xa9" + "and so on";
    EXPECT_EQ(close_message(1000, reason).text().substr(2), std::string(122, 'x'));
    EXPECT_EQ(close_message(1000, std::string(200, 'x')).text().size(), 125u);
}

TEST(CloseFrame, has_no_code_that_may_not_be_sent) {
    for (const std::uint16_t code : std::initializer_list<std::uint16_t>{
             0, 999, 1004, 1005, 1006, 1015, 1016, 2999, 5000, 65535}) {
        const auto bytes = close_message(code, "");
        EXPECT_EQ(read_close(bytes.text()).error(), CloseCode::protocol_error) << code;
    }
    for (const std::uint16_t code :
         std::initializer_list<std::uint16_t>{1000, 1001, 1003, 1007, 1014, 3000, 4999}) {
        EXPECT_EQ(read_close(close_message(code, "").text()).value(), code);
    }
    EXPECT_EQ(read_close("\x03").error(), CloseCode::protocol_error);
    EXPECT_EQ(read_close("\x03\xe8\xff").error(), CloseCode::bad_text);
}

}  // namespace
}  // namespace gateways::websocket
