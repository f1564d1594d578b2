// Who may do what: every row of the operations table by every kind of caller. What must come out
// is worked out from the row alone, so a row that is added is judged by being there.
#include <functional>
#include <gtest/gtest.h>
#include <set>

#include "api/operations/table.hpp"
#include "core/access/scope_sets.hpp"
#include "support/house.hpp"

namespace {

using api::Audience;
using api::Operation;
using core::Reject;
using support::Heard;
using support::House;
using support::OwnKey;

constexpr Reject passes{};

// What only the gate says; whatever else comes back, the caller got past it.
const std::set<std::string_view> gate_codes = {
    "unauthorized",   "key_inactive",          "key_expired",        "key_revoked",
    "ip_not_allowed", "customer_not_verified", "customer_suspended", "read_only_key",
    "scope_missing",  "role_missing",          "key_cancel_only",    "key_not_yet_valid"};

std::string replaced(std::string text, std::string_view what, std::string_view by) {
    if (const auto at = text.find(what); at != std::string::npos) text.replace(at, what.size(), by);
    return text;
}

// A path of the row's shape that names nothing which could be harmed.
std::string path_of(const Operation& row) {
    std::string path{row.path};
    for (const char* id : {"{order_id}", "{customer_id}", "{account_id}", "{key}"}) {
        path = replaced(path, id, "999999");
    }
    path = replaced(path, "{client_order_id}", "nobody");
    return replaced(path, "{market}", "BTCUSDT");
}

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

std::string scopes_without(std::optional<core::Scope> missing) {
    std::string list;
    for (int number = 1; number <= core::scope_count; ++number) {
        const auto scope = static_cast<core::Scope>(number);
        if (scope == missing || !core::all_that_may_stand_together().has(scope)) continue;
        if (!list.empty()) list += ',';
        list += '"' + std::string{core::name_of(scope)} + '"';
    }
    return R"(,"scopes":[)" + list + "]";
}

// One kind of caller: how he asks, and what a row that needs a key tells him.
struct Kind {
    const char* name;
    std::function<Heard(const Operation&)> ask;
    std::function<Reject(const Operation&)> by_key_row;
    bool is_operator = false;
};

Reject expected(const Kind& kind, const Operation& row) {
    switch (row.audience) {
        case Audience::everybody:
            return passes;
        case Audience::operators:
            return kind.is_operator ? passes : Reject::role_missing;
        case Audience::key:
            return kind.by_key_row(row);
        case Audience::customer:
        case Audience::person:
        case Audience::staff:
            return Reject::session_required;  // nobody here signed in
    }
    return Reject::internal;
}

class Matrix : public testing::Test {
  protected:
    Heard signed_by(const OwnKey& key, const Operation& row) {
        return house.signed_by(key, method_of(row), path_of(row));
    }
    Kind with_key(const char* name, OwnKey key, Reject why) {
        return {name, [this, key](const Operation& row) { return signed_by(key, row); },
                [why](const Operation&) { return why; }};
    }
    OwnKey key_of(const support::Person& owner, const std::string& rules) {
        return house.create_key(owner, "hmac-sha256", rules);
    }
    OwnKey without_scope(std::optional<core::Scope> scope) {
        const int number = scope ? static_cast<int>(*scope) : 0;
        auto found = lacking.find(number);
        if (found == lacking.end()) {
            found = lacking.emplace(number, key_of(house.alice, scopes_without(scope))).first;
        }
        return found->second;
    }

    std::vector<Kind> kinds();

