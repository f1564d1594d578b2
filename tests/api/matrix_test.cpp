// Who may do what: every row of the operations table by every kind of caller. What must come out
// is worked out from the row alone (callers.hpp), so a row that is added is judged by being there.
#include <gtest/gtest.h>
#include <set>

#include "api/binance_client.hpp"
#include "api/callers.hpp"
#include "api/dialects/binance/endpoints.hpp"
#include "api/operations/table.hpp"

namespace {

using api::Audience;
using api::FieldPlace;
using api::Operation;
using callers::Kind;
using callers::passes;
using core::Reject;
using support::Asked;
using support::Heard;
using support::House;
using support::OwnKey;
using support::User;

// What only those say who decide about letting in.
const std::set<std::string_view> gate_codes = {
    "unauthorized",      "key_inactive",       "key_expired",
    "key_revoked",       "key_frozen_idle",    "key_frozen_risk",
    "key_frozen_user",   "ip_not_allowed",     "customer_not_verified",
    "role_missing",      "customer_suspended", "api_access_not_approved",
    "scope_missing",     "key_cancel_only",    "key_not_yet_valid",
    "session_required",  "session_expired",    "policy_acceptance_required",
    "wrong_environment", "csrf_failed",        "read_only_key"};

// Some operations look again, and say so in their row.
bool says_itself(const Operation& row, std::string_view code) {
    const std::string words = ' ' + std::string{row.refuses} + ' ';
    return words.find(' ' + std::string{code} + ' ') != std::string::npos;
}

// A path of the row's shape; what `named` does not say names nothing that could be harmed.
std::string path_of(const Operation& row, const std::map<std::string, std::string>& named = {}) {
    std::string path;
    std::string_view rest = row.path;
    while (!rest.empty()) {
        const std::size_t open = std::min(rest.find('{'), rest.size());
        path += rest.substr(0, open);
        rest.remove_prefix(open);
        if (rest.empty()) break;
        const std::string name{rest.substr(1, rest.find('}') - 1)};
        rest.remove_prefix(name.size() + 2);
        if (named.contains(name))
            path += named.at(name);
        else if (name == "market")
            path += "BTCUSDT";
        else if (name == "type")
            path += "terms";
        else
            path += "999999";
    }
    return path;
}

TEST(Matrix, every_row_by_every_caller) {
    House house;
    std::set<Reject> reached;
    const std::vector<Kind> everyone = callers::all(house);
    for (const Operation& row : api::operations()) {
        for (const Kind& kind : everyone) {
            SCOPED_TRACE(std::string{row.name} + " by " + kind.name);
            const Reject wanted = kind.verdict(row);
            // Who is let in only tries it: the next caller finds the house as it was.
            const bool tries = wanted == passes && row.dry_run;
            const Heard heard =
                kind.ask({.method = callers::method_of(row),
                          .target = path_of(row) + (tries ? "?validate_only=true" : "")});
            const std::string code = heard.status < 400 ? "" : heard.code();
            reached.insert(wanted);
            if (wanted == passes) {
                EXPECT_TRUE(!gate_codes.contains(code) || says_itself(row, code)) << heard.body;
                EXPECT_LT(heard.status, 500u) << heard.body;
            } else {
                EXPECT_EQ(code, core::name_of(wanted)) << heard.body;
            }
        }
    }
    // A matrix is worth what it reaches: all of gate_codes but cancel-only keys, which nothing
    // makes yet, and letting in.
    EXPECT_EQ(reached.size(), gate_codes.size() - 1 + 1);
}

TEST(Matrix, a_refused_caller_is_in_the_access_log_with_the_exact_cause) {
    House house;
    const Operation& row = api::operation("orders.place");
    for (const Kind& kind : callers::all(house)) {
        const Reject wanted = kind.verdict(row);
        if (wanted == passes) continue;
        SCOPED_TRACE(kind.name);
        kind.ask({.method = "POST", .target = "/v1/orders"});
        const Reject exact = house.last_refusal();
        if (wanted == Reject::unauthorized) {
            EXPECT_TRUE(exact == Reject::signature_missing_component ||
                        exact == Reject::signature_invalid);
        } else {
            EXPECT_EQ(core::name_of(exact), core::name_of(wanted));
        }
    }
}

// --- what belongs to somebody else

// A text for each required field of the body, so that no other fault hides the one looked for.
std::string body_of(const Operation& row) {
    std::string body;
    for (const api::Field& field : row.fields) {
        if (field.place != FieldPlace::body || !field.required) continue;
        body += (body.empty() ? "{\"" : ",\"") + std::string{field.name} + "\":\"" +
                std::string{field.example} + '"';
    }
    return body.empty() ? body : body + "}";
}

bool names_what_somebody_has(const Operation& row) {
    const bool is_about_owners = row.audience == Audience::key ||
                                 row.audience == Audience::customer ||
                                 row.audience == Audience::person;
    const auto at = row.path.find('{');
    return is_about_owners && at != row.path.npos && !row.path.substr(at).starts_with("{type}");
}

// One of everything that a path can name.
std::map<std::string, std::string> belongings_of(House& house, const User& owner) {
    const OwnKey key = callers::key_of(house, owner);
    const Heard order = owner.ask(
        "POST", "/v1/orders",
        R"({"market":"BTCUSDT","side":"buy","type":"limit","price":"100","quantity":"1"})");
    callers::must(order);
    const Heard list =
        owner.ask("POST", "/v1/order-lists",
                  R"({"market":"BTCUSDT","kind":"oto","orders":[)"
                  R"({"side":"buy","type":"limit","price":"100","quantity":"1"},)"
                  R"({"side":"sell","type":"limit","price":"200","quantity":"1"}]})");
    callers::must(list);
    return {{"list_id", list.text("/list/list_id")},
            {"client_list_id", list.text("/list/client_list_id")},
            {"order_id", order.text("/order/order_id")},
            {"client_order_id", order.text("/order/client_order_id")},
            {"key", key.name},
            {"session_id", owner.ask("GET", "/v1/sessions").text("/sessions/0/session_id")},
            {"factor_id", owner.ask("GET", "/v1/factors").text("/factors/0/factor_id")}};
}

TEST(Matrix, what_somebody_else_has_is_as_if_it_did_not_exist) {
    House house;
    const User owner = callers::ready_customer(house, "owner");
    const User other = callers::ready_customer(house, "other");
    const User staff = house.hire("staff", {core::Role::admin});
    callers::must(house.operate(
        "POST", "/v1/operator/accounts/" + std::to_string(owner.account.value) + "/fund",
        R"({"asset":"USDT","amount":"1000"})"));
    const auto things = belongings_of(house, owner);
    const OwnKey others_key = callers::key_of(house, other);
    std::size_t rows = 0;
    for (const Operation& row : api::operations()) {
        if (!names_what_somebody_has(row)) continue;
        ++rows;
        const std::string method = callers::method_of(row);
        const auto same = [&](const char* who, const auto& ask) {
            SCOPED_TRACE(std::string{row.name} + " by " + who);
            const Heard theirs = ask(method, path_of(row, things), body_of(row));
            const Heard none = ask(method, path_of(row), body_of(row));
            EXPECT_GE(theirs.status, 400u) << theirs.body;
            EXPECT_EQ(theirs.code(), none.code()) << theirs.body << none.body;
            EXPECT_EQ(theirs.text("/field"), none.text("/field"));
            EXPECT_EQ(theirs.text("/detail"), none.text("/detail"));
        };
        const auto by = [](const User& user) {
            return [&user](const auto&... asked) { return user.with_factor(asked...); };
        };
        same("another customer", by(other));
        same("staff", by(staff));
        same("another customer's key",
             [&](const auto&... asked) { return house.signed_by(others_key, asked...); });
        // And it does exist.
        if (row.kind != core::Kind::read) continue;
        EXPECT_EQ(owner.ask(method, path_of(row, things)).status, 200u) << row.name;
    }
    EXPECT_GE(rows, 15u);
}

// --- the ceiling

// All that the Binance dialect asks a signature for.
TEST(Matrix, a_read_only_key_changes_nothing_on_the_binance_dialect) {
    binance::House house;
    const OwnKey& key = house.alice.key("read_only");
    std::size_t writes = 0;
    for (const api::binance::Endpoint& endpoint : api::binance::endpoints()) {
        SCOPED_TRACE(endpoint.path);
        const Operation& row = api::operation(endpoint.operation);
        const char* method = endpoint.method == api::Method::get    ? "GET"
                             : endpoint.method == api::Method::post ? "POST"
                             : endpoint.method == api::Method::del  ? "DELETE"
                                                                    : "PUT";
        const Heard heard = house.signed_by(
            key, method, std::string{endpoint.path},
            "symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTC&quantity=0.01&price=20000");
        if (row.kind == core::Kind::read) {
            EXPECT_NE(heard.header("Postern-Code"), "read_only_key") << heard.body;
        } else {
            ++writes;
            EXPECT_EQ(heard.header("Postern-Code"), "read_only_key") << heard.body;
        }
    }
    EXPECT_GE(writes, 4u);
    EXPECT_EQ(house.signed_by(key, "GET", "/api/v3/openOrders").body, "[]");
}

// The core has its own eyes: a command that slipped past the dialects in the key's name.
TEST(Matrix, a_read_only_key_changes_nothing_in_the_core_either) {
    House house;
    const core::Envelope envelope{.customer = house.alice.customer,
                                  .account = house.alice.account,
                                  .key = house.alice.key("read_only").id,
                                  .surface = core::Surface::api};
    const auto refused = [&](core::Command command) {
        const engine::Reply reply = house.command(std::move(command), envelope);
        return reply.rejection ? reply.rejection->reject : Reject{};
    };
    EXPECT_EQ(refused(core::CancelAll{}), Reject::read_only_key);
    EXPECT_EQ(refused(core::PlaceOrder{.market = core::MarketId{1}}), Reject::read_only_key);
    EXPECT_EQ(refused(core::CancelOrder{.order = core::OrderId{1}}), Reject::read_only_key);
    EXPECT_EQ(
        refused(core::SetKeyStatus{.key = envelope.key, .status = core::KeyStatus::frozen_user}),
        Reject::read_only_key);
}

}  // namespace
