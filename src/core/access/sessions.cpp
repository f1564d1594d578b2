#include "core/access/sessions.hpp"

#include <algorithm>

#include "base/check.hpp"

namespace core {

void Sessions::add(const Session& session) {
    CHECK(session.id == next_id());
    last_ = session.id;
    restore(session);
}

void Sessions::restore(const Session& session) {
    CHECK(by_token_.emplace(session.token, session.id).second);
    CHECK(sessions_.emplace(session.id, session).second);
    of_user_.emplace(session.user, session.id);
}

void Sessions::touch(SessionId id, Timestamp at) {
    const auto found = sessions_.find(id);
    CHECK(found != sessions_.end());
    found->second.last_seen = at;
}

void Sessions::end(SessionId id) {
    const auto found = sessions_.find(id);
    CHECK(found != sessions_.end());
    by_token_.erase(found->second.token);
    of_user_.erase({found->second.user, id});
    sessions_.erase(found);
}

const Session* Sessions::find(SessionId id) const {
    const auto found = sessions_.find(id);
    return found == sessions_.end() ? nullptr : &found->second;
}

const Session* Sessions::find(Fingerprint token) const {
    const auto found = by_token_.find(token);
    return found == by_token_.end() ? nullptr : find(found->second);
}

const Session& Sessions::at(SessionId id) const {
    const Session* found = find(id);
    CHECK(found != nullptr);
    return *found;
}

std::vector<SessionId> Sessions::of_user(UserId user) const {
    std::vector<SessionId> ids;
    for (auto at = of_user_.lower_bound({user, SessionId{}});
         at != of_user_.end() && at->first == user; ++at) {
        ids.push_back(at->second);
    }
    return ids;
}

Timestamp ends_at(const Session& session, const HouseRules& rules) {
    return std::min(session.last_seen + rules.session_idle,
                    session.created_at + rules.session_most);
}

}  // namespace core
