// Which record is told to whom, in which words.
//
//     for (number = 0; number <= record.events.size(); ++number)
//         for (const Announcement& said : announce(state, record, number)) ...
//
// Pure. `state` is at or behind the record: names come from there, facts from the event. Nothing
// personal is in the words; whoever carries them adds the greeting.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/exchange/state.hpp"
#include "links/notices/notice.hpp"

namespace links {

// Told only when the value is new for the subject.
struct Novelty {
    enum class What : std::uint8_t { session_address = 1, key_address = 2, registration_day = 3 };
    What what{};
    std::uint64_t subject{};
    core::Fingerprint value{};
    bool tell_first{};  // the very first value counts as new too

    friend bool operator==(const Novelty&, const Novelty&) = default;
};

struct Announcement {
    NoticeKind kind{};
    std::vector<core::UserId> to;
    std::string subject;
    std::string text;
    std::optional<Novelty> novelty{};
};

// Whether any of the record could be announced: a look at the kinds of its events only.
bool may_speak(const core::Record& record);

// `number` 0 is the command, n the n-th event.
std::vector<Announcement> announce(const core::State& state, const core::Record& record,
                                   std::size_t number);

}  // namespace links
