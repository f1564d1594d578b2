// What people say who sign in: registering, factors, sessions; and who hires staff.
#include <utility>

#include "scenarios/line.hpp"

namespace scenarios {
namespace {

core::Roles roles_of(const std::string& text) {
    core::Roles roles;
    for (const std::string& name : listed(text)) roles.add(one_of<core::Role>(name));
    return roles;
}

// "totp:7", "totp:wrong", "recovery:c3": which factor, and what it shows.
std::pair<std::string, std::string> named_use(const std::string& text) {
    const auto colon = text.find(':');
    if (colon == std::string::npos) throw std::invalid_argument{text};
    return {text.substr(0, colon), text.substr(colon + 1)};
}

core::FactorUse use_of(Town& town, const Line& line) {
    const auto [name, shown] = named_use(line.named("with", ""));
    const std::string owner = line.named("of", line.word(0));
    core::FactorUse use{.factor = town.factor(owner, name)};
    use.matched = shown != "wrong";
    const core::Factor* factor = town.house.state().factors.find(use.factor);
    if (factor != nullptr && factor->kind == core::FactorKind::recovery) {
        use.code = fingerprint(shown);
    } else if (use.matched) {
        use.counter = std::stoull(shown);
    }
    if (line.names("challenge")) {
        use.challenge = fingerprint(line.named("challenge", ""));
        use.challenge_until = time_of(town, line.named("answer_until", "+120"));
    }
    return use;
}

core::Command new_factor(Town& town, const Line& line) {
    const std::string name = line.named("called", line.word(2));
    const std::uint64_t number = town.house.state().factors.next_id().value;
    core::AddFactor add{.kind = one_of<core::FactorKind>(line.word(2)),
                        .name = base::Text<64>{std::string_view{name}},
                        .secret = {},
                        .credential = {},
                        .counter = 0,
                        .codes = {}};
    if (add.kind == core::FactorKind::recovery) {
        for (const std::string& code : listed(line.named("codes", "c1,c2,c3"))) {
            add.codes.push_back(fingerprint(code));
        }
    } else {
        add.secret = {8, number};
    }
    if (add.kind == core::FactorKind::passkey) {
        add.credential = fingerprint(line.named("credential", line.word(0) + name));
        add.counter = static_cast<std::uint64_t>(line.number("counter", 0));
    }
    return add;
}

core::Command confirmed_factor(Town& town, const Line& line) {
    const std::string shown = line.named("code", "wrong");
    const bool matched = shown != "wrong";
    return core::ConfirmFactor{town.factor(line.named("of", line.word(0)), line.word(2)), matched,
                               matched ? std::stoull(shown) : 0};
}

// What the house says, or somebody of its staff.
std::optional<core::Command> staff_command(Town& town, const Line& line) {
    const std::string& verb = line.word(1);
    if (verb == "hires") {
        const std::string& who = line.word(2);
        const std::uint64_t number = town.house.state().users.next_id().value;
        if (!line.names("login")) town.expect_user(who);
        return core::AddStaff{fingerprint(line.named("login", who)),
                              {5, number},
                              {6, number},
                              roles_of(line.word(3))};
    }
    if (verb == "makes" || verb == "dismisses") {
        const core::UserId user = town.user(line.word(2));
        const core::User* now = town.house.state().users.find(user);
        const core::Roles before = now != nullptr ? now->roles : core::Roles{core::Role::support};
        const bool makes = verb == "makes";
        return core::ChangeStaff{user, makes ? roles_of(line.word(3)) : before,
                                 makes ? core::UserStatus::active : core::UserStatus::disabled};
    }
    return std::nullopt;
}

core::Command registration(Town& town, const Line& line, core::Envelope& envelope) {
    const std::string& who = line.word(0);
    const std::uint64_t number = town.house.state().users.next_id().value;
    const std::string login = line.named("login", who);
    if (login == who && town.house.state().users.find(fingerprint(login)) == nullptr) {
        town.expect_user(who);
        town.expect_person(who);
    }
    envelope = core::Envelope{.surface = core::Surface::web, .request = envelope.request};
    return core::RegisterUser{
        fingerprint(login),
        {5, number},
        {6, number},
        line.has("business") ? core::CustomerKind::business : core::CustomerKind::person};
}

core::Command sign_in(Town& town, const Line& line, core::Envelope& envelope) {
    envelope.person->session = {};
    const std::uint64_t number = town.house.state().sessions.next_id().value;
    return core::OpenSession{fingerprint(line.named("token", "t" + std::to_string(number)))};
}

core::Command end_of_session(const Line& line) {
    core::EndSession end;
    end.all_others = line.has("others");
    if (!end.all_others) end.session = core::SessionId{static_cast<std::uint64_t>(line.number(3))};
    return end;
}

}  // namespace

void speak_in_person(Town& town, const Line& line, core::Envelope& envelope) {
    const core::UserId user = town.user(line.word(0));
    core::Person person{user, town.last_session(line.word(0)), {}};
    if (line.names("session")) {
        person.session = core::SessionId{static_cast<std::uint64_t>(line.number("session", 0))};
    }
    if (line.names("with")) person.factor = use_of(town, line);
    envelope.key = {};
    envelope.surface = core::Surface::web;
    envelope.person = person;
}

std::optional<core::Command> people_command(Town& town, const Line& line,
                                            core::Envelope& envelope) {
    const std::string& verb = line.word(1);
    const bool house = line.word(0) == "house";
    if (verb == "registers" && !house) return registration(town, line, envelope);
    if (const auto command = staff_command(town, line)) {
        if (!house) speak_in_person(town, line, envelope);
        return command;
    }
    if (house) return std::nullopt;
    std::optional<core::Command> command;
    if (verb == "enrols") command = new_factor(town, line);
    if (verb == "confirms") command = confirmed_factor(town, line);
    if (verb == "removes") {
        command = core::RemoveFactor{town.factor(line.named("of", line.word(0)), line.word(2))};
    }
    if (verb == "password") {
        command = core::ChangePassword{{6, town.house.state().stamp.sequence.value}};
    }
    if (verb == "ends") command = end_of_session(line);
    if (verb == "touches") command = core::TouchSession{};
    if (!command && verb != "signs_in") return std::nullopt;
    speak_in_person(town, line, envelope);
    return verb == "signs_in" ? sign_in(town, line, envelope) : *command;
}

}  // namespace scenarios
