#include "api/dialects/binance/dialect.hpp"

#include <algorithm>

#include "api/dialects/admission.hpp"
#include "api/dialects/binance/denials.hpp"
#include "api/dialects/binance/endpoints.hpp"
#include "api/dialects/binance/replies.hpp"
#include "api/dialects/live_keys.hpp"
#include "api/operations/refusals.hpp"
#include "api/operations/table.hpp"
#include "base/result.hpp"
#include "core/access/key_name.hpp"

namespace api {
namespace binance {
namespace {

bool same_word(std::string_view text, std::string_view upper) {
    return std::ranges::equal(text, upper, {}, [](char c) {
        return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    });
}

Result<TimeUnit> read_time_unit(const Request& request) {
    const std::string_view text = request.header("x-mbx-time-unit");
    if (text.empty() || same_word(text, "MILLISECOND")) return TimeUnit::milliseconds;
    if (same_word(text, "MICROSECOND")) return TimeUnit::microseconds;
    return failed(-1194,
                  "Invalid value for time unit; expected either MICROSECOND or MILLISECOND.");
}

// One request on its way through the checks.
class Visit {
  public:
    Visit(House& house, Gate& gate, BinanceBudget& budget, Touches& touches,
          ListenKeys& listen_keys, const Request& request, Reply reply)
        : house_{house},
          gate_{gate},
          budget_{budget},
          touches_{touches},
          listen_keys_{listen_keys},
          request_{request},
          reply_{std::move(reply)},
          ip_{reply_.arrival().client},
          now_{reply_.arrival().at} {}

    void run() {
        frame_.is_wallet = request_.path.starts_with("/sapi/");
        const Route route = find_endpoint(request_.method, request_.path);
        if (route.endpoint == nullptr) return turn_away(route);
        const Endpoint& endpoint = *route.endpoint;
        Parameters parameters;
        const Result<void> understood = parameters.read(request_.query, request_.body);
        const std::uint32_t weight = endpoint.weight.of(parameters);

        const Result<void> allowed = admit(endpoint, weight);
        if (!allowed) {
            if (!reply_.is_logged()) note(endpoint, allowed.error().cause, allowed.error());
            return send(std::unexpected(allowed.error()));
        }
        const Result<TimeUnit> unit = read_time_unit(request_);
        if (!unit) return send(std::unexpected(unit.error()));
        if (!understood) return send(std::unexpected(understood.error()));
        reply(endpoint, parameters, *unit);
    }

  private:
    void turn_away(const Route& route) {
        const Result<void> allowed = charge_address(1);
        if (!allowed) return send(std::unexpected(allowed.error()));
        send(route.path_exists ? no_such_method(frame_, allowed_methods(request_.path))
                               : no_such_path(frame_, request_.path));
    }

    // Weight, and whoever must prove who they are.
    Result<void> admit(const Endpoint& endpoint, std::uint32_t weight) {
        if (endpoint.security == Security::proof) return admit_signed(endpoint, weight);
        TRY_OK(charge_address(weight));
        if (endpoint.security == Security::key) return check_key(endpoint);
        return {};
    }

    Result<void> charge_address(std::uint32_t weight) {
        frame_.share = budget_.take_weight(ip_, weight, now_);
        if (!frame_.share.granted) return too_much_weight(frame_.share, now_);
        return {};
    }

    // Only a signature that verifies is charged to its account: nobody uses up another's budget.
    Result<void> admit_signed(const Endpoint& endpoint, std::uint32_t weight) {
        auto proof = gate_.binance(request_, now_);
        if (!proof) {
            const Error error = told_to_stranger(proof.error());
            note(endpoint, proof.error().rejection.reject, error);
            reply_.log().is_proved = proof.error().proved;
            TRY_OK(charge_address(weight));
            return Failed{error};
        }
        proof_ = std::move(*proof);
        frame_.by_account = true;
        frame_.is_proved = true;
        log(endpoint);
        reply_.log().customer = proof_.key.customer;
        reply_.log().is_proved = true;
        frame_.share = budget_.take_weight(proof_.key.account, weight, now_, purpose_of(endpoint));
        if (!frame_.share.granted) return too_much_weight(frame_.share, now_);
        return authorise(endpoint);
    }

    Result<void> authorise(const Endpoint& endpoint) {
        const auto allowed = may_do(proof_, operation(endpoint.operation), ip_, now_);
        touches_.note(
            house_, proof_,
            {.operation = endpoint.operation, .ip = ip_, .at = now_, .ok = allowed.has_value()});
        if (allowed) return {};
        const Error error = told(allowed.error());
        note(endpoint, allowed.error().rejection.reject, error);
        return Failed{error};
    }

