#include "journal/posix_disk.hpp"

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <dirent.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "base/result.hpp"

namespace journal {
namespace {

constexpr std::size_t block = 4096;
constexpr std::size_t chunk = 1 << 20;

std::unexpected<DiskError> failed(std::string_view operation, const std::string& file,
                                  int code = errno) {
    return std::unexpected(DiskError{.operation = operation, .file = file, .code = code});
}

int closed_on_exec(int flags) { return flags | O_CLOEXEC; }

struct FreeMemory {
    void operator()(std::uint8_t* memory) const { std::free(memory); }
};
using AlignedChunk = std::unique_ptr<std::uint8_t, FreeMemory>;

AlignedChunk aligned_chunk() {
    return AlignedChunk{static_cast<std::uint8_t*>(std::aligned_alloc(block, chunk))};
}

// Two descriptors on one file: `descriptor` writes through the cache, `direct` reads past it.
class PosixFile : public File {
  public:
    PosixFile(std::string name, int descriptor, int direct)
        : name_(std::move(name)), descriptor_(descriptor), direct_(direct) {}
    ~PosixFile() override {
        ::close(descriptor_);
        if (direct_ >= 0) ::close(direct_);
    }
    PosixFile(const PosixFile&) = delete;
    PosixFile& operator=(const PosixFile&) = delete;

    Disked<std::uint64_t> size() override {
        struct stat status{};
        if (::fstat(descriptor_, &status) != 0) return failed("look at", name_);
        return static_cast<std::uint64_t>(status.st_size);
    }
    Disked<> read(std::uint64_t offset, std::span<std::uint8_t> into) override {
        const AlignedChunk bounce = aligned_chunk();
        while (!into.empty()) {
            const std::size_t whole_blocks = (into.size() + block - 1) / block * block;
            TRY(const std::size_t got,
                read_chunk(offset, {bounce.get(), std::min(whole_blocks, chunk)}));
            const std::size_t used = std::min(got, into.size());
            if (used == 0) return failed("read", name_, EIO);  // shorter than it was
            std::memcpy(into.data(), bounce.get(), used);
            into = into.subspan(used);
            offset += used;
        }
        return {};
    }
    Disked<> write(std::uint64_t offset, base::BytesView bytes) override {
        while (!bytes.empty()) {
            const ssize_t put =
                ::pwrite(descriptor_, bytes.data(), bytes.size(), static_cast<off_t>(offset));
            if (put < 0 && errno == EINTR) continue;
            if (put < 0) return failed("write", name_);
            if (put == 0) return failed("write", name_, EIO);
            bytes = bytes.subspan(static_cast<std::size_t>(put));
            offset += static_cast<std::uint64_t>(put);
        }
        return {};
    }
    Disked<> fill_zero(std::uint64_t offset, std::uint64_t bytes) override {
        // First ask for the room, so that a full disk says so before half of it is written.
        const int refused =
            ::posix_fallocate(descriptor_, static_cast<off_t>(offset), static_cast<off_t>(bytes));
        if (refused != 0) return failed("allocate", name_, refused);
        const base::Bytes zeros(std::min<std::uint64_t>(bytes, chunk));
        while (bytes > 0) {
            const std::uint64_t part = std::min<std::uint64_t>(bytes, zeros.size());
            TRY_OK(write(offset, base::BytesView(zeros).first(part)));
            offset += part;
            bytes -= part;
        }
        return {};
    }
    Disked<> sync() override {
        if (::fdatasync(descriptor_) != 0) return failed("sync", name_);
        return {};
    }

  private:
    Disked<std::size_t> read_chunk(std::uint64_t offset, std::span<std::uint8_t> into) {
        const int from = direct_ >= 0 ? direct_ : descriptor_;
        while (true) {
            const ssize_t got = ::pread(from, into.data(), into.size(), static_cast<off_t>(offset));
            if (got >= 0) return static_cast<std::size_t>(got);
            if (errno != EINTR) return failed("read", name_);
        }
    }

    std::string name_;
    int descriptor_;
    int direct_;
};

Disked<> sync_path(const std::string& path) {
    const int descriptor = ::open(path.c_str(), closed_on_exec(O_RDONLY | O_DIRECTORY));
    if (descriptor < 0) return failed("open", path);
    const int result = ::fsync(descriptor);
    const int code = errno;
    ::close(descriptor);
    if (result != 0) return failed("sync", path, code);
    return {};
}

class PosixLock : public Lock {
  public:
    explicit PosixLock(int descriptor) : descriptor_(descriptor) {}
    ~PosixLock() override { ::close(descriptor_); }
    PosixLock(const PosixLock&) = delete;
    PosixLock& operator=(const PosixLock&) = delete;

