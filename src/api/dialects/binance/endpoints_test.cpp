#include "api/dialects/binance/endpoints.hpp"

#include <gtest/gtest.h>

#include "api/operations/table.hpp"

namespace api::binance {
namespace {

std::uint32_t weight(Method method, std::string_view path, std::string_view query = "") {
    const Route route = find_endpoint(method, path);
    return route.endpoint->weight.of(*Parameters::parse(query));
}

TEST(Endpoints, are_operations_of_the_table_and_ask_for_no_less) {
    for (const Endpoint& endpoint : endpoints()) {
        const Operation& row = operation(endpoint.operation);
        EXPECT_NE(row.audience, Audience::operators) << endpoint.path;
        const bool listens = endpoint.path == "/api/v3/userDataStream";  // a key is all they send
        if (row.audience == Audience::key && !listens) {
            EXPECT_EQ(endpoint.security, Security::proof) << endpoint.path;
        }
        if (endpoint.method == Method::get) {
            EXPECT_EQ(row.kind, core::Kind::read) << endpoint.path;
        }
    }
}

TEST(Endpoints, that_place_or_cancel_are_writes) {
    for (const Endpoint& endpoint : endpoints()) {
        const bool orders = endpoint.path.starts_with("/api/v3/order") ||
                            endpoint.path.starts_with("/api/v3/sor") ||
                            endpoint.path.starts_with("/api/v3/openOrders");
        if (!orders || endpoint.method == Method::get) continue;
        EXPECT_EQ(operation(endpoint.operation).kind, core::Kind::write) << endpoint.path;
        const bool cancels = endpoint.method == Method::del;
        EXPECT_EQ(purpose_of(endpoint), cancels ? Purpose::cancel : Purpose::anything)
            << endpoint.path;
    }
}

TEST(Endpoints, of_the_wallet_are_found_under_their_old_root_too) {
    EXPECT_EQ(find_endpoint(Method::get, "/api/v1/capital/deposit/hisrec").endpoint->path,
              "/sapi/v1/capital/deposit/hisrec");
    EXPECT_EQ(find_endpoint(Method::get, "/api/v1/account/apiRestrictions").endpoint->path,
              "/sapi/v1/account/apiRestrictions");
    EXPECT_EQ(find_endpoint(Method::get, "/api/v1/asset/tradeFee").endpoint->path,
              "/sapi/v1/asset/tradeFee");
    EXPECT_FALSE(find_endpoint(Method::get, "/api/v1/convert/tradeFlow").path_exists);
    EXPECT_EQ(allowed_methods("/api/v1/asset/transfer"), "GET, POST");
}

TEST(Endpoints, are_found_by_method_and_path) {
    EXPECT_EQ(find_endpoint(Method::get, "/api/v3/order").endpoint->operation, "orders.show");
    EXPECT_EQ(find_endpoint(Method::post, "/api/v3/order").endpoint->operation, "orders.place");
    EXPECT_EQ(find_endpoint(Method::head, "/api/v3/time").endpoint->operation, "time");
    const Route wrong_method = find_endpoint(Method::patch, "/api/v3/account");
    EXPECT_EQ(wrong_method.endpoint, nullptr);
    EXPECT_TRUE(wrong_method.path_exists);
    for (const char* path : {"/api/v3", "/api/v3/nothing", "/api/v3/order/", "/sapi/v1/none", ""}) {
        const Route unknown = find_endpoint(Method::get, path);
        EXPECT_EQ(unknown.endpoint, nullptr) << path;
        EXPECT_FALSE(unknown.path_exists) << path;
    }
    EXPECT_EQ(allowed_methods("/api/v3/order"), "POST, DELETE, GET");
}

TEST(Endpoints, weigh_what_clients_reckon_with) {
    EXPECT_EQ(weight(Method::get, "/api/v3/ping"), 1U);
    EXPECT_EQ(weight(Method::get, "/api/v3/exchangeInfo"), 20U);
    EXPECT_EQ(weight(Method::get, "/api/v3/account"), 20U);
    EXPECT_EQ(weight(Method::post, "/api/v3/order"), 1U);
    EXPECT_EQ(weight(Method::post, "/api/v3/order/test"), 1U);
    EXPECT_EQ(weight(Method::post, "/api/v3/order/test", "computeCommissionRates=true"), 20U);
    EXPECT_EQ(weight(Method::get, "/api/v3/openOrders"), 80U);
    EXPECT_EQ(weight(Method::get, "/api/v3/openOrders", "symbol=BTCUSDT"), 6U);
    EXPECT_EQ(weight(Method::get, "/api/v3/myTrades"), 20U);
    EXPECT_EQ(weight(Method::get, "/api/v3/myTrades", "orderId=1"), 5U);
    EXPECT_EQ(weight(Method::get, "/api/v3/ticker/price"), 4U);
    EXPECT_EQ(weight(Method::get, "/api/v3/ticker/bookTicker", "symbol=BTCUSDT"), 2U);
    EXPECT_EQ(weight(Method::post, "/api/v3/order/cancelReplace"), 1U);
    EXPECT_EQ(weight(Method::put, "/api/v3/order/amend/keepPriority"), 4U);
    EXPECT_EQ(weight(Method::get, "/api/v3/orderList"), 4U);
    EXPECT_EQ(weight(Method::get, "/api/v3/openOrderList"), 6U);
    EXPECT_EQ(weight(Method::get, "/api/v3/myAllocations"), 20U);
    EXPECT_EQ(weight(Method::get, "/api/v3/myFilters"), 40U);
    EXPECT_EQ(weight(Method::post, "/api/v3/userDataStream"), 2U);
    EXPECT_EQ(weight(Method::get, "/api/v3/ticker", "symbol=BTCUSDT"), 4U);
    EXPECT_EQ(weight(Method::get, "/api/v3/ticker", "symbols=[\"A\",\"B\"]"), 8U);
    EXPECT_EQ(weight(Method::get, "/api/v3/ticker/24hr"), 80U);
    EXPECT_EQ(weight(Method::get, "/api/v3/ticker/24hr", "symbol=BTCUSDT"), 2U);
    EXPECT_EQ(weight(Method::get, "/api/v3/ticker/24hr", "symbols=[\"A\",\"B\"]"), 2U);
    std::string many = "symbols=[\"A0\"";
    for (int i = 1; i < 21; ++i) many += ",\"A" + std::to_string(i) + "\"";
    EXPECT_EQ(weight(Method::get, "/api/v3/ticker/24hr", many + "]"), 40U);
    EXPECT_EQ(weight(Method::get, "/api/v3/ticker/tradingDay", many + "]"), 84U);
}

TEST(Endpoints, weigh_a_book_by_its_depth) {
    const std::pair<const char*, std::uint32_t> cases[] = {
        {"", 5},           {"limit=100", 5},    {"limit=101", 25},
        {"limit=500", 25}, {"limit=1000", 50},  {"limit=1001", 250},
        {"limit=x", 5},    {"limit=5000", 250}, {"limit=99999999999999999999", 250}};
    for (const auto& [query, expected] : cases) {
        EXPECT_EQ(weight(Method::get, "/api/v3/depth", query), expected) << query;
    }
}

}  // namespace
}  // namespace api::binance
