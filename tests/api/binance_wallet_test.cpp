// The wallet, convert, the travel rule and listen keys in the Binance dialect: what is true here,
// and what is not to be had, in exact words.
#include <gtest/gtest.h>
#include <span>

#include "api/binance_client.hpp"

namespace {

using binance::Heard;
using binance::House;

struct Case {
    const char* method;
    const char* path;
    const char* parameters;
    const char* answer;
};

void expect_answers(std::span<const Case> cases, unsigned status) {
    House house;
    for (const auto& [method, path, parameters, answer] : cases) {
        const Heard heard = house.signed_by(house.alice.key("hmac"), method, path, parameters);
        EXPECT_EQ(heard.body, answer) << path;
        EXPECT_EQ(heard.status, status) << path;
    }
}

TEST(BinanceWallet, has_empty_histories_where_nothing_can_move) {
    const Case cases[] = {
        {"GET", "/sapi/v1/capital/deposit/hisrec", "coin=BTC", "[]"},
        {"GET", "/sapi/v1/capital/deposit/address/list", "coin=BTC", "[]"},
        {"GET", "/sapi/v1/capital/withdraw/history", "", "[]"},
        {"GET", "/sapi/v1/capital/withdraw/address/list", "", "[]"},
        {"GET", "/sapi/v1/capital/withdraw/quota", "",
         R"({"wdQuota":"0.00000000","usedWdQuota":"0.00000000"})"},
        {"GET", "/sapi/v1/asset/transfer", "type=MAIN_FUNDING&fromAccount=x",
         R"({"total":0,"rows":[]})"},
        {"POST", "/sapi/v1/asset/get-funding-asset", "", "[]"},
        {"GET", "/sapi/v1/asset/assetDividend", "", R"({"rows":[],"total":0})"},
        {"GET", "/sapi/v1/asset/dribblet", "", R"({"total":0,"userAssetDribblets":[]})"},
        {"GET", "/sapi/v1/localentity/questionnaire-requirements", "",
         R"({"questionnaireCountryCode":"NIL"})"},
        {"GET", "/sapi/v1/localentity/vasp", "", "[]"},
        {"GET", "/sapi/v1/localentity/withdraw/history", "", "[]"},
        {"GET", "/sapi/v2/localentity/withdraw/history", "", "[]"},
        {"GET", "/sapi/v1/localentity/deposit/history", "", "[]"},
        {"GET", "/sapi/v2/localentity/deposit/history", "", "[]"},
        {"GET", "/sapi/v1/addressVerify/list", "", "[]"},
        {"GET", "/sapi/v1/convert/assetInfo", "", "[]"},
        {"GET", "/sapi/v1/convert/tradeFlow", "startTime=1&endTime=2",
         R"({"list":[],"startTime":1,"endTime":2,"limit":100,"moreData":false})"},
        {"POST", "/sapi/v1/convert/limit/queryOpenOrders", "", R"({"list":[]})"},
        {"GET", "/api/v3/myAllocations", "symbol=BTCUSDT", "[]"},
        {"GET", "/api/v1/capital/deposit/hisrec", "", "[]"},
    };
    expect_answers(cases, 200U);
}

TEST(BinanceWallet, moves_nothing_and_says_so) {
    const Case cases[] = {
        {"POST", "/sapi/v1/capital/withdraw/apply", "coin=BTC&address=a&amount=1",
         R"({"code":-4019,"msg":"Current asset is not open for withdrawal."})"},
        {"POST", "/sapi/v1/capital/withdraw/apply", "coin=GOLD&address=a&amount=1",
         R"({"code":-4018,"msg":"We don't have this asset."})"},
        {"POST", "/sapi/v1/capital/withdraw/apply", "coin=BTC&amount=1",
         R"({"code":-1102,"msg":"Mandatory parameter 'address' was not sent, was empty/null, or )"
         R"(malformed."})"},
        {"POST", "/sapi/v1/localentity/withdraw/apply",
         "coin=BTC&address=a&amount=1&questionnaire=%7B%7D",
         R"({"code":-4019,"msg":"Current asset is not open for withdrawal."})"},
        {"PUT", "/sapi/v1/localentity/deposit/provide-info", "tranId=1&questionnaire=%7B%7D",
         R"({"code":-4029,"msg":"The record is not found."})"},
        {"GET", "/sapi/v1/capital/deposit/address", "coin=BTC",
         R"({"code":-4001,"msg":"Invalid operation."})"},
        {"POST", "/sapi/v1/asset/transfer", "type=MAIN_FUNDING&asset=BTC&amount=1",
         R"({"code":-4001,"msg":"Invalid operation."})"},
        {"POST", "/sapi/v1/convert/getQuote", "fromAsset=BTC&toAsset=USDT&fromAmount=1",
         R"({"code":345124,"msg":"This trading pair is not supported."})"},
        {"POST", "/sapi/v1/convert/getQuote", "fromAsset=GOLD&toAsset=USDT&fromAmount=1",
         R"({"code":345239,"msg":"This asset is not supported."})"},
        {"POST", "/sapi/v1/convert/acceptQuote", "quoteId=1",
         R"({"code":345103,"msg":"The quote is invalid or was used already."})"},
    };
    expect_answers(cases, 400U);
}

