#include "api/dialects/binance/ws_api_session.hpp"

#include "base/result.hpp"

namespace api::binance {
namespace {

Result<void> read_option(WsOptions& options, std::string_view name, std::string_view value) {
    if (name == "returnRateLimits") {
        if (value != "true" && value != "false") return not_valid(name);
        options.shows_limits = value == "true";
    } else if (name == "timeUnit") {
        const bool micro = value == "MICROSECOND" || value == "microsecond";
        if (!micro && value != "MILLISECOND" && value != "millisecond") {
            return failed(-1194,
                          "Invalid value for time unit; expected either MICROSECOND or "
                          "MILLISECOND.");
        }
        options.unit = micro ? TimeUnit::microseconds : TimeUnit::milliseconds;
    } else if (name == "cancelOnDisconnect") {
        // A safety that was misspelt and silently left out would be worse than none.
        const auto kind = LastWill::kind_named(value);
        if (!kind) return not_valid(name);
        options.will = *kind;
    }
    return {};
}

}  // namespace

Result<WsOptions> read_ws_options(std::string_view query) {
    TRY(const Parameters parameters, Parameters::parse(query));
    WsOptions options;
    for (const auto& [name, value] : parameters.pairs()) TRY_OK(read_option(options, name, value));
    return options;
}

std::string session_text(const WsSession& session, core::Timestamp now) {
    const auto time = [&](core::Timestamp at) { return time_in(session.options.unit, at); };
    std::string text;
    Json json{text};
    json.begin_object();
    if (session.logon) {
        json.text("apiKey", session.logon->key);
        json.number("authorizedSince", time(session.logon->since));
    } else {
        json.null("apiKey");
        json.null("authorizedSince");
    }
    json.number("connectedSince", time(session.connected_at));
    json.boolean("returnRateLimits", session.options.shows_limits);
    json.number("serverTime", time(now));
    json.boolean("userDataStream", session.logon && session.subscriptions->has_logon());
    json.end_object();
    return text;
}

}  // namespace api::binance
