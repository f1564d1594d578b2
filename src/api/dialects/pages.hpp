// The documentation that the server brings along.
//
//     /openapi.json      the API as OpenAPI 3.1, from the operations table
//     /docs              the same to look at; its script and style lie below /docs/
//     /docs/refusals     every code: what it means and what to do; problems link there
//
// Nothing is loaded from elsewhere: the Content-Security-Policy allows this server only. An ETag
// spares the bytes of what has not changed.
//
// Cost     everything is made at start; find() copies one page.
// Threads  any, at once.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "api/access/http.hpp"

namespace api {

class Pages {
  public:
    Pages();

    // 200, or 304 to whoever has it; nothing when there is no such page, or it is not looked at.
    std::optional<Response> find(const Request& request) const;

  private:
    struct Page {
        std::string path;
        std::string_view content_type;  // lives for ever
        std::string_view bytes;
        std::string_view gzipped;
        std::string etag;
    };

    void add(std::string_view path, std::string_view content_type, std::string_view bytes,
             std::string_view gzipped);

    std::string openapi_;
    std::string openapi_gzipped_;
    std::string refusals_;
    std::string refusals_gzipped_;
    std::vector<Page> pages_;
};

// The page /docs/refusals as HTML.
std::string refusals_html();

}  // namespace api
