// Second factors: enrolment, the challenge, single use, lockout, recovery codes, passkeys.
#include <future>
#include <gtest/gtest.h>

#include "api/factors/authenticator_for_tests.hpp"
#include "support/house.hpp"

namespace {

using support::Heard;
using support::House;
using support::User;

constexpr const char* codes_target = "/v1/factors/recovery_codes";

Heard ask_with(const User& user, const std::string& method, const std::string& target,
               const std::string& body, const std::string& step_up) {
    return user.house->ask(
        {.method = method,
         .target = target,
         .headers = {{"Authorization", "Bearer " + user.token}, {"Postern-Step-Up", step_up}},
         .body = body});
}

std::string with_code(const Heard& challenged, const std::string& code) {
    return "totp;id=" + challenged.text("/challenge_id") + ";code=" + code;
}

std::string wrong(std::string code) {
    code.back() = code.back() == '0' ? '1' : '0';
    return code;
}

// A wrong code for a challenge of its own.
Heard mistype(const User& user) {
    const Heard challenged = user.ask("POST", codes_target);
    return ask_with(user, "POST", codes_target, {}, with_code(challenged, wrong(user.code())));
}

User with_app(House& house, const std::string& name) {
    User user = house.sign_up(name);
    user.enrol_totp();
    return user;
}

TEST(Factors, an_app_counts_once_its_first_code_was_right) {
    House house;
    const User dora = house.sign_up("dora");
    const Heard added = dora.ask("POST", "/v1/factors/totp", R"({"name":"telephone"})");
    ASSERT_EQ(added.status, 201U) << added.body;
    EXPECT_EQ(added.text("/secret").size(), 32U);
    EXPECT_TRUE(added.text("/uri").starts_with("otpauth://totp/Postern:dora%40example.org?"));
    EXPECT_TRUE(added.text("/qr_svg").starts_with("<svg")) << added.text("/qr_svg").substr(0, 40);
    EXPECT_EQ(dora.ask("GET", "/v1/factors").text("/factors/0/status"), "pending");
    EXPECT_EQ(dora.ask("GET", "/v1/session").text("/has_factor"), "false");
    EXPECT_EQ(house.sign_in(dora.email, dora.password).status, 201U) << "not asked for yet";

    const std::string confirm = "/v1/factors/" + added.text("/factor_id") + "/confirm";
    EXPECT_EQ(dora.ask("POST", confirm, R"({"code":"nonsense"})").code(), "step_up_invalid");
    EXPECT_EQ(house.sign_up("eve").ask("POST", confirm, R"({"code":"123456"})").code(),
              "not_found");
    User app = dora;
    app.enrol_totp();
    EXPECT_EQ(app.ask("GET", "/v1/factors").text("/factors/0/status"), "active");
    EXPECT_EQ(app.ask("GET", "/v1/factors").text("/factors/1/factor_id"), "")
        << "what was begun before is gone";
    EXPECT_EQ(app.ask("GET", "/v1/session").text("/has_factor"), "true");
}

TEST(Factors, signing_in_needs_the_code_once_there_is_an_app) {
    House house;
    const User dora = with_app(house, "dora");
    const Heard challenged = house.sign_in(dora.email, dora.password);
    EXPECT_EQ(challenged.status, 403U);
    EXPECT_EQ(challenged.code(), "step_up_required");
    EXPECT_EQ(challenged.text("/methods"), R"(["totp"])");
    EXPECT_EQ(challenged.text("/expires_in"), "120");
    const Heard answered =
        house.sign_in(dora.email, dora.password, {}, with_code(challenged, dora.code()));
    EXPECT_EQ(answered.status, 201U) << answered.body;
    EXPECT_EQ(answered.text("/session/by_factor"), "true");
    EXPECT_EQ(house.sign_in(dora.email, dora.password, dora.code()).status, 201U);
    const Heard mistyped = house.sign_in(dora.email, dora.password, wrong(dora.code()));
    EXPECT_EQ(mistyped.code(), "step_up_invalid");
    EXPECT_EQ(mistyped.text("/reason"), "code");
    EXPECT_EQ(house.sign_in(dora.email, "not the password at all", dora.code()).code(),
              "unauthorized");
    // An answer to this challenge is none to another request.
    const Heard other = house.sign_in(dora.email, dora.password);
    EXPECT_EQ(
        ask_with(dora, "POST", codes_target, {}, with_code(other, dora.code())).text("/reason"),
        "wrong_request");
}

TEST(Factors, a_challenge_answers_for_its_request_its_person_and_its_time) {
    House house;
    const User dora = with_app(house, "dora");
    const User eve = with_app(house, "eve");
    const Heard challenged = dora.ask("POST", codes_target);
    ASSERT_EQ(challenged.code(), "step_up_required") << challenged.body;
    const auto reason = [&](const User& user, const std::string& step_up) {
        return ask_with(user, "POST", codes_target, {}, step_up).text("/reason");
    };
    EXPECT_EQ(reason(eve, with_code(challenged, eve.code())), "wrong_challenge");
    EXPECT_EQ(reason(dora, "totp;code=123456"), "malformed");
    const Heard of_password = dora.ask(
        "PUT", "/v1/password", R"({"current_password":"x","new_password":"a brand new password"})");
    EXPECT_EQ(of_password.code(), "step_up_required");
    EXPECT_EQ(reason(dora, with_code(of_password, dora.code())), "wrong_request");
    house.clock.advance(core::seconds(121));
    EXPECT_EQ(reason(dora, with_code(challenged, dora.code())), "expired");
    const Heard again = dora.ask("POST", codes_target);
    EXPECT_EQ(ask_with(dora, "POST", codes_target, {}, with_code(again, dora.code())).status, 201U);
    EXPECT_EQ(reason(dora, with_code(again, dora.code())), "challenge") << "single use";
}

TEST(Factors, a_code_used_twice_at_once_wins_exactly_once) {
    House house;
    const User dora = with_app(house, "dora");
    for (int round = 0; round < 5; ++round) {
        const std::string code = dora.code();
        const Heard first = dora.ask("POST", codes_target);
        const Heard second = dora.ask("POST", codes_target);
        ASSERT_NE(first.text("/challenge_id"), second.text("/challenge_id"));
        const auto answer = [&](const Heard& challenged) {
            return ask_with(dora, "POST", codes_target, {}, with_code(challenged, code));
        };
        auto other = std::async(std::launch::async, answer, first);
        const Heard one = answer(second);
        const Heard two = other.get();
        EXPECT_NE(one.status == 201, two.status == 201) << one.body << two.body;
        const Heard& lost = one.status == 201 ? two : one;
        EXPECT_EQ(lost.code(), "step_up_invalid");
        EXPECT_EQ(lost.text("/reason"), "used");
    }
}

TEST(Factors, a_code_typed_at_two_doors_at_once_opens_one) {
    House house;
    const User dora = with_app(house, "dora");
    const std::string body = R"({"email":")" + dora.email + R"(","password":")" + dora.password +
                             R"(","code":")" + dora.code() + R"("})";
    const auto open = [&](const char* peer) {
        return house.ask({.method = "POST",
                          .target = "/v1/sessions",
                          .headers = {},
                          .body = body,
                          .peer = peer});
    };
    auto other = std::async(std::launch::async, open, "192.0.2.7");
    const Heard one = open("192.0.2.8");
    const Heard two = other.get();
    EXPECT_NE(one.status == 201, two.status == 201) << one.body << two.body;
    EXPECT_EQ((one.status == 201 ? two : one).code(), "step_up_invalid");
}

