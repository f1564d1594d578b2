#include "api/dialects/native/json_body.hpp"

#include <simdjson.h>

#include "base/result.hpp"

namespace api::native {
namespace {

namespace json = simdjson::ondemand;

constexpr std::size_t fields_max = 64;
constexpr std::size_t items_max = 1'024;
constexpr std::size_t objects_max = 16;

std::unexpected<Refusal> not_json(std::string_view reason) {
    auto refusal = refuse(core::Reject::malformed_json);
    refusal.error().facts.push_back({"reason", std::string{reason}, false});
    return refusal;
}

std::unexpected<Refusal> not_json(simdjson::error_code error) {
    return not_json(error == simdjson::UTF8_ERROR ? "not_utf8" : "not_json");
}

std::string_view trimmed(std::string_view token) {
    while (!token.empty() && (token.back() == ' ' || token.back() == '\t' || token.back() == '\n' ||
                              token.back() == '\r')) {
        token.remove_suffix(1);
    }
    return token;
}

// Whether a value may hold objects; those in a list may not.
enum class Depth { body, item };

Answer<void> read_fields(json::object object, Inputs& inputs, Depth depth);

Answer<void> read_item(json::object object, Input& input) {
    if (input.objects.size() == objects_max) return malformed(input.name, "too_long");
    const auto read = read_fields(object, input.objects.emplace_back(), Depth::item);
    if (read) return {};
    if (read.error().rejection.reject == core::Reject::malformed_json) return read;
    return std::unexpected(inside(input.name, input.objects.size() - 1, read.error()));
}

// Of strings, or of objects.
Answer<void> read_list(json::value& value, Input& input, Depth depth) {
    json::array items;
    if (value.get_array().get(items) != simdjson::SUCCESS) return not_json("not_json");
    input.form = Form::list;
    for (auto item : items) {
        std::string_view text;
        if (item.error() != simdjson::SUCCESS) return not_json(item.error());
        json::json_type type{};
        const bool typed = item.type().get(type) == simdjson::SUCCESS;
        if (typed && type == json::json_type::object && depth == Depth::body) {
            json::object object;
            if (!input.list.empty()) return malformed(input.name, "not_a_list");
            if (item.get_object().get(object) != simdjson::SUCCESS) return not_json("not_json");
            TRY_OK(read_item(object, input));
            input.form = Form::objects;
            continue;
        }
        if (input.form == Form::objects) return malformed(input.name, "not_objects");
        if (item.get_string().get(text) != simdjson::SUCCESS) {
            return malformed(input.name, "not_a_list");
        }
        if (input.list.size() == items_max) return malformed(input.name, "too_long");
        input.list.push_back(text);
    }
    return {};
}

Answer<void> read_number(json::value& value, Input& input) {
    input.form = Form::number;
    input.text = trimmed(value.raw_json_token());
    if (!is_json_number(input.text)) return malformed(input.name, "not_a_number");
    return {};
}

Answer<void> read_value(json::value& value, Input& input, Depth depth) {
    json::json_type type{};
    if (value.type().get(type) != simdjson::SUCCESS) return malformed(input.name, "not_a_value");
    switch (type) {
        case json::json_type::string:
            input.form = Form::text;
            if (value.get_string().get(input.text) != simdjson::SUCCESS) {
                return malformed(input.name, "not_text");
            }
            return {};
        case json::json_type::number:
            return read_number(value, input);
        case json::json_type::boolean: {
            bool truth{};
            input.form = Form::boolean;
            if (value.get_bool().get(truth) != simdjson::SUCCESS) {
                return malformed(input.name, "not_a_value");
            }
            input.text = truth ? "true" : "false";
            return {};
        }
        case json::json_type::null:
            input.form = Form::null;
            if (trimmed(value.raw_json_token()) != "null") {
                return malformed(input.name, "not_a_value");
            }
            return {};
        case json::json_type::array:
            return read_list(value, input, depth);
        case json::json_type::object:
            return malformed(input.name, "nested");
    }
    return malformed(input.name, "not_a_value");
}

Answer<void> read_fields(json::object object, Inputs& inputs, Depth depth) {
    std::size_t count = 0;
    for (auto field : object) {
        std::string_view name;
        json::value value;
        if (field.error() != simdjson::SUCCESS) return not_json(field.error());
        if (field.unescaped_key().get(name) != simdjson::SUCCESS) return not_json("not_json");
        if (field.value().get(value) != simdjson::SUCCESS) return not_json("not_json");
        if (++count > fields_max) return not_json("too_many_fields");
        Input input{name, FieldPlace::body, Form::text, {}, {}, {}};
        TRY_OK(read_value(value, input, depth));
        inputs.add(std::move(input));
    }
    return {};
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

void skip_digits(std::string_view& text) {
    while (!text.empty() && is_digit(text.front())) text.remove_prefix(1);
}

}  // namespace

bool is_json_number(std::string_view text) {
    if (text.starts_with('-')) text.remove_prefix(1);
    if (text.empty() || !is_digit(text.front())) return false;
    const bool leading_zero = text.size() > 1 && text[0] == '0' && is_digit(text[1]);
    if (leading_zero) return false;
    skip_digits(text);
    if (text.starts_with('.')) {
        text.remove_prefix(1);
        if (text.empty() || !is_digit(text.front())) return false;
        skip_digits(text);
    }
    if (text.starts_with('e') || text.starts_with('E')) {
        text.remove_prefix(1);
        if (text.starts_with('+') || text.starts_with('-')) text.remove_prefix(1);
        if (text.empty() || !is_digit(text.front())) return false;
        skip_digits(text);
    }
    return text.empty();
}

struct JsonBody::Impl {
    json::parser parser;
    std::string padded;
};

JsonBody::JsonBody() : impl_{std::make_unique<Impl>()} {}
JsonBody::~JsonBody() = default;

Answer<void> JsonBody::read(std::string_view body, Inputs& inputs) {
    std::string& padded = impl_->padded;
    padded.reserve(body.size() + simdjson::SIMDJSON_PADDING);
    padded.assign(body);
    json::document document;
    const simdjson::padded_string_view view{padded.data(), padded.size(), padded.capacity()};
    const auto begun = impl_->parser.iterate(view).get(document);
    if (begun != simdjson::SUCCESS) return not_json(begun);
    json::object object;
    if (document.get_object().get(object) != simdjson::SUCCESS) return not_json("not_an_object");
    TRY_OK(read_fields(object, inputs, Depth::body));
    if (document.current_location().error() != simdjson::OUT_OF_BOUNDS) {
        return not_json("something_behind");
    }
    return {};
}

}  // namespace api::native
