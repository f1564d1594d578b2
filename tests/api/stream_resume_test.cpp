// Goal: whoever is cut off at any time and resumes has heard everything once, and what cannot be
// resumed is said.
// Method: two clients of the same channels. One stays; the other is cut at random, loses what was
// still on its way, and resumes each channel from what it heard of it last. Both must have been
// told the same, update by update, and a book made of the updates must be the server's.
#include <gtest/gtest.h>
#include <map>
#include <set>

#include "api/stream_client.hpp"
#include "base/prng.hpp"

namespace {

using stream_client::Client;
using stream_client::in_btcusdt;
using stream_client::order;
using support::Heard;
using support::House;

const std::map<std::string, std::string> channels{
    {"trades", in_btcusdt}, {"book", in_btcusdt}, {"book_ticker", in_btcusdt},
    {"orders", ""},         {"balances", ""},     {"lists", ""}};

struct Book {
    std::map<std::string, std::string> bids;
    std::map<std::string, std::string> asks;
    std::string last;

    void take(const Heard& told) {
        if (told.text("/type") == "update") {
            ASSERT_EQ(std::stoull(told.text("/first")), std::stoull(last) + 1) << told.body;
        }
        last = told.text("/last");
        take(told, "/bids/", bids);
        take(told, "/asks/", asks);
    }
    static void take(const Heard& told, const std::string& name,
                     std::map<std::string, std::string>& side) {
        for (int i = 0; !told.text(name + std::to_string(i)).empty(); ++i) {
            const std::string at = name + std::to_string(i);
            const std::string left = told.text(at + "/1");
            if (left == "0.00000000") {
                side.erase(told.text(at + "/0"));
            } else {
                side[told.text(at + "/0")] = left;
            }
        }
    }
};

class Follower {
  public:
    explicit Follower(House& house) : house_{house} { connect(); }

    void connect() {
        client_.emplace(house_);
        read_ = 0;
        joined_.clear();
        ASSERT_EQ(client_->log_in(house_.alice.key("hmac")).text("/type"), "logged_in");
        for (const auto& [channel, more] : channels) {
            const std::string from =
                seen_.contains(channel) ? R"(,"resume_from":")" + seen_[channel] + '"' : "";
            client_->subscribe(channel, more + from);
        }
    }
    // Reads so many of the messages that came; what it has not read is lost with the line.
    void read(std::size_t most) {
        for (; read_ < client_->told() && most > 0; ++read_, --most) take(client_->heard(read_));
    }
    void cut() { client_.reset(); }
    std::size_t unread() const { return client_->told() - read_; }

    std::map<std::string, std::vector<std::string>> updates;
    Book book;
    std::size_t gaps{};

  private:
    void take(const Heard& told) {
        const std::string type = told.text("/type");
        const std::string channel = told.text("/channel");
        if (type == "heartbeat") {
            for (const std::string& joined : joined_) seen_[joined] = told.text("/seq");
            return;
        }
        if (type == "subscribed") {
            joined_.insert(channel);
            seen_[channel] = told.text("/seq");
        }
        if (type == "gap") ++gaps;
        if (type != "snapshot" && type != "update") return;
        seen_[channel] = told.text("/seq");
        if (channel == "book") {
            ASSERT_NO_FATAL_FAILURE(book.take(told));
        }
        if (type == "update") updates[channel].push_back(told.body);
    }

    House& house_;
    std::optional<Client> client_;
    std::map<std::string, std::string> seen_;  // by channel: the last sequence
    std::set<std::string> joined_;             // on this connection
    std::size_t read_{};
};

