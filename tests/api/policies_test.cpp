// Policies: immutable versions, accepted by an act or by going on.
#include <algorithm>
#include <atomic>
#include <thread>

#include "api/access/digest.hpp"
#include "api/applications.hpp"

namespace {

using namespace applications;
using core::Role;

class PoliciesApi : public testing::Test {
  protected:
    // A customer with a key who accepted version 1 of all.
    void furnish() {
        post_all_policies(house);
        dora.enrol_totp();
        accept_all(dora);
        house.make_ready(dora);
        key = key_of(house, dora);
    }
    std::size_t count_acceptances() const {
        const auto is_one = [](const core::Event& event) {
            return std::holds_alternative<core::PolicyAccepted>(event);
        };
        const auto events = house.happened();
        return static_cast<std::size_t>(std::ranges::count_if(events, is_one));
    }
    core::PolicyId accepted() {
        return house.live().read()->state.customers.at(dora.customer).accepted.api_policy;
    }
    Heard balances() { return house.signed_by(key, "GET", "/v1/balances"); }

    House house;
    User dora = house.sign_up("dora");
    support::OwnKey key;
};

TEST_F(PoliciesApi, are_open_to_everybody_with_their_hashes) {
    EXPECT_EQ(house.get("/v1/policies").text("/policies"), "[]");
    post_policy(house, "terms");
    post_policy(house, "terms", R"(,"effective_at":"2028-01-01T00:00:00.000Z","material":true)");
    const Heard all = house.get("/v1/policies");
    EXPECT_EQ(all.text("/policies/0/in_effect"), "true") << all.body;
    EXPECT_EQ(all.text("/policies/1/in_effect"), "false");
    EXPECT_EQ(all.text("/policies/1/version"), "2");
    const Heard one = house.get("/v1/policies/terms/1");
    const api::Digest digest = api::sha256(one.text("/body"));
    EXPECT_EQ(one.text("/policy/sha256"), base::format_hex(digest)) << one.body;
    EXPECT_EQ(house.get("/v1/policies/terms/3").code(), "not_found");
    EXPECT_EQ(house.get("/v1/policies/laws/1").code(), "malformed_field");
}

TEST_F(PoliciesApi, are_posted_in_at_most_64_kib) {
    const auto post = [&](std::size_t bytes) {
        return house.operate("POST", "/v1/operator/policies",
                             R"({"type":"terms","body":")" + std::string(bytes, 'x') + R"("})");
    };
    EXPECT_EQ(post(64 * 1024).status, 200u);
    EXPECT_EQ(post(64 * 1024 + 1).text("/reason"), "too_long");
    EXPECT_EQ(post(0).text("/reason"), "empty");
}

TEST_F(PoliciesApi, are_accepted_by_an_act_of_the_customer) {
    post_all_policies(house);
    accept(dora, "terms", 1);
    accept(dora, "terms", 1);  // again: nothing happens
    const Heard unknown = dora.ask("POST", "/v1/policies/terms/9/accept");
    EXPECT_EQ(unknown.code(), "not_found");
    const User mona = house.hire("mona", {Role::mlro});
    EXPECT_EQ(mona.ask("GET", staff_path(dora)).text("/accepted/terms"), "1");
    EXPECT_EQ(mona.ask("POST", "/v1/policies/terms/1/accept").code(), "role_missing");
}

TEST_F(PoliciesApi, block_all_but_reading_and_cancelling_until_accepted) {
    furnish();
    const std::string order = R"({"market":"BTCUSDT","side":"buy","type":"limit",)"
                              R"("price":"100","quantity":"1"})";
    house.operate("POST", "/v1/operator/accounts/" + std::to_string(dora.account.value) + "/fund",
                  R"({"asset":"USDT","amount":"1000"})");
    const Heard placed = house.signed_by(key, "POST", "/v1/orders", order);
    ASSERT_EQ(placed.status, 201u) << placed.body;
    post_policy(house, "api_policy", R"(,"requires_explicit":true)");
    EXPECT_EQ(balances().status, 200u);
    EXPECT_EQ(house.signed_by(key, "POST", "/v1/orders", order).code(),
              "policy_acceptance_required");
    const std::string mine = "/v1/orders/" + placed.text("/order/order_id");
    EXPECT_EQ(house.signed_by(key, "DELETE", mine).status, 200u);
    EXPECT_EQ(accepted(), core::PolicyId{3}) << "going on does not accept this one";
    accept(dora, "api_policy", 2);
    EXPECT_EQ(house.signed_by(key, "POST", "/v1/orders", order).status, 201u);
}

TEST_F(PoliciesApi, are_accepted_once_by_going_on_however_many_calls_come_at_once) {
    furnish();
    EXPECT_EQ(balances().status, 200u);
    post_policy(house, "api_policy", R"(,"effective_at":"2027-01-16T00:00:00.000Z")");
    EXPECT_EQ(balances().status, 200u);
    EXPECT_EQ(accepted(), core::PolicyId{3}) << "not in effect yet";
    house.clock.advance(core::hours(24));

    std::vector<support::Asked> calls;
    for (int i = 0; i < 200; ++i) calls.push_back(house.signed_request(key, "GET", "/v1/balances"));
    const std::size_t before = count_acceptances();
    std::atomic<std::size_t> next{0};
    std::atomic<std::size_t> fine{0};
    std::vector<std::jthread> threads;
    for (int i = 0; i < 8; ++i) {
        threads.emplace_back([&] {
            for (std::size_t at = next++; at < calls.size(); at = next++) {
                if (house.ask(calls[at]).status == 200) ++fine;
            }
        });
    }
    threads.clear();
    EXPECT_EQ(fine, calls.size());
    // Behind all that the calls set off.
    house.operate("POST", "/v1/operator/customers");
    EXPECT_EQ(accepted(), core::PolicyId{4});
    EXPECT_EQ(count_acceptances(), before + 1);
}

}  // namespace
