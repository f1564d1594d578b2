#include "links/notices/words.hpp"

#include <algorithm>
#include <gtest/gtest.h>
#include <set>

#include "core/exchange/exchange.hpp"

namespace links {
namespace {

using namespace core;

constexpr UserId dora{1};
constexpr UserId analyst{2};
constexpr UserId officer{3};
constexpr UserId second_officer{4};

// A customer with a key and two factors, and three members of staff.
State some_house() {
    State state;
    const auto is = [&](const Event& event) { apply(state, event); };
    is(HouseOpened{Environment::test, 1, 2});
    is(AccountOpened{{AccountId{1}, {}}});  // the house's own
    is(AccountOpened{{AccountId{2}, {}}});
    Customer customer;
    customer.id = CustomerId{1};
    is(CustomerRegistered{customer});
    is(AccountOpened{{AccountId{3}, customer.id}});
    const auto user = [&](UserId id, CustomerId whose, Roles roles) {
        User one;
        one.id = id;
        one.customer = whose;
        one.roles = roles;
        one.login = {.high = 1, .low = id.value};
        one.status = UserStatus::active;
        is(UserRegistered{one});
    };
    user(dora, customer.id, {});
    user(analyst, {}, {Role::analyst});
    user(officer, {}, {Role::mlro});
    user(second_officer, {}, {Role::mlro});
    Key key;
    key.id = KeyId{1};
    key.customer = customer.id;
    key.account = AccountId{3};
    key.rules.name = "bot";
    is(KeyCreated{key});
    Factor totp{.id = FactorId{1}, .user = dora, .kind = FactorKind::totp};
    totp.status = FactorStatus::active;
    totp.counter = 7;
    is(FactorAdded{totp});
    Factor begun{.id = FactorId{2}, .user = dora, .kind = FactorKind::totp};
    begun.status = FactorStatus::pending;
    is(FactorAdded{begun});
    return state;
}

struct Expected {
    Event event;
    NoticeKind kind{};
    std::vector<UserId> to;
    Command command{Tick{}};
};

KeyStatusChanged status(KeyStatus to, KeyReason reason = KeyReason::by_owner) {
    return {KeyId{1}, to, reason, {}};
}
FactorAdded passkey() {
    return {{.id = FactorId{9},
             .user = dora,
             .kind = FactorKind::passkey,
             .status = FactorStatus::active}};
}
OnboardingMoved moved(Onboarding to) {
    OnboardingMoved event;
    event.customer = CustomerId{1};
    event.to = to;
    event.reason = "document_expired";
    return event;
}
ApiAccessChanged access(ApiAccess to) { return {CustomerId{1}, to, "no_purpose", {}, {}}; }
LockChanged lock(bool disclosed, bool lifted = false) {
    Lock one;
    one.customer = CustomerId{1};
    one.scope = LockScope::withdraw;
    one.disclosed = disclosed;
    return {one, lifted, {}};
}

std::vector<Expected> told() {
    using enum NoticeKind;
    return {
        {UserRegistered{{.id = dora, .customer = CustomerId{1}}}, welcome, {dora}},
        {SessionOpened{{.id = SessionId{1}, .user = dora, .ip = {1, 1}}},
         signed_in_from_new_address,
         {dora}},
        {PasswordChanged{dora, {}}, password_changed, {dora}},
        {FactorConfirmed{FactorId{1}, 7}, factor_added, {dora}},
        {passkey(), factor_added, {dora}},
        {FactorRemoved{FactorId{1}}, factor_removed, {dora}, RemoveFactor{FactorId{1}}},
        {FactorFailed{FactorId{1}, dora, 5, Timestamp{1}}, factors_locked, {dora}},
        {KeyCreated{some_house().keys.at(KeyId{1})}, key_created, {dora}},
        {status(KeyStatus::active), key_activated, {dora}},
        {status(KeyStatus::inactive), key_deactivated, {dora}},
        {status(KeyStatus::frozen_idle, KeyReason::unused), key_frozen, {dora}},
        {status(KeyStatus::frozen_user, KeyReason::not_confirmed), key_frozen, {dora}},
        {status(KeyStatus::frozen_risk, KeyReason::rule), key_frozen, {dora}},
        {status(KeyStatus::revoked), key_revoked, {dora}},
        {status(KeyStatus::expired, KeyReason::time_ended), key_expired, {dora}},
        {KeyRotated{KeyId{1}, {}}, key_rotated, {dora}},
        {KeyIdleNoticed{KeyId{1}, 7, Timestamp{}}, key_expiring, {dora}},
        {KeyUsed{KeyId{1}, {.ip = {1, 1}}, true}, key_used_from_new_address, {dora}},
        {KeyConfirmationDue{KeyId{1}, Timestamp{1}}, key_confirmation_due, {dora}},
        {moved(Onboarding::approved), onboarding_decided, {dora}},
        {moved(Onboarding::needs_information), onboarding_decided, {dora}},
        {access(ApiAccess::declined), api_access_decided, {dora}},
        {PolicyPosted{{.id = PolicyId{1}, .type = PolicyType::terms}, {}}, policy_posted, {dora}},
        {CustomerStatusChanged{CustomerId{1}, true, true}, customer_suspended, {dora}},
        {lock(true), customer_locked, {dora}},
        {IncidentOpened{{.customer = CustomerId{1}, .key = KeyId{1}}},
         incident_opened,
         {dora, analyst, officer, second_officer}},
        {Proposed{{.act = LiftLock{}, .proposer = officer}}, proposal_waiting, {second_officer}},
    };
}

std::vector<Announcement> announced(const State& state, const Expected& expected) {
    Record record;
    record.command = expected.command;
    record.events = {expected.event};
    EXPECT_TRUE(may_speak(record));
    return announce(state, record, 1);
}

TEST(Words, each_event_is_told_to_whom_it_concerns) {
    const State state = some_house();
    for (const Expected& expected : told()) {
        SCOPED_TRACE(boost::describe::enum_to_string(expected.kind, "?"));
        std::vector<UserId> to;
        for (const Announcement& said : announced(state, expected)) {
            EXPECT_EQ(said.kind, expected.kind);
            EXPECT_FALSE(said.subject.empty());
            EXPECT_TRUE(said.text.ends_with('.')) << said.text;
            to.insert(to.end(), said.to.begin(), said.to.end());
        }
        EXPECT_EQ(to, expected.to);
    }
}

TEST(Words, every_kind_of_notice_is_given_by_some_event) {
    std::set<NoticeKind> given{NoticeKind::registration_tried};  // by a refused command
    for (const Expected& expected : told()) given.insert(expected.kind);
    boost::mp11::mp_for_each<boost::describe::describe_enumerators<NoticeKind>>(
        [&](auto kind) { EXPECT_TRUE(given.contains(kind.value)) << kind.name; });
}

TEST(Words, say_nothing_of_what_is_nobodys_business) {
    const State state = some_house();
    const std::vector<Expected> silent = {
        {lock(false), {}, {}},                // a court's order
        {lock(true, true), {}, {}},           // lifted
        {moved(Onboarding::review), {}, {}},  // under way
        {access(ApiAccess::requested), {}, {}},
        {FactorRemoved{FactorId{2}}, {}, {}, RemoveFactor{FactorId{2}}},  // never counted
        {FactorRemoved{FactorId{1}}, {}, {}, AddFactor{}},                // replaced
        {FactorFailed{FactorId{1}, dora, 1, {}}, {}, {}},
        {KeyConfirmationDue{KeyId{1}, never}, {}, {}},  // confirmed
        {CustomerStatusChanged{CustomerId{1}, true, false}, {}, {}},
        {status(KeyStatus::frozen_user, KeyReason::reported_compromised), {}, {}},  // the incident
    };
    for (const Expected& expected : silent) {
        EXPECT_TRUE(announced(state, expected).empty()) << expected.event.index();
    }
}

TEST(Words, give_reasons_and_never_what_is_personal) {
    const State state = some_house();
    const auto declined = announced(state, {access(ApiAccess::declined), {}, {}});
    EXPECT_EQ(declined[0].text,
              "your API access is \"declined\" since 1970-01-01 00:00 UTC. The reason: "
              "no_purpose.");
    const auto expiring = announced(state, {KeyIdleNoticed{KeyId{1}, 1, Timestamp{}}, {}, {}});
    EXPECT_EQ(expiring[0].subject, "Your API key \"bot\" freezes in 1 day");
}

TEST(Words, orders_and_trades_are_not_looked_at) {
    Record record;
    record.command = PlaceOrder{};
    record.events = {OrderAccepted{}, Traded{}, Posted{}, OrderClosed{}};
    EXPECT_FALSE(may_speak(record));
}

}  // namespace
}  // namespace links
