// Why a journal cannot be opened or read, in words for the person who must act.
#pragma once

#include <cstdint>
#include <string>

#include "journal/disk.hpp"

namespace journal {

struct OpenError {
    enum class Reason {
        locked,          // another process writes here
        disk_failed,     // an operation failed; code in the sentence
        corrupted,       // bytes that were durable are gone or changed
        unknown_format,  // written by a newer program
        unknown_schema,
        other_cluster,
    };
    Reason reason{};
    std::string sentence;  // what is wrong, where, and the next step
    std::string file{};    // the full path, where one file is at fault
    std::uint64_t offset{};
    std::uint64_t frame{};  // the number of the frame that should stand there
};

OpenError disk_failed(const DiskError& error);

}  // namespace journal
