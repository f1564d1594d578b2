#include "api/dialects/binance/ws_api_replies.hpp"

namespace api::binance {
namespace {

struct Limit {
    std::string_view type;
    std::string_view interval;
    int interval_number{};
    std::int64_t limit{};
    std::int64_t count{};
};

void write(Json& json, const Limit& limit) {
    json.begin_object();
    json.text("rateLimitType", limit.type);
    json.text("interval", limit.interval);
    json.number("intervalNum", limit.interval_number);
    json.number("limit", limit.limit);
    json.number("count", limit.count);
    json.end_object();
}

void write_limits(Json& json, const WsFrame& frame, const BinanceLimits& limits,
                  const std::optional<OrderCounts>& orders) {
    json.name("rateLimits");
    json.begin_array();
    write(json, {"REQUEST_WEIGHT", "MINUTE", 1, limits.weight_per_minute, frame.share.used});
    if (orders) {
        write(json, {"ORDERS", "SECOND", 10, limits.orders_per_10_seconds, orders->in_10_seconds});
        write(json, {"ORDERS", "DAY", 1, limits.orders_per_day, orders->in_day});
    }
    json.end_array();
}

// When it may be tried again: exactly, where it was the weight that was refused.
core::Timestamp free_at(const WsFrame& frame, const Error& error) {
    if (!frame.share.granted) return frame.share.free_at;
    return frame.now + core::seconds(error.retry_after_s);
}

void write_error(Json& json, const WsFrame& frame, const Error& error) {
    json.name("error");
    if (error.status != 429 && error.status != 418) return json.raw(body_of(error));
    Error told = error;
    told.data.clear();
    Json data{told.data};
    data.begin_object();
    data.number("serverTime", core::unix_ms(frame.now));
    data.number("retryAfter", core::unix_ms(free_at(frame, error)));
    data.end_object();
    json.raw(body_of(told));
}

}  // namespace

std::string reply_text(const WsFrame& frame, const BinanceLimits& limits,
                       const Result<Answered>& result) {
    std::string text;
    text.reserve(256 + (result ? result->body.size() : 0));
    Json json{text};
    json.begin_object();
    json.raw("id", frame.id);
    json.number("status", result ? 200U : result.error().status);
    if (result) {
        json.raw("result", result->body);
    } else {
        write_error(json, frame, result.error());
    }
    if (frame.shows_limits) {
        write_limits(json, frame, limits, result ? result->orders : result.error().orders);
    }
    json.end_object();
    return text;
}

std::string event_text(unsigned subscription, std::string_view event) {
    std::string text;
    text.reserve(event.size() + 48);
    Json json{text};
    json.begin_object();
    json.number("subscriptionId", subscription);
    json.raw("event", event);
    json.end_object();
    return text;
}

}  // namespace api::binance
