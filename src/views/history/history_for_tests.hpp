// A history in a folder of its own, and what it is fed and held against. For tests only.
//
//     const Records records = busy_day(1, 4'000);
//     const Folder folder;
//     Journal journal;
//     const auto history = opened(options_for(folder, journal));
//     feed(*history, journal, records, 1);
//     dump(folder.file()) == dump_of(records)           // once history has closed
#pragma once

#include <chrono>
#include <filesystem>
#include <gtest/gtest.h>
#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <vector>

#include "views/history/history.hpp"

namespace views::for_tests {

using Records = std::vector<core::Record>;
using Clock = std::chrono::steady_clock;

inline Clock::time_point soon() { return Clock::now() + std::chrono::seconds{60}; }
inline core::Sequence last_of(const Records& records) { return records.back().stamp.sequence; }

// The records of three markets and six accounts, with all kinds of events.
Records busy_day(std::uint64_t seed, int steps);

// A folder of its own, gone at the end.
class Folder {
  public:
    Folder();
    ~Folder();
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;
    std::filesystem::path file(const char* name = "history.db") const { return path_ / name; }

  private:
    std::filesystem::path path_;
};

// What is durable so far, and how often history had to ask for it.
class Journal {
  public:
    void write(const core::Record& record);
    Past past();
    core::Sequence end() const;
    int reads() const;
    // While it is held, no reading begins.
    std::mutex& gate() { return gate_; }

  private:
    mutable std::mutex mutex_;
    std::mutex gate_;
    Records records_;
    int reads_{};
};

HistoryOptions options_for(const Folder& folder, Journal& journal);
std::unique_ptr<History> opened(HistoryOptions options);

// As the engine does it: durable first, then to the followers, a frame at a time.
void feed(History& history, Journal& journal, std::span<const core::Record> records,
          std::uint64_t seed);

template <class Rows>
Rows said(Found<Rows> found) {
    EXPECT_TRUE(found.has_value());
    return std::move(found).value_or(Rows{});
}

// All that stands in all tables, as text.
std::string dump(const std::filesystem::path& file);
// What history says of these records when it has read nothing else, and all of them at once.
std::string dump_of(const Records& records);

}  // namespace views::for_tests
