// Who signed in, by the session that a request shows: a bearer token or the browser's cookie.
//
//     const auto who = find_session(live, request, Environment::test, now);
//     if (!who) ... session_required, session_expired, csrf_failed ...
//     who->user.customer           // none: staff
//
// A cookie travels with every request of a browser, also with those that another site made it
// send; so whatever changes something needs the session's CSRF token besides, in Postern-CSRF,
// and an Origin that is ours.
//
// Threads  any. Cost: a hash and a look under the view's lock, about 1 us.
#pragma once

#include <expected>

#include "api/access/http.hpp"
#include "core/types/reject.hpp"
#include "views/live.hpp"

namespace api::native {

// Copies of how things stand now, because the view moves on.
struct SignedIn {
    core::Session session;
    core::User user;
    core::Standing standing;  // of a customer
    core::AccountId account;  // the customer's first
};

// Whether there is a session in it at all, good or not.
bool shows_session(const Request& request);

std::expected<SignedIn, core::Reject> find_session(const views::Live& live, const Request& request,
                                                   core::Environment here, core::Timestamp now);

}  // namespace api::native
