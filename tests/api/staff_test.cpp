// Staff: who may do what, what takes two of them, and what their reading leaves behind.
#include "api/applications.hpp"
#include "api/callers.hpp"
#include "api/operations/table.hpp"
#include "base/prng.hpp"

namespace {

using namespace applications;
using core::Role;
using core::Roles;

constexpr Role all_roles[] = {Role::support, Role::analyst,     Role::senior_analyst,
                              Role::mlro,    Role::rules_admin, Role::list_admin,
                              Role::auditor, Role::admin};

class Staff : public testing::Test {
  protected:
    House house;
    User dora = house.sign_up("dora");
};

std::string filled(std::string_view path) {
    std::string text{path};
    for (auto at = text.find('{'); at != text.npos; at = text.find('{')) {
        text.replace(at, text.find('}') - at + 1, "999999");
    }
    return text;
}

TEST_F(Staff, each_role_is_let_in_where_its_rows_say_and_nowhere_else) {
    std::map<Role, User> staff;
    for (const Role role : all_roles) {
        const std::string name = "role" + std::to_string(static_cast<int>(role));
        staff.emplace(role, house.hire(name, {role}));
    }
    std::size_t denied = 0;
    for (const api::Operation& row : api::operations()) {
        if (row.audience != api::Audience::staff) continue;
        SCOPED_TRACE(row.name);
        const auto code = [&](const User& user) {
            return user.ask(callers::method_of(row), filled(row.path)).code();
        };
        EXPECT_EQ(code(dora), "role_missing") << "a customer is no staff";
        for (const auto& [role, user] : staff) {
            if (row.roles.has(role)) {
                EXPECT_NE(code(user), "role_missing");
            } else {
                EXPECT_EQ(code(user), "role_missing");
                ++denied;
            }
        }
    }
    EXPECT_GT(denied, 50u);
}

// The core asks again: a row may be open to a role for which only some of its acts are.
TEST_F(Staff, an_analyst_looks_into_applications_and_ends_none) {
    const User ann = house.hire("ann", {Role::analyst});
    submit(dora);
    EXPECT_EQ(move(ann, dora, "screening").status, 200u);
    EXPECT_EQ(move(ann, dora, "approved", R"(,"level":2)").code(), "role_missing");
    EXPECT_EQ(move(ann, dora, "review").status, 200u);
    EXPECT_EQ(move(ann, dora, "rejected_retry", R"(,"reason":"photo_unclear")").code(),
              "role_missing");
}

TEST_F(Staff, an_act_without_a_second_factor_is_asked_for_one) {
    const User mona = house.hire("mona", {Role::mlro});
    const Heard heard =
        mona.ask("POST", staff_path(dora, "/suspend"), R"({"reason":"under_review"})");
    EXPECT_EQ(heard.code(), "step_up_required");
    EXPECT_NE(heard.text("/challenge_id"), "");
    EXPECT_FALSE(house.live().read()->state.customers.at(dora.customer).suspended);
}

TEST_F(Staff, who_reads_who_somebody_is_stands_in_the_access_log) {
    const User mona = house.hire("mona", {Role::mlro});
    submit(dora);
    const Heard profile = mona.ask("GET", staff_path(dora, "/profile"));
    EXPECT_EQ(profile.text("/email"), dora.email) << profile.body;
    EXPECT_EQ(profile.text("/file/last_name"), "Quetzalcoatl");
    ASSERT_TRUE(house.parts().access_log.flush());
    const auto rows = house.parts().access_log.find({.customer = dora.customer}).value().rows;
    const auto read = std::ranges::find_if(rows, [](const views::AccessRow& row) {
        return row.operation == base::Text<48>{"profile.read"};
    });
    ASSERT_NE(read, rows.end());
    EXPECT_EQ(read->user, mona.id.value);
    const User sue = house.hire("sue", {Role::support});
    EXPECT_EQ(sue.ask("GET", staff_path(dora, "/profile")).code(), "role_missing");
    EXPECT_EQ(sue.ask("GET", staff_path(dora)).body.find("Quetzal"), std::string::npos);
}

TEST_F(Staff, signs_a_customer_out_everywhere) {
    const User sue = house.hire("sue", {Role::support});
    const User again = dora.signed_in_again();
    const Heard ended = sue.with_factor("DELETE", staff_path(dora, "/sessions"));
    EXPECT_EQ(ended.text("/ended"), "2") << ended.body;
    EXPECT_EQ(dora.ask("GET", "/v1/session").code(), "session_expired");
    EXPECT_EQ(again.ask("GET", "/v1/session").code(), "session_expired");
    EXPECT_EQ(sue.with_factor("DELETE", staff_path(dora, "/sessions")).code(), "not_found");
}

TEST_F(Staff, is_hired_changed_and_sent_home_by_an_admin) {
    const User olivia = house.hire("olivia", {Role::admin});
    const std::string sam = R"({"email":"sam@example.org","password":"a stone in the river",)"
                            R"("name":"Sam","roles":["analyst"]})";
    const Heard added = olivia.with_factor("POST", "/v1/staff/people", sam);
    ASSERT_EQ(added.status, 200u) << added.body;
    EXPECT_EQ(added.text("/person/roles/0"), "analyst");
    EXPECT_EQ(olivia.with_factor("POST", "/v1/staff/people", sam).code(), "already_exists");
    const std::string path = "/v1/staff/people/" + added.text("/person/user_id");
    const Heard signed_in = house.sign_in("sam@example.org", "a stone in the river");
    EXPECT_EQ(signed_in.status, 201u) << signed_in.body;
    const Heard changed = olivia.with_factor("PATCH", path, R"({"status":"disabled"})");
    EXPECT_EQ(changed.text("/person/status"), "disabled") << changed.body;
    EXPECT_EQ(house.sign_in("sam@example.org", "a stone in the river").code(), "unauthorized");
    const Heard weak =
        olivia.with_factor("POST", "/v1/staff/people", with(sam, "a stone in the river", "short"));
    EXPECT_EQ(weak.code(), "password_refused");
    EXPECT_EQ(olivia.with_factor("POST", "/v1/staff/people", with(sam, "analyst", "king")).code(),
              "malformed_field");
    EXPECT_NE(olivia.ask("GET", "/v1/staff/people").body.find("sam@example.org"),
              std::string::npos);
}

TEST_F(Staff, closes_an_incident_and_lifts_its_lock) {
    const User mona = house.hire("mona", {Role::mlro});
    house.make_ready(dora);
    const auto key = key_of(house, dora);
    ASSERT_FALSE(house.command(core::ReportKey{key.id}, {.surface = core::Surface::cli}).rejection);
    const Heard open = mona.ask("GET", "/v1/staff/incidents");
    const std::string path = "/v1/staff/incidents/" + open.text("/incidents/0/incident_id");
    EXPECT_EQ(mona.with_factor("POST", path + "/close", R"({"reason":"key_replaced"})").status,
              200u)
        << open.body;
    EXPECT_EQ(mona.with_factor("POST", path + "/close", R"({"reason":"key_replaced"})").code(),
              "state_conflict");
    EXPECT_EQ(mona.ask("GET", "/v1/staff/incidents").text("/incidents"), "[]");
    const Heard shown = mona.ask("GET", staff_path(dora));
    EXPECT_EQ(shown.text("/locks/0/reason"), "key_compromised") << shown.body;
}

// The operator needs neither a factor nor a second person: he could do worse.
TEST_F(Staff, the_operator_does_the_same_at_once) {
    need_two_persons(house);
    submit(dora);
    const std::string customer = "/v1/operator/customers/" + id_of(dora);
    const auto by_operator = [&](const std::string& path, const std::string& body) {
        const Heard heard = house.operate("POST", path, body);
        EXPECT_EQ(heard.status, 200u) << path << heard.body;
        return heard;
    };
    by_operator(customer + "/onboarding", R"({"to":"screening"})");
    by_operator(customer + "/onboarding", R"({"to":"approved","level":2})");
    EXPECT_EQ(state_of(dora), "approved");
    const Heard lock = by_operator(customer + "/locks", R"({"scope":"trade","reason":"audit"})");
    by_operator("/v1/operator/locks/" + lock.text("/lock/lock_id") + "/lift",
                R"({"reason":"audit_over"})");
    const Heard sam = by_operator("/v1/operator/staff",
                                  R"({"email":"sam@example.org","password":"a stone in the river",)"
                                  R"("name":"Sam","roles":["mlro"]})");
    EXPECT_EQ(house.sign_in("sam@example.org", "a stone in the river").status, 201u);
    const Heard moved = house.operate("PATCH", "/v1/operator/staff/" + sam.text("/person/user_id"),
                                      R"({"roles":["auditor"]})");
    EXPECT_EQ(moved.text("/person/roles/0"), "auditor") << moved.body;
    EXPECT_EQ(house.operate("GET", "/v1/operator/staff").text("/people/0/name"), "Sam");
}

// What somebody might try, about one of these customers.
using Act = std::pair<std::string, std::string>;

Act some_act(base::Prng& prng, const std::string& customer) {
    const std::string number = std::to_string(1 + prng.below(30));
    const Act acts[] = {
        {customer + "/onboarding", R"({"to":"approved","level":2})"},
        {customer + "/onboarding", R"({"to":"screening"})"},
        {customer + "/onboarding", R"({"to":"rejected_final","reason":"because"})"},
        {customer + "/onboarding", R"({"to":"closed","reason":"because"})"},
        {customer + "/api-access", R"({"to":"approved"})"},
        {customer + "/suspend", R"({"reason":"because"})"},
        {customer + "/unsuspend", ""},
        {"/v1/staff/locks/1/lift", R"({"reason":"because"})"},
        {"/v1/staff/policies", R"({"type":"terms","body":"# Mine alone"})"},
        {"/v1/staff/people", R"({"email":"me)" + number +
                                 R"(@example.org","password":"a stone in the river",)"
                                 R"("name":"Me","roles":["admin"]})"},
        {"/v1/staff/proposals/" + number + "/approve", ""},
    };
    return acts[prng.below(std::size(acts))];
}

