// Registering, signing in, sessions and the password.
#include <gtest/gtest.h>
#include <thread>

#include "support/house.hpp"

namespace {

using support::Asked;
using support::Heard;
using support::House;
using support::User;

constexpr const char* good_password = "a long walk by the river";
constexpr const char* other_password = "quite another way to say it";

// What a stranger can compare: all but the request's own name.
std::string comparable(const Heard& heard) {
    std::string body = heard.body;
    if (const auto at = body.find("\"request_id\""); at != body.npos) body.erase(at, 33);
    return std::to_string(heard.status) + body;
}

Heard by_cookie(const User& user, const std::string& method, const std::string& target,
                std::vector<std::pair<std::string, std::string>> headers) {
    headers.emplace_back("Host", "x.example");
    headers.emplace_back("Cookie", "theme=dark; __Host-postern=" + user.token);
    return user.house->ask({.method = method, .target = target, .headers = std::move(headers)});
}

std::string change_body(const std::string& current, const std::string& fresh) {
    return R"({"current_password":")" + current + R"(","new_password":")" + fresh + R"("})";
}

TEST(SignIn, somebody_registers_signs_in_and_is_known) {
    House house;
    const Heard registered = house.register_user("dora@example.org", good_password);
    EXPECT_EQ(registered.status, 202U) << registered.body;
    const Heard opened = house.sign_in("Dora@Example.org", good_password);
    ASSERT_EQ(opened.status, 201U) << opened.body;
    const std::string cookie = opened.header("Set-Cookie");
    EXPECT_EQ(cookie, "__Host-postern=" + opened.text("/token") +
                          "; Path=/; Secure; HttpOnly; SameSite=Strict");
    const Heard shown =
        house.ask({.target = "/v1/session",
                   .headers = {{"Authorization", "Bearer " + opened.text("/token")}}});
    ASSERT_EQ(shown.status, 200U) << shown.body;
    EXPECT_EQ(shown.text("/email"), "dora@example.org");
    EXPECT_EQ(shown.text("/name"), "Some Body");
    EXPECT_EQ(shown.text("/roles"), "[]");
    EXPECT_EQ(shown.text("/has_factor"), "false");
    EXPECT_EQ(shown.text("/csrf_token"), opened.text("/csrf_token"));
    EXPECT_EQ(shown.text("/session/session_id"), opened.text("/session/session_id"));
    EXPECT_EQ(shown.text("/session/by_factor"), "false");
    EXPECT_NE(shown.text("/customer_id"), "null");
    EXPECT_NE(shown.text("/account_id"), "null");
}

TEST(SignIn, registering_tells_nobody_who_is_known) {
    House house;
    const Heard fresh = house.register_user("dora@example.org", good_password);
    const Heard again = house.register_user("DORA@example.org", other_password);
    EXPECT_EQ(again.status, 202U);
    EXPECT_EQ(again.body, fresh.body);
    EXPECT_EQ(house.sign_in("dora@example.org", other_password).code(), "unauthorized")
        << "the second one changed nothing";
    EXPECT_EQ(house.sign_in("dora@example.org", good_password).status, 201U);
    EXPECT_EQ(house.live().read()->state.users.all().size(), 1U);
}

TEST(SignIn, a_wrong_password_and_an_unknown_address_sound_alike) {
    House house;
    house.sign_up("dora");
    const Heard wrong = house.sign_in("dora@example.org", other_password);
    const Heard unknown = house.sign_in("nobody@example.org", other_password);
    EXPECT_EQ(wrong.code(), "unauthorized");
    EXPECT_EQ(wrong.status, 401U);
    EXPECT_EQ(comparable(wrong), comparable(unknown));
    EXPECT_EQ(comparable(house.sign_in("no address", other_password)), comparable(unknown));
    // Nor does a code tell whether there is an app.
    EXPECT_EQ(comparable(house.sign_in("dora@example.org", other_password, "123456")),
              comparable(unknown));
}

TEST(SignIn, addresses_passwords_and_names_must_be_good_ones) {
    House house;
    const std::string long_local(65, 'a');
    const std::string long_domain = std::string(250, 'a') + ".org";
    for (const std::string& email :
         {std::string{"dora"}, std::string{"@example.org"}, std::string{"dora@"},
          std::string{"dora@example"}, std::string{"dora@example..org"},
          std::string{"dora@-example.org"}, std::string{"dora@example.org."},
          std::string{"do ra@example.org"}, std::string{"do@ra@example.org"},
          std::string{"d\u00f6ra@example.org"}, long_local + "@example.org",
          "dora@" + long_domain}) {
        const Heard heard = house.register_user(email, good_password);
        EXPECT_EQ(heard.code(), "malformed_field") << email << heard.body;
        EXPECT_EQ(heard.text("/field"), "email");
    }
    const std::pair<std::string, const char*> passwords[] = {{"short", "too_short"},
                                                             {std::string(257, 'x'), "too_long"},
                                                             {"dora@example.org", "is_email"},
                                                             {"aaaabbbbaaaabbbb", "too_uniform"}};
    for (const auto& [password, reason] : passwords) {
        const Heard heard = house.register_user("dora@example.org", password);
        EXPECT_EQ(heard.code(), "password_refused") << password;
        EXPECT_EQ(heard.text("/reason"), reason);
        EXPECT_FALSE(heard.text("/advice").empty());
    }
    EXPECT_EQ(house.live().read()->state.users.all().size(), 0U);
}

TEST(SignIn, tries_are_counted_for_a_login_wherever_they_come_from) {
    House house;
    house.sign_up("dora");  // one try
    for (int i = 0; i < 9; ++i) {
        EXPECT_EQ(house.sign_in("dora@example.org", other_password).code(), "unauthorized");
    }
    const Heard limited = house.sign_in("dora@example.org", good_password);
    EXPECT_EQ(limited.code(), "rate_limited") << "the right password too";
    EXPECT_EQ(limited.text("/retry_after"), "30");
    EXPECT_EQ(limited.header("Retry-After"), "30");
    for (int i = 0; i < 10; ++i) {
        EXPECT_EQ(house.sign_in("nobody@example.org", other_password).code(), "unauthorized");
    }
    EXPECT_EQ(comparable(house.sign_in("nobody@example.org", other_password)), comparable(limited));
    house.clock.advance(core::seconds(30));
    EXPECT_EQ(house.sign_in("dora@example.org", good_password).status, 201U);
    EXPECT_EQ(house.sign_in("dora@example.org", good_password).code(), "rate_limited");
}

TEST(SignIn, tries_are_counted_for_an_address_whomever_they_are_for) {
    House house;
    const auto try_it = [&](int who) {
        return house
            .ask({.method = "POST",
                  .target = "/v1/sessions",
                  .headers = {},
                  .body = R"({"email":"n)" + std::to_string(who) +
                          R"(@example.org","password":"whatever it may be"})",
                  .peer = "192.0.2.7"})
            .code();
    };
    for (int i = 0; i < 30; ++i) EXPECT_EQ(try_it(i), "unauthorized");
    EXPECT_EQ(try_it(31), "rate_limited");
    EXPECT_EQ(house.sign_in("n31@example.org", good_password).code(), "unauthorized")
        << "from elsewhere";
}

