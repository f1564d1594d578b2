#include "simulation/random_commands.hpp"

#include <algorithm>
#include <string>

#include "simulation/random_customers.hpp"
#include "simulation/random_keys.hpp"
#include "simulation/random_orders.hpp"

namespace simulation {
namespace {

using namespace core;

constexpr Envelope operators{.surface = Surface::cli};

Market market_of(base::Prng& prng, AssetId base, AssetId quote) {
    Market market;
    market.base = base;
    market.quote = quote;
    market.tick = Amount{prng.between(1, 3)};
    market.lot = Amount{prng.between(1, 3) * 10};
    market.price_max = Price{30};
    market.quantity_min = Quantity{1};
    market.quantity_max = Quantity{100};
    market.market_quantity_max = Quantity{60};
    market.notional_min = Amount{3};
    market.notional_max = Amount{4'000};
    market.open_orders_max = 4;
    market.maker_fee = {static_cast<std::int32_t>(prng.between(0, 2'000))};
    market.taker_fee = {static_cast<std::int32_t>(prng.between(0, 100'000))};
    market.self_trade_prevention = static_cast<SelfTradePrevention>(prng.between(1, 5));
    market.parked_orders_max = 2;
    market.iceberg_orders_max = static_cast<std::uint32_t>(prng.below(2));
    market.iceberg_parts_max = 5;
    market.order_lists_max = 1;
    market.amends_max = static_cast<std::uint32_t>(prng.below(2));
    if (prng.one_in(2)) {
        market.price_up = 1'500'000;
        market.price_down = 600'000;
    }
    if (prng.one_in(2)) {
        market.breaker = 150'000;
        market.breaker_pause = seconds(prng.between(1, 20));
    }
    return market;
}

Asset asset_of(const char* code) {
    Asset asset;
    asset.code = base::Text<12>{code};
    asset.decimals = 1;  // so that not every tick fits every lot
    return asset;
}

ClientOrderId named(const std::string& text) { return ClientOrderId{std::string_view{text}}; }

template <class Enum>
Enum any(base::Prng& prng, int last) {
    return static_cast<Enum>(prng.between(1, last));
}

}  // namespace

std::vector<Asked> opening(base::Prng& prng, Environment environment) {
    std::vector<Asked> all;
    const auto add = [&all](Command command) { all.push_back({std::move(command), operators}); };
    add(OpenHouse{environment, prng.next(), prng.next()});
    for (const char* code : {"APL", "PER", "USD"}) add(DefineAsset{asset_of(code)});
    add(DefineMarket{market_of(prng, AssetId{1}, AssetId{3})});
    add(DefineMarket{market_of(prng, AssetId{2}, AssetId{3})});
    Market wide = market_of(prng, AssetId{2}, AssetId{1});
    wide.open_orders_max = 1'000;
    wide.price_up = wide.price_down = wide.breaker = 0;
    wide.quantity_max = wide.market_quantity_max = Quantity{2'000};
    wide.notional_min = Amount{1};
    wide.notional_max = Amount{1'000'000};
    add(DefineMarket{wide});
    for (std::uint64_t i = 0; i < 6; ++i) {
        const AccountId account{i + 3};
        add(RegisterCustomer{{1, i}});
        add(SetCustomerStatus{CustomerId{i + 1}, i < 5, false, {}});
        if (i < 5) add(DecideApiAccess{CustomerId{i + 1}, ApiAccess::approved, {}});
        CreateKey key{.account = account,
                      .public_name = {2, i},
                      .credential = {Algorithm::hmac_sha256, {}, {3, i}},
                      .rules = {},
                      .active = true};
        key.rules->scopes = {Scope::order_create, Scope::order_amend, Scope::order_cancel};
        add(key);
        for (std::uint32_t asset = 1; asset <= 3; ++asset) {
            const std::int64_t most = i < 2 ? 1'000'000 : 300;
            add(FundAccount{account, AssetId{asset}, Amount{prng.between(1, most)}});
        }
    }
    for (std::uint64_t i = 0; i < 8; ++i) {  // of whom the last four are staff
        if (i < 4) {
            all.push_back({RegisterUser{{5, i + 1}, {}, {6, 1}, CustomerKind::person},
                           {.surface = Surface::web}});
            add(SetCustomerStatus{CustomerId{i + 7}, true, false, {}});
            add(DecideApiAccess{CustomerId{i + 7}, ApiAccess::approved, {}});
        } else {
            add(AddStaff{{5, i + 1}, {}, {6, 1}, {Role::admin, i < 7 ? Role::mlro : Role::admin}});
        }
    }
    for (std::uint64_t user = 1; user < 9; ++user) {  // passkeys, for what needs a factor
        Envelope envelope{.surface = Surface::web};
        envelope.person = Person{UserId{user}, {}, {}};
        all.push_back({OpenSession{{7, 10'000 + user}}, envelope});
        envelope.person->session = SessionId{user};
        if (user == 4) continue;  // he has none: see random_people.cpp
        AddFactor passkey;
        passkey.kind = FactorKind::passkey;
        passkey.secret = {3, user};
        passkey.credential = {4, 100 + user};
        all.push_back({passkey, envelope});
    }
    HouseRules rules;
    rules.two_persons = prng.one_in(2);
    rules.withdraw_without_hmac = prng.one_in(2);
    rules.withdraw_by_ip_list = prng.one_in(2);
    rules.ip_list_required = prng.one_in(4);
    add(SetHouseRules{rules});
    return all;
}

Asked Crowd::next(const State& state, Timestamp now) {
    if (once_.empty() || !prng_.one_in(12)) return fresh(state, now);
    Asked again = once_[prng_.below(once_.size())];
    if (prng_.one_in(3)) again.envelope.request = fingerprint(1'000);
    again.envelope.nonce = {};
    again.envelope.deadline = never;
    return again;
}

Asked Crowd::fresh(const State& state, Timestamp now) {
    if (prng_.one_in(25)) return {markets_affair(prng_, state, now), operators};
    if (prng_.one_in(7)) return {operators_command(state, now), operators};
    if (prng_.one_in(5)) return peoples_command(prng_, state, now);
    if (prng_.one_in(5)) return customers_affair(prng_, state, now);
    if (prng_.one_in(6)) return keys_affair(prng_, state, now);
    Asked asked{.command = {}, .envelope = envelope_of(state, now)};
    asked.command = prng_.one_in(100) ? operators_command(state, now)
                                      : customers_command(state, asked.envelope.account, now);
    if (asked.envelope.idempotency) once_.push_back(asked);
    return asked;
}

Envelope Crowd::envelope_of(const State& state, Timestamp now) {
    Envelope envelope{.surface = Surface::api};
    const auto keys = state.keys.all().size();
    envelope.key = some_id<KeyId>(keys);
    if (const Key* key = state.keys.find(envelope.key)) {
        envelope.account = key->account;
        envelope.customer = key->customer;
    } else {
        envelope.customer = some_id<CustomerId>(state.customers.all().size());
        envelope.account = AccountId{envelope.customer.value + 2};
    }
    if (prng_.one_in(60)) envelope.account = AccountId{prng_.below(10)};
    envelope.request = fingerprint(1'000'000);
    if (prng_.one_in(4)) envelope.idempotency = fingerprint(1'000);
    if (prng_.one_in(4)) envelope.nonce = fingerprint(20);
    if (envelope.nonce || prng_.one_in(10)) {
        envelope.deadline = now + seconds(prng_.between(0, 60)) + Duration{prng_.between(-1, 1)};
    }
    return envelope;
}

Command Crowd::customers_command(const State& state, AccountId account, Timestamp now) {
    if (prng_.one_in(4)) {
        const PlaceOrder first = with_some_terms(prng_, place(state), now);
        return orders_affair(prng_, state, account, first, place(state), now);
    }
    switch (prng_.below(10)) {
        case 0:
        case 1:
            return cancel(state, account);
        case 2:
            if (prng_.one_in(3)) {
                CancelAll all;
                if (prng_.one_in(2)) all.market = some_id<MarketId>(3);
                return all;
            }
            [[fallthrough]];
        default:
            if (prng_.one_in(3)) return with_some_terms(prng_, place(state), now);
            return prng_.one_in(60) ? strange(place(state)) : place(state);
    }
}

PlaceOrder Crowd::place(const State&) {
    PlaceOrder order{.market = some_id<MarketId>(2),
                     .side = any<Side>(prng_, 2),
                     .type = OrderType::limit,
                     .time_in_force = TimeInForce::gtc,
                     .self_trade_prevention = {},
                     .limit = Price{prng_.between(8, 16)},
                     .quantity = Quantity{prng_.between(1, 12)},
                     .quote_amount = {},
                     .client_order_id = {}};
    if (!order.market) order.market = MarketId{1};
    if (prng_.one_in(2)) order.self_trade_prevention = any<SelfTradePrevention>(prng_, 5);
    if (prng_.one_in(3)) order.time_in_force = any<TimeInForce>(prng_, 3);
    if (prng_.one_in(8)) {
        order.type = OrderType::limit_maker;
        order.time_in_force = TimeInForce::gtc;
    } else if (prng_.one_in(4)) {
        order.type = OrderType::market;
        order.time_in_force = TimeInForce::gtc;
        order.limit = {};
        if (prng_.one_in(2)) {
            order.quantity = {};
            order.quote_amount = Amount{prng_.between(1, prng_.one_in(10) ? 2 : 600)};
        }
    }
    if (prng_.one_in(30) && order.limit != Price{}) order.limit = Price{prng_.between(-1, 40)};
    if (prng_.one_in(30) && order.quantity != Quantity{}) {
        order.quantity = Quantity{prng_.between(-1, 3'000)};
    }
    order.client_order_id = named(prng_.one_in(4) ? "again" + std::to_string(prng_.below(4))
                                                  : "order" + std::to_string(++orders_));
    return order;
}

// What no dialect lets through, and the core must still answer.
PlaceOrder Crowd::strange(PlaceOrder order) {
    switch (prng_.below(7)) {
        case 0:
            order.side = static_cast<Side>(prng_.below(256));
            break;
        case 1:
            order.type = static_cast<OrderType>(prng_.below(256));
            break;
        case 2:
            order.time_in_force = static_cast<TimeInForce>(prng_.below(256));
            break;
        case 3:
            order.self_trade_prevention = static_cast<SelfTradePrevention>(prng_.below(256));
            break;
        case 4:
            order.quote_amount = Amount{prng_.between(-5, 5)};
            break;
        case 5:
            order.quantity = Quantity{prng_.one_in(2) ? INT64_MAX : INT64_MIN};
            break;
        default:
            order.limit = Price{prng_.one_in(2) ? INT64_MAX : INT64_MIN};
    }
    return order;
}

Command Crowd::cancel(const State& state, AccountId account) {
    std::vector<OrderId> mine;
    state.orders.of_account(account, [&](const OrderSummary& order) { mine.push_back(order.id); });
    CancelOrder cancel;
    if (mine.empty() || prng_.one_in(5)) {
        cancel.order = OrderId{prng_.below(state.last_order.value + 2)};
    } else {
        cancel.order = mine[prng_.below(mine.size())];
    }
    const auto order = state.orders.find(cancel.order);
    if (order && prng_.one_in(3)) cancel.client_order_id = order->client_order_id;
    if (order && prng_.one_in(3)) cancel.order = {};
    if (prng_.one_in(3)) cancel.market = some_id<MarketId>(3);
    return cancel;
}

Command Crowd::operators_command(const State& state, Timestamp now) {
    const auto customers = state.customers.all().size();
    const auto keys = state.keys.all().size();
    switch (prng_.below(16)) {
        case 0:
            return FundAccount{AccountId{prng_.below(customers + 5)}, some_id<AssetId>(3),
                               Amount{prng_.between(-1, 500)}};
        case 1:
        case 2: {
            const MarketMode mode = prng_.one_in(3) ? any<MarketMode>(prng_, 5) : MarketMode::open;
            const Timestamp reopens =
                prng_.one_in(2) ? now + seconds(prng_.between(0, 100)) : never;
            return SetMarketMode{some_id<MarketId>(3), mode, reopens};
        }
        case 3:
            return SetCustomerStatus{
                some_id<CustomerId>(customers), !prng_.one_in(3), prng_.one_in(4), {}};
        case 4:
            return RegisterCustomer{{1, prng_.next()}};
        case 5:
        case 6:
        case 7:
            return some_new_key(prng_, state, now);
        case 8:
        case 9:
            return EditKey{some_id<KeyId>(keys), some_key_rules(prng_, state, now)};
        case 10:
        case 11:
            return SetKeyStatus{some_id<KeyId>(keys),
                                prng_.one_in(2) ? KeyStatus::active : any<KeyStatus>(prng_, 9)};
        case 12:
            return DefineMarket{market(state)};
        case 13: {
            constexpr const char* codes[] = {"APL", "NUT", "nut", "EGG"};
            Asset asset = asset_of(codes[prng_.below(4)]);
            if (prng_.one_in(5)) asset.decimals = 19;
            return DefineAsset{asset};
        }
        case 14:
            if (prng_.one_in(2)) return Tick{};
            return ContinueOrder{OrderId{prng_.below(state.last_order.value + 2)}};
        default:
            if (prng_.one_in(2)) {
                return OpenHouse{any<Environment>(prng_, 2), prng_.next(), prng_.next()};
            }
            return Recover{prng_.one_in(2), prng_.below(9), seconds(prng_.between(0, 9))};
    }
}

Market Crowd::market(const State& state) {
    const auto assets = state.catalogue.assets().size();
    Market market = market_of(prng_, some_id<AssetId>(assets), some_id<AssetId>(assets));
    if (prng_.one_in(3)) market.lot = Amount{prng_.between(0, 30)};
    switch (prng_.below(12)) {
        case 0:
            market.open_orders_max = 0;
            break;
        case 1:
            market.taker_fee.millionths = -1;
            break;
        case 2:
            market.mode = MarketMode::auction;
            break;
        case 3:
            market.self_trade_prevention = {};
            break;
        case 4:
            market.mode = MarketMode::halt;
            break;
        default:
            break;
    }
    return market;
}

std::vector<Asked> Crowd::sweep(const State& state) {
    const MarketId wide{3};
    const Price price{prng_.between(1, 3)};
    const auto sellers = static_cast<std::int64_t>(prng_.between(501, 1'200));
    std::vector<Asked> all;
    all.push_back({SetMarketMode{wide, MarketMode::open, never}, operators});
    for (const AccountId account : {AccountId{3}, AccountId{4}}) {
        for (const AssetId asset : {AssetId{1}, AssetId{2}}) {
            all.push_back({FundAccount{account, asset, Amount{1'000'000}}, operators});
        }
    }
    const auto by = [&](std::uint64_t customer, Side side, std::int64_t lots) {
        PlaceOrder order = place(state);
        order.market = wide;
        order.side = side;
        order.type = OrderType::limit;
        order.time_in_force = TimeInForce::gtc;
        order.limit = price;
        order.quantity = Quantity{lots};
        order.quote_amount = {};
        order.self_trade_prevention = SelfTradePrevention::none;
        order.client_order_id = named("sweep" + std::to_string(++orders_));
        const Envelope envelope{.customer = CustomerId{customer},
                                .account = AccountId{customer + 2},
                                .surface = Surface::cli};
        all.push_back({order, envelope});
    };
    for (std::int64_t i = 0; i < sellers; ++i)
        by(1 + static_cast<std::uint64_t>(i % 2), Side::sell, 1);
    by(1 + prng_.below(2), Side::buy, sellers);
    all.back().envelope.idempotency = fingerprint(1'000'000);
    once_.push_back(all.back());
    return all;
}

}  // namespace simulation
