// Goal: a client of his own account's events knows his orders and balances as the house does, and
// hears nothing any more from the moment when his key or listen key ends.
#include <gtest/gtest.h>
#include <map>
#include <set>

#include "streams/street.hpp"

namespace streams {
namespace {

using Frames = std::vector<std::string>;

// Somebody with a key that may look at its account, and a listen key of it.
struct Owner {
    api::binance::ListenKeys::Owner of;
    std::string listen_key;
};

Owner owner_of(Street& street, std::uint64_t account) {
    core::CreateKey key{.account = core::AccountId{account},
                        .public_name = {77, account},
                        .credential = {core::Algorithm::hmac_sha256, {}, {3, 77}},
                        .rules = {},
                        .active = true};
    key.rules->scopes = {core::Scope::order_read, core::Scope::balance_read};
    street.operate(key);
    const auto live = street.live.read();
    const core::Key* made = live->state.keys.find(key.public_name);
    if (made == nullptr) {
        ADD_FAILURE() << "no key";
        return {};
    }
    Owner owner{.of = {made->account, made->id}, .listen_key = {}};
    owner.listen_key = street.listen_keys.open(owner.of, street.house.clock.now());
    return owner;
}

// What a client makes of his events.
struct Known {
    std::map<std::string, std::pair<base::Int128, base::Int128>> balances{};  // free, locked
    std::map<std::int64_t, std::string> status{};
    std::map<std::int64_t, base::Int128> traded{};
    std::set<std::string> kinds{};
    std::int64_t execution{};

    void hear(const std::string& event) {
        kinds.insert(member(event, "/e"));
        if (member(event, "/e") == "outboundAccountPosition") {
            for (const std::string& balance : elements(member(event, "/B"))) {
                balances[member(balance, "/a")] = {number(balance, "/f"), number(balance, "/l")};
            }
        }
        if (member(event, "/e") == "executionReport") report(event);
    }
    void report(const std::string& event) {
        const std::string kind = member(event, "/x");
        const std::int64_t order = integer(event, "/i");
        kinds.insert(kind);
        ASSERT_GT(integer(event, "/I"), execution);
        execution = integer(event, "/I");
        if (kind == "NEW" && !status.contains(order)) {
            EXPECT_TRUE(member(event, "/X") == "NEW" || member(event, "/X") == "PENDING_NEW")
                << event;
        }
        traded[order] += number(event, "/l");
        EXPECT_EQ(number(event, "/z"), traded[order]) << event;
        EXPECT_EQ(kind == "TRADE", integer(event, "/t") > 0) << event;
        EXPECT_EQ(member(event, "/N") == "null", kind != "TRADE") << event;
        EXPECT_EQ(member(event, "/r"), "NONE");
        status[order] = member(event, "/X");
    }
};

void expect_known(const Street& street, core::AccountId account, const Known& known) {
    const auto live = street.live.read();
    for (const auto& [code, amounts] : known.balances) {
        const core::Asset& asset = *live->state.catalogue.find_asset(code);
        const core::Balance balance = live->state.ledger.balance(account, asset.id);
        base::Int128 scale = 1;
        for (int i = asset.decimals; i < 8; ++i) scale *= 10;
        ASSERT_EQ(amounts.first, balance.available.units * scale) << code;
        ASSERT_EQ(amounts.second, balance.held.units * scale) << code;
    }
    for (const auto& [order, status] : known.status) {
        const bool told_open =
            status == "NEW" || status == "PARTIALLY_FILLED" || status == "PENDING_NEW";
        const core::OrderId id{static_cast<std::uint64_t>(order)};
        const bool is_taker = live->state.taker && live->state.taker->order.id == id;
        ASSERT_EQ(told_open, live->state.orders.find(id).has_value() || is_taker)
            << order << " " << status;
    }
}

TEST(AccountStreams, orders_and_balances_are_known_as_the_house_has_them) {
    std::set<std::string> kinds;
    for (std::uint64_t seed = 1; seed <= 6; ++seed) {
        SCOPED_TRACE("seed " + std::to_string(seed));
        Street street{seed};
        std::map<std::uint64_t, Client> clients;
        std::map<std::uint64_t, Known> known;
        for (std::uint64_t account = 3; account <= 6; ++account) {
            clients[account] = street.connect("/ws/" + owner_of(street, account).listen_key);
        }
        street.tell();
        for (int step = 0; step < 300; ++step) {
            street.step();
            if (step % 25 == 0) {
                street.operate(
                    core::FundAccount{core::AccountId{4}, core::AssetId{1}, core::Amount{10}});
                street.tell();
            }
            for (auto& [account, client] : clients) {
                for (const std::string& event : client.take()) {
                    ASSERT_NO_FATAL_FAILURE(known[account].hear(event));
                }
                if (client.socket->closed) continue;
                ASSERT_NO_FATAL_FAILURE(
                    expect_known(street, core::AccountId{account}, known[account]));
            }
        }
        for (const auto& [account, made] : known)
            kinds.insert(made.kinds.begin(), made.kinds.end());
    }
    for (const char* kind : {"executionReport", "outboundAccountPosition", "balanceUpdate", "NEW",
                             "TRADE", "CANCELED", "EXPIRED"}) {
        EXPECT_TRUE(kinds.contains(kind)) << kind;
    }
}

class ListenKey : public testing::Test {
  protected:
    Street street{4};
    Owner owner = owner_of(street, 3);
    Client client = street.connect("/ws/" + owner.listen_key);

