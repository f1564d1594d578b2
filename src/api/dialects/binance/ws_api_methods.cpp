#include "api/dialects/binance/ws_api_methods.hpp"

#include <algorithm>

namespace api::binance {
namespace {

using enum Method;

constexpr WsMethod rest(std::string_view name, Method method, std::string_view path) {
    return {.name = name, .method = method, .path = path, .own = OwnMethod::none};
}
constexpr WsMethod own(std::string_view name, OwnMethod what) {
    return {.name = name, .method = Method::other, .path = {}, .own = what};
}

constexpr WsMethod table[] = {
    rest("order.place", post, "/api/v3/order"),
    rest("order.cancel", del, "/api/v3/order"),
    rest("order.status", get, "/api/v3/order"),
    rest("order.cancelReplace", post, "/api/v3/order/cancelReplace"),
    rest("order.amend.keepPriority", put, "/api/v3/order/amend/keepPriority"),
    rest("order.amendments", get, "/api/v3/order/amendments"),
    rest("order.test", post, "/api/v3/order/test"),
    rest("openOrders.status", get, "/api/v3/openOrders"),
    rest("openOrders.cancelAll", del, "/api/v3/openOrders"),
    rest("sor.order.place", post, "/api/v3/sor/order"),
    rest("sor.order.test", post, "/api/v3/sor/order/test"),

    rest("orderList.place", post, "/api/v3/order/oco"),
    rest("orderList.place.oco", post, "/api/v3/orderList/oco"),
    rest("orderList.place.oto", post, "/api/v3/orderList/oto"),
    rest("orderList.place.otoco", post, "/api/v3/orderList/otoco"),
    rest("orderList.place.opo", post, "/api/v3/orderList/opo"),
    rest("orderList.place.opoco", post, "/api/v3/orderList/opoco"),
    rest("orderList.status", get, "/api/v3/orderList"),
    rest("orderList.cancel", del, "/api/v3/orderList"),
    rest("openOrderLists.status", get, "/api/v3/openOrderList"),
    rest("allOrderLists", get, "/api/v3/allOrderList"),

    rest("account.status", get, "/api/v3/account"),
    rest("account.commission", get, "/api/v3/account/commission"),
    rest("account.rateLimits.orders", get, "/api/v3/rateLimit/order"),
    rest("allOrders", get, "/api/v3/allOrders"),
    rest("myTrades", get, "/api/v3/myTrades"),
    rest("myPreventedMatches", get, "/api/v3/myPreventedMatches"),
    rest("myAllocations", get, "/api/v3/myAllocations"),
    rest("myFilters", get, "/api/v3/myFilters"),

    rest("ping", get, "/api/v3/ping"),
    rest("time", get, "/api/v3/time"),
    rest("exchangeInfo", get, "/api/v3/exchangeInfo"),
    rest("executionRules", get, "/api/v3/executionRules"),
    rest("depth", get, "/api/v3/depth"),
    rest("trades.recent", get, "/api/v3/trades"),
    rest("trades.historical", get, "/api/v3/historicalTrades"),
    rest("trades.aggregate", get, "/api/v3/aggTrades"),
    rest("klines", get, "/api/v3/klines"),
    rest("uiKlines", get, "/api/v3/uiKlines"),
    rest("avgPrice", get, "/api/v3/avgPrice"),
    rest("referencePrice", get, "/api/v3/referencePrice"),
    rest("ticker", get, "/api/v3/ticker"),
    rest("ticker.24hr", get, "/api/v3/ticker/24hr"),
    rest("ticker.tradingDay", get, "/api/v3/ticker/tradingDay"),
    rest("ticker.price", get, "/api/v3/ticker/price"),
    rest("ticker.book", get, "/api/v3/ticker/bookTicker"),

    rest("userDataStream.start", post, "/api/v3/userDataStream"),
    rest("userDataStream.ping", put, "/api/v3/userDataStream"),
    rest("userDataStream.stop", del, "/api/v3/userDataStream"),
    own("userDataStream.subscribe", OwnMethod::subscribe),
    own("userDataStream.subscribe.signature", OwnMethod::subscribe_signature),
    own("userDataStream.unsubscribe", OwnMethod::unsubscribe),
    own("session.logon", OwnMethod::logon),
    own("session.status", OwnMethod::status),
    own("session.logout", OwnMethod::logout),
    own("session.subscriptions", OwnMethod::subscriptions),
};

consteval bool names_are_unique() {
    for (const WsMethod& row : table) {
        if (std::ranges::count(table, row.name, &WsMethod::name) != 1) return false;
    }
    return true;
}
static_assert(names_are_unique());

}  // namespace

std::span<const WsMethod> ws_methods() { return table; }

const WsMethod* find_method(std::string_view name) {
    const WsMethod* const found = std::ranges::find(table, name, &WsMethod::name);
    return found == std::end(table) ? nullptr : found;
}

}  // namespace api::binance
