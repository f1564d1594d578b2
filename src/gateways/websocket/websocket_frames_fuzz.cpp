// Whatever a client sends, and however the network cuts it, the reader says the same; and what it
// hands out keeps its promises.
#include <algorithm>
#include <simdjson.h>
#include <string>

#include "base/check.hpp"
#include "base/fuzz.hpp"
#include "gateways/cut_anywhere_for_tests.hpp"
#include "gateways/websocket/client_frames_for_tests.hpp"
#include "gateways/websocket/frames.hpp"

namespace gateways::websocket {
namespace {

constexpr std::size_t message_bytes_max = 700;

// A byte of 0x80 and more becomes a phrase, so that random bytes say something.
const std::string phrases[] = {
    testing::text_frame("hello"),
    testing::text_frame(""),
    testing::text_frame("\xce\xba\xe1\xbd\xb9"),
    testing::text_frame("\xff"),
    testing::text_frame(std::string(200, 'x')),
    testing::text_frame(std::string(message_bytes_max, 'y')),
    testing::client_frame("\x01", "begin \xce"),
    testing::client_frame("\x01", std::string(300, 'z')),
    testing::client_frame({"\x00", 1}, "go on"),
    testing::client_frame({"\x00", 1}, ""),
    testing::client_frame("\x80", "\xba end"),
    testing::client_frame("\x80", std::string(401, 'z')),
    testing::client_frame("\x89", "ping"),
    testing::client_frame("\x8a", std::string(125, 'p')),
    testing::client_frame("\x88", "\x03\xe8gone"),
    testing::client_frame("\x88", ""),
};

std::string stream_of(std::span<const std::uint8_t> bytes) {
    std::string stream;
    for (const std::uint8_t byte : bytes) {
        if (byte >= 0x80) {
            stream += phrases[byte % std::size(phrases)];
        } else {
            stream += static_cast<char>(byte * 2 + 1);
        }
    }
    return stream;
}

// Everything that the reader said, as text.
class Transcript {
  public:
    // False once the reader has found a fault.
    bool hear(std::string_view piece) {
        std::string masked{piece};  // it is unmasked where it lies
        for (std::span<char> rest = masked;;) {
            const auto arrived = reader_.read(rest);
            if (!arrived) {
                told_ += "fault " + std::to_string(static_cast<unsigned>(arrived.error()));
                return false;
            }
            if (!*arrived) {
                CHECK(rest.empty());
                CHECK(reader_.capacity() <= std::max<std::size_t>(2 * message_bytes_max, 4096));
                return true;
            }
            note(**arrived);
        }
    }
    const std::string& told() const { return told_; }

  private:
    void note(const Arrived& arrived) {
        const std::string_view payload = arrived.payload;
        switch (arrived.kind) {
            case Opcode::text:
                CHECK(payload.size() <= message_bytes_max);
                CHECK(simdjson::validate_utf8(payload.data(), payload.size()));
                break;
            case Opcode::close:
            case Opcode::ping:
            case Opcode::pong:
                CHECK(payload.size() <= control_bytes_max);
                break;
            case Opcode::continuation:
            case Opcode::binary:
                CHECK(false);
        }
        told_ += std::to_string(static_cast<unsigned>(arrived.kind)) + " [";
        told_.append(payload).append("]\n");
        if (arrived.kind == Opcode::close) note_close(payload);
    }
    // What the client may say, we may say back.
    static void note_close(std::string_view payload) {
        const auto code = read_close(payload);
        if (!code || !*code) return;
        CHECK(read_close(close_message(**code, payload.substr(2)).text()).value() == *code);
    }

    FrameReader reader_{message_bytes_max};
    std::string told_;
};

FUZZ_TARGET(websocket_frames, bytes) {
    check_cuts<Transcript>(stream_of(bytes), bytes.size() + (bytes.empty() ? 0u : bytes[0]), 90);
}

}  // namespace
}  // namespace gateways::websocket
