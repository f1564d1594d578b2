// docs/formats/records.md, held to its words: the schema, and the example in bytes.
#include "engine/records.hpp"

#include <cstdlib>
#include <fstream>
#include <gtest/gtest.h>

#include "base/schema.hpp"
#include "core_house/house.hpp"

namespace golden {
namespace {

std::string kept_text(const std::string& file) {
    std::ifstream in{file};
    return {std::istreambuf_iterator<char>{in}, {}};
}

// A word per line, so that git diff shows what was added.
std::string readable(std::string schema) {
    for (char& c : schema) {
        if (c == ' ') c = '\n';
    }
    return schema + "\n";
}

TEST(Records, have_the_schema_that_is_kept) {
    const std::string file = std::string{GOLDEN} + "/record.schema";
    const std::string schema = readable(base::schema_of<core::Record>());
    if (std::getenv("UPDATE") != nullptr) std::ofstream{file} << schema;
    EXPECT_EQ(schema, kept_text(file));
}

// 500 units of asset 3 for account 4, out of the world.
core::Record example() {
    core::Posted posted{.reason = core::PostingReason::fund, .postings = {}};
    const core::AssetId asset{3};
    posted.postings.push_back(
        {core::outside, asset, core::Bucket::available, core::Amount{-500}, core::Amount{-500}});
    posted.postings.push_back(
        {core::AccountId{4}, asset, core::Bucket::available, core::Amount{500}, core::Amount{500}});
    return {.stamp = {core::Sequence{7}, core::Timestamp{1'700'000'000'000'000'000}},
            .envelope = {.surface = core::Surface::cli},
            .command = core::FundAccount{core::AccountId{4}, asset, core::Amount{500}},
            .rejection = {},
            .events = {posted}};
}

std::string dump_of(base::BytesView bytes) {
    std::string text;
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        const auto place = static_cast<std::uint8_t>(i);
        if (i % 16 == 0) text += "    00" + base::format_hex({&place, 1}) + " ";
        text += " " + base::format_hex(bytes.subspan(i, 1));
        if (i % 16 == 15 || i + 1 == bytes.size()) text += "\n";
    }
    return text;
}

TEST(Records, are_the_bytes_that_their_page_shows) {
    const base::Bytes bytes = core_house::bytes_of(example());
    const std::string page = kept_text(std::string{FORMATS} + "/records.md");
    EXPECT_NE(page.find(dump_of(bytes)), std::string::npos) << "the page lacks:\n"
                                                            << dump_of(bytes);
    EXPECT_EQ(core_house::bytes_of(engine::read_record(bytes).value()), bytes);
}

TEST(Records, are_written_by_the_engine_in_the_same_bytes) {
    const core::Record record = example();
    journal::FrameBuffer frame;
    engine::write_record(frame, record.stamp, record.envelope, record.command, record.rejection,
                         record.events);
    int seen = 0;
    frame.each_record([&](const journal::RecordView& view) {
        ++seen;
        EXPECT_EQ(view.sequence, 7u);
        EXPECT_TRUE(std::ranges::equal(view.bytes, core_house::bytes_of(record)));
    });
    EXPECT_EQ(seen, 1);
}

// Whatever is cut off or put on, or a number that no type has: not a record.
TEST(Records, of_other_bytes_are_nothing) {
    const base::Bytes whole = core_house::bytes_of(example());
    for (std::size_t size = 0; size < whole.size(); ++size) {
        EXPECT_FALSE(engine::read_record(base::BytesView{whole}.first(size))) << size;
    }
    base::Bytes longer = whole;
    longer.push_back(0);
    EXPECT_FALSE(engine::read_record(longer));
    base::Bytes unknown = whole;
    constexpr std::size_t command_number = 16 + 98;  // behind stamp and envelope
    ASSERT_EQ(unknown[command_number], 10);
    unknown[command_number] = 99;
    EXPECT_FALSE(engine::read_record(unknown));
}

}  // namespace
}  // namespace golden
