#include "api/dialects/pages.hpp"

#include <gtest/gtest.h>

#include "api/dialects/gzip.hpp"
#include "api/operations/refusals.hpp"

namespace {

using api::Pages;
using api::Request;
using api::Response;

// What is sent for a GET of that path by somebody with these headers.
std::optional<Response> get(const Pages& pages, std::string_view path,
                            std::vector<api::Header> headers = {}) {
    Request request;
    request.method = api::Method::get;
    request.path = path;
    request.headers = std::move(headers);
    return pages.find(request);
}

std::string etag_of(const Response& response) {
    const std::size_t at = response.headers.find("ETag: ") + 6;
    return response.headers.substr(at, response.headers.find("\r\n", at) - at);
}

TEST(Pages, are_the_document_its_viewer_and_the_refusals) {
    const Pages pages;
    for (const char* path :
         {"/openapi.json", "/docs", "/docs/start.js", "/docs/docs.css", "/docs/viewer.js",
          "/docs/viewer.css", "/docs/favicon.png", "/docs/refusals"}) {
        const auto page = get(pages, path);
        ASSERT_TRUE(page) << path;
        EXPECT_EQ(page->status, 200u);
        EXPECT_FALSE(page->body.empty());
        EXPECT_NE(page->headers.find("X-Content-Type-Options: nosniff\r\n"), std::string::npos);
        EXPECT_NE(page->headers.find("Content-Security-Policy: default-src 'none';"),
                  std::string::npos);
        EXPECT_EQ(page->headers.find("unsafe"), std::string::npos);
    }
    EXPECT_FALSE(get(pages, "/docs/../etc/passwd"));
    EXPECT_FALSE(get(pages, "/docs/"));
    Request post;
    post.method = api::Method::post;
    post.path = "/docs";
    EXPECT_FALSE(pages.find(post));
}

TEST(Pages, are_not_sent_again_to_who_has_them) {
    const Pages pages;
    const std::string etag = etag_of(*get(pages, "/openapi.json"));
    const auto again = get(pages, "/openapi.json", {{"If-None-Match", etag}});
    EXPECT_EQ(again->status, 304u);
    EXPECT_TRUE(again->body.empty());
    EXPECT_EQ(etag_of(*again), etag);
    EXPECT_EQ(get(pages, "/openapi.json", {{"If-None-Match", "\"other\""}})->status, 200u);
}

TEST(Pages, are_packed_for_who_takes_that) {
    const Pages pages;
    const auto plain = get(pages, "/docs/refusals");
    const auto packed = get(pages, "/docs/refusals", {{"Accept-Encoding", "deflate, gzip"}});
    EXPECT_NE(packed->headers.find("Content-Encoding: gzip\r\n"), std::string::npos);
    EXPECT_EQ(packed->body, api::gzipped(plain->body));
    EXPECT_LT(packed->body.size() * 4, plain->body.size());
    EXPECT_EQ(get(pages, "/docs/refusals", {{"Accept-Encoding", "gzip;q=0"}})->body, plain->body);
}

TEST(Pages, the_refusals_have_a_place_for_every_code) {
    const std::string page = api::refusals_html();
    for (const api::RefusalRow& row : api::refusals()) {
        const std::string place = "id=\"" + std::string{core::name_of(row.reject)} + "\"";
        EXPECT_NE(page.find(place), page.npos) << place;
    }
}

}  // namespace
