#include "base/prng.hpp"
#include "views/audit/record_words.hpp"
#include "views/history/history_for_tests.hpp"

namespace views {
namespace {

using namespace for_tests;

bool is_wanted(const core::Record& record, const CommandQuery& query) {
    const core::Envelope& asked = record.envelope;
    const auto is = [](auto wanted, auto value) {
        return wanted == decltype(wanted){} || wanted == value;
    };
    const auto reject = record.rejection ? record.rejection->reject : core::Reject{};
    return is(query.customer, asked.customer) && is(query.account, asked.account) &&
           is(query.key, asked.key) && is(query.surface, asked.surface) &&
           is(query.command, number_of(record.command)) && is(query.reject, reject) &&
           (!query.since || record.stamp.time >= *query.since) &&
           (!query.until || record.stamp.time < *query.until) &&
           (!query.before || record.stamp.sequence < query.before);
}

// Records with all kinds of envelopes, and some rejections.
Records asked_by_many(std::uint64_t seed) {
    Records records = busy_day(seed, 400);
    base::Prng prng{seed};
    for (core::Record& record : records) {
        record.envelope.customer = core::CustomerId{prng.below(4)};
        record.envelope.account = core::AccountId{prng.below(4)};
        record.envelope.key = core::KeyId{prng.below(4)};
        record.envelope.surface = static_cast<core::Surface>(1 + prng.below(5));
        if (prng.one_in(3) && record.events.empty()) record.rejection = {core::Reject::not_found};
        if (!prng.one_in(5) || !record.events.empty()) continue;
        record.command = core::SetKeyStatus{core::KeyId{prng.below(3)}, core::KeyStatus::active};
    }
    return records;
}

TEST(History, finds_every_command_by_each_of_its_marks) {
    const Records records = asked_by_many(5);
    Folder folder;
    Journal journal;
    const auto history = opened(options_for(folder, journal));
    feed(*history, journal, records, 5);
    ASSERT_TRUE(history->wait_for(last_of(records), soon()));
    base::Prng prng{9};
    std::size_t found = 0;
    for (int i = 0; i < 300; ++i) {
        CommandQuery query{.limit = 1 + prng.below(50)};
        if (prng.one_in(3)) query.customer = core::CustomerId{prng.below(4)};
        if (prng.one_in(3)) query.account = core::AccountId{prng.below(4)};
        if (prng.one_in(3)) query.key = core::KeyId{prng.below(4)};
        if (prng.one_in(4)) query.surface = core::Surface::cli;
        if (prng.one_in(4)) query.command = prng.one_in(2) ? 9 : 11;
        if (prng.one_in(6)) query.reject = core::Reject::not_found;
        const auto some = [&] { return records[prng.below(records.size())].stamp; };
        if (prng.one_in(4)) query.since = some().time;
        if (prng.one_in(4)) query.until = some().time;
        if (prng.one_in(4)) query.before = some().sequence;
        std::vector<core::Sequence> expected;
        for (auto record = records.rbegin(); record != records.rend(); ++record) {
            if (expected.size() == query.limit) break;
            if (is_wanted(*record, query)) expected.push_back(record->stamp.sequence);
        }
        const auto rows = said(history->commands(query));
        std::vector<core::Sequence> got;
        for (const CommandRow& row : rows) got.push_back(row.sequence);
        ASSERT_EQ(got, expected);
        found += rows.size();
    }
    EXPECT_GT(found, 1'000U);
}

}  // namespace
}  // namespace views
