#include "gateways/http/writer.hpp"

#include <array>
#include <charconv>
#include <string_view>

namespace gateways::http {
namespace {

std::string_view reason(unsigned status) {
    switch (status) {
        case 200:
            return "OK";
        case 201:
            return "Created";
        case 202:
            return "Accepted";
        case 204:
            return "No Content";
        case 304:
            return "Not Modified";
        case 400:
            return "Bad Request";
        case 401:
            return "Unauthorized";
        case 403:
            return "Forbidden";
        case 404:
            return "Not Found";
        case 405:
            return "Method Not Allowed";
        case 408:
            return "Request Timeout";
        case 409:
            return "Conflict";
        case 410:
            return "Gone";
        case 413:
            return "Content Too Large";
        case 415:
            return "Unsupported Media Type";
        case 418:
            return "I'm a teapot";
        case 422:
            return "Unprocessable Content";
        case 429:
            return "Too Many Requests";
        case 431:
            return "Request Header Fields Too Large";
        case 500:
            return "Internal Server Error";
        case 501:
            return "Not Implemented";
        case 503:
            return "Service Unavailable";
        default:
            return "Other";
    }
}

void append_number(std::string& out, std::size_t number) {
    std::array<char, 20> digits;
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
    out.append(digits.data(), end);
}

bool has_no_content(unsigned status) { return status < 200 || status == 204 || status == 304; }

}  // namespace

void append_response(std::string& out, const api::Response& response, Manner manner) {
    out += "HTTP/1.1 ";
    append_number(out, response.status);
    out += ' ';
    out += reason(response.status);
    out += "\r\n";
    const std::string_view body =
        response.content_type.empty() ? std::string_view{} : std::string_view{response.body};
    if (!response.content_type.empty()) {
        out += "Content-Type: ";
        out += response.content_type;
        out += "\r\n";
    }
    if (!has_no_content(response.status)) {
        out += "Content-Length: ";
        append_number(out, body.size());
        out += "\r\n";
    }
    out += response.headers;
    if (!manner.keep_alive) {
        out += "Connection: close\r\n";
    } else if (manner.old_version) {
        out += "Connection: keep-alive\r\n";
    }
    out += "\r\n";
    if (!manner.head_only && !has_no_content(response.status)) out += body;
}

}  // namespace gateways::http
