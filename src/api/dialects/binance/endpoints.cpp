#include "api/dialects/binance/endpoints.hpp"

#include <algorithm>
#include <charconv>

#include "api/dialects/binance/accounts.hpp"
#include "api/dialects/binance/candles.hpp"
#include "api/dialects/binance/exchange_info.hpp"
#include "api/dialects/binance/market_data.hpp"
#include "api/dialects/binance/orders.hpp"
#include "api/dialects/binance/tickers.hpp"
#include "api/dialects/binance/trade_lists.hpp"
#include "api/operations/table.hpp"

namespace api::binance {
namespace {

// --- what depends on the request; a parameter that is wrong costs as if it were not there

std::uint32_t weight_of_depth(const Parameters& parameters) {
    const std::string_view text = parameters.find("limit").value_or("");
    std::uint32_t limit = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), limit);
    if (error == std::errc::result_out_of_range) return 250;
    if (limit <= 100) return 5;
    if (limit <= 500) return 25;
    return limit <= 1'000 ? 50 : 250;
}

std::uint32_t weight_of_day(const Parameters& parameters) {
    if (parameters.has("symbol")) return 2;
    const auto symbols = parameters.find("symbols");
    if (!symbols) return 80;
    const auto count = std::ranges::count(*symbols, ',') + 1;
    if (count <= 20) return 2;
    return count <= 100 ? 40 : 80;
}

std::uint32_t weight_of_prices(const Parameters& parameters) {
    return parameters.has("symbol") ? 2 : 4;
}

std::uint32_t weight_of_open_orders(const Parameters& parameters) {
    return parameters.has("symbol") ? 6 : 80;
}

std::uint32_t weight_of_my_trades(const Parameters& parameters) {
    return parameters.has("orderId") ? 5 : 20;
}

std::uint32_t weight_of_test(const Parameters& parameters) {
    return parameters.find("computeCommissionRates") == "true" ? 20 : 1;
}

using enum Method;
using enum Security;

constexpr Endpoint at_once(Method method, std::string_view path, std::string_view operation,
                           Security security, Weight weight, AnswerNow answer) {
    return {.method = method,
            .path = path,
            .operation = operation,
            .security = security,
            .weight = weight,
            .now = answer,
            .later = nullptr};
}
constexpr Endpoint later(Method method, std::string_view path, std::string_view operation,
                         Security security, Weight weight, AnswerLater answer) {
    return {.method = method,
            .path = path,
            .operation = operation,
            .security = security,
            .weight = weight,
            .now = nullptr,
            .later = answer};
}

