#include "api/dialects/admission.hpp"

#include "base/hash.hpp"
#include "base/result.hpp"
#include "core/access/authorise.hpp"
#include "core/access/key_name.hpp"

namespace api {
namespace {

bool has_constraints(const core::Key& key) {
    return !key.rules.markets.empty() || !key.rules.assets.empty();
}

bool has_market_field(const Operation& row) {
    for (const Field& field : row.fields) {
        if (field.type == FieldType::market) return true;
    }
    return false;
}

core::Ask ask_of(const Operation& row) {
    core::Ask ask;
    ask.kind = row.kind;
    ask.scope = row.scope;
    return ask;
}

Answer<void> answer_of(const core::Verdict& verdict, core::IpAddress ip) {
    if (verdict) return {};
    Refusal refusal{.rejection = verdict.error(), .facts = {}};
    if (verdict.error().reject == core::Reject::ip_not_allowed) {
        refusal.facts.push_back({"client_ip", core::format(ip), false});
    }
    return std::unexpected(std::move(refusal));
}

template <std::size_t Size>
base::Text<Size> cut(std::string_view text) {
    return base::Text<Size>{text.substr(0, Size)};
}

// The name of a key, where it is one. Anything else may be a secret pasted in its place.
std::string_view loggable(std::string_view key) {
    return core::parse_key_name(key) ? key : std::string_view{};
}

Refusal::Fact ms(std::string name, core::Duration duration) {
    return {std::move(name), std::to_string(duration.ns / 1'000'000), true};
}

}  // namespace

core::Fingerprint hash_of(base::HashKey key, core::IpAddress ip) {
    const std::string_view bytes{reinterpret_cast<const char*>(&ip), sizeof ip};
    return {base::keyed_hash(key, 1, bytes), base::keyed_hash(key, 2, bytes)};
}

Touched touched_by(const core::Market& market) {
    Touched touched;
    touched.market = market.id;
    touched.assets.push_back(market.base);
    touched.assets.push_back(market.quote);
    return touched;
}

Answer<Touched> touched_by(const core::State& state, const Operation& row, const Inputs& inputs) {
    Touched touched;
    for (const Field& field : row.fields) {
        const Input* input = inputs.find(field.name);
        if (input == nullptr) continue;
        if (field.type == FieldType::market) {
            const core::Market* market = state.catalogue.find_market(input->text);
            if (market == nullptr) return refuse(core::Reject::not_found, field.name);
            touched = touched_by(*market);
        } else if (field.type == FieldType::asset) {
            const core::Asset* asset = state.catalogue.find_asset(input->text);
            if (asset == nullptr) return refuse(core::Reject::not_found, field.name);
            touched.assets.push_back(asset->id);
        }
    }
    return touched;
}

Answer<void> may_do(const Proof& proof, const Operation& row, core::IpAddress ip,
                    core::Timestamp now) {
    core::Ask ask = ask_of(row);
    ask.ip = ip;
    return answer_of(core::authorise(proof.key, proof.standing, ask, now), ip);
}

Answer<void> may_touch(const Proof& proof, const Operation& row, const Touched& touched,
                       core::Timestamp now) {
    if (!has_constraints(proof.key)) return {};
    if (!touched.market && has_market_field(row)) {
        return refuse(core::Reject::constraint_market, "market");
    }
    core::Ask ask = ask_of(row);
    ask.market = touched.market;
    ask.assets = touched.assets;
    return answer_of(core::authorise(proof.key, proof.standing, ask, now), {});
}

Answer<void> may_touch(const views::Live& live, const Proof& proof, const Operation& row,
                       const Inputs& inputs, core::Timestamp now) {
    if (!has_constraints(proof.key)) return {};
    const auto read = live.read();
    TRY(const Touched touched, touched_by(read->state, row, inputs));
    return may_touch(proof, row, touched, now);
}

Caller caller_of(const views::Live& live, const Proof& proof, const Operation& row,
                 const Arrival& arrival) {
    Caller caller;
    caller.customer = proof.key.customer;
    caller.account = proof.key.account;
    caller.key = proof.key.id;
    caller.surface = core::Surface::api;
    caller.ip = arrival.client;
    caller.proved = &proof.key;
    if (row.kind == core::Kind::read) return caller;
    caller.ip_hash = hash_of(live.read()->state.hash_key, arrival.client);
    caller.nonce = proof.nonce;
    caller.deadline = proof.deadline;
    return caller;
}

Caller operator_of(const views::Live& live, const Arrival& arrival) {
    Caller caller;
    caller.surface = core::Surface::cli;
    caller.ip = arrival.client;
    caller.ip_hash = hash_of(live.read()->state.hash_key, arrival.client);
    caller.is_operator = true;
    return caller;
}

void log_request(Reply& reply, const Request& request, views::Dialect dialect,
                 std::string_view operation, std::string_view key) {
    views::AccessRow& row = reply.log();
    row.dialect = dialect;
    row.surface = core::Surface::api;
    row.method = cut<8>(request.method_text);
    row.operation = cut<48>(operation);
    row.key = cut<128>(loggable(key));
}

void log_caller(Reply& reply, const Caller& caller) {
    views::AccessRow& row = reply.log();
    row.customer = caller.customer;
    row.surface = caller.surface;
    row.is_proved = caller.key || caller.person || caller.is_operator;
}

void log_refusal(Reply& reply, core::Reject told, core::Reject exact, Turned turned) {
    views::AccessRow& row = reply.log();
    row.told = told;
    row.code = exact;
    row.turned_away = turned == Turned::away;
}

Refusal refusal_of(const Denial& denial, const Arrival& arrival) {
    Refusal refusal{.rejection = denial.rejection, .facts = {}};
    if (denial.skew) {
        const std::int64_t now_ms = core::unix_ms(arrival.at);
        refusal.facts.push_back({"server_time", std::to_string(now_ms), true});
        refusal.facts.push_back(ms("skew_ms", denial.skew->off));
        refusal.facts.push_back(ms("allowed_ms", denial.skew->allowed));
    }
    if (denial.rejection.reject == core::Reject::ip_not_allowed) {
        refusal.facts.push_back({"client_ip", core::format(arrival.client), false});
    }
    return refusal;
}

}  // namespace api