TEST(SignIn, a_crowd_at_the_door_is_told_to_come_again) {
    House house;
    const User dora = house.sign_up("dora");
    {
        std::vector<api::SignInLimits::Place> crowd;
        // The last one may be on its way out still: his answer came before he left his place.
        while (crowd.size() < api::SignInRates{}.places) {
            auto place = house.parts().sign_in_limits.take_place();
            place ? crowd.push_back(*std::move(place)) : std::this_thread::yield();
        }
        EXPECT_EQ(house.sign_in(dora.email, dora.password).code(), "unavailable");
        EXPECT_EQ(house.register_user("eve@example.org", good_password).code(), "unavailable");
        EXPECT_EQ(dora.ask("GET", "/v1/session").status, 200U) << "who is in is not disturbed";
    }
    EXPECT_EQ(house.sign_in(dora.email, dora.password).status, 201U);
}

TEST(SignIn, a_cookie_changes_nothing_without_the_pages_token_and_our_origin) {
    House house;
    const User dora = house.sign_up("dora");
    const auto from = [](const char* origin) {
        return std::pair<std::string, std::string>{"Origin", origin};
    };
    const std::pair<std::string, std::string> token{"Postern-CSRF", dora.csrf_token};
    EXPECT_EQ(by_cookie(dora, "GET", "/v1/session", {}).status, 200U) << "looking is free";
    const std::string target = "/v1/sessions";
    EXPECT_EQ(by_cookie(dora, "DELETE", target, {}).code(), "csrf_failed");
    EXPECT_EQ(by_cookie(dora, "DELETE", target, {from("https://x.example")}).code(), "csrf_failed");
    EXPECT_EQ(by_cookie(dora, "DELETE", target, {token}).code(), "csrf_failed");
    EXPECT_EQ(by_cookie(dora, "DELETE", target, {token, from("https://y.example")}).code(),
              "csrf_failed");
    EXPECT_EQ(by_cookie(dora, "DELETE", target, {token, from("null")}).code(), "csrf_failed");
    EXPECT_EQ(house.last_refusal(), core::Reject::csrf_failed);
    const Heard done = by_cookie(dora, "DELETE", target, {token, from("https://x.example")});
    EXPECT_EQ(done.status, 200U) << done.body;
}

