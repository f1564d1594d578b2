// What happened to people who sign in: their passwords, factors and sessions.
#include "scenarios/facts.hpp"

namespace scenarios {
namespace {

std::string id(core::SessionId session) { return "session " + std::to_string(session.value); }

std::string words(core::Roles roles) {
    std::string text;
    boost::mp11::mp_for_each<boost::describe::describe_enumerators<core::Role>>([&](auto role) {
        if (roles.has(role.value)) text += (text.empty() ? "" : ",") + std::string{role.name};
    });
    return text;
}

}  // namespace

std::string PeopleFacts::operator()(const core::UserRegistered& event) const {
    const std::string who = "user " + town_.name_of(event.user.id);
    return event.user.roles.empty() ? who : who + ", " + words(event.user.roles);
}
std::string PeopleFacts::operator()(const core::StaffChanged& event) const {
    return town_.name_of(event.user) + " " + word(event.status) + ", " + words(event.roles);
}
std::string PeopleFacts::operator()(const core::PasswordChanged& event) const {
    return town_.name_of(event.user) + " has another password";
}
std::string PeopleFacts::operator()(const core::FactorAdded& event) const {
    const std::size_t codes = event.factor.codes.size();
    return "factor " + town_.name_of(event.factor.id) + " " + word(event.factor.status) +
           (codes > 0 ? " with " + std::to_string(codes) + " codes" : "");
}
std::string PeopleFacts::operator()(const core::FactorConfirmed& event) const {
    return "factor " + town_.name_of(event.factor) + " active";
}
std::string PeopleFacts::operator()(const core::FactorUsed& event) const {
    return "shown: " + town_.name_of(event.factor);
}
std::string PeopleFacts::operator()(const core::FactorFailed& event) const {
    const std::string text = "wrong: " + town_.name_of(event.factor) + ", " +
                             std::to_string(event.failures) + " in a row";
    const bool locked = event.locked_until > town_.house.state().stamp.time;
    return locked ? text + ", locked until " + told(town_, event.locked_until) : text;
}
std::string PeopleFacts::operator()(const core::FactorRemoved& event) const {
    return "factor " + town_.name_of(event.factor) + " removed";
}
std::string PeopleFacts::operator()(const core::SecretsChanged& event) const {
    return "secrets of " + town_.name_of(event.user) + " changed";
}
std::string PeopleFacts::operator()(const core::SessionOpened& event) const {
    return id(event.session.id) + " of " + town_.name_of(event.session.user) +
           (event.session.by_factor ? ", by factor" : "");
}
std::string PeopleFacts::operator()(const core::SessionTouched& event) const {
    return id(event.session) + " seen";
}
std::string PeopleFacts::operator()(const core::SessionEnded& event) const {
    return id(event.session) + " of " + town_.name_of(event.user) + " ended: " + word(event.reason);
}

}  // namespace scenarios