TEST(BinanceWallet, says_how_the_account_stands) {
    House house;
    const auto ask = [&](const std::string& path, const std::string& parameters = {}) {
        return house.signed_by(house.alice.key("hmac"), "GET", path, parameters);
    };
    EXPECT_EQ(ask("/sapi/v1/account/status").body, R"({"data":"Normal"})");
    EXPECT_EQ(ask("/sapi/v1/account/apiTradingStatus").body,
              R"({"data":{"isLocked":false,"plannedRecoverTime":0,)"
              R"("triggerCondition":{"GCR":150,"IFER":150,"UFR":300},)"
              R"("updateTime":1800000000000}})");
    EXPECT_EQ(ask("/sapi/v1/account/info").text("/vipLevel"), "0");
    EXPECT_EQ(ask("/sapi/v1/asset/assetDetail", "asset=BTC").body,
              R"({"BTC":{"minWithdrawAmount":"0.00000001","depositStatus":false,)"
              R"("withdrawFee":"0.00000000","withdrawStatus":false}})");
    EXPECT_EQ(ask("/api/v3/myFilters", "symbol=BTCUSDT").text("/symbolFilters/0/filterType"),
              "MAX_NUM_ORDERS");
}

// 100 BTC, 1,000 ETH and 10,000,000 USDT; a bitcoin costs 50,000, an ether 0.05 bitcoin.
TEST(BinanceWallet, reckons_what_it_is_worth_by_the_last_prices) {
    House house;
    const auto trade = [&](const std::string& symbol, const std::string& price) {
        const std::string order =
            "symbol=" + symbol + "&type=LIMIT&timeInForce=GTC&quantity=1&price=" + price;
        house.place(house.bob.key("hmac"), order + "&side=SELL&newClientOrderId=x");
        house.place(house.bob.key("hmac"),
                    order + "&side=BUY&selfTradePreventionMode=NONE&newClientOrderId=y");
    };
    trade("BTCUSDT", "50000");
    trade("ETHBTC", "0.05");
    const auto& alice = house.alice.key("hmac");
    EXPECT_EQ(house.signed_by(alice, "GET", "/sapi/v1/asset/wallet/balance").body,
              R"([{"activate":true,"balance":"350.00000000","walletName":"Spot"},)"
              R"({"activate":false,"balance":"0.00000000","walletName":"Funding"}])");
    EXPECT_EQ(house
                  .signed_by(alice, "POST", "/sapi/v3/asset/getUserAsset",
                             "asset=USDT&needBtcValuation=true")
                  .body,
              R"([{"asset":"USDT","free":"10000000.00000000","locked":"0.00000000",)"
              R"("freeze":"0.00000000","withdrawing":"0.00000000","ipoable":"0.00000000",)"
              R"("btcValuation":"200.00000000"}])");
    const Heard shot = house.signed_by(alice, "GET", "/sapi/v1/accountSnapshot", "type=SPOT");
    EXPECT_EQ(shot.text("/code"), "200");
    EXPECT_EQ(shot.text("/snapshotVos/0/data/totalAssetOfBtc"), "350.00000000");
    EXPECT_EQ(shot.text("/snapshotVos/0/data/balances/1/asset"), "ETH");
}

// --- listen keys: a key header is all that these clients send

Heard listening(House& house, const std::string& method, const std::string& key,
                const std::string& query = {}) {
    return house.ask({.method = method,
                      .target = "/api/v3/userDataStream" + (query.empty() ? "" : "?" + query),
                      .headers = {{"X-MBX-APIKEY", key}}});
}

TEST(BinanceListenKeys, are_opened_extended_and_closed_with_a_key_alone) {
    House house;
    const std::string& alice = house.alice.key("hmac").name;
    const Heard opened = listening(house, "POST", alice);
    ASSERT_EQ(opened.status, 200U) << opened.body;
    const std::string name = opened.text("/listenKey");
    EXPECT_EQ(name.size(), 64U);
    EXPECT_EQ(listening(house, "POST", alice).text("/listenKey"), name);
    EXPECT_EQ(listening(house, "PUT", alice, "listenKey=" + name).body, "{}");
    EXPECT_EQ(listening(house, "PUT", house.bob.key("hmac").name, "listenKey=" + name).body,
              R"({"code":-1125,"msg":"This listenKey does not exist."})");
    EXPECT_EQ(listening(house, "DELETE", alice, "listenKey=" + name).body, "{}");
    EXPECT_EQ(listening(house, "PUT", alice, "listenKey=" + name).body,
              R"({"code":-1125,"msg":"This listenKey does not exist."})");
    EXPECT_EQ(listening(house, "PUT", alice).text("/code"), "-1102");
    EXPECT_EQ(listening(house, "POST", "unknown0unknown0unknown0").text("/code"), "-2015");
}

TEST(BinanceListenKeys, end_after_an_hour_without_being_extended) {
    House house;
    const std::string& alice = house.alice.key("hmac").name;
    const std::string name = listening(house, "POST", alice).text("/listenKey");
    house.clock.advance(core::minutes(59));
    EXPECT_EQ(listening(house, "PUT", alice, "listenKey=" + name).status, 200U);
    house.clock.advance(core::minutes(60));
    EXPECT_EQ(listening(house, "PUT", alice, "listenKey=" + name).text("/code"), "-1125");
}

}  // namespace
