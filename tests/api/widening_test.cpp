// However an owner edits a key through the API without a fresh factor, it never gets more; and what
// is refused changes nothing. Random edits, each of one to three members, valid ones and others.
#include <gtest/gtest.h>

#include "api/key_owner.hpp"
#include "base/prng.hpp"
#include "core/access/key_rules.hpp"

namespace {

using support::Heard;
using support::KeyOwner;
using support::OwnKey;

// Each member with some of its values, from narrow to wide.
const std::vector<std::vector<std::string>> members = {
    {R"("scopes":["balance:read"])", R"("scopes":["balance:read","order:read"])",
     R"("scopes":["exchange"])", R"("scopes":["all"])", R"("scopes":[])"},
    {R"("permissions":["balance"])", R"("permissions":["exchange"])",
     R"("permissions":["withdrawal"])"},
    {R"("template":"reporting")", R"("template":"market_maker")", R"("template":"payout")"},
    {R"("read_only":true)", R"("read_only":false)"},
    {R"("ip_allow":["192.0.2.7"])", R"("ip_allow":["192.0.2.0/24"])",
     R"("ip_allow":["192.0.2.0/24","2001:db8::/32"])", R"("ip_allow":[],"any_ip":true)",
     R"("ip_allow":[])", R"("ip_allow":["::ffff:192.0.2.7"])"},
    {R"("ip_deny":["192.0.2.7"])", R"("ip_deny":["192.0.2.0/24"])", R"("ip_deny":[])"},
    {R"("markets":["BTCUSDT"])", R"("markets":["BTCUSDT","ETHUSDT"])", R"("markets":[])"},
    {R"("assets":["BTC","USDT"])", R"("assets":[])", R"("assets":["ETH"])"},
    {R"("networks":["BTC"])", R"("networks":[])"},
    {R"("addresses":["bc1q"])", R"("addresses":[])"},
    {R"("caps":["order/day/USDT amount=10"])", R"("caps":["order/day/USDT amount=1000"])",
     R"("caps":["order/day/USDT amount=10","order/hour count=3"])", R"("caps":[])"},
    {R"("expires_at":"2027-06-01T00:00:00.000Z")", R"("expires_at":"2028-06-01T00:00:00.000Z")"},
    {R"("not_before":"2027-01-01T00:00:00.000Z")", R"("not_before":"2027-01-14T00:00:00.000Z")"},
    {R"("idle_days":10)", R"("idle_days":90)", R"("idle_days":365)"},
    {R"("withdraw_factor":"challenge")", R"("withdraw_factor":"none")"},
    {R"("delegate":"a letter of May")", R"("delegate":"")"},
    {R"("name":"another name")", R"("purpose":"quotes")", R"("tags":["desk-2"])"},
};

std::string random_edit(base::Prng& prng) {
    std::string body = "{";
    const std::uint64_t count = 1 + prng.below(3);
    const std::uint64_t first = prng.below(members.size());
    for (std::uint64_t i = 0; i < count; ++i) {
        const auto& values = members[(first + i * 5) % members.size()];
        if (i > 0) body += ',';
        body += values[prng.below(values.size())];
    }
    return body + "}";
}

class Widening : public KeyOwner {};

TEST_F(Widening, takes_a_fresh_factor_whatever_the_sequence_of_edits) {
    std::size_t narrowed = 0;
    std::size_t challenged = 0;
    for (std::uint64_t seed = 1; seed <= 8; ++seed) {
        base::Prng prng{seed};
        const OwnKey key = make(seed % 2 == 0 ? R"("all")" : R"("exchange","balance")");
        for (int step = 0; step < 60; ++step) {
            const std::string edit = random_edit(prng);
            SCOPED_TRACE("seed " + std::to_string(seed) + ": " + edit);
            const core::KeyRules before = known(key).rules;
            const Heard heard = dora.ask("PATCH", path(key), edit);
            const core::KeyRules after = known(key).rules;
            if (heard.status == 200) {
                EXPECT_FALSE(core::widens(before, after));
                narrowed += before == after ? 0 : 1;
            } else {
                EXPECT_EQ(after, before) << heard.body;
                challenged += heard.code() == "step_up_required" ? 1 : 0;
            }
        }
    }
    // Both happened, and often.
    EXPECT_GT(narrowed, 20u);
    EXPECT_GT(challenged, 100u);
}

// A factor that was shown for one edit is good for no other.
TEST_F(Widening, is_not_had_with_the_answer_to_another_challenge) {
    const OwnKey key = make(R"("balance")");
    const std::string little = R"({"scopes":["balance","order:read"]})";
    const std::string much = R"({"scopes":["all"]})";
    const Heard challenged = dora.ask("PATCH", path(key), little);
    ASSERT_EQ(challenged.code(), "step_up_required") << challenged.body;
    const core::KeyRules before = known(key).rules;
    const Heard heard = house.ask({.method = "PATCH",
                                   .target = path(key),
                                   .headers = {{"Host", "localhost"},
                                               {"Authorization", "Bearer " + dora.token},
                                               {"Postern-Step-Up", dora.answer_to(challenged)}},
                                   .body = much});
    EXPECT_EQ(heard.code(), "step_up_invalid") << heard.body;
    EXPECT_EQ(heard.text("/reason"), "wrong_request");
    EXPECT_EQ(known(key).rules, before);
}

}  // namespace
