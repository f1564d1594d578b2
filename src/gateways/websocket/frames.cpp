#include "gateways/websocket/frames.hpp"

#include <algorithm>
#include <bit>
#include <cstring>
#include <simdjson.h>
#include <utility>

#include "base/check.hpp"
#include "base/result.hpp"

namespace gateways::websocket {
namespace {

using api::CloseCode;

constexpr unsigned char last_bit = 0x80;
constexpr unsigned char reserved_bits = 0x70;
constexpr unsigned char mask_bit = 0x80;
// Larger buffers are given back once their message was read.
constexpr std::size_t message_bytes_kept = 4 * 1024;

constexpr bool is_control(Opcode opcode) { return static_cast<std::uint8_t>(opcode) >= 8; }

constexpr bool is_known(Opcode opcode) {
    switch (opcode) {
        case Opcode::continuation:
        case Opcode::text:
        case Opcode::binary:
        case Opcode::close:
        case Opcode::ping:
        case Opcode::pong:
            return true;
    }
    return false;
}

bool is_utf8(std::string_view text) { return simdjson::validate_utf8(text.data(), text.size()); }

constexpr std::size_t length_bytes(unsigned char second) {
    const unsigned length = second & 0x7fu;
    return length < 126 ? 0 : length == 126 ? 2 : 8;
}

// Eight bytes at a time; `at` is the place in the payload where `bytes` begins.
void unmask(std::span<char> bytes, std::array<unsigned char, 4> mask, std::uint64_t at) {
    std::array<unsigned char, 8> pattern;
    for (std::size_t i = 0; i < 8; ++i) pattern[i] = mask[(at + i) % 4];
    const auto eight = std::bit_cast<std::uint64_t>(pattern);
    std::size_t i = 0;
    for (; i + 8 <= bytes.size(); i += 8) {
        std::uint64_t word{};
        std::memcpy(&word, bytes.data() + i, 8);
        word ^= eight;
        std::memcpy(bytes.data() + i, &word, 8);
    }
    for (; i < bytes.size(); ++i) bytes[i] = static_cast<char>(bytes[i] ^ pattern[i % 8]);
}

// RFC 6455, 7.4: what may stand in a close frame. 1004 to 1006 and 1015 never do.
bool is_close_code(std::uint16_t code) {
    return (code >= 1000 && code <= 1003) || (code >= 1007 && code <= 1014) ||
           (code >= 3000 && code <= 4999);
}

std::uint16_t two_bytes(std::string_view bytes) {
    return static_cast<std::uint16_t>(static_cast<unsigned char>(bytes[0]) << 8 |
                                      static_cast<unsigned char>(bytes[1]));
}

// Its first bytes, at most that many, without half a character at the end.
std::string_view cut(std::string_view text, std::size_t bytes_max) {
    if (text.size() <= bytes_max) return text;
    std::size_t end = bytes_max;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xc0u) == 0x80) --end;
    return text.substr(0, end);
}

}  // namespace

std::expected<std::optional<Arrived>, CloseCode> FrameReader::read(std::span<char>& bytes) {
    if (is_done_) forget_message();
    for (;;) {
        if (!in_payload_) {
            TRY(const bool whole, read_header(bytes));
            if (!whole) return std::nullopt;
        }
        const auto payload = read_payload(bytes);
        if (!payload) return std::nullopt;
        in_payload_ = false;
        if (is_control(frame_.opcode)) return Arrived{frame_.opcode, *payload};
        is_fragmented_ = !frame_.is_last;
        if (is_fragmented_) continue;
        is_done_ = true;
        if (!is_utf8(*payload)) return std::unexpected(CloseCode::bad_text);
        return Arrived{Opcode::text, *payload};
    }
}

// As far as it can be told from what has arrived of it.
std::size_t FrameReader::header_size() const {
    if (header_bytes_ < 2) return 2;
    return 2 + length_bytes(header_[1]) + ((header_[1] & mask_bit) != 0 ? 4 : 0);
}

// A header is judged when it is whole, so that it does not matter how it was cut.
std::expected<bool, CloseCode> FrameReader::read_header(std::span<char>& bytes) {
    while (header_bytes_ < header_size()) {
        if (bytes.empty()) return false;
        const std::size_t taken = std::min(header_size() - header_bytes_, bytes.size());
        std::memcpy(header_.data() + header_bytes_, bytes.data(), taken);
        header_bytes_ += taken;
        bytes = bytes.subspan(taken);
    }
    Frame frame{.opcode = static_cast<Opcode>(header_[0] & 0x0f),
                .is_last = (header_[0] & last_bit) != 0,
                .mask{},
                .payload_bytes = payload_bytes()};
    if (const auto fault = fault_of(frame)) return std::unexpected(*fault);
    std::memcpy(frame.mask.data(), header_.data() + header_bytes_ - 4, 4);
    frame_ = frame;
    at_ = 0;
    header_bytes_ = 0;
    in_payload_ = true;
    return true;
}

