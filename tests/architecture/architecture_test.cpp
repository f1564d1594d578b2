#include <gtest/gtest.h>
#include <string>
#include <vector>

#include "architecture/rules.hpp"

namespace architecture {
namespace {

// Goal: the levels of docs/architecture.md hold, and the core stays a function.
// Method: every #include and every line of the real tree goes through the rules; and because a
// rule that finds nothing may be blind, small trees with one planted fault each go through too.

std::string told(const std::vector<std::string>& sentences) {
    std::string text;
    for (const std::string& sentence : sentences) text += "  " + sentence + "\n";
    return text;
}

TEST(Architecture, the_house_keeps_its_rules) {
    const Tree tree = read_tree(POSTERN_SOURCE_FOLDER, {"src", "tests"});
    EXPECT_GT(own_includes(tree), 20U) << "the walk saw almost nothing, so it proves nothing";
    const std::vector<std::string> found = broken_rules(tree);
    EXPECT_TRUE(found.empty()) << told(found);
}

// One bad file and the words that its only finding must hold.
struct Planted {
    std::string path;
    std::string text;
    std::string words;
};

// What the planted files include must be there; these files are themselves without fault.
Tree sound_tree() {
    return {
        {"src/base/check.hpp", "// CHECK.\n\n#pragma once\n"},
        {"src/core/types/money.hpp", "#pragma once\n#include \"base/check.hpp\"\n"},
        {"src/core/ledger/ledger.hpp", "#pragma once\n#include \"core/types/money.hpp\"\n"},
        {"src/core/exchange/state.hpp", "#pragma once\n#include \"core/ledger/ledger.hpp\"\n"},
        {"src/core/exchange/state.cpp",
         "// for (auto& key : keys) would walk a double.\n#include \"core/exchange/state.hpp\"\n"
         "const char* word = \"std::unordered_map float \\\" double\"; // 1'000 system_clock\n"},
        {"src/journal/journal.hpp", "#pragma once\n#include \"base/check.hpp\"\n"},
        {"src/vault/vault.hpp", "#pragma once\n"},
        {"src/engine/engine.hpp",
         "#pragma once\n#include \"core/exchange/state.hpp\"\n#include \"journal/journal.hpp\"\n"},
        {"src/views/live.hpp", "#pragma once\n"},
        {"src/api/access/signature.hpp", "#pragma once\n#include \"engine/engine.hpp\"\n"},
        {"src/api/operations/table.hpp", "#pragma once\n#include \"api/access/signature.hpp\"\n"},
        {"src/api/dialects/binance.hpp", "#pragma once\n#include \"api/operations/table.hpp\"\n"},
        {"src/gateways/http/server.cpp",
         "#include <boost/asio.hpp>\n#include \"api/dialects/binance.hpp\"\n"},
        {"src/app/main.cpp", "#include \"views/live.hpp\"\n#include \"vault/vault.hpp\"\n"},
        {"tests/support/world.hpp", "#pragma once\n"},
        {"src/engine/engine_test.cpp", "#include \"support/world.hpp\"\n"},
    };
}

TEST(Architecture, a_sound_tree_breaks_nothing) { EXPECT_EQ(told(broken_rules(sound_tree())), ""); }

class PlantedFault : public testing::TestWithParam<Planted> {};

TEST_P(PlantedFault, is_found_and_explained) {
    Tree tree = sound_tree();
    tree[GetParam().path] = GetParam().text;
    const std::vector<std::string> found = broken_rules(tree);
    ASSERT_EQ(found.size(), 1U) << told(found);
    EXPECT_TRUE(found[0].starts_with(GetParam().path + ":")) << found[0];
    EXPECT_NE(found[0].find(GetParam().words), std::string::npos) << found[0];
}

std::string header(const std::string& line) { return "#pragma once\n" + line + "\n"; }

std::vector<Planted> wrong_includes() {
    return {
        {"src/base/ring.hpp", header("#include \"journal/journal.hpp\""),
         "which is higher (level 3)"},
        {"src/core/types/id.hpp", header("#include \"core/ledger/ledger.hpp\""), "which is higher"},
        {"src/core/matching/book.hpp", header("#include \"core/ledger/ledger.hpp\""),
         "a neighbour"},
        {"src/core/ledger/book.cpp", "#include \"core/exchange/state.hpp\"\n", "which is higher"},
        {"src/vault/seal.cpp", "#include \"journal/journal.hpp\"\n", "a neighbour (level 3)"},
        {"src/engine/ask.cpp", "#include \"views/live.hpp\"\n", "a neighbour"},
        {"src/views/live.cpp", "#include \"engine/engine.hpp\"\n", "a neighbour"},
        {"src/api/access/key.cpp", "#include \"api/operations/table.hpp\"\n", "(level 5c)"},
        {"src/api/factors/totp.cpp", "#include \"api/operations/table.hpp\"\n", "(level 5c)"},
        {"src/api/operations/row.cpp", "  #  include \"api/dialects/binance.hpp\"\n", "(level 5e)"},
        {"src/links/mail.cpp", "#include \"gateways/http/server.cpp\"\n", "a neighbour"},
        {"src/gateways/http/run.cpp", "#include \"app/main.cpp\"\n", "which is higher"},
        {"src/journal/words.hpp", header("#include \"core/types/money.hpp\""),
         "may know only base"},
        {"src/signer/sign.cpp", "#include \"vault/vault.hpp\"\n", "may know only base core/types"},
        {"src/engine/relative.cpp", "#include \"engine.hpp\"\n", "not a file below src/"},
        {"src/engine/support.cpp", "#include \"support/world.hpp\"\n", "not a file below src/"},
        {"src/cellar/wine.hpp", header(""), "a new folder is a decision"},
    };
}

std::vector<Planted> impure_cores() {
    return {
        {"src/core/ledger/fee.cpp", "double fee = 0;\n", "use Amount, Price or Quantity here"},
        {"src/core/ledger/fee.hpp", header("float fee();"), "use Amount, Price or Quantity here"},
        {"src/core/access/age.cpp", "auto now = std::chrono::system_clock::now();\n", "stamp here"},
        {"src/core/access/old.cpp", "auto now = std::time(nullptr);\n", "the core has no clock"},
        {"src/core/access/dice.cpp", "#include <random>\n", "random numbers from the command"},
        {"src/core/matching/fast.cpp", "#include <thread>\n", "one thread decides"},
        {"src/core/matching/lock.cpp", "#include <mutex>\n", "one thread decides"},
        {"src/core/exchange/say.cpp", "#include <iostream>\n", "no input or output here"},
        {"src/core/exchange/file.cpp", "#include <fstream>\n", "no input or output here"},
        {"src/core/exchange/hash.cpp", "#include <openssl/sha.h>\n", "no cryptography here"},
        {"src/core/types/bag.cpp", "std::unordered_map<int, int> bag;\n", "use std::map here"},
        {"src/core/types/keys.cpp", "std::map<const Order*, int> keys;\n", "use an id as the key"},
        {"src/core/types/home.cpp", "auto home = getenv(name);\n", "no environment or locale"},
        {"src/core/types/cup.cpp", "thread_local int cup;\n", "no globals here"},
        {"src/core/exchange/walk.cpp",
         "boost::unordered_flat_map<OrderId, std::vector<Order>> orders_;\n"
         "void f() { for (const auto& [id, order] : state.orders_) use(order); }\n",
         "`orders_` is a hash map"},
        {"src/core/exchange/first.cpp",
         "boost::unordered_flat_set<OrderId> open_;\nauto it = open_.begin();\n",
         "`open_` is a hash map"},
    };
}

std::vector<Planted> bad_pages() {
    return {
        {"src/gateways/http/server.hpp", header("#include <boost/asio.hpp>"), "behind a pimpl"},
        {"src/gateways/http/beast.hpp", header("#include <boost/beast/http.hpp>"),
         "behind a pimpl"},
        {"src/views/open.hpp", "struct Open {};\n", "opens with #pragma once"},
        {"src/views/late.hpp", "#include <map>\n#pragma once\n", "opens with #pragma once"},
        {"src/views/long.cpp", "// " + std::string(98, 'x') + "\n", "a line of 101 columns"},
        {"src/views/tab.cpp", "\tint tab;\n", "a tab"},
        {"src/views/nap_test.cpp", "std::this_thread::sleep_for(one_second);\n",
         "a sleep in a test"},
    };
}

// Shown by GoogleTest instead of the object's bytes.
void PrintTo(const Planted& planted, std::ostream* out) { *out << planted.path; }

INSTANTIATE_TEST_SUITE_P(Includes, PlantedFault, testing::ValuesIn(wrong_includes()));
INSTANTIATE_TEST_SUITE_P(Core, PlantedFault, testing::ValuesIn(impure_cores()));
INSTANTIATE_TEST_SUITE_P(Page, PlantedFault, testing::ValuesIn(bad_pages()));

TEST(Architecture, a_line_of_a_hundred_wide_characters_is_short_enough) {
    std::string wide;
    for (int i = 0; i < 100; ++i) wide += "→";
    EXPECT_EQ(told(broken_rules({{"src/base/arrow.cpp", wide + "\n"}})), "");
}

TEST(Architecture, comments_and_strings_are_not_code) {
    EXPECT_EQ(
        code_only("int a; // double\nchar b = '\"'; /* float\n*/ \"rand()\" R\"x(time(0))x\" 1'0"),
        "int a;          \nchar b =    ;         \n                           1'0");
}

}  // namespace
}  // namespace architecture
