// The truth of the API document is checked on every answer (tests/support/truth.hpp); here stands
// that there was an answer to check.
#include <gtest/gtest.h>

#include "api/operations/table.hpp"
#include "support/truth.hpp"

namespace {

class EveryRowSucceeds final : public testing::Environment {
    void TearDown() override {
        if (testing::GTEST_FLAG(filter) != "*") return;  // only a part was run
        const auto reached = support::rows_that_succeeded();
        for (const api::Operation& row : api::operations()) {
            EXPECT_TRUE(reached.contains(row.name))
                << row.name << " was answered with success by no test of tests/api";
        }
    }
};

const auto* const added = testing::AddGlobalTestEnvironment(new EveryRowSucceeds);

}  // namespace
