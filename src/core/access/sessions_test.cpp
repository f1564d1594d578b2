#include "core/access/sessions.hpp"

#include <gtest/gtest.h>

namespace core {
namespace {

constexpr UserId erin{1};
constexpr UserId finn{2};

Session session(std::uint64_t id, UserId user) {
    Session session;
    session.id = SessionId{id};
    session.user = user;
    session.token = {id, 1};
    session.created_at = session.last_seen = from_unix_ms(1'000);
    return session;
}

TEST(Sessions, are_found_by_id_by_token_and_by_user) {
    Sessions sessions;
    sessions.add(session(1, erin));
    sessions.add(session(2, finn));
    sessions.add(session(3, erin));
    EXPECT_EQ(sessions.find(Fingerprint{2, 1})->id, SessionId{2});
    EXPECT_EQ(sessions.find(SessionId{3})->user, erin);
    EXPECT_EQ(sessions.of_user(erin), (std::vector{SessionId{1}, SessionId{3}}));
    EXPECT_EQ(sessions.find(Fingerprint{4, 1}), nullptr);
}

TEST(Sessions, that_ended_are_gone_and_their_numbers_are_never_given_again) {
    Sessions sessions;
    sessions.add(session(1, erin));
    sessions.add(session(2, erin));
    sessions.end(SessionId{2});
    EXPECT_EQ(sessions.find(SessionId{2}), nullptr);
    EXPECT_EQ(sessions.find(Fingerprint{2, 1}), nullptr);
    EXPECT_EQ(sessions.of_user(erin), std::vector{SessionId{1}});
    EXPECT_EQ(sessions.next_id(), SessionId{3});

    Sessions again;
    again.restore_last(sessions.last());
    again.restore(session(1, erin));
    EXPECT_EQ(again, sessions);
    EXPECT_EQ(again.next_id(), SessionId{3});
}

TEST(Sessions, end_by_themselves_when_unused_or_too_old) {
    const HouseRules rules{.session_idle = minutes(30), .session_most = hours(12)};
    Session one = session(1, erin);
    EXPECT_EQ(ends_at(one, rules), one.created_at + minutes(30));
    one.last_seen = one.created_at + hours(1);
    EXPECT_EQ(ends_at(one, rules), one.created_at + minutes(90));
    one.last_seen = one.created_at + hours(11) + minutes(45);
    EXPECT_EQ(ends_at(one, rules), one.created_at + hours(12));
}

TEST(Sessions, live_longer_with_every_touch) {
    Sessions sessions;
    sessions.add(session(1, erin));
    sessions.touch(SessionId{1}, from_unix_ms(9'000));
    EXPECT_EQ(sessions.at(SessionId{1}).last_seen, from_unix_ms(9'000));
}

}  // namespace
}  // namespace core
