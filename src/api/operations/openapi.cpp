#include "api/operations/openapi.hpp"

#include <algorithm>

#include "api/operations/openapi_parts.hpp"
#include "api/operations/table.hpp"
#include "base/check.hpp"

namespace api {
namespace {

using namespace openapi;

constexpr std::string_view description =
    "The native API of Postern, a crypto exchange. Money and quantities are decimals in strings, "
    "times are RFC 3339 in UTC, ids are strings. Unknown fields are refused. Replies may gain "
    "members: ignore what you do not know.\n\n"
    "Signed operations carry four headers; the signature is made over eight lines: `v1`, the key, "
    "the timestamp, the nonce, the method, the host, the path with its query, and the SHA-256 of "
    "the body in hex. `POST /v1/auth/echo` answers with the text as the server saw it.\n\n"
    "`GET /v1/stream` with `Upgrade: websocket` is a stream of trades, books, candles, orders and "
    "balances: `{\"op\":\"subscribe\",\"channel\":\"book\",\"market\":\"BTCUSDT\"}`; its channels "
    "are in the reply to the same request without the upgrade. It is signed like any request, "
    "in a `login` message, and resumes from a sequence.\n\n"
    "Every refusal is `application/problem+json` with a `code` that never changes: "
    "[all of them](/docs/refusals).";

bool is_public(const Operation& row) { return row.audience != Audience::operators; }

// "orders.place" is one of the orders; what has no group is the exchange's own.
std::string_view group_of(const Operation& row) {
    const std::size_t dot = row.name.find('.');
    return dot == row.name.npos ? "exchange" : row.name.substr(0, dot);
}

std::string_view method_name(Method method) {
    switch (method) {
        case Method::get:
            return "get";
        case Method::post:
            return "post";
        case Method::put:
            return "put";
        case Method::del:
            return "delete";
        case Method::patch:
            return "patch";
        case Method::head:
        case Method::options:
        case Method::other:
            break;
    }
    CHECK(false);
    return {};
}

std::string details_of(const Operation& row) {
    std::string text;
    if (row.scope) text += "Scope: `" + std::string{core::name_of(*row.scope)} + "`. ";
    text += "Weight in the request budget: " + std::to_string(row.weight) + ".";
    if (row.cancels) text += " May use the reserve that is kept for cancels.";
    if (row.dry_run) {
        text += " With `validate_only=true` it gives the full verdict and changes nothing.";
    }
    if (row.idempotency != Idempotency::none) {
        text += " With an `Idempotency-Key` it is done at most once.";
    }
    return text;
}

void tell_info(Json& json) {
    json.name("info");
    json.begin_object();
    json.text("title", "Postern");
    json.text("version", "1");
    json.text("summary", "Markets, orders, accounts and keys of the exchange, over HTTP.");
    json.text("description", description);
    json.end_object();
    json.name("servers");
    json.begin_array();
    json.begin_object();
    json.text("url", "/");
    json.text("description", "Where this document came from.");
    json.end_object();
    json.end_array();
}

void tell_parameter(Json& json, const Field& field) {
    json.begin_object();
    json.text("name", field.name);
    json.text("in", field.place == FieldPlace::path ? "path" : "query");
    json.boolean("required", field.required || field.place == FieldPlace::path);
    if (!field.about.empty()) json.text("description", field.about);
    json.name("schema");
    tell_field_type(json, field);
    json.name("example");
    tell_field_example(json, field);
    json.end_object();
}

void tell_parameters(Json& json, const Operation& row) {
    json.name("parameters");
    json.begin_array();
    for (const Field& field : row.fields) {
        if (field.place != FieldPlace::body) tell_parameter(json, field);
    }
    if (row.dry_run) tell_ref(json, "parameters", "validate_only");
    if (row.idempotency == Idempotency::required) {
        tell_ref(json, "parameters", "Idempotency-Key-required");
    }
    if (row.idempotency == Idempotency::optional) tell_ref(json, "parameters", "Idempotency-Key");
    json.end_array();
}

bool in_body(const Field& field) { return field.place == FieldPlace::body; }

// What must be there, and what says for itself that it may stand beside that.
void tell_body_example(Json& json, const Operation& row) {
    json.begin_object();
    for (const Field& field : row.fields) {
        if (!in_body(field) || (!field.required && field.example.empty())) continue;
        json.name(field.name);
        tell_field_example(json, field);
    }
    json.end_object();
}

void tell_request_body(Json& json, const Operation& row) {
    if (std::ranges::none_of(row.fields, in_body) && !row.raw_body) return;
    json.name("requestBody");
    json.begin_object();
    json.boolean("required", std::ranges::any_of(row.fields, [](const Field& field) {
                     return in_body(field) && field.required;
                 }));
    json.name("content");
    json.begin_object();
    json.name(row.raw_body ? "*/*" : "application/json");
    json.begin_object();
    if (!row.raw_body) {
        json.name("schema");
        tell_fields_object(json, row.fields);
        json.name("example");
        tell_body_example(json, row);
    }
    json.end_object();
    json.end_object();
    json.end_object();
}

// One success: what the row replies, what a dry run answers, or either.
struct Success {
    unsigned status{};
    bool replies{};
    bool validates{};
};

void tell_success_content(Json& json, const ReplyShape& shape, const Success& success) {
    const auto members = members_of(shape);
    const bool both = success.replies && success.validates;
    json.name("content");
    json.begin_object();
    json.name("application/json");
    json.begin_object();
    json.name("schema");
    if (both) json.begin_object(), json.name("anyOf"), json.begin_array();
    if (success.replies) tell_object(json, members, {});
    if (success.validates) tell_ref(json, "schemas", "Valid");
    if (both) json.end_array(), json.end_object();
    json.name("example");
    if (success.replies) tell_example(json, members);
    if (!success.replies) tell_example(json, members_of(*find_schema("Valid")));
    json.end_object();
    json.end_object();
}

void tell_success(Json& json, const Operation& row, const ReplyShape& shape,
                  const Success& success) {
    json.name(std::to_string(success.status));
    json.begin_object();
    const bool waits = row.proposes && success.status == 202;
    json.text("description", waits             ? "Waits for a second person."
                             : success.replies ? "Done."
                                               : "It would have been done.");
    tell_header_refs(json, row, success.status);
    tell_success_content(json, shape, success);
    json.end_object();
}

void tell_responses(Json& json, const Operation& row) {
    const auto shape = parse_reply(row.reply);
    CHECK(shape.has_value());
    json.name("responses");
    json.begin_object();
    const bool apart = row.dry_run && shape->status != 200;
    if (apart) tell_success(json, row, *shape, {.status = 200, .validates = true});
    tell_success(json, row, *shape,
                 {.status = shape->status, .replies = true, .validates = row.dry_run && !apart});
    if (row.proposes) {
        const auto proposal = parse_reply("202 proposal: Proposal");
        tell_success(json, row, *proposal, {.status = 202, .replies = true});
    }
    tell_refusals(json, row);
    json.end_object();
}

void tell_operation(Json& json, const Operation& row) {
    json.name(method_name(row.method));
    json.begin_object();
    json.text("operationId", row.name);
    json.name("tags");
    json.begin_array();
    json.text(group_of(row));
    json.end_array();
    json.text("summary", row.about.substr(0, row.about.size() - 1));
    json.text("description", details_of(row));
    tell_security(json, row);
    tell_parameters(json, row);
    tell_request_body(json, row);
    tell_responses(json, row);
    json.end_object();
}

void tell_paths(Json& json) {
    std::vector<std::string_view> told;
    json.name("paths");
    json.begin_object();
    for (const Operation& first : operations()) {
        const bool known = std::ranges::find(told, first.path) != told.end();
        if (!is_public(first) || known) continue;
        told.push_back(first.path);
        json.name(first.path);
        json.begin_object();
        for (const Operation& row : operations()) {
            if (is_public(row) && row.path == first.path) tell_operation(json, row);
        }
        json.end_object();
    }
    json.end_object();
}

void tell_tags(Json& json) {
    std::vector<std::string_view> told;
    json.name("tags");
    json.begin_array();
    for (const Operation& row : operations()) {
        const std::string_view group = group_of(row);
        if (!is_public(row) || std::ranges::find(told, group) != told.end()) continue;
        told.push_back(group);
        json.begin_object();
        json.text("name", group);
        json.end_object();
    }
    json.end_array();
}

void tell_key_parameter(Json& json, std::string_view name, bool required) {
    json.name(name);
    json.begin_object();
    json.text("name", "Idempotency-Key");
    json.text("in", "header");
    json.boolean("required", required);
    json.text("description",
              "1 to 128 printable characters of your choice. The same key with the same request "
              "gives the stored outcome, with `Idempotent-Replayed: true`; kept for 24 hours.");
    json.raw("schema", R"({"type":"string","pattern":"^[\\x21-\\x7e]{1,128}$"})");
    json.text("example", "5f0c1f0e-order-1");
    json.end_object();
}

void tell_shared_parameters(Json& json) {
    json.name("parameters");
    json.begin_object();
    json.name("validate_only");
    json.begin_object();
    json.text("name", "validate_only");
    json.text("in", "query");
    json.text("description", "The full verdict, and nothing is changed.");
    json.raw("schema", R"({"type":"boolean","default":false})");
    json.end_object();
    tell_key_parameter(json, "Idempotency-Key", false);
    tell_key_parameter(json, "Idempotency-Key-required", true);
    json.end_object();
}

void tell_components(Json& json) {
    json.name("components");
    json.begin_object();
    tell_shared_parameters(json);
    json.name("schemas");
    json.begin_object();
    tell_schemas(json);
    tell_problem_schema(json);
    json.end_object();
    json.name("examples");
    json.begin_object();
    tell_problem_examples(json);
    json.end_object();
    json.name("headers");
    json.begin_object();
    tell_headers(json);
    json.end_object();
    json.name("securitySchemes");
    json.begin_object();
    tell_security_schemes(json);
    json.end_object();
    json.end_object();
}

}  // namespace

void openapi::tell_ref(Json& json, std::string_view kind, std::string_view name) {
    json.begin_object();
    json.text("$ref", "#/components/" + std::string{kind} + "/" + std::string{name});
    json.end_object();
}

std::string openapi_document() {
    std::string text;
    Json json{text};
    json.begin_object();
    json.text("openapi", "3.1.0");
    tell_info(json);
    tell_tags(json);
    tell_paths(json);
    tell_components(json);
    json.end_object();
    return text;
}

}  // namespace api
