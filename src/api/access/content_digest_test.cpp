#include "api/access/content_digest.hpp"

#include <gtest/gtest.h>

namespace api {
namespace {

// The body and digests of RFC 9530, appendix B, and of RFC 9421, appendix B.2.
constexpr std::string_view body = "{\"hello\": \"world\"}\n";
constexpr std::string_view digest_256 = "sha-256=:RK/0qy18MlBSVnWgjwz6lZEWjP/lF5HF9bvEF8FabDg=:";
constexpr std::string_view bare_body = "{\"hello\": \"world\"}";
constexpr std::string_view bare_256 = "sha-256=:X48E9qOokqqrvdts8nOJRJN3OWDUoyWxBf7kbu9DBPE=:";
constexpr std::string_view bare_512 =
    "sha-512=:WZDPaVn/7XgHaAy8pmojAkGWoRx2UFChF41A2svX+TaPm+AbwAgBWnrIiYllu7BNNyealdVLvRwEmTHWXvJw"
    "ew==:";

std::string fault(const std::string& field, std::string_view of) {
    const auto checked = check_content_digest(field, of);
    if (checked) return "";
    constexpr std::string_view names[] = {"not_a_digest", "no_known_algorithm", "differs"};
    return std::string{names[static_cast<std::size_t>(checked.error())]};
}
std::string both(std::string_view a, std::string_view b) {
    return std::string{a} + ", " + std::string{b};
}

TEST(ContentDigest, takes_the_published_ones) {
    EXPECT_EQ(fault(std::string{digest_256}, body), "");
    EXPECT_EQ(fault(std::string{bare_256}, bare_body), "");
    EXPECT_EQ(fault(std::string{bare_512}, bare_body), "");
    EXPECT_EQ(content_digest(bare_body), bare_256);
    EXPECT_EQ(fault(content_digest(""), ""), "");
}

TEST(ContentDigest, believes_only_when_every_known_one_is_right) {
    EXPECT_EQ(fault(both(bare_256, bare_512), bare_body), "");
    EXPECT_EQ(fault(both(bare_512, bare_256), bare_body), "");
    EXPECT_EQ(fault(both(bare_512, digest_256), bare_body), "differs");
    EXPECT_EQ(fault(both(digest_256, bare_512), bare_body), "differs");
    EXPECT_EQ(fault(std::string{bare_256}, body), "differs");
    EXPECT_EQ(fault("sha-256=:AAAA:", bare_body), "differs");
    EXPECT_EQ(fault("sha-256=::", bare_body), "differs");
}

TEST(ContentDigest, passes_over_algorithms_it_does_not_know) {
    EXPECT_EQ(fault(both("md5=:AAAA:", bare_256), bare_body), "");
    EXPECT_EQ(fault(both("unixsum=5", bare_256), bare_body), "");
    EXPECT_EQ(fault("md5=:AAAA:", bare_body), "no_known_algorithm");
    EXPECT_EQ(fault("", bare_body), "no_known_algorithm");
}

TEST(ContentDigest, is_a_dictionary_of_bytes) {
    for (const char* bad : {"sha-256", "sha-256=x", "sha-256=(:AAAA:)", "sha-256=\"AAAA\"",
                            "sha-256=:AAAA", "SHA-256=:AAAA:", "sha-256=:AAAA:, sha-256=:AAAA:"}) {
        EXPECT_EQ(fault(bad, bare_body), "not_a_digest") << bad;
    }
}

}  // namespace
}  // namespace api
