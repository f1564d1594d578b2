#include "api/dialects/binance/dialect.hpp"

#include <algorithm>

#include "api/dialects/binance/denials.hpp"
#include "api/dialects/binance/endpoints.hpp"
#include "api/dialects/binance/replies.hpp"
#include "api/operations/audit.hpp"
#include "api/operations/table.hpp"
#include "base/hash.hpp"
#include "base/result.hpp"
#include "core/access/authorise.hpp"
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

// The address as the journal may know it: without the key of this house it says nothing.
core::Fingerprint keyed_hash(base::HashKey key, core::IpAddress ip) {
    return {.high = base::fold(ip.high ^ key.first, ip.low ^ key.second),
            .low = base::fold(ip.low ^ key.first, ip.high ^ ~key.second)};
}

// One request on its way through the checks.
class Visit {
  public:
    Visit(House& house, Gate& gate, BinanceBudget& budget, const Request& request, Reply reply)
        : house_{house},
          gate_{gate},
          budget_{budget},
          request_{request},
          reply_{std::move(reply)},
          ip_{reply_.arrival().client},
          now_{reply_.arrival().at} {}

    void run() {
        frame_.is_wallet = request_.path.starts_with("/sapi/");
        frame_.is_browser = !request_.header("origin").empty();
        const Route route = find_endpoint(request_.method, request_.path);
        if (route.endpoint == nullptr) return turn_away(route);
        const Endpoint& endpoint = *route.endpoint;
        const Result<Parameters> parameters = Parameters::parse(request_.query, request_.body);
        const std::uint32_t weight = endpoint.weight.of(parameters ? *parameters : nothing_);

        const Result<void> allowed = admit(endpoint, weight);
        if (!allowed) return send(std::unexpected(allowed.error()));
        const Result<TimeUnit> unit = read_time_unit(request_);
        if (!unit) return send(std::unexpected(unit.error()));
        if (!parameters) return send(std::unexpected(parameters.error()));
        answer(endpoint, *parameters, *unit);
    }

  private:
    void turn_away(const Route& route) {
        const Share share = budget_.take_weight(ip_, 1, now_);
        if (!share.granted) {
            frame_.share = share;
            return send(too_much_weight(share, now_));
        }
        frame_.share = share;
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
            TRY_OK(charge_address(weight));
            return Failed{error};
        }
        proof_ = std::move(*proof);
        frame_.by_account = true;
        frame_.is_proved = true;
        frame_.share = budget_.take_weight(proof_.key.account, weight, now_);
        if (!frame_.share.granted) return too_much_weight(frame_.share, now_);
        return authorise(endpoint);
    }

    Result<void> authorise(const Endpoint& endpoint) {
        const Operation& row = operation(endpoint.operation);
        const core::Ask ask{
            .kind = row.kind, .scope = row.scope, .market = {}, .assets = {}, .ip = ip_};
        const core::Verdict verdict = core::authorise(proof_.key, proof_.customer, ask, now_);
        if (verdict) return {};
        const Error error = told(verdict.error());
        note(endpoint, verdict.error().reject, error);
        return Failed{error};
    }

    // Where a key is enough: a known one that may be used from here.
    Result<void> check_key(const Endpoint& endpoint) {
        const core::Verdict verdict = [&]() -> core::Verdict {
            const std::string_view header = request_.header("x-mbx-apikey");
            if (!is_key_header(header)) return core::reject(core::Reject::key_malformed);
            const auto named = core::parse_key_name(header);
            if (!named) return core::reject(core::Reject::key_unknown);
            const views::Live::Read live = house_.live.read();
            const core::Key* key = live->state.keys.find(named->name);
            if (key == nullptr) return core::reject(core::Reject::key_unknown);
            const core::Ask look{
                .kind = core::Kind::read, .scope = {}, .market = {}, .assets = {}, .ip = ip_};
            const core::Customer& customer = live->state.customers.at(key->customer);
            return core::authorise(*key, customer, look, now_);
        }();
        if (verdict) return {};
        const Error error = told_to_stranger({.rejection = verdict.error()});
        note(endpoint, verdict.error().reject, error);
        return Failed{error};
    }

    void note(const Endpoint& endpoint, core::Reject exact, const Error& error) {
        constexpr std::size_t key_size_max = 128;
        house_.refusals.refused(
            {.time = now_,
             .exact = exact,
             .told = error.cause,
             .operation = std::string{endpoint.operation},
             .key = std::string{request_.header("x-mbx-apikey").substr(0, key_size_max)},
             .ip = ip_,
             .request_id = std::string{reply_.arrival().id()}});
    }

    Caller caller(bool writes) const {
        Caller caller{.customer = proof_.customer.id,
                      .account = proof_.key.account,
                      .key = proof_.key.id,
                      .surface = core::Surface::api,
                      .ip = ip_,
                      .ip_hash = {},
                      .idempotency = {},
                      .request = {},
                      .nonce = {},
                      .deadline = proof_.deadline,
                      .is_operator = false,
                      .proved = proof_.key.id ? &proof_.key : nullptr};
        if (writes) caller.ip_hash = keyed_hash(house_.live.read()->state.hash_key, ip_);
        return caller;
    }

    void answer(const Endpoint& endpoint, const Parameters& parameters, TimeUnit unit) {
        const Caller who = caller(endpoint.method != Method::get);
        const Asked asked{.house = house_,
                          .budget = budget_,
                          .caller = who,
                          .parameters = parameters,
                          .unit = unit,
                          .now = now_};
        if (endpoint.now != nullptr) return send(endpoint.now(asked));
        endpoint.later(asked, [reply = std::move(reply_), frame = frame_,
                               now = now_](Result<Answered>&& result) mutable {
            const core::Sequence seen = result ? result->seen : core::Sequence{};
            reply.send(response_of(frame, std::move(result)), seen, now);
        });
    }

    void send(Result<Answered>&& result) {
        core::Sequence seen = result ? result->seen : core::Sequence{};
        if (!seen) seen = house_.live.read()->state.stamp.sequence;
        reply_.send(response_of(frame_, std::move(result)), seen, now_);
    }
    void send(Response&& response) {
        reply_.send(std::move(response), house_.live.read()->state.stamp.sequence, now_);
    }

    House& house_;
    Gate& gate_;
    BinanceBudget& budget_;
    const Request& request_;
    Reply reply_;
    core::IpAddress ip_;
    core::Timestamp now_;
    Frame frame_;
    Proof proof_{};
    Parameters nothing_;
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
    binance::Visit{house_, gate_, budget_, request, std::move(reply)}.run();
}

Response BinanceDialect::refuse(core::Reject why, std::string_view) const {
    const binance::Error error = binance::told(core::Rejection{.reject = why});
    return {.status = error.status,
            .content_type = "application/json;charset=UTF-8",
            .headers = {},
            .body = binance::body_of(error)};
}

}  // namespace api
