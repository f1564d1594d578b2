#include "api/access/structured_fields.hpp"

#include <algorithm>

#include "base/result.hpp"

namespace api::structured {
namespace {

constexpr int digits_max = 15;

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_lower(char c) { return c >= 'a' && c <= 'z'; }
bool is_letter(char c) { return is_lower(c) || (c >= 'A' && c <= 'Z'); }
bool starts_key(char c) { return is_lower(c) || c == '*'; }
bool is_key_character(char c) {
    return is_lower(c) || is_digit(c) || c == '_' || c == '-' || c == '.' || c == '*';
}
bool is_token_character(char c) {
    return is_letter(c) || is_digit(c) || std::string_view{"!#$%&'*+-.^_`|~:/"}.contains(c);
}
bool is_base64_character(char c) { return is_letter(c) || is_digit(c) || c == '+' || c == '/'; }

// Whole groups of four, padded, of the standard alphabet.
bool is_base64(std::string_view text) {
    if (text.size() % 4 != 0) return false;
    for (int i = 0; i < 2 && text.ends_with('='); ++i) text.remove_suffix(1);
    return std::ranges::all_of(text, is_base64_character);
}

std::unexpected<Fault> fault(Fault why = Fault::not_a_dictionary) { return std::unexpected(why); }

template <class Named>
bool has_key(std::span<const Named> all, std::string_view key) {
    return std::ranges::find(all, key, &Named::key) != all.end();
}

void append_value(const Value& value, std::string& text) {
    switch (value.kind) {
        case Kind::boolean:
            text += value.integer != 0 ? "?1" : "?0";
            return;
        case Kind::integer:
            text += std::to_string(value.integer);
            return;
        case Kind::string:
            text.append("\"").append(value.text).append("\"");
            return;
        case Kind::token:
            text += value.text;
            return;
        case Kind::bytes:
            text.append(":").append(value.text).append(":");
            return;
    }
}

}  // namespace

// RFC 8941 4.2, from left to right without a step back.
class Parser {
  public:
    explicit Parser(std::string_view text) : rest_{text} {
        made_.members_.reserve(4);
        made_.items_.reserve(16);
        made_.parameters_.reserve(16);
    }

    std::expected<Dictionary, Fault> dictionary() {
        skip(" ");
        while (!rest_.empty()) {
            TRY_OK(member());
            skip(" \t");
            if (rest_.empty()) break;
            if (!take(',')) return fault();
            skip(" \t");
            if (rest_.empty()) return fault();  // a comma promises another one
        }
        return std::move(made_);
    }

  private:
    std::expected<void, Fault> member() {
        TRY(const std::string_view name, key());
        if (has_key<Member>(made_.members_, name)) return fault(Fault::duplicate_key);
        if (made_.members_.size() == members_max) return fault(Fault::too_many);
        Member read{.key = name};
        read.items.first = made_.items_.size();
        if (!take('=')) {
            TRY_OK(add(Item{.value = {.kind = Kind::boolean, .integer = 1}}));
        } else if (take('(')) {
            read.is_list = true;
            TRY_OK(list());
        } else {
            TRY(const Value alone, value());
            TRY_OK(add(Item{.value = alone}));
        }
        read.items.count = made_.items_.size() - read.items.first;
        TRY(read.parameters, parameters());
        made_.members_.push_back(read);
        return {};
    }

    // Behind the "(" of an inner list.
    std::expected<void, Fault> list() {
        for (;;) {
            skip(" ");
            if (take(')')) return {};
            TRY(const Value item, value());
            TRY(const Part behind, parameters());
            TRY_OK(add(Item{.value = item, .parameters = behind}));
            if (!rest_.starts_with(' ') && !rest_.starts_with(')')) return fault();
        }
    }

    std::expected<void, Fault> add(const Item& item) {
        if (made_.items_.size() == items_max) return fault(Fault::too_many);
        made_.items_.push_back(item);
        return {};
    }

    std::expected<Part, Fault> parameters() {
        Part part{.first = made_.parameters_.size(), .count = 0};
        while (take(';')) {
            skip(" ");
            TRY(const std::string_view name, key());
            if (has_key<Parameter>(made_.parameters(part), name)) {
                return fault(Fault::duplicate_key);
            }
            if (made_.parameters_.size() == parameters_max) return fault(Fault::too_many);
            Parameter read{.key = name, .value = {.kind = Kind::boolean, .integer = 1}};
            if (take('=')) {
                TRY(read.value, value());
            }
            made_.parameters_.push_back(read);
            ++part.count;
        }
        return part;
    }

