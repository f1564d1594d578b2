#include "architecture/rules.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <regex>
#include <set>

namespace architecture {
namespace {

// A folder of src/ and how high it stands. A file may include its own folder and lower levels.
struct Room {
    std::string folder;
    int level{};
    // Nothing but these and itself, however low the others stand; empty: no such narrowing.
    std::vector<std::string> only{};
};

// docs/architecture.md says why. 5a to 5e are 50 to 54; the others are tens.
const std::vector<Room> house = {
    {"base", 0},
    {"core/types", 10},
    {"codecs", 10},
    {"core/ledger", 20},
    {"core/matching", 20},
    {"core/access", 20},
    {"core/customers", 20},
    {"core/funds", 20},
    {"core/risk", 20},
    {"core/compliance", 20},
    {"core/exchange", 30},
    {"journal", 30, {"base"}},
    {"vault", 30},
    {"engine", 40},
    {"views", 40},
    {"api/access", 50},
    {"api/factors", 51},
    {"api/operations", 52},
    {"api/streams", 53},
    {"api/dialects", 54},
    {"gateways", 60},
    {"links", 60},
    {"bot", 60},
    {"app", 70},
    {"signer", 70, {"base", "core/types", "codecs"}},
};

std::string level_text(int level) {
    const std::string tens = std::to_string(level / 10);
    return level / 10 == 5 ? tens + static_cast<char>('a' + level % 10) : tens;
}

// "core/types/money.hpp" -> core/types. Folders inside a room belong to it.
const Room* room_of(std::string_view path) {
    const auto holds = [&](const Room& room) {
        return path.starts_with(room.folder) && path.substr(room.folder.size()).starts_with('/');
    };
    const auto found = std::ranges::find_if(house, holds);
    return found == house.end() ? nullptr : &*found;
}

struct File {
    std::string path;       // src/core/types/money.hpp
    std::string in_source;  // core/types/money.hpp; empty outside src/
    std::string_view text;
    std::string code;  // comments and strings blanked

    bool is_header() const { return path.ends_with(".hpp"); }
    bool is_test() const { return path.ends_with("_test.cpp") || path.ends_with("_fuzz.cpp"); }
    bool is_core() const { return in_source.starts_with("core/"); }
};

struct Include {
    std::size_t line{};
    std::string name;
    bool quoted{};
};

std::vector<Include> includes_of(const File& file) {
    static const std::regex form(R"re(^\s*#\s*include\s*(["<])([^">]+)[">])re");
    std::vector<Include> includes;
    std::size_t number = 0;
    for (const std::string_view line : lines_of(file.code)) {
        ++number;
        std::match_results<std::string_view::const_iterator> parts;
        if (std::regex_search(line.begin(), line.end(), parts, form)) {
            includes.push_back({number, parts.str(2), parts.str(1) == "\""});
        }
    }
    return includes;
}

class Findings {
  public:
    void add(const File& file, std::size_t line, const std::string& sentence) {
        found_.push_back(file.path + ":" + std::to_string(line) + ": " + sentence);
    }
    std::vector<std::string> take() { return std::move(found_); }

