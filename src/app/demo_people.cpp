#include "app/demo_people.hpp"

#include <boost/describe.hpp>
#include <future>
#include <map>

#include "api/access/digest.hpp"
#include "api/factors/passwords.hpp"
#include "api/factors/session_token.hpp"
#include "api/factors/totp.hpp"
#include "api/operations/profile.hpp"
#include "app/demo_policies.hpp"
#include "base/check.hpp"

namespace app {
namespace {

using vault::SecretKind;

constexpr int password_digits = 24;

const core::State& state(const views::Live::Read& read) { return read->state; }

engine::Reply must(Exchange& exchange, core::Command command, const core::Envelope& envelope) {
    engine::Reply reply = exchange.command(std::move(command), envelope);
    CHECK(reply.fate == engine::Reply::Fate::done && !reply.rejection);
    return reply;
}

const core::Envelope& of_house() {
    static const core::Envelope envelope{.surface = core::Surface::system};
    return envelope;
}

core::VaultRef seal(Exchange& exchange, core::VaultRef subject, SecretKind kind,
                    const vault::Secret& secret) {
    const auto sealed = exchange.vault().seal(subject, kind, secret);
    CHECK(sealed.has_value());
    return *sealed;
}

// What format_base32() wrote.
vault::Secret parse_base32(std::string_view text) {
    std::string bytes;
    std::uint32_t bits = 0;
    int held = 0;
    for (const char c : text) {
        bits = bits << 5 | static_cast<std::uint32_t>(c >= 'A' ? c - 'A' : c - '2' + 26);
        held += 5;
        if (held < 8) continue;
        held -= 8;
        bytes += static_cast<char>(bits >> held & 0xff);
    }
    return vault::Secret::take(std::move(bytes));
}

// A name as people write it: "alice" signs up as Alice.
std::string capital(std::string name) {
    name[0] = static_cast<char>(name[0] - 'a' + 'A');
    return name;
}

// Somebody who signs in, and how he is registered.
struct Newcomer {
    std::string name;
    const DemoLogin& login;
    core::VaultRef subject;
    core::Roles roles;  // of staff
};

core::Role role_named(const std::string& name) {
    core::Role role{};
    CHECK(boost::describe::enum_from_string(name.c_str(), role));
    return role;
}

std::vector<Newcomer> newcomers(const Credentials& credentials) {
    std::vector<Newcomer> all;
    for (std::size_t i = 0; i < credentials.customers.size(); ++i) {
        const DemoCustomer& customer = credentials.customers[i];
        if (customer.login.email.empty()) continue;
        all.push_back({customer.name, customer.login, subject_of(i), {}});
    }
    for (std::size_t i = 0; i < credentials.staff.size(); ++i) {
        const DemoStaff& staff = credentials.staff[i];
        core::Roles roles;
        for (const std::string& role : staff.roles) roles.add(role_named(role));
        all.push_back({staff.name, staff.login, core::VaultRef{.high = 1, .low = i + 1}, roles});
    }
    return all;
}

using Hashes = std::vector<std::future<std::optional<vault::Secret>>>;

void register_one(Exchange& exchange, const Newcomer& who, vault::Secret hash) {
    seal(exchange, who.subject, SecretKind::profile,
         api::format_profile({.email = who.login.email, .name = capital(who.name)}));
    const core::VaultRef password =
        seal(exchange, who.subject, SecretKind::password_hash, std::move(hash));
    const core::Fingerprint login = exchange.login_of(who.login.email);
    if (who.roles.empty()) {
        must(exchange, core::RegisterUser{login, who.subject, password, core::CustomerKind::person},
             of_house());
    } else {
        must(exchange, core::AddStaff{login, who.subject, password, who.roles}, of_house());
    }
}

const core::User* find_user(Exchange& exchange, const Newcomer& who) {
    return state(exchange.live().read()).users.find(exchange.login_of(who.login.email));
}

// The hashes are made side by side, the commands one after the other: customers keep their numbers.
void register_all(Exchange& exchange, const std::vector<Newcomer>& all) {
    Hashes hashes;
    for (const Newcomer& who : all) {
        const bool known = find_user(exchange, who) != nullptr;
        hashes.push_back(std::async(known ? std::launch::deferred : std::launch::async, [&who] {
            return api::hash_password(who.login.password, api::house_password_cost);
        }));
    }
    for (std::size_t i = 0; i < all.size(); ++i) {
        if (find_user(exchange, all[i]) != nullptr) continue;
        auto hash = hashes[i].get();
        CHECK(hash.has_value());
        register_one(exchange, all[i], *std::move(hash));
    }
}

void post_policies(Exchange& exchange) {
    for (const DemoPolicy& policy : demo_policies) {
        if (state(exchange.live().read()).policies.find(policy.type, 1) != nullptr) continue;
        const core::VaultRef subject{.high = 2, .low = static_cast<std::uint64_t>(policy.type)};
        const api::Digest digest = api::sha256(policy.body);
        must(exchange,
             core::PostPolicy{
                 .type = policy.type,
                 .locale = "en",
                 .body = seal(exchange, subject, SecretKind::policy, vault::Secret{policy.body}),
                 .sha256 = {digest.begin(), digest.end()},
                 .effective_at = {},
                 .material = false,
                 .requires_explicit = false},
             of_house());
    }
}

// What is left to do by the person himself.
struct Errand {
    core::UserId user;
    core::CustomerId customer;
    bool enrols{};
    std::vector<core::PolicyId> accepts;
};

Errand errand_of(Exchange& exchange, const Newcomer& who) {
    const auto live = exchange.live().read();
    const core::User& user = *live->state.users.find(exchange.login_of(who.login.email));
    Errand errand{.user = user.id, .customer = user.customer, .enrols = false, .accepts = {}};
    errand.enrols = !who.login.totp_secret.empty() && live->state.factors.of_user(user.id).empty();
    if (!errand.enrols || !user.customer) return errand;
    for (const core::Policy& policy : live->state.policies.all())
        errand.accepts.push_back(policy.id);
    return errand;
}

// The secret counts once a first code was right; here it is the house itself that knows it. The
// step lies in the past, so that the next code that somebody types is not used up.
void enrol(Exchange& exchange, const Newcomer& who, const core::Envelope& person) {
    core::AddFactor add;
    add.kind = core::FactorKind::totp;
    add.name = "demo";
    add.secret =
        seal(exchange, who.subject, SecretKind::totp_seed, parse_base32(who.login.totp_secret));
    must(exchange, add, person);
    const core::FactorId factor = [&] {
        const auto live = exchange.live().read();
        return live->state.factors.of_user(person.person->user).back();
    }();
    const core::Timestamp now = state(exchange.live().read()).stamp.time;
    must(exchange, core::ConfirmFactor{factor, true, api::totp_step_at(now) - 5}, person);
}

void run(Exchange& exchange, const Newcomer& who, const Errand& errand) {
    api::SystemRandomness randomness;
    const vault::Secret token = api::make_session_token(core::Environment::test, randomness);
    core::Envelope person{.customer = errand.customer,
                          .surface = core::Surface::system,
                          .person = core::Person{.user = errand.user, .session = {}, .factor = {}}};
    must(exchange, core::OpenSession{api::session_fingerprint(token.reveal_text())}, person);
    person.person->session = state(exchange.live().read()).sessions.of_user(errand.user).back();
    if (!errand.accepts.empty()) {
        must(exchange, core::AcceptPolicies{errand.accepts, core::AcceptanceKind::by_explicit_act},
             person);
    }
    enrol(exchange, who, person);
    must(exchange, core::EndSession{person.person->session, false}, person);
}

}  // namespace

DemoLogin draw_login(const std::string& name, bool with_factor, api::Randomness& randomness) {
    DemoLogin login{.email = name + "@example.org",
                    .password = api::random_base62(randomness, password_digits),
                    .totp_secret = {}};
    if (with_factor) {
        const vault::Secret secret = api::make_totp_secret(randomness);
        login.totp_secret = api::format_base32(secret).reveal_text();
    }
    return login;
}

core::VaultRef subject_of(std::size_t customer) { return {.high = 0, .low = customer + 1}; }

void settle_people(Exchange& exchange, const Credentials& credentials) {
    const std::vector<Newcomer> all = newcomers(credentials);
    post_policies(exchange);
    register_all(exchange, all);
    for (const Newcomer& who : all) {
        const Errand errand = errand_of(exchange, who);
        if (errand.enrols) run(exchange, who, errand);
    }
}

}  // namespace app
