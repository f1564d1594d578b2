// Keys in the hands of their owners: made, edited, rotated, frozen, reported, ended.
#include <gtest/gtest.h>
#include <set>

#include "api/key_owner.hpp"

namespace {

using support::Heard;
using support::KeyOwner;
using support::OwnKey;
using support::trading;
using support::User;

class OwnKeys : public KeyOwner {
  protected:
    Heard tried(const User& user, const std::string& body) {
        return user.with_factor("POST", "/v1/keys", body);
    }
    // Of a key that could be made but for these members.
    Heard tried_with(const std::string& members) {
        return tried(dora, R"({"name":"bot","algorithm":"hmac-sha256",)" + members + "}");
    }
    std::size_t secrets_kept() {
        std::size_t count = 0;
        const auto look = [&](const vault::Sealed&) { return ++count != 0; };
        EXPECT_EQ(house.parts().vault.sweep(look).value(), 0U);
        return count;
    }
    Heard with_public_key(const std::string& text) {
        return tried(dora, R"({"name":"bot","any_ip":true,"scopes":["balance"],"public_key":")" +
                               text + R"("})");
    }
};

std::string escaped(std::string_view text) {
    std::string out;
    for (const char c : text) c == '\n' ? out += "\\n" : out += c;
    return out;
}

constexpr const char* rsa_of_1024_bits = R"(-----BEGIN PUBLIC KEY-----
MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDN+lcMQpIV9pLO+Bfgku3BfbOj
Q5zSqmO3C5L7R9Qw42/25Gbrp6WBzjRH3ES8I1/XFazw5tb/khEVLUCR7ey5xwgN
3VLRyR+qYHm9RpA8Bq9sznMfGvBAgltFx6gZWqqx8t3AAzbSt2tPyt0kd4GfYd3G
Slf/jtReHzN9crR+YwIDAQAB
-----END PUBLIC KEY-----)";

std::string hex(base::BytesView bytes) {
    std::string out;
    for (const std::uint8_t byte : bytes) {
        out += "0123456789abcdef"[byte >> 4];
        out += "0123456789abcdef"[byte & 15];
    }
    return out;
}

// --- creation

TEST_F(OwnKeys, are_made_with_a_factor_and_sign_at_once) {
    const Heard made = tried(dora, hmac_body(trading, R"(,"purpose":"quotes","tags":["desk-1"])"));
    ASSERT_EQ(made.status, 201U) << made.body;
    const OwnKey key = key_in(made);
    EXPECT_TRUE(key.secret.starts_with("ps_test_"));
    EXPECT_EQ(get(key, "/v1/account").status, 200U);
    const Heard shown = dora.ask("GET", path(key));
    EXPECT_EQ(shown.text("/key/purpose"), "quotes");
    EXPECT_EQ(shown.text("/key/tags"), R"(["desk-1"])");
    EXPECT_EQ(shown.text("/key/status_reason"), "by_owner");
    EXPECT_EQ(dora.ask("GET", "/v1/keys").text("/keys/0/key"), key.name);
}

TEST_F(OwnKeys, tell_their_secret_once_and_nowhere_else) {
    const OwnKey key = make(trading);
    ASSERT_FALSE(key.secret.empty());
    for (const std::string& target : {path(key), std::string{"/v1/keys"}, path(key, "/usage")}) {
        EXPECT_EQ(dora.ask("GET", target).body.find(key.secret), std::string::npos);
    }
    EXPECT_EQ(house.everything_kept().find(key.secret.substr(8, 40)), std::string::npos);
}

TEST_F(OwnKeys, bring_their_public_key_and_keep_the_private_one) {
    api::SystemRandomness dice;
    const api::KeyPair pair = api::make_ed25519_pair(dice);
    const std::string pem = api::format_public_key_pem(pair.credential);
    for (const std::string& text : {escaped(pem), hex(pair.credential.public_key)}) {
        const Heard made = with_public_key(text);
        ASSERT_EQ(made.status, 201U) << made.body;
        EXPECT_EQ(made.text("/key/algorithm"), "ed25519");
        EXPECT_EQ(made.text("/secret"), "");
        OwnKey key = key_in(made);
        key.algorithm = core::Algorithm::ed25519;
        key.secret = pair.private_key_pem.reveal_text();
        EXPECT_EQ(get(key, "/v1/account").status, 200U);
    }
}

