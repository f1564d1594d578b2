#include "core/exchange/keys_house_for_tests.hpp"

#include <memory>

#include "base/check.hpp"
#include "core/exchange/snapshot.hpp"

namespace core::testing {
namespace {

constexpr Amount rich{1'000'000'000};

Market market_of_apples() {
    Market market;
    market.base = apl;
    market.quote = usd;
    market.tick = Amount{1};
    market.lot = Amount{3};
    market.price_max = Price{1'000};
    market.quantity_min = Quantity{1};
    market.quantity_max = Quantity{100'000};
    market.market_quantity_max = Quantity{100'000};
    market.notional_min = Amount{1};
    market.notional_max = Amount{100'000'000};
    market.open_orders_max = 3'000;
    market.self_trade_prevention = SelfTradePrevention::none;
    return market;
}

}  // namespace

KeysHouse::KeysHouse() {
    by_operator(OpenHouse{Environment::test, 1, 2});
    for (const char* code : {"APL", "USD"}) {
        Asset asset;
        asset.code = base::Text<12>{code};
        by_operator(DefineAsset{asset});
    }
    by_operator(DefineMarket{market_of_apples()});
    must(RegisterUser{{1, 1}, {1, 2}, {1, 3}, CustomerKind::person}, {.surface = Surface::web});
    by_operator(RegisterCustomer{});
    for (const CustomerId customer : {CustomerId{1}, CustomerId{2}}) {
        by_operator(SetCustomerStatus{customer, true, false, {}});
    }
    sign_in();
    by_operator(DecideApiAccess{CustomerId{1}, ApiAccess::approved, {}});
    for (const AccountId account : {erins, makers}) {
        for (const AssetId asset : {apl, usd}) by_operator(FundAccount{account, asset, rich});
    }
}

void KeysHouse::by_operator(const Command& command) {
    const Verdict verdict = ask(command, {.surface = Surface::cli});
    if (!verdict) ADD_FAILURE() << name_of(verdict.error().reject);
}

Verdict KeysHouse::by_erin(const Command& command, bool with_factor) {
    Person person{UserId{1}, session_, {}};
    if (with_factor) {
        FactorUse use;
        use.factor = FactorId{1};
        use.matched = true;
        use.counter = ++step_;
        person.factor = use;
    }
    return ask(
        command,
        {.customer = CustomerId{1}, .account = erins, .surface = Surface::web, .person = person});
}

Verdict KeysHouse::by_key(const Command& command, KeyId key, Fingerprint ip) {
    return ask(command, {.customer = CustomerId{1},
                         .account = erins,
                         .key = key,
                         .surface = Surface::api,
                         .ip = ip});
}

KeyId KeysHouse::make_key(const KeyRules& rules) {
    const KeyId key = state.keys.next_id();
    const CreateKey command{.account = erins,
                            .public_name = {7, key.value},
                            .credential = {Algorithm::hmac_sha256, {}, {9, key.value}},
                            .rules = rules,
                            .active = true,
                            .any_ip_confirmed = true};
    by_operator(command);
    return key;
}

void KeysHouse::tick() {
    while (next_deadline(state) <= now) {
        must(Tick{}, {.surface = Surface::system});
    }
}

void KeysHouse::restore() {
    base::Bytes bytes;
    encode_state(bytes, state);
    auto again = std::make_unique<State>();
    ASSERT_TRUE(decode_state(bytes, *again));
    ASSERT_EQ(digest(*again), digest(state));
    ASSERT_EQ(again->timers, state.timers);
    ASSERT_EQ(again->keys, state.keys);
    state = std::move(*again);
}

void KeysHouse::sign_in() {
    const Person stranger{UserId{1}, {}, {}};
    must(
        OpenSession{{9, 1}},
        {.customer = CustomerId{1}, .account = erins, .surface = Surface::web, .person = stranger});
    session_ = state.sessions.last();
    CHECK(by_erin(AddFactor{FactorKind::totp, "phone", {5, 5}, {}, 0, {}}).has_value());
    CHECK(by_erin(ConfirmFactor{FactorId{1}, true, ++step_}).has_value());
    CHECK(by_erin(RequestApiAccess{{1, 4}}).has_value());
}

}  // namespace core::testing
