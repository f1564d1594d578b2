#include "api/access/sockets.hpp"

#include <cstring>

namespace api {
namespace {

constexpr unsigned char whole_text = 0x81;  // FIN, opcode 1
constexpr std::size_t header_bytes_max = 10;

// Writes the frame's header (RFC 6455, 5.2) and returns its size.
std::size_t write_header(unsigned char* out, std::size_t payload) {
    const std::size_t length_bytes = payload < 126 ? 0 : payload <= 0xffff ? 2 : 8;
    out[0] = whole_text;
    out[1] = length_bytes == 0   ? static_cast<unsigned char>(payload)
             : length_bytes == 2 ? 126
                                 : 127;
    for (std::size_t i = 0; i < length_bytes; ++i) {
        out[2 + i] = static_cast<unsigned char>(payload >> (8 * (length_bytes - 1 - i)));
    }
    return 2 + length_bytes;
}

}  // namespace

SocketMessage text_message(std::string_view text) {
    unsigned char header[header_bytes_max];
    const std::size_t header_size = write_header(header, text.size());
    auto bytes = std::make_shared_for_overwrite<char[]>(header_size + text.size());
    std::memcpy(bytes.get(), header, header_size);
    if (!text.empty()) std::memcpy(bytes.get() + header_size, text.data(), text.size());
    return {std::move(bytes), header_size + text.size(), header_size};
}

}  // namespace api