  private:
    std::vector<std::string> found_;
};

// --- who may know whom

std::optional<std::string> wrong_direction(const Room& here, const std::string& name) {
    const Room* there = room_of(name);
    if (there == nullptr || there == &here) return std::nullopt;
    const std::string from =
        here.folder + " (level " + level_text(here.level) + ") includes " + name;
    const std::string level = " (level " + level_text(there->level) + ")";
    if (there->level > here.level) {
        return from + ", which is higher" + level + ": move what both need down to " + here.folder +
               ", or hand it in as a port from app.";
    }
    if (there->level == here.level) {
        return from + ", a neighbour" + level +
               ": what two neighbours share sinks to a lower level, what joins them rises.";
    }
    if (!here.only.empty() && std::ranges::find(here.only, there->folder) == here.only.end()) {
        std::string allowed;
        for (const std::string& folder : here.only) allowed += folder + " ";
        return from + ": " + here.folder + " may know only " + allowed +
               "so that it can be trusted, or replaced, by itself.";
    }
    return std::nullopt;
}

void check_direction(const Tree& tree, const File& file, Findings& findings) {
    const Room* here = room_of(file.in_source);
    if (here == nullptr) {
        findings.add(file, 1,
                     "a new folder is a decision: give it a level in tests/architecture/rules.cpp "
                     "and a line in docs/architecture.md.");
        return;
    }
    for (const Include& include : includes_of(file)) {
        if (!include.quoted) continue;
        const bool ours = tree.contains("src/" + include.name);
        const bool of_tests = file.is_test() && tree.contains("tests/" + include.name);
        if (!ours && !of_tests) {
            findings.add(file, include.line,
                         "\"" + include.name +
                             "\" is not a file below src/: write our own files from there, like "
                             "\"base/check.hpp\", and foreign ones in <>.");
        } else if (const auto sentence = wrong_direction(*here, include.name); ours && sentence) {
            findings.add(file, include.line, *sentence);
        }
    }
}

// --- what stays out of headers

void check_headers(const File& file, Findings& findings) {
    if (!file.is_header()) return;
    const std::size_t first = file.code.find_first_not_of(" \n");
    if (first == std::string::npos || !file.code.substr(first).starts_with("#pragma once")) {
        findings.add(file, 1,
                     "a header opens with #pragma once, so that it can be included twice.");
    }
    for (const Include& include : includes_of(file)) {
        if (include.name.starts_with("boost/asio") || include.name.starts_with("boost/beast")) {
            findings.add(file, include.line,
                         "<" + include.name +
                             "> costs every file that includes this header 13 to 30 s of "
                             "compilation: hide it behind a pimpl in one .cpp.");
        }
    }
}

// --- the core is a function

struct Forbidden {
    std::regex code;
    std::string sentence;
};

// What must not be written in the core, and what to write instead.
const std::pair<const char*, const char*> forbidden_rows[] = {
    {R"(\b(float|double)\b)",
     "use Amount, Price or Quantity here, because a float rounds as the compiler likes and two "
     "replays would differ."},
    {R"(\b(system_clock|steady_clock|high_resolution_clock|clock_gettime|gettimeofday)\b)",
     "use the command's stamp here, because the core must give the same answer when it is "
     "replayed years later."},
    {R"(\b(std::)?(time|clock|localtime|gmtime|mktime)\s*\(\s*(NULL|nullptr|0|&|\)))",
     "use the command's stamp here, because the core has no clock."},
    {R"(#\s*include\s*<random>|\b(std::)?(rand|srand)\s*\(|\brandom_device\b|\bgetrandom\b)",
     "take random numbers from the command here, because a replay must draw the same ones."},
    {R"(#\s*include\s*<(thread|mutex|shared_mutex|condition_variable|future|atomic|stop_token)>)",
     "no threads or locks here, because one thread decides; what runs beside it belongs to "
     "engine."},
    {R"(#\s*include\s*<(iostream|fstream|cstdio|stdio\.h|filesystem|unistd\.h|(sys|netinet)/))",
     "no input or output here, because the core is a function; the world's news come in as "
     "commands."},
    {R"(#\s*include\s*<(boost/asio|boost/beast|openssl|sodium|sqlite3|spdlog|curl))",
     "no I/O library and no cryptography here; api/access verifies, links and journal touch the "
     "world."},
    {R"(\bstd::unordered_|#\s*include\s*<unordered_)",
     "use std::map here, or boost::unordered_flat_map where nothing walks it, because two replays "
     "must walk alike."},
    {R"(\b(map|set)\s*<\s*(const\s+)?[\w:]+\s*(const\s*)?\*)",
     "use an id as the key here, because addresses differ from run to run."},
    {R"(\b(getenv|setlocale|std::locale)\b)",
     "no environment or locale here, because the same journal must give the same digest on every "
     "machine."},
    {R"(\bthread_local\b)", "no globals here, because state is what events made of it."},
};

const std::vector<Forbidden>& forbidden_in_core() {
    static const std::vector<Forbidden> all = [] {
        std::vector<Forbidden> made;
        for (const auto& [code, sentence] : forbidden_rows) {
            made.push_back({std::regex(code), sentence});
        }
        return made;
    }();
    return all;
}

void check_core(const File& file, Findings& findings) {
    if (!file.is_core() || file.is_test()) return;
    std::size_t number = 0;
    for (const std::string_view line : lines_of(file.code)) {
        ++number;
        for (const Forbidden& rule : forbidden_in_core()) {
            std::match_results<std::string_view::const_iterator> found;
            if (std::regex_search(line.begin(), line.end(), found, rule.code)) {
                findings.add(file, number, "`" + found.str() + "`: " + rule.sentence);
            }
        }
    }
}

// A hash map may be looked into but not walked: its order is not the same in two replays.
// Members are declared in one file and walked in another, so the names of a whole room count.
using NamesByRoom = std::map<std::string, std::set<std::string>>;

NamesByRoom unordered_names(const std::vector<File>& files) {
    static const std::regex declared(
        R"(\bunordered_(?:flat_|node_)?(?:map|set)\s*<[^;{}()]*>\s+(\w+))");
    NamesByRoom names;
    for (const File& file : files) {
        const Room* room = room_of(file.in_source);
        if (room == nullptr || !file.is_core()) continue;
        for (std::sregex_iterator at(file.code.begin(), file.code.end(), declared), end; at != end;
             ++at) {
            names[room->folder].insert(at->str(1));
        }
    }
    return names;
}

void check_walks(const File& file, const std::set<std::string>& unordered, Findings& findings) {
    static const std::regex walked(R"(\bfor\s*\([^;()]*:\s*(?:\w+(?:\.|->))*(\w+)\s*\))"
                                   R"(|(\w+)\s*(?:\.|->)\s*c?begin\s*\()");
    std::size_t number = 0;
    for (const std::string_view line : lines_of(file.code)) {
        ++number;
        std::match_results<std::string_view::const_iterator> found;
        if (!std::regex_search(line.begin(), line.end(), found, walked)) continue;
        const std::string name = found[1].matched ? found.str(1) : found.str(2);
        if (unordered.contains(name)) {
            findings.add(file, number,
                         "`" + name +
                             "` is a hash map and may not be walked here: keep an ordered "
                             "container beside it, because two replays must walk alike.");
        }
    }
}

// --- the page

// Columns are characters, not bytes: the ones that continue a UTF-8 character do not count.
std::size_t columns(std::string_view line) {
    return static_cast<std::size_t>(std::ranges::count_if(
        line, [](char byte) { return (static_cast<unsigned char>(byte) & 0xC0U) != 0x80U; }));
}

void check_page(const File& file, Findings& findings) {
    std::size_t number = 0;
    for (const std::string_view line : lines_of(file.text)) {
        ++number;
        if (columns(line) > 100) {
            findings.add(file, number,
                         "a line of " + std::to_string(columns(line)) +
                             " columns: break it before 100, because two files are "
                             "read side by side.");
        }
        if (line.find('\t') != std::string_view::npos) {
            findings.add(
                file, number,
                "a tab: use four spaces, because tabs are as wide as the reader's settings.");
        }
    }
}

void check_sleeps(const File& file, Findings& findings) {
    if (!file.is_test()) return;
    std::size_t number = 0;
    for (const std::string_view line : lines_of(file.code)) {
        ++number;
        if (line.find("sleep_for") != std::string_view::npos ||
            line.find("sleep_until") != std::string_view::npos) {
            findings.add(
                file, number,
                "a sleep in a test: move the simulated clock or wait for the event, because "
                "sleeping is slow on a fast machine and too short on a slow one.");
        }
    }
}

std::vector<File> files_of(const Tree& tree) {
    std::vector<File> files;
    for (const auto& [path, text] : tree) {
        files.push_back(
            {path, path.starts_with("src/") ? path.substr(4) : "", text, code_only(text)});
    }
    return files;
}

}  // namespace

std::vector<std::string> broken_rules(const Tree& tree) {
    const std::vector<File> files = files_of(tree);
    const NamesByRoom unordered = unordered_names(files);
    Findings findings;
    for (const File& file : files) {
        check_page(file, findings);
        check_sleeps(file, findings);
        if (file.in_source.empty()) continue;
        check_direction(tree, file, findings);
        check_headers(file, findings);
        check_core(file, findings);
        const Room* room = room_of(file.in_source);
        if (room != nullptr && unordered.contains(room->folder)) {
            check_walks(file, unordered.at(room->folder), findings);
        }
    }
    return findings.take();
}

std::size_t own_includes(const Tree& tree) {
    std::size_t count = 0;
    for (const File& file : files_of(tree)) {
        if (file.in_source.empty()) continue;
        count += static_cast<std::size_t>(std::ranges::count_if(
            includes_of(file), [](const Include& include) { return include.quoted; }));
    }
    return count;
}

}  // namespace architecture
