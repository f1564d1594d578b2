// Decides what concerns people who sign in: their registration, passwords and sessions.
#include <algorithm>

#include "base/result.hpp"
#include "core/exchange/callers.hpp"
#include "core/exchange/deciders.hpp"

namespace core {
namespace {

constexpr Duration touch_apart = minutes(1);

Verdict check_login(const State& state, Fingerprint login, VaultRef password) {
    if (!login) return reject(Reject::malformed_field, "login");
    if (!password) return reject(Reject::malformed_field, "password");
    if (state.users.find(login) != nullptr) return reject(Reject::already_exists, "login");
    return {};
}

Verdict check_roles(Roles roles) {
    Roles known;
    for (int role = static_cast<int>(Role::support); role <= static_cast<int>(Role::admin);
         ++role) {
        known.add(static_cast<Role>(role));
    }
    const bool ok = !roles.empty() && (roles.bits & ~known.bits) == 0;
    return ok ? Verdict{} : Verdict{reject(Reject::malformed_field, "roles")};
}

// Staff sign a customer out everywhere: `named` is any of his sessions.
Verdict end_by_staff(const State& state, Asked asked, const Session& named, Draft& draft) {
    constexpr Roles may{Role::support, Role::senior_analyst, Role::mlro, Role::admin};
    const CustomerId customer = state.users.at(named.user).customer;
    if (!state.users.at(asked.envelope.person->user).roles.any_of(may) || !customer) {
        return reject(Reject::not_found, "session");
    }
    TRY_OK(need_factor(state, asked.envelope));
    for (const UserId user : state.users.of_customer(customer)) {
        end_sessions(state, user, {}, SessionEnd::ended_by_staff, draft);
    }
    return {};
}

}  // namespace

void end_sessions(const State& state, UserId user, SessionId except, SessionEnd reason,
                  Draft& draft) {
    for (const SessionId session : state.sessions.of_user(user)) {
        if (session != except) draft.add(SessionEnded{session, user, reason});
    }
}

void change_secrets(const State& state, Asked asked, const User& user, FactorId except,
                    Draft& draft) {
    draft.add(SecretsChanged{user.id});
    remove_pending_factors(state, user.id, except, draft);
    end_sessions(state, user.id, asked.envelope.person->session, SessionEnd::secrets_changed,
                 draft);
    ask_to_confirm_keys(state, user, asked.stamp.time, draft);
}

Verdict decide(const State& state, Asked asked, const RegisterUser& command, Draft& draft) {
    TRY_OK(check_login(state, command.login, command.password));
    if (command.kind != CustomerKind::person && command.kind != CustomerKind::business) {
        return reject(Reject::malformed_field, "kind");
    }
    Customer customer;
    customer.id = state.customers.next_id();
    customer.subject = command.subject;
    customer.created_at = asked.stamp.time;
    customer.kind = command.kind;
    User user;
    user.id = state.users.next_id();
    user.customer = customer.id;
    user.login = command.login;
    user.subject = command.subject;
    user.password = command.password;
    user.status = UserStatus::active;
    user.created_at = asked.stamp.time;
    draft.add(CustomerRegistered{customer});
    draft.add(AccountOpened{Account{state.accounts.next_id(), customer.id}});
    draft.add(UserRegistered{user});
    return {};
}

Verdict decide(const State& state, Asked asked, const AddStaff& command, Draft& draft) {
    TRY_OK(need_factor(state, asked.envelope));
    TRY_OK(check_login(state, command.login, command.password));
    TRY_OK(check_roles(command.roles));
    if (proposes(state, asked, command, draft)) return {};
    User user;
    user.id = state.users.next_id();
    user.roles = command.roles;
    user.login = command.login;
    user.subject = command.subject;
    user.password = command.password;
    user.status = UserStatus::active;
    user.created_at = asked.stamp.time;
    draft.add(UserRegistered{user});
    return {};
}

Verdict decide(const State& state, Asked asked, const ChangeStaff& command, Draft& draft) {
    TRY_OK(need_factor(state, asked.envelope));
    const User* user = state.users.find(command.user);
    if (user == nullptr || user->customer) return reject(Reject::not_found, "user");
    TRY_OK(check_roles(command.roles));
    if (command.status != UserStatus::active && command.status != UserStatus::disabled) {
        return reject(Reject::malformed_field, "status");
    }
    if (proposes(state, asked, command, draft)) return {};
    draft.add(StaffChanged{command.user, command.roles, command.status});
    if (command.status == UserStatus::disabled) {
        end_sessions(state, command.user, {}, SessionEnd::ended_by_staff, draft);
    }
    return {};
}

Verdict decide(const State& state, Asked asked, const ChangePassword& command, Draft& draft) {
    const User& user = state.users.at(asked.envelope.person->user);
    if (state.factors.has_active(user.id)) TRY_OK(need_factor(state, asked.envelope));
    if (!command.password) return reject(Reject::malformed_field, "password");
    draft.add(PasswordChanged{user.id, command.password});
    change_secrets(state, asked, user, {}, draft);
    return {};
}

Verdict decide(const State& state, Asked asked, const OpenSession& command, Draft& draft) {
    const UserId user = asked.envelope.person->user;
    const bool by_factor = state.factors.has_active(user);
    if (by_factor) TRY_OK(need_factor(state, asked.envelope));
    if (!command.token) return reject(Reject::malformed_field, "token");
    if (state.sessions.find(command.token) != nullptr) {
        return reject(Reject::already_exists, "token");
    }
    const std::vector<SessionId> open = state.sessions.of_user(user);
    for (std::size_t i = 0; i + sessions_of_user_max <= open.size(); ++i) {
        draft.add(SessionEnded{open[i], user, SessionEnd::too_many});
    }
    draft.add(SessionOpened{Session{.id = state.sessions.next_id(),
                                    .user = user,
                                    .token = command.token,
                                    .ip = asked.envelope.ip,
                                    .created_at = asked.stamp.time,
                                    .last_seen = asked.stamp.time,
                                    .by_factor = by_factor}});
    return {};
}

Verdict decide(const State& state, Asked asked, const EndSession& command, Draft& draft) {
    const Person& person = *asked.envelope.person;
    const Session* session = state.sessions.find(command.session);
    if (command.all_others) {
        const bool somebody_elses = session != nullptr && session->user != person.user;
        if (somebody_elses) return end_by_staff(state, asked, *session, draft);
        end_sessions(state, person.user, person.session, SessionEnd::ended_by_owner, draft);
        return {};
    }
    if (session == nullptr || session->user != person.user) {
        return reject(Reject::not_found, "session");
    }
    const bool own = session->id == person.session;
    draft.add(SessionEnded{session->id, session->user,
                           own ? SessionEnd::logged_out : SessionEnd::ended_by_owner});
    return {};
}

// Sooner than a minute after the last one it says nothing new.
Verdict decide(const State& state, Asked asked, const TouchSession&, Draft& draft) {
    const Session& session = state.sessions.at(asked.envelope.person->session);
    if (asked.stamp.time >= session.last_seen + touch_apart) {
        draft.add(SessionTouched{session.id, asked.stamp.time});
    }
    return {};
}

void fire_session_timer(const State& state, const Timer& timer, Timestamp, Draft& draft) {
    const Session& session = state.sessions.at(SessionId{timer.subject});
    const bool old = session.created_at + state.rules.session_most <= timer.deadline;
    draft.add(SessionEnded{session.id, session.user, old ? SessionEnd::too_old : SessionEnd::idle});
}

}  // namespace core