TEST(Factors, five_wrong_codes_lock_and_each_further_one_for_twice_as_long) {
    House house;
    const User dora = with_app(house, "dora");
    for (int i = 0; i < 5; ++i) EXPECT_EQ(mistype(dora).text("/reason"), "code") << i;
    EXPECT_EQ(mistype(dora).code(), "step_up_locked");
    EXPECT_EQ(house.sign_in(dora.email, dora.password, dora.code()).code(), "step_up_locked")
        << "the right one too, wherever";
    for (const int minutes : {1, 2, 4, 8}) {
        house.clock.advance(core::seconds(60 * minutes - 1));
        EXPECT_EQ(mistype(dora).code(), "step_up_locked") << minutes;
        house.clock.advance(core::seconds(1));
        EXPECT_EQ(mistype(dora).text("/reason"), "code") << minutes;
        const Heard locked = mistype(dora);
        EXPECT_EQ(locked.code(), "step_up_locked") << minutes;
        EXPECT_EQ(locked.text("/until").size(), 24U);
    }
    house.clock.advance(core::minutes(16));
    const User again = dora.signed_in_again();
    for (int i = 0; i < 4; ++i) EXPECT_EQ(mistype(again).text("/reason"), "code");
    EXPECT_EQ(again.with_factor("POST", codes_target).status, 201U) << "counted anew";
}

