// What second factors promise, whatever is tried and in whatever order.
#include <gtest/gtest.h>
#include <set>

#include "base/prng.hpp"
#include "core/exchange/bare_house_for_tests.hpp"
#include "core/exchange/callers.hpp"
#include "core/exchange/deciders.hpp"

namespace core {
namespace {

constexpr UserId erin{1};
constexpr std::uint64_t seeds = 100;

// A house with erin in it, who registered herself.
class House : public testing::BareHouse {
  public:
    House() {
        must(OpenHouse{Environment::test, 1, 2}, {.surface = Surface::cli});
        must(RegisterUser{{1, 1}, {1, 2}, {1, 3}, CustomerKind::person}, {.surface = Surface::web});
    }

    void wait_until(Timestamp then) {
        now = then;
        must(Tick{}, {.surface = Surface::system});
    }
    void wait(Duration how_long) { wait_until(now + how_long); }

    Envelope by_erin(SessionId session, std::optional<FactorUse> factor = {}) const {
        return {.customer = CustomerId{1},
                .account = AccountId{3},
                .surface = Surface::web,
                .person = Person{erin, session, factor}};
    }
    SessionId sign_in(std::optional<FactorUse> factor = {}) {
        const OpenSession open{{9, state.sessions.next_id().value}};
        must(open, by_erin({}, factor));
        return state.sessions.last();
    }
    FactorId enrol_totp(SessionId session, std::uint64_t step,
                        std::optional<FactorUse> factor = {}) {
        const AddFactor totp{FactorKind::totp, "phone", {5, 5}, {}, 0, {}};
        must(totp, by_erin(session, factor));
        const FactorId added{state.factors.next_id().value - 1};
        must(ConfirmFactor{added, true, step}, by_erin(session));
        return added;
    }

