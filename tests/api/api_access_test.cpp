// The application for API access: what it takes, who decides, what the customer learns.
#include "api/applications.hpp"

namespace {

using namespace applications;
using core::Role;

const std::string answers =
    R"({"purpose":"market making for a fund","expected_orders_per_day":5000})";

class ApiAccess : public testing::Test {
  protected:
    Heard request() { return dora.ask("POST", "/v1/api-access", answers); }
    Heard decide(const std::string& to, const std::string& more = {}) {
        return mona.with_factor("POST", staff_path(dora, "/api-access"),
                                R"({"to":")" + to + '"' + more + "}");
    }
    std::string state() { return dora.ask("GET", "/v1/api-access").text("/api_access/state"); }
    // All that the application takes.
    void prepare() {
        post_all_policies(house);
        approve(mona, dora);
        dora.enrol_totp();
        accept_all(dora);
    }

    House house;
    User dora = house.sign_up("dora");
    User mona = house.hire("mona", {Role::mlro});
};

TEST_F(ApiAccess, asks_for_identity_a_second_factor_and_the_policies) {
    post_all_policies(house);
    EXPECT_EQ(request().code(), "customer_not_verified");
    approve(mona, dora);
    EXPECT_EQ(request().code(), "factor_not_enrolled");
    dora.enrol_totp();
    EXPECT_EQ(request().code(), "policy_acceptance_required");
    accept_all(dora);
    const Heard heard = request();
    EXPECT_EQ(heard.text("/api_access/state"), "requested") << heard.body;
    EXPECT_EQ(request().code(), "state_conflict") << "once is enough";
}

TEST_F(ApiAccess, is_not_for_customers_below_the_level) {
    post_all_policies(house);
    submit(dora);
    move(mona, dora, "screening");
    move(mona, dora, "approved", R"(,"level":1)");
    dora.enrol_totp();
    accept_all(dora);
    EXPECT_EQ(request().code(), "customer_not_verified");
}

TEST_F(ApiAccess, tells_why_it_was_declined_and_can_be_asked_for_again) {
    prepare();
    request();
    EXPECT_EQ(decide("declined").code(), "missing_field");
    const Heard waiting = mona.ask("GET", "/v1/staff/customers?api_access=requested");
    EXPECT_EQ(waiting.text("/customers/0/customer_id"), id_of(dora)) << waiting.body;
    const Heard profile = mona.ask("GET", staff_path(dora, "/profile"));
    EXPECT_EQ(profile.text("/api_answers/purpose"), "market making for a fund") << profile.body;
    EXPECT_EQ(decide("declined", R"(,"reason":"purpose_unclear")").status, 200u);
    const Heard seen = dora.ask("GET", "/v1/api-access");
    EXPECT_EQ(seen.text("/api_access/state"), "declined");
    EXPECT_EQ(seen.text("/api_access/reason"), "purpose_unclear");
    EXPECT_EQ(request().text("/api_access/state"), "requested");
    EXPECT_EQ(decide("approved").status, 200u);
    EXPECT_EQ(state(), "approved");
}

TEST_F(ApiAccess, stops_and_ends_a_key_with_its_state) {
    prepare();
    request();
    decide("approved");
    const auto key = key_of(house, dora);
    const auto code = [&] { return house.signed_by(key, "GET", "/v1/balances").code(); };
    EXPECT_EQ(code(), "");
    decide("suspended", R"(,"reason":"under_review")");
    EXPECT_EQ(code(), "api_access_not_approved");
    decide("approved");
    EXPECT_EQ(code(), "");
    decide("revoked", R"(,"reason":"terms_broken")");
    EXPECT_EQ(code(), "api_access_not_approved");
    EXPECT_EQ(decide("approved").code(), "state_conflict") << "revoked is for ever";
}

TEST_F(ApiAccess, is_approved_at_once_where_the_operator_says_so) {
    prepare();
    core::HouseRules rules = house.live().read()->state.rules;
    rules.api_access_automatic = true;
    house.command(core::SetHouseRules{rules}, {.surface = core::Surface::cli});
    EXPECT_EQ(request().text("/api_access/state"), "approved");
}

TEST_F(ApiAccess, takes_two_persons_where_the_house_asks_for_them) {
    prepare();
    request();
    need_two_persons(house);
    const Heard proposed = decide("approved");
    EXPECT_EQ(proposed.status, 202u) << proposed.body;
    EXPECT_EQ(proposed.text("/proposal/act"), "decide_api_access");
    EXPECT_EQ(state(), "requested");
    const std::string path = "/v1/staff/proposals/" + proposed.text("/proposal/proposal_id");
    EXPECT_EQ(mona.with_factor("POST", path + "/approve").code(), "second_person_required");
    const User sid = house.hire("sid", {Role::senior_analyst});
    const Heard approved = sid.with_factor("POST", path + "/approve");
    EXPECT_EQ(approved.text("/end"), "approved") << approved.body;
    EXPECT_EQ(state(), "approved");
}

TEST_F(ApiAccess, is_decided_by_the_operator_alone) {
    prepare();
    request();
    need_two_persons(house);
    const Heard heard = house.operate(
        "POST", "/v1/operator/customers/" + id_of(dora) + "/api-access", R"({"to":"approved"})");
    EXPECT_EQ(heard.status, 200u) << heard.body;
    EXPECT_EQ(state(), "approved");
}

}  // namespace
