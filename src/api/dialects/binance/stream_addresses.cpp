#include "api/dialects/binance/stream_addresses.hpp"

namespace api::binance {
namespace {

int hex_of(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

// What is no escape stays as it is. A plus is a plus: time zones have one.
std::string decoded(std::string_view text) {
    std::string plain;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool escape = text[i] == '%' && i + 2 < text.size();
        const int high = escape ? hex_of(text[i + 1]) : -1;
        const int low = escape ? hex_of(text[i + 2]) : -1;
        if (high < 0 || low < 0) {
            plain += text[i];
            continue;
        }
        plain += static_cast<char>(high * 16 + low);
        i += 2;
    }
    return plain;
}

// "a/b//c" -> a, b, c
void add_names(std::vector<std::string>& names, std::string_view list) {
    const std::string plain = decoded(list);
    std::string_view rest = plain;
    while (!rest.empty()) {
        const std::size_t end = std::min(rest.find('/'), rest.size());
        if (end > 0) names.emplace_back(rest.substr(0, end));
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
}

bool is_at(std::string_view path, std::string_view root) {
    return path.starts_with(root) && (path.size() == root.size() || path[root.size()] == '/');
}

}  // namespace

bool is_stream_path(std::string_view path) { return is_at(path, "/ws") || is_at(path, "/stream"); }

StreamAddress read_stream_address(const Request& request) {
    StreamAddress address;
    const bool wrapped = is_at(request.path, "/stream");
    address.wrapping = wrapped ? Wrapping::wrapped : Wrapping::raw;
    const std::string_view root = wrapped ? "/stream" : "/ws";
    add_names(address.names, request.path.substr(root.size()));
    std::string_view rest = request.query;
    while (!rest.empty()) {
        const std::size_t end = std::min(rest.find('&'), rest.size());
        const std::string_view pair = rest.substr(0, end);
        rest.remove_prefix(std::min(end + 1, rest.size()));
        if (pair.starts_with("streams=")) add_names(address.names, pair.substr(8));
        if (pair == "timeUnit=MICROSECOND" || pair == "timeUnit=microsecond") {
            address.unit = TimeUnit::microseconds;
        }
    }
    return address;
}

}  // namespace api::binance
