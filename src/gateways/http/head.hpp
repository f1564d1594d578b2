// The head of an HTTP/1.x request: where it ends, and what it says.
//
//     GET /api/v3/depth?symbol=BTCUSDT HTTP/1.1\r\n      method GET, path /api/v3/depth
//     Host: localhost:8420\r\n                           query symbol=BTCUSDT
//     \r\n                                               no body, keep_alive
//
// Why a parser of our own: what two parsers read differently is how requests are smuggled, so we
// read one way only. Lines end with CR LF and nothing else, no folded lines, no space before a
// colon, one Host, one plain Content-Length or one "chunked", never both. Beast 1.81 unfolds
// lines unseen and copies every field. The target may hold any visible byte, since
// `symbols=["BTCUSDT"]` arrives unencoded from real clients.
//
// Threads  none. Cost: one pass over the bytes to find the end, one to read them; no allocation
//          but the request's vector of headers, which is reused.
#pragma once

#include <cstddef>
#include <cstdint>
#include <expected>
#include <string_view>

#include "api/access/http.hpp"

namespace gateways::http {

inline constexpr std::size_t headers_max = 100;

// The first control character at or after `from`, a tab included, or the size of `bytes`.
std::size_t find_control(std::string_view bytes, std::size_t from);

// Finds the end of a head that arrives in pieces. The same bytes give the same answer however
// they are cut: each fault belongs to one place in the stream and the first one counts.
class HeadScan {
  public:
    // `bytes` is the request from its first byte, each time longer. True: the head is whole.
    // A request line that is none is refused as soon as it ends.
    std::expected<bool, api::Malformed> scan(std::string_view bytes, std::size_t bytes_max);

    // One empty line before the request line is skipped (old clients end a body with it).
    std::size_t start() const { return start_; }
    std::size_t end() const { return line_; }  // once scan() said true

  private:
    std::expected<bool, api::Malformed> line_ended(std::string_view bytes);

    std::size_t start_{};  // of the request line
    std::size_t line_{};   // of the line being read
    std::size_t at_{};     // all before it was looked at
};

enum class BodyKind : std::uint8_t { none, sized, chunked };

// How to read on after the head, and how to answer.
struct Head {
    BodyKind body{};
    std::uint64_t body_bytes{};  // sized only
    bool keep_alive{};
    bool old_version{};  // HTTP/1.0: staying must be said aloud
    bool expects_continue{};
};

// Fills method, target, path, query and headers of `request` with views into `head` (from
// start() to end() of a HeadScan). It is filled in place, since its vector is worth reusing;
// after a fault it holds what was understood so far.
std::expected<Head, api::Malformed> parse_head(std::string_view head, api::Request& request);

// The target of a request that went no further than its first line; empty when not even that
// was understood.
std::string_view target_of(std::string_view bytes);

}  // namespace gateways::http
