#include "api/operations/refusals.hpp"

#include <cstdlib>
#include <fstream>
#include <gtest/gtest.h>
#include <sstream>

namespace {

// This file stands four names below the repository's root.
std::string root() {
    const std::string here = __FILE__;
    return here.substr(0, here.rfind("src/api/operations"));
}

TEST(Refusals, every_reject_has_exactly_one_row) {
    const auto rejects = core::all_rejects();
    ASSERT_EQ(api::refusals().size(), rejects.size());
    for (std::size_t i = 0; i < rejects.size(); ++i) {
        EXPECT_EQ(api::refusals()[i].reject, rejects[i]) << core::name_of(rejects[i]);
        EXPECT_EQ(&api::row_of(rejects[i]), &api::refusals()[i]);
    }
}

TEST(Refusals, the_status_agrees_with_the_class) {
    for (const api::RefusalRow& row : api::refusals()) {
        SCOPED_TRACE(core::name_of(row.reject));
        switch (row.kind) {
            case api::RefusalClass::malformed:
            case api::RefusalClass::refused:
            case api::RefusalClass::rejected:
                EXPECT_TRUE(row.status >= 400 && row.status < 500);
                break;
            case api::RefusalClass::unavailable:
                EXPECT_EQ(row.status, 503u);
                break;
            case api::RefusalClass::broken:
                EXPECT_TRUE(row.status == 500 || row.status == 504);
                break;
        }
        EXPECT_TRUE(row.detail.ends_with('.') && row.next.ends_with('.'));
        EXPECT_LT(row.binance.code, 0);
    }
}

// The page is for people and the table for the program; they say the same.
TEST(Refusals, the_page_says_what_the_table_says) {
    const std::string path = root() + "docs/api/refusals.md";
    if (const char* update = std::getenv("UPDATE"); update != nullptr && *update == '1') {
        std::ofstream{path} << api::refusals_page();
    }
    std::ifstream file{path};
    std::stringstream text;
    text << file.rdbuf();
    EXPECT_EQ(text.str(), api::refusals_page()) << "UPDATE=1 writes the page anew";
}

}  // namespace
