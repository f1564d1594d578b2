// Makes a golden journal: a few hundred commands of a seeded crowd, written as the engine writes.
#pragma once

#include <string>

namespace golden {

// Into a directory that is empty or not there. The same seed gives the same bytes.
void record_journal(const std::string& directory, std::uint64_t seed);

}  // namespace golden
