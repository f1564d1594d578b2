#include "api/operations/inputs.hpp"

#include <algorithm>
#include <charconv>

#include "api/operations/numbers.hpp"
#include "base/result.hpp"

namespace api {
namespace {

bool one_of(std::string_view choices, std::string_view text) {
    while (!choices.empty()) {
        const std::size_t end = std::min(choices.find('|'), choices.size());
        if (choices.substr(0, end) == text) return true;
        choices.remove_prefix(std::min(end + 1, choices.size()));
    }
    return false;
}

// A JSON string, or whatever stood in a path or query.
bool is_text(const Input& input) { return input.form == Form::text; }

std::string_view wrong_text(const Field& field, const Input& input) {
    if (!is_text(input)) return "not_text";
    if (input.text.size() > field.bytes_max) return "too_long";
    if (field.type == FieldType::choice && !one_of(field.choices, input.text)) return "not_one_of";
    if (field.type == FieldType::id && input.text.empty()) return "not_a_number";
    return {};
}

std::optional<std::uint64_t> whole_number(std::string_view text) {
    std::uint64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return number;
}

std::string_view wrong_integer(const Input& input) {
    if (input.form != Form::number && input.form != Form::text) return "not_a_number";
    const std::string_view text = input.text;
    const std::string_view plain = text.starts_with('-') ? text.substr(1) : text;
    const bool is_digits =
        !plain.empty() && plain.find_first_not_of("0123456789") == std::string_view::npos;
    if (!is_digits) return "not_a_number";
    if (plain.size() != text.size()) return "negative";
    const auto number = whole_number(text);
    return number && *number <= INT64_MAX ? std::string_view{} : "out_of_range";
}

std::string_view wrong_boolean(const Input& input) {
    if (input.form == Form::boolean) return {};
    const bool in_body = input.place == FieldPlace::body;
    if (!in_body && (input.text == "true" || input.text == "false")) return {};
    return "not_true_or_false";
}

std::string_view wrong_list(const Input& input) {
    if (input.form == Form::list) return {};
    return "not_a_list";
}

// Why the input is not of the field's form; empty when it is.
std::string_view wrong_form(const Field& field, const Input& input) {
    switch (field.type) {
        case FieldType::text:
        case FieldType::decimal:
        case FieldType::market:
        case FieldType::asset:
        case FieldType::choice:
            return wrong_text(field, input);
        case FieldType::id:
            if (!is_text(input)) return "not_text";
            return wrong_integer(input);
        case FieldType::integer:
            return wrong_integer(input);
        case FieldType::boolean:
            return wrong_boolean(input);
        case FieldType::time:
            if (!is_text(input) && input.form != Form::number) return "not_a_time";
            return parse_time(input.text) ? std::string_view{} : "not_a_time";
        case FieldType::texts:
            return wrong_list(input);
        case FieldType::objects:
            return input.form == Form::objects ? std::string_view{} : "not_objects";
    }
    return "not_text";
}

}  // namespace

std::unexpected<Refusal> malformed(std::string_view field, std::string_view reason) {
    auto refusal = refuse(core::Reject::malformed_field, field);
    refusal.error().facts.push_back({.name = "reason", .value = std::string{reason}});
    return refusal;
}

std::unexpected<Refusal> missing(std::string_view field) {
    return refuse(core::Reject::missing_field, field);
}

Refusal inside(std::string_view list, std::size_t index, Refusal refusal) {
    std::string field{list};
    field += '[' + std::to_string(index) + ']';
    const std::string_view inner = refusal.rejection.field.view();
    if (!inner.empty()) field += '.' + std::string{inner};
    refusal.rejection.field = base::Text<40>{std::string_view{field}.substr(0, 40)};
    return refusal;
}

Answer<void> Inputs::check(std::span<const Field> fields) const {
    for (std::size_t i = 0; i < inputs_.size(); ++i) {
        const Input& input = inputs_[i];
        const auto field = std::ranges::find_if(fields, [&](const Field& known) {
            return known.name == input.name && known.place == input.place;
        });
        if (field == fields.end()) return refuse(core::Reject::unknown_field, input.name);
        for (std::size_t before = 0; before < i; ++before) {
            if (inputs_[before].name == input.name) {
                return refuse(core::Reject::duplicate_field, input.name);
            }
        }
        if (const auto reason = wrong_form(*field, input); !reason.empty()) {
            return malformed(input.name, reason);
        }
        for (std::size_t at = 0; at < input.objects.size(); ++at) {
            const auto checked = input.objects[at].check(field->of);
            if (!checked) return std::unexpected(inside(input.name, at, checked.error()));
        }
    }
    for (const Field& field : fields) {
        if (field.required && !has(field.name)) return missing(field.name);
    }
    return {};
}

const Input* Inputs::find(std::string_view name) const {
    const auto found = std::ranges::find(inputs_, name, &Input::name);
    return found == inputs_.end() ? nullptr : &*found;
}

Answer<std::string_view> Inputs::text(std::string_view name) const {
    const Input* input = find(name);
    if (input == nullptr) return missing(name);
    return input->text;
}

std::string_view Inputs::text_or(std::string_view name, std::string_view otherwise) const {
    const Input* input = find(name);
    return input == nullptr ? otherwise : input->text;
}

Answer<std::uint64_t> Inputs::integer(std::string_view name, std::uint64_t max) const {
    TRY(const std::string_view digits, text(name));
    const auto number = whole_number(digits);
    if (!number) return malformed(name, "not_a_number");
    if (*number > max) return malformed(name, "out_of_range");
    return *number;
}

Answer<std::uint64_t> Inputs::integer_or(std::string_view name, std::uint64_t otherwise,
                                         std::uint64_t max) const {
    if (!has(name)) return otherwise;
    return integer(name, max);
}

bool Inputs::boolean_or(std::string_view name, bool otherwise) const {
    const Input* input = find(name);
    return input == nullptr ? otherwise : input->text == "true";
}

Answer<core::Timestamp> Inputs::time(std::string_view name) const {
    TRY(const std::string_view written, text(name));
    const auto time = parse_time(written);
    if (!time) return malformed(name, "not_a_time");
    return *time;
}

Answer<std::optional<core::Timestamp>> Inputs::time_if_any(std::string_view name) const {
    if (!has(name)) return std::nullopt;
    TRY(const core::Timestamp moment, time(name));
    return moment;
}

std::span<const std::string_view> Inputs::list(std::string_view name) const {
    const Input* input = find(name);
    if (input == nullptr) return {};
    return input->list;
}

std::span<const Inputs> Inputs::objects(std::string_view name) const {
    const Input* input = find(name);
    if (input == nullptr) return {};
    return input->objects;
}

}  // namespace api
