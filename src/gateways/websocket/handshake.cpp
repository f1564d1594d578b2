#include "gateways/websocket/handshake.hpp"

#include <algorithm>
#include <array>
#include <openssl/evp.h>

#include "base/check.hpp"
#include "base/letters.hpp"

namespace gateways::websocket {
namespace {

using base::same_word;
using base::trimmed;

constexpr std::string_view rfc_6455_guid = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
constexpr std::size_t sha1_bytes = 20;
constexpr std::size_t key_digits = 22;  // and "==": 16 bytes in base64

// Whether a comma-separated list, over all headers of that name, has the token.
bool lists(const api::Request& request, std::string_view name, std::string_view token) {
    for (const api::Header& header : request.headers) {
        if (!same_word(header.name, name)) continue;
        for (std::string_view rest = header.value; !rest.empty();) {
            const std::size_t comma = rest.find(',');
            if (same_word(trimmed(rest.substr(0, comma)), token)) return true;
            rest.remove_prefix(comma == rest.npos ? rest.size() : comma + 1);
        }
    }
    return false;
}

// The only header of that name; empty where there is none, or more than one.
std::string_view only(const api::Request& request, std::string_view name) {
    const api::Header* found{};
    for (const api::Header& header : request.headers) {
        if (!same_word(header.name, name)) continue;
        if (found != nullptr) return {};
        found = &header;
    }
    return found == nullptr ? std::string_view{} : found->value;
}

bool is_base64_digit(char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '+' ||
           c == '/';
}

bool is_key(std::string_view key) {
    return key.size() == key_digits + 2 && key.ends_with("==") &&
           std::ranges::all_of(key.substr(0, key_digits), is_base64_digit);
}

std::string base64(const std::array<unsigned char, sha1_bytes>& bytes) {
    std::array<unsigned char, 32> text{};
    const int size = EVP_EncodeBlock(text.data(), bytes.data(), static_cast<int>(bytes.size()));
    return {reinterpret_cast<const char*>(text.data()), static_cast<std::size_t>(size)};
}

}  // namespace

bool asks_for_websocket(const api::Request& request) {
    return lists(request, "upgrade", "websocket");
}

std::expected<std::string, HandshakeFault> accept(const api::Request& request) {
    if (request.method != api::Method::get || !request.body.empty() ||
        !lists(request, "connection", "upgrade")) {
        return std::unexpected(HandshakeFault::incomplete);
    }
    if (only(request, "sec-websocket-version") != "13") {
        return std::unexpected(HandshakeFault::wrong_version);
    }
    const std::string_view key = only(request, "sec-websocket-key");
    if (!is_key(key)) return std::unexpected(HandshakeFault::incomplete);

    const std::string joined = std::string{key}.append(rfc_6455_guid);
    std::array<unsigned char, sha1_bytes> digest{};
    CHECK(EVP_Digest(joined.data(), joined.size(), digest.data(), nullptr, EVP_sha1(), nullptr) ==
          1);
    return base64(digest);
}

void append_handshake(std::string& out, std::string_view accepted, std::string_view more) {
    out += "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n";
    out.append("Sec-WebSocket-Accept: ").append(accepted).append("\r\n");
    out.append(more).append("\r\n");
}

}  // namespace gateways::websocket
