// Orders of every type, lists of orders, amending, replacing and dead-man timers over /v1.
#include <gtest/gtest.h>

#include "support/house.hpp"

namespace {

using support::Heard;
using support::House;
using support::OwnKey;

class Trading : public testing::Test {
  protected:
    const OwnKey& alice() { return house.alice.key("hmac"); }
    const OwnKey& bob() { return house.bob.key("hmac"); }

    Heard ask(const char* method, const std::string& target, const std::string& body = {}) {
        return house.signed_by(alice(), method, target, body);
    }
    // Members of an order in BTCUSDT.
    Heard place(const std::string& members) {
        return ask("POST", "/v1/orders", R"({"market":"BTCUSDT",)" + members + "}");
    }
    Heard limit(const char* side, const char* price, const std::string& more = {}) {
        return place(std::string{R"("type":"limit","side":")"} + side + R"(","price":")" + price +
                     R"(","quantity":"0.1")" + more);
    }
    // Bob and Alice trade 0.1 at that price.
    void trade_at(const std::string& price) {
        const std::string rest = R"(","type":"limit","quantity":"0.1","price":")" + price + R"("})";
        ASSERT_EQ(house
                      .signed_by(bob(), "POST", "/v1/orders",
                                 R"({"market":"BTCUSDT","side":"sell)" + rest)
                      .status,
                  201u);
        ASSERT_EQ(limit("buy", price.c_str()).text("/order/status"), "filled");
    }
    Heard show(const std::string& order) { return ask("GET", "/v1/orders/" + order); }
    std::string status(const Heard& placed, const char* at = "/order/order_id") {
        return show(placed.text(at)).text("/order/status");
    }

    House house;
};

TEST_F(Trading, a_stop_waits_until_the_price_comes) {
    trade_at("50000");
    const Heard stop =
        place(R"("type":"stop_loss_limit","side":"sell","stop_price":"49000","price":"48000",)"
              R"("quantity":"0.1","tag":"exit")");
    ASSERT_EQ(stop.status, 201u) << stop.body;
    EXPECT_EQ(stop.text("/order/status"), "open");
    EXPECT_EQ(stop.text("/order/waits_for"), "trigger");
    EXPECT_EQ(stop.text("/order/stop_price"), "49000.00000000");
    EXPECT_EQ(ask("GET", "/v1/orders?tag=exit").text("/orders/0/order_id"),
              stop.text("/order/order_id"));
    EXPECT_EQ(house.get("/v1/markets/BTCUSDT/book").text("/asks/0"), "");
    trade_at("48900");
    const Heard shown = show(stop.text("/order/order_id"));
    EXPECT_EQ(shown.text("/order/waits_for"), "") << shown.body;
    EXPECT_NE(shown.text("/order/working_at"), "");
    EXPECT_EQ(
        place(R"("type":"stop_loss","side":"sell","stop_price":"60000","quantity":"0.1")").code(),
        "would_trigger");
}

TEST_F(Trading, a_trailing_stop_is_told_in_basis_points_however_it_was_asked_for) {
    trade_at("50000");
    const Heard trailing =
        place(R"("type":"stop_loss","side":"sell","trailing_percent":"1.5","quantity":"0.1")");
    ASSERT_EQ(trailing.status, 201u) << trailing.body;
    EXPECT_EQ(trailing.text("/order/trailing_bps"), "150");
    EXPECT_EQ(trailing.text("/order/trailing_from"), "50000.00000000");
    EXPECT_EQ(
        place(R"("type":"stop_loss","side":"sell","trailing_bps":5000,"quantity":"0.1")").code(),
        "trailing_filter");
    EXPECT_EQ(place(R"("type":"stop_loss","side":"sell","quantity":"0.1")").code(),
              "missing_field");
}

TEST_F(Trading, an_iceberg_shows_a_slice) {
    const Heard iceberg = place(R"("type":"limit","side":"sell","price":"50000","quantity":"0.5",)"
                                R"("display_quantity":"0.1")");
    ASSERT_EQ(iceberg.status, 201u) << iceberg.body;
    EXPECT_EQ(iceberg.text("/order/display_quantity"), "0.10000000");
    EXPECT_EQ(iceberg.text("/order/leaves"), "0.50000000");
    EXPECT_EQ(house.get("/v1/markets/BTCUSDT/book").text("/asks/0/1"), "0.10000000");
}

