#include "views/access_log/access_log.hpp"

#include <atomic>
#include <fstream>
#include <gtest/gtest.h>
#include <unistd.h>

#include "base/check.hpp"
#include "base/prng.hpp"

namespace views {
namespace {

namespace fs = std::filesystem;

constexpr core::Duration day = core::hours(24);

// A log in a folder of its own, under a clock that stands still.
class Desk {
  public:
    Desk() {
        std::string pattern = (fs::temp_directory_path() / "postern-access-XXXXXX").string();
        CHECK(::mkdtemp(pattern.data()) != nullptr);
        folder_ = pattern;
    }
    ~Desk() {
        log_.reset();
        fs::remove_all(folder_);
    }
    Desk(const Desk&) = delete;
    Desk& operator=(const Desk&) = delete;

    void start() {
        options.file = file();
        options.now = [this] { return now(); };
        options.tell = [this](const std::string& sentence) { said += sentence + '\n'; };
        log_.reset();
        log_ = AccessLog::open(options).value();
    }
    void stop() { log_.reset(); }
    AccessLog& log() { return *log_; }
    fs::path file() const { return folder_ / "access_log.sqlite"; }
    core::Timestamp now() const { return {now_ns_.load()}; }
    void advance(core::Duration by) { now_ns_ += by.ns; }

