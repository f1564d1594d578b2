// DIR/audit/checkpoints: one line per checkpoint, only ever appended to, each durable before the
// next is made.
//
//     TRY(auto file, CheckpointFile::open(folder / "audit", journal, key.public_key()));
//     file.last()                        // where the next one goes on; nothing at first
//     TRY_OK(file.append(checkpoint));
//
//     TRY_OK(each_checkpoint(folder / "audit", [](const Checkpoint& checkpoint) { ... }));
//
// A last line that a crash left unfinished is cut at the next open: its records are in the journal,
// and the next checkpoint takes them up. Readers, also beside a running server, end before it.
//
// Errors   sentences for the operator. open() refuses a file whose last whole line is not a
//          checkpoint of this journal by this key.
// Cost     append: one write, one fdatasync. open: the last 4 KiB of the file.
// Threads  one at a time.
#pragma once

#include <expected>
#include <filesystem>
#include <functional>

#include "views/audit/checkpoint.hpp"

namespace views {

class CheckpointFile {
  public:
    // Makes the folder and the file where they are not there.
    static std::expected<CheckpointFile, std::string> open(const std::filesystem::path& folder,
                                                           const journal::ClusterId& journal,
                                                           const vault::PublicKey& key);
    CheckpointFile(CheckpointFile&& other) noexcept;
    CheckpointFile& operator=(CheckpointFile&&) = delete;
    ~CheckpointFile();

    const std::optional<Checkpoint>& last() const { return last_; }
    std::uint64_t torn_bytes() const { return torn_bytes_; }  // cut when it was opened
    // After an error this one writes no more, since nobody knows what the disk has; the next open
    // does.
    [[nodiscard]] std::expected<void, std::string> append(const Checkpoint& checkpoint);

  private:
    CheckpointFile(std::filesystem::path path, int file) : path_{std::move(path)}, file_{file} {}

    std::expected<void, std::string> take_up(const journal::ClusterId& journal,
                                             const vault::PublicKey& key);
    std::expected<std::string, std::string> read_end();
    std::expected<void, std::string> cut();
    std::string sentence(const std::string& what) const;

    std::filesystem::path path_;
    int file_;
    std::uint64_t size_{};  // of whole lines
    std::uint64_t torn_bytes_{};
    bool is_broken_{};
    std::optional<Checkpoint> last_;
};

std::filesystem::path checkpoint_file(const std::filesystem::path& folder);

// All of them, oldest first, until `take` says false; an error names the line that is none. No file
// is no checkpoints.
[[nodiscard]] std::expected<void, std::string> each_checkpoint(
    const std::filesystem::path& folder, const std::function<bool(const Checkpoint&)>& take);

}  // namespace views
