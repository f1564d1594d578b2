// What said*.cpp share: the words of a line, and what they stand for.
#pragma once

#include <boost/describe.hpp>
#include <boost/mp11.hpp>
#include <optional>
#include <sstream>
#include <stdexcept>

#include "base/hash.hpp"
#include "scenarios/town.hpp"

namespace scenarios {

// The words of a line, and apart from them what is said as name=value.
class Line {
  public:
    explicit Line(const std::string& text) {
        std::istringstream words{text};
        for (std::string word; words >> word;) {
            const auto equals = word.find('=');
            if (equals == std::string::npos) {
                words_.push_back(word);
            } else {
                named_[word.substr(0, equals)] = word.substr(equals + 1);
            }
        }
    }

    const std::string& word(std::size_t at) const { return words_.at(at); }
    std::size_t count() const { return words_.size(); }
    std::int64_t number(std::size_t at) const { return std::stoll(words_.at(at)); }
    bool has(const std::string& word) const {
        for (const std::string& one : words_) {
            if (one == word) return true;
        }
        return false;
    }
    bool names(const std::string& name) const { return named_.contains(name); }
    std::string named(const std::string& name, const std::string& otherwise) const {
        const auto found = named_.find(name);
        return found == named_.end() ? otherwise : found->second;
    }
    std::int64_t number(const std::string& name, std::int64_t otherwise) const {
        return names(name) ? std::stoll(named_.at(name)) : otherwise;
    }

  private:
    std::vector<std::string> words_;
    std::map<std::string, std::string> named_;
};

template <class Enum>
Enum one_of(const std::string& name) {
    Enum value{};
    boost::mp11::mp_for_each<boost::describe::describe_enumerators<Enum>>([&](auto named) {
        if (name == named.name) value = named.value;
    });
    if (value == Enum{}) throw std::invalid_argument{name};
    return value;
}

inline std::vector<std::string> listed(const std::string& text) {
    std::vector<std::string> items;
    std::istringstream in{text};
    for (std::string item; std::getline(in, item, ',');) items.push_back(item);
    return items;
}

inline core::Fingerprint fingerprint(const std::string& text) {
    return {base::keyed_hash({1, 2}, 3, text), base::keyed_hash({4, 5}, 6, text)};
}

// "+30s" from now.
inline core::Timestamp time_of(Town& town, const std::string& text) {
    return town.house.clock.now() + core::seconds(std::stoll(text));
}

// The envelope of a person who signed in, instead of his key's: `session=2`, else his last one;
// `with=totp:7` a factor with its step or counter, `with=recovery:c3`, `with=totp:wrong`.
void speak_in_person(Town& town, const Line& line, core::Envelope& envelope);

// said.cpp: what a trader says of one order.
core::PlaceOrder order_of(Town& town, const Line& line);
core::CancelOrder cancel_of(const Town& town, const Line& line);

// said_orders.cpp: lists, replacements and the like; parts of a line stand apart by " | ".
std::optional<core::Command> orders_command(Town& town, const std::string& text,
                                            core::Envelope& envelope);
// said_people.cpp and its like: the command, if the line is one of theirs. The envelope has the
// caller already; in here it may become the person's.
std::optional<core::Command> people_command(Town& town, const Line& line, core::Envelope& envelope);
std::optional<core::Command> customers_command(Town& town, const Line& line,
                                               core::Envelope& envelope);
std::optional<core::Command> keys_command(Town& town, const Line& line, core::Envelope& envelope);

}  // namespace scenarios
