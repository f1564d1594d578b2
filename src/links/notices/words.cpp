#include "links/notices/words.hpp"

#include <algorithm>
#include <array>
#include <boost/describe.hpp>
#include <chrono>
#include <fmt/format.h>

#include "core/access/key_name.hpp"
#include "core/exchange/callers.hpp"

namespace links {
namespace {

using core::UserId;

// What was said where, and what is known now.
struct Scene {
    const core::State& state;
    const core::Record& record;
};

using Said = std::vector<Announcement>;

// --- for whom

std::vector<UserId> owners(const Scene& scene, core::CustomerId customer) {
    return scene.state.users.of_customer(customer);
}

std::vector<UserId> staff(const Scene& scene, core::Roles roles, UserId but = {}) {
    std::vector<UserId> found;
    for (const core::User& user : scene.state.users.all()) {
        const bool active = user.status == core::UserStatus::active;
        if (active && user.roles.any_of(roles) && user.id != but) found.push_back(user.id);
    }
    return found;
}

std::vector<UserId> all_customers(const Scene& scene) {
    std::vector<UserId> found;
    for (const core::User& user : scene.state.users.all()) {
        if (user.customer) found.push_back(user.id);
    }
    return found;
}

// --- words that many use

std::string when(core::Timestamp at) {
    const std::chrono::sys_seconds second{std::chrono::seconds{core::unix_ms(at) / 1'000}};
    const auto day = std::chrono::floor<std::chrono::days>(second);
    const std::chrono::year_month_day date{day};
    const std::chrono::hh_mm_ss time{second - day};
    return fmt::format("{:04}-{:02}-{:02} {:02}:{:02} UTC", static_cast<int>(date.year()),
                       static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                       time.hours().count(), time.minutes().count());
}

// An enumerator as people read it: "rejected for good" is better, but never wrong is enough.
template <class Enum>
std::string word(Enum value) {
    std::string text = boost::describe::enum_to_string(value, "unknown");
    std::ranges::replace(text, '_', ' ');
    return text;
}

std::string because(std::string_view reason) {
    return reason.empty() ? std::string{} : fmt::format(" The reason: {}.", reason);
}

constexpr const char* not_you =
    "If that was not you: change your password, end all other sessions and freeze your keys. "
    "Freezing works at once and can be undone.";

struct NamedKey {
    std::string name;     // what its owner called it
    std::string pointer;  // the name and its public name
    std::vector<UserId> owners;
};

NamedKey named(const Scene& scene, const core::Key& key) {
    std::string name{key.rules.name.view()};
    if (name.empty()) name = "without a name";
    return {name,
            fmt::format("\"{}\" ({})", name,
                        core::format_key_name(scene.state.environment, key.public_name)),
            owners(scene, key.customer)};
}
NamedKey named(const Scene& scene, core::KeyId key) {
    return named(scene, scene.state.keys.at(key));
}

Said about_key(NoticeKind kind, const NamedKey& key, std::string_view what, std::string text) {
    return {
        {kind, key.owners, fmt::format("Your API key \"{}\" {}", key.name, what), std::move(text)}};
}

Said to_user(NoticeKind kind, UserId user, std::string subject, std::string text) {
    return {{kind, {user}, std::move(subject), std::move(text)}};
}

// --- the table: one overload for each event that is told

Said say(const Scene& scene, const core::UserRegistered& event) {
    const bool is_staff = !event.user.customer;
    return to_user(
        NoticeKind::welcome, event.user.id, "Welcome",
        is_staff ? "You were added to the staff. Sign in and add a second factor first: without "
                   "one you can decide nothing."
                 : fmt::format("your account was opened on {}. Next steps: add a second factor, "
                               "hand in your application, accept the policies. Then you can make "
                               "API keys.",
                               when(scene.record.stamp.time)));
}

Said say(const Scene& scene, const core::KeyCreated& event) {
    const NamedKey key = named(scene, event.key);
    const bool any_ip = event.key->rules.ip_allow.empty();
    return about_key(NoticeKind::key_created, key, "was made",
                     fmt::format("the API key {} was made on {}. It is {}{}.{}\n\n{}", key.pointer,
                                 when(event.key->created_at), word(event.key->status),
                                 event.key->rules.read_only ? " and may only read" : "",
                                 any_ip ? " It works from every address." : "", not_you));
}

Said key_frozen(const Scene& scene, const core::KeyStatusChanged& event, const NamedKey& key) {
    // The incident's notice says all of it.
    if (event.reason == core::KeyReason::reported_compromised) return {};
    const bool unused = event.reason == core::KeyReason::unused;
    return about_key(
        NoticeKind::key_frozen, key, "was frozen",
        fmt::format("the API key {} was frozen on {} ({}). {} You can unfreeze it with your second "
                    "factor.",
                    key.pointer, when(scene.record.stamp.time), word(event.reason),
                    unused ? "For seven days it can still read and cancel orders."
                           : "It can do nothing now."));
}

Said say(const Scene& scene, const core::KeyStatusChanged& event) {
    using enum core::KeyStatus;
    const NamedKey key = named(scene, event.key);
    const std::string time = when(scene.record.stamp.time);
    switch (event.status) {
        case active:
            return about_key(NoticeKind::key_activated, key, "is active",
                             fmt::format("the API key {} is active since {}.\n\n{}", key.pointer,
                                         time, not_you));
        case inactive:
            return about_key(
                NoticeKind::key_deactivated, key, "was deactivated",
                fmt::format("the API key {} was deactivated on {}.", key.pointer, time));
        case expired:
            return about_key(NoticeKind::key_expired, key, "has expired",
                             fmt::format("the API key {} ended on {}, as was set when it was made "
                                         "or edited.",
                                         key.pointer, time));
        case revoked:
            return about_key(NoticeKind::key_revoked, key, "was deleted",
                             fmt::format("the API key {} was deleted on {} and will never work "
                                         "again.",
                                         key.pointer, time));
        case frozen_idle:
        case frozen_user:
        case frozen_risk:
        case cancel_only:
            return key_frozen(scene, event, key);
    }
    return {};
}

Said say(const Scene& scene, const core::KeyRotated& event) {
    const NamedKey key = named(scene, event.key);
    return about_key(NoticeKind::key_rotated, key, "has a new secret",
                     fmt::format("the API key {} got a new credential on {}. The old one works "
                                 "until {}.\n\n{}",
                                 key.pointer, when(scene.record.stamp.time),
                                 when(event.next.takes_over_at), not_you));
}

Said say(const Scene& scene, const core::KeyIdleNoticed& event) {
    const NamedKey key = named(scene, event.key);
    const std::string days =
        event.days == 1 ? std::string{"1 day"} : fmt::format("{} days", event.days);
    return about_key(NoticeKind::key_expiring, key, fmt::format("freezes in {}", days),
                     fmt::format("the API key {} was not used for a long time. It freezes on {} "
                                 "unless it is used before; one signed request is enough.",
                                 key.pointer, when(event.freezes_at)));
}

Said say(const Scene& scene, const core::KeyUsed& event) {
    if (!event.use.ip) return {};
    const NamedKey key = named(scene, event.key);
    Said said = about_key(NoticeKind::key_used_from_new_address, key, "was used from a new address",
                          fmt::format("the API key {} was used on {} from an address that it was "
                                      "not used from before. The access log of the key shows "
                                      "it.\n\nIf that was not you, report the key as compromised: "
                                      "it freezes at once and withdrawals are locked.",
                                      key.pointer, when(event.use.at)));
    said[0].novelty = Novelty{Novelty::What::key_address, event.key.value, event.use.ip, false};
    return said;
}

Said say(const Scene& scene, const core::KeyConfirmationDue& event) {
    if (event.by == core::never) return {};
    const NamedKey key = named(scene, event.key);
    return about_key(NoticeKind::key_confirmation_due, key, "waits for your confirmation",
                     fmt::format("your password or a second factor was changed. The API key {} can "
                                 "move money, so please confirm until {} that it is still yours; "
                                 "otherwise it freezes.",
                                 key.pointer, when(event.by)));
}

Said say(const Scene& scene, const core::IncidentOpened& event) {
    const NamedKey key = named(scene, event.incident.key);
    Said said = about_key(NoticeKind::incident_opened, key, "was reported as compromised",
                          fmt::format("the API key {} was reported as compromised on {}. It is "
                                      "frozen, withdrawals are locked, and we look into it.",
                                      key.pointer, when(event.incident.opened_at)));
    const core::Roles casework{core::Role::analyst, core::Role::senior_analyst, core::Role::mlro};
    said.push_back(
        {NoticeKind::incident_opened, staff(scene, casework),
         fmt::format("Incident {}: a key was reported as compromised", event.incident.id.value),
         fmt::format("incident {} was opened on {}: customer {}, key {}.", event.incident.id.value,
                     when(event.incident.opened_at), event.incident.customer.value,
                     event.incident.key.value)});
    return said;
}

Said factor_added(const Scene& scene, const core::Factor& factor) {
    return to_user(NoticeKind::factor_added, factor.user, "A second factor was added",
                   fmt::format("a second factor ({}) was added to your account on {}.\n\n{}",
                               word(factor.kind), when(scene.record.stamp.time), not_you));
}

Said say(const Scene& scene, const core::FactorAdded& event) {
    const bool counts = event.factor.status == core::FactorStatus::active;
    return counts ? factor_added(scene, event.factor) : Said{};
}
Said say(const Scene& scene, const core::FactorConfirmed& event) {
    return factor_added(scene, scene.state.factors.at(event.factor));
}

// A removal counts when it was asked for; new recovery codes replace the old ones by themselves,
// and a generator whose first code never came proved nothing.
Said say(const Scene& scene, const core::FactorRemoved& event) {
    const auto* asked = std::get_if<core::RemoveFactor>(&scene.record.command);
    const core::Factor& factor = scene.state.factors.at(event.factor);
    const bool counted = factor.kind != core::FactorKind::totp || factor.counter != 0;
    if (asked == nullptr || asked->factor != event.factor || !counted) return {};
    return to_user(NoticeKind::factor_removed, factor.user, "A second factor was removed",
                   fmt::format("a second factor ({}) was removed from your account on {}.\n\n{}",
                               word(factor.kind), when(scene.record.stamp.time), not_you));
}

Said say(const Scene&, const core::FactorFailed& event) {
    if (event.locked_until == core::Timestamp{}) return {};
    return to_user(NoticeKind::factors_locked, event.user, "Your codes are locked for a while",
                   fmt::format("{} wrong codes came in a row, so no code is taken until {}. "
                               "Passkeys still work.\n\n{}",
                               event.failures, when(event.locked_until), not_you));
}

Said say(const Scene& scene, const core::PasswordChanged& event) {
    return to_user(NoticeKind::password_changed, event.user, "Your password was changed",
                   fmt::format("your password was changed on {}, and all other sessions were "
                               "ended.\n\n{}",
                               when(scene.record.stamp.time), not_you));
}

Said say(const Scene&, const core::SessionOpened& event) {
    const core::Session& session = event.session;
    if (!session.ip) return {};
    Said said = to_user(NoticeKind::signed_in_from_new_address, session.user,
                        "A sign-in from a new address",
                        fmt::format("somebody signed in to your account on {} from an address that "
                                    "it was not used from before.\n\n{}",
                                    when(session.created_at), not_you));
    said[0].novelty =
        Novelty{Novelty::What::session_address, session.user.value, session.ip, false};
    return said;
}

// What of an application is an answer that the customer waits for.
bool is_answer(core::Onboarding state) {
    using enum core::Onboarding;
    static constexpr std::array answers = {needs_information, approved,     rejected_retry,
                                           rejected_final,    edd_required, reverification,
                                           suspended,         offboarding,  closed};
    return std::ranges::find(answers, state) != answers.end();
}

Said say(const Scene& scene, const core::OnboardingMoved& event) {
    if (!is_answer(event.to)) return {};
    const bool commented = static_cast<bool>(event.comment);
    return {{NoticeKind::onboarding_decided, owners(scene, event.customer),
             fmt::format("Your application: {}", word(event.to)),
             fmt::format("your application stands at \"{}\" since {}.{}{}", word(event.to),
                         when(scene.record.stamp.time), because(event.reason.view()),
                         commented ? " Sign in to read what we wrote to you." : "")}};
}

Said say(const Scene& scene, const core::ApiAccessChanged& event) {
    if (event.to == core::ApiAccess::requested) return {};
    return {{NoticeKind::api_access_decided, owners(scene, event.customer),
             fmt::format("API access: {}", word(event.to)),
             fmt::format("your API access is \"{}\" since {}.{}", word(event.to),
                         when(scene.record.stamp.time), because(event.reason.view()))}};
}

Said say(const Scene& scene, const core::PolicyPosted& event) {
    const core::Policy& policy = event.policy;
    const char* how = policy.requires_explicit
                          ? "It asks for your acceptance: sign in and accept it, or from then on "
                            "only reading and cancelling will work."
                          : "Whoever goes on using the API from then on accepts it.";
    return {{NoticeKind::policy_posted, all_customers(scene),
             fmt::format("New version of our policies: {}, version {}", word(policy.type),
                         policy.version),
             fmt::format("version {} of the policy \"{}\" was posted. It takes effect on {}. {}",
                         policy.version, word(policy.type), when(policy.effective_at), how)}};
}

Said say(const Scene& scene, const core::CustomerStatusChanged& event) {
    if (!event.suspended) return {};
    return {{NoticeKind::customer_suspended, owners(scene, event.customer),
             "Your account was suspended",
             fmt::format("your account was suspended on {}; its API keys stopped at once.{}",
                         when(scene.record.stamp.time), because(event.reason.view()))}};
}

// What a court wants kept from the customer is kept from him.
Said say(const Scene& scene, const core::LockChanged& event) {
    if (event.lifted || !event.lock.disclosed) return {};
    return {{NoticeKind::customer_locked, owners(scene, event.lock.customer),
             "Your account was locked in part",
             fmt::format("since {} a lock stands on your account: {}.{}", when(event.lock.since),
                         word(event.lock.scope), because(event.lock.reason.view()))}};
}

Said say(const Scene& scene, const core::Proposed& event) {
    const core::Proposal& proposal = event.proposal;
    const auto who = staff(scene, core::roles_for(proposal.act), proposal.proposer);
    return {{NoticeKind::proposal_waiting, who,
             fmt::format("Proposal {} waits for a second person", proposal.id.value),
             fmt::format("proposal {} was made on {} and ends on {}. Please look at it and approve "
                         "or reject it.",
                         proposal.id.value, when(proposal.made_at), when(proposal.ends_at))}};
}

Said say(const Scene&, const auto&) { return {}; }

// Somebody registered with an address that signs in already: its owner should know, once a day.
Said say_refused(const Scene& scene, const core::RegisterUser& command) {
    if (!scene.record.rejection || scene.record.rejection->reject != core::Reject::already_exists) {
        return {};
    }
    const core::User* user = scene.state.users.find(command.login);
    if (user == nullptr) return {};
    const auto day = scene.record.stamp.time.ns / core::hours(24).ns;
    Said said = to_user(NoticeKind::registration_tried, user->id,
                        "Somebody tried to register with your address",
                        "somebody tried to open an account with your e-mail address, which has one "
                        "already. Nothing was changed. If that was you: just sign in.");
    said[0].novelty = Novelty{Novelty::What::registration_day,
                              user->id.value,
                              {.high = 0, .low = static_cast<std::uint64_t>(day)},
                              true};
    return said;
}
Said say_refused(const Scene&, const auto&) { return {}; }

template <class Event>
constexpr bool is_silent =
    std::is_same_v<Event, core::OrderAccepted> || std::is_same_v<Event, core::Traded> ||
    std::is_same_v<Event, core::OrderDecremented> || std::is_same_v<Event, core::OrderRested> ||
    std::is_same_v<Event, core::OrderClosed> || std::is_same_v<Event, core::Posted> ||
    std::is_same_v<Event, core::MemoryForgotten> || std::is_same_v<Event, core::CapUsed> ||
    std::is_same_v<Event, core::SessionTouched> || std::is_same_v<Event, core::FactorUsed>;

}  // namespace

bool may_speak(const core::Record& record) {
    if (std::holds_alternative<core::RegisterUser>(record.command)) return true;
    return std::ranges::any_of(record.events, [](const core::Event& event) {
        return std::visit([]<class Event>(const Event&) { return !is_silent<Event>; }, event);
    });
}

std::vector<Announcement> announce(const core::State& state, const core::Record& record,
                                   std::size_t number) {
    const Scene scene{state, record};
    if (number == 0) {
        return std::visit([&](const auto& command) { return say_refused(scene, command); },
                          record.command);
    }
    return std::visit([&](const auto& event) { return say(scene, event); },
                      record.events[number - 1]);
}

}  // namespace links
