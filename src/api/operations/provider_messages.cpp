// What providers tell us about applicants becomes moves of their applications, one after the
// other, each judged by the core and each done once however often the message comes.
#include "api/access/digest.hpp"
#include "api/operations/errands.hpp"
#include "api/operations/onboarding.hpp"
#include "api/operations/providers/provider.hpp"
#include "api/operations/sealed.hpp"

namespace api::handlers {
namespace {

using core::Reject;

constexpr std::uint8_t found_level = 2;  // identity and address

struct Course {
    House& house;
    Caller caller;
    Finding finding;
    std::vector<core::Onboarding> moves;
    core::VaultRef comment;
    std::size_t done{};
    Then<Told> then;
};

// The house's own hand: it was the provider's signature that counted.
Caller as_the_house(const Caller& asking) {
    Caller caller;
    caller.surface = core::Surface::system;
    caller.ip = asking.ip;
    caller.ip_hash = asking.ip_hash;
    return caller;
}

// Each move of a message counts once by itself.
core::Fingerprint event_of(core::Fingerprint message, core::Onboarding to) {
    const std::string text = std::to_string(message.high) + ' ' + std::to_string(message.low);
    return fingerprint({"provider", text, word_of(to)});
}

core::DecideOnboarding next_move(const Course& course) {
    const core::Onboarding to = course.moves[course.done];
    core::DecideOnboarding command;
    command.customer = course.finding.customer;
    command.to = to;
    command.level = to == core::Onboarding::approved ? found_level : std::uint8_t{0};
    command.provider_event = event_of(course.finding.message, to);
    const bool says_no = to != core::Onboarding::approved && to != core::Onboarding::screening;
    if (says_no) {
        command.reason = course.finding.reason;
        command.comment = course.comment;
    }
    return command;
}

void go_on(const std::shared_ptr<Course>& course) {
    if (course->done == course->moves.size()) {
        const core::Sequence seen = course->house.live.read()->state.stamp.sequence;
        return course->then(
            told(seen, [&](Json& json) { json.number("moves", course->moves.size()); }));
    }
    const core::DecideOnboarding command = next_move(*course);
    House& house = course->house;
    submit(house, course->caller, command, [course](Answer<engine::Reply>&& reply) {
        if (!reply) return course->then(std::unexpected(std::move(reply).error()));
        ++course->done;
        go_on(course);
    });
}

// Whether the message reached its end before, from wherever it began. One that stopped half-way,
// with the server, is gone on with when it comes again.
bool was_done(const core::State& state, const Finding& finding) {
    bool done = false;
    boost::mp11::mp_for_each<boost::describe::describe_enumerators<core::Onboarding>>(
        [&](auto from) {
            const auto moves = moves_of(from.value, finding.verdict);
            if (moves.empty()) return;
            done |= state.memory.used(core::KeyId{}, event_of(finding.message, moves.back()));
        });
    return done;
}

void seal_and_go(const std::shared_ptr<Course>& course) {
    const core::VaultRef subject = [&] {
        const auto live = course->house.live.read();
        return live->state.customers.at(course->finding.customer).subject;
    }();
    const auto sealed = course->house.vault.seal(subject, vault::SecretKind::comment,
                                                 vault::Secret{course->finding.comment});
    if (!sealed) return course->then(refuse(Reject::unavailable));
    course->comment = *sealed;
    go_on(course);
}

}  // namespace

void hear_sumsub(const Call& call, Tell then) {
    House& house = call.house;
    if (house.sumsub == nullptr) return then(refuse(Reject::not_found));
    auto finding = house.sumsub->read(call.request, house.engine.now());
    if (!finding) return then(std::unexpected(std::move(finding).error()));
    auto course = std::make_shared<Course>(house, as_the_house(call.caller), *std::move(finding),
                                           std::vector<core::Onboarding>{}, core::VaultRef{}, 0u,
                                           std::move(then));
    bool known = false;
    {
        const auto live = house.live.read();
        const core::Customer* customer = live->state.customers.find(course->finding.customer);
        known = customer != nullptr;
        if (known && !was_done(live->state, course->finding)) {
            course->moves = moves_of(customer->onboarding, course->finding.verdict);
        }
    }
    if (!known) return course->then(refuse(Reject::not_found, "externalUserId"));
    if (course->finding.comment.empty() || course->moves.empty()) return go_on(course);
    if (!house.errands.run([course] { seal_and_go(course); })) {
        course->then(refuse(Reject::unavailable));
    }
}

}  // namespace api::handlers
