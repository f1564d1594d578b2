// ZIP files by libzip, member by member, without holding any of them in memory.
//
//     ZipWriter out{"pack.zip"};
//     out.add("records.jsonl", temporary_file);
//     TRY_OK(out.finish());                       // reads the files now
//
//     TRY(ZipReader in, ZipReader::open("pack.zip"));
//     in.names()                                   // in the order of the directory
//     TRY(auto member, in.member("records.jsonl"));
//     while (true) { TRY(const bool more, member.line(line)); if (!more) break; ... }
//     member.sha256()                              // of all that was read
//
// Errors   sentences that name the member. A member whose checksum is wrong, or that cannot be
//          inflated, is an error when that is found, at the latest at its end.
#pragma once

#include <expected>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "journal/sha256.hpp"

struct zip;
struct zip_file;

namespace views {

// SHA-256 of what comes in pieces.
class RunningHash {
  public:
    RunningHash();
    ~RunningHash();
    RunningHash(RunningHash&&) noexcept;
    void add(std::string_view bytes);
    journal::Hash hash();  // once

  private:
    struct State;
    std::unique_ptr<State> state_;
};

class ZipWriter {
  public:
    explicit ZipWriter(const std::filesystem::path& file);  // replaces what is there
    ~ZipWriter();
    ZipWriter(const ZipWriter&) = delete;
    ZipWriter& operator=(const ZipWriter&) = delete;

    // `from` stays as it is until finish().
    void add(const std::string& name, const std::filesystem::path& from);
    [[nodiscard]] std::expected<void, std::string> finish();

  private:
    std::string file_;
    zip* archive_{};
    std::string trouble_;  // the first
};

class ZipMember {
  public:
    ZipMember(std::string name, zip_file* file);
    ~ZipMember();
    ZipMember(ZipMember&& other) noexcept;

    // The next line, without its end; false when there is none. A last line without an end, or one
    // longer than 64 MiB, is an error.
    [[nodiscard]] std::expected<bool, std::string> line(std::string& line);
    // The rest of it, at most so many bytes.
    [[nodiscard]] std::expected<std::string, std::string> rest(std::size_t bytes_max);
    // Reads to the end and forgets it.
    [[nodiscard]] std::expected<void, std::string> skip();

    journal::Hash sha256() { return hash_.hash(); }
    std::uint64_t lines() const { return lines_; }

  private:
    std::expected<bool, std::string> fill();  // false at the end

    std::string name_;
    zip_file* file_;
    std::string buffer_;
    std::size_t at_{};
    RunningHash hash_;
    std::uint64_t lines_{};
};

class ZipReader {
  public:
    [[nodiscard]] static std::expected<ZipReader, std::string> open(
        const std::filesystem::path& file);
    ~ZipReader();
    ZipReader(ZipReader&& other) noexcept;

    const std::vector<std::string>& names() const { return names_; }
    [[nodiscard]] std::expected<ZipMember, std::string> member(const std::string& name);

  private:
    explicit ZipReader(zip* archive) : archive_{archive} {}

    zip* archive_;
    std::vector<std::string> names_;
};

}  // namespace views
