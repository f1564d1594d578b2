// A chunked body, decoded in place as it arrives.
//
//     5;note=x\r\nhello\r\n0\r\nTrailer: y\r\n\r\n      ->  hello
//
// Extensions and trailers are read over, within bounds: a size line has at most 256 bytes, the
// trailers together as many as a head. As everywhere: CR LF only, and the same bytes give the
// same answer however they are cut.
#pragma once

#include <cstddef>
#include <cstdint>
#include <expected>
#include <span>

#include "api/access/http.hpp"

namespace gateways::http {

struct Limits {
    std::size_t header_bytes_max{16 * 1024};
    std::size_t body_bytes_max{1024 * 1024};
};

class Chunks {
  public:
    // `bytes` is the body so far: first what was decoded (decoded()), then what was not. Moves
    // the newly decoded to the front. True: the body is whole, and raw() bytes were used up, of
    // which the first decoded() are the body.
    std::expected<bool, api::Malformed> decode(std::span<char> bytes, const Limits& limits);

    std::size_t decoded() const { return decoded_; }
    std::size_t raw() const { return raw_; }
    // Tells that the caller closed the gap: the undecoded bytes now follow the decoded ones.
    void gap_closed() { raw_ = decoded_; }

  private:
    enum class Part : std::uint8_t { size_line, content, content_end, trailers };

    std::expected<bool, api::Malformed> step(std::span<char> bytes, const Limits& limits);
    void take_content(std::span<char> bytes);

    Part part_{};
    std::size_t raw_{};  // the first byte not looked at
    std::size_t decoded_{};
    std::size_t left_{};  // of the chunk being read
    std::size_t trailer_bytes_{};
    bool whole_{};
};

}  // namespace gateways::http