TEST_F(OwnKeys, take_simple_choices_and_templates_for_scopes) {
    const Heard made = tried_with(R"("any_ip":true,"permissions":["balance","deposit"])");
    EXPECT_EQ(made.text("/key/scopes"),
              R"(["account:read","balance:read","ledger:read","deposit:read","deposit:address"])")
        << made.body;
    EXPECT_EQ(tried_with(R"("any_ip":true,"template":"tax")").text("/key/scopes"),
              R"(["ledger:read","trade:read","transfer:read","deposit:read","withdraw:read"])");
    EXPECT_EQ(tried_with(R"("any_ip":true,"permissions":["order:create"])").code(),
              "malformed_field");
}

TEST_F(OwnKeys, that_are_only_tried_leave_nothing_behind) {
    const std::size_t before = secrets_kept();
    const Heard tried_only =
        dora.with_factor("POST", "/v1/keys?validate_only=true", hmac_body(trading));
    EXPECT_EQ(tried_only.body, R"({"valid":true})");
    EXPECT_EQ(dora.ask("POST", "/v1/keys", hmac_body(trading)).code(), "step_up_required");
    EXPECT_EQ(secrets_kept(), before);
    EXPECT_EQ(dora.ask("GET", "/v1/keys").text("/keys"), "[]");
}

TEST_F(OwnKeys, are_refused_to_whoever_may_not_have_them_each_for_its_own_reason) {
    const std::string body = hmac_body(trading);
    User erin = house.sign_up("erin");
    EXPECT_EQ(erin.ask("POST", "/v1/keys", body).code(), "factor_not_enrolled");
    erin.enrol_totp();
    EXPECT_EQ(erin.ask("POST", "/v1/keys", body).code(), "step_up_required");
    EXPECT_EQ(tried(erin, body).code(), "customer_not_verified");
    const std::string customer = "/v1/operator/customers/" + std::to_string(erin.customer.value);
    EXPECT_EQ(house.operate("POST", customer + "/verify").status, 200U);
    EXPECT_EQ(tried(erin, body).code(), "api_access_not_approved");
    EXPECT_EQ(house.operate("POST", customer + "/approve-api").status, 200U);
    EXPECT_EQ(house.operate("POST", customer + "/suspend").status, 200U);
    EXPECT_EQ(tried(erin, body).code(), "customer_suspended");
    EXPECT_EQ(house.operate("POST", customer + "/unsuspend").status, 200U);
    post_policy(false);
    const Heard unaccepted = tried(erin, body);
    EXPECT_EQ(unaccepted.code(), "policy_acceptance_required");
    EXPECT_EQ(unaccepted.text("/policies"), R"(["api_policy/1"])");
}

TEST_F(OwnKeys, are_refused_where_the_house_or_care_forbids_them) {
    const std::string withdrawing = R"("permissions":["withdrawal"])";
    EXPECT_EQ(tried_with(withdrawing).code(), "any_ip_unconfirmed");
    core::HouseRules rules;
    rules.withdraw_by_ip_list = true;
    set_rules(rules);
    EXPECT_EQ(tried_with(withdrawing + R"(,"any_ip":true)").code(), "ip_list_required");
    EXPECT_EQ(tried_with(R"("scopes":["balance"],"any_ip":true)").status, 201U);
    rules.withdraw_without_hmac = true;
    set_rules(rules);
    EXPECT_EQ(tried_with(withdrawing + R"(,"ip_allow":["192.0.2.7"])").code(), "hmac_not_allowed");
    rules = {};
    rules.ip_list_required = true;
    set_rules(rules);
    EXPECT_EQ(tried_with(R"("scopes":["balance"],"any_ip":true)").code(), "ip_list_required");
    rules = {};
    rules.keys_max = 1;
    set_rules(rules);
    EXPECT_EQ(tried_with(R"("scopes":["balance"],"any_ip":true)").code(), "too_many");
    set_rules({});
    EXPECT_EQ(tried_with(R"("scopes":["withdraw:create","address:create"],"any_ip":true)").code(),
              "scopes_conflict");
}