TEST(SignIn, a_page_of_another_site_signs_nobody_in) {
    House house;
    house.sign_up("dora");
    const Heard heard =
        house.ask({.method = "POST",
                   .target = "/v1/sessions",
                   .headers = {{"Host", "x.example"}, {"Origin", "https://y.example"}},
                   .body = R"({"email":"dora@example.org","password":")" +
                           std::string{good_password} + R"("})"});
    EXPECT_EQ(heard.code(), "csrf_failed");
    EXPECT_EQ(heard.header("Set-Cookie"), "");
}

// A use that comes back behind its touch, for which nobody waits otherwise.
unsigned use(const User& user) { return user.ask("DELETE", "/v1/sessions").status; }

TEST(SignIn, a_session_ends_unused_and_lives_while_it_is_used) {
    House house;
    const User dora = house.sign_up("dora");
    for (int i = 0; i < 10; ++i) {
        house.clock.advance(core::minutes(20));
        EXPECT_EQ(use(dora), 200U) << i;
    }
    house.clock.advance(core::minutes(30));
    EXPECT_EQ(dora.ask("GET", "/v1/session").code(), "session_expired");
    EXPECT_EQ(dora.ask("DELETE", "/v1/session").code(), "session_expired");
}

TEST(SignIn, a_session_ends_after_twelve_hours_however_much_it_is_used) {
    House house;
    const User dora = house.sign_up("dora");
    for (int i = 1; i < 12 * 4; ++i) {
        house.clock.advance(core::minutes(15));
        ASSERT_EQ(use(dora), 200U) << i;
    }
    house.clock.advance(core::minutes(15));
    EXPECT_EQ(dora.ask("GET", "/v1/session").code(), "session_expired");
}

TEST(SignIn, use_is_recorded_once_a_minute_at_most) {
    House house;
    const User dora = house.sign_up("dora");
    const auto sequence = [&] { return house.live().read()->state.stamp.sequence.value; };
    const auto before = sequence();
    for (int i = 0; i < 20; ++i) dora.ask("GET", "/v1/session");
    EXPECT_EQ(sequence(), before);
    house.clock.advance(core::minutes(1));
    for (int i = 0; i < 20; ++i) dora.ask("GET", "/v1/session");
    dora.ask("DELETE", "/v1/sessions");  // comes behind the touch
    EXPECT_EQ(sequence(), before + 2);
}

TEST(SignIn, sessions_are_listed_and_ended_one_by_one_or_all_others) {
    House house;
    const User dora = house.sign_up("dora");
    const User second = dora.signed_in_again();
    const User third = dora.signed_in_again();
    const User eve = house.sign_up("eve");
    const Heard list = third.ask("GET", "/v1/sessions");
    ASSERT_EQ(list.status, 200U) << list.body;
    EXPECT_EQ(list.text("/sessions/0/is_current"), "false");
    EXPECT_EQ(list.text("/sessions/2/is_current"), "true");
    EXPECT_EQ(list.text("/sessions/3/session_id"), "") << "nobody else's";
    const std::string first_one = "/v1/sessions/" + list.text("/sessions/0/session_id");
    EXPECT_EQ(eve.ask("DELETE", first_one).code(), "not_found");
    EXPECT_EQ(third.ask("DELETE", first_one + "?validate_only=true").status, 200U);
    EXPECT_EQ(dora.ask("GET", "/v1/session").status, 200U);
    EXPECT_EQ(third.ask("DELETE", first_one).text("/ended"), "1");
    EXPECT_EQ(dora.ask("GET", "/v1/session").code(), "session_expired");
    EXPECT_EQ(third.ask("DELETE", "/v1/sessions").text("/ended"), "1");
    EXPECT_EQ(second.ask("GET", "/v1/session").code(), "session_expired");
    const Heard ended = third.ask("DELETE", "/v1/session");
    EXPECT_EQ(ended.text("/ended"), "1");
    EXPECT_NE(ended.header("Set-Cookie").find("Max-Age=0"), std::string::npos)
        << ended.header("Set-Cookie");
    EXPECT_EQ(third.ask("GET", "/v1/session").code(), "session_expired");
    EXPECT_EQ(eve.ask("GET", "/v1/session").status, 200U);
}

