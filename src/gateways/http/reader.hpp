// The bytes of one connection, read as one request after the other.
//
//     reader.room()        where the next bytes go
//     reader.received(n)   n bytes were put there
//     reader.next()        true: request() is whole, and its views hold until the next next()
//                          false: more bytes are needed; a fault: say so and close
//
// Errors   headers_too_large, body_too_large, bad_request; after one the reader is done.
// Memory   4 KiB while idle; grows with what has really arrived, up to both limits together.
// Threads  one at a time. Between next() and the following next() the buffer does not move, as
//          long as room() is not asked for.
#pragma once

#include <cstddef>
#include <expected>
#include <memory>
#include <span>
#include <string_view>

#include "gateways/http/chunks.hpp"
#include "gateways/http/head.hpp"

namespace gateways::http {

class Reader {
  public:
    explicit Reader(Limits limits);

    std::span<char> room();
    void received(std::size_t bytes) { end_ += bytes; }

    [[nodiscard]] std::expected<bool, api::Malformed> next();
    const api::Request& request() const { return request_; }
    api::Request& request() { return request_; }
    const Head& head() const { return head_; }

    std::size_t capacity() const { return capacity_; }
    // What has arrived and is not read yet; and bytes of it that are no part of any request.
    std::string_view unread() const { return {buffer_.get() + begin_, end_ - begin_}; }
    void skip(std::size_t bytes) { begin_ += bytes; }
    // What has arrived behind the request that next() has found whole.
    std::string_view behind() const { return unread().substr(request_bytes_); }
    // Nothing will be read any more: frees the buffer.
    void finish_reading();
    // Nothing of a further request has arrived.
    bool is_idle() const { return begin_ == end_; }
    // Of the request being read the head is whole, the body is not.
    bool is_in_body() const { return head_bytes_ != 0; }
    // Once per request: the client waits for "100 Continue" before it sends the body.
    bool wants_continue();
    // For the answer to a fault: as much of the target as was understood.
    std::string_view target() const {
        return target_of(unread().substr(0, limits_.header_bytes_max));
    }

  private:
    void forget_request();
    std::expected<bool, api::Malformed> read_head();
    std::expected<bool, api::Malformed> read_body();
    std::expected<bool, api::Malformed> read_chunks();
    bool finish(std::size_t body_bytes, std::size_t request_bytes);
    void move_to(std::size_t capacity);

    Limits limits_;
    std::unique_ptr<char[]> buffer_;
    std::size_t capacity_{};
    std::size_t begin_{};  // of the request being read
    std::size_t end_{};    // of what has arrived

    HeadScan scan_;
    Chunks chunks_;
    Head head_;
    std::size_t head_bytes_{};     // 0 until the head is whole
    std::size_t request_bytes_{};  // 0 until the request is whole
    bool views_are_stale_{};       // the buffer has moved since the head was parsed
    bool continued_{};
    api::Request request_;
};

}  // namespace gateways::http
