// No sequence of edits without a factor widens a key.
#include "base/prng.hpp"
#include "core/access/authorise.hpp"
#include "core/access/key_rules.hpp"
#include "core/exchange/keys_house_for_tests.hpp"

namespace core {
namespace {

using namespace testing;

KeyRules some_rules(base::Prng& prng, Timestamp now) {
    KeyRules rules;
    rules.scopes.bits = prng.next() & Scopes{Scope::order_create, Scope::order_cancel,
                                             Scope::balance_read, Scope::withdraw_create}
                                          .bits;
    rules.read_only = prng.one_in(3);
    for (std::uint64_t i = prng.below(3); i > 0; --i) rules.ip_allow.push_back({{0, i}, 128});
    if (prng.one_in(3)) rules.ip_deny = {{{0, 1 + prng.below(3)}, 128}};
    if (prng.one_in(3)) rules.markets = {MarketId{1}};
    if (prng.one_in(3)) rules.assets = {AssetId{1}, AssetId{2}};
    if (prng.one_in(3)) rules.networks = {"ETH"};
    if (prng.one_in(3)) rules.addresses = {"0xabc"};
    if (prng.one_in(2)) {
        rules.caps = {{CapAction::order, CapPeriod::day, usd, Amount{prng.between(1, 9)}, {}}};
    }
    rules.expires_at = now + hours(prng.between(1, 1'000));
    rules.idle_days = static_cast<std::uint16_t>(prng.between(1, 90));
    rules.withdraw_factor = static_cast<KeyFactor>(prng.between(1, 3));
    return rules;
}

// Mostly something less than before, or one thing drawn anew.
KeyRules edited(base::Prng& prng, KeyRules rules, Timestamp now) {
    const KeyRules other = some_rules(prng, now);
    switch (prng.below(9)) {
        case 0:
            rules.scopes.bits &= other.scopes.bits;
            break;
        case 1:
            rules.read_only = other.read_only;
            break;
        case 2:
            rules.ip_allow = other.ip_allow;
            break;
        case 3:
            rules.ip_deny = other.ip_deny;
            break;
        case 4:
            rules.caps = other.caps;
            break;
        case 5:
            rules.expires_at = other.expires_at;
            break;
        case 6:
            rules.networks = other.networks;
            rules.addresses = other.addresses;
            break;
        case 7:
            rules.idle_days = other.idle_days;
            rules.withdraw_factor = other.withdraw_factor;
            break;
        default:
            return other;
    }
    return rules;
}

Ask some_ask(base::Prng& prng) {
    Ask ask{.kind = static_cast<Kind>(prng.between(1, 3))};
    constexpr Scope scopes[] = {Scope::order_create, Scope::order_cancel, Scope::balance_read,
                                Scope::withdraw_create};
    ask.scope = scopes[prng.below(4)];
    ask.market = MarketId{static_cast<std::uint32_t>(prng.below(3))};
    if (prng.one_in(2)) ask.assets.push_back(AssetId{static_cast<std::uint32_t>(prng.below(4))});
    if (prng.one_in(2)) ask.network = prng.one_in(2) ? "ETH" : "BTC";
    if (prng.one_in(2)) ask.address = prng.one_in(2) ? "0xabc" : "0xdef";
    ask.ip = IpAddress{0, prng.below(4)};
    return ask;
}

TEST(KeyEdits, without_a_factor_never_let_through_what_was_refused) {
    constexpr Standing good{.customer = CustomerId{1}, .verified = true, .api_approved = true};
    int narrowed = 0;
    int asked_for_a_factor = 0;
    int widened = 0;
    for (std::uint64_t seed = 1; seed <= 60; ++seed) {
        SCOPED_TRACE(seed);
        base::Prng prng{seed};
        KeysHouse house;
        const KeyId id = house.make_key(some_rules(prng, house.now));
        Key first = house.state.keys.at(id);
        for (int i = 0; i < 60; ++i) {
            const Key before = house.state.keys.at(id);
            const bool with_factor = prng.one_in(20);
            EditKey edit{id, edited(prng, before.rules, house.now), prng.one_in(2)};
            const Verdict verdict =
                prng.one_in(10) ? house.by_key(edit, id) : house.by_erin(edit, with_factor);
            const Key& after = house.state.keys.at(id);
            if (!verdict) {
                ASSERT_EQ(after, before);
                asked_for_a_factor += verdict.error().reject == Reject::step_up_required;
                continue;
            }
            ++narrowed;
            if (with_factor) {
                widened += widens(before.rules, after.rules);
                first = after;
                continue;
            }
            ASSERT_FALSE(widens(before.rules, after.rules));
            for (int n = 0; n < 20; ++n) {
                const Ask ask = some_ask(prng);
                const Timestamp then = house.now + hours(prng.between(0, 1'000));
                if (authorise(first, good, ask, then)) continue;
                ASSERT_FALSE(authorise(after, good, ask, then).has_value());
            }
        }
    }
    EXPECT_GT(narrowed, 200);
    EXPECT_GT(asked_for_a_factor, 200);
    EXPECT_GT(widened, 20);
}

TEST(KeyEdits, that_give_a_frozen_key_back_take_a_factor) {
    KeysHouse house;
    const KeyId id = house.make_key(KeyRules{});
    for (const KeyStatus from : {KeyStatus::inactive, KeyStatus::frozen_user,
                                 KeyStatus::frozen_idle, KeyStatus::cancel_only}) {
        house.by_operator(SetKeyStatus{id, from});
        const SetKeyStatus activate{id, KeyStatus::active};
        EXPECT_EQ(house.by_erin(activate).error().reject, Reject::step_up_required);
        EXPECT_EQ(house.by_key(activate, id).error().reject, Reject::session_required);
        EXPECT_EQ(house.state.keys.at(id).status, from);
        EXPECT_TRUE(house.by_erin(activate, true).has_value());
        EXPECT_EQ(house.state.keys.at(id).reason, KeyReason::by_owner);
    }
}

}  // namespace
}  // namespace core
