// Goal: whatever an order's owner was told before `kill -9` is there afterwards, once.
// Method: clients trade without pause against the real server; it is killed in the middle, a
// thousand times, and started again on the same folder. What was under way is asked for again
// under its Idempotency-Key. In the end the journal must hold every order that was acknowledged,
// under its id, and none twice.
#include <atomic>
#include <gtest/gtest.h>
#include <map>
#include <stdlib.h>
#include <thread>
#include <vector>

#include "base/prng.hpp"
#include "core/exchange/exchange.hpp"
#include "core/exchange/invariants.hpp"
#include "crash/server.hpp"
#include "crash/trader.hpp"
#include "engine/records.hpp"
#include "journal/posix_disk.hpp"
#include "journal/reader.hpp"

namespace crash {
namespace {

namespace fs = std::filesystem;

struct TemporaryFolder {
    TemporaryFolder() {
        std::string pattern = (fs::temp_directory_path() / "postern-crash-XXXXXX").string();
        path = mkdtemp(pattern.data());
    }
    ~TemporaryFolder() { fs::remove_all(path); }
    fs::path path;
};

int kills() {
    if (getenv("POSTERN_PLANT") != nullptr) return 150;  // a planted bug shows much earlier
    if (const char* few = getenv("POSTERN_KILLS")) return atoi(few);
    return getenv("POSTERN_LONG") != nullptr ? 10'000 : 1'000;
}

// Everything in the journal, applied; and the ids of accepted orders by client order id.
struct Replayed {
    core::State state;
    std::multimap<std::string, std::string> orders;
};

void replay(const fs::path& folder, Replayed& replayed) {
    journal::PosixDisk disk{(folder / "journal").string()};
    auto reader = journal::Reader::open(disk, {});
    ASSERT_TRUE(reader.has_value()) << reader.error().sentence;
    while (true) {
        const auto frame = (*reader)->next();
        ASSERT_TRUE(frame.has_value()) << frame.error().sentence;
        if (!*frame) return;
        (*frame)->each_record([&](const journal::RecordView& view) {
            const auto record = engine::read_record(view.bytes);
            core::apply(replayed.state, *record);
            for (const core::Event& event : record->events) {
                const auto* accepted = std::get_if<core::OrderAccepted>(&event);
                if (accepted == nullptr) continue;
                replayed.orders.emplace(accepted->order.client_order_id.view(),
                                        std::to_string(accepted->order.id.value));
            }
        });
    }
}

// One life of the server: everybody trades until it is killed, some requests later.
void live_and_die(Server& server, std::vector<Trader>& traders, std::atomic<std::uint64_t>& asked,
                  base::Prng& prng) {
    const std::uint16_t port = server.start();
    ASSERT_NE(port, 0) << server.said();
    std::vector<std::jthread> threads;
    for (Trader& trader : traders) {
        trader.connect(port);
        threads.emplace_back([&trader] { trader.trade_until_it_dies(); });
    }
    const std::uint64_t enough = asked.load() + prng.below(24);
    for (std::uint64_t seen = asked.load(); seen < enough; seen = asked.load()) asked.wait(seen);
    server.kill_9();
}

std::vector<Trader> traders_of(const fs::path& folder, std::atomic<std::uint64_t>& asked) {
    const auto credentials = app::read_credentials(folder / "credentials.json");
    std::vector<Trader> traders;
    for (int i = 0; i < 2; ++i) {
        const std::string number = std::to_string(i);
        traders.emplace_back("buyer" + number, credentials->key("alice", "hmac"), true, asked);
        traders.emplace_back("seller" + number, credentials->key("bob", "hmac"), false, asked);
    }
    return traders;
}

TEST(Crash, a_thousand_kills_lose_nothing_that_was_acknowledged_and_repeat_nothing) {
    const TemporaryFolder folder;
    Server server{folder.path};
    ASSERT_NE(server.start(), 0) << server.said();
    server.kill_9();

    std::atomic<std::uint64_t> asked{0};
    std::vector<Trader> traders = traders_of(folder.path, asked);
    base::Prng prng{1};
    const int count = kills();
    for (int i = 0; i < count && !testing::Test::HasFailure(); ++i) {
        live_and_die(server, traders, asked, prng);
    }
    const std::uint16_t port = server.start();
    ASSERT_NE(port, 0) << server.said();
    for (Trader& trader : traders) {
        trader.connect(port);
        trader.settle();
        EXPECT_EQ(trader.complaints(), "");
    }
    EXPECT_EQ(server.stop(), 0);

    Replayed replayed;
    replay(folder.path, replayed);
    EXPECT_EQ(core::broken_invariant(replayed.state), "");
    std::size_t acknowledged = 0;
    std::uint64_t asked_again = 0;
    for (const Trader& trader : traders) {
        acknowledged += trader.acknowledged().size();
        asked_again += trader.replayed();
        for (const auto& [name, id] : trader.acknowledged()) {
            ASSERT_EQ(replayed.orders.count(name), 1u) << name;
            ASSERT_EQ(replayed.orders.find(name)->second, id) << name;
        }
    }
    EXPECT_EQ(replayed.orders.size(), acknowledged);
    // The run is worth what it reached: kills in the middle of work, outcomes asked for again.
    EXPECT_GT(acknowledged, static_cast<std::size_t>(count));
    EXPECT_GT(asked_again, static_cast<std::uint64_t>(count) / 4);
    std::printf("%d kills, %zu orders acknowledged, %llu asked for again\n", count, acknowledged,
                static_cast<unsigned long long>(asked_again));
}

}  // namespace
}  // namespace crash
