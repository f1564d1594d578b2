// The people of support::House: they register, sign in and carry telephones.
#include <filesystem>
#include <fstream>
#include <sstream>
#include <stdexcept>

#include "api/factors/totp.hpp"
#include "api/operations/profile.hpp"
#include "base/check.hpp"
#include "support/house.hpp"

namespace support {
namespace {

constexpr const char* a_password = "a long walk by the river";

std::string email_of(const std::string& name) { return name + "@example.org"; }

void must(const Heard& heard, unsigned status) {
    if (heard.status != status) throw std::logic_error{heard.body};
}

core::VaultRef sealed(api::House& house, core::VaultRef subject, vault::SecretKind kind,
                      const vault::Secret& secret) {
    const auto ref = house.vault.seal(subject, kind, secret);
    CHECK(ref.has_value());
    return *ref;
}

// Of the user's app: the last step that was used.
std::uint64_t last_step(const House& house, core::UserId user) {
    const auto live = house.live().read();
    for (const core::FactorId id : live->state.factors.of_user(user)) {
        const core::Factor& factor = live->state.factors.at(id);
        if (factor.kind == core::FactorKind::totp) return factor.counter;
    }
    return 0;
}

// The seed again, from what people would type into an app.
std::string decoded_base32(std::string_view text) {
    std::string bytes;
    std::uint32_t bits = 0;
    int count = 0;
    for (const char c : text) {
        const int value = c >= 'A' ? c - 'A' : c - '2' + 26;
        bits = bits << 5 | static_cast<std::uint32_t>(value);
        count += 5;
        if (count < 8) continue;
        count -= 8;
        bytes += static_cast<char>(bits >> count & 0xff);
    }
    return bytes;
}

}  // namespace

Heard User::ask(const std::string& method, const std::string& target,
                const std::string& body) const {
    return house->ask({.method = method,
                       .target = target,
                       .headers = {{"Host", "localhost"}, {"Authorization", "Bearer " + token}},
                       .body = body,
                       .peer = peer});
}

std::string User::code() const {
    const vault::Secret seed{std::string_view{totp_secret}};
    while (api::totp_step_at(house->clock.now()) <= last_step(*house, id)) {
        house->clock.advance(api::totp_period);
    }
    return std::string{api::totp_code(seed, api::totp_step_at(house->clock.now())).reveal_text()};
}

std::string User::answer_to(const Heard& challenged) const {
    return "totp;id=" + challenged.text("/challenge_id") + ";code=" + code();
}

Heard User::with_factor(const std::string& method, const std::string& target,
                        const std::string& body) const {
    const Heard first = ask(method, target, body);
    if (first.status != 403 || first.code() != "step_up_required") return first;
    return house->ask({.method = method,
                       .target = target,
                       .headers = {{"Host", "localhost"},
                                   {"Authorization", "Bearer " + token},
                                   {"Postern-Step-Up", answer_to(first)}},
                       .body = body,
                       .peer = peer});
}

void User::enrol_totp() {
    const Heard added = with_factor("POST", "/v1/factors/totp", R"({"name":"telephone"})");
    must(added, 201);
    const std::string seed = decoded_base32(added.text("/secret"));
    const std::string before = std::exchange(totp_secret, seed);
    const Heard confirmed = ask("POST", "/v1/factors/" + added.text("/factor_id") + "/confirm",
                                R"({"code":")" + code() + R"("})");
    if (confirmed.status != 200) totp_secret = before;
    must(confirmed, 200);
}

User User::signed_in_again() const {
    const Heard opened = house->sign_in(email, password, totp_secret.empty() ? "" : code());
    must(opened, 201);
    User user = *this;
    user.token = opened.text("/token");
    user.csrf_token = opened.text("/csrf_token");
    return user;
}

std::string House::fresh_peer() {
    ++peers_;
    return "10.1." + std::to_string(peers_ / 250) + "." + std::to_string(peers_ % 250 + 1);
}

Heard House::register_user(const std::string& email, const std::string& password) {
    return ask({.method = "POST",
                .target = "/v1/registrations",
                .headers = {},
                .body = R"({"email":")" + email + R"(","password":")" + password +
                        R"(","name":"Some Body","kind":"person"})",
                .peer = fresh_peer()});
}

Heard House::sign_in(const std::string& email, const std::string& password, const std::string& code,
                     const std::string& step_up) {
    std::string body = R"({"email":")" + email + R"(","password":")" + password + '"';
    if (!code.empty()) body += R"(,"code":")" + code + '"';
    Asked asked{.method = "POST",
                .target = "/v1/sessions",
                .headers = {},
                .body = body + "}",
                .peer = fresh_peer()};
    if (!step_up.empty()) asked.headers.emplace_back("Postern-Step-Up", step_up);
    return ask(asked);
}

User House::entered(const std::string& email, const std::string& password, const Heard& opened) {
    must(opened, 201);
    User user{.house = this, .email = email, .password = password};
    user.token = opened.text("/token");
    user.csrf_token = opened.text("/csrf_token");
    const Heard shown = user.ask("GET", "/v1/session");
    must(shown, 200);
    user.id = core::UserId{std::stoull(shown.text("/user_id"))};
    const auto live = live_->read();
    user.customer = live->state.users.at(user.id).customer;
    if (user.customer) user.account = live->state.accounts.of(user.customer).front();
    return user;
}

User House::sign_up(const std::string& name) {
    must(register_user(email_of(name), a_password), 202);
    return entered(email_of(name), a_password, sign_in(email_of(name), a_password));
}

User House::hire(const std::string& name, core::Roles roles) {
    const std::string email = email_of(name);
    const core::VaultRef subject = api::random_vault_ref(*randomness_);
    const auto hash = api::hash_password(a_password, api::least_password_cost);
    core::AddStaff add{.login = people_->login_of(email), .subject = subject, .roles = roles};
    sealed(*house_, subject, vault::SecretKind::profile, api::format_profile({email, name}));
    add.password = sealed(*house_, subject, vault::SecretKind::password_hash, *hash);
    CHECK(!command(add, {.surface = core::Surface::cli}).rejection);
    User user = entered(email, a_password, sign_in(email, a_password));
    user.enrol_totp();
    return user;
}

void House::make_ready(const User& user) {
    const std::string customer = "/v1/operator/customers/" + std::to_string(user.customer.value);
    must(operate("POST", customer + "/verify"), 200);
    must(operate("POST", customer + "/approve-api"), 200);
}

}  // namespace support