TEST(Factors, recovery_codes_are_good_once_each) {
    House house;
    const User dora = house.sign_up("dora");
    EXPECT_EQ(dora.ask("POST", codes_target).code(), "factor_not_enrolled");
    User app = dora;
    app.enrol_totp();
    const Heard given = app.with_factor("POST", codes_target);
    ASSERT_EQ(given.status, 201U) << given.body;
    const std::string first = given.text("/codes/0");
    EXPECT_EQ(given.text("/codes/9").size(), 19U);
    EXPECT_EQ(house.sign_in(dora.email, dora.password, first).status, 201U);
    EXPECT_EQ(house.sign_in(dora.email, dora.password, first).code(), "step_up_invalid");
    const Heard list = app.ask("GET", "/v1/factors");
    EXPECT_EQ(list.text("/factors/1/kind"), "recovery");
    EXPECT_EQ(list.text("/factors/1/codes_left"), "9");
    const Heard challenged = house.sign_in(dora.email, dora.password);
    EXPECT_EQ(challenged.text("/methods"), R"(["totp","recovery"])");
    EXPECT_EQ(house
                  .sign_in(dora.email, dora.password, {},
                           "recovery;id=" + challenged.text("/challenge_id") +
                               ";code=" + given.text("/codes/1"))
                  .status,
              201U);
    app.with_factor("POST", codes_target);
    EXPECT_EQ(house.sign_in(dora.email, dora.password, given.text("/codes/2")).code(),
              "step_up_invalid")
        << "new ones replace the old";
}

TEST(Factors, the_first_one_ends_no_session_and_every_change_after_it_does) {
    House house;
    User dora = house.sign_up("dora");
    const User before = dora.signed_in_again();
    dora.enrol_totp();
    EXPECT_EQ(before.ask("GET", "/v1/session").status, 200U);
    EXPECT_EQ(dora.ask("POST", "/v1/factors/totp", R"({"name":"tablet"})").code(),
              "step_up_required");
    EXPECT_EQ(dora.with_factor("POST", codes_target).status, 201U);
    EXPECT_EQ(before.ask("GET", "/v1/session").code(), "session_expired");
    const User other = dora.signed_in_again();
    const std::string app =
        "/v1/factors/" + dora.ask("GET", "/v1/factors").text("/factors/0/factor_id");
    EXPECT_EQ(dora.ask("DELETE", app).code(), "step_up_required");
    EXPECT_EQ(house.sign_up("eve").ask("DELETE", app).code(), "not_found");
    EXPECT_EQ(other.ask("GET", "/v1/session").status, 200U);
    const Heard removed = dora.with_factor("DELETE", app);
    EXPECT_EQ(removed.text("/factor/status"), "removed") << removed.body;
    EXPECT_EQ(other.ask("GET", "/v1/session").code(), "session_expired");
    EXPECT_EQ(dora.ask("GET", "/v1/session").text("/has_factor"), "false");
    EXPECT_EQ(house.sign_in(dora.email, dora.password).status, 201U);
}

