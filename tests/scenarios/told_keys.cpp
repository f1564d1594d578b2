// What happened to keys: their life, their caps, and incidents about them.
#include "core/access/caps.hpp"
#include "scenarios/facts.hpp"

namespace scenarios {
namespace {

// What goes without saying: who asked stands in the line above.
bool is_worth_saying(core::KeyReason reason) {
    return reason != core::KeyReason::none && reason != core::KeyReason::by_operator &&
           reason != core::KeyReason::time_ended;
}

}  // namespace

std::string KeyFacts::operator()(const core::KeyCreated& event) const {
    return "key " + town_.name_of(event.key->id);
}
std::string KeyFacts::operator()(const core::KeyEdited& event) const {
    return "key " + town_.name_of(event.key) + " edited";
}
std::string KeyFacts::operator()(const core::KeyStatusChanged& event) const {
    return "key " + town_.name_of(event.key) + " " + word(event.status) +
           (is_worth_saying(event.reason) ? ", " + word(event.reason) : "");
}
std::string KeyFacts::operator()(const core::KeyRotated& event) const {
    return "key " + town_.name_of(event.key) + " has a new credential beside the old until " +
           told(town_, event.next.takes_over_at);
}
std::string KeyFacts::operator()(const core::KeyTakenOver& event) const {
    return "key " + town_.name_of(event.key) + " has only its new credential";
}
std::string KeyFacts::operator()(const core::KeyUsed& event) const {
    return "key " + town_.name_of(event.key) + " used for " +
           std::string{event.use.operation.view()} + (event.use.ok ? "" : " in vain") +
           (event.new_ip ? ", from another address" : "");
}
std::string KeyFacts::operator()(const core::KeyIdleNoticed& event) const {
    return "key " + town_.name_of(event.key) + " freezes in " + std::to_string(event.days) +
           (event.days == 1 ? " day" : " days");
}
std::string KeyFacts::operator()(const core::CapUsed& event) const {
    const core::Cap& cap = town_.house.state().keys.at(event.key).rules.caps.at(event.cap);
    const std::string code = cap.asset ? town_.code_of(cap.asset) : "";
    return "cap " + std::string{core::name_of(cap, code).view()} + ": " +
           (cap.amount ? base::format_decimal(event.use.amount.units, 0) + " in " : "") +
           std::to_string(event.use.count);
}
std::string KeyFacts::operator()(const core::KeyConfirmationDue& event) const {
    const std::string key = "key " + town_.name_of(event.key);
    return event.by == core::never ? key + " confirmed"
                                   : key + " is to be confirmed until " + told(town_, event.by);
}
std::string KeyFacts::operator()(const core::IncidentOpened& event) const {
    return "incident " + std::to_string(event.incident.id.value) + " about " +
           town_.name_of(event.incident.key) + ": " + word(event.incident.kind);
}
std::string KeyFacts::operator()(const core::IncidentClosed& event) const {
    return "incident " + std::to_string(event.incident.value) + " closed, " +
           std::string{event.reason.view()};
}

}  // namespace scenarios
