// What the journal's tests share: a directory of their own, records that can be checked by their
// number, and a visitor that remembers.
#pragma once

#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>

#include "journal/journal.hpp"
#include "journal/posix_disk.hpp"

namespace journal::testing {

// A fresh directory that is gone at the end.
class Directory {
  public:
    explicit Directory(
        const std::filesystem::path& above = std::filesystem::temp_directory_path()) {
        std::string pattern = (above / "journal-XXXXXX").string();
        path_ = ::mkdtemp(pattern.data());
    }
    ~Directory() { std::filesystem::remove_all(path_); }
    Directory(const Directory&) = delete;
    Directory& operator=(const Directory&) = delete;

    const std::string& path() const { return path_; }

    // In memory where the system has such a place: for many runs whose syncs prove nothing.
    static std::filesystem::path in_memory() {
        const std::filesystem::path memory = "/dev/shm";
        const bool there = std::filesystem::is_directory(memory);
        return there ? memory : std::filesystem::temp_directory_path();
    }

  private:
    std::string path_;
};

inline Options small_options() {
    Options options{.segment_bytes = 64 << 10};
    options.cluster.fill(0xC0);
    options.schema.fill(0x5C);
    options.state_schema.fill(0x57);
    return options;
}

// The record of a sequence: its length and its bytes follow from the number alone.
inline std::string record_text(std::uint64_t sequence) {
    std::string text = "record " + std::to_string(sequence) + " ";
    const std::size_t length = sequence % 7 == 0 ? 5'000 : sequence * 37 % 300;
    for (std::size_t i = 0; i < length; ++i) {
        text.push_back(static_cast<char>('a' + (i + sequence) % 26));
    }
    return text;
}

inline void add_record(FrameBuffer& frame, std::uint64_t sequence) {
    frame.begin_record(sequence, static_cast<std::int64_t>(sequence) * 1'000);
    const std::string text = record_text(sequence);
    frame.bytes().insert(frame.bytes().end(), text.begin(), text.end());
    frame.end_record();
}

// Appends this many records as one frame.
inline Position append(Journal& journal, std::uint64_t records = 1) {
    FrameBuffer frame;
    for (std::uint64_t i = 1; i <= records; ++i) add_record(frame, journal.last_sequence() + i);
    return journal.append(frame);
}

// Remembers what it was given. A state is the texts it has, one per line.
struct Remembering : Recovery {
    std::uint64_t snapshot_sequence{};
    std::uint64_t next = 1;
    bool as_written = true;  // every record came in order and had the bytes it was written with
    bool takes_snapshots = true;

    bool load_snapshot(base::BytesView state, std::uint64_t sequence) override {
        if (!takes_snapshots) return false;
        if (base::as_text(state) != "state " + std::to_string(sequence)) return false;
        snapshot_sequence = sequence;
        next = sequence + 1;
        return true;
    }
    void replay(const RecordView& record) override {
        as_written = as_written && record.sequence == next &&
                     base::as_text(record.bytes) == record_text(record.sequence);
        next = record.sequence + 1;
    }
    std::uint64_t last() const { return next - 1; }
};

}  // namespace journal::testing
