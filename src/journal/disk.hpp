// The disk as the journal needs it: a port, so that tests can put one there that loses power.
//
//     PosixDisk disk{"/var/lib/postern/journal"};
//     TRY(auto file, disk.create("spare-00000001.tmp"));
//     TRY_OK(file->fill_zero(segment_bytes));
//     TRY_OK(file->sync());                                   // the bytes are durable
//     TRY_OK(disk.rename("spare-00000001.tmp", "spare-00000001.journal"));
//     TRY_OK(disk.sync_directory(""));                        // the name is durable
//
// Names are relative to the disk's directory: "lock", "snapshots/00000000000000000007.snapshot".
// Nothing is durable before its sync: bytes by File::sync, names by sync_directory.
//
// Errors   every call says what it did to which file and the errno; a short write is EIO.
// Threads  calls on different files may come from different threads.
#pragma once

#include <cstdint>
#include <expected>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.hpp"

namespace journal {

struct DiskError {
    std::string_view operation;  // "write", "rename" ...
    std::string file;
    int code{};  // errno

    std::string sentence()
        const;  // "cannot write segment-00000001.journal: No space left on device"
};

template <class Value = void>
using Disked = std::expected<Value, DiskError>;

class File {
  public:
    virtual ~File() = default;
    [[nodiscard]] virtual Disked<std::uint64_t> size() = 0;
    // Fills `into` whole, from the medium and not from the page cache where the file system can.
    // `offset` is a multiple of 4,096.
    [[nodiscard]] virtual Disked<> read(std::uint64_t offset, std::span<std::uint8_t> into) = 0;
    [[nodiscard]] virtual Disked<> write(std::uint64_t offset, base::BytesView bytes) = 0;
    // Writes real zeros: a later write then changes no metadata, which halves the cost of a sync.
    [[nodiscard]] virtual Disked<> fill_zero(std::uint64_t offset, std::uint64_t bytes) = 0;
    [[nodiscard]] virtual Disked<> sync() = 0;
};

// Held as long as it lives.
class Lock {
  public:
    virtual ~Lock() = default;
};

class Disk {
  public:
    virtual ~Disk() = default;
    // Nobody else, in this process or another, gets the lock of this directory; EWOULDBLOCK when
    // somebody has it. It goes with the process, however that ends.
    [[nodiscard]] virtual Disked<std::unique_ptr<Lock>> lock() = 0;
    [[nodiscard]] virtual Disked<> make_directory(const std::string& name) = 0;  // may exist
    // The files of a directory ("" is the disk's own), sorted; directories are left out.
    [[nodiscard]] virtual Disked<std::vector<std::string>> list(const std::string& directory) = 0;
    [[nodiscard]] virtual Disked<std::unique_ptr<File>> create(const std::string& name) = 0;
    [[nodiscard]] virtual Disked<std::unique_ptr<File>> open(const std::string& name) = 0;
    [[nodiscard]] virtual Disked<std::unique_ptr<File>> open_to_read(const std::string& name) = 0;
    [[nodiscard]] virtual Disked<> rename(const std::string& from, const std::string& to) = 0;
    [[nodiscard]] virtual Disked<> remove(const std::string& name) = 0;
    [[nodiscard]] virtual Disked<> sync_directory(const std::string& name) = 0;
    [[nodiscard]] virtual Disked<std::uint64_t> free_bytes() = 0;
    virtual std::string path_of(const std::string& name) const = 0;  // for messages to people
};

}  // namespace journal
