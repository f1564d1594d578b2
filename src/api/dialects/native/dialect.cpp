#include "api/dialects/native/dialect.hpp"

#include <algorithm>

#include "api/access/digest.hpp"
#include "api/access/message_signature.hpp"
#include "api/dialects/native/fields.hpp"
#include "api/dialects/native/policies_due.hpp"
#include "api/dialects/native/problem.hpp"
#include "api/dialects/native/signed_in.hpp"
#include "api/operations/numbers.hpp"
#include "api/operations/people.hpp"
#include "api/operations/refusals.hpp"
#include "api/operations/sign_in_limits.hpp"
#include "base/result.hpp"
#include "core/access/authorise.hpp"
#include "core/access/idle.hpp"

namespace api {

using native::append_policy;
using native::Fields;
using native::find_session;
using native::name_policies;
using native::problem;
using native::shows_session;
using native::SignedIn;

namespace {

using core::Reject;

constexpr std::uint32_t root_uid = 0;
constexpr std::size_t idempotency_key_max = 128;
constexpr core::Duration expiry_notice = core::hours(24 * 14);

// 1 to 128 printable characters; what they say is the client's own affair.
bool is_idempotency_key(std::string_view text) {
    return !text.empty() && text.size() <= idempotency_key_max &&
           std::ranges::all_of(text, [](char c) { return c >= 0x21 && c <= 0x7e; });
}

Answer<void> read_idempotency(const Request& request, const Operation& row, Caller& caller) {
    if (row.idempotency == Idempotency::none) return {};
    const std::string_view key = request.header("idempotency-key");
    if (key.empty()) {
        if (row.idempotency == Idempotency::required) return missing("Idempotency-Key");
        return {};
    }
    if (!is_idempotency_key(key)) return malformed("Idempotency-Key", "not_printable_or_too_long");
    // Staff share no account that would keep their keys apart.
    const std::string whose = caller.person ? std::to_string(caller.person->user.value) : "";
    caller.idempotency = fingerprint({key, whose});
    caller.request = request_hash(request);
    return {};
}

// A write that is only tried never reaches the core, so its nonce is judged at the gate as that
// of a read. The query is not decoded yet; a spelling that means true and is not seen here is
// judged in the core and never gets there, which costs the client nothing.
NonceJudge judge_of(const Operation& row, const Request& request) {
    const bool tried =
        row.dry_run && request.query.find("validate_only=true") != request.query.npos;
    return row.kind == core::Kind::read || tried ? NonceJudge::gate : NonceJudge::core;
}

// When the key stops by itself: its end, or the idle deadline if that is nearer.
void append_expiry(std::string& headers, const core::Key& key, core::Timestamp now) {
    const core::Timestamp end = std::min(key.rules.expires_at, core::idle_freezes_at(key));
    if (end == core::never || end - now > expiry_notice) return;
    headers += "Postern-Key-Expires: ";
    append_time(headers, end);
    headers += "\r\n";
}

// The budget of a request tells its own; this is that of a login's tries.
void append_retry_after(std::string& headers, const Refusal& refusal) {
    if (refusal.rejection.reject != Reject::rate_limited) return;
    for (const Refusal::Fact& fact : refusal.facts) {
        if (fact.name == "retry_after") headers += "Retry-After: " + fact.value + "\r\n";
    }
}

Refusal as_refusal(Reject why) { return refuse(why).error(); }

Purpose purpose_of(const Operation& row) {
    return row.cancels ? Purpose::cancel : Purpose::anything;
}

// Request budgets know keys and accounts. A person counts as a key of a number that no key has;
// staff, who have no account, as an account of theirs.
constexpr std::uint64_t people = std::uint64_t{1} << 63;
core::KeyId key_of(const core::User& user) { return core::KeyId{people | user.id.value}; }
core::AccountId account_of(const core::User& user, core::AccountId account) {
    return account ? account : core::AccountId{people | user.id.value};
}

// Whether the row is for somebody like this. What the account's owner does there as a key would,
// he must be allowed as a customer; the rest of his affairs he sees to at any time.
Answer<void> may_do(const SignedIn& who, const Operation& row) {
    switch (row.audience) {
        case Audience::staff:
            if (!who.user.roles.any_of(row.roles)) return refuse(Reject::role_missing);
            return {};
        case Audience::customer:
            if (!who.user.customer) return refuse(Reject::role_missing);
            return {};
        case Audience::key: {
            if (!who.user.customer) return refuse(Reject::role_missing);
            const core::Ask ask{.kind = row.kind, .scope = row.scope};
            const core::Verdict verdict = core::authorise(who.standing, ask);
            if (!verdict)
                return std::unexpected(Refusal{.rejection = verdict.error(), .facts = {}});
            return {};
        }
        default:
            return {};
    }
}

// A person's request has no deadline and no nonce: its session is what ends.
Caller caller_of(const views::Live& live, const SignedIn& who, const Arrival& arrival) {
    Caller caller;
    caller.customer = who.user.customer;
    caller.account = who.account;
    caller.person = core::Person{who.user.id, who.session.id, {}};
    caller.roles = who.user.roles;
    caller.surface = core::Surface::web;
    caller.ip = arrival.client;
    caller.ip_hash = hash_of(live.read()->state.hash_key, arrival.client);
    return caller;
}

Turned turned_by(Reject why) {
    return row_of(why).kind == RefusalClass::refused ? Turned::away : Turned::down;
}

}  // namespace

// One request on its way through.
struct NativeDialect::Visit {
    const Request& request;
    Reply reply;
    Route route;
    core::Timestamp now;
    std::string headers;  // of the answer, whatever it will be

