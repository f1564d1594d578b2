// Whatever the bytes: reading ends, and what was read is written in a way that reads the same.
#include <string>

#include "api/access/content_digest.hpp"
#include "api/access/structured_fields.hpp"
#include "base/bytes.hpp"
#include "base/check.hpp"
#include "base/fuzz.hpp"

namespace api::structured {
namespace {

// What a random generator would hardly ever write; a byte from 0x80 on stands for one of them.
const std::string_view phrases[] = {
    "a=",
    "b=",
    "sig=(",
    "\"@method\"",
    " \"date\"",
    ")",
    ";q",
    ";p=",
    ", ",
    "?1",
    "?0",
    "-15",
    "1700000",
    "\"k\\\"\"",
    ":aGk=:",
    "*tok/en",
    "sha-256=:aGk=:",
    ";created=1700000000",
    "(",
    "()",
};

std::string text_of(std::span<const std::uint8_t> bytes) {
    std::string text;
    for (const std::uint8_t byte : bytes) {
        if (byte >= 0x80) {
            text += phrases[byte % std::size(phrases)];
        } else {
            text += static_cast<char>(byte);
        }
    }
    return text;
}

std::string written(const Dictionary& read) {
    std::string text;
    for (const Member& member : read.members()) {
        if (!text.empty()) text += ", ";
        text.append(member.key).append("=");
        read.append(member, text);
    }
    return text;
}

void check_there_and_back(const std::string& text) {
    const auto read = Dictionary::parse(text);
    if (!read) return;
    CHECK(read->members().size() <= members_max);
    const std::string once = written(*read);
    const auto again = Dictionary::parse(once);
    CHECK(again && again->members().size() == read->members().size());
    CHECK(written(*again) == once);
    for (const Member& member : read->members()) CHECK(read->find(member.key) == &member);
}

}  // namespace

FUZZ_TARGET(structured_fields, bytes) {
    const std::string text = text_of(bytes);
    check_there_and_back(text);
    check_there_and_back("a=(" + text + ")");
    check_there_and_back("a;p=" + text);
    const auto checked = check_content_digest(text, text);
    CHECK(!checked || text.contains("sha-"));
    CHECK(check_content_digest(content_digest(text), text).has_value());
}

}  // namespace api::structured
