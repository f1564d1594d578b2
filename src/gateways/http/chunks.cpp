#include "gateways/http/chunks.hpp"

#include <algorithm>
#include <cstring>
#include <optional>
#include <string_view>

#include "base/result.hpp"
#include "gateways/http/head.hpp"

namespace gateways::http {
namespace {

using api::Malformed;

constexpr std::size_t size_line_bytes_max = 256;

// The line at the front of `bytes`, CR LF included; nothing while it may still become one.
std::expected<std::optional<std::string_view>, Malformed> find_line(std::string_view bytes,
                                                                    std::size_t bytes_max) {
    bytes = bytes.substr(0, bytes_max);
    std::size_t at = find_control(bytes, 0);
    while (at < bytes.size() && bytes[at] == '\t') at = find_control(bytes, at + 1);
    if (at == bytes.size() || (at + 1 == bytes.size() && bytes[at] == '\r')) {
        if (bytes.size() == bytes_max) return std::unexpected(Malformed::bad_request);
        return std::nullopt;
    }
    if (bytes[at] != '\r' || bytes[at + 1] != '\n') {
        return std::unexpected(Malformed::bad_request);
    }
    return bytes.substr(0, at + 2);
}

// "1f" or "1f;extension". Eight digits hold more than any limit of ours.
std::optional<std::size_t> parse_chunk_size(std::string_view line) {
    const std::string_view digits = line.substr(0, line.find_first_of(";\r"));
    if (digits.empty() || digits.size() > 8) return std::nullopt;
    std::size_t size = 0;
    for (const char c : digits) {
        const std::size_t digit = std::string_view{"0123456789abcdef0123456789ABCDEF"}.find(c);
        if (digit == std::string_view::npos) return std::nullopt;
        size = size * 16 + digit % 16;
    }
    return size;
}

}  // namespace

std::expected<bool, Malformed> Chunks::decode(std::span<char> bytes, const Limits& limits) {
    for (;;) {
        TRY(const bool moved, step(bytes, limits));
        if (whole_ || !moved) return whole_;
    }
}

// One part further; false when more bytes are needed for that.
std::expected<bool, Malformed> Chunks::step(std::span<char> bytes, const Limits& limits) {
    const std::string_view rest{bytes.data() + raw_, bytes.size() - raw_};
    switch (part_) {
        case Part::size_line: {
            TRY(const auto line, find_line(rest, size_line_bytes_max));
            if (!line) return false;
            const auto size = parse_chunk_size(*line);
            if (!size) return std::unexpected(Malformed::bad_request);
            if (*size > limits.body_bytes_max - decoded_) {
                return std::unexpected(Malformed::body_too_large);
            }
            raw_ += line->size();
            left_ = *size;
            part_ = *size == 0 ? Part::trailers : Part::content;
            return true;
        }
        case Part::content:
            if (rest.empty()) return false;
            take_content(bytes);
            return true;
        case Part::content_end: {
            TRY(const auto line, find_line(rest, 2));
            if (!line) return false;
            if (line->size() != 2) return std::unexpected(Malformed::bad_request);
            raw_ += 2;
            part_ = Part::size_line;
            return true;
        }
        case Part::trailers: {
            TRY(const auto line, find_line(rest, limits.header_bytes_max - trailer_bytes_));
            if (!line) return false;
            raw_ += line->size();
            trailer_bytes_ += line->size();
            whole_ = line->size() == 2;
            return true;
        }
    }
    return false;
}

void Chunks::take_content(std::span<char> bytes) {
    const std::size_t size = std::min(left_, bytes.size() - raw_);
    std::memmove(bytes.data() + decoded_, bytes.data() + raw_, size);
    raw_ += size;
    decoded_ += size;
    left_ -= size;
    if (left_ == 0) part_ = Part::content_end;
}

}  // namespace gateways::http
