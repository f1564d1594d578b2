#include "views/audit/checkpoint_file.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <fstream>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

#include "base/result.hpp"

namespace views {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t end_bytes = 4'096;  // more than any line takes

bool sync_folder(const fs::path& folder) {
    const int file = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (file < 0) return false;
    const bool synced = ::fsync(file) == 0;
    ::close(file);
    return synced;
}

bool write_all(int file, std::string_view bytes, std::uint64_t offset) {
    while (!bytes.empty()) {
        const ssize_t written =
            ::pwrite(file, bytes.data(), bytes.size(), static_cast<off_t>(offset));
        if (written < 0 && errno == EINTR) continue;
        if (written <= 0) return false;
        bytes.remove_prefix(static_cast<std::size_t>(written));
        offset += static_cast<std::uint64_t>(written);
    }
    return true;
}

}  // namespace

fs::path checkpoint_file(const fs::path& folder) { return folder / "checkpoints"; }

CheckpointFile::CheckpointFile(CheckpointFile&& other) noexcept
    : path_{std::move(other.path_)},
      file_{std::exchange(other.file_, -1)},
      size_{other.size_},
      torn_bytes_{other.torn_bytes_},
      is_broken_{other.is_broken_},
      last_{std::move(other.last_)} {}

CheckpointFile::~CheckpointFile() {
    if (file_ >= 0) ::close(file_);
}

std::string CheckpointFile::sentence(const std::string& what) const {
    return what + " " + path_.string() + ": " + std::strerror(errno) + ".";
}

std::expected<CheckpointFile, std::string> CheckpointFile::open(const fs::path& folder,
                                                                const journal::ClusterId& journal,
                                                                const vault::PublicKey& key) {
    std::error_code error;
    fs::create_directories(folder, error);
    const fs::path path = checkpoint_file(folder);
    CheckpointFile made{path, ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW,
                                     static_cast<mode_t>(0600))};
    if (made.file_ < 0) return std::unexpected(made.sentence("Cannot open"));
    if (!sync_folder(folder) || !sync_folder(folder.parent_path())) {
        return std::unexpected(made.sentence("Cannot make durable"));
    }
    TRY_OK(made.take_up(journal, key));
    return made;
}

// The last bytes of the file, with `size_` and `torn_bytes_` set by its last line end.
std::expected<std::string, std::string> CheckpointFile::read_end() {
    struct stat facts{};
    if (::fstat(file_, &facts) != 0) return std::unexpected(sentence("Cannot read"));
    const auto all = static_cast<std::uint64_t>(facts.st_size);
    const std::uint64_t from = all - std::min<std::uint64_t>(all, end_bytes);
    std::string end(all - from, '\0');
    const ssize_t got = ::pread(file_, end.data(), end.size(), static_cast<off_t>(from));
    if (got != static_cast<ssize_t>(end.size())) return std::unexpected(sentence("Cannot read"));
    end.resize(end.rfind('\n') + 1);  // npos + 1: no line at all
    // Zeros are pages that the disk had no time for, whatever came behind them.
    while (end.find('\0') != end.npos) end.resize(end.rfind('\n', end.size() - 2) + 1);
    torn_bytes_ = all - from - end.size();
    size_ = all - torn_bytes_;
    return end;
}

std::expected<void, std::string> CheckpointFile::take_up(const journal::ClusterId& journal,
                                                         const vault::PublicKey& key) {
    TRY(std::string end, read_end());
    if (torn_bytes_ > 0) TRY_OK(cut());
    if (end.empty()) {
        if (size_ == 0) return {};
        return std::unexpected(path_.string() + " holds something that is no checkpoint.");
    }
    end.pop_back();
    const std::string line = end.substr(end.rfind('\n') + 1);
    last_ = parse_checkpoint(line);
    if (!last_ || !is_signed_by(*last_, key)) {
        return std::unexpected(
            "The last line of " + path_.string() +
            " is not signed by this exchange's audit.key. Bring back the file, or the key that "
            "made it; or move the file away, and checkpoints begin anew.");
    }
    if (last_->body.journal == journal) return {};
    return std::unexpected("The checkpoints in " + path_.string() + " are of another journal.");
}

std::expected<void, std::string> CheckpointFile::cut() {
    if (::ftruncate(file_, static_cast<off_t>(size_)) == 0 && ::fsync(file_) == 0) return {};
    return std::unexpected(sentence("Cannot cut the unfinished end of"));
}

std::expected<void, std::string> CheckpointFile::append(const Checkpoint& checkpoint) {
    const std::string line = format(checkpoint) + '\n';
    if (is_broken_) return std::unexpected(path_.string() + " could not be written before.");
    if (!write_all(file_, line, size_) || ::fdatasync(file_) != 0) {
        is_broken_ = true;
        return std::unexpected(sentence("Cannot write"));
    }
    size_ += line.size();
    last_ = checkpoint;
    return {};
}

std::expected<void, std::string> each_checkpoint(
    const fs::path& folder, const std::function<bool(const Checkpoint&)>& take) {
    const fs::path path = checkpoint_file(folder);
    std::ifstream in{path, std::ios::binary};
    std::string line;
    for (std::uint64_t number = 1; std::getline(in, line); ++number) {
        if (in.eof()) return {};  // without its end: being written, or torn
        const auto checkpoint = parse_checkpoint(line);
        if (!checkpoint) {
            return std::unexpected("Line " + std::to_string(number) + " of " + path.string() +
                                   " is no checkpoint: the file was changed.");
        }
        if (!take(*checkpoint)) return {};
    }
    return {};
}

}  // namespace views
