#include "vault/files.hpp"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

namespace vault {
namespace {

class File {
  public:
    explicit File(int number) : number_{number} {}
    ~File() {
        if (number_ >= 0) ::close(number_);
    }
    File(const File&) = delete;
    File& operator=(const File&) = delete;
    int number() const { return number_; }
    bool is_open() const { return number_ >= 0; }

  private:
    int number_;
};

bool write_all(int file, std::string_view bytes) {
    while (!bytes.empty()) {
        const ssize_t written = ::write(file, bytes.data(), bytes.size());
        if (written < 0 && errno == EINTR) continue;
        if (written <= 0) return false;
        bytes.remove_prefix(static_cast<std::size_t>(written));
    }
    return true;
}

std::unexpected<std::string> failed(const char* what, const std::filesystem::path& file) {
    return std::unexpected(std::string{what} + " " + file.string() + ": " + std::strerror(errno) +
                           ".");
}

}  // namespace

std::expected<void, std::string> create_file(const std::filesystem::path& file,
                                             std::string_view bytes, unsigned mode) {
    const File made{::open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW,
                           static_cast<mode_t>(mode))};
    if (!made.is_open()) return failed("Cannot make", file);
    // The umask may have taken bits away; what we want is exactly this.
    if (::fchmod(made.number(), static_cast<mode_t>(mode)) != 0 ||
        !write_all(made.number(), bytes) || ::fsync(made.number()) != 0) {
        return failed("Cannot write", file);
    }
    const File folder{::open(file.parent_path().c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
    if (!folder.is_open() || ::fsync(folder.number()) != 0) {
        return failed("Cannot write", file.parent_path());
    }
    return {};
}

}  // namespace vault
