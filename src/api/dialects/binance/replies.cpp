#include "api/dialects/binance/replies.hpp"

namespace api::binance {
namespace {

constexpr std::string_view json_type = "application/json;charset=UTF-8";

void add_header(std::string& headers, std::string_view name, std::string_view value) {
    headers += name;
    headers += ": ";
    headers += value;
    headers += "\r\n";
}

void add_header(std::string& headers, std::string_view name, std::int64_t value) {
    char digits[24];
    const auto end = std::to_chars(digits, digits + sizeof digits, value).ptr;
    add_header(headers, name, std::string_view{digits, end});
}

std::string headers_of(const Frame& frame) {
    std::string headers;
    headers.reserve(192);
    add_header(headers, "X-MBX-USED-WEIGHT", frame.share.used);
    add_header(headers, "X-MBX-USED-WEIGHT-1M", frame.share.used);
    if (frame.is_wallet) {
        add_header(headers,
                   frame.by_account ? "X-SAPI-USED-UID-WEIGHT-1M" : "X-SAPI-USED-IP-WEIGHT-1M",
                   frame.share.used);
    }
    return headers;
}

void add_order_counts(std::string& headers, const OrderCounts& counts) {
    add_header(headers, "X-MBX-ORDER-COUNT-10S", counts.in_10_seconds);
    add_header(headers, "X-MBX-ORDER-COUNT-1D", counts.in_day);
}

Response failure(const Frame& frame, const Error& error) {
    Response response{.status = error.status,
                      .content_type = json_type,
                      .headers = headers_of(frame),
                      .body = body_of(error)};
    if (error.retry_after_s != 0) add_header(response.headers, "Retry-After", error.retry_after_s);
    if (error.orders) add_order_counts(response.headers, *error.orders);
    if (frame.is_proved) {
        add_header(response.headers, "Postern-Code", core::name_of(error.cause));
    }
    return response;
}

}  // namespace

Response response_of(const Frame& frame, Result<Answered>&& result) {
    if (!result) return failure(frame, result.error());
    Response response{.status = 200,
                      .content_type = json_type,
                      .headers = headers_of(frame),
                      .body = std::move(result->body)};
    if (result->orders) add_order_counts(response.headers, *result->orders);
    return response;
}

Failed too_much_weight(const Share& share, core::Timestamp now) {
    Error error{.status = share.banned ? 418U : 429U,
                .code = -1003,
                .text = {},
                .cause = core::Reject::rate_limited,
                .retry_after_s = retry_after_seconds(share.free_at, now)};
    if (share.banned) {
        error.text = "Way too much request weight used; IP banned until " +
                     std::to_string(core::unix_ms(share.free_at)) +
                     ". Please use WebSocket Streams for live updates to avoid bans.";
    } else {
        error.text = "Too much request weight used; current limit is " +
                     std::to_string(share.limit) +
                     " request weight per 1 MINUTE. Please use WebSocket Streams for live updates "
                     "to avoid polling the API.";
    }
    return Failed{error};
}

Response no_such_path(const Frame& frame, std::string_view path) {
    Response response{
        .status = 404, .content_type = json_type, .headers = headers_of(frame), .body = {}};
    Json json{response.body};
    json.begin_object();
    json.number("status", 404);
    json.text("error", "Not Found");
    json.text("path", path);
    json.end_object();
    return response;
}

Response no_such_method(const Frame& frame, std::string_view allowed) {
    Response response = failure(frame, {.status = 405,
                                        .code = -1020,
                                        .text = "This operation is not supported.",
                                        .cause = core::Reject::method_not_allowed});
    add_header(response.headers, "Allow", allowed);
    return response;
}

}  // namespace api::binance