TEST_F(OwnKeys, are_not_made_of_what_is_malformed) {
    struct Case {
        const char* members;
        const char* code;
        const char* field;
        const char* reason;
    };
    const Case cases[] = {
        {R"("any_ip":true)", "missing_field", "scopes", ""},
        {R"("scopes":[])", "malformed_field", "scopes", "empty"},
        {R"("scopes":["order:fly"])", "malformed_field", "scopes", "not_one_of"},
        {R"("template":"pirate")", "malformed_field", "template", "not_one_of"},
        {R"("scopes":["balance"],"ip_allow":["192.0.2.7/33"])", "malformed_field", "ip_allow",
         "prefix_out_of_range"},
        {R"("scopes":["balance"],"ip_allow":["192.0.2.7/24"])", "malformed_field", "ip_allow",
         "host_bits"},
        {R"("scopes":["balance"],"ip_allow":["192.0.2.007"])", "malformed_field", "ip_allow",
         "not_an_address"},
        {R"("scopes":["balance"],"ip_allow":["::ffff:192.0.2.7"])", "malformed_field", "ip_allow",
         "not_canonical"},
        {R"("scopes":["balance"],"ip_allow":["2001:0db8:0::7"])", "malformed_field", "ip_allow",
         "not_canonical"},
        {R"("scopes":["balance"],"ip_allow":["0.0.0.0/0"])", "malformed_field", "ip_allow",
         "too_wide"},
        {R"("scopes":["balance"],"ip_allow":["2000::/3"])", "malformed_field", "ip_allow",
         "too_wide"},
        {R"("scopes":["balance"],"markets":["BTCEUR"])", "not_found", "markets", ""},
        {R"("scopes":["balance"],"assets":["DOGE"])", "not_found", "assets", ""},
        {R"("scopes":["balance"],"caps":["order/day/DOGE amount=1"])", "not_found", "caps", ""},
        {R"("scopes":["balance"],"caps":["order/day"])", "malformed_field", "caps", "not_a_cap"},
        {R"("scopes":["balance"],"caps":["order/day amount=5"])", "malformed_field", "caps",
         "not_a_cap"},
        {R"("scopes":["balance"],"caps":["order/fortnight count=5"])", "malformed_field", "caps",
         "not_one_of"},
        {R"("scopes":["balance"],"caps":["order/day count=0"])", "malformed_field", "caps",
         "not_a_number"},
        {R"("scopes":["balance"],"caps":["order/day count=1 count=2"])", "malformed_field", "caps",
         "not_a_cap"},
        {R"("scopes":["balance"],"caps":["order/day/BTC amount=1e5"])", "malformed_field", "caps",
         "not_a_number"},
        {R"("scopes":["balance"],"caps":["order/day count=1","order/day count=2"])",
         "malformed_field", "caps", ""},
        {R"("scopes":["balance"],"idle_days":0)", "malformed_field", "idle_days", ""},
        {R"("scopes":["balance"],"idle_days":366)", "malformed_field", "idle_days", "out_of_range"},
        {R"("scopes":["balance"],"expires_at":"2020-01-01T00:00:00.000Z","any_ip":true)",
         "malformed_field", "expires_at", ""},
        {R"("scopes":["balance"],"withdraw_factor":"luck")", "malformed_field", "withdraw_factor",
         "not_one_of"},
        {R"("scopes":["balance"],"tags":["a\u0007b"])", "malformed_field", "tags", ""},
        {R"("scopes":["balance"],"colour":"red")", "unknown_field", "colour", ""},
    };
    for (const Case& one : cases) {
        const Heard heard = tried_with(one.members);
        EXPECT_EQ(heard.code(), one.code) << one.members << heard.body;
        EXPECT_EQ(heard.text("/field"), one.field) << one.members << heard.body;
        EXPECT_EQ(heard.text("/reason"), one.reason) << one.members << heard.body;
    }
    EXPECT_EQ(tried(dora, R"({"name":"","scopes":["balance"],"algorithm":"hmac-sha256"})").code(),
              "malformed_field");
}

