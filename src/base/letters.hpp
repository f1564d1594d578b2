// Letters and blanks of ASCII, whatever the locale; bytes beyond it stay as they are.
//
//     lower('A')                                     // 'a'
//     same_word("Keep-Alive", "keep-alive")          // the second one is written in lower case
//     equal_in_any_case("aB", "Ab")
//     trimmed(" a b\t")                              // "a b": without what HTTP calls OWS
//     trimmed("7\n", " \t\r\n")                      // "7"
//
// Cost     O(bytes), no allocation. Not in constant time: for names, never for secrets.
#pragma once

#include <algorithm>
#include <string_view>

namespace base {

constexpr char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

constexpr bool same_word(std::string_view text, std::string_view lower_case) {
    return std::ranges::equal(text, lower_case, {}, lower);
}

constexpr bool equal_in_any_case(std::string_view a, std::string_view b) {
    return std::ranges::equal(a, b, {}, lower, lower);
}

constexpr std::string_view trimmed(std::string_view text, std::string_view blanks = " \t") {
    const std::size_t first = text.find_first_not_of(blanks);
    if (first == text.npos) return {};
    return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

}  // namespace base
