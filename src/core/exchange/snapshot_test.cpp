#include "core/exchange/snapshot.hpp"

#include <gtest/gtest.h>

#include "core/exchange/exchange.hpp"

namespace core {
namespace {

constexpr AccountId alice{3};

void furnish_people(State& state) {
    User user;
    user.id = UserId{1};
    user.customer = CustomerId{1};
    user.login = {21, 22};
    user.status = UserStatus::active;
    apply(state, UserRegistered{user});
    Factor factor;
    factor.id = FactorId{1};
    factor.user = user.id;
    factor.kind = FactorKind::passkey;
    factor.status = FactorStatus::active;
    factor.credential = {23, 24};
    apply(state, FactorAdded{factor});
    for (const std::uint64_t id : {1, 2}) {
        Session session;
        session.id = SessionId{id};
        session.user = user.id;
        session.token = {25, id};
        session.created_at = session.last_seen = Timestamp{9'000};
        apply(state, SessionOpened{session});
    }
    apply(state, SessionEnded{SessionId{2}, user.id, SessionEnd::logged_out});
}

// Something of everything that a state has.
void furnish(State& state) {
    state.stamp = {Sequence{70}, Timestamp{9'000}};
    apply(state, HouseOpened{Environment::test, 11, 12});
    for (const AccountId account : {outside, house}) {
        apply(state, AccountOpened{Account{account, {}}});
    }
    for (std::uint32_t id : {1, 2}) {
        Asset asset;
        asset.id = AssetId{id};
        apply(state, AssetDefined{asset});
    }
    Market market;
    market.id = MarketId{1};
    market.base = AssetId{1};
    market.quote = AssetId{2};
    market.tick = market.lot = market.tick_lot = Amount{1};
    apply(state, MarketDefined{market});
    apply(state, MarketModeChanged{MarketId{1}, MarketMode::halt, Timestamp{10'000}});
    Customer customer;
    customer.id = CustomerId{1};
    customer.verified = true;
    apply(state, CustomerRegistered{customer});
    apply(state, AccountOpened{Account{alice, CustomerId{1}}});
    Key key;
    key.id = KeyId{1};
    key.customer = CustomerId{1};
    key.account = alice;
    key.rules.expires_at = Timestamp{20'000};
    apply(state, KeyCreated{key});
    furnish_people(state);
    state.ledger.restore(alice, AssetId{1}, {Amount{5}, Amount{2}});
    OpenOrder order;
    order.market = MarketId{1};
    order.account = alice;
    order.side = Side::sell;
    order.limit = Price{5};
    order.quantity = order.leaves = Quantity{2};
    order.client_order_id = "mine";
    for (const std::uint64_t id : {1, 2}) {
        order.id = OrderId{id};
        apply(state, OrderAccepted{order, {}});
        if (id == 1) apply(state, OrderRested{MarketId{1}, order.id});
        order.client_order_id = "taking";
    }
    state.memory.keep({alice, {1, 2}, {5, 6}, {}, {}, {1, 2, 3}});
    state.memory.use(KeyId{1}, {3, 4}, Timestamp{30'000});
}

base::Bytes bytes_of(const State& state) {
    base::Bytes bytes;
    encode_state(bytes, state);
    return bytes;
}

TEST(Snapshot, is_the_same_state_with_what_follows_from_it) {
    State state;
    furnish(state);
    State again;
    ASSERT_TRUE(decode_state(bytes_of(state), again));
    EXPECT_EQ(bytes_of(again), bytes_of(state));
    EXPECT_EQ(digest(again), digest(state));
    EXPECT_EQ(again.timers, state.timers);
    EXPECT_EQ(again.timers.size(), 3u);
    EXPECT_EQ(again.taker, state.taker);
    EXPECT_TRUE(again.orders.find(alice, "mine"));
    EXPECT_EQ(again.users.find(Fingerprint{21, 22})->id, UserId{1});
    EXPECT_EQ(again.factors.by_credential({23, 24})->id, FactorId{1});
    EXPECT_EQ(again.sessions.find(Fingerprint{25, 1})->id, SessionId{1});
    EXPECT_EQ(again.sessions.next_id(), SessionId{3});
    EXPECT_TRUE(again.memory.used(KeyId{1}, {3, 4}));
    EXPECT_NE(again.memory.find(alice, {1, 2}), nullptr);
}

TEST(Snapshot, that_is_cut_off_or_too_long_is_none) {
    State state;
    furnish(state);
    base::Bytes bytes = bytes_of(state);
    State again;
    for (std::size_t size = 0; size < bytes.size(); ++size) {
        ASSERT_FALSE(decode_state(base::BytesView{bytes}.first(size), again)) << size;
    }
    bytes.push_back(0);
    EXPECT_FALSE(decode_state(bytes, again));
}

TEST(Snapshot, has_another_digest_when_anything_is_another) {
    State state;
    furnish(state);
    const Digest before = digest(state);
    const auto changed = [&before](auto change) {
        State other;
        furnish(other);
        change(other);
        return digest(other) != before;
    };
    EXPECT_FALSE(changed([](State&) {}));
    EXPECT_TRUE(changed([](State& s) { s.stamp.time = Timestamp{9'001}; }));
    EXPECT_TRUE(
        changed([](State& s) { s.ledger.restore(alice, AssetId{1}, {Amount{6}, Amount{2}}); }));
    EXPECT_TRUE(changed([](State& s) { s.orders.close(OrderId{1}); }));
    EXPECT_TRUE(changed([](State& s) { s.taker->order.leaves = Quantity{1}; }));
    EXPECT_TRUE(
        changed([](State& s) { s.keys.set_status(KeyId{1}, {KeyStatus::revoked, {}, {}, {}}); }));
    EXPECT_TRUE(changed(
        [](State& s) { s.customers.accept({CustomerId{1}, PolicyId{1}, PolicyType::terms, {}}); }));
    EXPECT_TRUE(changed([](State& s) { s.catalogue.set_last_trade(MarketId{1}, TradeId{1}); }));
    EXPECT_TRUE(
        changed([](State& s) { s.catalogue.set_mode(MarketId{1}, MarketMode::open, never); }));
    EXPECT_TRUE(changed([](State& s) { s.users.set_failures(UserId{1}, 1, {}); }));
    EXPECT_TRUE(changed([](State& s) { s.factors.use(FactorId{1}, 7, {}, {}); }));
    EXPECT_TRUE(changed([](State& s) { s.sessions.touch(SessionId{1}, Timestamp{9'001}); }));
    EXPECT_TRUE(changed([](State& s) { s.rules.two_persons = true; }));
    EXPECT_TRUE(changed([](State& s) { s.memory.forget(Timestamp{30'000}); }));
}

}  // namespace
}  // namespace core
