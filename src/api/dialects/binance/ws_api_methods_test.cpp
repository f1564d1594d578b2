#include "api/dialects/binance/ws_api_methods.hpp"

#include <gtest/gtest.h>

#include "api/dialects/binance/endpoints.hpp"

namespace api::binance {
namespace {

TEST(WsMethods, have_an_endpoint_each_or_concern_the_connection) {
    for (const WsMethod& method : ws_methods()) {
        const Route route = find_endpoint(method.method, method.path);
        EXPECT_EQ(route.endpoint != nullptr, method.own == OwnMethod::none) << method.name;
    }
}

// The methods that clients were seen to send.
TEST(WsMethods, are_those_that_clients_send) {
    for (const char* name : {"account.commission",
                             "account.status",
                             "allOrders",
                             "depth",
                             "exchangeInfo",
                             "klines",
                             "myTrades",
                             "openOrders.cancelAll",
                             "openOrders.status",
                             "order.cancel",
                             "order.cancelReplace",
                             "order.place",
                             "order.status",
                             "order.test",
                             "ping",
                             "session.logon",
                             "session.logout",
                             "session.status",
                             "ticker.24hr",
                             "ticker.book",
                             "ticker.price",
                             "time",
                             "trades.historical",
                             "trades.recent",
                             "userDataStream.subscribe",
                             "userDataStream.subscribe.signature",
                             "userDataStream.unsubscribe"}) {
        EXPECT_NE(find_method(name), nullptr) << name;
    }
    EXPECT_EQ(find_method("order.Place"), nullptr);
    EXPECT_EQ(find_method(""), nullptr);
}

TEST(WsMethods, ask_for_the_same_as_over_rest) {
    const Endpoint& place = *find_endpoint(Method::post, "/api/v3/order").endpoint;
    const WsMethod& method = *find_method("order.place");
    EXPECT_EQ(find_endpoint(method.method, method.path).endpoint, &place);
}

}  // namespace
}  // namespace api::binance
