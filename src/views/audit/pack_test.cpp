#include "views/audit/pack.hpp"

#include <gtest/gtest.h>

#include "core/access/key_name.hpp"
#include "views/access_log/access_log.hpp"
#include "views/audit/pack_lines.hpp"
#include "views/audit/street_for_tests.hpp"
#include "views/audit/zip.hpp"

namespace views {
namespace {

namespace fs = std::filesystem;
using core::Sequence;
using for_tests::bytes_of_file;
using for_tests::Street;
using for_tests::write_file;

constexpr core::KeyName alices_name{1, 2};
constexpr core::KeyName bobs_name{3, 4};

std::string text_of(core::KeyName name) {
    return core::format_key_name(core::Environment::test, name);
}

core::Record by(core::Surface surface, core::Command command, std::vector<core::Event> events) {
    return {{}, {.surface = surface}, std::move(command), {}, std::move(events)};
}

core::Record key_created(core::KeyId id, core::KeyName name, core::CustomerId customer) {
    core::Key key;
    key.id = id;
    key.public_name = name;
    key.customer = customer;
    return by(core::Surface::cli, core::CreateKey{}, {core::KeyCreated{key}});
}

core::Record cancelled_by(core::KeyId key, core::CustomerId customer) {
    core::Record record = by(core::Surface::api, core::CancelAll{}, {});
    record.envelope.key = key;
    record.envelope.customer = customer;
    return record;
}

// A journal with two customers: alice is 1 with key 1, bob is 2 with key 2.
class Court : public Street {
  public:
    Court() {
        start();
        record({by(core::Surface::system, core::OpenHouse{},
                   {core::HouseOpened{core::Environment::test, 1, 2}})});
        record({key_created(core::KeyId{1}, alices_name, core::CustomerId{1}),
                key_created(core::KeyId{2}, bobs_name, core::CustomerId{2})});
        record(
            {by(core::Surface::cli, core::SetCustomerStatus{core::CustomerId{1}, true, false}, {}),
             by(core::Surface::cli, core::SetCustomerStatus{core::CustomerId{2}, true, false},
                {})});
    }
    // One of each, and something that is nobody's.
    void day() {
        record({cancelled_by(core::KeyId{1}, core::CustomerId{1})});
        record_ticks(2);
        record({cancelled_by(core::KeyId{2}, core::CustomerId{2})});
        advance(core::hours(24));
    }
    void night() {
        stop();
        start();
    }
    void log(core::KeyName name, core::CustomerId customer) {
        const auto opened = AccessLog::open(
            {.file = folder() / "access_log.sqlite", .now = [this] { return now(); }});
        AccessRow row;
        row.time = now();
        row.key = base::Text<128>{text_of(name)};
        row.customer = customer;
        row.operation = "orders.cancel_all";
        (*opened)->write(row);
    }

