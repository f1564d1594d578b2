#include "views/audit/zip.hpp"

#include <algorithm>
#include <array>
#include <sodium.h>
#include <utility>
#include <zip.h>

#include "base/check.hpp"
#include "base/result.hpp"

namespace views {
namespace {

constexpr std::size_t line_bytes_max = 64 << 20;
constexpr std::size_t piece_bytes = 64 << 10;

std::string words_of(int code) {
    zip_error_t error;
    zip_error_init_with_code(&error, code);
    std::string words = zip_error_strerror(&error);
    zip_error_fini(&error);
    return words;
}

}  // namespace

struct RunningHash::State {
    crypto_hash_sha256_state sha256;
};

RunningHash::RunningHash() : state_{std::make_unique<State>()} {
    CHECK(sodium_init() >= 0);
    crypto_hash_sha256_init(&state_->sha256);
}
RunningHash::~RunningHash() = default;
RunningHash::RunningHash(RunningHash&&) noexcept = default;

void RunningHash::add(std::string_view bytes) {
    const base::BytesView view = base::as_bytes(bytes);
    crypto_hash_sha256_update(&state_->sha256, view.data(), view.size());
}

journal::Hash RunningHash::hash() {
    journal::Hash hash{};
    crypto_hash_sha256_final(&state_->sha256, hash.data());
    return hash;
}

ZipWriter::ZipWriter(const std::filesystem::path& file) : file_{file.string()} {
    int code = 0;
    archive_ = zip_open(file_.c_str(), ZIP_CREATE | ZIP_TRUNCATE, &code);
    if (archive_ == nullptr) trouble_ = words_of(code);
}

ZipWriter::~ZipWriter() {
    if (archive_ != nullptr) zip_discard(archive_);
}

void ZipWriter::add(const std::string& name, const std::filesystem::path& from) {
    if (!trouble_.empty()) return;
    zip_source_t* source = zip_source_file(archive_, from.c_str(), 0, -1);
    if (source != nullptr && zip_file_add(archive_, name.c_str(), source, ZIP_FL_ENC_UTF_8) >= 0) {
        return;
    }
    trouble_ = zip_strerror(archive_);
    zip_source_free(source);
}

std::expected<void, std::string> ZipWriter::finish() {
    if (trouble_.empty() && zip_close(archive_) == 0) {
        archive_ = nullptr;
        return {};
    }
    if (trouble_.empty()) trouble_ = zip_strerror(archive_);
    return std::unexpected("Cannot write " + file_ + ": " + trouble_ + ".");
}

ZipMember::ZipMember(std::string name, zip_file* file) : name_{std::move(name)}, file_{file} {}

ZipMember::~ZipMember() {
    if (file_ != nullptr) zip_fclose(file_);
}

ZipMember::ZipMember(ZipMember&& other) noexcept
    : name_{std::move(other.name_)},
      file_{std::exchange(other.file_, nullptr)},
      buffer_{std::move(other.buffer_)},
      at_{other.at_},
      hash_{std::move(other.hash_)},
      lines_{other.lines_} {}

std::expected<bool, std::string> ZipMember::fill() {
    std::array<char, piece_bytes> piece;
    const zip_int64_t got = zip_fread(file_, piece.data(), piece.size());
    if (got < 0) {
        return std::unexpected(name_ + " is damaged after line " + std::to_string(lines_) + ": " +
                               zip_file_strerror(file_) + ".");
    }
    const std::string_view bytes{piece.data(), static_cast<std::size_t>(got)};
    hash_.add(bytes);
    buffer_.erase(0, std::exchange(at_, 0));
    buffer_ += bytes;
    return got > 0;
}

std::expected<bool, std::string> ZipMember::line(std::string& line) {
    std::size_t searched = at_;
    while (true) {
        const std::size_t end = buffer_.find('\n', searched);
        if (end != std::string::npos) {
            line.assign(buffer_, at_, end - at_);
            at_ = end + 1;
            ++lines_;
            return true;
        }
        if (buffer_.size() - at_ > line_bytes_max) {
            return std::unexpected(name_ + " has a line that is too long.");
        }
        searched = buffer_.size() - at_;  // fill() lets go of what is before `at_`
        TRY(const bool more, fill());
        if (more) continue;
        if (at_ == buffer_.size()) return false;
        return std::unexpected(name_ + " ends in the middle of line " + std::to_string(lines_ + 1) +
                               ".");
    }
}

std::expected<std::string, std::string> ZipMember::rest(std::size_t bytes_max) {
    while (true) {
        TRY(const bool more, fill());
        if (!more) return buffer_.substr(at_);
        if (buffer_.size() > bytes_max) return std::unexpected(name_ + " is too large.");
    }
}

std::expected<void, std::string> ZipMember::skip() {
    while (true) {
        at_ = buffer_.size();
        TRY(const bool more, fill());
        if (!more) return {};
    }
}

std::expected<ZipReader, std::string> ZipReader::open(const std::filesystem::path& file) {
    int code = 0;
    zip* archive = zip_open(file.c_str(), ZIP_RDONLY | ZIP_CHECKCONS, &code);
    if (archive == nullptr) {
        return std::unexpected(file.string() +
                               " cannot be opened as a ZIP file: " + words_of(code) + ".");
    }
    ZipReader reader{archive};
    const zip_int64_t count = zip_get_num_entries(archive, 0);
    for (zip_int64_t i = 0; i < count; ++i) {
        const char* name = zip_get_name(archive, static_cast<zip_uint64_t>(i), ZIP_FL_ENC_RAW);
        reader.names_.emplace_back(name == nullptr ? "" : name);
    }
    return reader;
}

ZipReader::ZipReader(ZipReader&& other) noexcept
    : archive_{std::exchange(other.archive_, nullptr)}, names_{std::move(other.names_)} {}

ZipReader::~ZipReader() {
    if (archive_ != nullptr) zip_discard(archive_);
}

std::expected<ZipMember, std::string> ZipReader::member(const std::string& name) {
    const auto found = std::ranges::find(names_, name);
    if (found == names_.end()) return std::unexpected(name + " is missing.");
    const auto index = static_cast<zip_uint64_t>(found - names_.begin());
    zip_file_t* file = zip_fopen_index(archive_, index, 0);
    if (file != nullptr) return ZipMember{name, file};
    return std::unexpected(name + " is damaged: " + zip_strerror(archive_) + ".");
}

}  // namespace views
