// What a person asks for under an Idempotency-Key happens once: repeated, at once from many
// threads, with the same factor. That it outlives a crash is in tests/clients/keys_once.test.mjs.
#include <atomic>
#include <gtest/gtest.h>
#include <set>
#include <thread>

#include "api/callers.hpp"

namespace {

using support::Asked;
using support::Heard;
using support::House;
using support::User;

constexpr const char* new_key =
    R"({"name":"bot","algorithm":"hmac-sha256","any_ip":true,"scopes":["balance"]})";

class Once : public testing::Test {
  protected:
    // Under an Idempotency-Key, with an answer to the challenge that this very request was given.
    Asked confirmed(const User& user, const std::string& once, const std::string& body = new_key) {
        Asked asked = plain(user, once, body);
        asked.headers.emplace_back("Postern-Step-Up", user.answer_to(house.ask(asked)));
        return asked;
    }
    static Asked plain(const User& user, const std::string& once, const std::string& body) {
        return {.method = "POST",
                .target = "/v1/keys",
                .headers = {{"Host", "localhost"},
                            {"Authorization", "Bearer " + user.token},
                            {"Idempotency-Key", once}},
                .body = body};
    }
    std::size_t keys_of(const User& user) {
        const std::string listed = user.ask("GET", "/v1/keys").body;
        std::size_t count = 0;
        for (auto at = listed.find("\"key_id\""); at != listed.npos;
             at = listed.find("\"key_id\"", at + 1)) {
            ++count;
        }
        return count;
    }

    House house;
    User dora = callers::ready_customer(house, "dora");
};

TEST_F(Once, a_key_is_made_however_often_it_is_asked_for) {
    const Asked asked = confirmed(dora, "monday");
    const Heard first = house.ask(asked);
    ASSERT_EQ(first.status, 201u) << first.body;
    EXPECT_EQ(first.header("Idempotent-Replayed"), "");
    EXPECT_NE(first.text("/secret"), "");
    for (int i = 0; i < 3; ++i) {
        const Heard again = house.ask(asked);
        EXPECT_EQ(again.status, 201u) << again.body;
        EXPECT_EQ(again.header("Idempotent-Replayed"), "true");
        EXPECT_EQ(again.text("/key/key"), first.text("/key/key"));
        EXPECT_EQ(again.text("/secret"), "") << "it is told once";
    }
    EXPECT_EQ(keys_of(dora), 1u);
}

TEST_F(Once, the_factor_is_used_up_by_the_first_and_not_asked_for_again) {
    const Asked asked = confirmed(dora, "monday");
    const std::string header = asked.headers.back().second;
    ASSERT_EQ(house.ask(asked).status, 201u);
    const Heard without = house.ask(plain(dora, "monday", new_key));
    EXPECT_EQ(without.header("Idempotent-Replayed"), "true") << without.body;
    Asked other = plain(dora, "tuesday", new_key);
    other.headers.emplace_back("Postern-Step-Up", header);
    EXPECT_EQ(house.ask(other).code(), "step_up_invalid");
    EXPECT_EQ(keys_of(dora), 1u);
}

TEST_F(Once, another_body_under_the_same_name_is_a_conflict) {
    ASSERT_EQ(house.ask(confirmed(dora, "monday")).status, 201u);
    const std::string wider =
        R"({"name":"bot","algorithm":"hmac-sha256","any_ip":true,"scopes":["all"]})";
    EXPECT_EQ(house.ask(plain(dora, "monday", wider)).code(), "idempotency_conflict");
    EXPECT_EQ(keys_of(dora), 1u);
}

TEST_F(Once, two_people_may_choose_the_same_name) {
    const User erin = callers::ready_customer(house, "erin");
    const Heard hers = house.ask(confirmed(erin, "monday"));
    const Heard his = house.ask(confirmed(dora, "monday"));
    EXPECT_EQ(his.status, 201u) << his.body;
    EXPECT_EQ(his.header("Idempotent-Replayed"), "");
    EXPECT_NE(his.text("/key/key"), hers.text("/key/key"));
}

TEST_F(Once, a_storm_of_the_same_request_makes_one_key) {
    const Asked asked = confirmed(dora, "monday");
    std::atomic<int> made{0};
    std::atomic<int> replayed{0};
    std::atomic<int> busy{0};
    std::mutex mutex;
    std::set<std::string> names;
    std::vector<std::jthread> threads;
    for (int i = 0; i < 8; ++i) {
        threads.emplace_back([&] {
            for (int repeats = 0; repeats < 10; ++repeats) {
                const Heard heard = house.ask(asked);
                if (heard.code() == "idempotency_in_flight") {
                    ++busy;
                    continue;
                }
                EXPECT_EQ(heard.status, 201u) << heard.body;
                heard.text("/secret").empty() ? ++replayed : ++made;
                const std::lock_guard lock{mutex};
                names.insert(heard.text("/key/key"));
            }
        });
    }
    threads.clear();
    EXPECT_EQ(made, 1);
    EXPECT_EQ(names.size(), 1u);
    EXPECT_EQ(made + replayed + busy, 80);
    EXPECT_EQ(keys_of(dora), 1u);
}

// A no is an answer too, and stays the same.
TEST_F(Once, a_rejection_is_repeated_as_it_was) {
    const std::string conflicting = R"({"name":"bot","algorithm":"hmac-sha256","any_ip":true,)"
                                    R"("scopes":["withdraw:create","address:create"]})";
    const Heard asked_first = house.ask(plain(dora, "monday", conflicting));
    const Heard again = house.ask(plain(dora, "monday", conflicting));
    EXPECT_EQ(again.code(), asked_first.code());
    EXPECT_EQ(keys_of(dora), 0u);
}

}  // namespace