    fs::path pack() const { return folder() / "pack.zip"; }
    PackWish wish() const {
        return {.data = folder(), .key = text_of(alices_name), .out = pack(), .now = now()};
    }
};

std::string error_of(const fs::path& pack) {
    const auto proved = verify_pack(pack);
    return proved ? "" : proved.error();
}

// All members and their bytes; empty where the file is none.
std::map<std::string, std::string> contents(const fs::path& pack) {
    std::map<std::string, std::string> all;
    auto zip = ZipReader::open(pack);
    if (!zip) return all;
    for (const std::string& name : zip->names()) {
        auto member = zip->member(name);
        if (!member) continue;
        const auto bytes = member->rest(1 << 24);
        if (bytes) all[name] = *bytes;
    }
    return all;
}

// The same pack with one member's bytes replaced, and packed again properly.
void rewrite(const Court& court, const std::string& member, const std::string& bytes) {
    auto all = contents(court.pack());
    all[member] = bytes;
    ZipWriter zip{court.pack()};
    fs::create_directories(court.folder() / "parts");
    for (const auto& [name, text] : all) {
        write_file(court.folder() / "parts" / name, text);
        zip.add(name, court.folder() / "parts" / name);
    }
    ASSERT_TRUE(zip.finish().has_value());
}

TEST(Pack, proves_what_a_key_did) {
    Court court;
    for (int i = 0; i < 3; ++i) {
        court.day();
        court.night();
    }
    court.log(alices_name, core::CustomerId{1});
    court.log(bobs_name, core::CustomerId{2});
    court.stop();
    const auto told = export_pack(court.wish());
    ASSERT_TRUE(told.has_value()) << told.error();
    EXPECT_EQ(told->records, 4U) << "its creation and three cancellations";
    EXPECT_EQ(told->approvals, 1U);
    EXPECT_EQ(told->not_yet_sealed, 0U);
    EXPECT_EQ(told->access_rows, 1U);
    const auto proved = verify_pack(court.pack(), court.key().public_key());
    ASSERT_TRUE(proved.has_value()) << proved.error();
    EXPECT_EQ(proved->records, 5U);
    EXPECT_EQ(proved->checkpoints, 3U);
    EXPECT_EQ(proved->first, Sequence{2});
    EXPECT_TRUE(proved->sentence().starts_with(
        "It is proved that the 5 records of this pack (2 to 14) stood byte for byte in the "
        "journal c0c1c200000000000000000000000000 when"))
        << proved->sentence();
    const auto all = contents(court.pack());
    EXPECT_EQ(all.at("access.csv").find(text_of(bobs_name)), std::string::npos);
    EXPECT_EQ(all.at("records.jsonl").find("\"key\":2,"), std::string::npos);
}

TEST(Pack, leaves_out_what_is_before_and_after) {
    Court court;
    for (int i = 0; i < 5; ++i) court.day();
    court.stop();
    PackWish wish = court.wish();
    wish.from = court.now() - core::hours(24 * 4);
    wish.to = court.now() - core::hours(24 * 2);
    ASSERT_TRUE(export_pack(wish).has_value());
    const auto proved = verify_pack(court.pack());
    ASSERT_TRUE(proved.has_value()) << proved.error();
    EXPECT_EQ(proved->records, 3U) << "two of five days, and the decision about the customer";
}

TEST(Pack, of_a_customer_has_all_keys) {
    Court court;
    court.day();
    court.stop();
    PackWish wish = court.wish();
    wish.key = "";
    wish.customer = core::CustomerId{2};
    const auto told = export_pack(wish);
    ASSERT_TRUE(told.has_value());
    EXPECT_EQ(told->records, 3U);
    EXPECT_EQ(error_of(court.pack()), "");
}

TEST(Pack, a_key_is_found_by_its_id_and_a_wrong_one_is_told) {
    Court court;
    court.day();
    court.stop();
    PackWish wish = court.wish();
    wish.key = "1";
    EXPECT_EQ(export_pack(wish)->records, 2U);
    wish.key = "77";
    EXPECT_EQ(export_pack(wish).error(), "There is no key 77 in this exchange.");
}

// Beside a running server: what came after the last checkpoint is there, and said to be unproved.
TEST(Pack, names_what_is_not_yet_sealed) {
    Court court;
    court.day();
    court.night();
    court.record({cancelled_by(core::KeyId{1}, core::CustomerId{1})});
    const auto told = export_pack(court.wish());
    ASSERT_TRUE(told.has_value()) << told.error();
    EXPECT_EQ(told->not_yet_sealed, 1U);
    const auto proved = verify_pack(court.pack());
    ASSERT_TRUE(proved.has_value()) << proved.error();
    EXPECT_EQ(proved->not_yet_sealed, 1U);
    EXPECT_EQ(proved->records, 3U);
    EXPECT_NE(proved->sentence().find("1 more are not yet sealed"), std::string::npos);
}

TEST(Pack, export_refuses_a_journal_that_is_not_the_one_that_was_sealed) {
    Court court;
    court.day();
    court.stop();
    std::string lines = bytes_of_file(court.checkpoints());
    auto checkpoint = *parse_checkpoint(lines.substr(0, lines.size() - 1));
    checkpoint.body.root[0] ^= 1;
    write_file(court.checkpoints(), format(sign(checkpoint.body, court.key())) + '\n');
    const auto told = export_pack(court.wish());
    ASSERT_FALSE(told.has_value());
    EXPECT_NE(told.error().find("are not those that checkpoint 1 was signed over"),
              std::string::npos);
}

TEST(Pack, verify_takes_no_other_key) {
    Court court;
    court.day();
    court.stop();
    ASSERT_TRUE(export_pack(court.wish()).has_value());
    const vault::AuditKey other{vault::Secret{base::BytesView{base::Bytes(32, 7)}}};
    EXPECT_FALSE(verify_pack(court.pack(), other.public_key()).has_value());
    const auto proved = verify_pack(court.pack());
    ASSERT_TRUE(proved.has_value());
    EXPECT_NE(proved->sentence().find("whose key that is"), std::string::npos);
}

// A forger who packs again with right checksums, and without the house's key.
TEST(Pack, names_the_record_that_was_changed) {
    Court court;
    court.day();
    court.stop();
    ASSERT_TRUE(export_pack(court.wish()).has_value());
    const auto original = contents(court.pack());
    const auto expect = [&](const char* member, const std::string& bytes, const char* words) {
        rewrite(court, member, bytes);
        EXPECT_NE(error_of(court.pack()).find(words), std::string::npos) << error_of(court.pack());
        rewrite(court, member, original.at(member));
        EXPECT_EQ(error_of(court.pack()), "");
    };
    std::string records = original.at("records.jsonl");
    const std::string last = records.substr(records.rfind('\n', records.size() - 2) + 1);
    std::string changed = records;
    changed.replace(changed.rfind("\"surface\":\"api\""), 15, "\"surface\":\"cli\"");
    expect("records.jsonl", changed,
           "records.jsonl, line 2: record 6: what is told of it is not what its bytes say.");

    // Another record in its place, told truly.
    auto forged = *base::decode_whole<core::Record>(
        pack::parse_record_line(last.substr(0, last.size() - 1))->bytes);
    forged.envelope.surface = core::Surface::cli;
    base::Bytes bytes;
    base::encode(bytes, forged);
    changed =
        records.substr(0, records.size() - last.size()) + pack::record_line(bytes, forged) + '\n';
    expect("records.jsonl", changed,
           "records.jsonl, line 2: the bytes of record 6 are not those that were sealed.");

    expect("records.jsonl", records.substr(0, records.size() - last.size()),
           "records.jsonl is not the file that the manifest was signed over.");
    std::string access = original.at("access.csv");
    access[0] ^= 1;
    expect("access.csv", access, "access.csv is not the file");
    std::string manifest = original.at("manifest.json");
    manifest.replace(manifest.find("\"made_at\":\"2"), 12, "\"made_at\":\"1");
    expect("manifest.json", manifest, "manifest.json is not what manifest.sig was signed over.");
    std::string proofs = original.at("proofs.jsonl");
    proofs.replace(proofs.find("\"index\":1"), 9, "\"index\":2");
    expect("proofs.jsonl", proofs, "proofs.jsonl, line 1: the proof of record 2 does not lead");
    std::string checkpoints = original.at("checkpoints.jsonl");
    checkpoints.replace(checkpoints.find(" 1 1 ") + 1, 3, "1 2");
    expect("checkpoints.jsonl", checkpoints, "checkpoints.jsonl, line 1: this is no checkpoint.");
}

TEST(Pack, a_file_too_many_or_too_few_is_named) {
    Court court;
    court.day();
    court.stop();
    ASSERT_TRUE(export_pack(court.wish()).has_value());
    rewrite(court, "more.txt", "more");
    EXPECT_EQ(error_of(court.pack()), "more.txt does not belong into the pack.");
    EXPECT_NE(error_of(court.folder() / "none.zip").find("cannot be opened"), std::string::npos);
}

// Each byte of a small pack, one by one. What still verifies must prove the same and hold the same
// files: only ZIP's own marks (times, versions, attributes) say nothing.
TEST(Pack, no_flipped_byte_in_any_file_of_it_goes_unseen) {
    Court court;
    court.day();
    court.stop();
    ASSERT_TRUE(export_pack(court.wish()).has_value());
    const std::string whole = bytes_of_file(court.pack());
    const auto original = contents(court.pack());
    const auto proved = verify_pack(court.pack());
    ASSERT_TRUE(proved.has_value()) << proved.error();
    std::size_t seen = 0;
    std::size_t harmless = 0;
    for (std::size_t at = 0; at < whole.size(); ++at) {
        std::string flipped = whole;
        flipped[at] = static_cast<char>(flipped[at] ^ 1 << at % 8);
        write_file(court.pack(), flipped);
        const auto now = verify_pack(court.pack());
        if (!now) {
            ++seen;
            EXPECT_FALSE(now.error().empty());
            continue;
        }
        ++harmless;
        ASSERT_EQ(*now, *proved) << "byte " << at;
        ASSERT_EQ(contents(court.pack()), original) << "byte " << at;
    }
    RecordProperty("seen", static_cast<int>(seen));
    RecordProperty("harmless", static_cast<int>(harmless));
    std::printf("%zu flips seen, %zu in marks of ZIP that carry nothing\n", seen, harmless);
    EXPECT_GT(seen, whole.size() * 8 / 10);
    EXPECT_LT(harmless, original.size() * 100) << "a few dozen bytes per member";
}

}  // namespace
}  // namespace views
