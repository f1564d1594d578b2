// The engine with its real threads, over a journal in a real directory, on a disk that can be held.
#include "engine/engine.hpp"

#include <atomic>
#include <future>
#include <gtest/gtest.h>
#include <thread>

#include "core/exchange/snapshot.hpp"
#include "engine/held_disk.hpp"
#include "engine/records.hpp"
#include "journal/posix_disk.hpp"
#include "journal/support.hpp"

namespace engine {
namespace {

using journal::testing::Directory;

class StillClock final : public Clock {
  public:
    core::Timestamp now() override { return {ns_.load()}; }
    void advance(core::Duration by) { ns_ += by.ns; }

  private:
    std::atomic<std::int64_t> ns_{core::from_unix_ms(1'800'000'000'000).ns};
};

// A second state, fed with durable records only.
class Shadow final : public Follower, public journal::Recovery {
  public:
    void follow(const std::shared_ptr<const Records>& records,
                const journal::Position& position) override {
        for (const core::Record& record : *records) core::apply(*state, record);
        EXPECT_EQ(position.sequence, state->stamp.sequence.value);
        ++calls;
    }
    bool load_snapshot(base::BytesView, std::uint64_t) override { return false; }
    void replay(const journal::RecordView& view) override {
        core::apply(*state, read_record(view.bytes).value());
    }

    std::unique_ptr<core::State> state = std::make_unique<core::State>();
    std::atomic<int> calls{};
};

constexpr core::Envelope operators{.surface = core::Surface::cli};

// A house with one market and one rich customer, behind an engine that runs.
class House {
  public:
    explicit House(const Options& options = {}, const std::string& path = {},
                   std::uint64_t segment_bytes = 1 << 20)
        : posix_{path.empty() ? directory_.path() : path}, options_{options} {
        journal::Options small{.segment_bytes = segment_bytes};
        small.schema = record_schema();
        auto state = std::make_unique<Shadow>();
        journal_ = journal::Journal::open(disk, small, *state).value();
        base::Bytes copied;
        core::encode_state(copied, *state->state);
        EXPECT_TRUE(core::decode_state(copied, *shadow.state));
        engine = std::make_unique<Engine>(std::move(state->state), *journal_, clock,
                                          std::vector<Follower*>{&shadow}, options_);
    }
    ~House() {
        disk.release();
        engine->stop();
    }

    // Asks and waits for the answer.
    Reply ask(core::Command command, const core::Envelope& envelope) {
        std::promise<Reply> promise;
        engine->submit(std::move(command), envelope,
                       [&](Reply&& reply) { promise.set_value(std::move(reply)); });
        return promise.get_future().get();
    }
    void furnish() {
        ask(core::OpenHouse{core::Environment::test, 1, 2}, operators);
        for (const char* code : {"APL", "USD"}) {
            core::Asset asset;
            asset.code = base::Text<12>{code};
            ask(core::DefineAsset{asset}, operators);
        }
        core::Market market;
        market.base = core::AssetId{1};
        market.quote = core::AssetId{2};
        market.tick = market.lot = core::Amount{1};
        market.price_max = core::Price{1'000'000};
        market.quantity_min = core::Quantity{1};
        market.quantity_max = market.market_quantity_max = core::Quantity{1'000'000};
        market.notional_min = core::Amount{1};
        market.notional_max = core::Amount{1'000'000'000};
        market.open_orders_max = 3'000;
        market.self_trade_prevention = core::SelfTradePrevention::none;
        ask(core::DefineMarket{market}, operators);
        ask(core::RegisterCustomer{}, operators);
        ask(core::FundAccount{alice.account, core::AssetId{2}, core::Amount{1'000'000}}, operators);
    }
    // A buy of alice's, each with a name of its own.
    core::PlaceOrder order() {
        core::PlaceOrder order{.market = core::MarketId{1},
                               .side = core::Side::buy,
                               .type = core::OrderType::limit,
                               .time_in_force = core::TimeInForce::gtc,
                               .self_trade_prevention = {},
                               .limit = core::Price{1},
                               .quantity = core::Quantity{1},
                               .quote_amount = {},
                               .client_order_id = {}};
        order.client_order_id = base::Text<36>{std::string_view{std::to_string(++orders_)}};
        return order;
    }
    static core::CancelOrder cancel() { return {{}, core::OrderId{1'000'000}, {}}; }

    static constexpr core::Envelope alice{.customer = core::CustomerId{1},
                                          .account = core::AccountId{3},
                                          .surface = core::Surface::api};

    StillClock clock;

  private:
    Directory directory_;
    journal::PosixDisk posix_;
    Options options_;
    int orders_{};

  public:
    testing::HeldDisk disk{posix_};
    Shadow shadow;

  private:
    std::unique_ptr<journal::Journal> journal_;

  public:
    std::unique_ptr<Engine> engine;
};

// What came back, in order; from any thread.
class Heard {
  public:
    Then then(int number) {
        return [this, number](Reply&& reply) {
            const std::lock_guard lock{mutex_};
            (reply.fate == Reply::Fate::done ? done_ : unavailable_).push_back(number);
            replies_.push_back(std::move(reply));
            changed_.notify_all();
        };
    }
    std::vector<int> done() const {
        const std::lock_guard lock{mutex_};
        return done_;
    }
    std::vector<int> unavailable() const {
        const std::lock_guard lock{mutex_};
        return unavailable_;
    }
    void wait_for(std::size_t count) {
        std::unique_lock lock{mutex_};
        changed_.wait(lock, [&] { return done_.size() + unavailable_.size() >= count; });
    }
    const std::vector<Reply>& replies() const { return replies_; }

