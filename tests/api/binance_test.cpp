// The Binance dialect from outside: the very bytes of its answers.
#include <gtest/gtest.h>

#include "api/binance_client.hpp"

namespace {

using binance::Heard;
using binance::House;

constexpr const char* sell =
    "symbol=BTCUSDT&side=SELL&type=LIMIT&timeInForce=GTC&quantity=0.5&price=50000"
    "&newClientOrderId=ask";
constexpr const char* buy =
    "symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTC&quantity=0.2&price=50001"
    "&newClientOrderId=bid";

// A second later each, so that times can be told apart.
void trade(House& house) {
    house.clock.advance(core::seconds(1));
    ASSERT_EQ(house.place(house.bob.key("hmac"), sell).status, 200U);
    house.clock.advance(core::seconds(1));
    ASSERT_EQ(house.place(house.alice.key("hmac"), buy).status, 200U);
}

// The house's ids depend on how it was furnished; in the goldens they are written as <name>.
std::string without(std::string text, const std::string& value, const std::string& name) {
    for (std::size_t at = 0; (at = text.find(value, at)) != std::string::npos; ++at) {
        text.replace(at, value.size(), name);
    }
    return text;
}

TEST(Binance, answers_what_needs_no_key) {
    House house;
    EXPECT_EQ(house.get("/api/v3/ping").body, "{}");
    EXPECT_EQ(house.get("/api/v3/time").body, R"({"serverTime":1800000000000})");
    EXPECT_EQ(house.get("/api/v1/time").body, R"({"serverTime":1800000000000})");
    EXPECT_EQ(house.get("/sapi/v1/system/status").body, R"({"status":0,"msg":"normal"})");
    EXPECT_EQ(house.get("/fapi/v1/exchangeInfo").body,
              R"({"timezone":"UTC","serverTime":1800000000000,"rateLimits":[],)"
              R"("exchangeFilters":[],"assets":[],"symbols":[]})");
    const Heard micro =
        house.ask({.target = "/api/v3/time", .headers = {{"X-Mbx-Time-Unit", "microsecond"}}});
    EXPECT_EQ(micro.body, R"({"serverTime":1800000000000000})");
}

TEST(Binance, publishes_markets_and_the_configured_limits) {
    House house;
    EXPECT_EQ(
        house.get("/api/v3/exchangeInfo?symbol=ETHBTC").body,
        R"({"timezone":"UTC","serverTime":1800000000000,"rateLimits":[)"
        R"({"rateLimitType":"REQUEST_WEIGHT","interval":"MINUTE","intervalNum":1,"limit":100000},)"
        R"({"rateLimitType":"ORDERS","interval":"SECOND","intervalNum":10,"limit":10000},)"
        R"({"rateLimitType":"ORDERS","interval":"DAY","intervalNum":1,"limit":200000},)"
        R"({"rateLimitType":"RAW_REQUESTS","interval":"MINUTE","intervalNum":5,"limit":500000}],)"
        R"("exchangeFilters":[],"symbols":[{"symbol":"ETHBTC","status":"TRADING",)"
        R"("baseAsset":"ETH","baseAssetPrecision":8,"quoteAsset":"BTC","quotePrecision":8,)"
        R"("quoteAssetPrecision":8,"baseCommissionPrecision":8,"quoteCommissionPrecision":8,)"
        R"("orderTypes":["LIMIT","LIMIT_MAKER","MARKET","STOP_LOSS","STOP_LOSS_LIMIT",)"
        R"("TAKE_PROFIT","TAKE_PROFIT_LIMIT"],"icebergAllowed":true,)"
        R"("ocoAllowed":true,"otoAllowed":true,"opoAllowed":false,)"
        R"("quoteOrderQtyMarketAllowed":true,"allowTrailingStop":true,)"
        R"("cancelReplaceAllowed":true,"amendAllowed":true,"pegInstructionsAllowed":false,)"
        R"("isSpotTradingAllowed":true,"isMarginTradingAllowed":false,"filters":[)"
        R"({"filterType":"PRICE_FILTER","minPrice":"0.00001000","maxPrice":"1000.00000000",)"
        R"("tickSize":"0.00001000"},{"filterType":"LOT_SIZE","minQty":"0.00100000",)"
        R"("maxQty":"9000.00000000","stepSize":"0.00100000"},{"filterType":"ICEBERG_PARTS",)"
        R"("limit":10},{"filterType":"MARKET_LOT_SIZE",)"
        R"("minQty":"0.00100000","maxQty":"9000.00000000","stepSize":"0.00100000"},)"
        R"({"filterType":"TRAILING_DELTA","minTrailingAboveDelta":10,)"
        R"("maxTrailingAboveDelta":2000,"minTrailingBelowDelta":10,)"
        R"("maxTrailingBelowDelta":2000},{"filterType":"NOTIONAL",)"
        R"("minNotional":"0.00010000","applyMinToMarket":false,)"
        R"("maxNotional":"9000.00000000","applyMaxToMarket":false,"avgPriceMins":0},)"
        R"({"filterType":"MAX_NUM_ORDERS","maxNumOrders":200},)"
        R"({"filterType":"MAX_NUM_ORDER_LISTS","maxNumOrderLists":20},)"
        R"({"filterType":"MAX_NUM_ALGO_ORDERS","maxNumAlgoOrders":20},)"
        R"({"filterType":"MAX_NUM_ICEBERG_ORDERS","maxNumIcebergOrders":10},)"
        R"({"filterType":"MAX_NUM_ORDER_AMENDS","maxNumOrderAmends":10}],"permissions":[],)"
        R"("permissionSets":[["SPOT"]],"defaultSelfTradePreventionMode":"EXPIRE_MAKER",)"
        R"("allowedSelfTradePreventionModes":["NONE","EXPIRE_TAKER","EXPIRE_MAKER",)"
        R"("EXPIRE_BOTH","DECREMENT"]}]})");
    EXPECT_EQ(house.get("/api/v3/exchangeInfo").text("/symbols/2/symbol"), "ETHBTC");
    EXPECT_EQ(house.get("/api/v3/exchangeInfo?permissions=MARGIN").text("/symbols"), "[]");
    EXPECT_EQ(house.get("/api/v3/exchangeInfo?symbolStatus=HALT").text("/symbols"), "[]");
}

TEST(Binance, tells_an_empty_market_in_zeros) {
    House house;
    EXPECT_EQ(house.get("/api/v3/depth?symbol=BTCUSDT").body,
              R"({"lastUpdateId":0,"bids":[],"asks":[]})");
    EXPECT_EQ(house.get("/api/v3/trades?symbol=BTCUSDT").body, "[]");
    EXPECT_EQ(house.get("/api/v3/aggTrades?symbol=BTCUSDT").body, "[]");
    EXPECT_EQ(house.get("/api/v3/klines?symbol=BTCUSDT&interval=1m").body, "[]");
    EXPECT_EQ(house.get("/api/v3/ticker/price?symbol=BTCUSDT").body,
              R"({"symbol":"BTCUSDT","price":"0.00000000"})");
    const Heard day = house.get("/api/v3/ticker/24hr?symbol=BTCUSDT");
    EXPECT_EQ(day.text("/priceChangePercent"), "0.000");
    EXPECT_EQ(day.text("/firstId") + day.text("/lastId") + day.text("/count"), "-1-10");
}

TEST(Binance, tells_a_market_after_a_trade) {
    House house;
    trade(house);
    EXPECT_EQ(house.get("/api/v3/depth?symbol=BTCUSDT").body,
              R"({"lastUpdateId":2,"bids":[],"asks":[["50000.00000000","0.30000000"]]})");
    EXPECT_EQ(house.get("/api/v3/trades?symbol=BTCUSDT").body,
              R"([{"id":1,"price":"50000.00000000","qty":"0.20000000",)"
              R"("quoteQty":"10000.00000000","time":1800000002000,"isBuyerMaker":false,)"
              R"("isBestMatch":true}])");
    EXPECT_EQ(house.get("/api/v3/historicalTrades?symbol=BTCUSDT&fromId=1").text("/0/id"), "1");
    EXPECT_EQ(house.get("/api/v3/aggTrades?symbol=BTCUSDT").body,
              R"([{"a":1,"p":"50000.00000000","q":"0.20000000","f":1,"l":1,)"
              R"("T":1800000002000,"m":false,"M":true}])");
    EXPECT_EQ(house.get("/api/v3/klines?symbol=BTCUSDT&interval=1m").body,
              R"([[1800000000000,"50000.00000000","50000.00000000","50000.00000000",)"
              R"("50000.00000000","0.20000000",1800000059999,"10000.00000000",1,)"
              R"("0.20000000","10000.00000000","0"]])");
    EXPECT_EQ(house.get("/api/v3/avgPrice?symbol=BTCUSDT").body,
              R"({"mins":5,"price":"50000.00000000","closeTime":1800000002000})");
    EXPECT_EQ(house.get("/api/v3/ticker/price?symbols=[\"BTCUSDT\"]").body,
              R"([{"symbol":"BTCUSDT","price":"50000.00000000"}])");
    EXPECT_EQ(house.get("/api/v3/ticker/bookTicker?symbol=BTCUSDT").body,
              R"({"symbol":"BTCUSDT","bidPrice":"0.00000000","bidQty":"0.00000000",)"
              R"("askPrice":"50000.00000000","askQty":"0.30000000"})");
    EXPECT_EQ(house.get("/api/v3/ticker/24hr?symbol=BTCUSDT&type=MINI").body,
              R"({"symbol":"BTCUSDT","lastPrice":"50000.00000000","openPrice":"50000.00000000",)"
              R"("highPrice":"50000.00000000","lowPrice":"50000.00000000","volume":"0.20000000",)"
              R"("quoteVolume":"10000.00000000","openTime":1799913603000,)"
              R"("closeTime":1800000002000,"firstId":1,"lastId":1,"count":1})");
}

TEST(Binance, reckons_the_day_in_whole_numbers) {
    House house;
    const auto deal = [&](const std::string& price) {
        const std::string order = "symbol=BTCUSDT&type=LIMIT&timeInForce=GTC&quantity=0.1&price=";
        house.place(house.bob.key("hmac"), order + price + "&side=SELL");
        house.place(house.alice.key("hmac"), order + price + "&side=BUY");
    };
    deal("30000");
    deal("30100.01");
    const Heard up = house.get("/api/v3/ticker/24hr?symbol=BTCUSDT");
    EXPECT_EQ(up.text("/priceChange"), "100.01000000");
    EXPECT_EQ(up.text("/priceChangePercent"), "0.333");
    EXPECT_EQ(up.text("/weightedAvgPrice"), "30050.00500000");
    EXPECT_EQ(up.text("/lastQty"), "0.10000000");
    deal("29500.5");
    const Heard down = house.get("/api/v3/ticker/24hr?symbol=BTCUSDT");
    EXPECT_EQ(down.text("/priceChange"), "-499.50000000");
    EXPECT_EQ(down.text("/priceChangePercent"), "-1.665");
}

TEST(Binance, tells_orders_and_trades_of_the_account) {
    House house;
    const auto& bob = house.bob.key("hmac");
    trade(house);
    const std::string id =
        house.signed_by(bob, "GET", "/api/v3/order", "symbol=BTCUSDT&origClientOrderId=ask")
            .text("/orderId");
    const std::string row =
        R"({"symbol":"BTCUSDT","orderId":)" + id +
        R"(,"orderListId":-1,"clientOrderId":"ask","price":"50000.00000000",)"
        R"("origQty":"0.50000000","executedQty":"0.20000000",)"
        R"("origQuoteOrderQty":"0.00000000","cummulativeQuoteQty":"10000.00000000",)"
        R"("status":"PARTIALLY_FILLED","timeInForce":"GTC","type":"LIMIT","side":"SELL",)"
        R"("stopPrice":"0.00000000","icebergQty":"0.00000000","time":1800000001000,)"
        R"("updateTime":1800000002000,"isWorking":true,"workingTime":1800000001000,)"
        R"("selfTradePreventionMode":"EXPIRE_MAKER"})";
    EXPECT_EQ(house.signed_by(bob, "GET", "/api/v3/order", "symbol=BTCUSDT&orderId=" + id).body,
              row);
    EXPECT_EQ(house.signed_by(bob, "GET", "/api/v3/openOrders").body, "[" + row + "]");
    EXPECT_EQ(house.signed_by(bob, "GET", "/api/v3/openOrders", "symbol=BTCUSDT").body,
              "[" + row + "]");
    EXPECT_EQ(house.signed_by(bob, "GET", "/api/v3/allOrders", "symbol=BTCUSDT").body,
              "[" + row + "]");
    EXPECT_EQ(house.signed_by(bob, "GET", "/api/v3/openOrders", "symbol=ETHUSDT").body, "[]");
    EXPECT_EQ(house.signed_by(bob, "GET", "/api/v3/myTrades", "symbol=BTCUSDT").body,
              R"([{"symbol":"BTCUSDT","id":1,"orderId":)" + id +
                  R"(,"orderListId":-1,"price":"50000.00000000","qty":"0.20000000",)"
                  R"("quoteQty":"10000.00000000","commission":"10.00000000",)"
                  R"("commissionAsset":"USDT","time":1800000002000,"isBuyer":false,)"
                  R"("isMaker":true,"isBestMatch":true}])");
    EXPECT_EQ(house.signed_by(bob, "GET", "/api/v3/myTrades", "symbol=BTCUSDT&orderId=" + id)
                  .text("/0/id"),
              "1");
    EXPECT_EQ(house.signed_by(bob, "GET", "/api/v3/myTrades", "symbol=BTCUSDT&fromId=2").body,
              "[]");
    const Heard gone = house.signed_by(bob, "DELETE", "/api/v3/order",
                                       "symbol=BTCUSDT&orderId=" + id + "&newClientOrderId=bye");
    EXPECT_EQ(gone.body,
              R"({"symbol":"BTCUSDT","origClientOrderId":"ask","orderId":)" + id +
                  R"(,"orderListId":-1,"clientOrderId":"bye","transactTime":1800000002000,)"
                  R"("price":"50000.00000000","origQty":"0.50000000",)"
                  R"("executedQty":"0.20000000","origQuoteOrderQty":"0.00000000",)"
                  R"("cummulativeQuoteQty":"10000.00000000","status":"CANCELED",)"
                  R"("timeInForce":"GTC","type":"LIMIT","side":"SELL",)"
                  R"("selfTradePreventionMode":"EXPIRE_MAKER"})");
}

TEST(Binance, tells_a_new_order_with_its_fills_and_counts_it) {
    House house;
    house.place(house.bob.key("hmac"), sell);
    const Heard placed = house.place(house.alice.key("ed25519"), buy);
    ASSERT_EQ(placed.status, 200U) << placed.body;
    EXPECT_EQ(without(placed.body, "\"orderId\":" + placed.text("/orderId"), "\"orderId\":<id>"),
              R"({"symbol":"BTCUSDT","orderId":<id>,"orderListId":-1,"clientOrderId":"bid",)"
              R"("transactTime":1800000000000,"price":"50001.00000000","origQty":"0.20000000",)"
              R"("executedQty":"0.20000000","origQuoteOrderQty":"0.00000000",)"
              R"("cummulativeQuoteQty":"10000.00000000","status":"FILLED","timeInForce":"GTC",)"
              R"("type":"LIMIT","side":"BUY","workingTime":1800000000000,)"
              R"("selfTradePreventionMode":"EXPIRE_MAKER","fills":[{"price":"50000.00000000",)"
              R"("qty":"0.20000000","commission":"0.00020000","commissionAsset":"BTC",)"
              R"("tradeId":1}]})");
    EXPECT_EQ(placed.header("X-MBX-ORDER-COUNT-10S"), "1");
    EXPECT_EQ(placed.header("X-MBX-ORDER-COUNT-1D"), "1");
    EXPECT_EQ(placed.header("X-MBX-USED-WEIGHT-1M"), "1");
}

TEST(Binance, tells_the_account_its_rights_and_its_rates) {
    House house;
    const auto& alice = house.alice.key("hmac");
    const std::string uid = std::to_string(house.alice.account.value);
    EXPECT_EQ(house.signed_by(alice, "GET", "/api/v3/account").body,
              R"({"makerCommission":10,"takerCommission":10,"buyerCommission":0,)"
              R"("sellerCommission":0,"commissionRates":{"maker":"0.00100000",)"
              R"("taker":"0.00100000","buyer":"0.00000000","seller":"0.00000000"},)"
              R"("canTrade":true,"canWithdraw":false,"canDeposit":false,"brokered":false,)"
              R"("requireSelfTradePrevention":false,"preventSor":false,)"
              R"("updateTime":1800000000000,"accountType":"SPOT","balances":[)"
              R"({"asset":"BTC","free":"100.00000000","locked":"0.00000000"},)"
              R"({"asset":"ETH","free":"1000.00000000","locked":"0.00000000"},)"
              R"({"asset":"USDT","free":"10000000.00000000","locked":"0.00000000"}],)"
              R"("permissions":["SPOT"],"uid":)" +
                  uid + "}");
    EXPECT_EQ(house.signed_by(alice, "GET", "/sapi/v1/account/apiRestrictions").body,
              R"({"ipRestrict":false,"createTime":1800000000000,"enableReading":true,)"
              R"("enableWithdrawals":true,"enableInternalTransfer":true,"enableMargin":false,)"
              R"("enableFutures":false,"permitsUniversalTransfer":true,)"
              R"("enableVanillaOptions":false,"enableFixApiTrade":false,)"
              R"("enableFixReadOnly":false,"enableSpotAndMarginTrading":true,)"
              R"("enablePortfolioMarginTrading":false})");
    EXPECT_EQ(house.signed_by(alice, "GET", "/sapi/v1/asset/tradeFee", "symbol=BTCUSDT").body,
              R"([{"symbol":"BTCUSDT","makerCommission":"0.00100000",)"
              R"("takerCommission":"0.00100000"}])");
    EXPECT_EQ(house.signed_by(alice, "GET", "/api/v3/account/commission", "symbol=BTCUSDT").body,
              R"({"symbol":"BTCUSDT","standardCommission":{"maker":"0.00100000",)"
              R"("taker":"0.00100000","buyer":"0.00000000","seller":"0.00000000"},)"
              R"("specialCommission":{"maker":"0.00000000","taker":"0.00000000",)"
              R"("buyer":"0.00000000","seller":"0.00000000"},"taxCommission":{)"
              R"("maker":"0.00000000","taker":"0.00000000","buyer":"0.00000000",)"
              R"("seller":"0.00000000"},"discount":{"enabledForAccount":false,)"
              R"("enabledForSymbol":false,"discountAsset":"","discount":"0.00000000"}})");
    EXPECT_EQ(house.signed_by(alice, "GET", "/api/v3/rateLimit/order").body,
              R"([{"rateLimitType":"ORDERS","interval":"SECOND","intervalNum":10,)"
              R"("limit":10000,"count":0},{"rateLimitType":"ORDERS","interval":"DAY",)"
              R"("intervalNum":1,"limit":200000,"count":0}])");
    const Heard coins = house.signed_by(alice, "GET", "/sapi/v1/capital/config/getall");
    EXPECT_EQ(coins.text("/2/coin") + " " + coins.text("/2/free"), "USDT 10000000.00000000");
    EXPECT_EQ(coins.text("/2/networkList/0/network"), "ETH");
    EXPECT_EQ(coins.text("/2/networkList/0/withdrawIntegerMultiple"), "0.00000100");
}

TEST(Binance, judges_a_test_order_and_places_nothing) {
    House house;
    const auto& alice = house.alice.key("hmac");
    EXPECT_EQ(house.signed_by(alice, "POST", "/api/v3/order/test", buy).body, "{}");
    EXPECT_EQ(house
                  .signed_by(alice, "POST", "/api/v3/order/test",
                             std::string{buy} + "&computeCommissionRates=true")
                  .text("/standardCommissionForOrder/taker"),
              "0.00100000");
    EXPECT_EQ(house
                  .signed_by(alice, "POST", "/api/v3/order/test",
                             "symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTC"
                             "&quantity=0.0001&price=20000")
                  .body,
              R"({"code":-1013,"msg":"Filter failure: NOTIONAL"})");
    EXPECT_EQ(house.signed_by(alice, "GET", "/api/v3/openOrders").body, "[]");
}

TEST(Binance, has_no_margin_and_no_futures_and_says_so) {
    House house;
    const auto& alice = house.alice.key("hmac");
    EXPECT_EQ(house.signed_by(alice, "GET", "/sapi/v1/margin/allPairs").body, "[]");
    EXPECT_EQ(house.signed_by(alice, "GET", "/sapi/v1/margin/isolated/allPairs").body, "[]");
    EXPECT_EQ(house.get("/sapi/v1/margin/allPairs").body,
              R"({"code":-2014,"msg":"API-key format invalid."})");
    const Heard unsigned_key = house.ask(
        {.target = "/sapi/v1/margin/allPairs", .headers = {{"X-MBX-APIKEY", alice.name}}});
    EXPECT_EQ(unsigned_key.body, "[]");
}

}  // namespace
