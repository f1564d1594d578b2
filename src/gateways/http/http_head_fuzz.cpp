// The reading side with any bytes at all, cut at any places: heads, lengths, chunks, pipelines.
//
// Two promises: reading ends within its limits, and the same bytes give the same requests and the
// same fault however they were cut.
#include <algorithm>
#include <cstring>
#include <string>
#include <string_view>

#include "base/check.hpp"
#include "base/fuzz.hpp"
#include "gateways/cut_anywhere_for_tests.hpp"
#include "gateways/http/reader.hpp"

namespace gateways::http {
namespace {

constexpr Limits limits{.header_bytes_max = 512, .body_bytes_max = 5000};

// Larger than the reader's first buffer, so that buffers move.
const std::string filler(4500, 'y');
const std::string filled_chunk = "bb8\r\n" + std::string(3000, 'z') + "\r\n";

// Bytes from 0x80 on stand for what a random generator would hardly ever write.
const std::string_view phrases[] = {
    "GET / HTTP/1.1\r\n",
    "POST /api/v3/order?symbol=BTCUSDT HTTP/1.1\r\n",
    "GET http://h/?symbols=[\"BTCUSDT\"] HTTP/1.0\r\n",
    "Host: h\r\n",
    "\r\n",
    "\n",
    "\r",
    "Content-Length: 5\r\n",
    "content-length: 4500\r\n",
    "Content-Length: 5001\r\n",
    "Transfer-Encoding: chunked\r\n",
    "Connection: close\r\n",
    "Expect: 100-continue\r\n",
    "X-Header: some value\r\n",
    " folded\r\n",
    "hello",
    "5\r\nhello\r\n",
    "1e;extension=1\r\nthirty bytes, as it was told us\r\n",
    "0\r\n",
    "0\r\n\r\n",
    "0\r\nTrailer: y\r\n\r\n",
    "1389\r\n",
    "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
    "GET / HTTP/1.1\r\nHost: h\r\n\r\n",
    "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\n",
    "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 4500\r\n\r\n",
    filler,
    filled_chunk,
    "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n",
};

std::string stream_of(std::span<const std::uint8_t> bytes) {
    std::string stream;
    for (const std::uint8_t byte : bytes) {
        if (byte >= 0x80) {
            stream += phrases[byte % std::size(phrases)];
        } else {
            stream += static_cast<char>(byte);
        }
    }
    return stream;
}

// Everything that the reader said, as text.
class Transcript {
  public:
    // False once the reader has found a fault.
    bool hear(std::string_view piece) {
        while (!piece.empty()) {
            const std::span<char> room = reader_.room();
            CHECK(!room.empty());
            const std::size_t taken = std::min(room.size(), piece.size());
            std::memcpy(room.data(), piece.data(), taken);
            reader_.received(taken);
            piece.remove_prefix(taken);
            if (!note_what_is_whole()) return false;
        }
        return true;
    }
    const std::string& told() const { return told_; }

  private:
    bool note_what_is_whole() {
        for (;;) {
            const auto whole = reader_.next();
            if (!whole) {
                told_ += "fault " + std::to_string(static_cast<int>(whole.error())) + ' ';
                told_ += reader_.target();
                return false;
            }
            if (!*whole) return true;
            note(reader_.request(), reader_.head());
        }
    }
    void note(const api::Request& request, const Head& head) {
        CHECK(request.body.size() <= limits.body_bytes_max);
        CHECK(!request.method_text.empty() && !request.target.empty());
        told_.append(request.method_text).append(" ").append(request.path);
        told_.append(" ").append(request.query).append("\n");
        for (const auto& [name, value] : request.headers) {
            CHECK(find_control(name, 0) == name.size());
            told_.append(name).append("=").append(value).append("\n");
        }
        told_.append(head.keep_alive ? "stay [" : "leave [").append(request.body).append("]\n");
    }

    Reader reader_{limits};
    std::string told_;
};

FUZZ_TARGET(http_head, bytes) {
    check_cuts<Transcript>(stream_of(bytes), bytes.size() + (bytes.empty() ? 0u : bytes[0]), 60);
}

}  // namespace
}  // namespace gateways::http
