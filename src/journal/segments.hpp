// The files of a journal: their names, and the spare segments made ahead of need.
#pragma once

#include <atomic>
#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "journal/disk.hpp"

namespace journal {

std::string segment_name(std::uint64_t number);  // 7 -> "segment-00000007.journal"
std::optional<std::uint64_t> segment_number(const std::string& name);

// All segments of the directory, in order of their numbers.
Disked<std::vector<std::uint64_t>> list_segments(Disk& disk);

// How much can still be written.
enum class Room {
    plenty,  // two segments ahead, or the disk has not refused yet
    low,     // the disk has no room for another segment; one is ready. Accept cancels only
    none,    // what is left of the active segment. Stop accepting
};

// Zero-filled segments, ready to be written, at most two.
//
// A spare is made as *.tmp, synced, renamed, and its directory synced: once it has its name it is
// whole. The disk's last `segment_bytes` are left to others, such as snapshots.
//
// Threads  all calls from any thread. make() may take a second; take() waits only when none is
// ready.
class Spares {
  public:
    static constexpr std::size_t wanted = 2;

    Spares(Disk& disk, std::uint64_t segment_bytes) : disk_(disk), segment_bytes_(segment_bytes) {}

    // Once, before the others: keeps the spares of an earlier run, deletes what was half made.
    [[nodiscard]] Disked<> find();
    // Makes spares until there are two. A disk without room is no error: it shows in room().
    [[nodiscard]] Disked<> make();
    // The name of a spare, which is the caller's from now on.
    [[nodiscard]] Disked<std::string> take();
    Room room() const;

  private:
    Disked<bool> usable(const std::string& name);
    Disked<std::string> make_one();
    std::optional<std::string> take_ready();
    std::size_t ready() const;

    Disk& disk_;
    const std::uint64_t segment_bytes_;
    std::mutex making_;         // held while one is made; taken before mutex_
    mutable std::mutex mutex_;  // of ready_, never held during an operation of the disk
    std::vector<std::string> ready_;
    std::uint64_t next_number_ = 1;  // under making_
    std::atomic<bool> disk_is_full_ = false;
};

}  // namespace journal
