#include "views/history/sqlite.hpp"

#include <vector>

#include "views/history/history_for_tests.hpp"

namespace views {
namespace {

using namespace for_tests;

TEST(Sqlite, amounts_beyond_64_bits_keep_every_digit) {
    const Folder folder;
    Database database{folder.file(), Database::Access::write};
    database.execute("CREATE TABLE amounts (id INTEGER PRIMARY KEY, amount ANY) STRICT");
    Statement insert{database, "INSERT INTO amounts VALUES (?, ?)"};
    const base::Int128 huge = (base::Int128{1} << 126) + 12'345;
    const std::vector<core::Amount> amounts{{0},
                                            {-1},
                                            {INT64_MAX},
                                            {INT64_MIN},
                                            {huge},
                                            {-huge},
                                            {base::Int128{INT64_MAX} + 1},
                                            {base::Int128{INT64_MIN} - 1}};
    for (std::size_t i = 0; i < amounts.size(); ++i) insert.run(i, amounts[i]);
    Statement select{database, "SELECT amount FROM amounts ORDER BY id"};
    for (const core::Amount amount : amounts) {
        ASSERT_TRUE(select.next());
        EXPECT_EQ(select.take<core::Amount>(), amount);
    }
    EXPECT_TRUE(database.ok());
}

}  // namespace
}  // namespace views
