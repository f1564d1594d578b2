// One frame of the journal: what is written, and made durable, at once.
//
//     header (128 bytes) | record 1 | record 2 | zeros up to the next 4,096
//
// The layout is drawn in docs/formats/journal.md. Everything here works on bytes in memory.
#pragma once

#include <array>
#include <cstdint>
#include <expected>
#include <span>
#include <string>

#include "base/bytes.hpp"
#include "journal/sha256.hpp"

namespace journal {

inline constexpr std::size_t block_bytes = 4096;
inline constexpr std::size_t header_bytes = 128;
inline constexpr std::size_t record_head_bytes = 8;  // length and crc
inline constexpr std::uint16_t format_version = 1;

using ClusterId = std::array<std::uint8_t, 16>;  // whose journal this is, drawn at `init`

enum class Kind : std::uint16_t {
    opening = 1,  // the first frame of each segment
    records = 2,
    idle_seal = 3,  // nothing to do for 10 ms
    stop_seal = 4,  // a clean stop
};

struct Header {
    std::uint16_t version = format_version;
    Kind kind{};
    std::uint32_t payload_bytes{};
    ClusterId cluster{};
    std::uint64_t segment{};         // 1, 2, 3 ...
    std::uint64_t frame{};           // 1, 2, 3 ... over all segments
    std::uint64_t first_sequence{};  // of the first record, or of the next one to come
    std::uint64_t last_sequence{};   // first_sequence - 1 when there is no record
    std::int64_t time_ns{};          // journal time of the last record
    std::uint32_t records{};
    Hash previous{};  // the chain before this frame

    friend bool operator==(const Header&, const Header&) = default;
};

void write_header(const Header& header, std::span<std::uint8_t, header_bytes> into);

struct RecordView {
    std::uint64_t sequence{};
    base::BytesView bytes;  // valid as long as what it was read from
};

// A frame that agrees with itself: checksums, lengths, counts, zero padding.
struct Frame {
    Header header;
    base::BytesView bytes;  // header and payload: what the chain hashes
    base::BytesView payload;
    std::size_t stored_bytes{};  // with the padding

    // each_record([](const RecordView& record) { ... });
    template <class Visit>
    void each_record(Visit visit) const;
};

// Why the bytes are not a frame.
struct Fault {
    bool unknown_version{};  // an intact header of a format that we do not know
    std::uint16_t version{};
    std::uint64_t ends_at{};  // where the frame would end, when its header at least is intact
    std::string expected;     // "a frame header beginning with POSTERNJ"
};

// The frame at the beginning of `rest`. Whether it belongs where it stands is the reader's
// business. Cost: the crc of its bytes, about 0.1 ns each.
std::expected<Frame, Fault> read_frame(base::BytesView rest);

bool is_zero(base::BytesView bytes);

// Up to whole blocks: padded(1) = padded(4096) = 4096.
constexpr std::size_t padded(std::size_t bytes) {
    return (bytes + block_bytes - 1) / block_bytes * block_bytes;
}

// The length and crc of the record that begins at `head` and goes on to the end of the bytes.
void seal_record(std::span<std::uint8_t> record);

// What an opening frame says of its segment; it is one record that has no number.
struct Opening {
    Hash schema{};  // the description the records were written under
    std::uint64_t segment_bytes{};

    friend bool operator==(const Opening&, const Opening&) = default;
};
base::Bytes write_opening(const Opening& opening);  // as a payload
std::expected<Opening, Fault> read_opening(const Frame& frame);

std::uint32_t record_length(base::BytesView payload);  // of the first record

template <class Visit>
void Frame::each_record(Visit visit) const {
    base::BytesView rest = payload;
    for (std::uint64_t i = 0; i < header.records; ++i) {
        const std::size_t length = record_length(rest);
        visit(RecordView{header.first_sequence + i, rest.subspan(record_head_bytes, length)});
        rest = rest.subspan(record_head_bytes + length);
    }
}

}  // namespace journal