Roles some_roles(base::Prng& prng) {
    Roles roles{Role::admin};
    for (const Role role : all_roles) {
        if (prng.one_in(2)) roles.add(role);
    }
    return roles;
}

// That such an event takes nobody but one person, as far as it can tell by itself.
struct TakesOne {
    bool operator()(const core::OnboardingMoved& moved) const {
        return moved.to != core::Onboarding::approved &&
               moved.to != core::Onboarding::rejected_final && moved.to != core::Onboarding::closed;
    }
    bool operator()(const core::PolicyPosted&) const { return false; }
    bool operator()(const core::ApiAccessChanged& changed) const {
        return changed.to != core::ApiAccess::approved;
    }
    bool operator()(const core::LockChanged& changed) const { return !changed.lifted; }
    bool operator()(const core::ProposalEnded& ended) const {
        return ended.end != core::ProposalEnd::approved;
    }
    bool operator()(const auto&) const { return true; }
};

class FourEyes : public Staff {
  protected:
    void SetUp() override { need_two_persons(house); }
    Heard proposals(const User& user) { return user.ask("GET", "/v1/staff/proposals"); }
    // By the operator: whoever comes next would be a second person.
    void reject_all_proposals() {
        std::vector<core::ProposalId> open;
        {
            const auto live = house.live().read();
            for (const auto& [id, proposal] : live->state.proposals.all()) open.push_back(id);
        }
        for (const core::ProposalId id : open) {
            const core::DecideProposal reject{id, false};
            EXPECT_FALSE(house.command(reject, {.surface = core::Surface::cli}).rejection);
        }
    }
    static std::string path_of(const Heard& proposed) {
        return "/v1/staff/proposals/" + proposed.text("/proposal/proposal_id");
    }
};

