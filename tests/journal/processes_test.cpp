// Two who want one journal: the second is refused with a sentence, whichever process it is.
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include "journal/support.hpp"

namespace journal::testing {
namespace {

std::string refusal(const std::string& path) {
    PosixDisk disk{path};
    Remembering seen;
    const auto journal = Journal::open(disk, small_options(), seen);
    return journal ? "" : journal.error().sentence;
}

TEST(TwoProcesses, second_is_refused_and_told_why) {
    const Directory directory;
    PosixDisk disk{directory.path()};
    Remembering seen;
    const auto journal = Journal::open(disk, small_options(), seen);
    ASSERT_TRUE(journal);
    append(**journal);
    const pid_t child = ::fork();
    if (child == 0) {
        const std::string sentence = refusal(directory.path());
        ::_exit(sentence.find("Another process writes this journal") == std::string::npos ? 1 : 0);
    }
    int status = -1;
    ASSERT_EQ(::waitpid(child, &status, 0), child);
    EXPECT_EQ(status, 0);
    append(**journal);  // unharmed
}

TEST(TwoProcesses, lock_goes_with_the_process_that_is_killed) {
    const Directory directory;
    int ready[2] = {-1, -1};
    ASSERT_EQ(::pipe(ready), 0);
    const pid_t child = ::fork();
    if (child == 0) {
        PosixDisk disk{directory.path()};
        Remembering seen;
        const auto journal = Journal::open(disk, small_options(), seen);
        append(**journal);
        (void)!::write(ready[1], "x", 1);
        while (true) ::pause();
    }
    char byte = 0;
    ASSERT_EQ(::read(ready[0], &byte, 1), 1);
    EXPECT_NE(refusal(directory.path()), "");
    ASSERT_EQ(::kill(child, SIGKILL), 0);
    ASSERT_EQ(::waitpid(child, nullptr, 0), child);
    EXPECT_EQ(refusal(directory.path()), "");
}

}  // namespace
}  // namespace journal::testing
