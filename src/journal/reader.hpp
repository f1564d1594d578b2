// Reads a journal frame by frame and verifies all of it: checksums, chain, order, padding.
//
//     TRY(auto reader, Reader::open(disk, {}));
//     while (true) {
//         TRY(const auto frame, reader->next());
//         if (!frame) break;                                   // the end
//         frame->each_record([](const RecordView& record) { ... });
//     }
//     reader->statistics().records, reader->tail().bytes
//
// It only looks; nothing on the disk changes and no lock is taken. Beside a running server it sees
// the frames that were there when it came to their segment.
//
// Errors   corrupted, with file, offset and frame: a frame is missing that was once durable. A torn
//          tail is no error: the journal ends before it, and tail() tells.
// Cost     about 1 ns per byte, and one segment in memory.
#pragma once

#include <cstdint>
#include <expected>
#include <memory>
#include <optional>
#include <vector>

#include "journal/frame.hpp"
#include "journal/open_error.hpp"

namespace journal {

// What the next frame must say.
struct Cursor {
    std::uint64_t frame = 1;
    std::uint64_t next_sequence = 1;
    Hash chain{};

    friend bool operator==(const Cursor&, const Cursor&) = default;
};

// Where the frames end, and what stands there that is not a frame.
struct Tail {
    std::uint64_t segment{};  // the last one; 0 for an empty journal
    std::uint64_t offset{};   // where the next frame goes
    base::Bytes torn;         // up to the last byte that is not zero; mostly empty
};

struct Statistics {
    std::uint64_t segments{};
    std::uint64_t frames{};
    std::uint64_t records{};
    std::uint64_t seals{};
    std::uint64_t payload_bytes{};
    std::uint64_t first_sequence{};  // 0 when there is no record
    std::uint64_t last_sequence{};
    std::int64_t last_time_ns{};
    Kind last_kind{};
};

struct ReadOptions {
    std::optional<ClusterId> cluster;  // whose journal it must be; whoever's, when left out
    std::uint64_t first_segment = 1;   // earlier ones are believed, as this one's opening says
    std::uint64_t after_sequence = 0;  // begins with the segment that holds the record after this
};

class Reader {
  public:
    static std::expected<std::unique_ptr<Reader>, OpenError> open(Disk& disk,
                                                                  const ReadOptions& options);

    // The next frame, seals and openings too; nothing at the end. Its bytes are valid until the
    // next call.
    std::expected<std::optional<Frame>, OpenError> next();

    const Cursor& cursor() const { return cursor_; }     // after the frames so far
    const Opening& opening() const { return opening_; }  // of the segment at hand
    const Statistics& statistics() const { return statistics_; }
    const ClusterId& cluster() const { return *cluster_; }  // known after the first frame
    const Tail& tail() const { return tail_; }              // known at the end

  private:
    Reader(Disk& disk, const ReadOptions& options, std::vector<std::uint64_t> segments)
        : disk_(disk), cluster_(options.cluster), segments_(std::move(segments)) {}

    std::expected<void, OpenError> skip_to(std::uint64_t first_segment);
    std::expected<void, OpenError> skip_past(std::uint64_t sequence);
    std::expected<void, OpenError> load();
    std::expected<Frame, OpenError> open_segment();
    std::expected<void, OpenError> check_opening(const Frame& frame);
    std::expected<std::optional<Frame>, OpenError> end_of_journal(const Fault& fault);
    std::expected<std::optional<Frame>, OpenError> look_again();
    std::string misplaced(const Frame& frame) const;
    std::optional<std::uint64_t> later_frame() const;
    Frame accept(const Frame& frame);

    base::BytesView rest() const { return base::BytesView(bytes_).subspan(offset_); }
    std::uint64_t segment() const { return segments_[index_]; }
    bool is_last() const { return index_ + 1 == segments_.size(); }
    std::unexpected<OpenError> corrupted(const std::string& expected) const;
    std::unexpected<OpenError> unknown_format(std::uint16_t version) const;
    std::unexpected<OpenError> refused(OpenError::Reason reason, std::string sentence) const;

    Disk& disk_;
    std::optional<ClusterId> cluster_;
    std::vector<std::uint64_t> segments_;
    std::size_t index_{};  // the segment at hand
    bool believes_{};      // its opening frame says where we are: we skipped what is before
    bool done_{};
    bool looked_again_{};  // at the place where the next frame should be
    base::Bytes bytes_;    // of the segment at hand
    std::uint64_t offset_{};
    Cursor cursor_;
    Opening opening_;
    Statistics statistics_;
    Tail tail_;
    Sha256 sha256_;
};

// The opening frame of one segment, without the rest of it.
std::expected<Header, OpenError> read_opening_header(Disk& disk, std::uint64_t segment);

}  // namespace journal
