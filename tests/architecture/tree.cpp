#include "architecture/tree.hpp"

#include <fstream>
#include <iterator>

namespace architecture {
namespace {

// Where a comment, string or character that starts at `at` ends; `at` itself when none starts.
std::size_t end_of_blank(std::string_view text, std::size_t at) {
    const auto after = [&](std::string_view mark, std::size_t from) {
        const std::size_t found = text.find(mark, from);
        return found == std::string_view::npos ? text.size() : found + mark.size();
    };
    const std::string_view rest = text.substr(at);
    if (rest.starts_with("//")) return std::min(text.find('\n', at), text.size());
    if (rest.starts_with("/*")) return after("*/", at + 2);
    if (rest.starts_with("R\"")) {
        const std::size_t open = text.find('(', at);
        if (open == std::string_view::npos) return text.size();
        const std::string close = ")" + std::string{text.substr(at + 2, open - at - 2)} + "\"";
        return after(close, open);
    }
    const char quote = text[at];
    // A quote between digits or letters separates digits: 1'000.
    const bool between =
        quote == '\'' && at > 0 && std::isalnum(static_cast<unsigned char>(text[at - 1]));
    if ((quote != '"' && quote != '\'') || between) return at;
    std::size_t end = at + 1;
    while (end < text.size() && text[end] != quote && text[end] != '\n') {
        end += text[end] == '\\' ? 2 : 1;
    }
    return std::min(end + 1, text.size());
}

// Whether `at` is the first thing of a line that says #include, however it is spaced.
bool starts_include(std::string_view text, std::size_t at) {
    if (text[at] != '#') return false;
    const std::size_t line = at == 0 ? 0 : text.rfind('\n', at - 1) + 1;
    if (text.substr(line, at - line).find_first_not_of(" \t") != std::string_view::npos)
        return false;
    const std::size_t word = text.find_first_not_of(" \t", at + 1);
    return word != std::string_view::npos && text.substr(word).starts_with("include");
}

}  // namespace

Tree read_tree(const std::filesystem::path& root, const std::vector<std::string>& folders) {
    Tree tree;
    for (const std::string& folder : folders) {
        if (!std::filesystem::is_directory(root / folder)) continue;
        auto walk = std::filesystem::recursive_directory_iterator(root / folder);
        for (const auto& entry : walk) {
            if (entry.path().filename() == "node_modules") walk.disable_recursion_pending();
            const auto ending = entry.path().extension();
            if (!entry.is_regular_file() || (ending != ".hpp" && ending != ".cpp")) continue;
            std::ifstream file(entry.path(), std::ios::binary);
            tree[entry.path().lexically_relative(root).generic_string()] =
                std::string{std::istreambuf_iterator<char>(file), {}};
        }
    }
    return tree;
}

std::vector<std::string_view> lines_of(std::string_view text) {
    std::vector<std::string_view> lines;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        lines.push_back(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return lines;
}

std::string code_only(std::string_view text) {
    std::string code{text};
    for (std::size_t at = 0; at < text.size();) {
        if (starts_include(text, at)) {
            at = std::min(text.find('\n', at), text.size());
            continue;
        }
        const std::size_t end = end_of_blank(text, at);
        for (std::size_t i = at; i < end; ++i) {
            if (code[i] != '\n') code[i] = ' ';
        }
        at = std::max(end, at + 1);
    }
    return code;
}

}  // namespace architecture