// Alice and Bob trade, amend nothing, and take back what rests.
void act(House& house, base::Prng& prng, std::vector<std::string>& mine) {
    const bool by_alice = prng.one_in(2);
    const auto& key = (by_alice ? house.alice : house.bob).key("hmac");
    if (by_alice && !mine.empty() && prng.one_in(4)) {
        house.signed_by(key, "DELETE", "/v1/orders/" + mine.back());
        return mine.pop_back();
    }
    const std::string price = std::to_string(50'000 + prng.between(-3, 3));
    const Heard placed = order(house, key, prng.one_in(2) ? "buy" : "sell", price.c_str(), "0.01");
    if (by_alice) mine.push_back(placed.text("/order/order_id"));
}

TEST(StreamResume, whoever_is_cut_at_random_hears_everything_once) {
    std::size_t cuts = 0;
    std::size_t lost = 0;
    for (std::uint64_t seed = 1; seed <= 4; ++seed) {
        SCOPED_TRACE("seed " + std::to_string(seed));
        base::Prng prng{seed};
        House house;
        Follower stays{house};
        Follower cut{house};
        std::vector<std::string> mine;
        for (int i = 0; i < 120; ++i) {
            act(house, prng, mine);
            if (prng.one_in(6)) house.clock.advance(core::milliseconds(prng.between(0, 9'000)));
            if (!prng.one_in(3)) house.hub().step(house.clock.now());
            ASSERT_NO_FATAL_FAILURE(cut.read(prng.one_in(2) ? prng.below(4) : SIZE_MAX));
            if (!prng.one_in(12)) continue;
            ++cuts;
            lost += cut.unread();
            cut.cut();
            for (auto more = prng.below(4); more > 0; --more) act(house, prng, mine);
            ASSERT_NO_FATAL_FAILURE(cut.connect());
        }
        house.hub().step(house.clock.now());
        ASSERT_NO_FATAL_FAILURE(stays.read(SIZE_MAX));
        ASSERT_NO_FATAL_FAILURE(cut.read(SIZE_MAX));
        EXPECT_EQ(cut.gaps, 0U);
        for (const auto& [channel, more] : channels) {
            EXPECT_EQ(cut.updates[channel], stays.updates[channel]) << channel;
        }
        const Heard book = house.get("/v1/markets/BTCUSDT/book?limit=1000");
        EXPECT_EQ(cut.book.last, book.text("/updates"));
        Book houses;
        Book::take(book, "/bids/", houses.bids);
        Book::take(book, "/asks/", houses.asks);
        EXPECT_EQ(cut.book.bids, houses.bids);
        EXPECT_EQ(cut.book.asks, houses.asks);
        EXPECT_GT(stays.updates["trades"].size(), 10U);
    }
    EXPECT_GT(cuts, 20U);
    EXPECT_GT(lost, 20U);  // messages that were on their way
}

// More than a client can be sent at once would cut him off again each time he resumes.
TEST(StreamResume, what_is_too_much_to_be_sent_at_once_is_a_gap_and_a_snapshot) {
    House house;
    const auto& alice = house.alice.key("hmac");
    std::optional<Client> client{std::in_place, house};
    client->log_in(alice);
    client->subscribe("orders");
    const std::string seq = client->all("snapshot", "orders").back().text("/seq");
    client.reset();
    // About 700 bytes of news each.
    for (int i = 0; i < 2'000; ++i) {
        house.command(core::PlaceOrder{.market = core::MarketId{1},
                                       .side = core::Side::buy,
                                       .type = core::OrderType::limit,
                                       .time_in_force = core::TimeInForce::ioc,
                                       .limit = core::Price{4'000'000},
                                       .quantity = core::Quantity{10'000},
                                       .client_order_id = core::ClientOrderId{std::to_string(i)}},
                      {.customer = house.alice.customer,
                       .account = house.alice.account,
                       .surface = core::Surface::api});
    }
    client.emplace(house);
    client->log_in(alice);
    client->subscribe("orders", R"(,"resume_from":")" + seq + '"');
    EXPECT_EQ(client->all("gap", "orders").size(), 1U);
    EXPECT_EQ(client->all("snapshot", "orders").size(), 1U);
    EXPECT_TRUE(client->all("update", "orders").empty());
    order(house, alice, "buy", "40000", "0.1");
    EXPECT_EQ(client->all("update", "orders").size(), 1U);
}

// The street fell so far behind that news were lost: everybody is told and comes again; who resumes
// hears that it is a gap.
TEST(StreamResume, whoever_misses_something_because_the_street_fell_behind_is_told) {
    std::vector<std::string> complaints;
    House house{{.queue_bytes_max = 64 << 10,
                 .complain = [&](std::string_view said) { complaints.emplace_back(said); }}};
    const auto& alice = house.alice.key("hmac");
    house.hub().step(house.clock.now());  // the house's furnishing
    complaints.clear();
    Client client{house};
    Client stranger{house};
    client.log_in(alice);
    client.subscribe("orders");
    stranger.subscribe("book", in_btcusdt);
    std::string seq = client.all("snapshot", "orders").back().text("/seq");
    for (int i = 0; i < 100; ++i) order(house, alice, "buy", "40000", "0.01");
    house.hub().step(house.clock.now());
    ASSERT_EQ(complaints.size(), 1U);
    EXPECT_EQ(client.last().text("/type"), "ending");
    EXPECT_EQ(client.line().closed, api::CloseCode::try_again_later);
    EXPECT_EQ(stranger.line().closed, api::CloseCode::try_again_later);
    client.cut();
    Client again{house};
    again.log_in(alice);
    again.subscribe("orders", R"(,"resume_from":")" + seq + '"');
    EXPECT_EQ(again.all("gap", "orders").size(), 1U);
    const auto snapshot = again.all("snapshot", "orders");
    ASSERT_EQ(snapshot.size(), 1U);
    EXPECT_NE(snapshot[0].text("/orders/99/order_id"), "");
    // From here on everything is as it was, resuming too.
    seq = snapshot[0].text("/seq");
    again.cut();
    order(house, alice, "buy", "40000", "0.01");
    Client last{house};
    last.log_in(alice);
    last.subscribe("orders", R"(,"resume_from":")" + seq + '"');
    EXPECT_TRUE(last.all("gap", "orders").empty());
    EXPECT_EQ(last.all("update", "orders").size(), 1U);
}

}  // namespace
