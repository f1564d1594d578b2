#include "api/factors/session_token.hpp"

#include <gtest/gtest.h>

namespace api {
namespace {

std::string token(std::uint64_t seed = 1) {
    SeededRandomness randomness{seed};
    return std::string{make_session_token(core::Environment::test, randomness).reveal_text()};
}

TEST(SessionToken, says_its_environment) {
    SeededRandomness randomness{1};
    EXPECT_EQ(parse_session_token(token()), core::Environment::test);
    const vault::Secret live = make_session_token(core::Environment::live, randomness);
    EXPECT_TRUE(live.reveal_text().starts_with("st_live_"));
    EXPECT_EQ(parse_session_token(live.reveal_text()), core::Environment::live);
}

TEST(SessionToken, what_is_none_is_recognised_before_any_look_up) {
    std::string changed = token();
    changed[20] = changed[20] == 'a' ? 'b' : 'a';
    for (const std::string& text : {std::string{}, std::string{"st_test_"}, changed, token() + "x",
                                    "ps" + token().substr(2)}) {
        EXPECT_FALSE(parse_session_token(text)) << text;
    }
}

TEST(SessionToken, the_journal_keeps_a_fingerprint_of_it) {
    EXPECT_EQ(session_fingerprint(token()), session_fingerprint(token()));
    EXPECT_NE(session_fingerprint(token(1)), session_fingerprint(token(2)));
}

TEST(SessionCookie, is_kept_from_scripts_other_sites_and_open_lines) {
    EXPECT_EQ(session_cookie(token()),
              "__Host-postern=" + token() + "; Path=/; Secure; HttpOnly; SameSite=Strict");
    EXPECT_EQ(ended_session_cookie(),
              "__Host-postern=; Path=/; Secure; HttpOnly; SameSite=Strict; Max-Age=0");
}

TEST(SessionCookie, is_found_among_others) {
    const std::string ours = "__Host-postern=" + token();
    for (const std::string& cookies :
         {ours, "a=b; " + ours, ours + "; a=b", "a;" + ours + ";", " " + ours + " ",
          "x__Host-postern=" + token(2) + "; " + ours, "__host-postern=other; " + ours}) {
        EXPECT_EQ(session_in_cookie(cookies), token()) << cookies;
    }
}

TEST(SessionCookie, two_of_them_are_none) {
    const std::string ours = "__Host-postern=" + token();
    EXPECT_FALSE(session_in_cookie(ours + "; __Host-postern=" + token(2)));
    EXPECT_FALSE(session_in_cookie(ours + "; " + ours));
    EXPECT_FALSE(session_in_cookie("__Host-postern=; " + ours));
}

TEST(SessionCookie, other_texts_hold_no_session) {
    for (const std::string& cookies :
         {std::string{}, std::string{";;;"}, token(), std::string{"__Host-postern="},
          "postern=" + token(), "__Host-postern=\"" + token() + "\""}) {
        EXPECT_FALSE(session_in_cookie(cookies)) << cookies;
    }
}

TEST(SessionBearer, is_taken_from_the_authorization_header) {
    EXPECT_EQ(session_in_authorization("Bearer " + token()), token());
    EXPECT_EQ(session_in_authorization("bearer  " + token()), token());
    for (const std::string& header :
         {std::string{}, token(), "Basic " + token(), std::string{"Bearer "},
          "Bearer " + token() + ", x", "Bearer" + token()}) {
        EXPECT_FALSE(session_in_authorization(header)) << header;
    }
}

}  // namespace
}  // namespace api
