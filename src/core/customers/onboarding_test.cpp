#include "core/customers/onboarding.hpp"

#include <gtest/gtest.h>
#include <set>

namespace core {
namespace {

using enum Onboarding;

constexpr Onboarding states[] = {draft,        submitted,      needs_information, screening,
                                 review,       approved,       rejected_retry,    rejected_final,
                                 edd_required, reverification, on_hold,           suspended,
                                 offboarding,  closed};

// From `from` by moves that need one person only, whoever makes them.
std::set<Onboarding> reachable_alone(Onboarding from) {
    std::set<Onboarding> reached{from};
    for (std::size_t before = 0; before != reached.size();) {
        before = reached.size();
        for (const Move& move : all_moves()) {
            if (reached.contains(move.from) && !needs_second_person(move.from, move.to)) {
                reached.insert(move.to);
            }
        }
    }
    return reached;
}

TEST(Onboarding, has_each_move_once_and_somebody_who_may_make_it) {
    std::set<std::pair<Onboarding, Onboarding>> seen;
    for (const Move& move : all_moves()) {
        EXPECT_TRUE(seen.emplace(move.from, move.to).second);
        EXPECT_TRUE(move.by_customer || move.by_provider || move.by_staff);
        EXPECT_FALSE(move.by_customer && move.by_staff) << "a file is handed in by its owner";
        EXPECT_EQ(move.overrides, is_final(move.from));
    }
}

TEST(Onboarding, leads_to_every_state_and_out_of_every_state) {
    for (const Onboarding state : states) {
        if (state == on_hold) continue;  // by may_hold
        int in = 0;
        int out = 0;
        for (const Move& move : all_moves()) {
            in += move.to == state;
            out += move.from == state;
        }
        EXPECT_GT(in + (state == draft), 0) << name_of(state);
        EXPECT_GT(out, 0) << name_of(state);
    }
}

TEST(Onboarding, verifies_nobody_by_one_persons_moves) {
    for (const Onboarding from : states) {
        if (is_verified(from, 1)) continue;
        for (const Onboarding to : reachable_alone(from)) {
            EXPECT_FALSE(is_verified(to, level_max)) << name_of(from) << " " << name_of(to);
        }
    }
}

TEST(Onboarding, ends_are_not_left_by_one_person) {
    for (const Onboarding end : {rejected_final, closed}) {
        EXPECT_EQ(reachable_alone(end), std::set{end});
        EXPECT_FALSE(may_hold(end));
    }
}

TEST(Onboarding, verified_means_approved_and_on_a_level) {
    EXPECT_TRUE(is_verified(approved, 1));
    EXPECT_TRUE(is_verified(reverification, 3));
    EXPECT_FALSE(is_verified(approved, 0));
    for (const Onboarding state : {submitted, screening, review, on_hold, suspended, closed}) {
        EXPECT_FALSE(is_verified(state, 3));
    }
}

TEST(Onboarding, looks_at_risky_customers_more_often) {
    Customer customer;
    customer.onboarding = approved;
    customer.onboarding_at = from_unix_ms(1'000);
    EXPECT_EQ(review_due_at(customer), from_unix_ms(1'000) + hours(24 * 30 * 36));
    customer.risk = RiskLevel::high;
    EXPECT_EQ(review_due_at(customer), from_unix_ms(1'000) + hours(24 * 30 * 12));
    customer.onboarding = reverification;
    EXPECT_EQ(review_due_at(customer), never);
}

TEST(Onboarding, reasons_are_codes) {
    EXPECT_TRUE(is_code("document_expired2"));
    for (const char* text : {"", "_x", "2x", "Expired", "two words", "a-b"}) {
        EXPECT_FALSE(is_code(text)) << text;
    }
}

TEST(ApiAccess, that_was_revoked_stays_so) {
    for (const ApiAccess to : {ApiAccess::none, ApiAccess::requested, ApiAccess::approved,
                               ApiAccess::declined, ApiAccess::suspended, ApiAccess::revoked}) {
        EXPECT_FALSE(may_decide(ApiAccess::revoked, to));
        EXPECT_FALSE(may_decide(ApiAccess::none, to));
    }
    EXPECT_TRUE(may_decide(ApiAccess::suspended, ApiAccess::approved));
}

}  // namespace
}  // namespace core