    const Operation& row() const { return *route.operation; }
};

NativeDialect::NativeDialect(House& house, Gate& gate, NativeBudget& budget, NativeOptions options)
    : house_{house}, gate_{gate}, budget_{budget}, options_{std::move(options)} {}

bool NativeDialect::owns(std::string_view path) const {
    return path == "/v1" || path.starts_with("/v1/");
}

Response NativeDialect::refuse(Reject why, std::string_view request_id) const {
    return problem(as_refusal(why), request_id);
}

core::Sequence NativeDialect::seen() const { return house_.live.read()->state.stamp.sequence; }

void NativeDialect::handle(const Request& request, Reply reply) {
    Visit visit{request, std::move(reply), find_route(request.method, request.path), {}, {}};
    visit.now = visit.reply.arrival().at;
    if (visit.route.operation == nullptr) {
        if (!visit.route.path_exists)
            return turn_away(std::move(visit), as_refusal(Reject::not_found), {});
        const std::string allowed = allowed_methods(request.path);
        visit.headers += "Allow: " + allowed + "\r\n";
        Refusal refusal = as_refusal(Reject::method_not_allowed);
        refusal.facts.push_back({"allow", allowed, false});
        return turn_away(std::move(visit), refusal, {});
    }
    switch (visit.row().audience) {
        case Audience::everybody:
            return everybody(std::move(visit));
        case Audience::key:
            // A key's own affairs have no scope; all else an owner does by session as well.
            if (visit.row().scope && shows_session(request)) return by_session(std::move(visit));
            return by_key(std::move(visit));
        case Audience::customer:
        case Audience::person:
        case Audience::staff:
            return by_session(std::move(visit));
        case Audience::operators:
            return by_operator(std::move(visit));
    }
}

void NativeDialect::everybody(Visit&& visit) {
    const core::IpAddress ip = visit.reply.arrival().client;
    const auto share = budget_.take(ip, visit.row().weight, visit.now);
    if (auto taken = take_budget(visit, share); !taken) {
        return turn_away(std::move(visit), taken.error(), Reject::rate_limited);
    }
    Caller caller;
    caller.ip = ip;
    caller.surface = core::Surface::api;
    // Whoever registers or signs in leaves a line; whoever looks at prices does not.
    if (visit.row().kind != core::Kind::read) {
        log(visit);
        caller.ip_hash = hash_of(house_.live.read()->state.hash_key, ip);
    }
    run(std::move(visit), caller, nullptr);
}

void NativeDialect::by_operator(Visit&& visit) {
    const auto uid = visit.request.peer_uid;
    if (!uid || (*uid != options_.server_uid && *uid != root_uid)) {
        return turn_away(std::move(visit), as_refusal(Reject::role_missing), Reject::role_missing);
    }
    log(visit);
    const Caller caller = operator_of(house_.live, visit.reply.arrival());
    run(std::move(visit), caller, nullptr);
}

void NativeDialect::by_session(Visit&& visit) {
    const Arrival& arrival = visit.reply.arrival();
    const auto who = find_session(house_.live, visit.request, house_.environment, visit.now);
    const auto share = who ? budget_.take(key_of(who->user), account_of(who->user, who->account),
                                          visit.row().weight, purpose_of(visit.row()), visit.now)
                           : budget_.take(arrival.client, visit.row().weight, visit.now);
    if (auto taken = take_budget(visit, share); !taken) {
        return turn_away(std::move(visit), taken.error(), Reject::rate_limited);
    }
    if (!who) return turn_away(std::move(visit), as_refusal(who.error()), who.error());
    views::AccessRow& row = log(visit);
    row.customer = who->user.customer;
    row.user = who->user.id.value;
    row.is_proved = true;
    if (auto may = may_do(*who, visit.row()); !may) {
        const Reject exact = may.error().rejection.reject;
        return turn_away(std::move(visit), may.error(), exact);
    }
    append_policy(visit.headers, house_.live, visit.now);
    Caller caller = caller_of(house_.live, *who, arrival);
    caller.share = share;
    touch(who->session, caller, visit.now);
    run(std::move(visit), caller, nullptr);
}

// That a session was used keeps it from ending. Nobody waits for it, and when the engine is full it
// is left for the next request.
void NativeDialect::touch(const core::Session& session, const Caller& caller, core::Timestamp now) {
    constexpr core::Duration apart = core::minutes(1);
    if (now < session.last_seen + apart || !house_.sign_in_limits.touches(session.id, now)) return;
    house_.engine.submit(core::TouchSession{}, envelope_of(caller), [](engine::Reply&&) {});
}

void NativeDialect::by_key(Visit&& visit) {
    const Operation& row = visit.row();
    const Arrival& arrival = visit.reply.arrival();
    const auto proof = gate_.native(visit.request, judge_of(row, visit.request), visit.now);
    if (!proof) return deny(std::move(visit), proof.error());
    log(visit).customer = proof->key.customer;
    visit.reply.log().is_proved = true;
    append_expiry(visit.headers, proof->key, visit.now);
    append_policy(visit.headers, house_.live, visit.now);
    const auto share =
        budget_.take(proof->key.id, proof->key.account, row.weight, purpose_of(row), visit.now);
    if (auto taken = take_budget(visit, share); !taken) {
        return turn_away(std::move(visit), taken.error(), Reject::rate_limited);
    }
    auto may = may_do(*proof, row, arrival.client, visit.now);
    touches_.note(
        house_, *proof,
        {.operation = row.name, .ip = arrival.client, .at = visit.now, .ok = may.has_value()});
    if (!may) {
        name_policies(may.error(), house_.live, proof->key.customer, visit.now);
        const Reject exact = may.error().rejection.reject;
        return turn_away(std::move(visit), may.error(), exact);
    }
    Caller caller = api::caller_of(house_.live, *proof, row, arrival);
    caller.share = share;
    run(std::move(visit), caller, &*proof);
}

Answer<void> NativeDialect::take_budget(Visit& visit, const NativeShare& share) const {
    append_rate_limit_headers(visit.headers, share, visit.now);
    if (share.granted) return {};
    return std::unexpected(native::too_often(share, visit.now));
}

// The fields, then what they touch, then what makes the request unlike its repetition.
Answer<Caller> NativeDialect::judged(Visit& visit, const Proof* proof, Caller caller,
                                     Fields& fields) const {
    const Operation& row = visit.row();
    TRY_OK(fields.read(visit.request, visit.route));
    if (proof != nullptr) {
        TRY_OK(may_touch(house_.live, *proof, row, fields.inputs(), visit.now));
    }
    TRY_OK(read_idempotency(visit.request, row, caller));
    TRY_OK(read_factor(visit, caller));
    return caller;
}

// The factor that a person shows for this very request, if there is one.
Answer<void> NativeDialect::read_factor(const Visit& visit, Caller& caller) const {
    const bool takes = visit.row().second_factor == SecondFactor::challenge && caller.person;
    if (!takes) return {};
    const std::string_view header = visit.request.header("postern-step-up");
    if (header.empty()) return {};
    TRY(caller.person->factor,
        house_.people.shown(caller.person->user, header, request_hash(visit.request), visit.now));
    return {};
}

void NativeDialect::run(Visit&& visit, const Caller& asking, const Proof* proof) {
    static thread_local Fields fields;
    if (visit.reply.is_logged()) log_caller(visit.reply, asking);
    const auto caller = judged(visit, proof, asking, fields);
    if (!caller) {
        const Reject why = caller.error().rejection.reject;
        const bool is_refused = row_of(why).kind == RefusalClass::refused;
        return turn_away(std::move(visit), caller.error(), is_refused ? why : Reject{});
    }
    const Call call{house_, *caller, fields.inputs(), visit.request, fields.validate_only()};
    const Operation& row = visit.row();
    const core::UserId user = caller->person ? caller->person->user : core::UserId{};
    const core::Fingerprint request = user ? request_hash(visit.request) : core::Fingerprint{};
    const core::CustomerId customer = caller->customer;
    row.handler(call, [this, user, customer, request, reply = std::move(visit.reply),
                       headers = std::move(visit.headers)](Answer<Told>&& told) mutable {
        if (!told && user && told.error().rejection.reject == Reject::step_up_required) {
            house_.people.add_challenge(told.error(), user, request, house_.engine.now());
        }
        if (!told) name_policies(told.error(), house_.live, customer, house_.engine.now());
        answer(reply, std::move(headers), std::move(told));
    });
}

void NativeDialect::answer(Reply& reply, std::string headers, Answer<Told>&& told) {
    const core::Timestamp now = house_.engine.now();
    if (!told) {
        const Reject why = told.error().rejection.reject;
        if (reply.is_logged()) log_refusal(reply, why, why, turned_by(why));
        Response response = problem(told.error(), reply.arrival().id());
        append_retry_after(headers, told.error());
        response.headers = std::move(headers);
        return reply.send(std::move(response), seen(), now);
    }
    headers += told->headers;
    if (told->replayed) headers += "Idempotent-Replayed: true\r\n";
    reply.send({.status = told->status,
                .content_type = "application/json",
                .headers = std::move(headers),
                .body = std::move(told->body)},
               told->sequence ? told->sequence : seen(), now);
}

// Whoever has not proved a signature learns nothing of keys: the same words, whatever the cause.
void NativeDialect::deny(Visit&& visit, const Denial& denial) {
    const Arrival& arrival = visit.reply.arrival();
    const Reject exact = denial.rejection.reject;
    log(visit).is_proved = denial.proved;
    if (denial.proved) {
        return turn_away(std::move(visit), api::refusal_of(denial, arrival), exact);
    }
    const auto share = budget_.take(arrival.client, visit.row().weight, visit.now);
    if (auto taken = take_budget(visit, share); !taken) {
        return turn_away(std::move(visit), taken.error(), exact);
    }
    // Neither scheme alone: no request at all, and nothing of keys.
    if (exact == Reject::malformed_request) {
        return turn_away(std::move(visit), api::refusal_of(denial, arrival), exact);
    }
    Refusal refusal = as_refusal(Reject::unauthorized);
    refusal.facts.push_back({"canonical_sha256", denial.canonical_sha256, false});
    if (exact == Reject::wrong_environment) {
        // Known from the name alone, so it tells nobody anything but where to go.
        const bool live = denial.key_environment == core::Environment::live;
        const std::string& host = live ? options_.live_host : options_.test_host;
        refusal.facts.push_back({"key_environment", live ? "live" : "test", false});
        if (!host.empty()) refusal.facts.push_back({"use_host", host, false});
    }
    turn_away(std::move(visit), refusal, exact);
}

// Begins the request's row of the access log.
views::AccessRow& NativeDialect::log(Visit& visit) const {
    log_request(visit.reply, visit.request, views::Dialect::native, visit.row().name,
                named_key(visit.request));
    return visit.reply.log();
}

// `exact`: what the access log hears, if it is of interest who that was.
void NativeDialect::turn_away(Visit&& visit, const Refusal& told, Reject exact) {
    const Reject heard = told.rejection.reject;
    if (exact != Reject{}) {
        if (!visit.reply.is_logged()) log(visit);
        log_refusal(visit.reply, heard, exact, Turned::away);
    } else if (visit.reply.is_logged()) {
        log_refusal(visit.reply, heard, heard, Turned::down);
    }
    Response response = problem(told, visit.reply.arrival().id());
    response.headers = std::move(visit.headers);
    visit.reply.send(std::move(response), seen(), visit.now);
}

}  // namespace api
