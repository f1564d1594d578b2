// The client's side, for tests: frames masked as RFC 6455 wants them.
//
//     client_frame("\x81", "Hello")      one whole text message
//     client_frame("\x01", "Hel")        the first fragment of one
#pragma once

#include <string>
#include <string_view>

namespace gateways::websocket::testing {

inline std::string client_frame(std::string_view first_byte, std::string_view payload) {
    constexpr std::string_view mask = "\x37\xfa\x21\x3d";
    std::string frame{first_byte};
    const std::size_t size = payload.size();
    const std::size_t longer = size < 126 ? 0 : size <= 0xffff ? 2 : 8;
    frame += static_cast<char>(0x80 | (longer == 0 ? size : longer == 2 ? 126u : 127u));
    for (std::size_t i = longer; i-- > 0;) frame += static_cast<char>(size >> (8 * i));
    frame += mask;
    for (std::size_t i = 0; i < size; ++i) frame += static_cast<char>(payload[i] ^ mask[i % 4]);
    return frame;
}

inline std::string text_frame(std::string_view text) { return client_frame("\x81", text); }

}  // namespace gateways::websocket::testing
