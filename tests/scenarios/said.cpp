// What a line says, as a command. The grammar is in tests/scenarios/README.md; a line that breaks
// it is a mistake of the scenario's writer and throws.
#include "scenarios/line.hpp"

namespace scenarios {
namespace {

using core::Duration;
using core::Timestamp;

core::OrderType type_of(const Line& line) {
    const bool market = line.has("market");
    if (line.names("stop") || line.names("trail")) {
        return market ? core::OrderType::stop_loss : core::OrderType::stop_loss_limit;
    }
    if (line.names("profit")) {
        return market ? core::OrderType::take_profit : core::OrderType::take_profit_limit;
    }
    if (market) return core::OrderType::market;
    return line.has("maker") ? core::OrderType::limit_maker : core::OrderType::limit;
}

// What most orders do not have; nothing where the line does not speak of it.
base::Boxed<core::OrderTerms> terms_of(Town& town, const Line& line) {
    core::OrderTerms terms;
    terms.stop = core::Price{line.number("stop", line.number("profit", 0))};
    terms.trailing = static_cast<std::uint32_t>(line.number("trail", 0));
    terms.display = core::Quantity{line.number("show", 0)};
    if (line.names("expires")) terms.expires_at = time_of(town, line.named("expires", ""));
    terms.tag = core::OrderTag{std::string_view{line.named("tag", "")}};
    terms.session = static_cast<std::uint64_t>(line.number("wire", 0));
    if (terms == core::OrderTerms{}) return {};
    return terms;
}

core::TimeInForce time_in_force_of(const Line& line) {
    if (line.has("ioc")) return core::TimeInForce::ioc;
    return line.has("fok") ? core::TimeInForce::fok : core::TimeInForce::gtc;
}

}  // namespace

core::PlaceOrder order_of(Town& town, const Line& line) {
    core::PlaceOrder order{
        .market = town.market(line.named("in", "APLUSD")),
        .side = line.word(1) == "buy" ? core::Side::buy : core::Side::sell,
        .type = type_of(line),
        .time_in_force = time_in_force_of(line),
        .self_trade_prevention = {},
        .limit = {},
        .quantity = {},
        .quote_amount = {},
        .client_order_id = {},
        .terms = terms_of(town, line),
    };
    if (line.names("stp")) {
        order.self_trade_prevention = one_of<core::SelfTradePrevention>(line.named("stp", ""));
    }
    if (line.word(2) == "for") {
        order.quote_amount = core::Amount{line.number(3)};
    } else {
        order.quantity = core::Quantity{line.number(2)};
    }
    if (line.has("@")) order.limit = core::Price{line.number(4)};
    const std::string unnamed = "o" + std::to_string(town.house.state().last_order.value + 1);
    order.client_order_id = base::Text<36>{std::string_view{line.named("as", unnamed)}};
    return order;
}

core::CancelOrder cancel_of(const Town& town, const Line& line) {
    core::CancelOrder cancel;
    if (line.names("in")) cancel.market = town.market(line.named("in", ""));
    if (line.names("only")) cancel.only = one_of<core::CancelOnly>(line.named("only", ""));
    const std::string& which = line.word(2);
    if (which.starts_with('#')) {
        cancel.order = core::OrderId{std::stoull(which.substr(1))};
        if (line.names("as"))
            cancel.client_order_id = base::Text<36>{std::string_view{line.named("as", "")}};
    } else {
        cancel.client_order_id = base::Text<36>{std::string_view{which}};
    }
    return cancel;
}

namespace {

core::Market market_of(const Town& town, const Line& line) {
    core::Market market;
    market.base = town.asset(line.word(2));
    market.quote = town.asset(line.word(3));
    market.tick = core::Amount{line.number("tick", 1)};
    market.lot = core::Amount{line.number("lot", 1)};
    market.price_max = core::Price{line.number("price_max", 1'000)};
    market.quantity_min = core::Quantity{line.number("quantity_min", 1)};
    market.quantity_max = core::Quantity{line.number("quantity_max", 1'000)};
    market.market_quantity_max = core::Quantity{line.number("market_quantity_max", 500)};
    market.notional_min = core::Amount{line.number("notional_min", 10)};
    market.notional_max = core::Amount{line.number("notional_max", 100'000)};
    market.open_orders_max = static_cast<std::uint32_t>(line.number("open_orders_max", 4));
    market.maker_fee = {static_cast<std::int32_t>(line.number("maker_fee", 0))};
    market.taker_fee = {static_cast<std::int32_t>(line.number("taker_fee", 0))};
    market.self_trade_prevention = one_of<core::SelfTradePrevention>(line.named("stp", "none"));
    market.parked_orders_max = static_cast<std::uint32_t>(line.number("parked_max", 20));
    market.order_lists_max = static_cast<std::uint32_t>(line.number("lists_max", 20));
    market.iceberg_orders_max = static_cast<std::uint32_t>(line.number("icebergs_max", 10));
    market.amends_max = static_cast<std::uint32_t>(line.number("amends_max", 10));
    market.price_up = static_cast<std::uint32_t>(line.number("price_up", 0));
    market.price_down = static_cast<std::uint32_t>(line.number("price_down", 0));
    market.breaker = static_cast<std::uint32_t>(line.number("breaker", 0));
    market.breaker_pause = core::seconds(line.number("pause", 0));
    return market;
}

core::Command house_command(Town& town, const Line& line) {
    const std::string& verb = line.word(1);
    if (verb == "opens") return core::OpenHouse{one_of<core::Environment>(line.word(2)), 11, 12};
    if (verb == "asset") {
        core::Asset asset;
        asset.code = base::Text<12>{std::string_view{line.word(2)}};
        asset.decimals = static_cast<std::uint8_t>(line.number("decimals", 0));
        return core::DefineAsset{asset};
    }
    if (verb == "list") return core::DefineMarket{market_of(town, line)};
    if (verb == "market") {
        const Timestamp reopens =
            line.names("reopens") ? time_of(town, line.named("reopens", "")) : core::never;
        return core::SetMarketMode{town.market(line.word(2)),
                                   one_of<core::MarketMode>(line.word(3)), reopens};
    }
    if (verb == "registers") {
        town.expect_person(line.word(2));
        return core::RegisterCustomer{{1, town.house.state().customers.next_id().value}};
    }
    if (verb == "fund") {
        return core::FundAccount{town.account(line.word(2)), town.asset(line.word(4)),
                                 core::Amount{line.number(3)}};
    }
    if (verb == "continues") return core::ContinueOrder{core::OrderId{1}};
    if (verb == "recovers") {
        return core::Recover{line.has("clean"), static_cast<std::uint64_t>(line.number("lost", 0)),
                             core::seconds(line.number("rest", 0))};
    }
    throw std::invalid_argument{verb};
}

core::Envelope envelope_of(Town& town, const Line& line) {
    const std::string& who = line.word(0);
    core::Envelope envelope;
    envelope.surface = core::Surface::cli;
    if (who != "house") {
        if (line.named("key", "main") != "none") envelope.surface = core::Surface::api;
        if (line.has("web")) envelope.surface = core::Surface::web;
        if (town.has_account(who)) {  // staff have none, and strangers not yet
            envelope.account = town.account(who);
            envelope.customer = town.customer(who);
        }
        const std::string key = line.named("key", "main");
        if (key != "none") {
            const auto slash = key.find('/');
            envelope.key = slash == std::string::npos
                               ? town.key(who, key)
                               : town.key(key.substr(0, slash), key.substr(slash + 1));
        }
    }
    std::string request;
    for (std::size_t i = 0; i < line.count(); ++i) request += line.word(i) + " ";
    envelope.request = fingerprint(request);
    if (line.names("once")) envelope.idempotency = fingerprint(line.named("once", ""));
    if (line.names("nonce")) envelope.nonce = fingerprint(line.named("nonce", ""));
    if (line.names("until")) envelope.deadline = time_of(town, line.named("until", ""));
    return envelope;
}

}  // namespace

Said command_of(Town& town, const std::string& text) {
    const Line line{text};
    core::Envelope envelope = envelope_of(town, line);
    if (auto command = orders_command(town, text, envelope)) return {*std::move(command), envelope};
    if (auto command = people_command(town, line, envelope)) return {*std::move(command), envelope};
    if (auto command = customers_command(town, line, envelope)) {
        return {*std::move(command), envelope};
    }
    if (auto command = keys_command(town, line, envelope)) return {*std::move(command), envelope};
    if (line.word(0) == "house") return {house_command(town, line), envelope};
    if (line.word(1) == "cancel") return {cancel_of(town, line), envelope};
    if (line.word(1) == "fund") {  // what no customer may
        return {core::FundAccount{envelope.account, town.asset("USD"), core::Amount{1}}, envelope};
    }
    return {order_of(town, line), envelope};
}

}  // namespace scenarios
