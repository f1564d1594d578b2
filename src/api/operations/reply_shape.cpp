#include "api/operations/reply_shape.hpp"

#include <algorithm>
#include <array>

#include "base/letters.hpp"
#include "base/result.hpp"

namespace api {
namespace {

using base::trimmed;

constexpr auto plain_words = std::to_array<std::string_view>(
    {"text", "decimal", "integer", "id", "boolean", "time", "market", "asset", "object"});

template <class... Pieces>
std::unexpected<std::string> wrong(const Pieces&... pieces) {
    std::string text;
    ((text += pieces), ...);
    return std::unexpected(std::move(text));
}

bool is_letter_or_digit(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

bool is_name(std::string_view text) {
    return !text.empty() &&
           std::ranges::all_of(text, [](char c) { return is_letter_or_digit(c) || c == '_'; });
}

bool is_choice(std::string_view word) {
    return word.find('|') != word.npos && !word.starts_with('|') && !word.ends_with('|') &&
           std::ranges::all_of(word, [](char c) {
               return is_letter_or_digit(c) || c == '_' || c == '-' || c == '|';
           });
}

std::string_view take_until(std::string_view& rest, char end) {
    const std::size_t at = std::min(rest.find(end), rest.size());
    const std::string_view taken = trimmed(rest.substr(0, at));
    rest.remove_prefix(std::min(at + 1, rest.size()));
    return taken;
}

std::expected<ShapeMember, std::string> parse_member(std::string_view text) {
    ShapeMember member;
    const std::size_t colon = text.find(':');
    if (colon == text.npos) {
        TRY(member.type, parse_type(text));
        if (!member.type.is_schema() || member.type.lists != 0 || member.type.nullable) {
            return wrong("'", text, "' has no name; only a schema may stand without one");
        }
        return member;
    }
    member.name = trimmed(text.substr(0, colon));
    if (member.name.ends_with('?')) {
        member.optional = true;
        member.name.remove_suffix(1);
    }
    if (!is_name(member.name)) return wrong("'", text, "' does not begin with a name");
    TRY(member.type, parse_type(trimmed(text.substr(colon + 1))));
    return member;
}

}  // namespace

std::expected<ShapeType, std::string> parse_type(std::string_view text) {
    ShapeType type{.word = text};
    if (type.word.ends_with('?')) {
        type.nullable = true;
        type.word.remove_suffix(1);
    }
    while (type.word.starts_with('[') && type.word.ends_with(']')) {
        ++type.lists;
        type.word = type.word.substr(1, type.word.size() - 2);
    }
    const bool is_schema = is_name(type.word) && type.is_schema();
    const bool is_plain = std::ranges::find(plain_words, type.word) != plain_words.end();
    if (!is_schema && !is_plain && !is_choice(type.word)) {
        return wrong("'", text, "' is no type: see reply_shape.hpp");
    }
    return type;
}

std::expected<ReplyShape, std::string> parse_reply(std::string_view text) {
    ReplyShape shape;
    std::string_view rest = trimmed(text);
    if (!rest.empty() && rest.front() >= '0' && rest.front() <= '9') {
        const std::string_view status = take_until(rest, ' ');
        if (status != "201" && status != "202") return wrong("no status '", status, "' here");
        shape.status = status == "201" ? 201 : 202;
    }
    if (rest.empty()) return wrong("a reply has at least one member");
    while (!rest.empty()) {
        TRY(ShapeMember member, parse_member(take_until(rest, ',')));
        shape.members.push_back(member);
    }
    return shape;
}

}  // namespace api
