#include "journal/frame.hpp"

#include <algorithm>
#include <cstring>

#include "base/check.hpp"
#include "base/crc32c.hpp"
#include "base/result.hpp"
#include "journal/little_endian.hpp"

namespace journal {
namespace {

constexpr std::string_view magic = "POSTERNJ";
constexpr std::size_t crc_at = 124;  // of all bytes before it
constexpr std::size_t opening_bytes = 40;

std::unexpected<Fault> fault(std::string expected) {
    return std::unexpected(Fault{.expected = std::move(expected)});
}

Header parse_header(base::BytesView bytes) {
    Header header{.version = load<std::uint16_t>(&bytes[8]),
                  .kind = static_cast<Kind>(load<std::uint16_t>(&bytes[10])),
                  .payload_bytes = load<std::uint32_t>(&bytes[12]),
                  .segment = load<std::uint64_t>(&bytes[32]),
                  .frame = load<std::uint64_t>(&bytes[40]),
                  .first_sequence = load<std::uint64_t>(&bytes[48]),
                  .last_sequence = load<std::uint64_t>(&bytes[56]),
                  .time_ns = load<std::int64_t>(&bytes[64]),
                  .records = load<std::uint32_t>(&bytes[72])};
    std::copy_n(&bytes[16], header.cluster.size(), header.cluster.begin());
    std::copy_n(&bytes[80], header.previous.size(), header.previous.begin());
    return header;
}

std::expected<Header, Fault> read_header(base::BytesView bytes) {
    if (bytes.size() < block_bytes) return fault("a whole block of 4096 bytes");
    if (base::as_text(bytes.first(magic.size())) != magic) {
        return fault("a frame header beginning with POSTERNJ");
    }
    if (load<std::uint32_t>(&bytes[crc_at]) != base::crc32c(bytes.first(crc_at))) {
        return fault("a frame header that agrees with its checksum");
    }
    const Header header = parse_header(bytes);
    if (header.version != format_version) {
        return std::unexpected(
            Fault{.unknown_version = true,
                  .version = header.version,
                  .expected = "format version " + std::to_string(format_version)});
    }
    if (!is_zero(bytes.subspan(76, 4)) || !is_zero(bytes.subspan(112, 12))) {
        return fault("zeros in the reserved bytes of the frame header");
    }
    const auto kind = static_cast<std::uint16_t>(header.kind);
    if (kind < 1 || kind > 4) return fault("a frame of kind 1 to 4");
    if (header.records != (header.last_sequence + 1) - header.first_sequence) {
        return fault("a frame header whose sequences and record count agree");
    }
    return header;
}

// The first record of `rest`, checked; or why it is none.
std::expected<base::BytesView, Fault> read_record(base::BytesView rest) {
    if (rest.size() < record_head_bytes) return fault("a record where the payload goes on");
    const std::size_t length = load<std::uint32_t>(rest.data());
    if (length == 0 || length > rest.size() - record_head_bytes) {
        return fault("a record that ends within its frame");
    }
    const base::BytesView bytes = rest.subspan(record_head_bytes, length);
    const std::uint32_t crc = base::crc32c(bytes, base::crc32c(rest.first(4)));
    if (load<std::uint32_t>(&rest[4]) != crc)
        return fault("a record that agrees with its checksum");
    return bytes;
}

std::expected<std::uint64_t, Fault> count_records(base::BytesView payload) {
    std::uint64_t count = 0;
    for (; !payload.empty(); ++count) {
        TRY(const base::BytesView bytes, read_record(payload));
        payload = payload.subspan(record_head_bytes + bytes.size());
    }
    return count;
}

// The payload and the padding behind an intact header.
std::expected<Frame, Fault> read_frame_of(const Header& header, base::BytesView stored) {
    const std::size_t used = header_bytes + header.payload_bytes;
    const Frame frame{.header = header,
                      .bytes = stored.first(used),
                      .payload = stored.subspan(header_bytes, header.payload_bytes),
                      .stored_bytes = stored.size()};
    TRY(const std::uint64_t records, count_records(frame.payload));
    const bool opens = header.kind == Kind::opening;
    if (records != (opens ? 1 : header.records)) {
        return fault("as many records as the frame header says");
    }
    if ((header.kind == Kind::records) != (header.records > 0)) {
        return fault("records in a frame of records, and none in a seal");
    }
    if (!is_zero(stored.subspan(used))) return fault("zeros up to the end of the block");
    return frame;
}

}  // namespace

bool is_zero(base::BytesView bytes) {
    if (bytes.empty()) return true;
    return bytes[0] == 0 && std::memcmp(bytes.data(), bytes.data() + 1, bytes.size() - 1) == 0;
}

void write_header(const Header& header, std::span<std::uint8_t, header_bytes> into) {
    std::fill(into.begin(), into.end(), std::uint8_t{0});
    std::copy(magic.begin(), magic.end(), into.begin());
    store(&into[8], header.version);
    store(&into[10], static_cast<std::uint16_t>(header.kind));
    store(&into[12], header.payload_bytes);
    std::copy(header.cluster.begin(), header.cluster.end(), &into[16]);
    store(&into[32], header.segment);
    store(&into[40], header.frame);
    store(&into[48], header.first_sequence);
    store(&into[56], header.last_sequence);
    store(&into[64], header.time_ns);
    store(&into[72], header.records);
    std::copy(header.previous.begin(), header.previous.end(), &into[80]);
    store(&into[crc_at], base::crc32c(into.first(crc_at)));
}

void seal_record(std::span<std::uint8_t> record) {
    CHECK(record.size() > record_head_bytes);  // an empty record would look like zeros
    const std::size_t length = record.size() - record_head_bytes;
    CHECK(length <= UINT32_MAX);
    store(record.data(), static_cast<std::uint32_t>(length));
    const std::uint32_t crc =
        base::crc32c(record.subspan(record_head_bytes), base::crc32c(record.first(4)));
    store(&record[4], crc);
}

std::uint32_t record_length(base::BytesView payload) { return load<std::uint32_t>(payload.data()); }

std::expected<Frame, Fault> read_frame(base::BytesView rest) {
    TRY(const Header header, read_header(rest));
    const std::size_t stored = padded(header_bytes + header.payload_bytes);
    if (stored > rest.size()) return fault("a frame that ends within its segment");
    auto frame = read_frame_of(header, rest.first(stored));
    if (!frame) frame.error().ends_at = stored;
    return frame;
}

base::Bytes write_opening(const Opening& opening) {
    base::Bytes payload(record_head_bytes + opening_bytes);
    std::copy(opening.schema.begin(), opening.schema.end(), &payload[record_head_bytes]);
    store(&payload[record_head_bytes + opening.schema.size()], opening.segment_bytes);
    seal_record(payload);
    return payload;
}

std::expected<Opening, Fault> read_opening(const Frame& frame) {
    if (frame.header.kind != Kind::opening) return fault("the opening frame of the segment");
    if (frame.payload.size() != record_head_bytes + opening_bytes) {
        return fault("an opening frame with schema and segment size");
    }
    Opening opening;
    std::copy_n(&frame.payload[record_head_bytes], opening.schema.size(), opening.schema.begin());
    opening.segment_bytes =
        load<std::uint64_t>(&frame.payload[record_head_bytes + opening.schema.size()]);
    return opening;
}

}  // namespace journal
