// Who called, from where, for what, and how it went: one row per request that was authenticated or
// turned away, plain addresses and all, kept for 90 days. Beside the journal, which must never hold
// an address; it cannot be made again from anything.
//
//     TRY(auto log, AccessLog::open({.file = dir / "access_log.sqlite", .now = clock}));
//     log->write(row);                                   // any thread; never waits for the disk
//     log->flush();                                      // tests: until everything can be found
//     log->find({.key = "pk_test_...", .limit = 100});   // newest first
//     log->use_of("pk_test_...", thirty_days_ago)        // for the key advisor
//
// write() copies the row into a bounded queue; one thread of low priority writes batches. What the
// queue has no room for is dropped and counted, and told once a minute; so is what strangers cause
// beyond `strangers_per_second`, since they must not be able to fill the disk.
// Rows older than 90 days of journal time are deleted, so many with each batch.
//
// Threads  any.
// Errors   open(): a sentence for the operator. A file that turns out to be damaged is put aside as
//          *.damaged and a new one begun. find, use_of: unavailable.
// Cost     write(): about 0.1 us. The thread: about 15 us per row.
#pragma once

#include <chrono>
#include <condition_variable>
#include <expected>
#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "base/text.hpp"
#include "core/types/command.hpp"
#include "core/types/reject.hpp"
#include "views/history/history.hpp"

namespace views {

enum class Dialect : std::uint8_t { native = 1, binance = 2 };
BOOST_DESCRIBE_ENUM(Dialect, native, binance)

// One request. Whatever text does not fit is cut.
struct AccessRow {
    core::Timestamp time;  // of its arrival, journal time
    base::Text<16> request_id;
    core::CustomerId customer;  // zero: nobody that we know
    std::uint64_t user{};       // of a person's session
    base::Text<128> key;        // as the caller named it
    core::IpAddress ip;
    base::Text<8> method;
    base::Text<48> operation;  // "orders.place"; empty when the path named none
    std::uint16_t status{};    // HTTP
    std::uint32_t latency_us{};
    core::Reject told{};  // what the caller heard; none: it went well
    core::Reject code{};  // the exact cause
    core::Surface surface{};
    Dialect dialect{};
    bool is_proved{};    // somebody proved who he is
    bool turned_away{};  // at the gate: not by you, not so often

    friend bool operator==(const AccessRow&, const AccessRow&) = default;
};

// Which rows; what is empty says nothing. Newest first.
struct AccessQuery {
    std::string key{};
    core::CustomerId customer{};
    std::optional<core::IpAddress> ip{};
    core::Reject code{};
    bool turned_away{};  // only those
    std::optional<core::Timestamp> since{};
    std::optional<core::Timestamp> until{};  // before then
    std::uint64_t before{};                  // `next` of the page before
    std::size_t limit = 100;
};

struct AccessPage {
    std::vector<AccessRow> rows;
    std::uint64_t next{};  // zero: these were the last
};

// What a key was used for; only requests that proved the key and were let in count.
struct KeyUse {
    struct Address {
        core::IpAddress ip;
        core::Timestamp last;
        std::uint64_t requests{};
    };
    struct Operation {
        std::string name;
        core::Timestamp last;
        std::uint64_t requests{};
    };
    std::optional<core::Timestamp> last_used;  // ever, within the 90 days
    std::vector<Address> addresses;            // since then, latest first
    std::vector<Operation> operations;         // the same
};

struct AccessLogOptions {
    std::filesystem::path file{};
    std::function<core::Timestamp()> now{};  // journal time, any thread
    std::function<void(const std::string&)> tell = [](const std::string&) {};
    core::Duration kept = core::hours(24 * 90);
    std::size_t queue_max = 65'536;             // rows
    std::size_t strangers_per_second = 1'000;   // rows of nobody we know, per journal second
    std::size_t deleted_at_once = 1'000;        // at least; more when more is written
    std::chrono::milliseconds batch_time{250};  // written at the latest after so long
    std::chrono::seconds between_complaints{60};
};

class AccessLog {
  public:
    [[nodiscard]] static std::expected<std::unique_ptr<AccessLog>, std::string> open(
        AccessLogOptions options);
    ~AccessLog();  // what waits is written first

    void write(const AccessRow& row);
    // Until what was written before can be found; false if the disk fails.
    bool flush();

    Found<AccessPage> find(const AccessQuery& query) const;
    Found<KeyUse> use_of(std::string_view key, core::Timestamp since) const;

    std::uint64_t dropped() const;  // since the start

    // Holds the writer still, so that a test can fill the queue.
    class Hold;

  private:
    struct Impl;
    explicit AccessLog(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> impl_;
};

class AccessLog::Hold {
  public:
    explicit Hold(AccessLog& log);

  private:
    std::unique_lock<std::mutex> lock_;
};

}  // namespace views