  private:
    mutable std::mutex mutex_;
    std::condition_variable changed_;
    std::vector<int> done_;
    std::vector<int> unavailable_;
    std::vector<Reply> replies_;
};

TEST(Engine, answers_in_the_order_of_sequence) {
    House house;
    house.engine->start();
    house.furnish();
    Heard heard;
    std::vector<int> all;
    for (int i = 0; i < 2'000; ++i) {
        house.engine->submit(house.order(), House::alice, heard.then(i));
        all.push_back(i);
    }
    heard.wait_for(2'000);
    EXPECT_EQ(heard.done(), all);
    for (std::size_t i = 1; i < heard.replies().size(); ++i) {
        ASSERT_EQ(heard.replies()[i].stamp.sequence.value,
                  heard.replies()[i - 1].stamp.sequence.value + 1);
        ASSERT_FALSE(heard.replies()[i].rejection);
        ASSERT_EQ(heard.replies()[i].events.size(), 2u);  // accepted and rested, no postings
    }
}

TEST(Engine, tells_nobody_before_the_disk_has_the_record) {
    House house;
    house.engine->start();
    house.furnish();
    const int calls = house.shadow.calls;
    Heard heard;
    house.disk.hold();
    house.engine->submit(house.order(), House::alice, heard.then(1));
    house.disk.wait_until_held();
    house.engine->submit(house.order(), House::alice, heard.then(2));
    EXPECT_TRUE(heard.done().empty());
    EXPECT_EQ(house.shadow.calls, calls);
    house.disk.release();
    heard.wait_for(2);
    EXPECT_EQ(heard.done(), (std::vector{1, 2}));
    EXPECT_GT(house.shadow.calls, calls);
}

TEST(Engine, settles_no_time_that_a_record_may_still_come_from) {
    House house;
    house.engine->start();
    house.furnish();
    Heard heard;
    const core::Timestamp before = house.clock.now();
    house.disk.hold();
    house.engine->submit(house.order(), House::alice, heard.then(1));
    house.disk.wait_until_held();
    house.clock.advance(core::seconds(10));
    EXPECT_EQ(house.engine->settled(), before);  // ten seconds on, and its record may still come
    house.engine->submit(house.order(), House::alice, heard.then(2));
    house.clock.advance(core::seconds(10));
    EXPECT_EQ(house.engine->settled(), before);
    house.disk.release();
    heard.wait_for(2);
    EXPECT_EQ(heard.replies()[0].stamp.time, before);
    house.engine->stop();
    EXPECT_EQ(house.engine->settled(), house.clock.now());  // nothing is under way
}

TEST(Engine, tells_a_rejected_order_only_when_what_it_was_judged_by_is_durable) {
    House house;
    house.engine->start();
    house.furnish();
    Heard heard;
    core::PlaceOrder first = house.order();
    core::PlaceOrder same_name = house.order();
    same_name.client_order_id = first.client_order_id;
    house.disk.hold();
    house.engine->submit(first, House::alice, heard.then(1));
    house.engine->submit(same_name, House::alice, heard.then(2));
    house.disk.wait_until_held();
    EXPECT_TRUE(heard.done().empty());
    house.disk.release();
    heard.wait_for(2);
    ASSERT_TRUE(heard.replies()[1].rejection);
    EXPECT_EQ(heard.replies()[1].rejection->reject, core::Reject::client_order_id_in_use);
    EXPECT_EQ(heard.replies()[1].stamp, heard.replies()[0].stamp);
}

TEST(Engine, lets_its_followers_know_before_it_answers) {
    House house;
    house.engine->start();
    house.furnish();
    for (int i = 0; i < 100; ++i) {
        std::promise<std::uint64_t> known;
        std::uint64_t told = 0;
        house.engine->submit(house.order(), House::alice, [&](Reply&& reply) {
            told = reply.stamp.sequence.value;
            known.set_value(house.shadow.state->stamp.sequence.value);
        });
        ASSERT_GE(known.get_future().get(), told);
    }
}

TEST(Engine, refuses_orders_at_once_when_it_is_full_and_keeps_places_for_cancels) {
    House house{{.queue_max = 8, .cancel_reserve = 3, .batch_max = 4}};
    house.engine->start();
    house.furnish();
    Heard heard;
    house.disk.hold();
    int asked = 0;
    while (heard.unavailable().empty()) {
        house.engine->submit(house.order(), House::alice, heard.then(asked++));
        ASSERT_LT(asked, 100);
    }
    EXPECT_TRUE(heard.done().empty());
    const std::vector<int> refused = heard.unavailable();
    for (int i = 0; i < 3; ++i) {
        house.engine->submit(House::cancel(), House::alice, heard.then(asked++));
    }
    EXPECT_EQ(heard.unavailable(), refused);  // the cancels were taken
    house.disk.release();
    heard.wait_for(static_cast<std::size_t>(asked));
    EXPECT_EQ(heard.unavailable(), refused);
    EXPECT_EQ(house.ask(house.order(), House::alice).fate, Reply::Fate::done);
}

TEST(Engine, takes_only_cancels_when_the_disk_is_nearly_full_and_nothing_when_it_is) {
    House house{{}, {}, 64 << 10};  // one record fills a frame, and fifteen a segment
    house.engine->start();
    house.furnish();
    const auto ask_until_unavailable = [&](const auto& make) {
        int asked = 0;
        while (house.ask(make(), House::alice).fate == Reply::Fate::done && asked < 2'000) ++asked;
        EXPECT_LT(asked, 2'000);
    };
    house.disk.set_free_bytes(0);
    ask_until_unavailable([&] { return house.order(); });
    EXPECT_EQ(house.ask(House::cancel(), House::alice).fate, Reply::Fate::done);
    EXPECT_EQ(house.ask(core::CancelAll{}, House::alice).fate, Reply::Fate::done);
    EXPECT_EQ(house.ask(core::Tick{}, operators).fate, Reply::Fate::done);
    ask_until_unavailable([&] { return House::cancel(); });
    house.disk.set_free_bytes(std::uint64_t{1} << 40);
    while (house.ask(house.order(), House::alice).fate != Reply::Fate::done) {
        std::this_thread::yield();  // it looks again every second
    }
}

TEST(Engine, finishes_what_it_has_taken_up_when_it_stops) {
    House house;
    house.engine->start();
    house.furnish();
    Heard heard;
    house.disk.hold();
    for (int i = 0; i < 50; ++i) {
        house.engine->submit(house.order(), House::alice, heard.then(i));
    }
    house.disk.wait_until_held();
    std::thread stopping{[&] { house.engine->stop(); }};
    house.disk.release();
    stopping.join();
    EXPECT_EQ(heard.done().size(), 50u);
    EXPECT_EQ(house.ask(house.order(), House::alice).fate, Reply::Fate::unavailable);
    EXPECT_EQ(house.ask(House::cancel(), House::alice).fate, Reply::Fate::unavailable);
}

TEST(Engine, finds_all_of_it_after_a_restart) {
    const Directory directory;
    core::Digest before;
    {
        House house{{}, directory.path()};
        house.engine->start();
        house.furnish();
        Heard heard;
        for (int i = 0; i < 300; ++i) {
            house.engine->submit(house.order(), House::alice, heard.then(i));
        }
        heard.wait_for(300);
        house.engine->stop();
        before = core::digest(*house.shadow.state);
    }
    House house{{}, directory.path()};
    EXPECT_EQ(core::digest(*house.shadow.state), before);
    house.engine->start();
    const Reply reply = house.ask(core::CancelAll{}, House::alice);
    EXPECT_EQ(reply.events.size(), 300u);
}

TEST(Engine, ticks_when_it_is_time_even_if_commands_wait) {
    const Directory directory;
    {
        House house{{}, directory.path()};
        house.engine->start();
        house.furnish();
        house.ask(core::SetMarketMode{core::MarketId{1}, core::MarketMode::halt,
                                      house.clock.now() + core::seconds(30)},
                  operators);
    }
    House house{{}, directory.path()};
    house.clock.advance(core::seconds(30));
    Heard heard;
    house.engine->submit(house.order(), House::alice, heard.then(1));
    house.engine->start();
    heard.wait_for(1);
    EXPECT_FALSE(heard.replies()[0].rejection);  // the market had opened by then
}

TEST(Engine, ticks_by_itself) {
    House house;
    house.engine->start();
    house.furnish();
    house.ask(core::SetMarketMode{core::MarketId{1}, core::MarketMode::halt,
                                  house.clock.now() + core::milliseconds(5)},
              operators);
    house.clock.advance(core::seconds(1));
    core::Reject why = core::Reject::market_halted;
    while (why == core::Reject::market_halted) {
        const Reply reply = house.ask(house.order(), House::alice);
        why = reply.rejection ? reply.rejection->reject : core::Reject{};
    }
    EXPECT_EQ(why, core::Reject{});
}

TEST(Engine, makes_each_batch_as_large_as_what_waits) {
    House house;
    house.engine->start();
    house.furnish();
    Heard heard;
    const int calls = house.shadow.calls;
    house.disk.hold();
    house.engine->submit(House::cancel(), House::alice, heard.then(0));
    house.disk.wait_until_held();
    for (int i = 1; i <= 1'000; ++i) {
        house.engine->submit(House::cancel(), House::alice, heard.then(i));
    }
    house.disk.release();
    heard.wait_for(1'001);
    EXPECT_LE(house.shadow.calls - calls, 10);
}

}  // namespace
}  // namespace engine
