#pragma once

// A source tree in memory: the real one read from disk, or a small bad one that a test plants.
#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace architecture {

// Path below the root -> text, e.g. "src/core/types/money.hpp" -> "#pragma once ...".
using Tree = std::map<std::string, std::string>;

// All *.hpp and *.cpp below root/folder for each folder; a folder that is not there adds nothing.
Tree read_tree(const std::filesystem::path& root, const std::vector<std::string>& folders);

// The lines of a text, without their ends.
std::vector<std::string_view> lines_of(std::string_view text);

// The text with every comment, string and character replaced by blanks of the same length, so
// that a search finds code only and line numbers stay true. Lines that start with #include keep
// their names.
std::string code_only(std::string_view text);

}  // namespace architecture