TEST_F(Trading, an_order_ends_at_its_time) {
    const Heard order = limit("buy", "40000", R"(,"expires_at":"2027-01-15T08:10:00.000Z")");
    ASSERT_EQ(order.status, 201u) << order.body;
    EXPECT_EQ(order.text("/order/expires_at"), "2027-01-15T08:10:00.000Z");
    house.clock.advance(core::minutes(11));
    house.command(core::Tick{}, {.surface = core::Surface::system});
    EXPECT_EQ(show(order.text("/order/order_id")).text("/order/close_reason"), "expired");
}

TEST_F(Trading, fields_of_other_types_are_refused_by_name) {
    const auto fault = [&](const std::string& members) {
        const Heard heard = place(members);
        return heard.code() + ' ' + heard.text("/field") + ' ' + heard.text("/reason");
    };
    EXPECT_EQ(fault(R"("type":"market","side":"buy","quantity":"1","stop_price":"5")"),
              "malformed_field stop_price not_for_market_orders");
    EXPECT_EQ(
        fault(R"("type":"stop_loss","side":"buy","quantity":"1","stop_price":"5","price":"4")"),
        "malformed_field price not_for_stop_loss_orders");
    EXPECT_EQ(fault(R"("type":"limit","side":"buy","quantity":"1","price":"5","trailing_bps":7)"),
              "malformed_field trailing_bps not_for_limit_orders");
    EXPECT_EQ(fault(R"("type":"limit","side":"buy","quantity":"1","price":"5","tag":"a b")"),
              "malformed_field tag not_allowed");
}

TEST_F(Trading, an_amended_order_is_smaller_and_in_its_place) {
    const Heard order = limit("buy", "40000", R"(,"client_order_id":"mine")");
    const std::string path = "/v1/orders/" + order.text("/order/order_id");
    EXPECT_EQ(ask("PATCH", path + "?validate_only=true", R"({"quantity":"0.05"})").body,
              R"({"valid":true})");
    const Heard amended = ask("PATCH", path, R"({"quantity":"0.05"})");
    ASSERT_EQ(amended.status, 200u) << amended.body;
    EXPECT_EQ(amended.text("/order/quantity"), "0.05000000");
    const Heard renamed = ask("PATCH", "/v1/orders/by_client_order_id/mine",
                              R"({"quantity":"0.04","new_client_order_id":"yours"})");
    EXPECT_EQ(renamed.text("/order/client_order_id"), "yours") << renamed.body;
    EXPECT_EQ(ask("PATCH", path, R"({"quantity":"0.04"})").code(), "amend_unchanged");
    EXPECT_EQ(ask("PATCH", path, R"({"quantity":"0.08"})").code(), "amend_increase");
    EXPECT_EQ(ask("PATCH", "/v1/orders/999999", R"({"quantity":"0.08"})").code(), "order_unknown");
}

TEST_F(Trading, one_order_replaces_another_in_one_step) {
    const Heard order = limit("buy", "40000");
    const auto replace = [&](const std::string& old, const std::string& more = {}) {
        return ask("POST", "/v1/orders/replace",
                   R"({"market":"BTCUSDT","type":"limit","side":"buy","price":"41000",)"
                   R"("quantity":"0.1","cancel_order_id":")" +
                       old + '"' + more + "}");
    };
    const Heard done = replace(order.text("/order/order_id"));
    ASSERT_EQ(done.status, 200u) << done.body;
    EXPECT_EQ(done.text("/cancelled/0/status"), "cancelled");
    EXPECT_EQ(done.text("/order/price"), "41000.00000000");
    EXPECT_EQ(replace("999999").code(), "order_unknown");
    const Heard placed = replace("999999", R"(,"when_not_cancelled":"place")");
    EXPECT_EQ(placed.text("/cancel_refused/code"), "order_unknown") << placed.body;
    EXPECT_EQ(placed.text("/order/status"), "open");
}