    House house;
    std::map<int, OwnKey> lacking;
};

std::vector<Kind> Matrix::kinds() {
    const std::string all = R"(,"scopes":["all"])";
    const auto unauthorized = [](const Operation&) { return Reject::unauthorized; };
    const OwnKey expiring =
        key_of(house.alice, all + R"(,"expires_at":"2027-01-15T09:00:00.000Z")");
    const OwnKey future = key_of(house.alice, all + R"(,"not_before":"2028-01-15T09:00:00.000Z")");
    const OwnKey revoked = key_of(house.alice, all);
    EXPECT_EQ(house.operate("POST", "/v1/operator/keys/" + revoked.name + "/revoke").status, 200u);
    const OwnKey suspended = key_of(house.bob, all);
    EXPECT_EQ(house
                  .operate("POST", "/v1/operator/customers/" +
                                       std::to_string(house.bob.customer.value) + "/suspend")
                  .status,
              200u);
    OwnKey strange = house.alice.key("hmac");
    strange.secret.back() = strange.secret.back() == 'a' ? 'b' : 'a';
    house.clock.advance(core::hours(2));

    const auto plain = [this](const Operation& row) {
        return house.ask({.method = method_of(row), .target = path_of(row)});
    };
    const auto on_socket = [this](std::uint32_t uid) {
        return [this, uid](const Operation& row) {
            return house.ask({.method = method_of(row),
                              .target = path_of(row),
                              .headers = {},
                              .body = {},
                              .peer_uid = uid});
        };
    };
    return {
        {"nobody", plain, unauthorized},
        with_key("all scopes", house.alice.key("hmac"), passes),
        with_key("all scopes, ed25519", house.alice.key("ed25519"), passes),
        {"all scopes but this",
         [this](const Operation& row) { return signed_by(without_scope(row.scope), row); },
         [](const Operation& row) { return row.scope ? Reject::scope_missing : passes; }},
        {"read-only",
         [this](const Operation& row) { return signed_by(house.alice.key("read_only"), row); },
         [](const Operation& row) {
             return row.kind == core::Kind::read ? passes : Reject::read_only_key;
         }},
        with_key("inactive", key_of(house.alice, all + R"(,"active":false)"), Reject::key_inactive),
        with_key("expired", expiring, Reject::key_expired),
        with_key("not yet", future, Reject::key_not_yet_valid),
        with_key("revoked", revoked, Reject::key_revoked),
        with_key("from elsewhere", key_of(house.alice, all + R"(,"ip_allow":["10.0.0.1"])"),
                 Reject::ip_not_allowed),
        with_key("from a denied place", key_of(house.alice, all + R"(,"ip_deny":["127.0.0.0/8"])"),
                 Reject::ip_not_allowed),
        with_key("unverified", house.carol.key("hmac"), Reject::customer_not_verified),
        with_key("suspended", suspended, Reject::customer_suspended),
        {"a stranger's signature",
         [this, strange](const Operation& row) { return signed_by(strange, row); }, unauthorized},
        {"the operator", on_socket(::geteuid()), unauthorized, true},
        {"another user of the machine", on_socket(::geteuid() + 4'711), unauthorized},
    };
}

TEST_F(Matrix, every_row_by_every_caller) {
    const auto all = kinds();
    std::set<Reject> reached;
    for (const Operation& row : api::operations()) {
        for (const Kind& kind : all) {
            SCOPED_TRACE(std::string{row.name} + " by " + kind.name);
            const Reject wanted = expected(kind, row);
            const Heard heard = kind.ask(row);
            const std::string code = heard.status < 400 ? "" : heard.code();
            reached.insert(wanted);
            if (wanted == passes) {
                EXPECT_FALSE(gate_codes.contains(code)) << heard.body;
                EXPECT_LT(heard.status, 500u) << heard.body;
            } else {
                EXPECT_EQ(code, core::name_of(wanted)) << heard.body;
            }
        }
    }
    // A matrix is worth what it reaches.
    EXPECT_EQ(reached.size(), 13u);
}

TEST_F(Matrix, a_refused_caller_is_in_the_audit) {
    for (const Kind& kind : kinds()) {
        const Operation& row = api::operation("orders.place");
        const Reject wanted = expected(kind, row);
        if (wanted == passes) continue;
        SCOPED_TRACE(kind.name);
        kind.ask(row);
        const Reject exact = house.last_refusal();
        if (wanted == Reject::unauthorized) {
            EXPECT_TRUE(exact == Reject::signature_missing_component ||
                        exact == Reject::signature_invalid);
        } else {
            EXPECT_EQ(core::name_of(exact), core::name_of(wanted));
        }
    }
}

}  // namespace
