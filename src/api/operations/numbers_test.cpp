#include "api/operations/numbers.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "core/exchange/state.hpp"

namespace {

using core::Reject;

// BTCUSDT: tick 0.01, lot 0.00001.
struct Shop {
    Shop() {
        core::Asset btc;
        btc.id = core::AssetId{1};
        btc.code = "BTC";
        btc.decimals = 8;
        core::Asset usdt = btc;
        usdt.id = core::AssetId{2};
        usdt.code = "USDT";
        catalogue.add(btc);
        catalogue.add(usdt);
        market.base = btc.id;
        market.quote = usdt.id;
        market.tick = {1'000'000};
        market.lot = {1'000};
    }
    core::Catalogue catalogue;
    core::Market market;
};

std::string reason_of(const api::Refusal& refusal) {
    return refusal.facts.empty() ? "" : refusal.facts[0].value;
}

TEST(Numbers, a_price_is_a_whole_number_of_ticks_or_refused) {
    const Shop shop;
    const auto price = [&](std::string_view text) {
        return api::read_price(shop.market, shop.catalogue, "price", text);
    };
    EXPECT_EQ(price("101.25")->ticks, 10'125);
    EXPECT_EQ(price("101.2500000000")->ticks, 10'125);
    for (const char* between : {"101.255", "0.000000001", "92233720368547758.08"}) {
        ASSERT_FALSE(price(between)) << between;
        EXPECT_EQ(price(between).error().rejection.reject, Reject::price_filter) << between;
        EXPECT_EQ(price(between).error().rejection.field.view(), "price");
    }
    const std::pair<const char*, const char*> malformed[] = {
        {"NaN", "not_a_number"}, {"1e5", "not_a_number"},
        {"", "not_a_number"},    {"-1", "negative"},
        {"-0.5", "negative"},    {"--1", "not_a_number"},
        {"-", "not_a_number"},   {"0x10", "not_a_number"},
        {"1,5", "not_a_number"}, {"9999999999999999999999999999999999999999", "out_of_range"}};
    for (const auto& [text, reason] : malformed) {
        ASSERT_FALSE(price(text)) << text;
        EXPECT_EQ(price(text).error().rejection.reject, Reject::malformed_field) << text;
        EXPECT_EQ(reason_of(price(text).error()), reason) << text;
    }
}

TEST(Numbers, a_quantity_is_a_whole_number_of_lots_or_refused) {
    const Shop shop;
    const auto quantity = [&](std::string_view text) {
        return api::read_quantity(shop.market, shop.catalogue, "quantity", text);
    };
    EXPECT_EQ(quantity("0.5")->lots, 50'000);
    EXPECT_EQ(quantity("0.000001").error().rejection.reject, Reject::lot_filter);
}

RC_GTEST_PROP(Numbers, times_survive_their_text, ()) {
    const std::int64_t ms = *rc::gen::inRange<std::int64_t>(0, 9'000'000'000'000);
    std::string text;
    api::append_time(text, core::from_unix_ms(ms));
    RC_ASSERT(text.size() == 24);
    RC_ASSERT(api::parse_time(text) == core::from_unix_ms(ms));
    RC_ASSERT(api::parse_time(std::to_string(ms)) == core::from_unix_ms(ms));
}

TEST(Numbers, what_is_no_time_is_none) {
    for (const char* text :
         {"", "T", "2026-02-29T00:00:00Z", "2026-01-01T24:00:00Z", "2026-01-01T00:00:60Z",
          "2026-01-01T00:00:00", "2026-01-01T00:00:00+01:00", "2026-01-01T00:00:00.Z",
          "2026-01-01T00:00:00.1234567890Z", "1969-12-31T23:59:59Z", "9999-01-01T00:00:00Z", "-5",
          "1e3", "99999999999999"}) {
        EXPECT_FALSE(api::parse_time(text)) << text;
    }
    EXPECT_EQ(api::parse_time("2024-02-29T12:00:00.5Z")->ns, 1'709'208'000'500'000'000);
}

}  // namespace