std::uint64_t FrameReader::payload_bytes() const {
    const std::size_t longer = length_bytes(header_[1]);
    std::uint64_t bytes = longer == 0 ? header_[1] & 0x7fu : 0u;
    for (std::size_t i = 0; i < longer; ++i) bytes = bytes << 8 | header_[2 + i];
    return bytes;
}

std::optional<CloseCode> FrameReader::fault_of(const Frame& frame) const {
    constexpr CloseCode wrong = CloseCode::protocol_error;
    const std::size_t longer = length_bytes(header_[1]);
    if ((header_[0] & reserved_bits) != 0 || !is_known(frame.opcode)) return wrong;
    if ((header_[1] & mask_bit) == 0) return wrong;
    // The length is told in as few bytes as do, and has 63 bits.
    if (longer == 2 && frame.payload_bytes < 126) return wrong;
    if (longer == 8 && (frame.payload_bytes <= 0xffff || frame.payload_bytes >> 63 != 0)) {
        return wrong;
    }
    if (is_control(frame.opcode)) {
        if (!frame.is_last || frame.payload_bytes > control_bytes_max) return wrong;
        return std::nullopt;
    }
    if ((frame.opcode == Opcode::continuation) != is_fragmented_) return wrong;
    if (frame.opcode == Opcode::binary) return CloseCode::unsupported;
    if (frame.payload_bytes > message_bytes_max_ - message_.size()) return CloseCode::too_big;
    return std::nullopt;
}

// Nothing while more bytes are needed. Then the payload of a control frame, or of the message as
// far as its frames have come.
std::optional<std::string_view> FrameReader::read_payload(std::span<char>& bytes) {
    const std::uint64_t before = at_;
    const std::string_view piece = read_piece(bytes);
    const bool whole = at_ == frame_.payload_bytes;
    if (is_control(frame_.opcode)) {
        if (whole && before == 0) return piece;
        piece.copy(control_.data() + before, piece.size());
        if (!whole) return std::nullopt;
        return std::string_view{control_.data(), at_};
    }
    if (whole && before == 0 && !is_fragmented_ && frame_.is_last) return piece;
    message_ += piece;
    if (!whole) return std::nullopt;
    return message_;
}

std::string_view FrameReader::read_piece(std::span<char>& bytes) {
    const std::uint64_t left = frame_.payload_bytes - at_;
    const std::span<char> piece = bytes.first(std::min<std::uint64_t>(left, bytes.size()));
    unmask(piece, frame_.mask, at_);
    at_ += piece.size();
    bytes = bytes.subspan(piece.size());
    return {piece.data(), piece.size()};
}

void FrameReader::forget_message() {
    is_done_ = false;
    message_.clear();
    if (message_.capacity() > message_bytes_kept) std::string{}.swap(message_);
}

std::expected<std::optional<std::uint16_t>, CloseCode> read_close(std::string_view payload) {
    if (payload.empty()) return std::nullopt;
    if (payload.size() == 1) return std::unexpected(CloseCode::protocol_error);
    const std::uint16_t code = two_bytes(payload);
    if (!is_close_code(code)) return std::unexpected(CloseCode::protocol_error);
    if (!is_utf8(payload.substr(2))) return std::unexpected(CloseCode::bad_text);
    return code;
}

api::SocketMessage control_message(Opcode kind, std::string_view payload) {
    CHECK(is_control(kind) && payload.size() <= control_bytes_max);
    auto bytes = std::make_shared_for_overwrite<char[]>(2 + payload.size());
    bytes[0] = static_cast<char>(last_bit | static_cast<unsigned char>(kind));
    bytes[1] = static_cast<char>(payload.size());
    payload.copy(bytes.get() + 2, payload.size());
    return {std::move(bytes), 2 + payload.size(), 2};
}

api::SocketMessage close_message(std::uint16_t code, std::string_view reason) {
    std::string payload{static_cast<char>(code >> 8), static_cast<char>(code & 0xff)};
    payload += cut(reason, control_bytes_max - 2);
    return control_message(Opcode::close, payload);
}

}  // namespace gateways::websocket