  private:
};

FactorUse right(FactorId factor, std::uint64_t step) {
    FactorUse use;
    use.factor = factor;
    use.matched = true;
    use.counter = step;
    return use;
}
FactorUse wrong(FactorId factor) {
    FactorUse use;
    use.factor = factor;
    return use;
}

template <class Wanted>
const Wanted* find(const std::vector<Event>& events) {
    for (const Event& event : events) {
        if (const auto* found = std::get_if<Wanted>(&event)) return found;
    }
    return nullptr;
}

// Something that takes a factor, from any of erin's sessions.
Verdict try_anything(House& house, base::Prng& prng, const FactorUse& use) {
    const auto open = house.state.sessions.of_user(erin);
    const SessionId session = open.empty() ? SessionId{} : open[prng.below(open.size())];
    switch (session ? prng.below(5) : 0) {
        case 0:
            return house.ask(OpenSession{{9, house.state.sessions.next_id().value}},
                             house.by_erin({}, use));
        case 1:
            return house.ask(ChangePassword{{6, prng.next()}}, house.by_erin(session, use));
        case 2:
            return house.ask(AddFactor{FactorKind::totp, "other", {5, 6}, {}, 0, {}},
                             house.by_erin(session, use));
        case 3: {
            const FactorId any{prng.below(house.state.factors.next_id().value)};
            return house.ask(ConfirmFactor{any, use.matched, use.counter}, house.by_erin(session));
        }
        default:
            return house.ask(TouchSession{}, house.by_erin(session, use));
    }
}

TEST(Factors, accept_a_totp_step_at_most_once_whatever_the_interleaving) {
    for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
        SCOPED_TRACE(seed);
        base::Prng prng{seed};
        House house;
        const FactorId first = house.enrol_totp(house.sign_in(), 10);
        std::set<std::pair<FactorId, std::uint64_t>> accepted{{first, 10}};
        for (int i = 0; i < 100; ++i) {
            house.wait(seconds(prng.between(0, 90)));
            const FactorId any{1 + prng.below(house.state.factors.next_id().value)};
            const Factor* factor = house.state.factors.find(any);
            const std::uint64_t last = factor != nullptr ? factor->counter : 10;
            try_anything(house, prng, right(any, last + prng.below(3)));
            if (const auto* used = find<FactorUsed>(house.events)) {
                ASSERT_TRUE(accepted.emplace(used->factor, used->counter).second);
            }
            if (const auto* confirmed = find<FactorConfirmed>(house.events)) {
                ASSERT_TRUE(accepted.emplace(confirmed->factor, confirmed->counter).second);
            }
        }
        EXPECT_GT(accepted.size(), 3u);
    }
}

TEST(Factors, give_five_tries_before_a_lock_and_one_before_each_longer_one) {
    for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
        SCOPED_TRACE(seed);
        base::Prng prng{seed};
        House house;
        const FactorId totp = house.enrol_totp(house.sign_in(), 10);
        int tries = 0;
        int locks = 0;
        Timestamp locked_until{};
        Duration last_lock{};
        for (int i = 0; i < 100; ++i) {
            house.wait(seconds(prng.between(0, 30)));
            if (prng.one_in(8)) house.wait_until(std::max(house.now, locked_until));
            const bool locked = house.now < locked_until;
            // A right code is no help while they are locked.
            const FactorUse use = locked && prng.one_in(2) ? right(totp, 1'000) : wrong(totp);
            Verdict verdict = try_anything(house, prng, use);
            if (verdict.has_value() || verdict.error().reject == Reject::not_found ||
                verdict.error().reject == Reject::state_conflict) {
                ASSERT_EQ(find<FactorUsed>(house.events), nullptr);
                continue;  // a confirmation of nothing that waits for one
            }
            if (locked) {
                ASSERT_EQ(verdict.error().reject, Reject::step_up_locked);
                ASSERT_EQ(verdict.error().until, locked_until);
                continue;
            }
            ASSERT_EQ(verdict.error().reject, Reject::step_up_invalid);
            const auto* failed = find<FactorFailed>(house.events);
            ASSERT_NE(failed, nullptr);
            ++tries;
            if (failed->locked_until <= house.now) {
                ASSERT_LT(tries, 5);
                continue;
            }
            const Duration lock = failed->locked_until - house.now;
            ASSERT_EQ(tries, locks == 0 ? 5 : 1);
            ASSERT_TRUE(lock > last_lock || lock == hours(24));
            locked_until = failed->locked_until;
            last_lock = lock;
            tries = 0;
            ++locks;
        }
        EXPECT_GT(locks, 3);
    }
}

TEST(Factors, and_passwords_that_change_leave_no_other_session_open) {
    for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
        SCOPED_TRACE(seed);
        base::Prng prng{seed};
        House house;
        const FactorId totp = house.enrol_totp(house.sign_in(), 10);
        std::uint64_t step = 10;
        int changes = 0;
        for (int i = 0; i < 60; ++i) {
            house.wait(seconds(prng.between(0, 200)));
            if (prng.one_in(2)) house.sign_in(right(totp, ++step));
            const auto before = house.state.sessions.of_user(erin);
            try_anything(house, prng, right(totp, ++step));
            if (find<SecretsChanged>(house.events) == nullptr) continue;
            ++changes;
            ASSERT_EQ(house.state.users.at(erin).secrets_changed_at, house.now);
            int passing = 0;
            for (const SessionId session : before) {
                passing += person_of(house.state, house.by_erin(session), house.now).has_value();
            }
            ASSERT_LE(passing, 1);  // the one that changed them
            ASSERT_EQ(house.state.sessions.count(), 1u);
        }
        EXPECT_GT(changes, 3);
    }
}

TEST(Factors, that_lock_double_the_time_up_to_a_day) {
    House house;
    const FactorId totp = house.enrol_totp(house.sign_in(), 10);
    std::vector<std::int64_t> minutes_locked;
    for (int i = 0; i < 18; ++i) {
        house.ask(OpenSession{{9, 9}}, house.by_erin({}, wrong(totp)));
        const Timestamp until = house.state.users.at(erin).factors_locked_until;
        if (until <= house.now) continue;
        minutes_locked.push_back((until - house.now).ns / minutes(1).ns);
        house.wait_until(until);
    }
    EXPECT_EQ(minutes_locked, (std::vector<std::int64_t>{1, 2, 4, 8, 16, 32, 64, 128, 256, 512,
                                                         1024, 1440, 1440, 1440}));
    EXPECT_TRUE(house.ask(OpenSession{{9, 9}}, house.by_erin({}, right(totp, 11))).has_value());
    EXPECT_EQ(house.state.users.at(erin).factor_failures, 0u);
}