    std::vector<AccessRow> all(AccessQuery query = {.limit = 100'000}) {
        EXPECT_TRUE(log_->flush());
        auto page = log_->find(query);
        EXPECT_TRUE(page.has_value());
        return page ? std::move(page->rows) : std::vector<AccessRow>{};
    }

    AccessLogOptions options;
    std::string said;

  private:
    fs::path folder_;
    std::atomic<std::int64_t> now_ns_{core::from_unix_ms(1'800'000'000'000).ns};
    std::unique_ptr<AccessLog> log_;
};

AccessRow row_at(core::Timestamp time, std::uint64_t number) {
    return {.time = time,
            .request_id = base::Text<16>{std::to_string(number)},
            .customer = core::CustomerId{7},
            .user = 3,
            .key = "pk_test_a",
            .ip = core::parse_ip("10.0.0.7").value(),
            .method = "GET",
            .operation = "orders.list",
            .status = 200,
            .latency_us = 1'234,
            .told = {},
            .code = {},
            .surface = core::Surface::api,
            .dialect = Dialect::native,
            .is_proved = true,
            .turned_away = false};
}

AccessRow some_row(base::Prng& prng, core::Timestamp time, std::uint64_t number) {
    AccessRow row = row_at(time, number);
    row.customer = core::CustomerId{prng.below(3)};
    row.key = prng.one_in(2) ? "pk_test_a" : prng.one_in(2) ? "pk_test_b" : "";
    row.ip = core::parse_ip(prng.one_in(2) ? "10.0.0.7" : "2001:db8::1").value();
    row.operation = prng.one_in(2) ? "orders.list" : "balances.list";
    row.is_proved = !prng.one_in(4);
    if (prng.one_in(3)) {
        row.code = prng.one_in(2) ? core::Reject::key_unknown : core::Reject::scope_missing;
        row.told = row.is_proved ? row.code : core::Reject::unauthorized;
        row.turned_away = true;
        row.status = 401;
    }
    return row;
}

TEST(AccessLog, a_row_comes_back_as_it_was_written) {
    Desk desk;
    desk.start();
    AccessRow row = row_at(desk.now(), 1);
    row.told = core::Reject::unauthorized;
    row.code = core::Reject::signature_invalid;
    row.key = base::Text<128>{std::string(128, '\'')};
    desk.log().write(row);
    EXPECT_EQ(desk.all(), std::vector{row});
}

TEST(AccessLog, is_for_its_owner_only) {
    Desk desk;
    desk.start();
    desk.log().write(row_at(desk.now(), 1));
    desk.all();
    constexpr auto others = fs::perms::group_all | fs::perms::others_all;
    for (const char* ending : {"", "-wal", "-shm"}) {
        const fs::path file = desk.file().string() + ending;
        EXPECT_EQ(fs::status(file).permissions() & others, fs::perms::none) << file;
    }
}

bool is_wanted(const AccessRow& row, const AccessQuery& query) {
    return (query.key.empty() || row.key.view() == query.key) &&
           (!query.customer || row.customer == query.customer) &&
           (!query.ip || row.ip == *query.ip) &&
           (query.code == core::Reject{} || row.code == query.code) &&
           (!query.turned_away || row.turned_away) && (!query.since || row.time >= *query.since) &&
           (!query.until || row.time < *query.until);
}

// Against a list that is walked from its end; all pages of each question.
TEST(AccessLog, finds_every_row_once_by_each_of_its_marks) {
    Desk desk;
    desk.start();
    base::Prng prng{11};
    std::vector<AccessRow> written;
    for (std::uint64_t i = 0; i < 600; ++i) {
        if (prng.one_in(3)) desk.advance(core::seconds(static_cast<std::int64_t>(prng.below(40))));
        written.push_back(some_row(prng, desk.now(), i));
        desk.log().write(written.back());
    }
    ASSERT_TRUE(desk.log().flush());
    std::size_t found = 0;
    for (int i = 0; i < 200; ++i) {
        AccessQuery query{.limit = 1 + prng.below(60)};
        if (prng.one_in(3)) query.key = "pk_test_b";
        if (prng.one_in(3)) query.customer = core::CustomerId{prng.below(3)};
        if (prng.one_in(3)) query.ip = core::parse_ip("2001:db8::1").value();
        if (prng.one_in(3)) query.code = core::Reject::key_unknown;
        query.turned_away = prng.one_in(4);
        const auto some = [&] { return written[prng.below(written.size())].time; };
        if (prng.one_in(3)) query.since = some();
        if (prng.one_in(3)) query.until = some();
        std::vector<AccessRow> expected;
        for (auto row = written.rbegin(); row != written.rend(); ++row) {
            if (is_wanted(*row, query)) expected.push_back(*row);
        }
        std::vector<AccessRow> got;
        do {
            const auto page = desk.log().find(query);
            ASSERT_TRUE(page.has_value());
            got.insert(got.end(), page->rows.begin(), page->rows.end());
            query.before = page->next;
        } while (query.before != 0);
        ASSERT_EQ(got, expected);
        found += got.size();
    }
    EXPECT_GT(found, 5'000U);
}

TEST(AccessLog, what_is_older_than_90_days_goes_a_bounded_number_at_a_time) {
    Desk desk;
    desk.options.deleted_at_once = 10;
    desk.start();
    for (std::uint64_t i = 0; i < 100; ++i) desk.log().write(row_at(desk.now(), i));
    ASSERT_EQ(desk.all().size(), 100U);
    desk.advance(day);
    desk.log().write(row_at(desk.now(), 100));
    desk.advance(core::hours(24 * 89));
    ASSERT_EQ(desk.all().size(), 101U) << "90 days to the moment: not older";
    desk.advance(core::seconds(1));
    std::size_t left = desk.all().size();
    EXPECT_GE(left, 81U);
    for (int turns = 0; left > 1 && turns < 100; ++turns) {
        const std::size_t before = left;
        left = desk.all().size();
        EXPECT_LE(before - left, 30U) << "no more than a few turns' worth";
    }
    const auto rows = desk.all();
    ASSERT_EQ(rows.size(), 1U);
    EXPECT_EQ(rows[0].request_id.view(), "100");
}

TEST(AccessLog, never_blocks_when_it_is_full_and_says_what_it_dropped) {
    Desk desk;
    desk.options.queue_max = 100;
    desk.options.between_complaints = std::chrono::seconds{0};
    desk.start();
    ASSERT_TRUE(desk.log().flush());
    {
        const AccessLog::Hold hold{desk.log()};
        for (std::uint64_t i = 0; i < 1'000; ++i) desk.log().write(row_at(desk.now(), i));
        EXPECT_GE(desk.log().dropped(), 800U);
    }
    const std::size_t kept = desk.all().size();
    EXPECT_EQ(kept + desk.log().dropped(), 1'000U);
    EXPECT_GE(kept, 100U);
    desk.log().write(row_at(desk.now(), 5'000));
    EXPECT_EQ(desk.all().size(), kept + 1) << "and goes on afterwards";
    desk.stop();
    EXPECT_NE(desk.said.find("no room for"), std::string::npos) << desk.said;
}

TEST(AccessLog, strangers_cannot_fill_the_disk) {
    Desk desk;
    desk.options.strangers_per_second = 20;
    desk.start();
    AccessRow stranger = row_at(desk.now(), 1);
    stranger.is_proved = false;
    for (int i = 0; i < 100; ++i) desk.log().write(stranger);
    for (std::uint64_t i = 0; i < 30; ++i) desk.log().write(row_at(desk.now(), i));
    EXPECT_EQ(desk.all().size(), 50U) << "those who prove themselves are not counted";
    desk.advance(core::seconds(1));
    stranger.time = desk.now();
    desk.log().write(stranger);
    EXPECT_EQ(desk.all().size(), 51U);
    EXPECT_EQ(desk.log().dropped(), 80U);
}

TEST(AccessLog, knows_what_a_key_was_used_for_and_from_where) {
    Desk desk;
    desk.start();
    const auto use = [&](const char* operation, const char* ip, bool is_proved = true) {
        AccessRow row = row_at(desk.now(), 1);
        row.operation = operation;
        row.ip = core::parse_ip(ip).value();
        row.is_proved = is_proved;
        desk.log().write(row);
    };
    use("orders.place", "10.0.0.1");
    use("orders.place", "10.0.0.1");
    desk.advance(day);
    const core::Timestamp later = desk.now();
    ASSERT_TRUE(desk.log().flush());
    use("balances.list", "10.0.0.2");
    use("orders.list", "10.0.0.3", false);  // somebody who only knew its name
    ASSERT_TRUE(desk.log().flush());

    const KeyUse all = desk.log().use_of("pk_test_a", {}).value();
    EXPECT_EQ(all.last_used, later);
    ASSERT_EQ(all.addresses.size(), 2U);
    EXPECT_EQ(core::format(all.addresses[0].ip), "10.0.0.2");
    EXPECT_EQ(all.addresses[1].requests, 2U);
    ASSERT_EQ(all.operations.size(), 2U);
    EXPECT_EQ(all.operations[0].name, "balances.list");
    const KeyUse lately = desk.log().use_of("pk_test_a", later).value();
    ASSERT_EQ(lately.operations.size(), 1U);
    EXPECT_EQ(lately.addresses.size(), 1U);
    EXPECT_EQ(lately.last_used, later);
    EXPECT_FALSE(desk.log().use_of("pk_test_b", {}).value().last_used);

    desk.advance(core::hours(24 * 91));
    ASSERT_TRUE(desk.log().flush());
    EXPECT_TRUE(desk.log().use_of("pk_test_a", {}).value().addresses.empty()) << "90 days here too";
}

TEST(AccessLog, goes_on_where_it_stopped) {
    Desk desk;
    desk.start();
    for (std::uint64_t i = 0; i < 5; ++i) desk.log().write(row_at(desk.now(), i));
    desk.start();  // what waited was written first
    EXPECT_EQ(desk.all().size(), 5U);
    desk.log().write(row_at(desk.now(), 9));
    EXPECT_EQ(desk.all().front().request_id.view(), "9");
}

TEST(AccessLog, a_damaged_file_is_put_aside_and_a_new_one_begun) {
    Desk desk;
    std::ofstream{desk.file()} << std::string(10'000, 'x');
    desk.start();
    desk.log().write(row_at(desk.now(), 1));
    EXPECT_EQ(desk.all().size(), 1U);
    EXPECT_NE(desk.said.find("put aside"), std::string::npos);
    EXPECT_TRUE(fs::exists(desk.file().string() + ".damaged"));
}

}  // namespace
}  // namespace views
