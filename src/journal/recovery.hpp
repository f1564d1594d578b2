// What a start finds on the disk, and what it makes of it.
#pragma once

#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <vector>

#include "journal/reader.hpp"
#include "journal/snapshots.hpp"

namespace journal {

// Who is rebuilt from the journal: implemented above, by what keeps the state.
class Recovery {
  public:
    virtual ~Recovery() = default;
    // The state as of `sequence`, at most once and before any record. False, and as new as before,
    // when the bytes cannot be read; an older snapshot or the whole journal follows then.
    virtual bool load_snapshot(base::BytesView state, std::uint64_t sequence) = 0;
    // Every record after it, in order.
    virtual void replay(const RecordView& record) = 0;
};

struct Options {
    ClusterId cluster{};
    Hash schema{};                                          // of the records this program writes
    std::vector<Hash> older_schemas{};                      // of records it can still read
    Hash state_schema{};                                    // of snapshots; others are passed over
    std::uint64_t segment_bytes = std::uint64_t{64} << 20;  // a multiple of 4,096, at least 16,384
    std::uint64_t verify_bytes = std::uint64_t{512} << 20;  // a longer journal is read from its
                                                            // snapshot's segment on
};

// What the operator, and the journal itself, should be told after a start.
struct OpenReport {
    bool created{};                     // there was no journal
    bool clean{};                       // the last run stopped in order, or there was none
    std::uint64_t snapshot_sequence{};  // 0: replayed from the beginning
    std::vector<std::string> snapshots_passed_over;  // with the reason
    std::uint64_t frames{};                          // read and verified
    std::uint64_t records_replayed{};
    std::uint64_t torn_bytes{};  // cut from the end; nobody was told of them
    std::string torn_copy;       // where they are kept: the full path
};

struct Recovered {
    Cursor cursor;      // the next frame
    Position position;  // the last record
    Tail tail;
    Kind last_kind{};
    Opening opening;  // of the active segment
    OpenReport report;
};

// Reads the journal and feeds the visitor. Changes nothing on the disk.
std::expected<Recovered, OpenError> recover(Disk& disk, const Options& options, Recovery& visitor);

// Copies a torn tail to lost+found/ and zeroes it in its segment; durable when it returns.
[[nodiscard]] Disked<> cut_torn_tail(Disk& disk, const Tail& tail, OpenReport& report);

}  // namespace journal
