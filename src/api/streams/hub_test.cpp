#include "api/streams/hub.hpp"

#include <future>
#include <gtest/gtest.h>

namespace {

using api::Hub;

constexpr core::Timestamp noon{core::from_unix_ms(1'800'000'000'000)};

views::Live empty_view() { return {std::make_unique<views::Present>(), {}}; }

views::NewsBatch batch_of(std::vector<views::RecordNews> news) {
    return std::make_shared<const std::vector<views::RecordNews>>(std::move(news));
}

views::BookNews book(std::uint64_t first, std::vector<views::LevelChange> levels) {
    const std::uint64_t last = first + levels.size() - 1;
    return {.market = core::MarketId{1},
            .first = first,
            .last = last,
            .levels = std::move(levels),
            .best = {}};
}

views::RecordNews balance_of(std::uint64_t account) {
    views::RecordNews news;
    news.balances.push_back({core::AccountId{account}, core::AssetId{1}, {}, {}});
    return news;
}

class Kept final : public api::Feed, public api::AccountSink {
  public:
    void begin() override { words.push_back("begin"); }
    void hear(const views::RecordNews& news) override {
        words.push_back("record " + std::to_string(news.balances.size()));
    }
    void end(api::ListenEnd why) override {
        words.push_back(why == api::ListenEnd::key_ended ? "key ended"
                        : why == api::ListenEnd::lost    ? "ended: lost"
                                                         : "ended");
    }
    void flush(const api::Flush& flush) override {
        words.push_back(flush.second ? "second" : "tenth");
        for (const api::BookChanges& book : flush.books_100ms) fast.push_back(book);
        for (const api::BookChanges& book : flush.books_1s) slow.push_back(book);
    }
    void lose() override { words.push_back("lost"); }
    std::vector<std::string> take() { return std::exchange(words, {}); }