TEST_F(Trading, cancels_take_conditions_and_tags) {
    const Heard one = limit("buy", "40000", R"(,"tag":"grid")");
    limit("buy", "40001", R"(,"tag":"grid")");
    const Heard free = limit("buy", "40002");
    EXPECT_EQ(ask("DELETE", "/v1/orders/" + one.text("/order/order_id") + "?only=partially_filled")
                  .code(),
              "cancel_restricted");
    const Heard gone = ask("DELETE", "/v1/orders?tag=grid");
    EXPECT_EQ(gone.text("/orders/1/tag"), "grid") << gone.body;
    EXPECT_EQ(gone.text("/orders/2"), "");
    EXPECT_EQ(status(free), "open");
}

constexpr const char* pair =
    R"({"market":"BTCUSDT","kind":"oco","client_list_id":"exit","orders":[)"
    R"({"side":"sell","type":"limit_maker","price":"60000","quantity":"0.1"},)"
    R"({"side":"sell","type":"stop_loss","stop_price":"40000","quantity":"0.1"}]})";

TEST_F(Trading, a_pair_is_placed_shown_and_cancelled_as_one) {
    trade_at("50000");
    EXPECT_EQ(ask("POST", "/v1/order-lists?validate_only=true", pair).body, R"({"valid":true})");
    const Heard placed = ask("POST", "/v1/order-lists", pair);
    ASSERT_EQ(placed.status, 201u) << placed.body;
    EXPECT_EQ(placed.text("/list/status"), "open");
    EXPECT_EQ(placed.text("/orders/0/price"), "60000.00000000");
    EXPECT_EQ(placed.text("/orders/1/waits_for"), "trigger");
    const std::string id = placed.text("/list/list_id");
    EXPECT_EQ(ask("GET", "/v1/order-lists").text("/lists/0/list_id"), id);
    EXPECT_EQ(ask("GET", "/v1/order-lists/" + id).text("/orders/1/list_id"), id);
    EXPECT_EQ(ask("GET", "/v1/order-lists/by_client_list_id/exit").text("/list/list_id"), id);
    const Heard gone = ask("DELETE", "/v1/order-lists/" + id);
    EXPECT_EQ(gone.text("/orders/1/status"), "cancelled") << gone.body;
    ASSERT_EQ(ask("POST", "/v1/order-lists", pair).status, 201u);
    EXPECT_EQ(ask("DELETE", "/v1/order-lists/by_client_list_id/exit").status, 200u);
}

TEST_F(Trading, a_list_that_is_done_can_still_be_seen) {
    trade_at("50000");
    const Heard placed = ask("POST", "/v1/order-lists", pair);
    const std::string id = placed.text("/list/list_id");
    EXPECT_EQ(placed.text("/list/done_at"), "null");
    house.clock.advance(core::seconds(1));
    ask("DELETE", "/v1/order-lists/" + id);
    EXPECT_EQ(ask("GET", "/v1/order-lists").text("/lists/0"), "");
    const Heard shown = ask("GET", "/v1/order-lists/" + id);
    EXPECT_EQ(shown.text("/list/status"), "done") << shown.body;
    EXPECT_NE(shown.text("/list/done_at"), shown.text("/list/created_at"));
    EXPECT_EQ(shown.text("/orders/0/order_id"), placed.text("/orders/0/order_id"));
    EXPECT_EQ(shown.text("/orders/1/status"), "cancelled");
    const Heard named = ask("GET", "/v1/order-lists/by_client_list_id/exit");
    EXPECT_EQ(named.text("/list"), shown.text("/list"));
    EXPECT_EQ(ask("GET", "/v1/order-lists?status=done").text("/lists/0"), shown.text("/list"));
    // The newest of that name, once there is another one.
    const std::string second = ask("POST", "/v1/order-lists", pair).text("/list/list_id");
    EXPECT_EQ(ask("GET", "/v1/order-lists/by_client_list_id/exit").text("/list/list_id"), second);
    EXPECT_EQ(ask("GET", "/v1/order-lists/999999").code(), "order_list_unknown");
    const auto theirs = house.signed_by(bob(), "GET", "/v1/order-lists/" + id);
    EXPECT_EQ(theirs.code(), "order_list_unknown");
}