TEST(Factors, are_not_used_up_by_a_command_that_is_rejected) {
    House house;
    const SessionId session = house.sign_in();
    const FactorId totp = house.enrol_totp(session, 10);
    const Envelope envelope = house.by_erin(session, right(totp, 11));
    EXPECT_FALSE(house.ask(ChangePassword{}, envelope).has_value());
    EXPECT_TRUE(house.events.empty());
    EXPECT_TRUE(house.ask(ChangePassword{{6, 7}}, envelope).has_value());
    EXPECT_EQ(house.ask(ChangePassword{{6, 8}}, envelope).error(),
              (Rejection{.reject = Reject::step_up_invalid, .field = "used"}));
}

// Else wrong codes could be tried beside orders, whose rejections leave no trace.
TEST(Factors, do_not_go_with_orders) {
    House house;
    const SessionId session = house.sign_in();
    const FactorId totp = house.enrol_totp(session, 10);
    for (const FactorUse& use : {right(totp, 11), wrong(totp)}) {
        EXPECT_EQ(house.ask(PlaceOrder{}, house.by_erin(session, use)).error(),
                  (Rejection{.reject = Reject::malformed_field, .field = "factor"}));
        EXPECT_TRUE(house.events.empty());
    }
}

// The same request with the same Idempotency-Key comes again with a factor.
TEST(Factors, that_were_missing_do_not_spoil_the_idempotency_key) {
    House house;
    const SessionId session = house.sign_in();
    const FactorId totp = house.enrol_totp(session, 10);
    Envelope envelope = house.by_erin(session);
    envelope.idempotency = {4, 4};
    const auto ask = [&] { return house.ask(ChangePassword{{6, 7}}, envelope); };
    EXPECT_EQ(ask().error().reject, Reject::step_up_required);
    envelope.person->factor = wrong(totp);
    EXPECT_EQ(ask().error().reject, Reject::step_up_invalid);
    EXPECT_EQ(*repetition(house.state, envelope), nullptr);
    envelope.person->factor = right(totp, 11);
    EXPECT_TRUE(ask().has_value());
    EXPECT_NE(*repetition(house.state, envelope), nullptr);
}

TEST(Factors, answer_a_challenge_once_and_in_time) {
    House house;
    const FactorId totp = house.enrol_totp(house.sign_in(), 10);
    FactorUse use = right(totp, 11);
    use.challenge = {8, 8};
    use.challenge_until = house.now + seconds(120);
    std::uint64_t token = 50;
    const auto sign_in = [&] {
        const Verdict verdict = house.ask(OpenSession{{9, ++token}}, house.by_erin({}, use));
        return verdict ? std::string{} : std::string{verdict.error().field.view()};
    };
    EXPECT_EQ(sign_in(), "");
    use.counter = 12;
    EXPECT_EQ(sign_in(), "challenge");
    house.wait(seconds(200));
    EXPECT_EQ(sign_in(), "challenge");  // forgotten, and over
    use.challenge = {8, 9};
    use.challenge_until = house.now + seconds(120);
    EXPECT_EQ(sign_in(), "");
}

// Whoever knew the password before there was a factor may have begun one of his own.
TEST(Factors, that_were_begun_before_the_first_one_counted_are_dropped_by_it) {
    House house;
    const SessionId thief = house.sign_in();
    const AddFactor totp{FactorKind::totp, "his", {5, 5}, {}, 0, {}};
    EXPECT_TRUE(house.ask(totp, house.by_erin(thief)).has_value());
    const FactorId his{1};
    house.enrol_totp(house.sign_in(), 10);
    EXPECT_EQ(house.ask(ConfirmFactor{his, true, 11}, house.by_erin(thief)).error().reject,
              Reject::not_found);
}

}  // namespace
}  // namespace core
