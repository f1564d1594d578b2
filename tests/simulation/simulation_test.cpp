// Goal: no sequence of commands breaks the books, a restart or a crash loses nothing that was
// told, and a record means the same whenever it is decided.
// Method: play random commands of a small crowd; after each, check every invariant, decide each
// record again in a second state, and now and then lose power. A failure prints its seed:
// SEED=17 build/debug/bin/simulation_tests plays it again. POSTERN_LONG=1 plays fifty times more.
#include <cstdlib>
#include <gtest/gtest.h>

#include "simulation/random_commands.hpp"
#include "simulation/world.hpp"

namespace simulation {
namespace {

constexpr std::uint64_t seeds = 50;
constexpr int steps = 600;

void let_time_pass(World& world, base::Prng& prng) {
    if (prng.one_in(4)) return;
    world.clock.advance(core::milliseconds(prng.between(0, 500)));
    if (prng.one_in(25)) world.clock.advance(core::seconds(prng.between(-40, 90)));
    if (prng.one_in(150)) world.clock.advance(core::hours(25));
}

void step(World& world, Crowd& crowd, base::Prng& prng) {
    let_time_pass(world, prng);
    if (prng.one_in(2)) world.tick();
    const Asked asked = crowd.next(world.state(), world.clock.now());
    world.ask(asked.command, asked.envelope);
    if (prng.one_in(3)) world.commit();
    if (prng.one_in(40)) world.check_thoroughly();
    if (prng.one_in(60)) world.write_snapshot();
    if (prng.one_in(80)) world.lose_power_soon();
    if (prng.one_in(80)) world.lose_power();
    if (prng.one_in(80)) world.stop_and_start();
}

void play(std::uint64_t seed, Reached& reached) {
    base::Prng prng{seed};
    World world{prng, reached};
    Crowd crowd{prng};
    const bool live = seed % 16 == 7;
    for (const Asked& asked :
         opening(prng, live ? core::Environment::live : core::Environment::test)) {
        world.ask(asked.command, asked.envelope);
    }
    for (int i = 0; i < steps && world.broken.empty(); ++i) step(world, crowd, prng);
    if (seed % 8 == 3 && world.broken.empty()) {
        for (const Asked& asked : crowd.sweep(world.state())) {
            const auto* order = std::get_if<core::PlaceOrder>(&asked.command);
            if (order != nullptr && order->quantity > core::Quantity{500}) world.lose_power_soon();
            world.ask(asked.command, asked.envelope);
        }
    }
    if (world.broken.empty()) world.check_thoroughly();
    ASSERT_EQ(world.broken, "");
}

// Every answer that the core gives. A new one is added here, and to the crowd.
const std::set<core::Reject> all_that_the_core_says = {
    core::Reject::key_unknown,
    core::Reject::key_inactive,
    core::Reject::key_not_yet_valid,
    core::Reject::key_expired,
    core::Reject::key_frozen_idle,
    core::Reject::key_frozen_risk,
    core::Reject::key_frozen_user,
    core::Reject::key_revoked,
    core::Reject::key_cancel_only,
    core::Reject::wrong_environment,
    core::Reject::timestamp_skew,
    core::Reject::nonce_reused,
    core::Reject::customer_not_verified,
    core::Reject::customer_suspended,
    core::Reject::read_only_key,
    core::Reject::scope_missing,
    core::Reject::constraint_market,
    core::Reject::constraint_asset,
    core::Reject::idempotency_conflict,
    core::Reject::market_halted,
    core::Reject::market_cancel_only,
    core::Reject::insufficient_funds,
    core::Reject::price_filter,
    core::Reject::lot_filter,
    core::Reject::notional_filter,
    core::Reject::order_count_filter,
    core::Reject::order_unknown,
    core::Reject::client_order_id_in_use,
    core::Reject::would_match,
    core::Reject::not_found,
    core::Reject::malformed_field,
    core::Reject::already_exists,
    core::Reject::market_inexact,
    core::Reject::scopes_conflict,
    core::Reject::api_access_not_approved,
    core::Reject::policy_acceptance_required,
    core::Reject::step_up_required,
    core::Reject::step_up_invalid,
    core::Reject::step_up_locked,
    core::Reject::unauthorized,
    core::Reject::session_required,
    core::Reject::session_expired,
    core::Reject::role_missing,
    core::Reject::second_person_required,
    core::Reject::factor_not_enrolled,
    core::Reject::cap_exceeded,
    core::Reject::would_trigger,
    core::Reject::percent_price_filter,
    core::Reject::list_prices,
    core::Reject::iceberg_filter,
    core::Reject::trailing_filter,
    core::Reject::parked_count_filter,
    core::Reject::iceberg_count_filter,
    core::Reject::list_count_filter,
    core::Reject::amend_count_filter,
    core::Reject::amend_unchanged,
    core::Reject::amend_increase,
    core::Reject::cancel_restricted,
    core::Reject::order_list_unknown,
    core::Reject::market_auction,
    core::Reject::client_order_id_mismatch,
    core::Reject::missing_field,
    core::Reject::state_conflict,
    core::Reject::any_ip_unconfirmed,
    core::Reject::ip_list_required,
    core::Reject::hmac_not_allowed,
    core::Reject::too_many,
};

std::string names_of(const std::set<core::Reject>& rejects) {
    std::string text;
    for (const core::Reject reject : rejects) text += std::string{core::name_of(reject)} + " ";
    return text;
}

void expect_all_reached(const Reached& reached) {
    EXPECT_EQ(names_of(reached.rejects), names_of(all_that_the_core_says));
    EXPECT_EQ(reached.commands.size(), std::variant_size_v<core::Command>);
    for (std::size_t i = 0; i < std::variant_size_v<core::Event>; ++i)
        EXPECT_TRUE(reached.events.contains(i)) << "event number " << i + 1;
    for (int reason = 1; reason <= 13; ++reason) {
        EXPECT_TRUE(reached.reasons.contains(static_cast<core::CloseReason>(reason)))
            << "close reason " << reason;
    }
    EXPECT_EQ(reached.preventions.size(), 5u);
    EXPECT_GT(reached.continued, 0u);
    EXPECT_GT(reached.replayed, 0u);
    EXPECT_GT(reached.crashes, 0u);
    EXPECT_GT(reached.lost, 0u);
    EXPECT_GT(reached.cut_sweeps, 0u);
    EXPECT_GT(reached.from_snapshot, 0u);
}

TEST(Simulation, keeps_every_promise_and_loses_nothing) {
    const char* one = std::getenv("SEED");
    const std::uint64_t first = one != nullptr ? std::strtoull(one, nullptr, 10) : 1;
    const std::uint64_t count = one != nullptr                           ? 1
                                : std::getenv("POSTERN_LONG") != nullptr ? seeds * 50
                                                                         : seeds;
    Reached reached;
    for (std::uint64_t seed = first; seed < first + count; ++seed) {
        SCOPED_TRACE("SEED=" + std::to_string(seed));
        play(seed, reached);
        if (HasFatalFailure()) return;
    }
    if (one == nullptr) expect_all_reached(reached);
}

}  // namespace
}  // namespace simulation
