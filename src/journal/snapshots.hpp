// States on disk, so that a start need not replay from the beginning.
//
//     snapshots/00000000000000184467.snapshot     the state as of sequence 184467
//
// Written as *.tmp, synced, renamed, directory synced; the newest three are kept. A snapshot that
// cannot be trusted is passed over, and the next older one is asked: at worst the start is slow.
#pragma once

#include <cstdint>
#include <expected>
#include <string>
#include <vector>

#include "journal/disk.hpp"
#include "journal/frame.hpp"

namespace journal {

// A place in the journal: after the frame that ends with this record.
struct Position {
    std::uint64_t sequence{};
    std::uint64_t segment{};
    std::int64_t time_ns{};
    Hash chain{};

    friend bool operator==(const Position&, const Position&) = default;
};

struct Snapshot {
    ClusterId cluster{};
    Hash schema{};  // of the state's bytes
    Position position;
    base::Bytes file;  // all of it

    base::BytesView state() const;
};

inline constexpr std::size_t snapshots_kept = 3;

// Durable when it returns. Cost: hashing and writing the state; memory: none beyond it.
[[nodiscard]] Disked<> write_snapshot(Disk& disk, const ClusterId& cluster, const Hash& schema,
                                      const Position& position, base::BytesView state);

// The names of all snapshots, newest first; half-written ones are deleted.
[[nodiscard]] Disked<std::vector<std::string>> find_snapshots(Disk& disk);

// Whole and unchanged; or why not: "its hash does not agree".
std::expected<Snapshot, std::string> read_snapshot(Disk& disk, const std::string& name);

}  // namespace journal