TEST_F(OwnKeys, are_not_made_of_public_keys_that_prove_nothing) {
    api::SystemRandomness dice;
    const api::KeyPair pair = api::make_ed25519_pair(dice);
    const std::string pem = escaped(api::format_public_key_pem(pair.credential));
    const std::string identity = "01" + std::string(62, '0');
    const std::string private_pem = escaped(pair.private_key_pem.reveal_text());
    const std::pair<std::string, const char*> cases[] = {
        {identity, "prove nothing"},
        {pem + "junk", "no public key"},
        {private_pem, "private key"},
        {"d75a98", "no public key"},
        {escaped(rsa_of_1024_bits), "2048 bits"},
    };
    for (const auto& [text, sentence] : cases) {
        const Heard heard = with_public_key(text);
        EXPECT_EQ(heard.code(), "malformed_field") << text;
        EXPECT_EQ(heard.text("/field"), "public_key");
        EXPECT_NE(heard.text("/reason").find(sentence), std::string::npos) << heard.body;
    }
    EXPECT_EQ(tried(dora, R"({"name":"bot","scopes":["balance"],"any_ip":true})").code(),
              "missing_field");
}

// --- edits

TEST_F(OwnKeys, are_narrowed_at_once_and_widened_with_a_factor) {
    const OwnKey key = make(trading, R"(,"caps":["order/day/USDT amount=1000"])");
    EXPECT_EQ(dora.ask("PATCH", path(key), R"({"scopes":["order:read"]})").status, 200U);
    EXPECT_EQ(get(key, "/v1/account").code(), "scope_missing");
    const char* widenings[] = {R"({"scopes":["order:read","order:create"]})",
                               R"({"caps":["order/day/USDT amount=1000.01"]})", R"({"caps":[]})",
                               R"({"idle_days":91})"};
    for (const char* widening : widenings) {
        EXPECT_EQ(dora.ask("PATCH", path(key), widening).code(), "step_up_required") << widening;
        EXPECT_EQ(dora.with_factor("PATCH", path(key), widening).status, 200U) << widening;
    }
    EXPECT_EQ(dora.ask("PATCH", path(key), R"({"ip_allow":["10.0.0.0/8"]})").status, 200U);
    EXPECT_EQ(get(key, "/v1/orders").code(), "ip_not_allowed");
    EXPECT_EQ(dora.with_factor("PATCH", path(key), R"({"ip_allow":[]})").code(),
              "any_ip_unconfirmed");
    EXPECT_EQ(dora.with_factor("PATCH", path(key), R"({"ip_allow":[],"any_ip":true})").status,
              200U);
}

TEST_F(OwnKeys, are_nobody_elses) {
    const OwnKey key = make(trading);
    const User eve = ready("eve");
    EXPECT_EQ(eve.ask("GET", path(key)).code(), "not_found");
    EXPECT_EQ(eve.ask("PATCH", path(key), R"({"name":"mine"})").code(), "not_found");
    for (const char* verb : {"/deactivate", "/freeze", "/report", "/activate", "/confirm"}) {
        EXPECT_EQ(eve.with_factor("POST", path(key, verb)).code(), "not_found") << verb;
    }
    EXPECT_EQ(eve.with_factor("DELETE", path(key)).code(), "not_found");
    EXPECT_EQ(eve.ask("GET", path(key, "/usage")).code(), "not_found");
    EXPECT_EQ(eve.ask("GET", "/v1/keys").text("/keys"), "[]");
    EXPECT_EQ(get(key, "/v1/account").status, 200U);
}

TEST_F(OwnKeys, never_manage_keys_themselves) {
    const OwnKey key = make(R"("all")");
    for (const char* method : {"GET", "POST"}) {
        EXPECT_EQ(house.signed_by(key, method, "/v1/keys").code(), "session_required");
    }
    EXPECT_EQ(house.signed_by(key, "PATCH", path(key), R"({"idle_days":365})").code(),
              "session_required");
}

