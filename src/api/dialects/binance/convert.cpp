#include "api/dialects/binance/convert.hpp"

#include "api/dialects/binance/reading.hpp"
#include "base/result.hpp"

namespace api::binance {
namespace {

Failed no_such_pair() {
    return failed(345124, "This trading pair is not supported.", core::Reject::not_found);
}

Failed no_such_quote() {
    return failed(345103, "The quote is invalid or was used already.", core::Reject::not_found);
}

Result<void> check_asset(const Asked& asked, std::string_view name) {
    TRY(const std::string_view code, read_mandatory(asked.parameters, name));
    const views::Live::Read live = asked.house.live.read();
    if (live->state.catalogue.find_asset(code) != nullptr) return {};
    return failed(345239, "This asset is not supported.", core::Reject::not_found);
}

Result<Answered> refuse_pair(const Asked& asked, std::string_view from, std::string_view to) {
    TRY_OK(check_asset(asked, from));
    TRY_OK(check_asset(asked, to));
    return no_such_pair();
}

}  // namespace

Result<Answered> convert_pairs(const Asked& asked) {
    const Parameters& parameters = asked.parameters;
    if (!parameters.has("fromAsset") && !parameters.has("toAsset")) {
        return one_of_two("fromAsset", "toAsset");
    }
    return Answered{.body = "[]", .seen = {}, .orders = {}};
}

Result<Answered> quote_conversion(const Asked& asked) {
    TRY(const auto from, read_decimal(asked.parameters, "fromAmount"));
    TRY(const auto to, read_decimal(asked.parameters, "toAmount"));
    if (!from && !to) return one_of_two("fromAmount", "toAmount");
    return refuse_pair(asked, "fromAsset", "toAsset");
}

Result<Answered> accept_conversion(const Asked& asked) {
    TRY_OK(read_mandatory(asked.parameters, "quoteId"));
    return no_such_quote();
}

Result<Answered> conversion_status(const Asked& asked) {
    const Parameters& parameters = asked.parameters;
    if (!parameters.has("orderId") && !parameters.has("quoteId")) {
        return one_of_two("orderId", "quoteId");
    }
    return no_such_quote();
}

Result<Answered> no_conversions(const Asked& asked) {
    constexpr std::size_t usual = 100;
    constexpr std::size_t most = 1'000;
    TRY(const auto start, read_time(asked.parameters, "startTime"));
    TRY(const auto end, read_time(asked.parameters, "endTime"));
    if (!start) return mandatory("startTime");
    if (!end) return mandatory("endTime");
    TRY(const std::size_t limit, read_limit(asked.parameters, usual, most));
    Answered answered;
    Json json{answered.body};
    json.begin_object();
    json.raw("list", "[]");
    json.number("startTime", time_in(asked.unit, *start));
    json.number("endTime", time_in(asked.unit, *end));
    json.number("limit", limit);
    json.boolean("moreData", false);
    json.end_object();
    return answered;
}

Result<Answered> place_conversion(const Asked& asked) {
    return refuse_pair(asked, "baseAsset", "quoteAsset");
}

Result<Answered> cancel_conversion(const Asked& asked) {
    TRY_OK(read_mandatory(asked.parameters, "orderId"));
    return failed(-2011, "Unknown order sent.", core::Reject::order_unknown);
}

Result<Answered> no_open_conversions(const Asked&) {
    return Answered{.body = R"({"list":[]})", .seen = {}, .orders = {}};
}

}  // namespace api::binance
