// A PROXY header of any bytes: reading ends, a verdict once given stays whatever comes behind, and
// a header is never longer than what has arrived.
#include <string>

#include "base/bytes.hpp"
#include "base/check.hpp"
#include "base/fuzz.hpp"
#include "gateways/http/proxy_header.hpp"

namespace gateways::http {
namespace {

void check_every_cut(std::string_view bytes) {
    const auto whole = read_proxy_header(bytes);
    for (std::size_t cut = 0; cut < bytes.size(); ++cut) {
        const auto part = read_proxy_header(bytes.substr(0, cut));
        if (!part) {
            CHECK(!whole && whole.error() == part.error());
        } else if (part->bytes != 0) {
            CHECK(part->bytes <= cut && whole && whole->bytes == part->bytes &&
                  whole->source == part->source);
        }
    }
    CHECK(!whole || whole->bytes <= bytes.size());
    CHECK(!whole || whole->bytes <= proxy_header_bytes_max);
}

}  // namespace

FUZZ_TARGET(proxy_header, bytes) {
    const std::string_view text = base::as_text(bytes).substr(0, 300);
    check_every_cut(text);
    // Random bytes hardly ever begin with the signature, or tell their length.
    const std::string signature{"\r\n\r\n\0\r\nQUIT\n", 12};
    check_every_cut(signature + std::string{text});
    std::string headed = signature + "\x21\x11";
    headed += static_cast<char>(text.size() >> 8);
    headed += static_cast<char>(text.size() & 255);
    check_every_cut(headed.append(text));
    headed[13] = '\x21';
    check_every_cut(headed);
}

}  // namespace gateways::http