// --- life

TEST_F(OwnKeys, are_switched_off_freely_and_on_with_a_factor) {
    const OwnKey key = make(trading);
    EXPECT_EQ(dora.ask("POST", path(key, "/deactivate")).text("/key/status"), "inactive");
    EXPECT_EQ(get(key, "/v1/account").code(), "key_inactive");
    EXPECT_EQ(dora.ask("POST", path(key, "/activate")).code(), "step_up_required");
    EXPECT_EQ(dora.with_factor("POST", path(key, "/activate")).text("/key/status"), "active");
    EXPECT_EQ(get(key, "/v1/account").status, 200U);
    EXPECT_EQ(dora.ask("POST", path(key, "/freeze")).text("/key/status"), "frozen_user");
    EXPECT_EQ(get(key, "/v1/account").code(), "key_frozen_user");
    EXPECT_EQ(dora.ask("DELETE", path(key)).code(), "step_up_required");
    EXPECT_EQ(dora.with_factor("DELETE", path(key)).text("/key/status"), "revoked");
    EXPECT_EQ(get(key, "/v1/account").code(), "key_revoked");
    EXPECT_EQ(dora.with_factor("POST", path(key, "/activate")).code(), "key_revoked");
}

TEST_F(OwnKeys, may_freeze_themselves_and_no_more) {
    const OwnKey key = make(R"("exchange","key:freeze","account:read")");
    const Heard frozen = house.signed_by(key, "POST", "/v1/key/freeze");
    EXPECT_EQ(frozen.text("/key/status_reason"), "by_itself") << frozen.body;
    EXPECT_EQ(get(key, "/v1/account").code(), "key_frozen_user");
    EXPECT_EQ(make(trading).name.empty(), false);
    EXPECT_EQ(dora.ask("POST", "/v1/key/freeze").code(), "not_found") << "a session is no key";
    EXPECT_EQ(dora.with_factor("POST", path(key, "/activate")).status, 200U);
    EXPECT_EQ(get(key, "/v1/account").status, 200U);
}

