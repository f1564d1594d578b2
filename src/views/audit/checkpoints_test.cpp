#include "views/audit/checkpoints.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "views/audit/street_for_tests.hpp"

namespace views {
namespace {

using core::Sequence;
using for_tests::bytes_of_file;
using for_tests::Street;
using for_tests::write_file;

// Every record under exactly one checkpoint, in order, by our key, each joined to the one before.
::testing::AssertionResult all_is_sealed_once(Street& street) {
    const auto records = street.records();
    MerkleHasher hasher;
    std::optional<Checkpoint> before;
    std::uint64_t sealed = 0;
    for (const Checkpoint& checkpoint : street.sealed()) {
        const CheckpointBody& body = checkpoint.body;
        const auto failed = [&](const char* what) {
            return ::testing::AssertionFailure() << "checkpoint " << body.number << " " << what;
        };
        if (!is_signed_by(checkpoint, street.key().public_key())) return failed("is not signed");
        if (body.first.value != sealed + 1) return failed("misses or repeats records");
        if (before && !follows(body, *before)) return failed("does not follow");
        if (body.last.value > records.size()) return failed("seals what is not there");
        std::vector<journal::Hash> leaves;
        for (; sealed < body.last.value; ++sealed) leaves.push_back(hasher.leaf(records[sealed]));
        if (MerkleTree{leaves}.root() != body.root) return failed("has another root");
        before = checkpoint;
    }
    if (sealed == records.size()) return ::testing::AssertionSuccess();
    return ::testing::AssertionFailure() << records.size() - sealed << " records are not sealed";
}

TEST(Checkpoint, is_one_line_of_text_and_back) {
    const vault::AuditKey key{vault::Secret{base::BytesView{base::Bytes(32, 7)}}};
    const CheckpointBody body{.journal = {1, 2},
                              .number = 3,
                              .first = Sequence{41},
                              .last = Sequence{60},
                              .time = core::from_unix_ms(1'800'000'000'000),
                              .chain = {4},
                              .root = {5},
                              .previous = {6}};
    const Checkpoint checkpoint = sign(body, key);
    const std::string line = format(checkpoint);
    EXPECT_TRUE(
        line.starts_with("postern-checkpoint-1 01020000000000000000000000000000 3 41 60 "
                         "1800000000000000000 0400"));
    EXPECT_EQ(parse_checkpoint(line), checkpoint);
    EXPECT_TRUE(is_signed_by(checkpoint, key.public_key()));
    for (std::size_t at = 0; at < line.size(); ++at) {
        for (int bit = 0; bit < 8; ++bit) {
            std::string flipped = line;
            flipped[at] = static_cast<char>(flipped[at] ^ 1 << bit);
            const auto parsed = parse_checkpoint(flipped);
            EXPECT_FALSE(parsed && is_signed_by(*parsed, key.public_key())) << at << ' ' << bit;
        }
    }
}

TEST(Checkpoints, a_clean_stop_seals_all_and_the_next_start_goes_on) {
    Street street;
    for (int run = 1; run <= 3; ++run) {
        street.start();
        street.record_ticks(2);
        street.record_ticks(3);
        street.stop();
        EXPECT_EQ(street.sealed().size(), static_cast<std::size_t>(run));
        EXPECT_TRUE(all_is_sealed_once(street));
    }
    EXPECT_EQ(street.sealed().back().body.last, Sequence{15});
}

TEST(Checkpoints, a_stop_without_news_adds_nothing) {
    Street street;
    street.start();
    street.record_ticks(1);
    street.stop();
    street.start();
    street.stop();
    EXPECT_EQ(street.sealed().size(), 1U);
}

TEST(Checkpoints, a_minute_of_journal_time_is_one_checkpoint) {
    Street street;
    auto file = CheckpointFile::open(street.audit(), Street::whose, street.key().public_key());
    CheckpointMaker maker{std::move(*file), street.key(), Street::whose};
    const auto minute = core::minutes(1);
    for (std::uint64_t sequence = 1; sequence <= 180; ++sequence) {  // one a second
        maker.add(Sequence{sequence}, base::as_bytes("record"));
        maker.end_frame({.sequence = sequence, .time_ns = street.now().ns});
        street.advance(core::seconds(1));
        if (maker.is_due(street.now(), minute)) {
            ASSERT_TRUE(maker.seal(street.now()).has_value());
        }
    }
    ASSERT_EQ(street.sealed().size(), 3U);
    for (const Checkpoint& checkpoint : street.sealed()) {
        EXPECT_EQ(checkpoint.body.records(), 60U);
    }
    street.advance(core::hours(5));
    EXPECT_FALSE(maker.is_due(street.now(), minute)) << "nothing was recorded";
}

TEST(Checkpoints, an_unfinished_line_is_cut_and_made_again) {
    Street street;
    street.start();
    street.record_ticks(4);
    street.stop();
    const std::string whole = bytes_of_file(street.checkpoints());
    for (const std::string& torn :
         {whole.substr(0, 1), whole.substr(0, whole.size() - 1), std::string(whole.size(), '\0'),
          std::string(100, '\0') + whole.substr(100)}) {
        write_file(street.checkpoints(), torn);
        street.start();
        street.stop();
        EXPECT_TRUE(all_is_sealed_once(street));
        EXPECT_EQ(street.sealed().size(), 1U);
    }
}

TEST(Checkpoints, a_start_refuses_what_somebody_else_signed) {
    Street street;
    street.start();
    street.record_ticks(1);
    street.stop();
    std::string text = bytes_of_file(street.checkpoints());
    text[text.size() - 2] = text[text.size() - 2] == '0' ? '1' : '0';
    write_file(street.checkpoints(), text);
    const auto opened =
        CheckpointFile::open(street.audit(), Street::whose, street.key().public_key());
    ASSERT_FALSE(opened.has_value());
    EXPECT_NE(opened.error().find("not signed by this exchange's audit.key"), std::string::npos);
}

TEST(Checkpoints, a_start_refuses_a_journal_that_has_lost_records) {
    Street street;
    street.start();
    street.record_ticks(3);
    street.stop();
    street.start();
    auto options = street.checkpoint_options();
    options.journal_end = Sequence{2};
    const auto opened = Checkpoints::open(std::move(options));
    ASSERT_FALSE(opened.has_value());
    EXPECT_NE(opened.error().find("records are missing"), std::string::npos);
}

TEST(Checkpoints, what_the_queue_cannot_hold_is_read_from_the_journal) {
    Street street;
    street.queue_bytes_max = 2'000;  // one frame fits, if at all
    street.start();
    for (int i = 0; i < 100; ++i) street.record_ticks(static_cast<std::size_t>(1 + i % 7));
    street.stop();
    EXPECT_TRUE(all_is_sealed_once(street));
}

// However the house stops, and whatever of the last checkpoints a crash takes away.
RC_GTEST_PROP(Checkpoints, no_record_is_missed_or_sealed_twice, ()) {
    Street street;
    street.start();
    const auto steps = *rc::gen::inRange(5, 60);
    std::string durable;  // a checkpoint that was there at a start is never lost
    for (int step = 0; step < steps; ++step) {
        const auto what = *rc::gen::inRange(0, 12);
        if (what < 7) {
            street.record_ticks(*rc::gen::inRange<std::size_t>(1, 9), what != 0);
        } else if (what < 9) {
            street.advance(core::seconds(*rc::gen::inRange(1, 200)));
        } else if (what == 9) {
            street.stop();
            street.start();
            durable = bytes_of_file(street.checkpoints());
        } else {
            street.crash(durable, *rc::gen::inRange<std::size_t>(0, 1'500));
            street.start();
            durable = bytes_of_file(street.checkpoints());
        }
    }
    street.record_ticks(1);
    street.stop();
    const auto result = all_is_sealed_once(street);
    if (!result) RC_FAIL(result.message());
}

}  // namespace
}  // namespace views