    std::vector<std::string> words;
    std::vector<api::BookChanges> fast;
    std::vector<api::BookChanges> slow;
};

using Words = std::vector<std::string>;

TEST(Hub, tells_nothing_before_its_step_and_everything_in_order_then) {
    views::Live live = empty_view();
    Hub hub{live};
    Kept feed;
    hub.add(feed);
    hub.step(noon);
    feed.take();
    hub.hear(batch_of({balance_of(7)}));
    hub.post([&] { feed.words.push_back("task"); });
    hub.hear(batch_of({{}, balance_of(8)}));
    EXPECT_EQ(feed.take(), Words{});
    hub.step(noon + core::milliseconds(1));
    EXPECT_EQ(feed.take(), (Words{"record 1", "task", "record 0", "record 1"}));
}

TEST(Hub, flushes_at_whole_tenths_and_says_when_a_second_is_over) {
    views::Live live = empty_view();
    Hub hub{live};
    Kept feed;
    hub.add(feed);
    hub.step(noon + core::milliseconds(30));
    feed.take();
    for (int ms = 40; ms < 1'240; ms += 20) hub.step(noon + core::milliseconds(ms));
    const Words said = feed.take();
    EXPECT_EQ(said.size(), 12U);
    EXPECT_EQ(std::ranges::count(said, "second"), 1);
    EXPECT_EQ(said[9], "second");
}

TEST(Hub, gathers_levels_in_both_cadences_under_one_counter) {
    views::Live live = empty_view();
    Hub hub{live};
    Kept feed;
    hub.add(feed);
    hub.step(noon);
    const auto at = [](core::Side side, std::int64_t price, std::int64_t lots) {
        return views::LevelChange{side, core::Price{price}, core::Quantity{lots}};
    };
    views::RecordNews first;
    first.books = {book(41, {at(core::Side::sell, 100, 3), at(core::Side::buy, 99, 2)})};
    views::RecordNews second;
    second.books = {book(43, {at(core::Side::sell, 100, 0), at(core::Side::buy, 98, 9)})};
    hub.hear(batch_of({first, second}));
    hub.step(noon + core::milliseconds(100));
    views::RecordNews third;
    third.books = {book(45, {at(core::Side::buy, 99, 5)})};
    hub.hear(batch_of({third}));
    hub.step(noon + core::milliseconds(200));
    hub.step(noon + core::milliseconds(300));
    hub.step(noon + core::milliseconds(1'000));
    ASSERT_EQ(feed.fast.size(), 2U);
    EXPECT_EQ(feed.fast[0].first, 41U);
    EXPECT_EQ(feed.fast[0].last, 44U);
    EXPECT_EQ(feed.fast[0].bids,
              (std::vector{at(core::Side::buy, 99, 2), at(core::Side::buy, 98, 9)}));
    EXPECT_EQ(feed.fast[0].asks, (std::vector{at(core::Side::sell, 100, 0)}));
    EXPECT_EQ(feed.fast[1].first, 45U);
    ASSERT_EQ(feed.slow.size(), 1U);
    EXPECT_EQ(feed.slow[0].first, 41U);
    EXPECT_EQ(feed.slow[0].last, 45U);
    EXPECT_EQ(feed.slow[0].bids,
              (std::vector{at(core::Side::buy, 99, 5), at(core::Side::buy, 98, 9)}));
}

TEST(Hub, an_account_is_listened_to_from_listen_to_unlisten) {
    views::Live live = empty_view();
    Hub hub{live};
    const core::AccountId mine{7};
    EXPECT_FALSE(hub.listens_to(mine));
    auto sink = std::make_shared<Kept>();
    const api::ListenerId id = hub.listen({.account = mine}, sink);
    EXPECT_TRUE(hub.listens_to(mine));
    hub.hear(batch_of({balance_of(7), balance_of(8)}));
    hub.step(noon);
    EXPECT_EQ(sink->take(), (Words{"begin", "record 1"}));
    hub.unlisten(id);
    EXPECT_FALSE(hub.listens_to(mine));
    hub.hear(batch_of({balance_of(7)}));
    hub.step(noon);
    EXPECT_EQ(sink->take(), Words{});
}

TEST(Hub, a_listener_ends_with_its_key_after_the_record_that_ended_it) {
    views::Live live = empty_view();
    Hub hub{live};
    auto ended = std::make_shared<Kept>();
    auto stays = std::make_shared<Kept>();
    hub.listen({.account = core::AccountId{7}, .key = core::KeyId{3}}, ended);
    hub.listen({.account = core::AccountId{7}, .key = core::KeyId{4}}, stays);
    views::RecordNews news = balance_of(7);
    news.ended_keys.push_back(core::KeyId{3});
    hub.hear(batch_of({news, balance_of(7)}));
    hub.step(noon);
    EXPECT_EQ(ended->take(), (Words{"begin", "record 1", "key ended"}));
    EXPECT_EQ(stays->take(), (Words{"begin", "record 1", "record 1"}));
}

TEST(Hub, a_listener_ends_when_its_accounts_owner_may_not_look_any_more) {
    views::Live live = empty_view();
    Hub hub{live};
    auto by_key = std::make_shared<Kept>();
    auto person = std::make_shared<Kept>();
    auto watch = std::make_shared<Kept>();  // the house's own
    hub.listen({.account = core::AccountId{7}, .key = core::KeyId{3}}, by_key);
    hub.listen({.account = core::AccountId{7}, .session = core::SessionId{4}}, person);
    hub.listen({.account = core::AccountId{7}}, watch);
    views::RecordNews only_keys;
    only_keys.ended_accounts.push_back({core::AccountId{7}, false});
    hub.hear(batch_of({only_keys}));
    hub.step(noon);
    EXPECT_EQ(by_key->take(), (Words{"begin", "key ended"}));
    EXPECT_EQ(person->take(), Words{"begin"});
    views::RecordNews everybody;
    everybody.ended_accounts.push_back({core::AccountId{7}, true});
    hub.hear(batch_of({everybody}));
    hub.step(noon);
    EXPECT_EQ(person->take(), Words{"ended"});
    EXPECT_EQ(watch->take(), Words{"begin"});
}

// A street that is slow: it takes no step while news come.
TEST(Hub, has_room_for_so_much_and_tells_all_who_listen_that_news_were_lost) {
    views::Live live = empty_view();
    std::vector<std::string> complaints;
    const std::size_t of_one = api::bytes_of(balance_of(7));
    Hub hub{live, {.queue_bytes_max = 3 * of_one, .complain = [&](std::string_view said) {
                       complaints.emplace_back(said);
                   }}};
    Kept feed;
    hub.add(feed);
    auto sink = std::make_shared<Kept>();
    auto late = std::make_shared<Kept>();
    hub.listen({.account = core::AccountId{7}}, sink);
    hub.step(noon);
    feed.take();
    sink->take();
    for (int i = 0; i < 3; ++i) hub.hear(batch_of({balance_of(7)}));
    hub.hear(batch_of({balance_of(7)}));  // no room: nobody waits, it is dropped
    hub.listen({.account = core::AccountId{7}}, late);
    hub.hear(batch_of({balance_of(7)}));  // he was promised this one
    bool done = false;
    hub.post([&] { done = true; });
    hub.step(noon + core::milliseconds(1));
    EXPECT_TRUE(done);  // what was asked is done, whatever was lost
    EXPECT_EQ(feed.take(), Words{"lost"});
    EXPECT_EQ(sink->take(), Words{"ended: lost"});
    EXPECT_EQ(late->take(), (Words{"begin", "ended: lost"}));
    EXPECT_FALSE(hub.listens_to(core::AccountId{7}));
    EXPECT_EQ(complaints.size(), 1U);
    auto again = std::make_shared<Kept>();
    hub.listen({.account = core::AccountId{7}}, again);
    for (int i = 0; i < 3; ++i) hub.hear(batch_of({balance_of(7)}));
    hub.step(noon + core::milliseconds(2));
    EXPECT_EQ(again->take(), (Words{"begin", "record 1", "record 1", "record 1"}));
    EXPECT_EQ(complaints.size(), 1U);
}

// The committing thread brings more than the street, which stands still, could ever hold.
TEST(Hub, holds_nobody_up_however_slow_its_street_is) {
    views::Live live = empty_view();
    Hub hub{live, {.queue_bytes_max = 10 * api::bytes_of(balance_of(7))}};
    Kept feed;
    hub.add(feed);
    std::promise<void> entered;
    std::promise<void> go_on;
    hub.post([&] {
        entered.set_value();
        go_on.get_future().get();
    });
    hub.start([] { return api::StreetTime{noon, noon}; });
    entered.get_future().get();
    for (int i = 0; i < 10'000; ++i) hub.hear(batch_of({balance_of(7)}));
    go_on.set_value();
    std::promise<void> told;
    hub.post([&] { told.set_value(); });
    told.get_future().get();
    hub.stop();
    EXPECT_EQ(std::ranges::count(feed.words, "record 1"), 0);
    EXPECT_EQ(std::ranges::count(feed.words, "lost"), 1);
}

// Update ids begin anew behind what was lost.
TEST(Hub, gathers_levels_anew_after_a_loss) {
    views::Live live = empty_view();
    Hub hub{live, {.queue_bytes_max = 1}};
    Kept feed;
    hub.add(feed);
    hub.step(noon);
    const auto news = [](std::uint64_t first) {
        views::RecordNews one;
        one.books = {book(first, {{core::Side::buy, core::Price{99}, core::Quantity{2}}})};
        return one;
    };
    hub.hear(batch_of({news(1)}));
    hub.hear(batch_of({news(2)}));
    hub.step(noon + core::milliseconds(10));
    hub.hear(batch_of({news(3)}));
    hub.step(noon + core::milliseconds(20));
    hub.step(noon + core::milliseconds(100));
    ASSERT_EQ(feed.fast.size(), 1U);
    EXPECT_EQ(feed.fast[0].first, 3U);
}

TEST(Hub, its_thread_tells_what_was_heard_and_ends_the_listeners_at_the_end) {
    views::Live live = empty_view();
    Hub hub{live};
    auto sink = std::make_shared<Kept>();
    hub.start([] { return api::StreetTime{noon, noon}; });
    std::promise<void> told;
    hub.listen({.account = core::AccountId{7}}, sink);
    hub.hear(batch_of({balance_of(7)}));
    hub.post([&] { told.set_value(); });
    told.get_future().get();
    hub.stop();
    EXPECT_EQ(sink->take(), (Words{"begin", "record 1", "ended"}));
}

}  // namespace
