#include "api/factors/qr.hpp"

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>
#include <memory>
#include <regex>
#include <unistd.h>

namespace api {
namespace {

constexpr std::string_view uri =
    "otpauth://totp/Postern:alice%40example.org?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
    "&issuer=Postern&algorithm=SHA1&digits=6&period=30";

// Dark or light, row by row: what an eye sees.
using Seen = std::vector<std::vector<bool>>;

// Draws what the path of our pictures says: "M4 4h7v1h-7z".
Seen seen_in_svg(const std::string& svg) {
    std::smatch box;
    const std::regex view{R"re(viewBox="0 0 (\d+) (\d+)")re"};
    if (!std::regex_search(svg, box, view)) return {};
    const std::size_t width = std::stoul(box[1]);
    Seen seen(width, std::vector<bool>(width));
    const std::regex run{R"(M(\d+) (\d+)h(\d+)v1h-(\d+)z)"};
    for (std::sregex_iterator at{svg.begin(), svg.end(), run}, end; at != end; ++at) {
        const std::size_t first = std::stoul((*at)[1]);
        EXPECT_EQ((*at)[3], (*at)[4]);
        for (std::size_t i = 0; i < std::stoul((*at)[3]); ++i) {
            seen.at(std::stoul((*at)[2])).at(first + i) = true;
        }
    }
    return seen;
}

Seen seen_in_terminal(std::string_view text) {
    Seen seen;
    for (std::size_t from = 0; from < text.size();) {
        const std::string_view line = text.substr(from, text.find('\n', from) - from);
        from += line.size() + 1;
        std::vector<bool> upper, lower;
        for (std::size_t at = 0; at < line.size(); at += line[at] == ' ' ? 1 : 3) {
            const std::string_view block = line.substr(at, line[at] == ' ' ? 1 : 3);
            upper.push_back(block == " " || block == "▄");
            lower.push_back(block == " " || block == "▀");
        }
        seen.push_back(upper);
        seen.push_back(lower);
    }
    return seen;
}

// A scanner that is not ours reads it from a file of grey dots, four for a module.
std::string scanned(const Seen& seen) {
    constexpr std::size_t dots = 4;
    const auto path = std::filesystem::temp_directory_path() /
                      ("postern-qr-" + std::to_string(getpid()) + ".pgm");
    std::ofstream file{path, std::ios::binary};
    file << "P5 " << seen[0].size() * dots << " " << seen.size() * dots << " 255\n";
    for (std::size_t y = 0; y < seen.size() * dots; ++y) {
        for (std::size_t x = 0; x < seen[0].size() * dots; ++x) {
            file << (seen[y / dots][x / dots] ? '\0' : '\xff');
        }
    }
    file.close();
    const std::string command = "zbarimg --quiet --raw " + path.string() + " 2>/dev/null";
    const std::unique_ptr<FILE, int (*)(FILE*)> pipe{popen(command.c_str(), "r"), pclose};
    std::string text;
    for (int c = 0; pipe && (c = std::fgetc(pipe.get())) != EOF;) text += static_cast<char>(c);
    std::filesystem::remove(path);
    return text;
}

TEST(Qr, a_scanner_reads_the_picture) {
    const auto code = QrCode::of(uri);
    ASSERT_TRUE(code);
    EXPECT_EQ(scanned(seen_in_svg(code->svg())), std::string{uri} + "\n")
        << "zbarimg comes with script/bootstrap --test";
}

TEST(Qr, a_scanner_reads_the_terminal) {
    const auto code = QrCode::of(uri);
    ASSERT_TRUE(code);
    EXPECT_EQ(scanned(seen_in_terminal(code->terminal())), std::string{uri} + "\n")
        << "zbarimg comes with script/bootstrap --test";
}

TEST(Qr, the_picture_is_small_and_refers_to_nothing_outside) {
    const std::string svg = QrCode::of(uri)->svg();
    EXPECT_LT(svg.size(), 25'000U);
    for (const char* reference : {"href", "url(", "<script", "<style", "<!"}) {
        EXPECT_EQ(svg.find(reference), std::string::npos) << reference;
    }
    // The one address in it names the vocabulary; nobody fetches it.
    EXPECT_EQ(svg.find("http"), svg.rfind("http"));
}

TEST(Qr, four_light_modules_lie_around_it) {
    const auto code = QrCode::of("x");
    ASSERT_TRUE(code);
    for (int along = -1; along <= code->width(); ++along) {
        for (int depth = -1; depth < 4; ++depth) {
            EXPECT_FALSE(code->is_dark(along, depth) || code->is_dark(depth, along));
            EXPECT_FALSE(code->is_dark(along, code->width() - 1 - depth));
        }
    }
    EXPECT_TRUE(code->is_dark(4, 4));
}

TEST(Qr, there_is_no_code_for_nothing_nor_for_too_much) {
    EXPECT_FALSE(QrCode::of(""));
    EXPECT_TRUE(QrCode::of(std::string(2331, 'x')));
    EXPECT_FALSE(QrCode::of(std::string(2332, 'x')));
}

}  // namespace
}  // namespace api
