#include "api/dialects/binance/endpoints.hpp"

#include <algorithm>
#include <charconv>

#include "api/dialects/binance/accounts.hpp"
#include "api/dialects/binance/candles.hpp"
#include "api/dialects/binance/convert.hpp"
#include "api/dialects/binance/exchange_info.hpp"
#include "api/dialects/binance/listen_key_requests.hpp"
#include "api/dialects/binance/market_data.hpp"
#include "api/dialects/binance/order_changes.hpp"
#include "api/dialects/binance/order_history.hpp"
#include "api/dialects/binance/order_lists.hpp"
#include "api/dialects/binance/orders.hpp"
#include "api/dialects/binance/tickers.hpp"
#include "api/dialects/binance/trade_lists.hpp"
#include "api/dialects/binance/wallet.hpp"
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

std::uint32_t weight_of_windows(const Parameters& parameters) {
    const auto symbols = parameters.find("symbols");
    if (!symbols) return 4;
    const auto count = std::ranges::count(*symbols, ',') + 1;
    return static_cast<std::uint32_t>(std::min<std::ptrdiff_t>(4 * count, 200));
}

std::uint32_t weight_of_prevented(const Parameters& parameters) {
    return parameters.has("preventedMatchId") ? 2 : 20;
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
    later(post, "/api/v3/order/cancelReplace", "orders.replace", proof, 1, cancel_replace),
    later(put, "/api/v3/order/amend/keepPriority", "orders.amend", proof, 4, amend_order),
    later(get, "/api/v3/openOrders", "orders.list", proof, weight_of_open_orders, open_orders),
    later(del, "/api/v3/openOrders", "orders.cancel_all", proof, 1, cancel_open_orders),
    at_once(post, "/api/v3/order/test", "orders.place", proof, weight_of_test, test_order),
    later(post, "/api/v3/sor/order", "orders.place", proof, 1, place_by_sor),
    at_once(post, "/api/v3/sor/order/test", "orders.place", proof, weight_of_test, test_by_sor),
    later(get, "/api/v3/allOrders", "orders.list", proof, 20, all_orders),
    later(get, "/api/v3/myTrades", "fills.list", proof, weight_of_my_trades, my_trades),
    later(get, "/api/v3/order/amendments", "orders.show", proof, 4, amendments),
    later(get, "/api/v3/myPreventedMatches", "orders.list", proof, weight_of_prevented,
          prevented_matches),
    at_once(get, "/api/v3/myAllocations", "fills.list", proof, 20, none_of_a_market),
    at_once(get, "/api/v3/account/commission", "fees.list", proof, 20, account_commission),
    at_once(get, "/api/v3/rateLimit/order", "account.show", proof, 40, order_limits),
    at_once(get, "/api/v3/myFilters", "account.show", proof, 40, my_filters),

    // Lists of orders.
    later(post, "/api/v3/orderList/oco", "order_lists.place", proof, 1, place_oco),
    later(post, "/api/v3/order/oco", "order_lists.place", proof, 1, place_old_oco),
    later(post, "/api/v3/orderList/oto", "order_lists.place", proof, 1, place_oto),
    later(post, "/api/v3/orderList/otoco", "order_lists.place", proof, 1, place_otoco),
    at_once(post, "/api/v3/orderList/opo", "order_lists.place", proof, 1, no_opo),
    at_once(post, "/api/v3/orderList/opoco", "order_lists.place", proof, 1, no_opo),
    later(get, "/api/v3/orderList", "order_lists.show", proof, 4, show_list),
    later(get, "/api/v3/allOrderList", "order_lists.list", proof, 20, all_lists),
    later(del, "/api/v3/orderList", "order_lists.cancel", proof, 1, cancel_list),
    at_once(get, "/api/v3/openOrderList", "order_lists.list", proof, 6, open_lists),

    at_once(get, "/api/v3/ping", "time", open, 1, ping),
    at_once(get, "/api/v3/time", "time", open, 1, server_time),
    at_once(get, "/api/v1/ping", "time", open, 1, ping),
    at_once(get, "/api/v1/time", "time", open, 1, server_time),
    at_once(get, "/api/v3/exchangeInfo", "markets.list", open, 20, exchange_info),
    at_once(get, "/api/v3/executionRules", "markets.list", open, 2, execution_rules),
    at_once(get, "/api/v3/depth", "books.show", open, weight_of_depth, depth),
    later(get, "/api/v3/trades", "trades.list", open, 25, trades),
    later(get, "/api/v3/historicalTrades", "trades.list", open, 25, historical_trades),
    later(get, "/api/v3/aggTrades", "trades.list", open, 4, aggregate_trades),
    at_once(get, "/api/v3/historicalBlockTrades", "trades.list", open, 25, none_of_these),
    at_once(get, "/api/v3/referencePrice", "trades.list", open, 2, none_of_these),
    later(get, "/api/v3/klines", "candles.list", open, 2, klines),
    later(get, "/api/v3/uiKlines", "candles.list", open, 2, klines),
    at_once(get, "/api/v3/avgPrice", "tickers.show", open, 2, average_price),
    at_once(get, "/api/v3/ticker", "tickers.list", open, weight_of_windows, ticker_window),
    at_once(get, "/api/v3/ticker/tradingDay", "tickers.list", open, weight_of_windows,
            ticker_of_day),
    at_once(get, "/api/v3/ticker/24hr", "tickers.list", open, weight_of_day, ticker_24hr),
    at_once(get, "/api/v3/ticker/price", "tickers.list", open, weight_of_prices, ticker_price),
    at_once(get, "/api/v3/ticker/bookTicker", "tickers.list", open, weight_of_prices, ticker_book),

    // What one needs to hear of one's orders; the streams leave out what the key may not see.
    at_once(post, "/api/v3/userDataStream", "orders.list", key, 2, open_listen_key),
    at_once(put, "/api/v3/userDataStream", "orders.list", key, 2, extend_listen_key),
    at_once(del, "/api/v3/userDataStream", "orders.list", key, 2, close_listen_key),

    // The wallet. What moves nothing here asks for no more than looking does.
    at_once(get, "/sapi/v1/system/status", "status", open, 1, system_status),
    at_once(get, "/sapi/v1/account/apiRestrictions", "key.show", proof, 1, api_restrictions),
    at_once(get, "/sapi/v1/account/status", "account.show", proof, 1, account_status),
    at_once(get, "/sapi/v1/account/apiTradingStatus", "account.show", proof, 1, trading_status),
    at_once(get, "/sapi/v1/account/info", "account.show", proof, 1, account_info),
    at_once(get, "/sapi/v1/accountSnapshot", "balances.list", proof, 240, account_snapshot),
    at_once(get, "/sapi/v1/asset/assetDetail", "balances.list", proof, 1, asset_detail),
    at_once(get, "/sapi/v1/asset/tradeFee", "fees.list", proof, 1, trade_fee),
    at_once(get, "/sapi/v1/asset/wallet/balance", "balances.list", proof, 60, wallet_balance),
    at_once(get, "/sapi/v1/asset/assetDividend", "balances.list", proof, 10, no_dividends),
    at_once(get, "/sapi/v1/asset/dribblet", "balances.list", proof, 1, no_dust),
    at_once(get, "/sapi/v1/asset/transfer", "balances.list", proof, 1, no_transfers),
    at_once(post, "/sapi/v1/asset/transfer", "balances.list", proof, 1, transfer),
    at_once(post, "/sapi/v1/asset/get-funding-asset", "balances.list", proof, 1, none_of_these),
    at_once(post, "/sapi/v3/asset/getUserAsset", "balances.list", proof, 5, user_assets),
    at_once(get, "/sapi/v1/capital/config/getall", "balances.list", proof, 10, coins),
    at_once(get, "/sapi/v1/capital/deposit/address", "balances.list", proof, 10, deposit_address),
    at_once(get, "/sapi/v1/capital/deposit/address/list", "balances.list", proof, 10, no_such_rows),
    at_once(get, "/sapi/v1/capital/deposit/hisrec", "balances.list", proof, 1, no_such_rows),
    at_once(get, "/sapi/v1/capital/withdraw/history", "balances.list", proof, 1, no_such_rows),
    at_once(get, "/sapi/v1/capital/withdraw/address/list", "balances.list", proof, 10,
            none_of_these),
    at_once(get, "/sapi/v1/capital/withdraw/quota", "balances.list", proof, 1, withdraw_quota),
    at_once(post, "/sapi/v1/capital/withdraw/apply", "balances.list", proof, 1, withdraw),

    at_once(get, "/sapi/v1/localentity/questionnaire-requirements", "account.show", proof, 1,
            questionnaire),
    at_once(get, "/sapi/v1/localentity/vasp", "account.show", proof, 1, none_of_these),
    at_once(get, "/sapi/v1/localentity/country/list", "account.show", proof, 1, no_countries),
    at_once(get, "/sapi/v1/localentity/region/list", "account.show", proof, 1, no_regions),
    at_once(get, "/sapi/v1/localentity/withdraw/history", "balances.list", proof, 1, no_such_rows),
    at_once(get, "/sapi/v2/localentity/withdraw/history", "balances.list", proof, 1, no_such_rows),
    at_once(get, "/sapi/v1/localentity/deposit/history", "balances.list", proof, 1, no_such_rows),
    at_once(get, "/sapi/v2/localentity/deposit/history", "balances.list", proof, 1, no_such_rows),
    at_once(get, "/sapi/v1/addressVerify/list", "balances.list", proof, 1, none_of_these),
    at_once(post, "/sapi/v1/localentity/withdraw/apply", "balances.list", proof, 1,
            withdraw_by_rule),
    at_once(post, "/sapi/v1/localentity/broker/withdraw/apply", "balances.list", proof, 1,
            withdraw_by_rule),
    at_once(put, "/sapi/v1/localentity/deposit/provide-info", "balances.list", proof, 1,
            provide_info),
    at_once(put, "/sapi/v1/localentity/broker/deposit/provide-info", "balances.list", proof, 1,
            provide_info_2),
    at_once(put, "/sapi/v2/localentity/deposit/provide-info", "balances.list", proof, 1,
            provide_info_2),

    at_once(get, "/sapi/v1/convert/exchangeInfo", "markets.list", open, 1, convert_pairs),
    at_once(get, "/sapi/v1/convert/assetInfo", "balances.list", proof, 1, none_of_these),
    at_once(post, "/sapi/v1/convert/getQuote", "balances.list", proof, 1, quote_conversion),
    at_once(post, "/sapi/v1/convert/acceptQuote", "balances.list", proof, 1, accept_conversion),
    at_once(get, "/sapi/v1/convert/orderStatus", "balances.list", proof, 1, conversion_status),
    at_once(get, "/sapi/v1/convert/tradeFlow", "balances.list", proof, 1, no_conversions),
    at_once(post, "/sapi/v1/convert/limit/placeOrder", "balances.list", proof, 1, place_conversion),
    at_once(post, "/sapi/v1/convert/limit/cancelOrder", "balances.list", proof, 1,
            cancel_conversion),
    at_once(post, "/sapi/v1/convert/limit/queryOpenOrders", "balances.list", proof, 1,
            no_open_conversions),

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

// Some clients ask for the wallet under the old root: /api/v1/capital/... Empty for other paths.
std::string old_wallet_path(std::string_view path) {
    constexpr std::string_view root = "/api/v1/";
    if (!path.starts_with(root)) return {};
    const std::string_view rest = path.substr(root.size());
    for (const std::string_view part : {"capital/", "account/", "asset/"}) {
        if (rest.starts_with(part)) return "/sapi/v1/" + std::string{rest};
    }
    return {};
}

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
    const std::string old = old_wallet_path(path);
    if (!old.empty()) path = old;
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
    const std::string old = old_wallet_path(path);
    if (!old.empty()) path = old;
    std::string allowed;
    for (const Endpoint& row : table) {
        if (row.path != path) continue;
        if (!allowed.empty()) allowed += ", ";
        allowed += name_of(row.method);
    }
    return allowed;
}

}  // namespace api::binance