TEST_F(OwnKeys, that_rotate_have_two_secrets_then_one) {
    const OwnKey before = make(trading);
    const Heard rotated = dora.with_factor("POST", path(before, "/rotate"),
                                           R"({"algorithm":"hmac-sha256","overlap_seconds":3600})");
    const OwnKey after = key_in(rotated);
    EXPECT_NE(after.secret, before.secret);
    EXPECT_EQ(after.name, before.name);
    EXPECT_NE(rotated.text("/key/rotates_at"), "null");
    EXPECT_EQ(get(before, "/v1/account").status, 200U);
    EXPECT_EQ(get(after, "/v1/account").status, 200U);
    // The stamp ends it, before any tick could.
    house.clock.advance(core::seconds(3'600));
    EXPECT_EQ(get(before, "/v1/account").code(), "unauthorized");
    EXPECT_EQ(get(after, "/v1/account").status, 200U);
    tick();
    EXPECT_EQ(get(before, "/v1/account").code(), "unauthorized");
    EXPECT_EQ(house.last_refusal(), core::Reject::signature_invalid);
    EXPECT_EQ(get(after, "/v1/account").status, 200U);
}

TEST_F(OwnKeys, rotate_to_a_new_secret_where_nothing_else_is_asked) {
    const OwnKey before = make(trading);
    const OwnKey after = key_in(dora.with_factor("POST", path(before, "/rotate")));
    EXPECT_EQ(get(before, "/v1/account").status, 200U) << "for a day";
    EXPECT_EQ(get(after, "/v1/account").status, 200U);
    pass(core::hours(24));
    EXPECT_EQ(get(before, "/v1/account").code(), "unauthorized");
    EXPECT_EQ(get(after, "/v1/account").status, 200U);
}

TEST_F(OwnKeys, rotate_to_another_algorithm) {
    const OwnKey before = make(trading);
    api::SystemRandomness dice;
    const api::KeyPair pair = api::make_ed25519_pair(dice);
    const Heard rotated =
        dora.with_factor("POST", path(before, "/rotate"),
                         R"({"public_key":")" + hex(pair.credential.public_key) + R"("})");
    OwnKey after = key_in(rotated);
    EXPECT_EQ(rotated.text("/secret"), "");
    after.algorithm = core::Algorithm::ed25519;
    after.secret = pair.private_key_pem.reveal_text();
    EXPECT_EQ(get(before, "/v1/account").status, 200U);
    EXPECT_EQ(get(after, "/v1/account").status, 200U);
    pass(core::hours(24));
    EXPECT_EQ(get(before, "/v1/account").code(), "unauthorized");
    EXPECT_EQ(get(after, "/v1/account").status, 200U);
    const User again = dora.signed_in_again();
    EXPECT_EQ(again.ask("GET", path(after)).text("/key/algorithm"), "ed25519");
}

TEST_F(OwnKeys, in_wrong_hands_are_frozen_until_their_secret_is_another) {
    const OwnKey stolen = make(trading);
    const Heard reported = dora.ask("POST", path(stolen, "/report"));
    EXPECT_EQ(reported.text("/key/status_reason"), "reported_compromised") << reported.body;
    EXPECT_EQ(reported.text("/incident_id"), "1");
    EXPECT_EQ(get(stolen, "/v1/account").code(), "key_frozen_user");
    EXPECT_EQ(dora.ask("POST", path(stolen, "/report")).code(), "state_conflict");
    EXPECT_EQ(dora.with_factor("POST", path(stolen, "/activate")).code(), "state_conflict");
    const OwnKey fresh =
        key_in(dora.with_factor("POST", path(stolen, "/rotate"), R"({"algorithm":"hmac-sha256"})"));
    EXPECT_EQ(dora.with_factor("POST", path(stolen, "/activate")).status, 200U);
    EXPECT_EQ(get(stolen, "/v1/account").code(), "unauthorized");
    EXPECT_EQ(get(fresh, "/v1/account").status, 200U);
    const auto live = house.live().read();
    EXPECT_FALSE(live->state.locks.all().empty()) << "nothing leaves meanwhile";
}

TEST_F(OwnKeys, that_move_money_are_confirmed_after_a_new_password_or_freeze) {
    const OwnKey confirmed = make(trading);
    const OwnKey forgotten = make(trading);
    const OwnKey harmless = make(R"("account:read")");
    const std::string passwords = R"({"current_password":")" + dora.password +
                                  R"(","new_password":"another walk by the lake"})";
    ASSERT_EQ(dora.with_factor("PUT", "/v1/password", passwords).status, 200U);
    dora.password = "another walk by the lake";
    EXPECT_EQ(dora.ask("GET", path(harmless)).text("/key/confirm_by"), "null");
    EXPECT_NE(dora.ask("GET", path(confirmed)).text("/key/confirm_by"), "null");
    EXPECT_EQ(dora.ask("POST", path(confirmed, "/confirm")).code(), "step_up_required");
    EXPECT_EQ(dora.with_factor("POST", path(confirmed, "/confirm")).text("/key/confirm_by"),
              "null");
    EXPECT_EQ(dora.with_factor("POST", path(harmless, "/confirm")).code(), "state_conflict");
    pass(core::hours(24 * 7));
    EXPECT_EQ(get(confirmed, "/v1/account").status, 200U);
    EXPECT_EQ(get(harmless, "/v1/account").status, 200U);
    EXPECT_EQ(get(forgotten, "/v1/account").code(), "key_frozen_user");
    const User again = dora.signed_in_again();
    EXPECT_EQ(again.ask("GET", path(forgotten)).text("/key/status_reason"), "not_confirmed");
    EXPECT_EQ(again.with_factor("POST", path(forgotten, "/activate")).status, 200U);
    EXPECT_EQ(get(forgotten, "/v1/account").status, 200U);
}

