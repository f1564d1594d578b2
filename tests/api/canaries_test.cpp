// Secrets and personal data by their traces: texts that exist once are driven through every flow,
// also where they are refused; then every file and every answer is searched for them.
#include <set>

#include "api/applications.hpp"
#include "api/operations/sealed.hpp"

namespace {

using namespace applications;
using support::Asked;
using support::OwnKey;

constexpr const char* email = "canary.post@example.org";
constexpr const char* full_name = "Serinus Canaria-Yellow";
constexpr const char* password = "first canary password 4711";
constexpr const char* next_password = "second canary password 815";
constexpr const char* wrong_password = "wrong canary password 1234";
constexpr const char* comment = "comment for canary eyes only";
constexpr const char* document = "%PDF-1.7 canary-document-bytes and more";
constexpr const char* address = "203.0.113.77";

// A text that must be nowhere but in the answers that are there to tell it.
struct Canary {
    std::string name;
    std::string text;
    std::vector<std::string> told_by;  // "POST /v1/keys": how such requests begin
};

// The spellings under which a text may have got somewhere.
std::vector<std::string> spellings(const std::string& text) {
    const auto bytes = base::as_bytes(text);
    std::vector<std::string> all{text, base::format_hex(bytes)};
    // Of base64 what does not depend on where in it the text begins.
    for (std::size_t skipped = 0; skipped < 3 && text.size() > skipped + 6; ++skipped) {
        const std::size_t whole = (text.size() - skipped) / 3 * 3;
        all.push_back(base::format_base64(base::as_bytes(text.substr(skipped, whole))));
    }
    return all;
}

bool holds(const std::string& where, const std::string& text) {
    for (const std::string& spelling : spellings(text)) {
        if (where.find(spelling) != std::string::npos) return true;
    }
    return false;
}

class Canaries : public testing::Test {
  protected:
    Canaries() {
        house.listen([this](const Asked& asked, const Heard& heard) {
            answers_.push_back({asked.method + ' ' + asked.target, heard.headers + heard.body});
        });
    }

    void add(const std::string& name, const std::string& text,
             std::vector<std::string> told_by = {}) {
        ASSERT_GE(text.size(), 6u) << name;
        canaries_.push_back({name, text, std::move(told_by)});
    }

    // "email in journal/...", one line for each place where it must not be.
    std::set<std::string> leaks() {
        std::set<std::string> found;
        const auto files = house.kept_files();
        for (const Canary& canary : canaries_) {
            for (const auto& [file, bytes] : files) {
                const bool may = canary.name == "address" && file.starts_with("access_log");
                if (!may && holds(bytes, canary.text)) found.insert(canary.name + " in " + file);
            }
            for (const auto& [request, text] : answers_) {
                if (!is_told_by(canary, request) && holds(text, canary.text)) {
                    found.insert(canary.name + " in the answer to " + request);
                }
            }
        }
        return found;
    }
    std::size_t answers() const { return answers_.size(); }

    Heard ask(const std::string& method, const std::string& target, const std::string& body,
              std::vector<std::pair<std::string, std::string>> headers = {}) {
        headers.emplace_back("Host", "localhost");
        return house.ask({.method = method,
                          .target = target,
                          .headers = std::move(headers),
                          .body = body,
                          .peer = address});
    }
    Heard sign_in(const std::string& secret, const std::string& code = {}) {
        const std::string more = code.empty() ? "" : R"(,"code":")" + code + '"';
        return ask(
            "POST", "/v1/sessions",
            R"({"email":")" + std::string{email} + R"(","password":")" + secret + '"' + more + "}");
    }
    Heard register_somebody(const std::string& secret) {
        return ask("POST", "/v1/registrations",
                   R"({"email":")" + std::string{email} + R"(","password":")" + secret +
                       R"(","name":")" + full_name + R"(","kind":"person"})");
    }

    void enter();
    void collect_factors();
    void fail_to_sign_in();
    void hand_in_the_file();
    void live_with_keys();
    void change_secrets();
    void shout_where_nobody_asked();

    House house;
    User dora;
    User mona;
    std::vector<std::string> codes;
    OwnKey key;

  private:
    static bool is_told_by(const Canary& canary, const std::string& request) {
        for (const std::string& start : canary.told_by) {
            if (request.starts_with(start)) return true;
        }
        return false;
    }

    std::vector<Canary> canaries_;
    std::vector<std::pair<std::string, std::string>> answers_;
};

// --- the flows