// Page by page, each once, though lists are placed and cancelled between the pages.
TEST_F(Trading, all_lists_are_told_page_by_page_under_inserts) {
    trade_at("50000");
    std::vector<std::string> placed;
    const auto place_list = [&] {
        placed.push_back(ask("POST", "/v1/order-lists", pair).text("/list/list_id"));
    };
    const auto cancel_last = [&] { ask("DELETE", "/v1/order-lists/" + placed.back()); };
    for (int i = 0; i < 5; ++i) place_list(), cancel_last();
    place_list();
    std::vector<std::string> told;
    std::string cursor = "1";
    for (int page = 0; page < 6; ++page) {
        const Heard heard = ask("GET", "/v1/order-lists?status=all&limit=2&cursor=" + cursor);
        for (const char* at : {"/lists/0/list_id", "/lists/1/list_id"}) {
            if (!heard.text(at).empty()) told.push_back(heard.text(at));
        }
        cursor = heard.text("/next");
        if (page == 1) cancel_last(), place_list(), cancel_last();
    }
    EXPECT_EQ(told, placed);
    // Of those that are done the newest two; the one that is open lies behind them.
    place_list();
    const Heard done = ask("GET", "/v1/order-lists?status=done&limit=2");
    EXPECT_EQ(done.text("/lists/0/list_id"), placed[placed.size() - 3]) << done.body;
    EXPECT_EQ(done.text("/lists/1/list_id"), placed[placed.size() - 2]);
    EXPECT_EQ(done.text("/lists/2"), "");
    EXPECT_EQ(ask("GET", "/v1/order-lists?market=ETHUSDT&status=all").text("/lists/0"), "");
    EXPECT_EQ(ask("GET", "/v1/order-lists?status=lost").code(), "malformed_field");
}

// However many others are newer: a page has as many as were asked for.
TEST_F(Trading, closed_orders_are_found_behind_open_ones) {
    const std::string first = limit("buy", "40000").text("/order/order_id");
    ask("DELETE", "/v1/orders/" + first);
    const std::string tagged = limit("buy", "40000", R"(,"tag":"mine")").text("/order/order_id");
    for (int i = 0; i < 5; ++i) limit("buy", "40000");
    const Heard closed = ask("GET", "/v1/orders?status=closed&limit=3");
    EXPECT_EQ(closed.text("/orders/0/order_id"), first) << closed.body;
    const Heard one = ask("GET", "/v1/orders?status=all&tag=mine&limit=3");
    EXPECT_EQ(one.text("/orders/0/order_id"), tagged) << one.body;
    const Heard onwards = ask("GET", "/v1/orders?status=all&tag=mine&limit=1&cursor=1");
    EXPECT_EQ(onwards.text("/orders/0/order_id"), tagged) << onwards.body;
}

TEST_F(Trading, a_leg_takes_its_list_along) {
    trade_at("50000");
    const Heard placed = ask("POST", "/v1/order-lists", pair);
    const Heard gone = ask("DELETE", "/v1/orders/" + placed.text("/orders/1/order_id"));
    EXPECT_EQ(gone.text("/order/order_id"), placed.text("/orders/1/order_id")) << gone.body;
    EXPECT_EQ(gone.text("/others/0/order_id"), placed.text("/orders/0/order_id"));
}

TEST_F(Trading, the_pending_order_is_placed_when_the_working_one_is_filled) {
    const Heard placed =
        ask("POST", "/v1/order-lists",
            R"({"market":"BTCUSDT","kind":"oto","orders":[)"
            R"({"side":"buy","type":"limit","price":"50000","quantity":"0.1"},)"
            R"({"side":"sell","type":"limit","price":"55000","quantity":"0.05"}]})");
    ASSERT_EQ(placed.status, 201u) << placed.body;
    const std::string pending = placed.text("/orders/1/order_id");
    EXPECT_EQ(placed.text("/orders/1/waits_for"), "list");
    house.signed_by(bob(), "POST", "/v1/orders",
                    R"({"market":"BTCUSDT","side":"sell","type":"market","quantity":"0.1"})");
    house.command(core::Tick{}, {.surface = core::Surface::system});  // behind the duty
    EXPECT_EQ(show(pending).text("/order/waits_for"), "");
    EXPECT_EQ(house.get("/v1/markets/BTCUSDT/book").text("/asks/0/0"), "55000.00000000");
}

