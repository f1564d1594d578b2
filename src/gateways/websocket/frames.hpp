// The frames of RFC 6455, read from a client's bytes and written for it.
//
//     FrameReader reader{64 * 1024};
//     for (std::span<char> rest = bytes;;) {
//         const auto arrived = reader.read(rest);   // 81 85 37fa213d 7f9f4d5158 -> text "Hello"
//         if (!arrived) goodbye(arrived.error());   // why, as the close frame says it
//         if (!*arrived) break;                     // all was read, more bytes are needed
//         ...
//     }
//
// The pieces of a fragmented message are joined, and control frames between them come out at
// once. The same bytes give the same answer however they are cut.
//
// Errors   protocol_error, unsupported (a binary message), bad_text (not UTF-8), too_big; after
//          one the reader is done. No extension is spoken, so reserved bits are errors.
// Memory   a message that comes whole is read where it lies; only what is cut is copied.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "api/access/sockets.hpp"

namespace gateways::websocket {

enum class Opcode : std::uint8_t {
    continuation = 0,
    text = 1,
    binary = 2,
    close = 8,
    ping = 9,
    pong = 10,
};

inline constexpr std::size_t control_bytes_max = 125;

// A whole message or control frame. The payload holds until the next read().
struct Arrived {
    Opcode kind{};  // text, close, ping or pong
    std::string_view payload;
};

class FrameReader {
  public:
    explicit FrameReader(std::size_t message_bytes_max) : message_bytes_max_{message_bytes_max} {}

    // Takes what it reads off the front of `bytes`, and unmasks it in place.
    [[nodiscard]] std::expected<std::optional<Arrived>, api::CloseCode> read(
        std::span<char>& bytes);

    std::size_t capacity() const { return message_.capacity(); }

  private:
    struct Frame {
        Opcode opcode{};
        bool is_last{};
        std::array<unsigned char, 4> mask{};
        std::uint64_t payload_bytes{};
    };

    std::size_t header_size() const;
    std::uint64_t payload_bytes() const;
    std::expected<bool, api::CloseCode> read_header(std::span<char>& bytes);
    std::optional<api::CloseCode> fault_of(const Frame& frame) const;
    std::optional<std::string_view> read_payload(std::span<char>& bytes);
    std::string_view read_piece(std::span<char>& bytes);
    void forget_message();

    const std::size_t message_bytes_max_;
    std::array<unsigned char, 14> header_{};
    std::size_t header_bytes_{};  // of it, so far
    bool in_payload_{};
    Frame frame_;           // being read
    std::uint64_t at_{};    // in its payload
    bool is_fragmented_{};  // a message has begun in an earlier frame
    bool is_done_{};        // message_ was handed out
    std::string message_;   // what of it had to be kept
    std::array<char, control_bytes_max> control_{};
};

// What a client's close frame says; nothing for an empty one.
std::expected<std::optional<std::uint16_t>, api::CloseCode> read_close(std::string_view payload);

// Control frames for the client.
api::SocketMessage control_message(Opcode kind, std::string_view payload);
// `code` may also be a number that the client chose. The reason is cut where it is too long.
api::SocketMessage close_message(std::uint16_t code, std::string_view reason);

}  // namespace gateways::websocket
