#include "simulation/random_people.hpp"

#include <algorithm>

namespace simulation {
namespace {

using namespace core;

constexpr std::uint64_t users_max = 16;  // so that each of them gets somewhere

Roles some_roles(base::Prng& prng) {
    Roles roles;
    for (std::uint64_t i = prng.below(3); i < 3; ++i) {
        roles.add(static_cast<Role>(prng.between(1, prng.one_in(20) ? 9 : 8)));
    }
    return prng.one_in(20) ? Roles{} : roles;
}

constexpr UserId collector{4};

// Whoever mistypes a code is likely to mistype it again.
bool mistypes(base::Prng& prng, const User& user) {
    return user.factor_failures > 0 ? !prng.one_in(10) : prng.one_in(8);
}

FactorUse use_of(base::Prng& prng, const State& state, const User& user, Timestamp now) {
    FactorUse use;
    const auto active = state.factors.active_of(user.id);
    if (active.empty()) {
        use.factor = FactorId{prng.below(9)};
        use.matched = true;
        return use;
    }
    const Factor& factor = state.factors.at(active[prng.below(active.size())]);
    use.factor = factor.id;
    use.matched = !mistypes(prng, user);
    use.counter = factor.counter + prng.below(6);
    if (!factor.codes.empty()) use.code = factor.codes[prng.below(factor.codes.size())];
    if (prng.one_in(20)) use.code = {1, prng.below(9)};
    if (prng.one_in(5)) {
        use.challenge = {2, prng.below(40)};
        use.challenge_until = now + seconds(prng.between(-1, 120));
    }
    return use;
}

AddFactor new_factor(base::Prng& prng) {
    AddFactor add;
    add.kind = static_cast<FactorKind>(prng.between(1, prng.one_in(20) ? 4 : 3));
    if (add.kind != FactorKind::recovery) add.secret = {3, prng.next()};
    if (add.kind == FactorKind::passkey) add.credential = {4, prng.below(30) + 1};
    if (add.kind == FactorKind::recovery) {
        for (std::uint64_t code = prng.below(8); code < 12; ++code) add.codes.push_back({1, code});
    }
    if (prng.one_in(20)) add.secret = {};
    return add;
}

FactorId own_factor(base::Prng& prng, const State& state, UserId user) {
    const auto own = state.factors.of_user(user);
    if (own.empty() || prng.one_in(10)) return FactorId{prng.below(20)};
    return prng.one_in(2) ? own.back() : own[prng.below(own.size())];
}

Command staff_command(base::Prng& prng, const State& state) {
    if (prng.one_in(2) && state.users.all().size() < users_max) {
        return AddStaff{{5, prng.below(30)}, {}, {6, 1}, some_roles(prng)};
    }
    return ChangeStaff{some_user(prng, state), some_roles(prng),
                       static_cast<UserStatus>(prng.one_in(3) ? 2 : 1)};
}

// Some collect apps instead of confirming one, until they have too many.
bool collects(base::Prng& prng, const State& state, UserId user) {
    return user == collector && !state.factors.has_active(user) && !prng.one_in(4);
}

Command own_command(base::Prng& prng, const State& state, UserId user, SessionId session) {
    if (collects(prng, state, user)) return AddFactor{FactorKind::totp, {}, {3, 1}, {}, 0, {}};
    switch (prng.below(16)) {
        case 0:
            return ChangePassword{{6, prng.below(4)}};
        case 1:
        case 2:
        case 3:
        case 4:
            return new_factor(prng);
        case 5:
        case 6:
        case 7:
            return ConfirmFactor{own_factor(prng, state, user), !prng.one_in(6),
                                 1'000 + prng.below(5)};
        case 8:
            return RemoveFactor{own_factor(prng, state, user)};
        case 9:
            return EndSession{prng.one_in(2) ? session : SessionId{prng.below(40)}, prng.one_in(4)};
        case 10:
        case 11:
            return TouchSession{};
        default:
            return OpenSession{{7, prng.below(2'000)}};
    }
}

// He trades himself, mostly without showing a factor.
Command trade(base::Prng& prng, Envelope& envelope) {
    if (envelope.person && !prng.one_in(10)) envelope.person->factor.reset();
    if (prng.one_in(4)) return CancelAll{};
    PlaceOrder order;
    order.market = MarketId{1};
    order.side = static_cast<Side>(prng.between(1, 2));
    order.type = OrderType::limit;
    order.time_in_force = TimeInForce::gtc;
    order.limit = Price{prng.between(8, 16)};
    order.quantity = Quantity{prng.between(1, 3)};
    order.client_order_id = "by hand";
    return order;
}

}  // namespace

UserId some_user(base::Prng& prng, const State& state) {
    const std::uint64_t count = state.users.all().size();
    if (prng.one_in(30)) return UserId{prng.below(count + 2)};
    return UserId{prng.below(prng.one_in(2) ? count : std::min<std::uint64_t>(count, 8)) + 1};
}

Envelope envelope_of_person(base::Prng& prng, const State& state, UserId id, Timestamp now) {
    Person person{id, {}, {}};
    Envelope envelope{.surface = Surface::web};
    const auto open = state.sessions.of_user(id);
    if (!open.empty()) person.session = open[prng.below(open.size())];
    if (prng.one_in(30)) person.session = SessionId{prng.below(40)};
    if (const User* user = state.users.find(id)) {
        const bool asked_for = state.factors.has_active(id);
        if (asked_for ? !prng.one_in(8) : prng.one_in(40)) {
            person.factor = use_of(prng, state, *user, now);
        }
        envelope.customer = user->customer;
        for (const Account& account : state.accounts.all()) {
            if (user->customer && account.customer == user->customer) envelope.account = account.id;
        }
    }
    envelope.request = {prng.below(1'000'000) + 1, 1};
    if (prng.one_in(6)) envelope.idempotency = {prng.below(1'000) + 1, 1};
    envelope.person = person;
    return envelope;
}

Asked peoples_command(base::Prng& prng, const State& state, Timestamp now) {
    const Envelope operators{.surface = Surface::cli};
    const bool room = state.users.all().size() < users_max;
    if (state.users.all().empty() || (room && prng.one_in(40))) {
        const RegisterUser stranger{
            {5, prng.below(30)}, {}, {6, 1}, static_cast<CustomerKind>(prng.between(1, 2))};
        return {stranger, {.surface = Surface::web}};
    }
    const UserId user = prng.one_in(8) ? collector : some_user(prng, state);
    Envelope envelope = envelope_of_person(prng, state, user, now);
    if (prng.one_in(8)) {
        const Command command = staff_command(prng, state);
        return {command, prng.one_in(2) ? operators : envelope};
    }
    if (prng.one_in(10)) return {trade(prng, envelope), envelope};
    if (prng.one_in(50)) envelope.person.reset();
    const SessionId session = envelope.person ? envelope.person->session : SessionId{};
    Command command = own_command(prng, state, user, session);
    const bool opens = std::holds_alternative<OpenSession>(command) || !session;
    if (envelope.person && opens && !prng.one_in(30)) {
        envelope.person->session = {};
        command = OpenSession{{7, prng.below(2'000)}};
    }
    return {command, envelope};
}

}  // namespace simulation
