#include "api/dialects/native/signed_in.hpp"

#include "api/factors/cross_site.hpp"
#include "api/factors/session_token.hpp"
#include "base/result.hpp"
#include "core/exchange/standing.hpp"

namespace api::native {
namespace {

using core::Reject;

struct Shown {
    std::string_view token;
    bool by_cookie{};
};

std::expected<Shown, Reject> shown_by(const Request& request) {
    if (const auto bearer = session_in_authorization(request.header("authorization"))) {
        return Shown{*bearer, false};
    }
    if (const auto cookie = session_in_cookie(request.header("cookie"))) {
        return Shown{*cookie, true};
    }
    return std::unexpected(Reject::session_required);
}

bool only_looks(const Request& request) {
    return request.method == Method::get || request.method == Method::head;
}

bool is_meant(const Request& request, std::string_view token) {
    return is_csrf_token(token, request.header("postern-csrf")) &&
           is_own_origin(request.header("origin"), request.header("host"));
}

}  // namespace

bool shows_session(const Request& request) {
    return session_in_authorization(request.header("authorization")) ||
           session_in_cookie(request.header("cookie"));
}

std::expected<SignedIn, Reject> find_session(const views::Live& live, const Request& request,
                                             core::Environment here, core::Timestamp now) {
    TRY(const Shown shown, shown_by(request));
    const auto environment = parse_session_token(shown.token);
    if (!environment) return std::unexpected(Reject::session_expired);
    if (*environment != here) return std::unexpected(Reject::wrong_environment);
    const core::Fingerprint token = session_fingerprint(shown.token);
    SignedIn found;
    {
        const auto read = live.read();
        const core::State& state = read->state;
        const core::Session* session = state.sessions.find(token);
        if (session == nullptr || now >= core::ends_at(*session, state.rules)) {
            return std::unexpected(Reject::session_expired);
        }
        found.session = *session;
        found.user = state.users.at(session->user);
        if (found.user.status != core::UserStatus::active) {
            return std::unexpected(Reject::session_expired);
        }
        if (found.user.customer) {
            found.standing = core::standing_of(state, found.user.customer, now);
            const auto accounts = state.accounts.of(found.user.customer);
            if (!accounts.empty()) found.account = accounts.front();
        }
    }
    if (shown.by_cookie && !only_looks(request) && !is_meant(request, shown.token)) {
        return std::unexpected(Reject::csrf_failed);
    }
    return found;
}

}  // namespace api::native
