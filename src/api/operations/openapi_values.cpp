// JSON Schema of fields, members and schemas, and an example of each.
#include <algorithm>

#include "api/operations/openapi_parts.hpp"
#include "api/operations/table.hpp"

namespace api::openapi {
namespace {

constexpr std::string_view example_time = "2026-11-20T10:00:00.000Z";

// The schema of a plain word, without its braces.
std::string_view schema_of_word(std::string_view word) {
    if (word == "decimal") return R"("type":"string","pattern":"^-?\\d+(\\.\\d+)?$")";
    if (word == "integer") return R"("type":"integer")";
    if (word == "id") return R"("type":"string","pattern":"^\\d+$")";
    if (word == "boolean") return R"("type":"boolean")";
    if (word == "time") return R"("type":"string","format":"date-time")";
    if (word == "object") return R"("type":"object")";
    return R"("type":"string")";
}

void tell_words(Json& json, std::string_view choices) {
    json.begin_array();
    while (!choices.empty()) {
        const std::size_t end = std::min(choices.find('|'), choices.size());
        json.text(choices.substr(0, end));
        choices.remove_prefix(std::min(end + 1, choices.size()));
    }
    json.end_array();
}

// Members of a schema object. A type that may be null is one of two.
void tell_type_members(Json& json, ShapeType type) {
    if (type.nullable) {
        type.nullable = false;
        json.name("anyOf");
        json.begin_array();
        tell_type(json, type);
        json.raw(R"({"type":"null"})");
        json.end_array();
    } else if (type.lists > 0) {
        --type.lists;
        json.text("type", "array");
        json.name("items");
        tell_type(json, type);
    } else if (type.is_schema()) {
        json.text("$ref", "#/components/schemas/" + std::string{type.word});
    } else if (type.is_choice()) {
        json.text("type", "string");
        json.name("enum");
        tell_words(json, type.word);
    } else {
        json.raw(schema_of_word(type.word));
    }
}

std::string_view usual_example(std::string_view word) {
    if (word == "decimal") return "1.50000000";
    if (word == "integer") return "1";
    if (word == "id") return "17";
    if (word == "boolean") return "false";
    if (word == "time") return example_time;
    if (word == "market") return "BTCUSDT";
    if (word == "asset") return "BTC";
    if (word == "object") return "{}";
    return word == "text" ? "text" : word.substr(0, word.find('|'));
}

void tell_value(Json& json, ShapeType type, std::string_view given) {
    if (type.nullable && given == "null") return json.null();
    if (type.lists > 0) {
        if (!given.empty()) return json.raw(given);
        --type.lists;
        json.begin_array();
        tell_value(json, type, {});
        return json.end_array();
    }
    if (type.is_schema()) return tell_example(json, members_of(*find_schema(type.word)));
    const std::string_view value = given.empty() ? usual_example(type.word) : given;
    const bool is_bare = type.word == "integer" || type.word == "boolean" || type.word == "object";
    is_bare ? json.raw(value) : json.text(value);
}

// What may be sent. A number of digits may come as one or as text, but never money.
std::string_view field_schema(FieldType type, bool in_body) {
    switch (type) {
        case FieldType::text:
        case FieldType::market:
        case FieldType::asset:
            return R"("type":"string","maxLength":4096)";
        case FieldType::choice:
            return R"("type":"string")";
        case FieldType::decimal:
            return R"("type":"string","pattern":"^(0|[1-9]\\d*)(\\.\\d+)?$")";
        case FieldType::integer:
            return in_body ? R"("type":["integer","string"],"minimum":0,"pattern":"^\\d+$")"
                           : R"("type":"integer","minimum":0)";
        case FieldType::id:
            return R"("type":"string","pattern":"^\\d+$")";
        case FieldType::boolean:
            return R"("type":"boolean")";
        case FieldType::time:
            return in_body ? R"("type":["string","integer"],"format":"date-time")"
                           : R"("type":"string","format":"date-time")";
        case FieldType::texts:
            return R"("type":"array","items":{"type":"string"},"maxItems":1024)";
        case FieldType::objects:
            return R"("type":"array","maxItems":16)";
    }
    return {};
}

std::string_view field_example(const Field& field) {
    if (!field.example.empty()) return field.example;
    switch (field.type) {
        case FieldType::text:
            return "text";
        case FieldType::decimal:
            return "1.5";
        case FieldType::integer:
            return "10";
        case FieldType::id:
            return "17";
        case FieldType::boolean:
            return "false";
        case FieldType::time:
            return example_time;
        case FieldType::market:
            return "BTCUSDT";
        case FieldType::asset:
            return "BTC";
        case FieldType::choice:
            return field.choices.substr(0, field.choices.find('|'));
        case FieldType::texts:
        case FieldType::objects:
            return "[]";
    }
    return {};
}

}  // namespace

void tell_type(Json& json, const ShapeType& type, std::string_view about) {
    json.begin_object();
    tell_type_members(json, type);
    if (!about.empty()) json.text("description", about);
    json.end_object();
}

void tell_object(Json& json, const std::vector<DescribedMember>& members, std::string_view about) {
    json.begin_object();
    json.text("type", "object");
    if (!about.empty()) json.text("description", about);
    json.name("properties");
    json.begin_object();
    for (const DescribedMember& member : members) {
        json.name(member.name);
        tell_type(json, member.type, member.about);
    }
    json.end_object();
    json.name("required");
    json.begin_array();
    for (const DescribedMember& member : members) {
        if (!member.optional) json.text(member.name);
    }
    json.end_array();
    json.end_object();
}

// A member that may be missing is, unless it has an example of its own.
void tell_example(Json& json, const std::vector<DescribedMember>& members) {
    json.begin_object();
    for (const DescribedMember& member : members) {
        if (member.optional && member.example.empty()) continue;
        json.name(member.name);
        tell_value(json, member.type, member.example);
    }
    json.end_object();
}

void tell_field_type(Json& json, const Field& field) {
    json.begin_object();
    json.raw(field_schema(field.type, field.place == FieldPlace::body));
    if (field.type == FieldType::choice) {
        json.name("enum");
        tell_words(json, field.choices);
    }
    if (field.type == FieldType::objects) {
        json.name("items");
        tell_fields_object(json, field.of);
    }
    if (!field.about.empty() && field.place == FieldPlace::body) {
        json.text("description", field.about);
    }
    json.end_object();
}

void tell_fields_object(Json& json, std::span<const Field> fields) {
    const auto in_body = [](const Field& field) { return field.place == FieldPlace::body; };
    json.begin_object();
    json.text("type", "object");
    json.name("properties");
    json.begin_object();
    for (const Field& field : fields) {
        if (!in_body(field)) continue;
        json.name(field.name);
        tell_field_type(json, field);
    }
    json.end_object();
    json.name("required");
    json.begin_array();
    for (const Field& field : fields) {
        if (in_body(field) && field.required) json.text(field.name);
    }
    json.end_array();
    json.boolean("additionalProperties", false);
    json.end_object();
}

void tell_field_example(Json& json, const Field& field) {
    const bool is_bare = field.type == FieldType::integer || field.type == FieldType::boolean ||
                         field.type == FieldType::texts || field.type == FieldType::objects;
    const std::string_view example = field_example(field);
    is_bare ? json.raw(example) : json.text(example);
}

// The public ones: what an operation replies that is in the document, and what that is made of.
void tell_schemas(Json& json) {
    const auto secret = operator_schemas();
    for (const Schema& schema : schemas()) {
        if (std::ranges::find(secret, schema.name, &Schema::name) != secret.end()) continue;
        json.name(schema.name);
        tell_object(json, members_of(schema), schema.about);
    }
}

}  // namespace api::openapi
