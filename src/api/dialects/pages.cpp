#include "api/dialects/pages.hpp"

#include <algorithm>

#include "api/access/digest.hpp"
#include "api/dialects/embedded.hpp"
#include "api/dialects/gzip.hpp"
#include "api/operations/openapi.hpp"
#include "base/bytes.hpp"

namespace api {
namespace {

// Swagger UI draws its icons as data: images and sets styles by script alone.
constexpr std::string_view safety =
    "Content-Security-Policy: default-src 'none'; script-src 'self'; style-src 'self'; "
    "img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'\r\n"
    "X-Content-Type-Options: nosniff\r\n"
    "Referrer-Policy: no-referrer\r\n"
    "Cache-Control: no-cache\r\n"
    "Vary: Accept-Encoding\r\n";

std::string etag_of(std::string_view bytes) {
    return '"' + base::format_hex(sha256(bytes)).substr(0, 24) + '"';
}

// "gzip, deflate, br"; whoever writes "gzip;q=0" is sent it plain.
bool takes_gzip(std::string_view accepted) {
    const std::size_t at = accepted.find("gzip");
    return at != accepted.npos && !accepted.substr(at).starts_with("gzip;q=0");
}

}  // namespace

Pages::Pages()
    : openapi_{openapi_document()},
      openapi_gzipped_{gzipped(openapi_)},
      refusals_{refusals_html()},
      refusals_gzipped_{gzipped(refusals_)} {
    add("/openapi.json", "application/json", openapi_, openapi_gzipped_);
    add("/docs/refusals", "text/html; charset=utf-8", refusals_, refusals_gzipped_);
    for (const EmbeddedFile& file : embedded_files()) {
        add(file.path, file.content_type, file.bytes, file.gzipped);
    }
}

void Pages::add(std::string_view path, std::string_view content_type, std::string_view bytes,
                std::string_view gzipped) {
    pages_.push_back({.path = std::string{path},
                      .content_type = content_type,
                      .bytes = bytes,
                      .gzipped = gzipped,
                      .etag = etag_of(bytes)});
}

std::optional<Response> Pages::find(const Request& request) const {
    if (request.method != Method::get && request.method != Method::head) return std::nullopt;
    const auto page = std::ranges::find(pages_, request.path, &Page::path);
    if (page == pages_.end()) return std::nullopt;
    Response response;
    response.headers = safety;
    response.headers.append("ETag: ").append(page->etag).append("\r\n");
    if (request.header("if-none-match").find(page->etag) != std::string_view::npos) {
        response.status = 304;
        return response;
    }
    const bool packed = takes_gzip(request.header("accept-encoding"));
    if (packed) response.headers += "Content-Encoding: gzip\r\n";
    response.content_type = page->content_type;
    response.body = std::string{packed ? page->gzipped : page->bytes};
    return response;
}

}  // namespace api
