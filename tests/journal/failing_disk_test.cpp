// Goal: whichever operation of the disk fails, nobody is told of a record that is not found again:
// the start is refused with a sentence, the process ends with code 70, or, where nothing was
// promised yet, life goes on.
//
// Method: a script on a real directory, in a process of its own, whose Nth operation fails, for
// every N and for EIO and ENOSPC; the parent then recovers and compares with what it was told.
#include "journal/failing_disk.hpp"

#include <cstdio>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include "journal/support.hpp"

namespace journal::testing {
namespace {

constexpr int went_on = 0;
constexpr int refused = 3;

Options script_options() {
    Options options = small_options();
    options.segment_bytes = 32 << 10;
    return options;
}

// Says through the pipe which sequence append() returned for.
void tell(int pipe, std::uint64_t sequence) {
    if (::write(pipe, &sequence, sizeof sequence) != sizeof sequence) ::_exit(1);
}

// Two starts with appends over several segments, seals, spares and snapshots.
int play(Disk& disk, int pipe) {
    for (int start = 0; start < 2; ++start) {
        Remembering seen;
        const auto journal = Journal::open(disk, script_options(), seen);
        if (!journal) return journal.error().sentence.empty() ? 1 : refused;
        for (int step = 0; step < 14; ++step) {
            tell(pipe, append(**journal, 1 + static_cast<std::uint64_t>(step) % 3).sequence);
            if (step % 5 == 1) (*journal)->seal();
            if (step % 4 == 2) (void)(*journal)->prepare();
            if (step % 6 != 3) continue;
            const std::string state = "state " + std::to_string((*journal)->last_sequence());
            (void)(*journal)->write_snapshot(base::as_bytes(state), (*journal)->position());
        }
        (*journal)->stop();
    }
    return went_on;
}

std::uint64_t operations_of_the_script() {
    const Directory directory{Directory::in_memory()};
    PosixDisk disk{directory.path()};
    FailingDisk counting{disk, 0, EIO};
    int ends[2] = {-1, -1};
    EXPECT_EQ(::pipe(ends), 0);
    EXPECT_EQ(play(counting, ends[1]), went_on);
    ::close(ends[0]);
    ::close(ends[1]);
    return counting.operations();
}

struct Outcome {
    int exit_code = -1;  // -1: killed by a signal
    std::uint64_t told{};
};

Outcome run_failing_at(const std::string& path, std::uint64_t operation, int code) {
    int ends[2] = {-1, -1};
    EXPECT_EQ(::pipe(ends), 0);
    const pid_t child = ::fork();
    if (child == 0) {
        (void)!std::freopen("/dev/null", "w", stderr);
        PosixDisk disk{path};
        FailingDisk failing{disk, operation, code};
        ::_exit(play(failing, ends[1]));
    }
    ::close(ends[1]);
    Outcome outcome;
    std::uint64_t sequence = 0;
    while (::read(ends[0], &sequence, sizeof sequence) == sizeof sequence) outcome.told = sequence;
    ::close(ends[0]);
    int status = 0;
    EXPECT_EQ(::waitpid(child, &status, 0), child);
    if (WIFEXITED(status)) outcome.exit_code = WEXITSTATUS(status);
    return outcome;
}

void expect_all_told_found(const std::string& path, const Outcome& outcome) {
    PosixDisk disk{path};
    Remembering seen;
    const auto journal = Journal::open(disk, script_options(), seen);
    ASSERT_TRUE(journal) << journal.error().sentence;
    EXPECT_TRUE(seen.as_written);
    EXPECT_GE(seen.last(), outcome.told);
    EXPECT_LE(seen.last(), outcome.told + 3);
    append(**journal);
}

class FailingOperation : public ::testing::TestWithParam<int> {};

TEST_P(FailingOperation, never_loses_what_was_told) {
    int stopped = 0;
    int refusals = 0;
    int ignored = 0;
    const std::uint64_t operations = operations_of_the_script();
    for (std::uint64_t operation = 1; operation <= operations; ++operation) {
        SCOPED_TRACE("operation " + std::to_string(operation));
        const Directory directory{Directory::in_memory()};
        const Outcome outcome = run_failing_at(directory.path(), operation, GetParam());
        expect_all_told_found(directory.path(), outcome);
        if (HasFailure()) return;
        switch (outcome.exit_code) {
            case Journal::exit_code:
                ++stopped;
                break;
            case refused:
                ++refusals;
                break;
            case went_on:
                ++ignored;
                break;
            default:
                FAIL() << "exit code " << outcome.exit_code;
        }
    }
    EXPECT_GT(stopped, 60);
    EXPECT_GT(refusals, 10);
    EXPECT_GT(ignored, 10);
}

INSTANTIATE_TEST_SUITE_P(Codes, FailingOperation, ::testing::Values(EIO, ENOSPC));

// One append whose write (1) or sync (2) fails.
void append_failing_at(const std::string& path, std::uint64_t step, int code) {
    PosixDisk disk{path};
    FailingDisk failing{disk, 0, code};
    Remembering seen;
    const auto journal = Journal::open(failing, script_options(), seen);
    failing.fail_after(step);
    append(**journal);
}

TEST(FailedSync, ends_the_process_at_once_with_a_sentence_and_code_70) {
    const Directory directory;
    EXPECT_EXIT(append_failing_at(directory.path(), 2, EIO), ::testing::ExitedWithCode(70),
                "postern: the journal cannot sync .*segment-00000001.journal: Input/output error");
}

TEST(FailedWrite, ends_the_process_at_once_with_a_sentence_and_code_70) {
    const Directory directory;
    EXPECT_EXIT(append_failing_at(directory.path(), 1, ENOSPC), ::testing::ExitedWithCode(70),
                "cannot write .*segment-00000001.journal: No space left on device");
}

}  // namespace
}  // namespace journal::testing
