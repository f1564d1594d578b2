// What is said on WS /v1/stream by the house: each message one JSON object with its `type`.
//
//     update_text(catalogue, {Channel::trades, btcusdt}, news, everybody)
//         -> {"type":"update","channel":"trades","market":"BTCUSDT","seq":"4711","time":"...",
//             "trades":[{...}]}
//
// An update of what is not in the news is empty. Money, times and ids as in REST replies, which are
// made of the same pieces. Channels and messages: docs/api/stream.md.
#pragma once

#include <string>

#include "api/dialects/native/stream_words.hpp"
#include "api/streams/hub.hpp"
#include "views/live.hpp"

namespace api::native {

// Who looks: at what he may.
struct Eyes {
    core::AccountId account{};
    const core::KeyRules* rules{};  // null: a person, or nobody in particular
};

std::string update_text(const core::Catalogue& catalogue, const Subject& subject,
                        const views::RecordNews& news, const Eyes& eyes = {});
// How it stands, at the sequence of the present.
std::string snapshot_text(const views::Present& present, const Subject& subject,
                          core::Timestamp now, const Eyes& eyes = {});
// The candles from the one that opens at `since` on (zero: the running one alone); `since` becomes
// the first of them that a trade may still change. Empty when nothing was ever traded.
std::string candles_text(const views::Present& present, const Subject& subject,
                         const StreetTime& time, core::Timestamp& since);

// {"type":"welcome","seq":...,"time":...}, heartbeat, pong.
std::string plain_text(std::string_view type, core::Stamp stamp, std::string_view id = {});
// {"type":"subscribed","id":...,"channel":...,"market":...,"seq":...}: updates begin behind it.
std::string subscribed_text(std::string_view id, const core::Catalogue& catalogue,
                            const Subject& subject, core::Sequence begins_behind);
std::string unsubscribed_text(std::string_view id, const core::Catalogue& catalogue,
                              const Subject& subject);
std::string subscriptions_text(std::string_view id, const core::Catalogue& catalogue,
                               std::span<const Subject> subjects);
// What lies between was lost to this client: a snapshot has to be taken.
std::string gap_text(const core::Catalogue& catalogue, const Subject& subject,
                     core::Sequence resume_from, core::Stamp stamp);
std::string refused_text(std::string_view id, const Refusal& refusal,
                         std::string_view request_id = {});

}  // namespace api::native
