// Whatever a caller sends to any row, signed or not: one answer, in JSON, and never our fault.
#include <simdjson.h>

#include "api/operations/table.hpp"
#include "base/bytes.hpp"
#include "base/check.hpp"
#include "base/fuzz.hpp"
#include "support/house.hpp"

namespace {

// Takes numbers and texts from the front of the input; zeros and nothing behind its end.
class Source {
  public:
    explicit Source(std::span<const std::uint8_t> bytes)
        : rest_{base::as_text({bytes.data(), bytes.size()})} {}

    std::size_t number(std::size_t below) {
        if (rest_.empty()) return 0;
        const auto byte = static_cast<std::uint8_t>(rest_.front());
        rest_.remove_prefix(1);
        return byte % below;
    }
    std::string text(std::size_t size) {
        const std::string taken{rest_.substr(0, size)};
        rest_.remove_prefix(taken.size());
        return taken;
    }
    std::string rest() { return text(rest_.size()); }

  private:
    std::string_view rest_;
};

const char* const methods[] = {"GET", "POST", "DELETE", "PATCH", "HEAD", "PUT"};

std::string method_of(const api::Operation& row) {
    const auto number = static_cast<std::size_t>(row.method);
    constexpr const char* names[] = {"GET", "POST", "PUT", "DELETE", "PATCH", "HEAD"};
    return names[number];
}

// The row's path with whatever there is in place of its parameters.
std::string path_of(const api::Operation& row, Source& source) {
    std::string path{row.path};
    for (std::size_t at = path.find('{'); at != path.npos; at = path.find('{')) {
        const std::size_t end = path.find('}', at);
        path.replace(at, end - at + 1,
                     source.number(2) == 0 ? "BTCUSDT" : source.text(source.number(12)));
    }
    return path;
}

// An order that is nearly good, so that some of them reach the core.
std::string body_of(const api::Operation& row, Source& source) {
    if (row.name != "orders.place" || source.number(2) == 0) return source.rest();
    const std::size_t price = 1 + source.number(200);
    return R"({"market":"BTCUSDT","side":")" + std::string{source.number(2) ? "buy" : "sell"} +
           R"(","type":"limit","price":")" + std::to_string(price * 100) + R"(","quantity":"0.)" +
           std::to_string(1 + source.number(9)) + '"' + source.rest() + "}";
}

bool is_json(const std::string& body) {
    static simdjson::dom::parser parser;
    return parser.parse(body).error() == simdjson::SUCCESS;
}

}  // namespace

FUZZ_TARGET(native_request, bytes) {
    static support::House house;
    const auto rows = api::operations();
    Source source{bytes};
    const api::Operation& row = rows[source.number(rows.size())];
    const std::size_t caller = source.number(8);
    std::string method = method_of(row);
    if (source.number(16) == 0) method = methods[source.number(std::size(methods))];
    std::string target = path_of(row, source);
    if (source.number(2) == 0) target += "?" + source.text(source.number(40));
    const std::string body = body_of(row, source);

    support::Asked asked{.method = method, .target = target, .headers = {}, .body = body};
    if (row.audience == api::Audience::operators) {
        if (caller != 0) asked.peer_uid = ::geteuid();
    } else if (caller > 1) {
        asked = house.signed_request(house.alice.key("hmac"), method, target, body);
    }
    const support::Heard heard = house.ask(asked);
    CHECK(heard.status >= 200 && heard.status < 500);
    CHECK(heard.header("Postern-Request-Id").size() == 16);
    CHECK(is_json(heard.body));
}
