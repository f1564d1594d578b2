#include "api/dialects/binance/asked.hpp"

#include <algorithm>
#include <utility>

#include "api/dialects/binance/reading.hpp"
#include "api/operations/refusals.hpp"
#include "base/result.hpp"

namespace api::binance {
namespace {

// What our fields are called in this dialect. Others keep their names.
constexpr std::pair<std::string_view, std::string_view> field_names[] = {
    {"market", "symbol"},
    {"time_in_force", "timeInForce"},
    {"quote_amount", "quoteOrderQty"},
    {"client_order_id", "newClientOrderId"},
    {"self_trade_prevention", "selfTradePreventionMode"},
    {"order_id", "orderId"},
};

std::string_view named_here(std::string_view field) {
    const auto* const found = std::ranges::find(
        field_names, field, &std::pair<std::string_view, std::string_view>::first);
    return found == std::end(field_names) ? field : found->second;
}

std::string with_field(std::string_view text, std::string_view field) {
    constexpr std::string_view place = "<field>";
    std::string filled{text};
    if (const std::size_t at = filled.find(place); at != std::string::npos) {
        filled.replace(at, place.size(), named_here(field));
    }
    return filled;
}

}  // namespace

Error told(const core::Rejection& rejection) {
    if (rejection.reject == core::Reject::not_found) return unknown_symbol().error();
    const BinanceWords& words = row_of(rejection.reject).binance;
    return {.status = words.status,
            .code = words.code,
            .text = with_field(words.text, rejection.field.view()),
            .cause = rejection.reject};
}

Error told(const Refusal& refusal) { return told(refusal.rejection); }

Result<const core::Market*> market_for(const Asked& asked, const core::State& state,
                                       std::string_view symbol) {
    const core::Market* market = state.catalogue.find_market(symbol);
    if (market == nullptr) return unknown_symbol();
    if (const auto allowed = may_touch(asked.caller, *market); !allowed) {
        return std::unexpected(told(allowed.error()));
    }
    return market;
}

Result<Subject> read_subject(const Asked& asked) {
    TRY(const std::string_view symbol, read_symbol(asked.parameters));
    const views::Live::Read live = asked.house.live.read();
    TRY(const core::Market* const market, market_for(asked, live->state, symbol));
    return Subject{.market = market->id,
                   .figures = Figures{live->state.catalogue, *market},
                   .seen = live->state.stamp.sequence};
}

Failed unavailable() { return Failed{told(core::Rejection{.reject = core::Reject::unavailable})}; }

}  // namespace api::binance
