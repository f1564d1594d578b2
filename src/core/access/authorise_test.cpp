#include "core/access/authorise.hpp"

#include <gtest/gtest.h>

namespace core {
namespace {

constexpr Timestamp now = from_unix_ms(1'000'000);

IpRange range(const char* text) { return *parse_cidr(text); }
IpAddress ip(const char* text) { return *parse_ip(text); }

// A key that may do everything, of a customer in good standing.
struct World {
    Key key;
    Standing customer;

    World() {
        key.id = KeyId{1};
        key.status = KeyStatus::active;
        for (int scope = 1; scope <= scope_count; ++scope) {
            key.rules.scopes.add(static_cast<Scope>(scope));
        }
        customer.customer = CustomerId{1};
        customer.verified = true;
        customer.api_approved = true;
    }
    Verdict verdict(const Ask& ask) const { return authorise(key, customer, ask, now); }
    std::optional<Reject> refusal(const Ask& ask) const {
        const Verdict said = verdict(ask);
        return said ? std::nullopt : std::optional{said.error().reject};
    }
    // The same for a person's session.
    std::optional<Reject> refusal_of_person(const Ask& ask) const {
        const Verdict said = authorise(customer, ask);
        return said ? std::nullopt : std::optional{said.error().reject};
    }
};

const Ask read{.kind = Kind::read, .scope = Scope::balance_read};
const Ask place{.kind = Kind::write, .scope = Scope::order_create, .market = MarketId{1}};
const Ask cancel{.kind = Kind::write, .scope = Scope::order_cancel, .market = MarketId{1}};
const Ask withdraw{.kind = Kind::money, .scope = Scope::withdraw_create};

TEST(Authorise, lets_an_active_key_do_what_its_scopes_say) {
    const World world;
    for (const Ask& ask : {read, place, cancel, withdraw}) EXPECT_TRUE(world.verdict(ask));
}

TEST(Authorise, tells_each_state_of_a_key_by_its_own_code) {
    const std::pair<KeyStatus, Reject> rows[] = {
        {KeyStatus::inactive, Reject::key_inactive},
        {KeyStatus::frozen_idle, Reject::key_frozen_idle},  // for longer than a week
        {KeyStatus::frozen_user, Reject::key_frozen_user},
        {KeyStatus::frozen_risk, Reject::key_frozen_risk},
        {KeyStatus::expired, Reject::key_expired},
        {KeyStatus::revoked, Reject::key_revoked},
        {KeyStatus{}, Reject::key_cancel_only},  // no status at all: nothing but refusal
    };
    for (const auto& [status, reject] : rows) {
        World world;
        world.key.status = status;
        world.key.status_at = now - hours(24 * 8);
        EXPECT_EQ(world.refusal(place), reject) << name_of(reject);
        EXPECT_EQ(world.refusal(read), reject) << name_of(reject);
    }
}

TEST(Authorise, lets_a_cancel_only_key_read_and_cancel) {
    World world;
    world.key.status = KeyStatus::cancel_only;
    EXPECT_TRUE(world.verdict(read));
    EXPECT_TRUE(world.verdict(cancel));
    EXPECT_EQ(world.refusal(place), Reject::key_cancel_only);
    EXPECT_EQ(world.refusal(withdraw), Reject::key_cancel_only);
}

TEST(Authorise, counts_not_before_as_inside_and_expires_at_as_outside) {
    World world;
    world.key.rules.not_before = now;
    world.key.rules.expires_at = now + Duration{1};
    EXPECT_TRUE(world.verdict(read));
    world.key.rules.expires_at = now;
    EXPECT_EQ(world.refusal(read), Reject::key_expired);
    world.key.rules.expires_at = never;
    world.key.rules.not_before = now + Duration{1};
    EXPECT_EQ(world.refusal(read), Reject::key_not_yet_valid);
}

TEST(Authorise, lets_a_deny_beat_an_allow) {
    World world;
    world.key.rules.ip_allow = {range("10.0.0.0/8"), range("2001:db8::/32")};
    world.key.rules.ip_deny = {range("10.1.0.0/16")};
    const auto from = [&](const char* address) {
        Ask ask = read;
        ask.ip = ip(address);
        return world.refusal(ask);
    };
    EXPECT_EQ(from("10.0.0.7"), std::nullopt);
    EXPECT_EQ(from("::ffff:10.0.0.7"), std::nullopt);
    EXPECT_EQ(from("10.1.0.7"), Reject::ip_not_allowed);
    EXPECT_EQ(from("::ffff:10.1.0.7"), Reject::ip_not_allowed);
    EXPECT_EQ(from("11.0.0.1"), Reject::ip_not_allowed);
    EXPECT_EQ(from("2001:db8:1::1"), std::nullopt);
    EXPECT_EQ(from("::1"), Reject::ip_not_allowed);
    world.key.rules.ip_allow.clear();
    EXPECT_EQ(from("11.0.0.1"), std::nullopt);
    EXPECT_EQ(from("10.1.0.7"), Reject::ip_not_allowed);
}

TEST(Authorise, stops_every_key_of_a_customer_who_is_unverified_or_suspended) {
    for (const Ask& ask : {read, place, cancel, withdraw}) {
        World world;
        world.customer.verified = false;
        EXPECT_EQ(world.refusal(ask), Reject::customer_not_verified);
        world.customer.verified = true;
        world.customer.suspended = true;
        EXPECT_EQ(world.refusal(ask), Reject::customer_suspended);
    }
}

TEST(Authorise, lets_no_key_through_before_api_access_is_approved_and_the_person_still) {
    World world;
    world.customer.api_approved = false;
    for (const Ask& ask : {read, place, cancel, withdraw}) {
        EXPECT_EQ(world.refusal(ask), Reject::api_access_not_approved);
        EXPECT_EQ(world.refusal_of_person(ask), std::nullopt);
    }
}

TEST(Authorise, holds_a_person_to_his_own_standing) {
    World world;
    EXPECT_EQ(world.refusal_of_person(place), std::nullopt);
    world.customer.verified = false;
    EXPECT_EQ(world.refusal_of_person(read), Reject::customer_not_verified);
    world.customer.verified = true;
    world.customer.suspended = true;
    EXPECT_EQ(world.refusal_of_person(read), Reject::customer_suspended);
}

TEST(Authorise, stops_by_a_lock_only_what_the_lock_is_about) {
    const auto ask_for = [](Scope scope) { return Ask{.kind = Kind::money, .scope = scope}; };
    const auto field = [](const World& world, const Ask& ask) {
        const Verdict said = world.verdict(ask);
        if (said) return std::string{};
        EXPECT_EQ(said.error().reject, Reject::customer_suspended);
        return std::string{said.error().field.view()};
    };
    World trade;
    trade.customer.trade_locked = true;
    World withdrawing;
    withdrawing.customer.withdraw_locked = true;
    for (int number = 1; number <= scope_count; ++number) {
        const auto scope = static_cast<Scope>(number);
        const bool trades = scope == Scope::order_create || scope == Scope::order_amend ||
                            scope == Scope::convert_execute;
        const bool leaves = scope == Scope::withdraw_create || scope == Scope::transfer_create ||
                            scope == Scope::voucher_create;
        EXPECT_EQ(field(trade, ask_for(scope)), trades ? "trade" : "") << name_of(scope);
        EXPECT_EQ(field(withdrawing, ask_for(scope)), leaves ? "withdraw" : "") << name_of(scope);
    }
}

TEST(Authorise, asks_for_acceptance_before_all_but_reading_and_cancelling) {
    World world;
    world.customer.acceptance_due = true;
    EXPECT_EQ(world.refusal(read), std::nullopt);
    EXPECT_EQ(world.refusal(cancel), std::nullopt);
    EXPECT_EQ(world.refusal(place), Reject::policy_acceptance_required);
    EXPECT_EQ(world.refusal_of_person(withdraw), Reject::policy_acceptance_required);
    world.customer.acceptance_due = false;
    world.customer.continued_due = true;
    EXPECT_EQ(world.refusal(place), std::nullopt) << "going on accepts it";
}

TEST(Authorise, lets_an_idle_key_read_and_cancel_for_a_week) {
    World world;
    world.key.status = KeyStatus::frozen_idle;
    world.key.status_at = now - hours(24 * 7) + Duration{1};
    EXPECT_EQ(world.refusal(read), std::nullopt);
    EXPECT_EQ(world.refusal(cancel), std::nullopt);
    EXPECT_EQ(world.refusal(place), Reject::key_frozen_idle);
    world.key.status_at = now - hours(24 * 7);
    EXPECT_EQ(world.refusal(read), Reject::key_frozen_idle);
    world.key.status_at = now;
    world.key.rules.expires_at = now;
    EXPECT_EQ(world.refusal(read), Reject::key_expired) << "and not beyond its end";
}

TEST(Authorise, holds_the_limits_on_networks_and_addresses) {
    World world;
    Ask ask = withdraw;
    ask.network = "ETH";
    ask.address = "0xabc";
    EXPECT_EQ(world.refusal(ask), std::nullopt);
    world.key.rules.networks = {"BTC", "ETH"};
    world.key.rules.addresses = {"0xabc"};
    EXPECT_EQ(world.refusal(ask), std::nullopt);
    EXPECT_EQ(world.refusal(place), std::nullopt) << "an order goes nowhere outside";
    ask.address = "0xabcd";
    EXPECT_EQ(world.refusal(ask), Reject::constraint_address);
    ask.network = "ET";
    EXPECT_EQ(world.refusal(ask), Reject::constraint_network) << "the network is judged first";
}

TEST(Authorise, holds_the_read_only_ceiling_above_all_scopes) {
    World world;
    world.key.rules.read_only = true;
    EXPECT_TRUE(world.verdict(read));
    EXPECT_EQ(world.refusal(place), Reject::read_only_key);
    EXPECT_EQ(world.refusal(cancel), Reject::read_only_key);
    EXPECT_EQ(world.refusal(withdraw), Reject::read_only_key);
    EXPECT_EQ(world.refusal(Ask{}), Reject::read_only_key) << "an ask that says no kind";
}

TEST(Authorise, names_the_scope_that_is_missing) {
    World world;
    world.key.rules.scopes = {Scope::balance_read};
    EXPECT_TRUE(world.verdict(read));
    const Verdict said = world.verdict(place);
    ASSERT_FALSE(said);
    EXPECT_EQ(said.error().reject, Reject::scope_missing);
    EXPECT_EQ(said.error().field.view(), "order:create");
    EXPECT_TRUE(world.verdict(Ask{.kind = Kind::read})) << "what needs no scope";
}

TEST(Authorise, holds_the_limits_on_markets_and_assets) {
    World world;
    world.key.rules.markets = {MarketId{1}};
    world.key.rules.assets = {AssetId{1}, AssetId{2}};
    Ask ask = place;
    ask.assets.push_back(AssetId{1});
    ask.assets.push_back(AssetId{2});
    EXPECT_EQ(world.refusal(ask), std::nullopt);
    ask.assets.push_back(AssetId{3});
    EXPECT_EQ(world.refusal(ask), Reject::constraint_asset);
    ask.market = MarketId{2};
    EXPECT_EQ(world.refusal(ask), Reject::constraint_market) << "the market is judged first";
}

// Everything is wrong at once; mending one thing after the other shows the order.
TEST(Authorise, refuses_in_its_documented_order) {
    World world;
    world.key.status = KeyStatus::revoked;
    world.key.rules.ip_deny = {range("10.0.0.1")};
    world.customer = Standing{
        .customer = CustomerId{1}, .suspended = true, .trade_locked = true, .acceptance_due = true};
    world.key.rules.read_only = true;
    world.key.rules.scopes = {};
    world.key.rules.markets = {MarketId{9}};
    world.key.rules.assets = {AssetId{9}};
    world.key.rules.networks = {"BTC"};
    world.key.rules.addresses = {"abc"};
    Ask ask = place;
    ask.ip = ip("10.0.0.1");
    ask.assets.push_back(AssetId{1});
    ask.network = "ETH";
    ask.address = "0xabc";

    EXPECT_EQ(world.refusal(ask), Reject::key_revoked);
    world.key.status = KeyStatus::active;
    EXPECT_EQ(world.refusal(ask), Reject::ip_not_allowed);
    world.key.rules.ip_deny.clear();
    EXPECT_EQ(world.refusal(ask), Reject::customer_not_verified);
    world.customer.verified = true;
    EXPECT_EQ(world.refusal(ask), Reject::api_access_not_approved);
    world.customer.api_approved = true;
    EXPECT_EQ(world.refusal(ask), Reject::customer_suspended);
    EXPECT_EQ(world.verdict(ask).error().field.view(), "");
    world.customer.suspended = false;
    EXPECT_EQ(world.refusal(ask), Reject::customer_suspended);
    EXPECT_EQ(world.verdict(ask).error().field.view(), "trade");
    world.customer.trade_locked = false;
    EXPECT_EQ(world.refusal(ask), Reject::policy_acceptance_required);
    world.customer.acceptance_due = false;
    EXPECT_EQ(world.refusal(ask), Reject::read_only_key);
    world.key.rules.read_only = false;
    EXPECT_EQ(world.refusal(ask), Reject::scope_missing);
    world.key.rules.scopes = {Scope::order_create};
    EXPECT_EQ(world.refusal(ask), Reject::constraint_market);
    world.key.rules.markets.clear();
    EXPECT_EQ(world.refusal(ask), Reject::constraint_asset);
    world.key.rules.assets.clear();
    EXPECT_EQ(world.refusal(ask), Reject::constraint_network);
    world.key.rules.networks.clear();
    EXPECT_EQ(world.refusal(ask), Reject::constraint_address);
    world.key.rules.addresses.clear();
    EXPECT_EQ(world.refusal(ask), std::nullopt);
}

}  // namespace
}  // namespace core
