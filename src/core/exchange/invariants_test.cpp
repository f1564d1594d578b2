// A checker that cannot say no checks nothing: each sentence is broken once, on purpose.
#include "core/exchange/invariants.hpp"

#include <gtest/gtest.h>

#include "core/exchange/exchange.hpp"

namespace core {
namespace {

constexpr AssetId apl{1};
constexpr AssetId usd{2};
constexpr AccountId alice{3};

// A house with one market at one unit per lot and tick, and alice with her account.
State small_house() {
    State state;
    apply(state, HouseOpened{Environment::test, 1, 2});
    for (const AccountId account : {outside, core::house}) {
        apply(state, AccountOpened{Account{account, {}}});
    }
    for (const AssetId id : {apl, usd}) {
        Asset asset;
        asset.id = id;
        apply(state, AssetDefined{asset});
    }
    Market market;
    market.id = MarketId{1};
    market.base = apl;
    market.quote = usd;
    market.tick = market.lot = market.tick_lot = Amount{1};
    market.mode = MarketMode::open;
    apply(state, MarketDefined{market});
    Customer customer;
    customer.id = CustomerId{1};
    apply(state, CustomerRegistered{customer});
    apply(state, AccountOpened{Account{alice, CustomerId{1}}});
    return state;
}

OpenOrder order(std::uint64_t id, Side side, std::int64_t price) {
    OpenOrder order;
    order.id = OrderId{id};
    order.market = MarketId{1};
    order.account = alice;
    order.side = side;
    order.limit = Price{price};
    order.quantity = order.leaves = Quantity{1};
    return order;
}

TEST(Invariants, hold_in_a_house_that_is_in_order) {
    State state = small_house();
    EXPECT_EQ(broken_invariant(state), "");
    state.orders.rest(order(1, Side::buy, 5));
    state.ledger.restore(alice, usd, {{}, Amount{5}});
    state.ledger.restore(outside, usd, {Amount{-5}, {}});
    EXPECT_EQ(broken_invariant(state), "");
}

TEST(Invariants, see_money_from_nowhere) {
    State state = small_house();
    state.ledger.restore(alice, usd, {Amount{1}, {}});
    EXPECT_EQ(broken_invariant(state), "every asset sums to zero over all accounts");
}

TEST(Invariants, see_a_debt) {
    State state = small_house();
    state.ledger.restore(alice, usd, {Amount{-1}, {}});
    state.ledger.restore(core::house, usd, {Amount{1}, {}});
    EXPECT_EQ(broken_invariant(state), "nobody but the outside world has less than nothing");
}

TEST(Invariants, see_a_crossed_book) {
    State state = small_house();
    state.orders.rest(order(1, Side::buy, 5));
    state.orders.rest(order(2, Side::sell, 5));
    EXPECT_EQ(broken_invariant(state), "no buy order reaches a sell order");
}

TEST(Invariants, see_an_auction_in_an_open_market) {
    State state = small_house();
    state.catalogue.set_auction_price(MarketId{1}, Price{5});
    EXPECT_EQ(broken_invariant(state), "no market opens before its auction has ended");
}

TEST(Invariants, see_an_iceberg_that_shows_too_much_or_nothing) {
    for (const std::int64_t visible : {0, 3}) {
        State state = small_house();
        OpenOrder ice = order(1, Side::sell, 5);
        ice.quantity = ice.leaves = Quantity{4};
        ice.terms.emplace().display = Quantity{2};
        state.orders.rest(ice);
        state.ledger.restore(alice, apl, {{}, Amount{4}});
        state.ledger.restore(outside, apl, {Amount{-4}, {}});
        EXPECT_EQ(broken_invariant(state), "");
        state.orders.show(ice.id, Quantity{visible});
        EXPECT_EQ(broken_invariant(state), "an iceberg shows a slice and no more");
    }
}

TEST(Invariants, see_an_order_without_its_hold_and_a_hold_without_its_order) {
    State state = small_house();
    state.orders.rest(order(1, Side::sell, 5));
    EXPECT_EQ(broken_invariant(state), "what is held is what open orders need");
    State other = small_house();
    other.ledger.restore(alice, apl, {{}, Amount{1}});
    other.ledger.restore(outside, apl, {Amount{-1}, {}});
    EXPECT_EQ(broken_invariant(other), "what is held is what open orders need");
}

TEST(Invariants, see_an_order_that_has_nothing_left) {
    State state = small_house();
    state.orders.rest(order(1, Side::sell, 5));
    state.orders.fill(OrderId{1}, Quantity{1}, Amount{5}, {});
    EXPECT_EQ(broken_invariant(state), "every open order has something left to trade");
}

TEST(Invariants, see_a_key_whose_account_is_anothers) {
    State state = small_house();
    Key key;
    key.id = KeyId{1};
    key.account = alice;
    key.customer = CustomerId{2};
    state.keys.add(key);
    EXPECT_EQ(broken_invariant(state), "every key belongs to an account of its customer");
}

// A key of alice's that ends by itself.
Key mortal_key() {
    Key key;
    key.id = KeyId{1};
    key.account = alice;
    key.customer = CustomerId{1};
    key.status = KeyStatus::inactive;
    key.rules.expires_at = Timestamp{9};
    return key;
}

TEST(Invariants, see_a_timer_of_a_key_that_is_over) {
    State state = small_house();
    Key key = mortal_key();
    key.status = KeyStatus::revoked;
    apply(state, KeyCreated{key});
    EXPECT_EQ(broken_invariant(state), "");
    state.timers.insert({Timestamp{9}, TimerKind::key_expires, 1});
    EXPECT_EQ(broken_invariant(state), "a key that is revoked or expired has no timer");
}

TEST(Invariants, see_a_key_without_its_timer) {
    State state = small_house();
    apply(state, KeyCreated{mortal_key()});
    EXPECT_EQ(broken_invariant(state), "");
    state.timers.clear();
    EXPECT_EQ(broken_invariant(state), "every key has the timers that follow from it");
}

TEST(Invariants, see_the_use_of_a_cap_before_its_time) {
    State state = small_house();
    Key key = mortal_key();
    key.rules.caps = {Cap{CapAction::order, CapPeriod::day, apl, Amount{5}, {}}};
    apply(state, KeyCreated{key});
    EXPECT_EQ(broken_invariant(state), "");
    apply(state, CapUsed{KeyId{1}, 0, {Timestamp{1}, Amount{1}, 1}});
    EXPECT_EQ(broken_invariant(state), "what is used of a cap is of a period that has begun");
}

TEST(Invariants, see_an_incident_about_somebody_elses_key) {
    State state = small_house();
    apply(state, KeyCreated{mortal_key()});
    apply(state, IncidentOpened{Incident{.id = IncidentId{1},
                                         .kind = IncidentKind::key_compromised,
                                         .customer = CustomerId{2},
                                         .key = KeyId{1},
                                         .by = {},
                                         .opened_at = {}}});
    EXPECT_EQ(broken_invariant(state), "every incident is about a key of its customer");
}

TEST(Invariants, see_a_client_order_id_given_twice) {
    State state = small_house();
    for (const std::uint64_t id : {1, 2}) {
        OpenOrder same = order(id, Side::sell, 5);
        same.client_order_id = "same";
        state.orders.rest(same);
    }
    state.ledger.restore(alice, apl, {{}, Amount{2}});
    state.ledger.restore(outside, apl, {Amount{-2}, {}});
    EXPECT_EQ(broken_invariant(state), "a client order id names one open order of its account");
}

User user(std::uint64_t id) {
    User user;
    user.id = UserId{id};
    user.customer = CustomerId{1};
    user.login = {id, 1};
    user.status = UserStatus::active;
    return user;
}

TEST(Invariants, see_a_user_who_is_nobodys_or_both_a_customers_and_staff) {
    for (const bool staff : {false, true}) {
        State state = small_house();
        User wrong = user(1);
        if (staff) {
            wrong.roles = {Role::admin};
        } else {
            wrong.customer = {};
        }
        state.users.add(wrong);
        EXPECT_EQ(broken_invariant(state), "a user is a customer's person or staff");
    }
}

TEST(Invariants, see_a_session_of_a_disabled_user) {
    State state = small_house();
    state.users.add(user(1));
    Session session;
    session.id = SessionId{1};
    session.user = UserId{1};
    state.sessions.add(session);
    EXPECT_EQ(broken_invariant(state), "");
    state.users.set_status(UserId{1}, UserStatus::disabled);
    EXPECT_EQ(broken_invariant(state),
              "every session belongs to an active user, who has not too many");
}

// Of the first user.
Factor factor(std::uint64_t id, FactorKind kind, FactorStatus status) {
    Factor factor;
    factor.id = FactorId{id};
    factor.user = UserId{1};
    factor.kind = kind;
    factor.status = status;
    if (kind == FactorKind::recovery) factor.codes = {{1, 2}};
    return factor;
}

TEST(Invariants, see_a_factor_that_was_removed_and_still_opens) {
    State state = small_house();
    state.users.add(user(1));
    state.factors.add(factor(1, FactorKind::recovery, FactorStatus::removed));
    EXPECT_EQ(broken_invariant(state), "a removed factor proves nothing");
}

TEST(Invariants, see_a_factor_of_nobody_and_more_than_a_user_may_have) {
    State state = small_house();
    state.factors.add(factor(1, FactorKind::totp, FactorStatus::active));
    constexpr std::string_view sentence = "every factor belongs to a user, who has not too many";
    EXPECT_EQ(broken_invariant(state), sentence);
    state.users.add(user(1));
    EXPECT_EQ(broken_invariant(state), "");
    for (std::uint64_t id = 2; id <= factors_of_user_max + 1; ++id) {
        state.factors.add(factor(id, FactorKind::totp, FactorStatus::active));
    }
    EXPECT_EQ(broken_invariant(state), sentence);
}

TEST(Invariants, see_recovery_codes_that_stand_alone) {
    State state = small_house();
    state.users.add(user(1));
    state.factors.add(factor(1, FactorKind::recovery, FactorStatus::active));
    EXPECT_EQ(broken_invariant(state), "recovery codes stand beside another factor");
}

OnboardingMoved moved(Onboarding to) {
    OnboardingMoved event;
    event.customer = CustomerId{1};
    event.to = to;
    event.verified = to == Onboarding::approved;
    event.level = 2;
    event.risk = RiskLevel::low;
    return event;
}

TEST(Invariants, see_who_is_verified_without_being_onboarded) {
    State state = small_house();
    OnboardingMoved event = moved(Onboarding::review);
    event.verified = true;
    apply(state, event);
    EXPECT_EQ(broken_invariant(state), "who is verified is onboarded");
}

TEST(Invariants, see_a_hold_without_a_way_back) {
    State state = small_house();
    OnboardingMoved event = moved(Onboarding::on_hold);
    event.before_hold = Onboarding::closed;
    apply(state, event);
    EXPECT_EQ(broken_invariant(state), "who is on hold goes back to where a hold can begin");
}

TEST(Invariants, see_the_acceptance_of_what_was_not_posted) {
    State state = small_house();
    apply(state, PolicyAccepted{CustomerId{1}, PolicyId{1}, PolicyType::terms,
                                AcceptanceKind::continued_use});
    EXPECT_EQ(broken_invariant(state), "an accepted policy was posted, by an act or by going on");
}

TEST(Invariants, see_one_document_too_many) {
    State state = small_house();
    for (std::uint64_t i = 1; i <= 51; ++i) {
        EXPECT_EQ(broken_invariant(state), "");
        Document document;
        document.id = DocumentId{i};
        document.customer = CustomerId{1};
        apply(state, DocumentAttached{document});
    }
    EXPECT_EQ(broken_invariant(state),
              "every document belongs to a customer, who has not too many");
}

TEST(Invariants, see_a_lock_on_the_key_of_another) {
    State state = small_house();
    Lock lock;
    lock.id = LockId{1};
    lock.customer = CustomerId{1};
    lock.scope = LockScope::key;
    lock.key = KeyId{9};
    apply(state, LockChanged{lock, false, {}});
    EXPECT_EQ(broken_invariant(state), "every lock is on a customer, or on a key of his");
}

TEST(Invariants, see_a_proposal_of_nobody) {
    State state = small_house();
    apply(state, Proposed{Proposal{ProposalId{1}, LiftLock{}, UserId{7}, {}, never}});
    EXPECT_EQ(broken_invariant(state), "every proposal is one of staff");
}

TEST(Invariants, see_a_review_that_nobody_is_woken_for) {
    State state = small_house();
    apply(state, moved(Onboarding::approved));
    EXPECT_EQ(broken_invariant(state), "");
    std::erase_if(state.timers,
                  [](const Timer& timer) { return timer.kind == TimerKind::review_due; });
    EXPECT_EQ(broken_invariant(state),
              "locks, proposals and reviews have the timers that follow from them");
}

}  // namespace
}  // namespace core