TEST_F(FourEyes, a_second_person_does_what_the_first_proposed) {
    const User mona = house.hire("mona", {Role::mlro});
    const User sid = house.hire("sid", {Role::senior_analyst});
    submit(dora);
    move(sid, dora, "screening");
    const Heard proposed = move(sid, dora, "approved", R"(,"level":2)");
    ASSERT_EQ(proposed.status, 202u) << proposed.body;
    EXPECT_EQ(state_of(dora), "screening");
    const Heard listed = proposals(mona);
    EXPECT_EQ(listed.text("/proposals/0/what/to"), "approved") << listed.body;
    EXPECT_EQ(listed.text("/proposals/0/proposer"), std::to_string(sid.id.value));
    EXPECT_EQ(sid.with_factor("POST", path_of(proposed) + "/approve").code(),
              "second_person_required");
    EXPECT_EQ(sid.with_factor("POST", path_of(proposed) + "/reject").code(),
              "second_person_required");
    const User olivia = house.hire("olivia", {Role::admin});
    EXPECT_EQ(olivia.with_factor("POST", path_of(proposed) + "/approve").code(), "role_missing");
    EXPECT_EQ(mona.with_factor("POST", path_of(proposed) + "/approve").status, 200u);
    EXPECT_EQ(state_of(dora), "approved");
    EXPECT_EQ(mona.with_factor("POST", path_of(proposed) + "/approve").code(), "not_found");
}

