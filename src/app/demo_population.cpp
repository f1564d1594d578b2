#include "app/demo_population.hpp"

#include <algorithm>
#include <array>

#include "api/access/credentials.hpp"
#include "api/access/randomness.hpp"
#include "app/demo_people.hpp"
#include "app/private_key.hpp"
#include "base/check.hpp"
#include "core/access/key_name.hpp"
#include "core/access/scope_sets.hpp"

namespace app {
namespace {

using core::Amount;
using core::Int128;

constexpr Int128 power_of_ten(int exponent) {
    Int128 power = 1;
    while (exponent-- > 0) power *= 10;
    return power;
}

struct DemoAsset {
    const char* code;
    const char* name;
    std::uint8_t decimals;
    std::uint8_t chain_decimals;
    const char* network;
    Int128 whole;        // what alice and bob get, in whole units
    Int128 maker_whole;  // what the market maker gets
};

constexpr std::array assets = {
    DemoAsset{"BTC", "Bitcoin", 8, 8, "BTC", 100, 10'000},
    DemoAsset{"ETH", "Ethereum", 18, 18, "ETH", 1'000, 100'000},
    DemoAsset{"USDT", "Tether USD", 8, 6, "ETH", 10'000'000, 1'000'000'000},
};

struct DemoMarket {
    std::string_view base;
    std::string_view quote;
    Int128 tick;  // units of quote
    Int128 lot;   // units of base
    std::int64_t price_max_ticks;
    std::int64_t lots_max;
    Int128 notional_min;
    Int128 notional_max;
};

constexpr Int128 usdt = power_of_ten(8);
constexpr Int128 btc = power_of_ten(8);

constexpr std::array markets = {
    DemoMarket{"BTC", "USDT", usdt / 100, btc / 100'000, 100'000'000, 900'000'000, 5 * usdt,
               1'000'000'000 * usdt},
    DemoMarket{"ETH", "USDT", usdt / 100, power_of_ten(14), 100'000'000, 90'000'000, 5 * usdt,
               1'000'000'000 * usdt},
    DemoMarket{"ETH", "BTC", btc / 100'000, power_of_ten(15), 92'233'720, 100'000'000, btc / 10'000,
               1'000'000 * btc},
};

struct DemoPerson {
    const char* name;
    bool verified;
    bool is_maker;
    std::vector<std::string> keys;
};

const std::vector<DemoPerson>& people() {
    static const std::vector<DemoPerson> all = {
        {"alice", true, false, {"hmac", "ed25519", "rsa", "read_only"}},
        {"bob", true, false, {"hmac"}},
        {"carol", false, false, {"hmac"}},
        {"market_maker", true, true, {"hmac"}},
        {"market_taker", true, true, {"hmac"}},
    };
    return all;
}

const core::State& state(const views::Live::Read& read) { return read->state; }

void must(Exchange& exchange, core::Command command) {
    const engine::Reply reply = exchange.command(std::move(command));
    CHECK(reply.fate == engine::Reply::Fate::done && !reply.rejection);
}

void define_assets(Exchange& exchange) {
    for (const DemoAsset& asset : assets) {
        if (state(exchange.live().read()).catalogue.find_asset(asset.code) != nullptr) continue;
        must(exchange, core::DefineAsset{{.id = {},
                                          .code = asset.code,
                                          .name = asset.name,
                                          .decimals = asset.decimals,
                                          .chain_decimals = asset.chain_decimals,
                                          .network = asset.network}});
    }
}

core::AssetId asset_id(Exchange& exchange, std::string_view code) {
    return state(exchange.live().read()).catalogue.find_asset(code)->id;
}

void define_markets(Exchange& exchange) {
    for (const DemoMarket& market : markets) {
        const std::string symbol = std::string{market.base} + std::string{market.quote};
        if (state(exchange.live().read()).catalogue.find_market(symbol) != nullptr) continue;
        must(exchange, core::DefineMarket{core::Market{
                           .id = {},
                           .symbol = {},
                           .base = asset_id(exchange, market.base),
                           .quote = asset_id(exchange, market.quote),
                           .tick = Amount{market.tick},
                           .lot = Amount{market.lot},
                           .tick_lot = {},
                           .price_max = core::Price{market.price_max_ticks},
                           .quantity_min = core::Quantity{1},
                           .quantity_max = core::Quantity{market.lots_max},
                           .market_quantity_max = core::Quantity{market.lots_max / 10},
                           .notional_min = Amount{market.notional_min},
                           .notional_max = Amount{market.notional_max},
                           .open_orders_max = 1'000,
                           .maker_fee = core::FeeRate{1'000},
                           .taker_fee = core::FeeRate{1'000},
                           .self_trade_prevention = core::SelfTradePrevention::expire_maker,
                           .mode = core::MarketMode::open,
                       }});
    }
}

// Who trades much pays less.
void set_fee_tiers(Exchange& exchange) {
    if (!state(exchange.live().read()).fee_tiers.tiers.empty()) return;
    constexpr Amount million{1'000'000 * usdt};
    constexpr Amount much{20 * million.units};
    must(exchange, core::SetFeeTiers{{.asset = asset_id(exchange, "USDT"),
                                      .tiers = {{million, core::FeeRate{900}, core::FeeRate{1'000}},
                                                {much, core::FeeRate{700}, core::FeeRate{900}}}}});
}

// Customers come in the order of people(), so their numbers are known. Those who sign in register
// as anybody does; the market's own two are the operator's.
void register_customers(Exchange& exchange, const Credentials& credentials) {
    for (std::size_t i = 0; i < people().size(); ++i) {
        const core::CustomerId id{i + 1};
        const DemoLogin& login = credentials.customers[i].login;
        if (state(exchange.live().read()).customers.find(id) == nullptr && login.email.empty()) {
            must(exchange, core::RegisterCustomer{subject_of(i)});
        }
        if (!people()[i].verified) continue;
        must(exchange, core::SetCustomerStatus{id, true, false, {}});
        const auto access = state(exchange.live().read()).customers.at(id).api_access;
        if (access == core::ApiAccess::none) {
            must(exchange, core::DecideApiAccess{id, core::ApiAccess::approved, {}});
        }
    }
}

void fund(Exchange& exchange, const DemoPerson& person, core::AccountId account) {
    for (const DemoAsset& asset : assets) {
        const core::AssetId id = asset_id(exchange, asset.code);
        const bool has_some =
            !(state(exchange.live().read()).ledger.balance(account, id) == core::Balance{});
        if (has_some) continue;
        const Int128 whole = person.is_maker ? asset.maker_whole : asset.whole;
        must(exchange,
             core::FundAccount{account, id, Amount{whole * power_of_ten(asset.decimals)}});
    }
}

core::Credential credential_of(Exchange& exchange, const DemoKey& key, core::VaultRef subject) {
    if (key.api_secret.empty()) {
        const auto pem = public_pem_of(key.private_key_pem);
        CHECK(pem.has_value());
        const auto credential = api::parse_public_key(*pem);
        CHECK(credential.has_value());
        return *credential;
    }
    const auto sealed = exchange.vault().seal(subject, vault::SecretKind::hmac_secret,
                                              vault::Secret{std::string_view{key.api_secret}});
    CHECK(sealed.has_value());
    return {.algorithm = core::Algorithm::hmac_sha256, .public_key = {}, .secret = *sealed};
}

void create_keys(Exchange& exchange, const DemoCustomer& customer) {
    for (const DemoKey& key : customer.keys) {
        const auto named = core::parse_key_name(key.api_key);
        CHECK(named.has_value());
        if (state(exchange.live().read()).keys.find(named->name) != nullptr) continue;
        const core::VaultRef subject = subject_of(customer.account - 3);
        core::KeyRules rules;
        rules.name = base::Text<64>{std::string_view{key.name}};
        rules.scopes = core::all_that_may_stand_together();
        rules.read_only = key.name == "read_only";
        must(exchange, core::CreateKey{core::AccountId{customer.account}, named->name,
                                       credential_of(exchange, key, subject), rules, true});
    }
}

DemoKey draw_key(const std::string& name, api::Randomness& randomness) {
    DemoKey key{
        .name = name,
        .api_key = core::format_key_name(core::Environment::test, api::random_key_name(randomness)),
        .api_secret = {},
        .private_key_pem = {}};
    if (name == "ed25519") {
        key.private_key_pem = api::make_ed25519_pair(randomness).private_key_pem.reveal_text();
    } else if (name == "rsa") {
        key.private_key_pem = api::make_rsa_pair().private_key_pem.reveal_text();
    } else {
        key.api_secret = api::make_hmac_secret(core::Environment::test, randomness).reveal_text();
    }
    return key;
}

}  // namespace

Credentials draw_credentials() {
    api::SystemRandomness randomness;
    Credentials credentials;
    for (std::size_t i = 0; i < people().size(); ++i) {
        DemoCustomer customer{.name = people()[i].name, .account = i + 3, .login = {}, .keys = {}};
        if (!people()[i].is_maker) {
            customer.login = draw_login(people()[i].name, people()[i].verified, randomness);
        }
        for (const std::string& key : people()[i].keys) {
            customer.keys.push_back(draw_key(key, randomness));
        }
        credentials.customers.push_back(std::move(customer));
    }
    for (const auto& [name, role] : {std::pair{"olivia", "admin"}, std::pair{"sam", "mlro"}}) {
        credentials.staff.push_back({name, draw_login(name, true, randomness), {role}});
    }
    return credentials;
}

void populate(Exchange& exchange, Credentials& credentials) {
    define_assets(exchange);
    define_markets(exchange);
    set_fee_tiers(exchange);
    settle_people(exchange, credentials);
    const bool untouched = !state(exchange.live().read()).last_order;
    if (untouched) {
        register_customers(exchange, credentials);
        for (std::size_t i = 0; i < people().size(); ++i) {
            if (people()[i].verified) fund(exchange, people()[i], core::AccountId{i + 3});
        }
    }
    for (const DemoCustomer& customer : credentials.customers) create_keys(exchange, customer);
    credentials.markets.clear();
    for (const core::Market& market : state(exchange.live().read()).catalogue.markets()) {
        credentials.markets.emplace_back(market.symbol.view());
    }
}

}  // namespace app
