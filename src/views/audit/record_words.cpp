#include "views/audit/record_words.hpp"

#include <array>

namespace views {
namespace {

// The name of a type as the compiler spells it, cut out of the name of this function. Both
// compilers that we use write "[with Type = core::PlaceOrder; ...]" or "[Type = core::PlaceOrder]".
template <class Type>
constexpr std::string_view type_name() {
    std::string_view text = __PRETTY_FUNCTION__;
    constexpr std::string_view before = "Type = ";
    text.remove_prefix(text.find(before) + before.size());
    text = text.substr(0, text.find_first_of(";]"));
    const std::size_t colon = text.rfind(':');
    return colon == text.npos ? text : text.substr(colon + 1);
}
static_assert(type_name<core::PlaceOrder>() == "PlaceOrder");

struct Word {
    std::uint16_t number{};
    std::string_view name;
};

// In the order of the variant.
template <class... Commands>
constexpr std::array<Word, sizeof...(Commands)> words_of(const std::variant<Commands...>*) {
    return {Word{Commands::type_number, type_name<Commands>()}...};
}
constexpr auto words = words_of(static_cast<const core::Command*>(nullptr));

}  // namespace

std::string_view name_of(const core::Command& command) { return words[command.index()].name; }

std::uint16_t number_of(const core::Command& command) { return words[command.index()].number; }

std::string_view command_name(std::uint16_t type_number) {
    for (const Word& word : words) {
        if (word.number == type_number) return word.name;
    }
    return {};
}

std::optional<std::uint16_t> command_number(std::string_view name) {
    for (const Word& word : words) {
        if (word.name == name) return word.number;
    }
    return std::nullopt;
}

}  // namespace views
