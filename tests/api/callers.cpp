#include "api/callers.hpp"

#include <algorithm>
#include <iterator>
#include <memory>
#include <stdexcept>
#include <unistd.h>

#include "api/factors/session_token.hpp"
#include "api/operations/table.hpp"
#include "core/access/scope_sets.hpp"

namespace callers {
namespace {

using api::Audience;
using api::Operation;
using core::Role;
using core::Roles;
using core::Scope;

using OfRow = std::function<Reject(const Operation&)>;

OfRow always(Reject why) {
    return [why](const Operation&) { return why; };
}

bool reads_or_cancels(const Operation& row) {
    return row.kind == core::Kind::read || row.scope == Scope::order_cancel;
}
OfRow unless_reading_or_cancelling(Reject why) {
    return [why](const Operation& row) { return reads_or_cancels(row) ? passes : why; };
}
OfRow where_scope_is(core::Scopes scopes, Reject why) {
    return [scopes, why](const Operation& row) {
        return row.scope && scopes.has(*row.scope) ? why : passes;
    };
}
constexpr core::Scopes trading{Scope::order_create, Scope::order_amend, Scope::convert_execute};
constexpr core::Scopes leaving{Scope::withdraw_create, Scope::transfer_create,
                               Scope::voucher_create};

// --- what each must hear

// A signed request shows no session, and is no operator's.
OfRow of_signer(OfRow of_key_rows) {
    return [of_key_rows = std::move(of_key_rows)](const Operation& row) {
        switch (row.audience) {
            case Audience::everybody:
                return passes;
            case Audience::key:
                return of_key_rows(row);
            case Audience::customer:
            case Audience::person:
            case Audience::staff:
                return Reject::session_required;
            case Audience::operators:
                return Reject::role_missing;
        }
        return Reject::internal;
    };
}

// A session is no signature: what only keys do, it does not do.
OfRow of_person(bool is_customer, Roles roles, OfRow of_key_rows) {
    return [=](const Operation& row) {
        switch (row.audience) {
            case Audience::everybody:
            case Audience::person:
                return passes;
            case Audience::key:
                if (!row.scope) return Reject::unauthorized;
                return is_customer ? of_key_rows(row) : Reject::role_missing;
            case Audience::customer:
                return is_customer ? passes : Reject::role_missing;
            case Audience::staff:
                return roles.any_of(row.roles) ? passes : Reject::role_missing;
            case Audience::operators:
                return Reject::role_missing;
        }
        return Reject::internal;
    };
}

// A session that is of no use, whoever's it is.
OfRow of_useless_session(Reject why) {
    return [why](const Operation& row) {
        if (row.audience == Audience::everybody) return passes;
        if (row.audience == Audience::operators) return Reject::role_missing;
        if (row.audience == Audience::key && !row.scope) return Reject::unauthorized;
        return why;
    };
}

// --- how each asks

std::function<Heard(Asked)> plainly(House& house) {
    return [&house](const Asked& asked) { return house.ask(asked); };
}

// As a browser does; `is_meant`: the page sends what proves that it is ours.
std::function<Heard(Asked)> by_cookie(House& house, const User& user, bool is_meant) {
    return [&house, token = user.token, csrf = user.csrf_token, is_meant](Asked asked) {
        asked.headers.emplace_back("Host", "localhost");
        asked.headers.emplace_back("Cookie", "__Host-postern=" + token);
        if (is_meant) {
            asked.headers.emplace_back("Origin", "http://localhost");
            asked.headers.emplace_back("Postern-CSRF", csrf);
        }
        return house.ask(asked);
    };
}

std::function<Heard(Asked)> from_process_of(House& house, std::uint32_t uid) {
    return [&house, uid](Asked asked) {
        asked.peer_uid = uid;
        return house.ask(asked);
    };
}

// --- the callers

std::string scopes_without(std::optional<Scope> missing) {
    std::string list;
    for (int number = 1; number <= core::scope_count; ++number) {
        const auto scope = static_cast<Scope>(number);
        if (scope == missing || !core::all_that_may_stand_together().has(scope)) continue;
        if (!list.empty()) list += ',';
        list += '"' + std::string{core::name_of(scope)} + '"';
    }
    return R"(,"scopes":[)" + list + "]";
}

constexpr const char* all_scopes = R"(,"scopes":["all"])";

OwnKey made(House& house, const support::Person& owner, const std::string& more) {
    return house.create_key(owner, "hmac-sha256", all_scopes + more);
}

std::string operators_path(const User& customer, const std::string& rest) {
    return "/v1/operator/customers/" + std::to_string(customer.customer.value) + rest;
}

void lock(House& house, const User& customer, const std::string& scope,
          const std::string& more = {}) {
    must(house.operate("POST", operators_path(customer, "/locks"),
                       R"({"scope":")" + scope + R"(","reason":"court_order")" + more + "}"));
}

OwnKey forged(OwnKey key) {
    key.secret.back() = key.secret.back() == 'a' ? 'b' : 'a';
    return key;
}

const Operation& row_of(const Asked& asked) {
    const std::string_view path = std::string_view{asked.target}.substr(0, asked.target.find('?'));
    for (const Operation& row : api::operations()) {
        if (method_of(row) != asked.method) continue;
        if (api::find_route(row.method, path).operation == &row) return row;
    }
    throw std::logic_error{asked.target};
}

// The key lacks exactly what the row asks for; one key for each scope, made when it is needed.
Kind lacking_the_scope(House& house) {
    auto keys = std::make_shared<std::map<int, OwnKey>>();
    const auto key_for = [&house, keys](std::optional<Scope> scope) {
        const int number = scope ? static_cast<int>(*scope) : 0;
        if (!keys->contains(number)) {
            keys->emplace(number,
                          house.create_key(house.alice, "hmac-sha256", scopes_without(scope)));
        }
        return keys->at(number);
    };
    return {
        "key with all scopes but this",
        [&house, key_for](const Asked& asked) {
            return signing(house, key_for(row_of(asked).scope))(asked);
        },
        of_signer([](const Operation& row) { return row.scope ? Reject::scope_missing : passes; })};
}

void post_policies(House& house, const std::string& more = {}) {
    for (const char* type : {"terms", "privacy", "api_policy"}) {
        must(house.operate(
            "POST", "/v1/operator/policies",
            R"({"type":")" + std::string{type} + R"(","body":"# Words")" + more + "}"));
    }
}

// Accepted once, and not what came since.
User with_stale_policies(House& house) {
    const User user = ready_customer(house, "stale");
    post_policies(house);
    for (const char* type : {"terms", "privacy", "api_policy"}) {
        must(user.ask("POST", "/v1/policies/" + std::string{type} + "/1/accept"));
    }
    post_policies(house, R"(,"requires_explicit":true)");
    return user;
}

}  // namespace

std::string method_of(const Operation& row) {
    switch (row.method) {
        case api::Method::get:
            return "GET";
        case api::Method::post:
            return "POST";
        case api::Method::del:
            return "DELETE";
        case api::Method::patch:
            return "PATCH";
        case api::Method::put:
            return "PUT";
        default:
            return "OTHER";
    }
}

void must(const Heard& heard) {
    if (heard.status >= 400) throw std::logic_error{heard.body};
}

std::function<Heard(Asked)> signing(House& house, OwnKey key) {
    return [&house, key = std::move(key)](Asked asked) {
        Asked is_signed = house.signed_request(key, asked.method, asked.target, asked.body);
        for (auto& header : asked.headers) is_signed.headers.push_back(std::move(header));
        return house.ask(is_signed);
    };
}

std::function<Heard(Asked)> bearing(House& house, std::string token) {
    return [&house, token = std::move(token)](Asked asked) {
        asked.headers.emplace_back("Host", "localhost");
        asked.headers.emplace_back("Authorization", "Bearer " + token);
        return house.ask(asked);
    };
}

User ready_customer(House& house, const std::string& name) {
    User user = house.sign_up(name);
    user.enrol_totp();
    house.make_ready(user);
    return user;
}

OwnKey key_of(House& house, const User& owner, const std::string& more) {
    return made(house, {owner.customer, owner.account, {}}, more);
}

namespace {

// What has to be there a day before.
struct Yesterday {
    OwnKey expiring;
    OwnKey idle;
    User signed_in;
};

Yesterday yesterday(House& house) {
    Yesterday all{
        .expiring = made(house, house.alice, R"(,"expires_at":"2027-01-15T09:00:00.000Z")"),
        .idle = made(house, house.alice, R"(,"idle_days":1)"),
        .signed_in = house.sign_up("late")};
    house.clock.advance(core::hours(26));
    return all;
}

std::vector<Kind> with_keys(House& house, const Yesterday& before) {
    const auto kind = [&house](const char* name, OwnKey key, OfRow of_key_rows) {
        return Kind{name, signing(house, std::move(key)), of_signer(std::move(of_key_rows))};
    };
    const auto of_alice = [&house](const std::string& more) {
        return made(house, house.alice, more);
    };
    const OwnKey revoked = of_alice("");
    must(house.operate("POST", "/v1/operator/keys/" + revoked.name + "/revoke"));
    const OwnKey frozen = of_alice("");
    must(house.signed_by(frozen, "POST", "/v1/key/freeze"));

    User suspended = ready_customer(house, "suspended-by-key");
    must(house.operate("POST", operators_path(suspended, "/suspend")));
    User unapproved = house.sign_up("unapproved-by-key");
    must(house.operate("POST", operators_path(unapproved, "/verify")));
    User locked = ready_customer(house, "locked-by-key");
    lock(house, locked, "everything");
    User api_locked = ready_customer(house, "api-locked-by-key");
    lock(house, api_locked, "api");
    User trade_locked = ready_customer(house, "trade-locked-by-key");
    lock(house, trade_locked, "trade");
    User withdraw_locked = ready_customer(house, "withdraw-locked-by-key");
    lock(house, withdraw_locked, "withdraw");
    User key_locked = ready_customer(house, "key-locked");
    const OwnKey risky = key_of(house, key_locked);
    lock(house, key_locked, "key", R"(,"key":")" + risky.name + '"');
    const User stale = with_stale_policies(house);

    return {
        kind("key with all scopes", house.alice.key("hmac"), always(passes)),
        kind("ed25519 key", house.alice.key("ed25519"), always(passes)),
        kind("key of somebody else", house.bob.key("hmac"), always(passes)),
        lacking_the_scope(house),
        kind("read-only key", house.alice.key("read_only"),
             [](const Operation& row) {
                 return row.kind == core::Kind::read ? passes : Reject::read_only_key;
             }),
        kind("inactive key", of_alice(R"(,"active":false)"), always(Reject::key_inactive)),
        kind("expired key", before.expiring, always(Reject::key_expired)),
        kind("key not yet valid", of_alice(R"(,"not_before":"2028-01-15T09:00:00.000Z")"),
             always(Reject::key_not_yet_valid)),
        kind("revoked key", revoked, always(Reject::key_revoked)),
        kind("idle key", before.idle, unless_reading_or_cancelling(Reject::key_frozen_idle)),
        kind("key frozen by itself", frozen, always(Reject::key_frozen_user)),
        kind("key under a lock", risky, always(Reject::key_frozen_risk)),
        kind("key from elsewhere", of_alice(R"(,"ip_allow":["10.0.0.1"])"),
             always(Reject::ip_not_allowed)),
        kind("key from a denied place", of_alice(R"(,"ip_deny":["127.0.0.0/8"])"),
             always(Reject::ip_not_allowed)),
        kind("key of an unverified", house.carol.key("hmac"),
             always(Reject::customer_not_verified)),
        kind("key without API access", key_of(house, unapproved),
             always(Reject::api_access_not_approved)),
        kind("key of a suspended", key_of(house, suspended), always(Reject::customer_suspended)),
        kind("key of a locked", key_of(house, locked), always(Reject::customer_suspended)),
        kind("key of one locked out of the API", key_of(house, api_locked),
             always(Reject::api_access_not_approved)),
        kind("key of one who may not trade", key_of(house, trade_locked),
             where_scope_is(trading, Reject::customer_suspended)),
        kind("key of one who may not withdraw", key_of(house, withdraw_locked),
             where_scope_is(leaving, Reject::customer_suspended)),
        kind("key under a policy not accepted", key_of(house, stale),
             unless_reading_or_cancelling(Reject::policy_acceptance_required)),
        kind("forged signature", forged(house.alice.key("hmac")), always(Reject::unauthorized)),
        Kind{"session of one with a policy to accept", bearing(house, stale.token),
             of_person(true, {}, unless_reading_or_cancelling(Reject::policy_acceptance_required))},
    };
}

std::vector<Kind> with_sessions(House& house, const Yesterday& before) {
    std::vector<Kind> kinds;
    const auto add = [&](const std::string& name, const std::string& token, OfRow verdict) {
        kinds.push_back({name, bearing(house, token), std::move(verdict)});
    };
    const User ended = house.sign_up("ended");
    must(ended.ask("DELETE", "/v1/session"));
    add("session that is too old", before.signed_in.token,
        of_useless_session(Reject::session_expired));
    add("session that was ended", ended.token, of_useless_session(Reject::session_expired));

    const User owner = ready_customer(house, "owner");
    const User other = ready_customer(house, "other");
    add("owner's session", owner.token, of_person(true, {}, always(passes)));
    add("another owner's session", other.token, of_person(true, {}, always(passes)));
    kinds.push_back(
        {"owner's cookie", by_cookie(house, owner, true), of_person(true, {}, always(passes))});
    // Another site makes the browser send it: it may look, because nobody shows it what it sees.
    const auto slipped_in = [](const Operation& row) {
        const bool looks = row.method == api::Method::get;
        const auto verdict =
            looks ? of_person(true, {}, always(passes)) : of_useless_session(Reject::csrf_failed);
        return verdict(row);
    };
    kinds.push_back({"cookie that another site sends", by_cookie(house, owner, false), slipped_in});

    const User unverified = house.sign_up("unverified");
    add("session of an unverified", unverified.token,
        of_person(true, {}, always(Reject::customer_not_verified)));
    const User unapproved = house.sign_up("unapproved");
    must(house.operate("POST", operators_path(unapproved, "/verify")));
    add("session without API access", unapproved.token, of_person(true, {}, always(passes)));
    const User suspended = ready_customer(house, "suspended");
    must(house.operate("POST", operators_path(suspended, "/suspend")));
    add("session of a suspended", suspended.token,
        of_person(true, {}, always(Reject::customer_suspended)));
    const User locked = ready_customer(house, "locked");
    lock(house, locked, "everything", R"(,"disclosed":false)");
    add("session of a locked", locked.token,
        of_person(true, {}, always(Reject::customer_suspended)));
    const User trade_locked = ready_customer(house, "trade-locked");
    lock(house, trade_locked, "trade");
    add("session of one who may not trade", trade_locked.token,
        of_person(true, {}, where_scope_is(trading, Reject::customer_suspended)));

    for (const Role role : {Role::support, Role::analyst, Role::senior_analyst, Role::mlro,
                            Role::rules_admin, Role::list_admin, Role::auditor, Role::admin}) {
        const std::string name = "staff" + std::to_string(static_cast<int>(role));
        add("session of " + name, house.hire(name, {role}).token,
            of_person(false, {role}, always(passes)));
    }
    const User left = house.hire("left", {Role::admin});
    must(house.operate("PATCH", "/v1/operator/staff/" + std::to_string(left.id.value),
                       R"({"status":"disabled"})"));
    add("session of staff who left", left.token, of_useless_session(Reject::session_expired));

    api::SeededRandomness chance{99};
    const auto made_up = [&](core::Environment environment) {
        return std::string{api::make_session_token(environment, chance).reveal_text()};
    };
    add("token that was made up", made_up(core::Environment::test),
        of_useless_session(Reject::session_expired));
    add("token of the other environment", made_up(core::Environment::live),
        of_useless_session(Reject::wrong_environment));
    return kinds;
}

std::vector<Kind> without_either(House& house) {
    const auto nobody = of_signer(always(Reject::unauthorized));
    const auto to_operator = [nobody](const Operation& row) {
        return row.audience == Audience::operators ? passes : nobody(row);
    };
    return {
        {"nobody", plainly(house), nobody},
        {"the operator", from_process_of(house, ::geteuid()), to_operator},
        {"another user of the machine", from_process_of(house, ::geteuid() + 4'711), nobody},
    };
}

}  // namespace

std::vector<Kind> all(House& house) {
    const Yesterday before = yesterday(house);
    std::vector<Kind> kinds = with_keys(house, before);
    std::ranges::move(with_sessions(house, before), std::back_inserter(kinds));
    std::ranges::move(without_either(house), std::back_inserter(kinds));
    return kinds;
}

}  // namespace callers