constexpr Endpoint table[] = {
    // The account's own come first: they are asked for most.
    at_once(get, "/api/v3/account", "balances.list", proof, 20, account),
    later(post, "/api/v3/order", "orders.place", proof, 1, place_order),
    later(del, "/api/v3/order", "orders.cancel", proof, 1, cancel_order),
    later(get, "/api/v3/order", "orders.show", proof, 4, show_order),
    at_once(get, "/api/v3/openOrders", "orders.list", proof, weight_of_open_orders, open_orders),
    later(del, "/api/v3/openOrders", "orders.cancel_all", proof, 1, cancel_open_orders),
    at_once(post, "/api/v3/order/test", "orders.place", proof, weight_of_test, test_order),
    later(get, "/api/v3/allOrders", "orders.list", proof, 20, all_orders),
    later(get, "/api/v3/myTrades", "fills.list", proof, weight_of_my_trades, my_trades),
    at_once(get, "/api/v3/account/commission", "fees.list", proof, 20, account_commission),
    at_once(get, "/api/v3/rateLimit/order", "account.show", proof, 40, order_limits),

    at_once(get, "/api/v3/ping", "time", open, 1, ping),
    at_once(get, "/api/v3/time", "time", open, 1, server_time),
    at_once(get, "/api/v1/ping", "time", open, 1, ping),
    at_once(get, "/api/v1/time", "time", open, 1, server_time),
    at_once(get, "/api/v3/exchangeInfo", "markets.list", open, 20, exchange_info),
    at_once(get, "/api/v3/depth", "books.show", open, weight_of_depth, depth),
    later(get, "/api/v3/trades", "trades.list", open, 25, trades),
    later(get, "/api/v3/historicalTrades", "trades.list", open, 25, historical_trades),
    later(get, "/api/v3/aggTrades", "trades.list", open, 4, aggregate_trades),
    later(get, "/api/v3/klines", "candles.list", open, 2, klines),
    later(get, "/api/v3/uiKlines", "candles.list", open, 2, klines),
    at_once(get, "/api/v3/avgPrice", "tickers.show", open, 2, average_price),
    at_once(get, "/api/v3/ticker/24hr", "tickers.list", open, weight_of_day, ticker_24hr),
    at_once(get, "/api/v3/ticker/price", "tickers.list", open, weight_of_prices, ticker_price),
    at_once(get, "/api/v3/ticker/bookTicker", "tickers.list", open, weight_of_prices, ticker_book),

    at_once(get, "/sapi/v1/system/status", "status", open, 1, system_status),
    at_once(get, "/sapi/v1/account/apiRestrictions", "key.show", proof, 1, api_restrictions),
    at_once(get, "/sapi/v1/capital/config/getall", "balances.list", proof, 10, coins),
    at_once(get, "/sapi/v1/asset/tradeFee", "fees.list", proof, 1, trade_fee),

    // What this house does not have: its lists are empty.
    at_once(get, "/sapi/v1/margin/allPairs", "markets.list", key, 1, none_of_these),
    at_once(get, "/sapi/v1/margin/isolated/allPairs", "markets.list", proof, 1, none_of_these),
    at_once(get, "/sapi/v1/spot/delist-schedule", "markets.list", key, 1, none_of_these),
    at_once(get, "/sapi/v1/spot/open-symbol-list", "markets.list", key, 1, none_of_these),
    at_once(get, "/fapi/v1/exchangeInfo", "markets.list", open, 1, no_futures),
    at_once(get, "/dapi/v1/exchangeInfo", "markets.list", open, 1, no_futures),
};

consteval bool rows_are_unique() {
    for (const Endpoint& row : table) {
        const auto same = [&](const Endpoint& other) {
            return other.path == row.path && other.method == row.method;
        };
        if (std::ranges::count_if(table, same) != 1) return false;
    }
    return true;
}
static_assert(rows_are_unique());

std::string_view name_of(Method method) {
    switch (method) {
        case get:
            return "GET";
        case post:
            return "POST";
        case put:
            return "PUT";
        case del:
            return "DELETE";
        case patch:
            return "PATCH";
        case head:
            return "HEAD";
        case options:
            return "OPTIONS";
        case other:
            break;
    }
    return {};
}

}  // namespace

std::span<const Endpoint> endpoints() { return table; }

void answer(const Endpoint& endpoint, const Asked& asked, Finish&& finish) {
    if (endpoint.now != nullptr) return finish(endpoint.now(asked));
    endpoint.later(asked, std::move(finish));
}

Route find_endpoint(Method method, std::string_view path) {
    const Method asked = method == head ? get : method;
    Route route;
    for (const Endpoint& row : table) {
        if (row.path != path) continue;
        route.path_exists = true;
        if (row.method == asked) return {.endpoint = &row, .path_exists = true};
    }
    return route;
}

Purpose purpose_of(const Endpoint& endpoint) {
    return operation(endpoint.operation).cancels ? Purpose::cancel : Purpose::anything;
}

std::string allowed_methods(std::string_view path) {
    std::string allowed;
    for (const Endpoint& row : table) {
        if (row.path != path) continue;
        if (!allowed.empty()) allowed += ", ";
        allowed += name_of(row.method);
    }
    return allowed;
}

}  // namespace api::binance