    std::expected<std::string_view, Fault> key() {
        if (rest_.empty() || !starts_key(rest_.front())) return fault();
        return take_while(is_key_character);
    }

    std::expected<Value, Fault> value() {
        if (rest_.empty()) return fault();
        const char first = rest_.front();
        if (is_digit(first) || first == '-') return integer();
        if (first == '"') return string();
        if (first == ':') return bytes();
        if (first == '?') return boolean();
        if (!is_letter(first) && first != '*') return fault();
        return Value{.kind = Kind::token, .text = take_while(is_token_character)};
    }

    std::expected<Value, Fault> integer() {
        const bool negative = take('-');
        const std::string_view digits = take_while(is_digit);
        if (digits.empty() || digits.size() > digits_max || rest_.starts_with('.')) return fault();
        std::int64_t number = 0;
        for (const char c : digits) number = number * 10 + (c - '0');
        return Value{.kind = Kind::integer, .integer = negative ? -number : number};
    }

    std::expected<Value, Fault> string() {
        rest_.remove_prefix(1);
        for (std::size_t i = 0; i < rest_.size(); ++i) {
            const char c = rest_[i];
            if (c == '"') return Value{.kind = Kind::string, .text = take_upto(i)};
            if (c < 0x20 || c > 0x7e) break;
            if (c != '\\') continue;
            ++i;
            if (i == rest_.size() || (rest_[i] != '"' && rest_[i] != '\\')) break;
        }
        return fault();
    }

    std::expected<Value, Fault> bytes() {
        rest_.remove_prefix(1);
        const std::size_t end = rest_.find(':');
        if (end == rest_.npos) return fault();
        const std::string_view text = take_upto(end);
        if (!is_base64(text)) return fault();
        return Value{.kind = Kind::bytes, .text = text};
    }

    std::expected<Value, Fault> boolean() {
        rest_.remove_prefix(1);
        if (take('1')) return Value{.kind = Kind::boolean, .integer = 1};
        if (take('0')) return Value{.kind = Kind::boolean, .integer = 0};
        return fault();
    }

    // What stands before `end`, and the one character there goes too.
    std::string_view take_upto(std::size_t end) {
        const std::string_view taken = rest_.substr(0, end);
        rest_.remove_prefix(end + 1);
        return taken;
    }
    std::string_view take_while(bool (*fits)(char)) {
        const auto end = std::ranges::find_if_not(rest_, fits);
        const std::string_view taken{rest_.begin(), end};
        rest_.remove_prefix(taken.size());
        return taken;
    }
    bool take(char c) {
        if (!rest_.starts_with(c)) return false;
        rest_.remove_prefix(1);
        return true;
    }
    void skip(std::string_view blanks) {
        rest_.remove_prefix(std::min(rest_.find_first_not_of(blanks), rest_.size()));
    }

    std::string_view rest_;
    Dictionary made_;
};

std::expected<Dictionary, Fault> Dictionary::parse(std::string_view text) {
    while (text.ends_with(' ')) text.remove_suffix(1);
    return Parser{text}.dictionary();
}

const Member* Dictionary::find(std::string_view key) const {
    const auto found = std::ranges::find(members_, key, &Member::key);
    return found == members_.end() ? nullptr : &*found;
}

std::span<const Item> Dictionary::items(const Member& member) const {
    return std::span{items_}.subspan(member.items.first, member.items.count);
}

std::span<const Parameter> Dictionary::parameters(Part part) const {
    return std::span{parameters_}.subspan(part.first, part.count);
}

const Value* Dictionary::parameter(const Member& member, std::string_view key) const {
    const auto all = parameters(member.parameters);
    const auto found = std::ranges::find(all, key, &Parameter::key);
    return found == all.end() ? nullptr : &found->value;
}

void Dictionary::append(const Member& member, std::string& text) const {
    if (member.is_list) text += '(';
    bool first = true;
    for (const Item& item : items(member)) {
        if (!first) text += ' ';
        first = false;
        append_value(item.value, text);
        append(item.parameters, text);
    }
    if (member.is_list) text += ')';
    append(member.parameters, text);
}

void Dictionary::append(Part part, std::string& text) const {
    for (const Parameter& parameter : parameters(part)) {
        text.append(";").append(parameter.key);
        const bool is_true = parameter.value.kind == Kind::boolean && parameter.value.integer != 0;
        if (is_true) continue;
        text += '=';
        append_value(parameter.value, text);
    }
}

}  // namespace api::structured