  private:
    int descriptor_;
};

// Makes the directory and those above it that are missing, each durable in the one above. What
// fails here fails again, with a name, at the first use.
void make_path(const std::string& path) {
    if (::mkdir(path.c_str(), 0700) != 0 && errno != ENOENT) return;
    const std::size_t slash = path.find_last_of('/');
    const std::string above = slash == std::string::npos ? "." : path.substr(0, slash);
    if (above.empty()) return;
    if (::access(path.c_str(), F_OK) != 0) {
        make_path(above);
        ::mkdir(path.c_str(), 0700);
    }
    (void)sync_path(above);
}

}  // namespace

std::string DiskError::sentence() const {
    return "cannot " + std::string(operation) + " " + file + ": " + std::strerror(code);
}

PosixDisk::PosixDisk(std::string directory) : directory_(std::move(directory)) {
    make_path(directory_);
}

std::string PosixDisk::path_of(const std::string& name) const {
    return name.empty() ? directory_ : directory_ + "/" + name;
}

Disked<std::unique_ptr<Lock>> PosixDisk::lock() {
    const std::string path = path_of("lock");
    const int descriptor = ::open(path.c_str(), closed_on_exec(O_RDWR | O_CREAT), 0600);
    if (descriptor < 0) return failed("open", path);
    auto lock = std::make_unique<PosixLock>(descriptor);
    if (::flock(descriptor, LOCK_EX | LOCK_NB) != 0) return failed("lock", path);
    return lock;
}

Disked<> PosixDisk::make_directory(const std::string& name) {
    if (::mkdir(path_of(name).c_str(), 0700) != 0 && errno != EEXIST) {
        return failed("make", path_of(name));
    }
    return {};
}

Disked<std::vector<std::string>> PosixDisk::list(const std::string& directory) {
    DIR* const stream = ::opendir(path_of(directory).c_str());
    if (stream == nullptr) return failed("list", path_of(directory));
    std::vector<std::string> names;
    while (const dirent* entry = ::readdir(stream)) {
        if (entry->d_type != DT_DIR) names.emplace_back(entry->d_name);
    }
    ::closedir(stream);
    std::sort(names.begin(), names.end());
    return names;
}

Disked<std::unique_ptr<File>> PosixDisk::create(const std::string& name) {
    const std::string path = path_of(name);
    const int descriptor = ::open(path.c_str(), closed_on_exec(O_RDWR | O_CREAT | O_TRUNC), 0600);
    if (descriptor < 0) return failed("create", path);
    const int direct = ::open(path.c_str(), closed_on_exec(O_RDONLY | O_DIRECT));
    return std::make_unique<PosixFile>(path, descriptor, direct);
}

Disked<std::unique_ptr<File>> PosixDisk::open(const std::string& name) {
    const std::string path = path_of(name);
    const int descriptor = ::open(path.c_str(), closed_on_exec(O_RDWR));
    if (descriptor < 0) return failed("open", path);
    const int direct = ::open(path.c_str(), closed_on_exec(O_RDONLY | O_DIRECT));
    return std::make_unique<PosixFile>(path, descriptor, direct);
}

Disked<std::unique_ptr<File>> PosixDisk::open_to_read(const std::string& name) {
    const std::string path = path_of(name);
    const int descriptor = ::open(path.c_str(), closed_on_exec(O_RDONLY));
    if (descriptor < 0) return failed("open", path);
    const int direct = ::open(path.c_str(), closed_on_exec(O_RDONLY | O_DIRECT));
    return std::make_unique<PosixFile>(path, descriptor, direct);
}

Disked<> PosixDisk::rename(const std::string& from, const std::string& to) {
    if (::rename(path_of(from).c_str(), path_of(to).c_str()) != 0) {
        return failed("rename", path_of(from));
    }
    return {};
}

Disked<> PosixDisk::remove(const std::string& name) {
    if (::unlink(path_of(name).c_str()) != 0) return failed("remove", path_of(name));
    return {};
}

Disked<> PosixDisk::sync_directory(const std::string& name) { return sync_path(path_of(name)); }

Disked<std::uint64_t> PosixDisk::free_bytes() {
    struct statvfs status{};
    if (::statvfs(directory_.c_str(), &status) != 0) return failed("look at", directory_);
    return static_cast<std::uint64_t>(status.f_bavail) * status.f_frsize;
}

}  // namespace journal
