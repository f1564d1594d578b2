// An unused key is told of it in time, and frozen when its days are over.
#include <map>

#include "base/check.hpp"
#include "base/prng.hpp"
#include "core/access/idle.hpp"
#include "core/exchange/keys_house_for_tests.hpp"

namespace core {
namespace {

using namespace testing;

// What a key's idle run has to come to: which notices, and when it freezes.
struct Run {
    Timestamp since;
    std::vector<std::uint16_t> noticed;
};

class Calendar {
  public:
    explicit Calendar(KeysHouse& house) : house_{house} {}

    int notices{};
    int frozen{};

    void begins(KeyId key) { runs_[key] = Run{house_.now, {}}; }

    // Everything that is due until then, at its own time.
    void pass_until(Timestamp then) {
        while (next_deadline(house_.state) <= then) {
            house_.now = std::max(house_.now, next_deadline(house_.state));
            CHECK(house_.ask(Tick{}, {.surface = Surface::system}).has_value());
            for (const auto& event : all_of<KeyIdleNoticed>(house_.events)) hear(event);
            for (const auto& event : all_of<KeyStatusChanged>(house_.events)) hear(event);
        }
        house_.now = then;
    }

  private:
    Timestamp freezes_at(KeyId key) const {
        return runs_.at(key).since + hours(24 * house_.state.keys.at(key).rules.idle_days);
    }
    void hear(const KeyIdleNoticed& event) {
        ++notices;
        runs_[event.key].noticed.push_back(event.days);
        EXPECT_EQ(event.freezes_at, freezes_at(event.key));
        EXPECT_EQ(house_.now, freezes_at(event.key) - hours(24 * event.days));
    }
    void hear(const KeyStatusChanged& event) {
        if (event.status != KeyStatus::frozen_idle) return;
        ++frozen;
        EXPECT_EQ(house_.now, freezes_at(event.key));
        std::vector<std::uint16_t> all;
        constexpr std::uint16_t given[] = {14, 7, 1};
        for (const std::uint16_t days : given) {
            if (days < house_.state.keys.at(event.key).rules.idle_days) all.push_back(days);
        }
        EXPECT_EQ(runs_[event.key].noticed, all) << "each notice once, in this order";
    }

    KeysHouse& house_;
    std::map<KeyId, Run> runs_;
};

TEST(IdleKeys, are_told_each_notice_exactly_once_in_ninety_days_whatever_restarts) {
    int notices = 0;
    int frozen = 0;
    for (std::uint64_t seed = 1; seed <= 20; ++seed) {
        SCOPED_TRACE(seed);
        base::Prng prng{seed};
        KeysHouse house;
        Calendar calendar{house};
        std::vector<KeyId> keys;
        constexpr std::uint16_t lengths[] = {1, 7, 8, 14, 15, 30, 60, 89, 90};
        for (const std::uint16_t days : lengths) {
            KeyRules rules;
            rules.idle_days = days;
            keys.push_back(house.make_key(rules));
            calendar.begins(keys.back());
        }
        const Timestamp end = house.now + hours(24 * 100);
        while (house.now < end && !::testing::Test::HasFailure()) {
            calendar.pass_until(house.now + minutes(prng.between(1, 60 * 24 * 8)));
            if (prng.one_in(2)) house.restore();
            const KeyId id = keys[prng.below(keys.size())];
            const bool runs = house.state.keys.at(id).status == KeyStatus::active;
            if (runs && prng.one_in(2)) {
                const Fingerprint ip{1, prng.below(3)};
                ASSERT_TRUE(house.by_key(TouchKey{"balances", true}, id, ip).has_value());
                if (!house.events.empty()) calendar.begins(id);
            } else if (!runs) {
                house.by_operator(SetKeyStatus{id, KeyStatus::active});
                calendar.begins(id);
            }
        }
        notices += calendar.notices;
        frozen += calendar.frozen;
    }
    EXPECT_GT(notices, 200);
    EXPECT_GT(frozen, 80);
}

TEST(IdleKeys, that_are_used_are_recorded_once_a_minute_and_when_the_address_changes) {
    KeysHouse house;
    const KeyId id = house.make_key(KeyRules{});
    const auto touched = [&](Fingerprint ip) {
        EXPECT_TRUE(house.by_key(TouchKey{"balances", true}, id, ip).has_value());
        return all_of<KeyUsed>(house.events);
    };
    EXPECT_EQ(touched({1, 1}).size(), 1u);
    EXPECT_EQ(touched({1, 1}).size(), 0u);
    house.now = house.now + minutes(1) - Duration{1};
    EXPECT_EQ(touched({1, 1}).size(), 0u);
    EXPECT_TRUE(touched({1, 2}).at(0).new_ip);
    house.now = house.now + minutes(1);
    EXPECT_FALSE(touched({1, 2}).at(0).new_ip);
}

}  // namespace
}  // namespace core