void Canaries::enter() {
    add("password", password);
    add("password hash", "$argon2id$");
    ASSERT_EQ(register_somebody(password).status, 202u);
    const Heard opened = sign_in(password);
    ASSERT_EQ(opened.status, 201u) << opened.body;
    dora = {.house = &house, .email = email, .password = password};
    dora.peer = address;
    dora.token = opened.text("/token");
    dora.csrf_token = opened.text("/csrf_token");
    const Heard shown = dora.ask("GET", "/v1/session");
    dora.id = core::UserId{std::stoull(shown.text("/user_id"))};
    dora.customer = core::CustomerId{std::stoull(shown.text("/customer_id"))};
    dora.account = core::AccountId{std::stoull(shown.text("/account_id"))};
    mona = house.hire("mona", {core::Role::mlro});

    const std::vector<std::string> who_he_is = {"GET /v1/session",
                                                "GET " + staff_path(dora, "/profile")};
    add("email", email, who_he_is);
    add("name", full_name, who_he_is);
    add("session token", dora.token, {"POST /v1/sessions"});
    add("CSRF token", dora.csrf_token, {"POST /v1/sessions", "GET /v1/session"});
    add("address", address, {"GET /v1/key", "GET /v1/keys/", "GET /v1/operator/access-log"});
}

void Canaries::collect_factors() {
    dora.enrol_totp();
    const std::string uri = answers_.empty() ? "" : answers_[answers_.size() - 2].second;
    const auto at = uri.find("\"secret\":\"");
    ASSERT_NE(at, std::string::npos);
    add("TOTP seed in base32", uri.substr(at + 10, 32), {"POST /v1/factors/totp"});
    add("TOTP seed", dora.totp_secret);
    const Heard made = dora.with_factor("POST", "/v1/factors/recovery_codes");
    ASSERT_EQ(made.status, 201u) << made.body;
    for (int i = 0; i < 10; ++i) {
        codes.push_back(made.text("/codes/" + std::to_string(i)));
        add("recovery code", codes.back(), {"POST /v1/factors/recovery_codes"});
    }
    dora.ask("GET", "/v1/factors");
}

void Canaries::fail_to_sign_in() {
    add("wrong password", wrong_password);
    add("short password", "sh0rt-w4rd");
    EXPECT_EQ(sign_in(wrong_password).status, 401u);
    EXPECT_EQ(sign_in(password, "000000").code(), "step_up_invalid");
    EXPECT_EQ(sign_in(password).code(), "step_up_required");
    EXPECT_EQ(sign_in(password, codes[0]).status, 201u);
    EXPECT_EQ(sign_in(password, codes[0]).code(), "step_up_invalid") << "once each";
    EXPECT_EQ(register_somebody("sh0rt-w4rd").code(), "password_refused");
    EXPECT_EQ(register_somebody(wrong_password).status, 202u) << "as if he were not known";
}

void Canaries::hand_in_the_file() {
    const std::vector<std::string> his_file = {"GET /v1/kyc/application",
                                               "GET " + staff_path(dora, "/profile")};
    for (const std::string& text : canaries) {
        if (text != "canary-document-bytes") add("application: " + text, text, his_file);
    }
    add("document", document, {"GET /v1/staff/documents/"});
    add("comment", comment, his_file);
    post_all_policies(house);
    submit(dora);
    dora.ask("PUT", "/v1/kyc/application", person_file);
    dora.ask("PUT", "/v1/kyc/application", with(person_file, "\"GB\"", "\"XX\""));
    dora.ask("PUT", "/v1/kyc/application", person_file + "x");
    const Heard added = dora.ask("POST", "/v1/kyc/documents", document_body(document));
    ASSERT_EQ(added.status, 201u) << added.body;
    dora.ask("POST", "/v1/kyc/documents", document_body(std::string{"MZ"} + document));
    ASSERT_EQ(move(mona, dora, "needs_information",
                   R"(,"reason":"photo_unclear","comment":")" + std::string{comment} + '"')
                  .status,
              200u);
    dora.ask("GET", "/v1/kyc/application");
    for (const char* rest : {"", "/profile", "/documents"}) mona.ask("GET", staff_path(dora, rest));
    mona.ask("GET", "/v1/staff/customers");
    mona.ask("GET", "/v1/staff/onboarding");
    mona.ask("GET", "/v1/staff/documents/" + added.text("/document/document_id"));
    accept_all(dora);
    house.make_ready(dora);
}