TEST_F(FourEyes, a_proposal_that_nobody_approves_ends_after_three_days) {
    const User sid = house.hire("sid", {Role::senior_analyst});
    const User mona = house.hire("mona", {Role::mlro});
    submit(dora);
    move(sid, dora, "screening");
    const Heard proposed = move(sid, dora, "approved", R"(,"level":2)");
    house.clock.advance(core::hours(72));
    const User later = mona.signed_in_again();
    const Heard late = later.with_factor("POST", path_of(proposed) + "/approve");
    EXPECT_TRUE(late.code() == "state_conflict" || late.code() == "not_found") << late.body;
    EXPECT_EQ(house.live().read()->state.customers.at(dora.customer).onboarding,
              core::Onboarding::screening);
}

TEST_F(FourEyes, a_rejected_proposal_does_nothing) {
    const User olivia = house.hire("olivia", {Role::admin});
    const User mona = house.hire("mona", {Role::mlro});
    const Heard proposed =
        mona.with_factor("POST", "/v1/staff/policies", R"({"type":"terms","body":"# Terms"})");
    ASSERT_EQ(proposed.status, 202u) << proposed.body;
    EXPECT_EQ(olivia.with_factor("POST", path_of(proposed) + "/reject").text("/end"), "rejected");
    EXPECT_EQ(house.get("/v1/policies").text("/policies"), "[]");
    EXPECT_EQ(proposals(mona).text("/proposals"), "[]");
}

// Whatever one person does through the API, with whatever roles, in whatever order: nothing that
// takes two comes about.
TEST_F(FourEyes, one_person_alone_never_finishes_what_takes_two) {
    post_all_policies(house);
    base::Prng prng{20270115};
    house.make_ready(dora);
    const User carl = house.sign_up("carl");
    submit(carl);
    const core::SetLock lock{
        .customer = dora.customer, .scope = core::LockScope::withdraw, .reason = "court_order"};
    ASSERT_FALSE(house.command(lock, {.surface = core::Surface::cli}).rejection);
    const std::string suspend = "/v1/operator/customers/" + id_of(dora) + "/suspend";
    ASSERT_EQ(house.operate("POST", suspend).status, 200u);
    const std::size_t before = house.happened().size();
    const std::size_t people = house.live().read()->state.users.all().size();

    std::size_t proposed = 0;
    constexpr std::size_t persons = 6;
    for (std::size_t person = 0; person < persons; ++person) {
        const User one = house.hire("one" + std::to_string(person), some_roles(prng));
        for (int tried = 0; tried < 40; ++tried) {
            const auto [path, body] = some_act(prng, staff_path(prng.one_in(2) ? dora : carl));
            if (one.with_factor("POST", path, body).status == 202) ++proposed;
        }
        reject_all_proposals();
    }
    EXPECT_GT(proposed, 20u);
    const auto events = house.happened();
    for (std::size_t at = before; at < events.size(); ++at) {
        EXPECT_TRUE(std::visit(TakesOne{}, events[at])) << events[at].index();
    }
    const auto live = house.live().read();
    EXPECT_TRUE(live->state.customers.at(dora.customer).suspended);
    EXPECT_EQ(live->state.users.all().size(), people + persons) << "nobody hired himself a friend";
}

}  // namespace
