// /docs/refusals: the catalogue of refusals as a page that needs no script.
#include "api/dialects/pages.hpp"
#include "api/operations/refusals.hpp"

namespace api {
namespace {

constexpr std::string_view head = R"(<!doctype html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <title>Refusals - Postern API</title>
  <link rel="icon" href="/docs/favicon.png">
  <link rel="stylesheet" href="/docs/docs.css">
</head>
<body>
  <header>
    <strong>Postern</strong>
    <nav><a href="/docs">API</a> <a href="/docs/refusals" aria-current="page">Refusals</a>
    <a href="/openapi.json">openapi.json</a></nav>
  </header>
  <main class="prose">
  <h1>Refusals</h1>
  <p>Every code that the server can say no with. The class says what happened: <em>malformed</em> is
  no request at all, <em>refused</em> was not allowed, <em>rejected</em> was understood and cannot
  be, <em>unavailable</em> was not executed, <em>broken</em> is our fault.</p>
)";

std::string escaped(std::string_view text) {
    std::string out;
    for (const char c : text) {
        switch (c) {
            case '&':
                out += "&amp;";
                break;
            case '<':
                out += "&lt;";
                break;
            case '>':
                out += "&gt;";
                break;
            case '"':
                out += "&quot;";
                break;
            default:
                out += c;
        }
    }
    return out;
}

std::string_view in_words(Retry retry) {
    switch (retry) {
        case Retry::never:
            return "the same request will never do";
        case Retry::later:
            return "the same request may do later";
        case Retry::after_fix:
            return "once the cause was put right";
        case Retry::same_key:
            return "ask for the outcome with the same Idempotency-Key";
    }
    return {};
}

void add_term(std::string& page, std::string_view term, const std::string& text) {
    page += "  <dt>" + std::string{term} + "</dt><dd>" + text + "</dd>\n";
}

void add_row(std::string& page, const RefusalRow& row) {
    const std::string code{core::name_of(row.reject)};
    page += "<section id=\"" + code + "\">\n<h2><a href=\"#" + code + "\">" + code + "</a></h2>\n";
    page += "<p>" + escaped(row.detail) + " <strong>" + escaped(row.next) + "</strong></p>\n<dl>\n";
    add_term(page, "HTTP status", std::to_string(row.status));
    add_term(page, "class", std::string{name_of(row.kind)});
    add_term(page, "again?", std::string{in_words(row.retry)});
    if (!row.facts.empty()) add_term(page, "facts", "<code>" + escaped(row.facts) + "</code>");
    add_term(page, "Binance dialect",
             std::to_string(row.binance.status) + " <code>" + std::to_string(row.binance.code) +
                 "</code> " + escaped(row.binance.text));
    page += "</dl>\n</section>\n";
}

}  // namespace

std::string refusals_html() {
    std::string page{head};
    for (const RefusalRow& row : refusals()) add_row(page, row);
    page += "</main>\n</body>\n</html>\n";
    return page;
}

}  // namespace api