TEST(Factors, a_changed_password_needs_the_factor_too) {
    House house;
    const User dora = with_app(house, "dora");
    const std::string body = R"({"current_password":")" + dora.password +
                             R"(","new_password":"quite another way to say it"})";
    EXPECT_EQ(dora.ask("PUT", "/v1/password", body).code(), "step_up_required");
    const Heard challenged = dora.ask("PUT", "/v1/password", body);
    EXPECT_EQ(ask_with(dora, "PUT", "/v1/password", body, with_code(challenged, wrong(dora.code())))
                  .text("/reason"),
              "code");
    EXPECT_EQ(dora.with_factor("PUT", "/v1/password", body).status, 200U);
}

TEST(Factors, only_trying_seals_and_uses_nothing) {
    House house;
    const User dora = with_app(house, "dora");
    const std::string target = std::string{"/v1/factors/totp"} + "?validate_only=true";
    const std::string body = R"({"name":"tablet"})";
    const auto before = house.live().read()->state.stamp.sequence;
    const Heard tried = dora.with_factor("POST", target, body);
    EXPECT_EQ(tried.text("/valid"), "true") << tried.body;
    EXPECT_EQ(house.live().read()->state.stamp.sequence, before);
}

// A browser with a passkey of its own.
class Passkeys : public testing::Test {
  protected:
    api::tests::Told said(const char* type, const std::string& challenge, std::uint32_t counter) {
        return {.type = type,
                .challenge = challenge,
                .origin = "http://localhost:8420",
                .party = "localhost",
                .sign_counter = counter};
    }
    Heard enrol(const User& user, const Heard& options,
                const std::string& origin = "http://localhost:8420") {
        auto told = said("webauthn.create", options.text("/options/challenge"), 1);
        told.origin = origin;
        told.flags |= 0x40;  // a new key comes along
        const api::Registration made = authenticator.registration(told);
        return user.with_factor("POST", "/v1/factors/passkeys",
                                R"({"name":"laptop","challenge_id":")" +
                                    options.text("/challenge_id") + R"(","client_data":")" +
                                    base::format_base64url(made.client_data) +
                                    R"(","attestation_object":")" +
                                    base::format_base64url(made.attestation_object) + R"("})");
    }
    std::string answer(const Heard& challenged, std::uint32_t counter) {
        const api::Assertion shown = authenticator.assertion(
            said("webauthn.get", challenged.text("/passkey_options/challenge"), counter));
        return "passkey;id=" + challenged.text("/challenge_id") +
               ";credential=" + base::format_base64url(shown.credential_id) +
               ";authenticator_data=" + base::format_base64url(shown.authenticator_data) +
               ";client_data=" + base::format_base64url(shown.client_data) +
               ";signature=" + base::format_base64url(shown.signature);
    }

    House house;
    api::tests::Authenticator authenticator;
};

TEST_F(Passkeys, are_enrolled_asked_for_and_count_upwards) {
    const User dora = house.sign_up("dora");
    const Heard options = dora.ask("POST", "/v1/factors/passkeys/options");
    ASSERT_EQ(options.status, 200U) << options.body;
    EXPECT_EQ(options.text("/options/user/name"), "dora@example.org");
    const Heard enrolled = enrol(dora, options);
    ASSERT_EQ(enrolled.status, 201U) << enrolled.body;
    EXPECT_EQ(enrolled.text("/factor/kind"), "passkey");
    EXPECT_EQ(enrolled.text("/factor/status"), "active");

    const Heard challenged = house.sign_in(dora.email, dora.password);
    EXPECT_EQ(challenged.text("/methods"), R"(["passkey"])");
    const std::string good = answer(challenged, 2);
    EXPECT_EQ(house.sign_in(dora.email, dora.password, {}, good).status, 201U);
    EXPECT_EQ(house.sign_in(dora.email, dora.password, {}, good).code(), "step_up_invalid");
    const Heard next = house.sign_in(dora.email, dora.password);
    const Heard copied = house.sign_in(dora.email, dora.password, {}, answer(next, 2));
    EXPECT_EQ(copied.text("/reason"), "counter");
    std::string forged = answer(next, 3);
    forged[forged.size() - 8] = forged[forged.size() - 8] == 'A' ? 'B' : 'A';
    EXPECT_EQ(house.sign_in(dora.email, dora.password, {}, forged).text("/reason"), "code");
    EXPECT_EQ(house.sign_in(dora.email, dora.password, {}, answer(next, 3)).status, 201U);
}

