#include "api/dialects/gzip.hpp"

#include <zlib.h>

#include "base/check.hpp"

namespace api {

std::string gzipped(std::string_view text) {
    constexpr int window_bits_and_gzip = 15 + 16;
    constexpr int memory_level = 9;
    z_stream stream{};
    CHECK(deflateInit2(&stream, Z_BEST_COMPRESSION, Z_DEFLATED, window_bits_and_gzip, memory_level,
                       Z_DEFAULT_STRATEGY) == Z_OK);
    std::string out(deflateBound(&stream, text.size()), '\0');
    // zlib takes no const, but leaves its input alone.
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
    stream.avail_in = static_cast<uInt>(text.size());
    stream.next_out = reinterpret_cast<Bytef*>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    CHECK(deflate(&stream, Z_FINISH) == Z_STREAM_END);
    out.resize(stream.total_out);
    CHECK(deflateEnd(&stream) == Z_OK);
    return out;
}

}  // namespace api
