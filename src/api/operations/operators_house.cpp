// The operator's hand on assets and markets, and how the house stands.
#include "api/operations/numbers.hpp"
#include "api/operations/operators.hpp"

namespace api::handlers {
namespace {

template <std::size_t Size>
Answer<base::Text<Size>> read_short(const Inputs& inputs, std::string_view field,
                                    std::string_view otherwise) {
    const auto text = base::Text<Size>::from(inputs.text_or(field, otherwise));
    if (!text) return malformed(field, "too_long");
    return *text;
}

Answer<core::Asset> read_new_asset(const Inputs& inputs) {
    constexpr std::uint64_t places_max = 30;
    core::Asset asset;
    TRY(const std::string_view code, inputs.text("code"));
    TRY(asset.code, read_short<12>(inputs, "code", {}));
    TRY(asset.name, read_short<32>(inputs, "name", {}));
    TRY(asset.network, read_short<16>(inputs, "network", code));
    TRY(const std::uint64_t decimals, inputs.integer("decimals", places_max));
    TRY(const std::uint64_t on_chain, inputs.integer_or("chain_decimals", decimals, places_max));
    asset.decimals = static_cast<std::uint8_t>(decimals);
    asset.chain_decimals = static_cast<std::uint8_t>(on_chain);
    return asset;
}

// A share in millionths: "0.001" is 1,000.
Answer<std::uint32_t> read_share(const Inputs& inputs, std::string_view field, std::uint32_t max) {
    constexpr core::Asset millionths{
        .id = {}, .code = {}, .name = {}, .decimals = 6, .chain_decimals = 6, .network = {}};
    TRY(const std::string_view text, inputs.text(field));
    TRY(const core::Amount share, read_amount(millionths, field, text));
    if (share.units > max) return malformed(field, "out_of_range");
    return static_cast<std::uint32_t>(share.units);
}

Answer<core::FeeRate> read_rate(const Inputs& inputs, std::string_view field) {
    TRY(const std::uint32_t millionths, read_share(inputs, field, 1'000'000));
    return core::FeeRate{static_cast<std::int32_t>(millionths)};
}

Answer<std::uint32_t> read_count(const Inputs& inputs, std::string_view field,
                                 std::uint32_t otherwise) {
    TRY(const std::uint64_t count, inputs.integer_or(field, otherwise, 1'000'000));
    return static_cast<std::uint32_t>(count);
}

Answer<core::Quantity> read_quantity_or(const core::Market& market,
                                        const core::Catalogue& catalogue, const Inputs& inputs,
                                        std::string_view field, core::Quantity otherwise) {
    if (!inputs.has(field)) return otherwise;
    return read_quantity(market, catalogue, field, inputs.text_or(field, {}));
}

// Prices, quantities and notionals: in the ticks and lots of the market itself.
Answer<void> read_limits(const core::Catalogue& catalogue, const Inputs& inputs,
                         core::Market& market) {
    const core::Asset& quote = catalogue.asset(market.quote);
    TRY(const std::string_view price_max, inputs.text("price_max"));
    TRY(market.price_max, read_price(market, catalogue, "price_max", price_max));
    TRY(const std::string_view quantity_max, inputs.text("quantity_max"));
    TRY(market.quantity_max, read_quantity(market, catalogue, "quantity_max", quantity_max));
    TRY(market.quantity_min,
        read_quantity_or(market, catalogue, inputs, "quantity_min", core::Quantity{1}));
    TRY(market.market_quantity_max,
        read_quantity_or(market, catalogue, inputs, "market_quantity_max", market.quantity_max));
    TRY(const std::string_view notional_min, inputs.text("notional_min"));
    TRY(market.notional_min, read_amount(quote, "notional_min", notional_min));
    TRY(const std::string_view notional_max, inputs.text("notional_max"));
    TRY(market.notional_max, read_amount(quote, "notional_max", notional_max));
    return {};
}

// How many of the rarer orders; and how far prices may go, none where nothing is said.
Answer<void> read_rarer_limits(const Inputs& inputs, core::Market& market) {
    TRY(market.open_orders_max, read_count(inputs, "open_orders_max", 200));
    TRY(market.iceberg_parts_max, read_count(inputs, "iceberg_parts_max", 10));
    TRY(market.iceberg_orders_max, read_count(inputs, "iceberg_orders_max", 10));
    TRY(market.parked_orders_max, read_count(inputs, "parked_orders_max", 20));
    TRY(market.order_lists_max, read_count(inputs, "order_lists_max", 20));
    TRY(market.amends_max, read_count(inputs, "amends_max", 10));
    TRY(market.trailing_min, read_count(inputs, "trailing_bps_min", 10));
    TRY(market.trailing_max, read_count(inputs, "trailing_bps_max", 2'000));
    constexpr std::uint32_t thousandfold = 1'000'000'000;
    if (inputs.has("price_up")) {
        TRY(market.price_up, read_share(inputs, "price_up", thousandfold));
    }
    if (inputs.has("price_down")) {
        TRY(market.price_down, read_share(inputs, "price_down", 1'000'000));
    }
    if (inputs.has("breaker")) {
        TRY(market.breaker, read_share(inputs, "breaker", 1'000'000));
    }
    TRY(const std::uint32_t pause, read_count(inputs, "breaker_pause_seconds", 60));
    market.breaker_pause = core::seconds(pause);
    return {};
}

Answer<core::Market> read_new_market(const core::State& state, const Inputs& inputs) {
    core::Market market;
    TRY(const core::Asset* base, read_asset(state, inputs, "base"));
    TRY(const core::Asset* quote, read_asset(state, inputs, "quote"));
    market.base = base->id;
    market.quote = quote->id;
    TRY(const std::string_view tick, inputs.text("tick_size"));
    TRY(market.tick, read_amount(*quote, "tick_size", tick));
    TRY(const std::string_view lot, inputs.text("lot_size"));
    TRY(market.lot, read_amount(*base, "lot_size", lot));
    if (market.tick == core::Amount{}) return malformed("tick_size", "zero");
    if (market.lot == core::Amount{}) return malformed("lot_size", "zero");
    TRY_OK(read_limits(state.catalogue, inputs, market));
    TRY_OK(read_rarer_limits(inputs, market));
    TRY(market.maker_fee, read_rate(inputs, "maker_fee"));
    TRY(market.taker_fee, read_rate(inputs, "taker_fee"));
    TRY(market.self_trade_prevention,
        read_choice_or(inputs, "self_trade_prevention", core::SelfTradePrevention::none));
    TRY(market.mode, read_choice_or(inputs, "mode", core::MarketMode::open));
    return market;
}

Answer<core::FeeTier> read_tier(const core::Asset& asset, const Inputs& inputs) {
    core::FeeTier tier;
    TRY(const std::string_view volume, inputs.text("volume"));
    TRY(tier.volume, read_amount(asset, "volume", volume));
    TRY(tier.maker, read_rate(inputs, "maker"));
    TRY(tier.taker, read_rate(inputs, "taker"));
    return tier;
}

void tell_market(Json& json, const views::Present& present, core::MarketId id) {
    json.name("market");
    const core::State& state = present.state;
    tell(json, state.catalogue, state.catalogue.market(id), state.stamp.time);
}

}  // namespace

void define_asset(const Call& call, Tell then) {
    const auto command = [&]() -> Answer<core::Command> {
        TRY(core::Asset asset, read_new_asset(call.inputs));
        return core::DefineAsset{std::move(asset)};
    }();
    run_command(call, command, std::move(then),
                [](Json& json, const views::Present&, const engine::Reply& reply) {
                    json.name("asset");
                    tell(json, the<core::AssetDefined>(reply).asset);
                });
}

void define_market(const Call& call, Tell then) {
    const auto command = [&]() -> Answer<core::Command> {
        const auto live = call.house.live.read();
        TRY(core::Market market, read_new_market(live->state, call.inputs));
        return core::DefineMarket{std::move(market)};
    }();
    run_command(call, command, std::move(then),
                [](Json& json, const views::Present& present, const engine::Reply& reply) {
                    tell_market(json, present, the<core::MarketDefined>(reply).market.id);
                });
}

void set_market_mode(const Call& call, Tell then) {
    core::MarketId changed;
    const auto command = [&]() -> Answer<core::Command> {
        const auto live = call.house.live.read();
        core::SetMarketMode set;
        TRY(const core::Market* market, read_market(live->state, call.inputs));
        set.market = changed = market->id;
        TRY(set.mode, read_choice<core::MarketMode>(call.inputs, "mode"));
        TRY(const auto reopens, call.inputs.time_if_any("reopens_at"));
        set.reopens_at = reopens.value_or(core::never);
        return set;
    }();
    run_command(call, command, std::move(then),
                // An auction that ends opens the market when all of it is matched, not at once.
                [changed](Json& json, const views::Present& present, const engine::Reply&) {
                    tell_market(json, present, changed);
                });
}

void set_fee_tiers(const Call& call, Tell then) {
    const auto command = [&]() -> Answer<core::Command> {
        const auto live = call.house.live.read();
        TRY(const core::Asset* asset, read_asset(live->state, call.inputs));
        core::SetFeeTiers set{.tiers = {.asset = asset->id}};
        const auto tiers = call.inputs.objects("tiers");
        for (std::size_t i = 0; i < tiers.size(); ++i) {
            auto tier = read_tier(*asset, tiers[i]);
            if (!tier) return std::unexpected(inside("tiers", i, std::move(tier).error()));
            set.tiers.tiers.push_back(*tier);
        }
        return set;
    }();
    run_command(call, command, std::move(then),
                [](Json& json, const views::Present& present, const engine::Reply& reply) {
                    tell(json, present.state.catalogue, the<core::FeeTiersSet>(reply).tiers);
                });
}

Answer<Told> house_status(const Call& call) {
    const core::Timestamp now = call.house.engine.now();
    const std::string trouble = call.house.history.trouble();
    const auto live = call.house.live.read();
    const core::State& state = live->state;
    return told(state.stamp.sequence, [&](Json& json) {
        json.text("environment", word_of(call.house.environment));
        json.number_text("sequence", state.stamp.sequence.value);
        json.time("time", now);
        json.number("customers", state.customers.all().size());
        json.number("keys", state.keys.all().size());
        json.number("open_orders", state.orders.size());
        json.number_text("history_sequence", call.house.history.position().value);
        json.text("history_trouble", trouble);
        json.name("markets");
        json.begin_array();
        for (const core::Market& market : state.catalogue.markets()) {
            json.begin_object();
            json.text("market", market.symbol.view());
            json.text("mode", word_of(market.mode));
            json.end_object();
        }
        json.end_array();
    });
}

}  // namespace api::handlers