TEST_F(OwnKeys, that_nobody_uses_are_told_so_then_only_read_and_cancel_then_stop) {
    const OwnKey key = make(trading);
    ASSERT_EQ(buy(key, "100", "1").status, 201U);
    const std::string placed = get(key, "/v1/orders").text("/orders/0/order_id");
    int noticed_before = 0;
    for (int day = 1; day < 90; ++day) {
        pass(core::hours(24));
        const int noticed = known(key).noticed_days;
        const int expected = day < 76 ? 0 : day < 83 ? 14 : day < 89 ? 7 : 1;
        EXPECT_EQ(noticed, expected) << "day " << day;
        noticed_before = noticed;
    }
    EXPECT_EQ(noticed_before, 1);
    pass(core::hours(24));
    EXPECT_EQ(known(key).status, core::KeyStatus::frozen_idle);
    EXPECT_EQ(get(key, "/v1/orders").text("/orders/0/order_id"), placed);
    EXPECT_EQ(buy(key, "100", "1").code(), "key_frozen_idle");
    EXPECT_EQ(house.signed_by(key, "DELETE", "/v1/orders/" + placed).status, 200U);
    EXPECT_EQ(known(key).status, core::KeyStatus::frozen_idle) << "reading does not give it back";
    pass(core::hours(24 * 7));
    EXPECT_EQ(get(key, "/v1/orders").code(), "key_frozen_idle");
    const User again = dora.signed_in_again();
    EXPECT_EQ(again.with_factor("POST", path(key, "/activate")).status, 200U);
    EXPECT_EQ(buy(key, "100", "1").status, 201U);
}

// --- what the house notes of their use

TEST_F(OwnKeys, remember_their_last_use_to_the_minute_and_each_new_address) {
    const OwnKey key = make(trading);
    const auto uses = [&] {
        const auto reads = house.live().read();
        return reads->state.keys.at(key.id).last_use;
    };
    EXPECT_EQ(get(key, "/v1/account").status, 200U);
    tick();
    const core::KeyUse first = uses();
    EXPECT_EQ(first.operation.view(), "account.show");
    EXPECT_TRUE(first.ok);
    house.clock.advance(core::seconds(30));
    EXPECT_EQ(get(key, "/v1/orders").status, 200U);
    tick();
    EXPECT_EQ(uses(), first) << "within the minute";
    auto elsewhere = house.signed_request(key, "GET", "/v1/balances");
    elsewhere.peer = "192.0.2.7";
    EXPECT_EQ(house.ask(elsewhere).code(), "scope_missing");
    tick();
    EXPECT_NE(uses().ip, first.ip);
    EXPECT_FALSE(uses().ok);
    EXPECT_EQ(dora.ask("GET", path(key)).text("/key/last_operation"), "balances.list");
}

TEST_F(OwnKeys, tell_when_they_stop_in_a_header) {
    const OwnKey lasting = make(trading);
    EXPECT_EQ(get(lasting, "/v1/account").header("Postern-Key-Expires"), "");
    const OwnKey idle = make(trading, R"(,"idle_days":5)");
    const Heard told = get(idle, "/v1/account");
    EXPECT_EQ(told.header("Postern-Key-Expires"),
              dora.ask("GET", path(idle)).text("/key/freezes_at"));
}

TEST_F(OwnKeys, accept_a_policy_by_going_on_and_exactly_once) {
    post_policy(true);
    EXPECT_EQ(dora.ask("POST", "/v1/policies/api_policy/1/accept").status, 200U);
    const OwnKey key = make(trading);
    const OwnKey other = make(trading);
    post_policy(false);
    for (int i = 0; i < 3; ++i) {
        for (const OwnKey& one : {key, other}) {
            EXPECT_EQ(get(one, "/v1/account").header("X-Policy-Version"), "api_policy=2");
        }
    }
    tick();
    {
        const auto live = house.live().read();
        const core::Customer& customer = live->state.customers.at(dora.customer);
        EXPECT_EQ(customer.accepted.api_policy, core::PolicyId{2});
        EXPECT_EQ(customer.accepted_explicitly.api_policy, core::PolicyId{1});
    }
    const Heard accepted = house.operate("GET", "/v1/operator/audit?command=AcceptPolicies");
    EXPECT_NE(accepted.text("/commands/1/sequence"), "") << accepted.body;
    EXPECT_EQ(accepted.text("/commands/2/sequence"), "") << "by act once, by going on once";
}