TEST_F(Trading, faults_of_a_list_name_the_leg) {
    const Heard heard =
        ask("POST", "/v1/order-lists",
            R"({"market":"BTCUSDT","kind":"oco","orders":[)"
            R"({"side":"sell","type":"limit_maker","price":"6x","quantity":"0.1"},)"
            R"({"side":"sell","type":"stop_loss","stop_price":"1","quantity":"0.1"}]})");
    EXPECT_EQ(heard.code() + ' ' + heard.text("/field"), "malformed_field orders[0].price");
    const Heard unknown = ask("POST", "/v1/order-lists",
                              R"({"market":"BTCUSDT","kind":"oco","orders":[{"leverage":"5"}]})");
    EXPECT_EQ(unknown.code() + ' ' + unknown.text("/field"), "unknown_field orders[0].leverage");
    const Heard one = ask("POST", "/v1/order-lists",
                          R"({"market":"BTCUSDT","kind":"oco","orders":[)"
                          R"({"side":"sell","type":"market","quantity":"0.1"}]})");
    EXPECT_EQ(one.text("/reason"), "not_2");
}

TEST_F(Trading, a_dead_man_cancels_what_his_key_placed) {
    const Heard order = limit("buy", "40000");
    const Heard set = ask("PUT", "/v1/dead-man", R"({"timeout_seconds":60})");
    ASSERT_EQ(set.status, 200u) << set.body;
    EXPECT_EQ(set.text("/timer/market"), "null");
    ask("PUT", "/v1/dead-man", R"({"timeout_seconds":60,"market":"ETHUSDT","tag":"grid"})");
    EXPECT_EQ(ask("GET", "/v1/dead-man").text("/timers/1/tag"), "grid");
    EXPECT_EQ(ask("DELETE", "/v1/dead-man?market=ETHUSDT&tag=grid").text("/timer/deadline"),
              "null");
    house.clock.advance(core::seconds(61));
    house.command(core::Tick{}, {.surface = core::Surface::system});
    EXPECT_EQ(show(order.text("/order/order_id")).text("/order/close_reason"), "dead_man");
    EXPECT_EQ(ask("PUT", "/v1/dead-man", R"({"timeout_seconds":0})").code(), "malformed_field");
}

TEST_F(Trading, fees_follow_the_volume_of_thirty_days) {
    EXPECT_EQ(ask("GET", "/v1/fees").text("/volume_asset"), "null");
    const Heard set =
        house.operate("PUT", "/v1/operator/fee-tiers",
                      R"({"asset":"USDT","tiers":[{"volume":"0","maker":"0.0008","taker":"0.001"},)"
                      R"({"volume":"5000","maker":"0.0005","taker":"0.0007"}]})");
    ASSERT_EQ(set.status, 200u) << set.body;
    EXPECT_EQ(ask("GET", "/v1/fees").text("/fees/0/taker"), "0.001000");
    trade_at("50000");
    const Heard fees = ask("GET", "/v1/fees");
    EXPECT_EQ(fees.text("/volume"), "5000.00000000") << fees.body;
    EXPECT_EQ(fees.text("/fees/0/taker"), "0.000700");
    EXPECT_EQ(fees.text("/tiers/1/volume"), "5000.00000000");
}

TEST_F(Trading, an_auction_takes_what_can_rest_and_opens_at_one_price) {
    const std::string mode = "/v1/operator/markets/BTCUSDT/mode";
    ASSERT_EQ(house.operate("POST", mode, R"({"mode":"auction"})").text("/market/mode"), "auction");
    const Heard buy = limit("buy", "50000");
    ASSERT_EQ(house
                  .signed_by(bob(), "POST", "/v1/orders",
                             R"({"market":"BTCUSDT","type":"limit","side":"sell","price":"49000",)"
                             R"("quantity":"0.1"})")
                  .status,
              201u);
    EXPECT_EQ(status(buy), "open");
    EXPECT_EQ(place(R"("type":"market","side":"buy","quantity":"0.1")").code(), "market_auction");
    house.operate("POST", mode, R"({"mode":"open"})");
    house.command(core::Tick{}, {.surface = core::Surface::system});  // behind the duty
    EXPECT_EQ(status(buy), "filled");
    const Heard market = house.get("/v1/markets/BTCUSDT");
    EXPECT_EQ(market.text("/market/mode"), "open");
    EXPECT_EQ(market.text("/market/mode_reason"), "auction_ended");
}

TEST_F(Trading, the_stream_says_what_it_offers) {
    EXPECT_EQ(house.get("/v1/stream").text("/channels/1/channel"), "book");
}

}  // namespace
