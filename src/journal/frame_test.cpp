#include "journal/frame.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "journal/frame_buffer.hpp"

namespace journal {
namespace {

Header some_header() {
    Header header{.kind = Kind::records,
                  .payload_bytes = 18,
                  .segment = 3,
                  .frame = 77,
                  .first_sequence = 500,
                  .last_sequence = 500,
                  .time_ns = -5,
                  .records = 1};
    header.cluster.fill(0xC1);
    header.previous.fill(0x11);
    return header;
}

// A block with some_header() and one record of ten bytes.
base::Bytes some_block() {
    base::Bytes block(header_bytes + record_head_bytes, 0);
    for (std::uint8_t byte = 1; byte <= 10; ++byte) block.push_back(byte);
    seal_record(std::span(block).subspan(header_bytes));
    block.resize(block_bytes);
    write_header(some_header(), std::span(block).first<header_bytes>());
    return block;
}

std::string expected_of(const base::Bytes& bytes) {
    const auto frame = read_frame(bytes);
    return frame ? "" : frame.error().expected;
}

TEST(Frame, reads_what_was_written) {
    const base::Bytes block = some_block();
    const auto frame = read_frame(block);
    ASSERT_TRUE(frame);
    EXPECT_EQ(frame->header, some_header());
    EXPECT_EQ(frame->stored_bytes, block_bytes);
    EXPECT_EQ(frame->bytes.size(), header_bytes + 18);
    std::vector<std::uint64_t> sequences;
    frame->each_record([&](const RecordView& record) {
        sequences.push_back(record.sequence);
        EXPECT_EQ(base::format_hex(record.bytes), "0102030405060708090a");
    });
    EXPECT_EQ(sequences, std::vector<std::uint64_t>{500});
}

TEST(Frame, says_what_it_expected) {
    base::Bytes block = some_block();
    EXPECT_EQ(expected_of(base::Bytes(100)), "a whole block of 4096 bytes");
    EXPECT_EQ(expected_of(base::Bytes(block_bytes)), "a frame header beginning with POSTERNJ");
    block[20] ^= 1;
    EXPECT_EQ(expected_of(block), "a frame header that agrees with its checksum");
    block = some_block();
    block[140] ^= 1;
    EXPECT_EQ(expected_of(block), "a record that agrees with its checksum");
    block = some_block();
    block[4095] = 1;
    EXPECT_EQ(expected_of(block), "zeros up to the end of the block");
}

// A header can be intact and still say what no writer says.
TEST(Frame, refuses_headers_that_contradict_their_payload) {
    const auto with = [](void (*change)(Header&)) {
        base::Bytes block = some_block();
        Header header = some_header();
        change(header);
        write_header(header, std::span(block).first<header_bytes>());
        return expected_of(block);
    };
    EXPECT_EQ(with([](Header& h) { h.payload_bytes = 5'000; }),
              "a frame that ends within its segment");
    EXPECT_EQ(with([](Header& h) { h.payload_bytes = 17; }), "a record that ends within its frame");
    EXPECT_EQ(with([](Header& h) { h.payload_bytes = 26; }), "a record that ends within its frame");
    EXPECT_EQ(with([](Header& h) { h.kind = static_cast<Kind>(9); }), "a frame of kind 1 to 4");
    EXPECT_EQ(with([](Header& h) { h.kind = Kind::idle_seal; }),
              "records in a frame of records, and none in a seal");
    EXPECT_EQ(with([](Header& h) { h.records = 2; }),
              "a frame header whose sequences and record count agree");
    EXPECT_EQ(with([](Header& h) {
                  h.records = 2;
                  h.last_sequence = 501;
              }),
              "as many records as the frame header says");
    EXPECT_EQ(with([](Header& h) { h.version = 2; }), "format version 1");
}

TEST(Frame, opening_round_trips) {
    Opening opening{.segment_bytes = 64 << 20};
    opening.schema.fill(0x5C);
    const base::Bytes payload = write_opening(opening);
    base::Bytes block(header_bytes);
    block.insert(block.end(), payload.begin(), payload.end());
    block.resize(block_bytes);
    Header header{.kind = Kind::opening,
                  .payload_bytes = static_cast<std::uint32_t>(payload.size()),
                  .first_sequence = 1};
    write_header(header, std::span(block).first<header_bytes>());
    const auto frame = read_frame(block);
    ASSERT_TRUE(frame) << frame.error().expected;
    EXPECT_EQ(read_opening(*frame), opening);
}

RC_GTEST_PROP(FrameBuffer, gives_back_any_records, ()) {
    const auto texts = *rc::gen::nonEmpty(rc::gen::container<std::vector<base::Bytes>>(
        rc::gen::nonEmpty(rc::gen::arbitrary<base::Bytes>())));
    const std::uint64_t first = *rc::gen::inRange<std::uint64_t>(1, 1'000'000);
    FrameBuffer frame;
    for (std::size_t i = 0; i < texts.size(); ++i) {
        frame.begin_record(first + i, 7);
        frame.bytes().insert(frame.bytes().end(), texts[i].begin(), texts[i].end());
        frame.end_record();
    }
    RC_ASSERT(frame.last_sequence() == first + texts.size() - 1);
    std::size_t seen = 0;
    frame.each_record([&](const RecordView& record) {
        RC_ASSERT(record.sequence == first + seen);
        RC_ASSERT(base::Bytes(record.bytes.begin(), record.bytes.end()) == texts[seen]);
        ++seen;
    });
    RC_ASSERT(seen == texts.size());
}

TEST(FrameBufferDeathTest, does_not_take_a_gap_or_an_empty_record) {
    const auto gap = [] {
        FrameBuffer frame;
        frame.begin_record(1, 0);
        frame.bytes().push_back(1);
        frame.end_record();
        frame.begin_record(3, 0);
    };
    const auto empty = [] {
        FrameBuffer frame;
        frame.begin_record(1, 0);
        frame.end_record();
    };
    EXPECT_DEATH(gap(), "broken promise");
    EXPECT_DEATH(empty(), "broken promise");
}

}  // namespace
}  // namespace journal
