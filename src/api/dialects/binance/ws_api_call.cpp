#include "api/dialects/binance/ws_api_call.hpp"

#include "api/dialects/admission.hpp"
#include "api/dialects/binance/denials.hpp"
#include "api/dialects/binance/reading.hpp"
#include "api/dialects/binance/replies.hpp"
#include "api/dialects/live_keys.hpp"
#include "api/operations/refusals.hpp"
#include "base/result.hpp"
#include "core/access/key_name.hpp"

namespace api::binance {
namespace {

constexpr std::uint32_t own_weight = 2;  // of what a connection does itself
// What one must be allowed to see to hear of one's orders.
constexpr std::string_view listening = "orders.list";

}  // namespace

// --- the way back

WsReply::WsReply(WsSession& session, std::string_view id, const Arrival& arrival)
    : house_{session.parts.house},
      limits_{session.parts.budget.limits()},
      socket_{session.socket},
      seat_{session.in_flight},
      reply_{[socket = session.socket](Response&& response) {
                 socket->send(text_message(response.body));
             },
             arrival,
             {},
             &session.parts.house.access_log},
      frame_{.id = std::string{id},
             .shows_limits = session.options.shows_limits,
             .share = {},
             .now = arrival.at} {
    seat_->fetch_add(1);
}

WsReply::~WsReply() {
    if (seat_) seat_->fetch_sub(1);
}

void WsReply::send(Result<Answered>&& result) {
    if (!result && reply_.is_logged() && reply_.log().code == core::Reject{}) {
        const core::Reject why = result.error().cause;
        const bool is_refused = row_of(why).kind == RefusalClass::refused;
        log_refusal(reply_, why, why, is_refused ? Turned::away : Turned::down);
    }
    const unsigned status = result ? 200U : result.error().status;
    core::Sequence seen = result ? result->seen : core::Sequence{};
    if (!seen) seen = house_.live.read()->state.stamp.sequence;
    reply_.send({.status = status,
                 .content_type = {},
                 .headers = {},
                 .body = reply_text(frame_, limits_, result)},
                seen, house_.engine.now());
    // Whoever goes on after so many refusals is not talked to.
    if (status == 418) socket_->close(CloseCode::policy, "banned");
}

// --- the call

WsCall::WsCall(WsSession& session, const WsRequest& request, const Arrival& arrival)
    : session_{session},
      parts_{session.parts},
      request_{request},
      arrival_{arrival},
      ip_{arrival.client},
      now_{arrival.at},
      way_back_{session, request.id, arrival} {}

void WsCall::run(const Result<void>& read) {
    const WsMethod* const method = read ? find_method(request_.method) : nullptr;
    const bool full = session_.in_flight->load() > in_flight_max;
    if (method == nullptr || full) {
        const Result<void> allowed = charge_address(1);
        if (!allowed) return send(std::unexpected(allowed.error()));
        if (!read) return send(std::unexpected(read.error()));
        return send(method == nullptr ? not_valid("method") : unavailable());
    }
    if (const auto limits = find("returnRateLimits")) {
        way_back_.frame().shows_limits = *limits == "true";
    }
    if (method->own != OwnMethod::none) return run(method->own);

    const Route route = find_endpoint(method->method, method->path);
    if (route.endpoint == nullptr) return send(not_valid("method"));
    Parameters parameters;
    const Result<void> understood = parameters.take(passed_on());
    const Result<void> allowed = admit(*route.endpoint, route.endpoint->weight.of(parameters));
    if (!allowed) {
        if (!way_back_.reply().is_logged()) {
            note(route.endpoint->operation, allowed.error().cause, allowed.error());
        }
        return send(std::unexpected(allowed.error()));
    }
    if (!understood) return send(std::unexpected(understood.error()));
    run(*route.endpoint, parameters);
}

void WsCall::run(const Endpoint& endpoint, const Parameters& parameters) {
    Caller who;
    if (proof_) {
        const Operation& row = operation(endpoint.operation);
        who = caller_of(parts_.house.live, *proof_, row, arrival_);
        if (row.kind != core::Kind::read) session_.will.note(who);
    }
    const Asked asked{.house = parts_.house,
                      .budget = parts_.budget,
                      .caller = who,
                      .parameters = parameters,
                      .unit = session_.options.unit,
                      .now = now_,
                      .listen_keys = &parts_.listen_keys,
                      .listener = listener_};
    answer(endpoint, asked, [way_back = std::move(way_back_)](Result<Answered>&& result) mutable {
        way_back.send(std::move(result));
    });
}

std::optional<std::string_view> WsCall::find(std::string_view name) const {
    for (const auto& [named, value] : request_.params) {
        if (named == name) return value;
    }
    return std::nullopt;
}

// What an endpoint gets: not what only the door looks at.
std::vector<Parameters::Pair> WsCall::passed_on() const {
    std::vector<Parameters::Pair> pairs;
    pairs.reserve(request_.params.size());
    for (const Parameters::Pair& pair : request_.params) {
        const bool of_the_door =
            pair.name == "apiKey" || pair.name == "signature" || pair.name == "returnRateLimits";
        if (!of_the_door) pairs.push_back(pair);
    }
    return pairs;
}

// --- who asks

Result<void> WsCall::admit(const Endpoint& endpoint, std::uint32_t weight) {
    if (endpoint.security == Security::proof) {
        TRY_OK(prove(endpoint.operation, weight, purpose_of(endpoint)));
        return authorise(endpoint.operation);
    }
    TRY_OK(charge_address(weight));
    if (endpoint.security == Security::key) return check_key(endpoint.operation);
    return {};
}

Result<void> WsCall::charge_address(std::uint32_t weight) {
    Share& share = way_back_.frame().share;
    share = parts_.budget.take_weight(ip_, weight, now_);
    if (!share.granted) return too_much_weight(share, now_);
    return {};
}

Result<void> WsCall::charge_account(std::uint32_t weight, Purpose purpose) {
    Share& share = way_back_.frame().share;
    share = parts_.budget.take_weight(proof_->key.account, weight, now_, purpose);
    if (!share.granted) return too_much_weight(share, now_);
    return {};
}

// Where a key is enough: a known one that may be used from here.
Result<void> WsCall::check_key(std::string_view operation) {
    const auto verdict = [&]() -> Answer<void> {
        const std::string_view text = find("apiKey").value_or("");
        if (!is_key_header(text)) return api::refuse(core::Reject::key_malformed);
        const auto named = core::parse_key_name(text);
        if (!named) return api::refuse(core::Reject::key_unknown);
        const auto holder = LiveKeys{parts_.house.live}.find(named->name, now_);
        if (!holder) return api::refuse(core::Reject::key_unknown);
        listener_ = {holder->key.account, holder->key.id};
        log(operation);  // though nothing is proved: who opens a stream is of interest
        way_back_.reply().log().customer = holder->key.customer;
        const Proof look{
            .key = holder->key, .standing = holder->standing, .deadline = {}, .nonce = {}};
        return may_do(look, api::operation(operation), ip_, now_);
    }();
    if (verdict) return {};
    const core::Reject exact = verdict.error().rejection.reject;
    const Error error = told_to_stranger({.rejection = {.reject = exact}});
    note(operation, exact, error);
    return Failed{error};
}

bool WsCall::is_by_logon() const {
    if (!session_.logon || find("signature")) return false;
    return find("apiKey").value_or(session_.logon->key) == session_.logon->key;
}

std::expected<Proof, Denial> WsCall::proof_by_signature() const {
    api::Parameters signed_ones;
    signed_ones.reserve(request_.params.size() + request_.nulls.size());
    for (const auto& [name, value] : request_.params) {
        if (name != "signature") signed_ones.emplace_back(name, value);
    }
    for (const std::string_view name : request_.nulls) signed_ones.emplace_back(name, "null");
    return parts_.gate.binance(
        BinanceMessage{.key = find("apiKey").value_or(""),
                       .signature = find("signature"),
                       .parameters = signed_ones,
                       .times = {.timestamp = find("timestamp"), .recv_window = find("recvWindow")},
                       .ip = ip_},
        now_);
}

std::expected<Proof, Denial> WsCall::proof_of_sender() const {
    if (!is_by_logon()) return proof_by_signature();
    const BinanceTimes times{.timestamp = find("timestamp"), .recv_window = find("recvWindow")};
    return parts_.gate.binance(session_.logon->proved, ip_, times, now_);
}

// Only a signature that verifies is charged to its account: nobody uses up another's budget.
Result<void> WsCall::prove(std::string_view operation, std::uint32_t weight, Purpose purpose) {
    auto proof = proof_of_sender();
    if (!proof) {
        const Error error = told_to_stranger(proof.error());
        note(operation, proof.error().rejection.reject, error);
        way_back_.reply().log().is_proved = proof.error().proved;
        TRY_OK(charge_address(weight));
        return Failed{error};
    }
    proof_ = std::move(*proof);
    log(operation);
    way_back_.reply().log().customer = proof_->key.customer;
    way_back_.reply().log().is_proved = true;
    return charge_account(weight, purpose);
}

Result<void> WsCall::authorise(std::string_view operation) {
    const auto allowed = may_do(*proof_, api::operation(operation), ip_, now_);
    parts_.touches.note(parts_.house, *proof_,
                        {.operation = operation, .ip = ip_, .at = now_, .ok = allowed.has_value()});
    if (allowed) return {};
    const Error error = told(allowed.error());
    note(operation, allowed.error().rejection.reject, error);
    return Failed{error};
}

// --- the access log

void WsCall::log(std::string_view operation) {
    Request said;
    said.method_text = "WS";
    const std::string_view key =
        is_by_logon() ? std::string_view{session_.logon->key} : find("apiKey").value_or("");
    log_request(way_back_.reply(), said, views::Dialect::binance, operation, key);
}

void WsCall::note(std::string_view operation, core::Reject exact, const Error& error) {
    if (!way_back_.reply().is_logged()) log(operation);
    log_refusal(way_back_.reply(), error.cause, exact, Turned::away);
}

// --- what the connection does itself

void WsCall::run(OwnMethod method) {
    switch (method) {
        case OwnMethod::logon:
            return log_on();
        case OwnMethod::subscribe:
            return subscribe(true);
        case OwnMethod::subscribe_signature:
            return subscribe(false);
        default:
            break;
    }
    const Result<void> allowed = charge_address(own_weight);
    if (!allowed) return send(std::unexpected(allowed.error()));
    if (method == OwnMethod::unsubscribe) return unsubscribe();
    if (method == OwnMethod::subscriptions) {
        std::string body;
        Json json{body};
        json.begin_array();
        for (const unsigned number : session_.subscriptions->open_ones()) {
            json.begin_object();
            json.number("subscriptionId", number);
            json.end_object();
        }
        json.end_array();
        return send(std::move(body));
    }
    const bool ends = method == OwnMethod::logout;
    if (ends) session_.logon.reset();
    std::string body = session_text(session_, now_);
    send(std::move(body));
    if (ends) session_.subscriptions->close_logon();
}

Result<void> WsCall::prove_logon() {
    if (!find("signature")) return mandatory("signature");
    TRY_OK(prove("session.logon", own_weight, Purpose::anything));
    parts_.touches.note(parts_.house, *proof_,
                        {.operation = "session.logon", .ip = ip_, .at = now_, .ok = true});
    switch (proof_->key.credential.algorithm) {
        case core::Algorithm::ed25519:
            return {};
        case core::Algorithm::hmac_sha256:
            return failed(-4056, "HMAC_SHA256 API key is not supported.",
                          core::Reject::hmac_not_allowed);
        case core::Algorithm::rsa:
            break;
    }
    return failed(-4056, "RSA API key is not supported.", core::Reject::hmac_not_allowed);
}

void WsCall::log_on() {
    const Result<void> proved = prove_logon();
    if (!proved) return send(std::unexpected(proved.error()));
    const core::Key& key = proof_->key;
    session_.logon =
        WsLogon{.key = std::string{find("apiKey").value_or("")},
                .proved = {.key = key.public_name,
                           .credential = proof_->by_next ? key.next->credential : key.credential},
                .since = now_};
    Caller who;
    who.customer = key.customer;
    who.account = key.account;
    who.key = key.id;
    session_.will.note(who);
    send(session_text(session_, now_));
}

// --- the user data stream

Result<void> WsCall::admit_listener(bool by_logon) {
    if (by_logon && !session_.logon) {
        TRY_OK(charge_address(own_weight));
        Failed refused = failed(-1002, "You are not authorized to execute this request.",
                                core::Reject::unauthorized);
        refused.error().status = 401;
        return refused;
    }
    if (!by_logon) {
        TRY_OK(prove(listening, own_weight, Purpose::anything));
        return authorise(listening);
    }
    auto proof = parts_.gate.binance(session_.logon->proved, ip_, std::nullopt, now_);
    if (!proof) {
        const Error error = told_to_stranger(proof.error());
        note(listening, proof.error().rejection.reject, error);
        TRY_OK(charge_address(own_weight));
        return Failed{error};
    }
    proof_ = std::move(*proof);
    log(listening);
    way_back_.reply().log().customer = proof_->key.customer;
    way_back_.reply().log().is_proved = true;
    TRY_OK(charge_account(own_weight, Purpose::anything));
    return authorise(listening);
}

void WsCall::subscribe(bool by_logon) {
    const Result<void> admitted = admit_listener(by_logon);
    if (!admitted) return send(std::unexpected(admitted.error()));
    const core::KeyName name = proof_->key.public_name;
    const WsSubscriptions::Whose whose{
        .account = proof_->key.account,
        .key = proof_->key.id,
        .by_logon = by_logon,
        .may_listen = [&house = parts_.house, &hub = parts_.hub, name, ip = ip_] {
            const auto holder = LiveKeys{house.live}.find(name, hub.now());
            if (!holder) return false;
            const Proof look{
                .key = holder->key, .standing = holder->standing, .deadline = {}, .nonce = {}};
            return may_do(look, api::operation(listening), ip, hub.now()).has_value();
        }};
    auto way_back = std::make_shared<WsReply>(std::move(way_back_));
    const Result<void> opened =
        session_.subscriptions->open(whose, [way_back](unsigned subscription) {
            std::string body;
            Json json{body};
            json.begin_object();
            json.number("subscriptionId", subscription);
            json.end_object();
            way_back->send(Answered{std::move(body), {}, {}});
        });
    if (!opened) way_back->send(std::unexpected(opened.error()));
}

void WsCall::unsubscribe() {
    std::optional<unsigned> which;
    if (const auto text = find("subscriptionId")) {
        Parameters parameters;
        const Parameters::Pair pair{.name = "subscriptionId", .value = *text};
        (void)parameters.take({&pair, 1});
        const auto number = read_integer(parameters, "subscriptionId");
        if (!number) return send(std::unexpected(number.error()));
        which = static_cast<unsigned>(std::min<std::int64_t>(**number, UINT32_MAX));
    }
    auto way_back = std::make_shared<WsReply>(std::move(way_back_));
    const Result<void> closed = session_.subscriptions->close(
        which, [way_back] { way_back->send(Answered{"{}", {}, {}}); });
    if (!closed) way_back->send(std::unexpected(closed.error()));
}

}  // namespace api::binance
