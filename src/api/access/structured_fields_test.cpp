#include "api/access/structured_fields.hpp"

#include <gtest/gtest.h>

namespace api::structured {
namespace {

// The members as they are written again: "a=1, b=(...)"; or the fault.
std::string again(std::string_view text) {
    const auto read = Dictionary::parse(text);
    if (!read) {
        constexpr std::string_view names[] = {"not_a_dictionary", "duplicate_key", "too_many"};
        return std::string{names[static_cast<std::size_t>(read.error())]};
    }
    std::string written;
    for (const Member& member : read->members()) {
        if (!written.empty()) written += ", ";
        written.append(member.key).append("=");
        read->append(member, written);
    }
    return written;
}

TEST(StructuredFields, are_written_in_one_way_however_they_came) {
    EXPECT_EQ(again(R"(sig1=("@method" "date");created=1;keyid="k")"),
              R"(sig1=("@method" "date");created=1;keyid="k")");
    EXPECT_EQ(again("  a=( \"x\"   \"y\"  );  p=007 ,\t b=?1;q "), "a=(\"x\" \"y\");p=7, b=?1;q");
    EXPECT_EQ(again("a"), "a=?1");
    EXPECT_EQ(again("a;x;y=?0"), "a=?1;x;y=?0");
    EXPECT_EQ(again("a=();b"), "a=();b");
    EXPECT_EQ(again("a=-0, b=-15"), "a=0, b=-15");
    EXPECT_EQ(again("a=*tok/en:1, *b.c_d-e=:aGk=:"), "a=*tok/en:1, *b.c_d-e=:aGk=:");
    EXPECT_EQ(again(R"(a="quo\"te and \\ slash")"), R"(a="quo\"te and \\ slash")");
    EXPECT_EQ(again(R"(a=("x";sf;n="1" "y"))"), R"(a=("x";sf;n="1" "y"))");
    EXPECT_EQ(again(""), "");
}

TEST(StructuredFields, find_members_and_parameters) {
    const auto read = Dictionary::parse(R"(a=("x";sf "y");created=17;tag="t", b=:aGk=:)");
    ASSERT_TRUE(read);
    const Member* a = read->find("a");
    ASSERT_NE(a, nullptr);
    EXPECT_TRUE(a->is_list);
    EXPECT_EQ(read->items(*a)[1].value.text, "y");
    EXPECT_EQ(read->parameters(read->items(*a)[0].parameters)[0].key, "sf");
    EXPECT_EQ(read->parameter(*a, "created")->integer, 17);
    EXPECT_EQ(read->parameter(*a, "tag")->text, "t");
    EXPECT_EQ(read->parameter(*a, "nonce"), nullptr);
    EXPECT_EQ(read->items(*read->find("b"))[0].value.text, "aGk=");
    EXPECT_EQ(read->find("c"), nullptr);
}

TEST(StructuredFields, are_read_strictly) {
    for (const std::string_view bad : {"=1",
                                       "A=1",
                                       "1=1",
                                       "a=",
                                       "a=1,",
                                       "a=1, ",
                                       "a=1 b=2",
                                       "a==1",
                                       "a=1;",
                                       "a=1;;b",
                                       "a=1;B=1",
                                       "a=(",
                                       "a=(\"x\"",
                                       "a=(\"x\"\"y\")",
                                       "a=(\"x\"\t\"y\")",
                                       "a=(\"x\",\"y\")",
                                       "a=((\"x\"))",
                                       "a=\"",
                                       "a=\"x",
                                       "a=\"\\x\"",
                                       "a=\"\\",
                                       "a=\"\xc3\xa9\"",
                                       "a=\"\x7f\"",
                                       "a=1.5",
                                       "a=-",
                                       "a=--1",
                                       "a=1234567890123456",
                                       "a=:aGk:",
                                       "a=:aG k=:",
                                       "a=:a-_k:",
                                       "a=:aGk",
                                       "a=:====:",
                                       "a=?2",
                                       "a=?",
                                       "a=?10",
                                       "a=@x",
                                       "\ta=1",
                                       "a=1\n",
                                       "a=1, ,b=2",
                                       ",a=1",
                                       "a=x y"}) {
        EXPECT_EQ(again(bad), "not_a_dictionary") << bad;
    }
}

TEST(StructuredFields, know_each_key_once) {
    EXPECT_EQ(again("a=1, a=2"), "duplicate_key");
    EXPECT_EQ(again("a=1;x=1;x=2"), "duplicate_key");
    EXPECT_EQ(again("a=(\"x\";b;b)"), "duplicate_key");
    EXPECT_EQ(again("a=1;x=1, b=1;x=2"), "a=1;x=1, b=1;x=2");
}

TEST(StructuredFields, have_an_end) {
    std::string members = "m0", items = "a=(", parameters = "a";
    for (std::size_t i = 1; i <= members_max; ++i) members += ",m" + std::to_string(i);
    for (std::size_t i = 0; i <= items_max; ++i) items += " 1";
    for (std::size_t i = 0; i <= parameters_max; ++i) parameters += ";p" + std::to_string(i);
    EXPECT_EQ(again(members), "too_many");
    EXPECT_EQ(again(items + ")"), "too_many");
    EXPECT_EQ(again(parameters), "too_many");
}

}  // namespace
}  // namespace api::structured
