#include "core/exchange/callers.hpp"

#include "base/result.hpp"
#include "core/access/authorise.hpp"
#include "core/exchange/deciders.hpp"
#include "core/exchange/standing.hpp"

namespace core {
namespace {

template <class Type, class... Others>
constexpr bool is_any_of = (std::is_same_v<Type, Others> || ...);

template <class Type>
constexpr bool is_trading = is_any_of<Type, PlaceOrder, CancelOrder, CancelAll, PlaceOrderList,
                                      CancelOrderList, CancelReplace, AmendOrder, SetDeadMan>;
// What any person who signed in does for himself; the deciders look at nobody else's.
template <class Type>
constexpr bool is_own =
    is_any_of<Type, ChangePassword, AddFactor, ConfirmFactor, RemoveFactor, EndSession,
              TouchSession, SubmitOnboarding, AttachDocument, RequestApiAccess>;
// The owner's person, or the operator for him; a key may freeze itself.
template <class Type>
constexpr bool is_about_keys =
    is_any_of<Type, CreateKey, EditKey, SetKeyStatus, RotateKey, ReportKey, ConfirmKey>;
template <class Type>
constexpr bool is_of_staff =
    is_any_of<Type, AddStaff, ChangeStaff, SetCustomerStatus, DecideOnboarding, SetLock, LiftLock,
              DecideApiAccess, PostPolicy, DecideProposal, CloseIncident>;

constexpr Roles compliance{Role::senior_analyst, Role::mlro};
constexpr Roles casework{Role::analyst, Role::senior_analyst, Role::mlro};

Roles roles(const AddStaff&) { return {Role::admin}; }
Roles roles(const ChangeStaff&) { return {Role::admin}; }
Roles roles(const PostPolicy&) { return {Role::admin, Role::mlro}; }
Roles roles(const SetCustomerStatus&) { return compliance; }
Roles roles(const DecideApiAccess&) { return {Role::senior_analyst, Role::mlro, Role::admin}; }
Roles roles(const SetLock&) { return compliance; }
Roles roles(const LiftLock&) { return compliance; }
Roles roles(const CloseIncident&) { return casework; }
// Looking at an application is casework; ending it is a decision.
Roles roles(const DecideOnboarding& command) {
    switch (command.to) {
        case Onboarding::screening:
        case Onboarding::review:
        case Onboarding::needs_information:
            return casework;
        default:
            return compliance;
    }
}

template <class Type>
constexpr Scope scope_of() {
    if (is_any_of<Type, PlaceOrder, PlaceOrderList, CancelReplace>) return Scope::order_create;
    return is_any_of<Type, AmendOrder> ? Scope::order_amend : Scope::order_cancel;
}

MarketId market_of(const State&, AccountId, const auto& command) { return command.market; }
MarketId market_of(const State&, AccountId, const CancelReplace& command) {
    return command.place.market;
}
// Who names an order or a list is asked about the market where it is.
MarketId market_of(const State& state, AccountId account, const CancelOrder& command) {
    const auto order = named_by(state, account, name_in(command));
    return order ? order->market : command.market;
}
MarketId market_of(const State& state, AccountId account, const AmendOrder& command) {
    const auto order = named_by(state, account, name_in(command));
    return order ? order->market : command.market;
}
MarketId market_of(const State& state, AccountId account, const CancelOrderList& command) {
    const OpenList* open = named_by(state, account, command);
    return open != nullptr ? open->list.market : command.market;
}

// What a customer's command asks of its key.
template <class Type>
Ask ask_of(const State& state, const Type& command, AccountId account) {
    Ask ask;
    ask.kind = Kind::write;
    ask.scope = scope_of<Type>();
    ask.market = market_of(state, account, command);
    if (const Market* market = state.catalogue.find_market(ask.market)) {
        ask.assets.push_back(market->base);
        ask.assets.push_back(market->quote);
    }
    return ask;
}

// All markets are more than a key for some of them may touch, whatever tag its orders bear; but
// what it placed itself is in its markets.
Verdict check_width(const Key& key, const CancelAll& command) {
    const bool anywhere = key.rules.markets.empty() && key.rules.assets.empty();
    if (command.market || anywhere || command.key == key.id) return {};
    return reject(Reject::constraint_market, "market");
}
Verdict check_width(const Key&, const auto&) { return {}; }

// Of a key or, without one, of a person.
Verdict check_ask(const Key* key, const Standing& standing, const Ask& ask, Timestamp now) {
    return key == nullptr ? authorise(standing, ask) : authorise(*key, standing, ask, now);
}

template <class Type>
Verdict check_asks(const State& state, const Key* key, const Type& command, AccountId account,
                   Timestamp now) {
    const Standing standing = standing_of(state, state.accounts.find(account)->customer, now);
    if constexpr (std::is_same_v<Type, CancelReplace>) {
        TRY_OK(check_ask(key, standing, ask_of(state, command.cancel, account), now));
    }
    return check_ask(key, standing, ask_of(state, command, account), now);
}

template <class Type>
Verdict check_trader(const State& state, const Envelope& envelope, const Type& command,
                     Timestamp now) {
    const Account* account = state.accounts.find(envelope.account);
    if (account == nullptr || account->customer != envelope.customer || !account->customer) {
        return reject(Reject::not_found, "account");
    }
    if (!envelope.key && !envelope.person) return {};  // the operator, on the customer's behalf
    if (envelope.person) {
        TRY(const User* user, person_of(state, envelope, now));
        if (user->customer != envelope.customer) return reject(Reject::not_found, "account");
        return check_asks(state, nullptr, command, account->id, now);
    }
    const Key* key = state.keys.find(envelope.key);
    if (key == nullptr || key->account != envelope.account) return reject(Reject::key_unknown);
    TRY_OK(check_asks(state, key, command, account->id, now));
    if (state.locks.key_locked(key->id, now)) return reject(Reject::customer_suspended, "key");
    return check_width(*key, command);
}

// The key that a command is about; what it is about cannot be somebody else's.
KeyId subject_of(const CreateKey&) { return {}; }
KeyId subject_of(const auto& command) { return command.key; }

template <class Type>
Verdict check_key_owner(const State& state, const Envelope& envelope, const Type& command,
                        Timestamp now) {
    if (of_operator(envelope)) return {};
    const Key* key = state.keys.find(subject_of(command));
    if (envelope.person) {
        TRY(const User* user, person_of(state, envelope, now));
        if (!user->customer || user->customer != envelope.customer) {
            return reject(Reject::role_missing);
        }
        const bool others = key != nullptr && key->customer != user->customer;
        return others ? Verdict{reject(Reject::not_found, "key")} : Verdict{};
    }
    // A key can never create, widen, unfreeze or delete a key; it may freeze itself.
    if constexpr (std::is_same_v<Type, SetKeyStatus>) {
        if (key != nullptr && key->id == envelope.key && command.status == KeyStatus::frozen_user) {
            const Ask ask{.kind = Kind::write, .scope = Scope::key_freeze};
            return authorise(*key, standing_of(state, key->customer, now), ask, now);
        }
    }
    return reject(Reject::session_required);
}

template <class Type>
Verdict check_staff(const State& state, const Envelope& envelope, const Type& command,
                    Timestamp now) {
    if (of_operator(envelope)) return {};
    if (!envelope.person) return reject(Reject::session_required);
    TRY(const User* user, person_of(state, envelope, now));
    if constexpr (std::is_same_v<Type, DecideProposal>) {
        const Proposal* proposal = state.proposals.find(command.proposal);
        if (proposal == nullptr) return reject(Reject::not_found, "proposal");
        if (!user->roles.any_of(roles_for(proposal->act))) return reject(Reject::role_missing);
    } else {
        if (!user->roles.any_of(roles(command))) return reject(Reject::role_missing);
    }
    return {};
}

// Registering and signing in happen before there is a session.
Verdict check_stranger(const State& state, const Envelope& envelope, const OpenSession&) {
    const bool before = envelope.person && !envelope.person->session;
    const User* user = before ? state.users.find(envelope.person->user) : nullptr;
    if (user == nullptr || user->status != UserStatus::active) return reject(Reject::unauthorized);
    return {};
}
Verdict check_stranger(const State&, const Envelope& envelope, const RegisterUser&) {
    return envelope.key || envelope.person ? Verdict{reject(Reject::unauthorized)} : Verdict{};
}

// Going on using the API accepts by key; an explicit act needs the person.
Verdict check_acceptance(const State& state, const Envelope& envelope,
                         const AcceptPolicies& command, Timestamp now) {
    if (envelope.person) {
        TRY(const User* user, person_of(state, envelope, now));
        const bool own = user->customer && user->customer == envelope.customer;
        return own ? Verdict{} : Verdict{reject(Reject::role_missing)};
    }
    const Key* key = state.keys.find(envelope.key);
    if (key == nullptr || key->customer != envelope.customer) return reject(Reject::key_unknown);
    const bool goes_on = command.kind == AcceptanceKind::continued_use;
    return goes_on ? Verdict{} : Verdict{reject(Reject::session_required)};
}

template <class Type>
Verdict check_one(const State& state, const Envelope& envelope, const Type& command,
                  Timestamp now) {
    const bool opened = state.environment != Environment{};
    if (!opened && !std::is_same_v<Type, OpenHouse>) return reject(Reject::wrong_environment);
    if constexpr (is_trading<Type>) {
        return check_trader(state, envelope, command, now);
    } else if constexpr (is_own<Type>) {
        TRY_OK(person_of(state, envelope, now));
        return {};
    } else if constexpr (is_about_keys<Type>) {
        return check_key_owner(state, envelope, command, now);
    } else if constexpr (is_of_staff<Type>) {
        return check_staff(state, envelope, command, now);
    } else if constexpr (is_any_of<Type, RegisterUser, OpenSession>) {
        return check_stranger(state, envelope, command);
    } else if constexpr (std::is_same_v<Type, AcceptPolicies>) {
        return check_acceptance(state, envelope, command, now);
    } else if constexpr (std::is_same_v<Type, TouchKey>) {
        return state.keys.find(envelope.key) ? Verdict{} : Verdict{reject(Reject::key_unknown)};
    } else {
        return of_operator(envelope) ? Verdict{} : Verdict{reject(Reject::scope_missing)};
    }
}

}  // namespace

std::expected<const User*, Rejection> person_of(const State& state, const Envelope& envelope,
                                                Timestamp now) {
    if (!envelope.person) return std::unexpected(Rejection{.reject = Reject::session_required});
    const Session* session = state.sessions.find(envelope.person->session);
    const User* user = state.users.find(envelope.person->user);
    const bool lives = session != nullptr && user != nullptr && session->user == user->id &&
                       user->status == UserStatus::active && now < ends_at(*session, state.rules);
    if (!lives) return std::unexpected(Rejection{.reject = Reject::session_expired});
    return user;
}

bool of_operator(const Envelope& envelope) {
    const bool customers_way = envelope.surface == Surface::api ||
                               envelope.surface == Surface::web || envelope.surface == Surface::bot;
    return !envelope.key && !envelope.person && !customers_way;
}

Roles roles_for(const ProposedAct& act) {
    return std::visit([](const auto& command) { return roles(command); }, act);
}

Verdict check_caller(const State& state, const Envelope& envelope, const Command& command,
                     Timestamp now) {
    return std::visit([&](const auto& wish) { return check_one(state, envelope, wish, now); },
                      command);
}

}  // namespace core