void Canaries::live_with_keys() {
    const Heard made = dora.with_factor(
        "POST", "/v1/keys",
        R"({"name":"bot","algorithm":"hmac-sha256","any_ip":true,"scopes":["all"]})");
    ASSERT_EQ(made.status, 201u) << made.body;
    key.name = made.text("/key/key");
    key.algorithm = core::Algorithm::hmac_sha256;
    key.secret = made.text("/secret");
    add("HMAC secret", key.secret, {"POST /v1/keys"});
    const std::string path = "/v1/keys/" + key.name;
    for (const char* target : {"/v1/key", "/v1/balances", "/v1/orders/17", "/v1/nothing"}) {
        Asked asked = house.signed_request(key, "GET", target);
        asked.peer = address;
        house.ask(asked);
        asked.headers.back().second[0] ^= 1;
        house.ask(asked);
    }
    const Heard rotated = dora.with_factor("POST", path + "/rotate",
                                           R"({"algorithm":"hmac-sha256","overlap_seconds":3600})");
    ASSERT_LT(rotated.status, 300u) << rotated.body;
    add("rotated secret", rotated.text("/secret"), {"POST /v1/keys"});
    for (const char* rest : {"", "/usage"}) dora.ask("GET", path + rest);
    dora.ask("GET", "/v1/keys");
    dora.ask("GET", "/v1/keys/advice");
    house.operate("GET", "/v1/operator/access-log");
    house.operate("GET", "/v1/operator/audit");
    house.operate("GET", "/v1/operator/keys");
    EXPECT_EQ(dora.ask("POST", path + "/report").status, 200u);
}

void Canaries::change_secrets() {
    add("next password", next_password);
    const auto body = [](const std::string& from) {
        return R"({"current_password":")" + from + R"(","new_password":")" + next_password +
               R"("})";
    };
    dora.ask("PUT", "/v1/password", body(wrong_password));
    const Heard changed = dora.with_factor("PUT", "/v1/password", body(password));
    EXPECT_EQ(changed.status, 200u) << changed.body;
    const Heard opened = sign_in(next_password, dora.code());
    EXPECT_EQ(opened.status, 201u) << opened.body;
    add("second session token", opened.text("/token"), {"POST /v1/sessions"});
    dora.ask("GET", "/v1/sessions");
    dora.ask("DELETE", "/v1/sessions");
}

// People paste what they have into the wrong place.
void Canaries::shout_where_nobody_asked() {
    Asked asked = house.signed_request(key, "GET", "/v1/balances");
    asked.headers[1].second = key.secret;
    EXPECT_EQ(house.ask(asked).code(), "unauthorized");
    ask("GET", "/v1/session", "", {{"Authorization", "Basic " + dora.token}});
    ask("GET", "/v1/session", "", {{"Authorization", "Bearer " + key.secret}});
    ask("GET", "/v1/balances", "", {{"X-Secret", key.secret}, {"Cookie", "a=" + dora.token}});
    ask("POST", "/v1/sessions", R"({"email":")" + std::string{email} + R"(","password":17})");
    ask("POST", "/v1/sessions", R"({"email":["a"],"password":")" + std::string{password} + R"("})");
    ask("POST", "/v1/sessions", R"({"email":"a@b.c","code":")" + codes[1] + R"(","password":"x")");
    dora.ask("POST", "/v1/factors/1/confirm", R"({"code":")" + codes[2] + R"("})");
    house.ask({.method = "POST",
               .target = "/v1/factors/recovery_codes",
               .headers = {{"Authorization", "Bearer " + dora.token},
                           {"Postern-Step-Up", "recovery;code=" + codes[3]}},
               .body = "",
               .peer = address});
}

// --- what is found

TEST_F(Canaries, are_nowhere_but_in_the_answers_that_are_there_to_tell_them) {
    enter();
    collect_factors();
    fail_to_sign_in();
    hand_in_the_file();
    live_with_keys();
    shout_where_nobody_asked();
    change_secrets();
    EXPECT_GT(answers(), 60u);
    EXPECT_EQ(leaks(), std::set<std::string>{});
}

// The search is worth what it finds: the same words, where they are kept and told by design.
TEST_F(Canaries, are_found_where_somebody_let_them_out) {
    enter();
    const OwnKey telling = house.create_key({dora.customer, dora.account, {}}, "hmac-sha256",
                                            R"(,"purpose":"write to )" + std::string{email} + '"');
    const auto found = leaks();
    const auto says = [&](const std::string& start) {
        const auto at = found.lower_bound(start);
        return at != found.end() && at->starts_with(start);
    };
    EXPECT_TRUE(says("email in journal/"));
    EXPECT_TRUE(says("email in snapshot"));
    EXPECT_TRUE(says("email in the answer to POST /v1/operator/keys"));
    EXPECT_FALSE(says("password")) << "nobody told that";
    // In other spellings too.
    for (const std::string& spelling : spellings(email)) EXPECT_TRUE(holds("{" + spelling, email));
}

}  // namespace