TEST(SignIn, a_new_password_needs_the_old_one_and_ends_the_other_sessions) {
    House house;
    User dora = house.sign_up("dora");
    const User elsewhere = dora.signed_in_again();
    EXPECT_EQ(
        dora.ask("PUT", "/v1/password", change_body("not the one it is", other_password)).code(),
        "unauthorized");
    const Heard bad = dora.ask("PUT", "/v1/password", change_body(good_password, "short"));
    EXPECT_EQ(bad.code(), "password_refused");
    EXPECT_EQ(bad.text("/reason"), "too_short");
    EXPECT_EQ(dora.ask("PUT", "/v1/password?validate_only=true",
                       change_body(good_password, other_password))
                  .status,
              200U);
    EXPECT_EQ(elsewhere.ask("GET", "/v1/session").status, 200U) << "only tried";
    const Heard changed =
        dora.ask("PUT", "/v1/password", change_body(good_password, other_password));
    EXPECT_EQ(changed.status, 200U) << changed.body;
    EXPECT_EQ(dora.ask("GET", "/v1/session").status, 200U);
    EXPECT_EQ(elsewhere.ask("GET", "/v1/session").code(), "session_expired");
    EXPECT_EQ(house.sign_in(dora.email, good_password).code(), "unauthorized");
    EXPECT_EQ(house.sign_in(dora.email, other_password).status, 201U);
}

TEST(SignIn, guessing_the_password_with_a_stolen_session_is_slow) {
    House house;
    const User dora = house.sign_up("dora");
    for (int i = 0; i < 9; ++i) {
        EXPECT_EQ(dora.ask("PUT", "/v1/password", change_body("not the one it is", other_password))
                      .code(),
                  "unauthorized");
    }
    EXPECT_EQ(dora.ask("PUT", "/v1/password", change_body(good_password, other_password)).code(),
              "rate_limited");
}

TEST(SignIn, staff_sign_in_as_customers_do_and_have_roles_and_no_account) {
    House house;
    const User olivia = house.hire("olivia", {core::Role::admin, core::Role::auditor});
    const Heard shown = olivia.ask("GET", "/v1/session");
    EXPECT_EQ(shown.text("/roles"), R"(["auditor","admin"])");
    EXPECT_EQ(shown.text("/customer_id"), "null");
    EXPECT_EQ(shown.text("/account_id"), "null");
    EXPECT_EQ(shown.text("/has_factor"), "true");
    EXPECT_EQ(olivia.ask("GET", "/v1/balances").code(), "role_missing");
}

TEST(SignIn, who_was_turned_away_is_in_the_access_log_without_a_name) {
    House house;
    house.sign_up("dora");
    EXPECT_EQ(house.sign_in("dora@example.org", other_password).code(), "unauthorized");
    const Heard log = house.operate("GET", "/v1/operator/access-log?code=unauthorized");
    EXPECT_EQ(log.text("/requests/0/operation"), "sessions.open") << log.body;
    EXPECT_EQ(log.text("/requests/0/customer_id"), "null");
    const User eve = house.sign_up("eve");
    eve.ask("GET", "/v1/sessions");
    const Heard own = house.operate(
        "GET", "/v1/operator/access-log?customer_id=" + std::to_string(eve.customer.value));
    EXPECT_EQ(own.text("/requests/0/operation"), "sessions.list") << own.body;
    EXPECT_EQ(own.text("/requests/0/user_id"), std::to_string(eve.id.value));
    EXPECT_EQ(own.text("/requests/0/surface"), "web");
}

TEST(SignIn, a_token_that_is_none_or_of_another_environment_is_refused) {
    House house;
    User dora = house.sign_up("dora");
    EXPECT_EQ(house.ask({.target = "/v1/session"}).code(), "session_required");
    User wrong = dora;
    wrong.token.back() = wrong.token.back() == 'a' ? 'b' : 'a';
    EXPECT_EQ(wrong.ask("GET", "/v1/session").code(), "session_required") << "no token at all";
    EXPECT_EQ(dora.ask("DELETE", "/v1/session").status, 200U);
    EXPECT_EQ(dora.ask("GET", "/v1/session").code(), "session_expired");
}

}  // namespace
