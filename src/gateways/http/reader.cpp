#include "gateways/http/reader.hpp"

#include <cstring>
#include <utility>

#include "base/check.hpp"
#include "base/result.hpp"

namespace gateways::http {
namespace {

using api::Malformed;

constexpr std::size_t capacity_idle = 4 * 1024;

}  // namespace

Reader::Reader(Limits limits) : limits_{limits} { move_to(capacity_idle); }

std::span<char> Reader::room() {
    if (is_idle() && head_bytes_ == 0) {
        if (capacity_ > 4 * capacity_idle) move_to(capacity_idle);
        begin_ = end_ = 0;
    }
    if (end_ == capacity_) move_to(begin_ > 0 ? capacity_ : 2 * capacity_);
    return {buffer_.get() + end_, capacity_ - end_};
}

void Reader::finish_reading() {
    buffer_.reset();
    capacity_ = begin_ = end_ = 0;
}

// To the front of a buffer of that size, which may be the one we have.
void Reader::move_to(std::size_t capacity) {
    const std::string_view kept = unread();
    if (capacity == capacity_) {
        std::memmove(buffer_.get(), kept.data(), kept.size());
    } else {
        auto larger = std::make_unique_for_overwrite<char[]>(capacity);
        if (!kept.empty()) std::memcpy(larger.get(), kept.data(), kept.size());
        buffer_ = std::move(larger);
        capacity_ = capacity;
    }
    end_ = kept.size();
    begin_ = 0;
    views_are_stale_ = true;
}

std::expected<bool, Malformed> Reader::next() {
    if (request_bytes_ != 0) forget_request();
    if (head_bytes_ == 0) {
        TRY(const bool whole, read_head());
        if (!whole) return false;
    }
    return read_body();
}

void Reader::forget_request() {
    begin_ += std::exchange(request_bytes_, 0);
    scan_ = {};
    chunks_ = {};
    head_bytes_ = 0;
    continued_ = false;
}

std::expected<bool, Malformed> Reader::read_head() {
    TRY(const bool whole, scan_.scan(unread(), limits_.header_bytes_max));
    if (!whole) return false;
    TRY(head_, parse_head(unread().substr(scan_.start(), scan_.end() - scan_.start()), request_));
    head_bytes_ = scan_.end();
    views_are_stale_ = false;
    return true;
}

std::expected<bool, Malformed> Reader::read_body() {
    switch (head_.body) {
        case BodyKind::none:
            return finish(0, head_bytes_);
        case BodyKind::chunked:
            return read_chunks();
        case BodyKind::sized:
            break;
    }
    if (head_.body_bytes > limits_.body_bytes_max) {
        return std::unexpected(Malformed::body_too_large);
    }
    if (unread().size() - head_bytes_ < head_.body_bytes) return false;
    return finish(head_.body_bytes, head_bytes_ + head_.body_bytes);
}

std::expected<bool, Malformed> Reader::read_chunks() {
    const std::span body{buffer_.get() + begin_ + head_bytes_, buffer_.get() + end_};
    TRY(const bool whole, chunks_.decode(body, limits_));
    if (whole) return finish(chunks_.decoded(), head_bytes_ + chunks_.raw());
    // What is left undecoded is less than a line: close the gap, and the buffer holds the body
    // alone however many chunks it came in.
    const std::span rest = body.subspan(chunks_.raw());
    std::memmove(body.data() + chunks_.decoded(), rest.data(), rest.size());
    end_ -= chunks_.raw() - chunks_.decoded();
    chunks_.gap_closed();
    return false;
}

// The views are made again only if the body came later than the head and moved the buffer.
bool Reader::finish(std::size_t body_bytes, std::size_t request_bytes) {
    if (views_are_stale_) {
        const std::string_view head = unread().substr(scan_.start(), scan_.end() - scan_.start());
        CHECK(parse_head(head, request_).has_value());
        views_are_stale_ = false;
    }
    request_.body = unread().substr(head_bytes_, body_bytes);
    request_bytes_ = request_bytes;
    return true;
}

bool Reader::wants_continue() {
    return is_in_body() && head_.expects_continue && !std::exchange(continued_, true);
}

}  // namespace gateways::http