TEST_F(OwnKeys, wait_for_an_explicit_acceptance_and_only_read_and_cancel_until_then) {
    post_policy(true);
    EXPECT_EQ(dora.ask("POST", "/v1/policies/api_policy/1/accept").status, 200U);
    const OwnKey key = make(trading);
    ASSERT_EQ(buy(key, "100", "1").status, 201U);
    const std::string placed = get(key, "/v1/orders").text("/orders/0/order_id");
    post_policy(true);
    EXPECT_EQ(get(key, "/v1/account").status, 200U);
    const Heard waits = buy(key, "100", "1");
    EXPECT_EQ(waits.code(), "policy_acceptance_required");
    EXPECT_EQ(waits.text("/policies"), R"(["api_policy/2"])");
    EXPECT_EQ(house.signed_by(key, "DELETE", "/v1/orders/" + placed).status, 200U);
    EXPECT_EQ(dora.ask("POST", "/v1/policies/api_policy/2/accept").status, 200U);
    EXPECT_EQ(buy(key, "100", "1").status, 201U);
}

// --- what they were used for

TEST_F(OwnKeys, have_a_log_that_their_owner_reads) {
    const OwnKey key = make(trading);
    EXPECT_EQ(get(key, "/v1/account").status, 200U);
    EXPECT_EQ(get(key, "/v1/balances").code(), "scope_missing");
    OwnKey strange = key;
    strange.secret.back() = strange.secret.back() == 'a' ? 'b' : 'a';
    EXPECT_EQ(get(strange, "/v1/account").code(), "unauthorized");
    const Heard usage = dora.ask("GET", path(key, "/usage"));
    EXPECT_EQ(usage.text("/requests/0/code"), "signature_invalid") << usage.body;
    EXPECT_EQ(usage.text("/requests/0/proved"), "false");
    EXPECT_EQ(usage.text("/requests/1/code"), "scope_missing");
    EXPECT_EQ(usage.text("/requests/2/operation"), "account.show");
    EXPECT_EQ(usage.text("/requests/2/code"), "null");
    const Heard refused = dora.ask("GET", path(key, "/usage?code=scope_missing&limit=1"));
    EXPECT_EQ(refused.text("/requests/0/operation"), "balances.list");
    EXPECT_EQ(refused.text("/requests/1"), "");
}

TEST_F(OwnKeys, are_advised_about_with_steps_that_can_be_sent_as_they_stand) {
    const OwnKey key = make(R"("account:read","order:read","order:create","withdrawal")");
    for (int day = 0; day < 31; ++day) {
        EXPECT_EQ(get(key, "/v1/account").status, 200U);
        pass(core::hours(24));
    }
    const User again = dora.signed_in_again();
    const Heard advice = again.ask("GET", "/v1/keys/advice");
    std::set<std::string> codes;
    for (int i = 0; !advice.text("/advice/" + std::to_string(i) + "/code").empty(); ++i) {
        const std::string at = "/advice/" + std::to_string(i);
        codes.insert(advice.text(at + "/code"));
        const std::string body = advice.text(at + "/step/body");
        const Heard done = again.ask(advice.text(at + "/step/method"),
                                     advice.text(at + "/step/path"), body == "null" ? "" : body);
        EXPECT_EQ(done.status, 200U) << advice.text(at) << done.body;
    }
    EXPECT_EQ(codes, (std::set<std::string>{"no_expiry", "withdraw_by_hmac", "withdraw_from_any_ip",
                                            "any_ip", "scopes_unused"}))
        << advice.body;
    EXPECT_EQ(known(key).rules.scopes, core::Scopes{core::Scope::account_read});
    EXPECT_EQ(again.ask("GET", "/v1/keys/advice").text("/advice"), "[]");
}

}  // namespace
