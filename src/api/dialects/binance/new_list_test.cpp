#include "api/dialects/binance/new_list.hpp"

#include <gtest/gtest.h>

namespace api::binance {
namespace {

using enum core::OrderType;

Result<ListWish> read(Result<ListWish> (*reader)(const Parameters&), const std::string& query) {
    const auto parameters = Parameters::parse(query);
    if (!parameters) return std::unexpected(parameters.error());
    auto wish = reader(*parameters);
    if (wish) wish->symbol = {};  // a view into what ends here
    return wish;
}

std::string said(Result<ListWish> (*reader)(const Parameters&), const std::string& query) {
    const auto wish = read(reader, query);
    return wish ? "fine" : std::to_string(wish.error().code) + " " + wish.error().text;
}

TEST(NewList, has_its_legs_in_the_order_of_their_prices) {
    const auto wish = read(read_oco,
                           "symbol=BTCUSDT&side=BUY&quantity=1&aboveType=STOP_LOSS"
                           "&aboveStopPrice=60&belowType=TAKE_PROFIT_LIMIT&belowStopPrice=50"
                           "&belowPrice=49&belowTimeInForce=IOC&belowIcebergQty=0"
                           "&listClientOrderId=pair&selfTradePreventionMode=DECREMENT");
    ASSERT_TRUE(wish) << wish.error().text;
    EXPECT_EQ(wish->kind, core::ListKind::oco);
    EXPECT_EQ(wish->client_list_id.view(), "pair");
    ASSERT_EQ(wish->legs.size(), 2U);
    EXPECT_EQ(wish->legs[0].type, stop_loss);
    EXPECT_EQ(wish->legs[1].type, take_profit_limit);
    EXPECT_EQ(wish->legs[1].time_in_force, core::TimeInForce::ioc);
    EXPECT_EQ(wish->legs[1].self_trade_prevention, core::SelfTradePrevention::decrement);
    EXPECT_EQ(wish->reply_form, ReplyForm::result);
}

TEST(NewList, of_the_old_form_has_a_limit_leg_and_a_stop_leg) {
    const std::string old = "symbol=BTCUSDT&quantity=1&price=50&stopPrice=60";
    const auto buying = read(read_old_oco, old + "&side=BUY");
    ASSERT_TRUE(buying) << buying.error().text;
    EXPECT_EQ(buying->legs[0].type, stop_loss);
    EXPECT_EQ(buying->legs[1].type, limit_maker);
    const auto selling =
        read(read_old_oco, old + "&side=SELL&stopLimitPrice=40&stopLimitTimeInForce=FOK");
    ASSERT_TRUE(selling) << selling.error().text;
    EXPECT_EQ(selling->legs[0].type, limit_maker);
    EXPECT_EQ(selling->legs[1].type, stop_loss_limit);
    EXPECT_EQ(selling->legs[1].time_in_force, core::TimeInForce::fok);
    EXPECT_EQ(said(read_old_oco, old + "&side=SELL&stopLimitPrice=40"),
              "-1102 Mandatory parameter 'stopLimitTimeInForce' was not sent, was empty/null, or "
              "malformed.");
    EXPECT_EQ(said(read_old_oco, old + "&side=SELL&stopLimitTimeInForce=GTC"),
              "-1106 Parameter 'stopLimitTimeInForce' sent when not required.");
}

TEST(NewList, begins_with_the_order_that_the_others_wait_for) {
    const auto oto = read(read_oto,
                          "symbol=BTCUSDT&workingType=LIMIT_MAKER&workingSide=BUY&workingPrice=50"
                          "&workingQuantity=2&pendingType=MARKET&pendingSide=SELL"
                          "&pendingQuantity=1");
    ASSERT_TRUE(oto) << oto.error().text;
    EXPECT_EQ(oto->legs[0].side, core::Side::buy);
    EXPECT_EQ(oto->legs[1].type, market);
    EXPECT_EQ(oto->legs[1].side, core::Side::sell);
    const auto otoco =
        read(read_otoco,
             "symbol=BTCUSDT&workingType=LIMIT&workingSide=BUY&workingPrice=50&workingQuantity=2"
             "&workingTimeInForce=GTC&pendingSide=SELL&pendingQuantity=1"
             "&pendingAboveType=LIMIT_MAKER&pendingAbovePrice=60&pendingBelowType=STOP_LOSS"
             "&pendingBelowStopPrice=40");
    ASSERT_TRUE(otoco) << otoco.error().text;
    EXPECT_EQ(otoco->kind, core::ListKind::otoco);
    EXPECT_EQ(otoco->legs[2].type, stop_loss);
    EXPECT_EQ(said(read_oto,
                   "symbol=BTCUSDT&workingType=LIMIT&workingSide=BUY&workingPrice=50"
                   "&workingQuantity=2&workingTimeInForce=GTC&workingStopPrice=3"
                   "&pendingType=MARKET&pendingSide=SELL&pendingQuantity=1"),
              "-1106 Parameter 'workingStopPrice' sent when not required.");
}

}  // namespace
}  // namespace api::binance
