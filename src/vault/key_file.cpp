#include "vault/key_file.hpp"

#include <array>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sodium.h>
#include <span>
#include <sys/stat.h>
#include <unistd.h>

#include "base/check.hpp"
#include "vault/files.hpp"
#include "vault/sealing.hpp"

namespace vault {
namespace {

constexpr std::size_t digits = 2 * key_bytes;

std::unexpected<std::string> sentence(std::string text) { return std::unexpected(std::move(text)); }

// What is wrong with who may read the file, if anything.
std::expected<void, std::string> check_owner(const struct stat& facts, const std::string& name) {
    if (!S_ISREG(facts.st_mode)) return sentence(name + " is not a plain file.");
    if (facts.st_uid != ::geteuid()) {
        return sentence(name +
                        " belongs to another user. Run as its owner, or chown it to this one.");
    }
    if ((facts.st_mode & 077) != 0) {
        return sentence(name +
                        " can be read by others, so the secrets under it are not secret. "
                        "Run: chmod 0400 " +
                        name);
    }
    return {};
}

// Reads at most a little more than a key, so that anything longer is seen to be none.
std::size_t read_some(int file, std::span<char> into) {
    std::size_t count = 0;
    while (count < into.size()) {
        const ssize_t got = ::read(file, into.data() + count, into.size() - count);
        if (got < 0 && errno == EINTR) continue;
        if (got <= 0) break;
        count += static_cast<std::size_t>(got);
    }
    return count;
}

}  // namespace

std::expected<void, std::string> create_key_file(const std::filesystem::path& file) {
    CHECK(sodium_init() >= 0);
    const Secret key = Secret::random(key_bytes);
    const Secret line = Secret::take(base::format_hex(key.reveal()) + "\n");
    return create_file(file, line.reveal_text(), 0400);
}

std::expected<Secret, std::string> read_key_file(const std::filesystem::path& path,
                                                 std::string_view what,
                                                 std::string_view when_missing) {
    const std::string name = path.string();
    const int file = ::open(name.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    if (file < 0 && errno == ENOENT) {
        return sentence(name + " is missing. " + std::string{when_missing});
    }
    if (file < 0) return sentence("Cannot read " + name + ": " + std::strerror(errno) + ".");

    struct stat facts{};
    std::array<char, digits + 2> text{};
    const bool known = ::fstat(file, &facts) == 0;
    const std::size_t count = read_some(file, text);
    ::close(file);
    const Secret line{std::string_view{text.data(), count}};
    sodium_memzero(text.data(), text.size());

    if (!known) return sentence("Cannot read " + name + ".");
    if (auto checked = check_owner(facts, name); !checked) return sentence(checked.error());
    std::string_view hex = line.reveal_text();
    if (hex.ends_with('\n')) hex.remove_suffix(1);
    const auto bytes = base::parse_hex(hex);
    if (!bytes || bytes->size() != key_bytes) {
        return sentence(name + " is not " + std::string{what} +
                        ": it should be one line of 64 hex digits.");
    }
    Secret key{base::BytesView{*bytes}};
    sodium_memzero(const_cast<std::uint8_t*>(bytes->data()), bytes->size());
    return key;
}

}  // namespace vault