    void fund() {
        street.tell();
        street.operate(core::FundAccount{core::AccountId{3}, core::AssetId{1}, core::Amount{10}});
        street.tell();
    }
};

TEST_F(ListenKey, a_deposit_is_told_as_the_position_and_as_what_came_in) {
    fund();
    const Frames events = client.take();
    ASSERT_EQ(events.size(), 2U);
    EXPECT_EQ(member(events[0], "/e"), "outboundAccountPosition");
    EXPECT_EQ(member(events[1], "/e"), "balanceUpdate");
    EXPECT_EQ(member(events[1], "/d"), "1.00000000");
    EXPECT_EQ(member(events[1], "/a"), "APL");
}

TEST_F(ListenKey, is_a_streams_name_wherever_names_stand) {
    Client wrapped = street.connect("/stream?streams=" + owner.listen_key);
    Client later = street.connect("/ws");
    later.say(R"({"method":"SUBSCRIBE","params":[")" + owner.listen_key + R"("],"id":1})");
    fund();
    EXPECT_EQ(client.take().size(), 2U);
    const Frames packed = wrapped.take();
    ASSERT_EQ(packed.size(), 2U);
    EXPECT_EQ(member(packed[0], "/stream"), owner.listen_key);
    EXPECT_EQ(member(packed[0], "/data/e"), "outboundAccountPosition");
    EXPECT_EQ(later.take().size(), 3U);
}

TEST_F(ListenKey, what_happens_as_soon_as_its_stream_is_connected_is_told) {
    street.listen_keys.close(owner.listen_key, owner.of, street.house.clock.now());
    street.tell();
    ASSERT_FALSE(street.hub.listens_to(core::AccountId{3}));
    const std::string fresh = street.listen_keys.open(owner.of, street.house.clock.now());
    Client quick = street.connect("/ws/" + fresh);
    street.operate(core::FundAccount{core::AccountId{3}, core::AssetId{1}, core::Amount{10}});
    street.tell();
    EXPECT_EQ(quick.take().size(), 2U);
    street.listen_keys.close(fresh, owner.of, street.house.clock.now());
    street.tell();
    EXPECT_FALSE(street.hub.listens_to(core::AccountId{3}));
}

TEST_F(ListenKey, a_name_that_was_never_given_hears_nothing) {
    std::string guessed = owner.listen_key;
    guessed.back() = guessed.back() == 'a' ? 'b' : 'a';
    Client stranger = street.connect("/ws/" + guessed);
    fund();
    EXPECT_EQ(stranger.take(), Frames{});
}

TEST_F(ListenKey, its_stream_ends_after_an_hour_without_extension) {
    street.wait(core::minutes(59));
    street.listen_keys.extend(owner.listen_key, owner.of, street.house.clock.now());
    street.wait(core::minutes(59));
    EXPECT_EQ(client.take(), Frames{});
    street.wait(core::minutes(2));
    const Frames events = client.take();
    ASSERT_EQ(events.size(), 1U);
    EXPECT_EQ(member(events[0], "/e"), "listenKeyExpired");
    EXPECT_EQ(member(events[0], "/listenKey"), owner.listen_key);
    EXPECT_EQ(client.socket->closed, api::CloseCode::normal);
    EXPECT_FALSE(street.hub.listens_to(core::AccountId{3}));
}

TEST_F(ListenKey, its_stream_ends_when_its_owner_closes_it) {
    street.tell();
    street.listen_keys.close(owner.listen_key, owner.of, street.house.clock.now());
    fund();
    const Frames events = client.take();
    ASSERT_EQ(events.size(), 1U);
    EXPECT_EQ(member(events[0], "/e"), "eventStreamTerminated");
}

TEST_F(ListenKey, its_stream_ends_with_the_key_that_opened_it) {
    street.tell();
    street.operate(core::SetKeyStatus{owner.of.key, core::KeyStatus::revoked});
    fund();
    const Frames events = client.take();
    ASSERT_EQ(events.size(), 1U);
    EXPECT_EQ(member(events[0], "/e"), "eventStreamTerminated");
    Client again = street.connect("/ws/" + owner.listen_key);
    fund();
    EXPECT_EQ(again.take(), Frames{});
}

TEST_F(ListenKey, its_stream_ends_when_the_key_may_not_look_any_more) {
    street.tell();
    core::KeyRules rules = street.live.read()->state.keys.at(owner.of.key).rules;
    rules.scopes = {core::Scope::order_create};
    street.operate(core::EditKey{owner.of.key, rules, true});
    fund();
    const Frames events = client.take();
    ASSERT_EQ(events.size(), 1U);
    EXPECT_EQ(member(events[0], "/e"), "eventStreamTerminated");
}

TEST_F(ListenKey, shows_what_its_key_may_see) {
    street.tell();
    core::CreateKey key{.account = core::AccountId{3},
                        .public_name = {78, 3},
                        .credential = {core::Algorithm::hmac_sha256, {}, {3, 78}},
                        .rules = {},
                        .active = true};
    key.rules->scopes = {core::Scope::order_read};
    street.operate(key);
    const core::KeyId blind = street.live.read()->state.keys.find(key.public_name)->id;
    const std::string name =
        street.listen_keys.open({core::AccountId{3}, blind}, street.house.clock.now());
    Client orders_only = street.connect("/ws/" + name);
    fund();
    EXPECT_EQ(client.take().size(), 2U);
    EXPECT_EQ(orders_only.take(), Frames{});
}

TEST_F(ListenKey, others_streams_on_the_same_connection_go_on) {
    const std::string trades = street.symbol(core::MarketId{1}) + "@trade";
    Client both = street.connect("/ws/" + trades + "/" + owner.listen_key);
    street.tell();
    street.operate(core::SetKeyStatus{owner.of.key, core::KeyStatus::revoked});
    street.tell();
    EXPECT_FALSE(both.socket->closed);
    for (int step = 0; step < 200; ++step) street.step();
    const Frames frames = both.take();
    ASSERT_GT(frames.size(), 1U);
    EXPECT_EQ(member(frames.back(), "/e"), "trade");
}

}  // namespace
}  // namespace streams
