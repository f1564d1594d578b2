// Who I am, where I am signed in, and how that ends.
#include "api/factors/cross_site.hpp"
#include "api/factors/session_token.hpp"
#include "api/operations/operators.hpp"
#include "api/operations/sign_in.hpp"

namespace api {
namespace {

std::string_view token_of(const Request& request) {
    if (const auto bearer = session_in_authorization(request.header("authorization"))) {
        return *bearer;
    }
    return session_in_cookie(request.header("cookie")).value_or(std::string_view{});
}

template <class Id>
void tell_id_or_null(Json& json, std::string_view name, Id id) {
    id ? json.number_text(name, id.value) : json.null(name);
}

void tell_roles(Json& json, core::Roles roles) {
    json.name("roles");
    json.begin_array();
    boost::mp11::mp_for_each<boost::describe::describe_enumerators<core::Role>>([&](auto role) {
        if (roles.has(role.value)) json.text(role.name);
    });
    json.end_array();
}

std::size_t count_ended(const engine::Reply& reply) {
    return static_cast<std::size_t>(std::ranges::count_if(reply.events, [](const auto& event) {
        return std::holds_alternative<core::SessionEnded>(event);
    }));
}

void end_sessions(const Call& call, Answer<core::Command> command, Then<Told>&& then) {
    run_command(call, std::move(command), std::move(then),
                [](Json& json, const views::Present&, const engine::Reply& reply) {
                    json.number("ended", count_ended(reply));
                });
}

// The browser forgets its cookie together with the session.
Then<Told> and_forget(Then<Told>&& then) {
    return [then = std::move(then)](Answer<Told>&& told) mutable {
        if (told) told->headers += "Set-Cookie: " + ended_session_cookie() + "\r\n";
        then(std::move(told));
    };
}

}  // namespace

void tell(Json& json, const core::Session& session, const core::HouseRules& rules,
          core::SessionId current) {
    json.begin_object();
    json.number_text("session_id", session.id.value);
    json.time("created_at", session.created_at);
    json.time("last_seen_at", session.last_seen);
    json.time("expires_at", core::ends_at(session, rules));
    json.boolean("by_factor", session.by_factor);
    json.boolean("is_current", session.id == current);
    json.end_object();
}

namespace handlers {

Answer<Told> show_session(const Call& call) {
    const core::User user = user_of(call.house, call.caller);
    const auto profile = profile_of(call.house, user);
    const std::string_view token = token_of(call.request);
    const auto live = call.house.live.read();
    const core::State& state = live->state;
    const core::Session* session = state.sessions.find(call.caller.person->session);
    if (session == nullptr) return refuse(core::Reject::session_expired);
    return told(state.stamp.sequence, [&](Json& json) {
        json.number_text("user_id", user.id.value);
        profile ? json.text("email", profile->email) : json.null("email");
        profile ? json.text("name", profile->name) : json.null("name");
        tell_roles(json, user.roles);
        tell_id_or_null(json, "customer_id", user.customer);
        tell_id_or_null(json, "account_id", call.caller.account);
        json.boolean("has_factor", state.factors.has_active(user.id));
        json.text("csrf_token", csrf_token(token));
        json.name("session");
        tell(json, *session, state.rules, session->id);
    });
}

void end_session(const Call& call, Tell then) {
    end_sessions(call, core::EndSession{call.caller.person->session}, and_forget(std::move(then)));
}

Answer<Told> list_sessions(const Call& call) {
    const auto live = call.house.live.read();
    const core::State& state = live->state;
    const core::Timestamp now = call.house.engine.now();
    return told(state.stamp.sequence, [&](Json& json) {
        json.name("sessions");
        json.begin_array();
        for (const core::SessionId id : state.sessions.of_user(call.caller.person->user)) {
            const core::Session& session = state.sessions.at(id);
            const bool is_over = core::ends_at(session, state.rules) <= now;
            if (!is_over) tell(json, session, state.rules, call.caller.person->session);
        }
        json.end_array();
    });
}

void end_one_session(const Call& call, Tell then) {
    const auto command = [&]() -> Answer<core::Command> {
        TRY(const std::uint64_t session, call.inputs.integer("session_id", INT64_MAX));
        return core::EndSession{core::SessionId{session}};
    }();
    end_sessions(call, command, std::move(then));
}

void end_other_sessions(const Call& call, Tell then) {
    end_sessions(call, core::EndSession{.all_others = true}, std::move(then));
}

}  // namespace handlers
}  // namespace api
