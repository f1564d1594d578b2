// The journal: records go in, and when append() returns they are on the disk.
//
//     journal::PosixDisk disk{directory};
//     auto journal = Journal::open(disk, options, state);      // replays into `state`
//     if (!journal) { tell(journal.error().sentence); return 1; }
//
//     frame.begin_record(sequence, now_ns);
//     encode(record, frame.bytes());
//     frame.end_record();
//     const Position durable = (*journal)->append(frame);       // about one pwrite + fdatasync
//     frame.clear();
//
// It knows bytes only. The format, and how a torn tail is told from corruption, stands in
// docs/formats/journal.md.
//
// Errors   open() refuses with a sentence. append() and seals never fail: when the disk does, one
//          line goes to stderr and the process ends with exit code 70, because nobody may be told
//          of a record that may not be there. A failed fsync is never tried again.
// Threads  append, seal, stop and position: one thread at a time. room, prepare and
//          write_snapshot: any thread, also during an append.
// Cost     append: encoding the header, SHA-256 of the frame, pwrite, fdatasync. Once per segment
//          also a rename and two syncs, and zero-filling a segment if prepare() was not called.
#pragma once

#include <cstdint>
#include <expected>
#include <memory>
#include <mutex>

#include "journal/frame_buffer.hpp"
#include "journal/recovery.hpp"
#include "journal/segments.hpp"

namespace journal {

class Journal {
  public:
    static constexpr int exit_code = 70;

    // The disk must outlive the journal, which holds its lock. Cost: about 1 ns per byte read, and
    // 2 µs per zero-filled KiB when the journal is new.
    static std::expected<std::unique_ptr<Journal>, OpenError> open(Disk& disk, Options options,
                                                                   Recovery& visitor);

    const OpenReport& report() const { return report_; }

    // Writes the records as one frame and makes it durable. Their first sequence is
    // last_sequence() + 1; the frame is not empty and uses at most frame_bytes_max().
    Position append(FrameBuffer& frame);
    std::size_t frame_bytes_max() const { return options_.segment_bytes - block_bytes; }

    // After 10 ms without work: from now on any change to what was written is corruption for
    // certain. Does nothing when no record came since the last seal.
    void seal();
    // The last words of a clean stop; the next open() reports `clean`.
    void stop();

    // After the last durable record.
    const Position& position() const { return position_; }
    std::uint64_t last_sequence() const { return cursor_.next_sequence - 1; }
    const Hash& chain() const { return cursor_.chain; }  // over all frames, seals too

    Room room() const { return spares_.room(); }
    // Makes segments ahead of need, up to two; call it now and then from a thread that may wait.
    [[nodiscard]] Disked<> prepare() { return spares_.make(); }

    // The state as of `position`, which append() or position() gave. Durable when it returns.
    [[nodiscard]] Disked<> write_snapshot(base::BytesView state, const Position& position);

  private:
    Journal(Disk& disk, Options options)
        : disk_(disk), options_(std::move(options)), spares_(disk, options_.segment_bytes) {}

    Disked<> make_directories();
    Disked<> take_up(Recovered recovered);
    Disked<> open_next_segment();
    Disked<> write(Kind kind, FrameBuffer& frame);
    void seal_as(Kind kind);

    Disk& disk_;
    const Options options_;
    std::unique_ptr<Lock> lock_;
    Spares spares_;
    std::mutex snapshot_writing_;
    OpenReport report_;
    std::unique_ptr<File> file_;  // the active segment
    std::uint64_t segment_{};
    std::uint64_t segment_size_{};  // one made under other options keeps its own
    std::uint64_t offset_{};        // where the next frame goes
    Cursor cursor_;
    Position position_;
    Kind last_kind_{};
    FrameBuffer seal_frame_;
    Sha256 sha256_;
};

}  // namespace journal