    // Where a key is enough: a known one that may be used from here.
    Result<void> check_key(const Endpoint& endpoint) {
        const auto verdict = judge_key(request_.header("x-mbx-apikey"), endpoint);
        if (verdict) return {};
        const core::Reject exact = verdict.error().rejection.reject;
        const Error error = told_to_stranger({.rejection = {.reject = exact}});
        note(endpoint, exact, error);
        return Failed{error};
    }

    Answer<void> judge_key(std::string_view header, const Endpoint& endpoint) {
        if (!is_key_header(header)) return api::refuse(core::Reject::key_malformed);
        const auto named = core::parse_key_name(header);
        if (!named) return api::refuse(core::Reject::key_unknown);
        const auto holder = LiveKeys{house_.live}.find(named->name, now_);
        if (!holder) return api::refuse(core::Reject::key_unknown);
        listener_ = {holder->key.account, holder->key.id};
        log(endpoint);  // though nothing is proved: who opens a stream is of interest
        reply_.log().customer = holder->key.customer;
        const Proof look{
            .key = holder->key, .standing = holder->standing, .deadline = {}, .nonce = {}};
        return may_do(look, operation(endpoint.operation), ip_, now_);
    }

    // Begins the request's row of the access log.
    void log(const Endpoint& endpoint) {
        log_request(reply_, request_, views::Dialect::binance, endpoint.operation,
                    request_.header("x-mbx-apikey"));
    }

    void note(const Endpoint& endpoint, core::Reject exact, const Error& error) {
        if (!reply_.is_logged()) log(endpoint);
        log_refusal(reply_, error.cause, exact, Turned::away);
    }

    void reply(const Endpoint& endpoint, const Parameters& parameters, TimeUnit unit) {
        const Caller who =
            frame_.is_proved
                ? caller_of(house_.live, proof_, operation(endpoint.operation), reply_.arrival())
                : Caller{};
        const Asked asked{.house = house_,
                          .budget = budget_,
                          .caller = who,
                          .parameters = parameters,
                          .unit = unit,
                          .now = now_,
                          .listen_keys = &listen_keys_,
                          .listener = listener_};
        answer(endpoint, asked,
               [&house = house_, reply = std::move(reply_),
                frame = frame_](Result<Answered>&& result) mutable {
                   send(house, reply, frame, std::move(result));
               });
    }

    void send(Result<Answered>&& result) { send(house_, reply_, frame_, std::move(result)); }
    void send(Response&& response) { send(house_, reply_, std::move(response), {}); }

    static void send(House& house, Reply& reply, const Frame& frame, Result<Answered>&& result) {
        const core::Sequence seen = result ? result->seen : core::Sequence{};
        if (!result && reply.is_logged() && reply.log().code == core::Reject{}) {
            const core::Reject why = result.error().cause;
            const bool is_refused = row_of(why).kind == RefusalClass::refused;
            log_refusal(reply, why, why, is_refused ? Turned::away : Turned::down);
        }
        send(house, reply, response_of(frame, std::move(result)), seen);
    }
    static void send(House& house, Reply& reply, Response&& response, core::Sequence seen) {
        if (!seen) seen = house.live.read()->state.stamp.sequence;
        reply.send(std::move(response), seen, house.engine.now());
    }

    House& house_;
    Gate& gate_;
    BinanceBudget& budget_;
    Touches& touches_;
    ListenKeys& listen_keys_;
    const Request& request_;
    Reply reply_;
    core::IpAddress ip_;
    core::Timestamp now_;
    Frame frame_;
    Proof proof_{};
    ListenKeys::Owner listener_;  // the key that was named, where that is enough
};

}  // namespace
}  // namespace binance

bool BinanceDialect::owns(std::string_view path) const {
    return std::ranges::any_of(
        std::initializer_list<std::string_view>{"/api", "/sapi", "/fapi", "/dapi"},
        [&](std::string_view root) {
            return path.starts_with(root) &&
                   (path.size() == root.size() || path[root.size()] == '/');
        });
}

void BinanceDialect::handle(const Request& request, Reply reply) {
    binance::Visit{house_, gate_, budget_, touches_, listen_keys_, request, std::move(reply)}.run();
}

Response BinanceDialect::refuse(core::Reject why, std::string_view) const {
    binance::Error error = binance::told(core::Rejection{.reject = why});
    // Their list has no words for a head or a body that is too large; ours are plain enough.
    if (why == core::Reject::headers_too_large || why == core::Reject::body_too_large) {
        error.text = row_of(why).detail;
    }
    return {.status = error.status,
            .content_type = "application/json;charset=UTF-8",
            .headers = {},
            .body = binance::body_of(error)};
}

}  // namespace api
