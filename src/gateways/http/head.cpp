#include "gateways/http/head.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>
#include <utility>

#include "base/letters.hpp"

namespace gateways::http {
namespace {

using api::Malformed;
using api::Method;
using base::same_word;
using base::trimmed;

// RFC 9110 "token": what names are made of.
constexpr auto token_table = [] {
    std::array<bool, 256> table{};
    for (unsigned char c = '0'; c <= '9'; ++c) table[c] = true;
    for (unsigned char c = 'a'; c <= 'z'; ++c) table[c] = true;
    for (unsigned char c = 'A'; c <= 'Z'; ++c) table[c] = true;
    for (const char c : std::string_view{"!#$%&'*+-.^_`|~"}) {
        table[static_cast<unsigned char>(c)] = true;
    }
    return table;
}();

bool is_token(std::string_view text) {
    return !text.empty() && std::ranges::all_of(text, [](char c) {
        return token_table[static_cast<unsigned char>(c)];
    });
}

Method method_of(std::string_view text) {
    if (text == "GET") return Method::get;
    if (text == "POST") return Method::post;
    if (text == "DELETE") return Method::del;
    if (text == "PUT") return Method::put;
    if (text == "PATCH") return Method::patch;
    if (text == "HEAD") return Method::head;
    if (text == "OPTIONS") return Method::options;
    return Method::other;
}

// "http://host/path?query" asks for the same as "/path?query" (RFC 9112 3.2.2).
std::string_view without_authority(std::string_view target) {
    for (const std::string_view scheme : {"http://", "https://"}) {
        if (!same_word(target.substr(0, scheme.size()), scheme)) continue;
        const std::size_t authority_end = target.find_first_of("/?", scheme.size());
        return authority_end == target.npos ? std::string_view{"/"} : target.substr(authority_end);
    }
    return target;
}

// False when the target is of no form that we serve ("*" is for OPTIONS, CONNECT is for proxies).
bool split_target(std::string_view text, api::Request& request) {
    request.target = without_authority(text);
    const bool bare_query = request.target.data() != text.data() && request.target[0] == '?';
    const bool whole_server = text == "*" && request.method == Method::options;
    if (request.target[0] != '/' && !bare_query && !whole_server) return false;
    const std::size_t mark = request.target.find('?');
    request.path = bare_query ? std::string_view{"/"} : request.target.substr(0, mark);
    request.query =
        mark == request.target.npos ? std::string_view{} : request.target.substr(mark + 1);
    return true;
}

// The version's minor number. Exactly two spaces, so a space in a target is a fault.
std::expected<bool, Malformed> parse_request_line(std::string_view line, api::Request& request) {
    const std::size_t first = line.find(' ');
    const std::size_t second = first == line.npos ? line.npos : line.find(' ', first + 1);
    if (second == line.npos) return std::unexpected(Malformed::bad_request);
    const std::string_view target = line.substr(first + 1, second - first - 1);
    const std::string_view version = line.substr(second + 1);

    request.method_text = line.substr(0, first);
    request.method = method_of(request.method_text);
    const bool old_version = version == "HTTP/1.0";
    if (!is_token(request.method_text) || target.empty() || target.contains('\t') ||
        (version != "HTTP/1.1" && !old_version) || !split_target(target, request)) {
        return std::unexpected(Malformed::bad_request);
    }
    return old_version;
}

// Digits only: no sign, no list, nothing past 18 digits.
bool parse_length(std::string_view text, std::uint64_t& length) {
    if (text.empty() || text.size() > 18) return false;
    length = 0;
    for (const char c : text) {
        if (c < '0' || c > '9') return false;
        length = length * 10 + static_cast<std::uint64_t>(c - '0');
    }
    return true;
}

// What the fields that steer the connection said, gathered while the lines go by.
struct Steering {
    bool host{};
    bool length{};
    bool chunked{};
    bool close{};
    bool stay{};
    std::uint64_t body_bytes{};
    bool expects_continue{};
};

void note_connection(std::string_view list, Steering& steering) {
    while (!list.empty()) {
        const std::size_t comma = std::min(list.find(','), list.size());
        const std::string_view option = trimmed(list.substr(0, comma));
        steering.close |= same_word(option, "close");
        steering.stay |= same_word(option, "keep-alive");
        list.remove_prefix(std::min(comma + 1, list.size()));
    }
}

// False when the field may not be there, or not twice, or not like this.
bool note_field(const api::Header& field, Steering& steering) {
    switch (field.name.size()) {
        case 4:
            return !same_word(field.name, "host") || !std::exchange(steering.host, true);
        case 6:
            if (same_word(field.name, "expect")) {
                steering.expects_continue = same_word(field.value, "100-continue");
            }
            return true;
        case 10:
            if (same_word(field.name, "connection")) note_connection(field.value, steering);
            return true;
        case 14:
            return !same_word(field.name, "content-length") ||
                   (!std::exchange(steering.length, true) &&
                    parse_length(field.value, steering.body_bytes));
        case 17:
            return !same_word(field.name, "transfer-encoding") ||
                   (!std::exchange(steering.chunked, true) && same_word(field.value, "chunked"));
        default:
            return true;
    }
}

// "Name: value". A line that starts with a space would continue the one before: refused, because
// its name is no token.
bool parse_field(std::string_view line, api::Header& field) {
    const std::size_t colon = line.find(':');
    if (colon == line.npos) return false;
    field = {line.substr(0, colon), trimmed(line.substr(colon + 1))};
    return is_token(field.name);
}

std::string_view next_line(std::string_view& rest) {
    const std::string_view line = rest.substr(0, rest.find('\r'));
    rest.remove_prefix(line.size() + 2);
    return line;
}

}  // namespace

std::size_t find_control(std::string_view bytes, std::size_t from) {
    // Eight bytes at once: a byte below 0x20 borrows into its top bit, and 0x7f becomes zero when
    // flipped. The lowest mark is exact, and that is the one we take.
    constexpr std::uint64_t ones = 0x0101010101010101;
    constexpr std::uint64_t tops = 0x80 * ones;
    if constexpr (std::endian::native == std::endian::little) {
        for (; from + 8 <= bytes.size(); from += 8) {
            std::uint64_t word{};
            std::memcpy(&word, bytes.data() + from, 8);
            const std::uint64_t flipped = word ^ 0x7f * ones;
            const std::uint64_t marks =
                (((word - 0x20 * ones) & ~word) | ((flipped - ones) & ~flipped)) & tops;
            if (marks != 0) return from + static_cast<std::size_t>(std::countr_zero(marks)) / 8;
        }
    }
    for (; from < bytes.size(); ++from) {
        const auto c = static_cast<unsigned char>(bytes[from]);
        if (c < 0x20 || c == 0x7f) break;
    }
    return from;
}

std::expected<bool, Malformed> HeadScan::scan(std::string_view bytes, std::size_t bytes_max) {
    bytes = bytes.substr(0, bytes_max);
    for (;;) {
        at_ = find_control(bytes, at_);
        const bool cut_after_return = at_ + 1 == bytes.size() && bytes[at_] == '\r';
        if (at_ == bytes.size() || cut_after_return) {
            if (bytes.size() == bytes_max) return std::unexpected(Malformed::headers_too_large);
            return false;
        }
        if (bytes[at_] == '\t') {
            ++at_;
            continue;
        }
        if (bytes[at_] != '\r' || bytes[at_ + 1] != '\n') {
            return std::unexpected(Malformed::bad_request);
        }
        const auto whole = line_ended(bytes);
        if (!whole || *whole) return whole;
    }
}

std::expected<bool, Malformed> HeadScan::line_ended(std::string_view bytes) {
    const std::string_view line = bytes.substr(line_, at_ - line_);
    const bool request_line = line_ == start_;
    at_ += 2;
    line_ = at_;
    if (!request_line) return line.empty();
    if (line.empty()) {
        if (start_ != 0) return std::unexpected(Malformed::bad_request);
        start_ = line_;
        return false;
    }
    api::Request ignored;
    const auto read = parse_request_line(line, ignored);
    if (!read) return std::unexpected(read.error());
    return false;
}

std::expected<Head, Malformed> parse_head(std::string_view head, api::Request& request) {
    request.headers.clear();
    const auto old_version = parse_request_line(next_line(head), request);
    if (!old_version) return std::unexpected(old_version.error());

    Steering steering;
    for (std::string_view line = next_line(head); !line.empty(); line = next_line(head)) {
        if (request.headers.size() == headers_max) {
            return std::unexpected(Malformed::headers_too_large);
        }
        api::Header& field = request.headers.emplace_back();
        if (!parse_field(line, field) || !note_field(field, steering)) {
            return std::unexpected(Malformed::bad_request);
        }
    }
    // One length, told one way; and chunks are unknown to HTTP/1.0.
    if (steering.chunked && (steering.length || *old_version)) {
        return std::unexpected(Malformed::bad_request);
    }
    if (!steering.host && !*old_version) return std::unexpected(Malformed::bad_request);

    return Head{
        .body = steering.chunked           ? BodyKind::chunked
                : steering.body_bytes != 0 ? BodyKind::sized
                                           : BodyKind::none,
        .body_bytes = steering.body_bytes,
        .keep_alive = !steering.close && (!*old_version || steering.stay),
        .old_version = *old_version,
        .expects_continue = steering.expects_continue && !*old_version,
    };
}

std::string_view target_of(std::string_view bytes) {
    if (bytes.starts_with("\r\n")) bytes.remove_prefix(2);
    const std::size_t end = find_control(bytes, 0);
    api::Request request;
    if (end == bytes.size() || !parse_request_line(bytes.substr(0, end), request)) return {};
    return request.target;
}

}  // namespace gateways::http
