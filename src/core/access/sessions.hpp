// Open sessions: who is signed in, by id and by the fingerprint of the bearer token.
//
//     sessions.add(Session{.id = sessions.next_id(), .user = user, .token = fingerprint, ...});
//     const Session* session = sessions.find(fingerprint);   // nullptr: session_expired
//     now < ends_at(*session, rules)                         // else it is over, whatever is said
//
// Part of the state: changed by apply() alone. Ids count from 1 and are never used again; a session
// that ended is gone. References stay good until then.
//
// Cost     O(log sessions); of_user and its sessions besides.
#pragma once

#include <map>
#include <set>
#include <utility>
#include <vector>

#include "core/types/onboarding.hpp"
#include "core/types/person.hpp"

namespace core {

inline constexpr std::size_t sessions_of_user_max = 20;  // then the oldest ends

class Sessions {
  public:
    SessionId next_id() const { return SessionId{last_.value + 1}; }

    void add(const Session& session);  // its id is next_id(), its token is new
    void touch(SessionId id, Timestamp at);
    void end(SessionId id);
    // From a snapshot: an open session, and the last id that was ever given.
    void restore(const Session& session);
    void restore_last(SessionId last) { last_ = last; }

    const Session* find(SessionId id) const;  // nullptr when it ended, or never was
    const Session* find(Fingerprint token) const;
    const Session& at(SessionId id) const;              // must be open
    std::vector<SessionId> of_user(UserId user) const;  // oldest first
    std::size_t count() const { return sessions_.size(); }
    SessionId last() const { return last_; }
    const std::map<SessionId, Session>& all() const { return sessions_; }  // by id

    friend bool operator==(const Sessions& a, const Sessions& b) {
        return a.last_ == b.last_ && a.sessions_ == b.sessions_;
    }

  private:
    SessionId last_;
    std::map<SessionId, Session> sessions_;
    std::map<Fingerprint, SessionId> by_token_;
    std::set<std::pair<UserId, SessionId>> of_user_;
};

// When it ends by itself: unused for too long, or too old.
Timestamp ends_at(const Session& session, const HouseRules& rules);

}  // namespace core