TEST_F(Passkeys, of_another_page_or_person_or_made_twice_are_refused) {
    const User dora = house.sign_up("dora");
    const User eve = house.sign_up("eve");
    const Heard options = dora.ask("POST", "/v1/factors/passkeys/options");
    const Heard elsewhere = enrol(dora, options, "http://localhost:8421");
    EXPECT_EQ(elsewhere.code(), "malformed_field");
    EXPECT_EQ(elsewhere.text("/reason"), "wrong_origin");
    EXPECT_EQ(enrol(eve, options).text("/reason"), "wrong_challenge");
    EXPECT_EQ(enrol(dora, options).status, 201U);
    const Heard theirs = eve.ask("POST", "/v1/factors/passkeys/options");
    EXPECT_EQ(enrol(eve, theirs).code(), "already_exists");
    house.clock.advance(core::seconds(121));
    EXPECT_EQ(enrol(eve, theirs).text("/reason"), "expired");
}

// Secrets that went through every flow here are found nowhere but in the answers that gave them.
TEST(Factors, secrets_of_people_are_kept_nowhere_in_the_clear) {
    testing::internal::CaptureStdout();
    testing::internal::CaptureStderr();
    std::vector<std::string> canaries;
    std::string told;
    std::string kept;
    {
        House house;
        User dora = house.sign_up("canary-dora");
        canaries = {dora.password, dora.token, dora.csrf_token, dora.email};
        const Heard begun = dora.ask("POST", "/v1/factors/totp", R"({"name":"unused"})");
        canaries.push_back(begun.text("/secret"));
        dora.enrol_totp();
        canaries.push_back(dora.totp_secret);
        const Heard codes = dora.with_factor("POST", codes_target);
        for (int i = 0; i < 10; ++i) canaries.push_back(codes.text("/codes/" + std::to_string(i)));
        canaries.push_back("the next canary password");
        const auto change = [&](const std::string& current) {
            return R"({"current_password":")" + current +
                   R"(","new_password":"the next canary password"})";
        };
        told += dora.ask("PUT", "/v1/password", change(dora.password)).body;
        dora.with_factor("PUT", "/v1/password", change(dora.password));
        told += dora.with_factor("PUT", "/v1/password", change("the next canary password!")).body;
        told += house.register_user(dora.email, dora.password).body;
        told += house.sign_in(dora.email, dora.password, dora.code()).body;
        told += house.sign_in(dora.email, "the next canary password", canaries[6]).body;
        told += house
                    .ask({.method = "POST",
                          .target = "/v1/sessions",
                          .headers = {},
                          .body = R"({"email":"a","password":")" + dora.password + "\"x"})
                    .body;
        told += house
                    .ask({.target = "/v1/session?token=" + dora.token,
                          .headers = {{"Authorization", "Bearer " + dora.token}}})
                    .body;
        told += house.operate("GET", "/v1/operator/access-log").body;
        told += house.operate("GET", "/v1/operator/audit").body;
        kept = house.everything_kept();
    }
    kept += testing::internal::GetCapturedStdout() + testing::internal::GetCapturedStderr();
    ASSERT_NE(kept.find("telephone"), std::string::npos) << "what is kept can be searched";
    ASSERT_NE(kept.find("sessions.open"), std::string::npos) << "the access log too";
    for (const std::string& canary : canaries) {
        ASSERT_GE(canary.size(), 12U);
        EXPECT_EQ(kept.find(canary), std::string::npos) << canary;
        EXPECT_EQ(told.find(canary), std::string::npos) << canary;
    }
}

}  // namespace
