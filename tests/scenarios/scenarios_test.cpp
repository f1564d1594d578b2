// Plays every *.scenario beside this file: commands a trader can read, and below each what
// happened. UPDATE=1 writes what happened into the files; git diff is the review.
#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>
#include <sstream>

#include "scenarios/town.hpp"

namespace scenarios {
namespace {

std::vector<std::filesystem::path> all_files() {
    std::vector<std::filesystem::path> files;
    for (const auto& entry : std::filesystem::directory_iterator{SCENARIOS}) {
        if (entry.path().extension() == ".scenario") files.push_back(entry.path());
    }
    std::ranges::sort(files);
    return files;
}

std::string text_of(const std::filesystem::path& file) {
    std::ifstream in{file};
    std::ostringstream text;
    text << in.rdbuf();
    return text.str();
}

// The scenario with the facts as they are now.
std::string played(const std::string& text) {
    Town town;
    if (!text.starts_with("# An empty town")) town.make_usual();
    std::istringstream in{text};
    std::string out;
    for (std::string line; std::getline(in, line);) {
        if (line.starts_with("  ")) continue;  // a fact of last time
        out += line + "\n";
        if (line.starts_with("> ")) out += facts_of(town, line.substr(2));
        if (line.starts_with("? ")) out += answer_to(town, line.substr(2));
    }
    return out;
}

class Scenario : public testing::TestWithParam<std::filesystem::path> {};

TEST_P(Scenario, happens_as_it_is_written) {
    const std::string written = text_of(GetParam());
    const std::string happened = played(written);
    if (std::getenv("UPDATE") != nullptr) {
        std::ofstream{GetParam()} << happened;
    } else {
        EXPECT_EQ(happened, written);
    }
}

std::string name_of_test(const testing::TestParamInfo<std::filesystem::path>& info) {
    return info.param.stem().string();
}

INSTANTIATE_TEST_SUITE_P(All, Scenario, testing::ValuesIn(all_files()), name_of_test);

}  // namespace
}  // namespace scenarios
