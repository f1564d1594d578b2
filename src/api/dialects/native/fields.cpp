#include "api/dialects/native/fields.hpp"

#include <algorithm>

#include "api/access/binance_signature.hpp"
#include "base/result.hpp"

namespace api::native {
namespace {

constexpr std::size_t query_fields_max = 64;

Input text_input(std::string_view name, FieldPlace place, std::string_view text) {
    return {name, place, Form::text, text, {}, {}};
}

}  // namespace

// Escapes are rare; what has none is used where it stands.
std::string_view Fields::decoded(std::string_view text) {
    // Not find_first_of, which asks the library anew for each character.
    if (std::ranges::none_of(text, [](char c) { return c == '%' || c == '+'; })) return text;
    return decoded_.emplace_back(decode_form(text));
}

Answer<void> Fields::add_query(std::string_view name, std::string_view value,
                               const Operation& row) {
    if (row.dry_run && name == "validate_only") {
        if (validate_only_seen_) return refuse(core::Reject::duplicate_field, name);
        if (value != "true" && value != "false") return malformed(name, "not_true_or_false");
        validate_only_seen_ = true;
        validate_only_ = value == "true";
        return {};
    }
    inputs_.add(text_input(name, FieldPlace::query, value));
    return {};
}

Answer<void> Fields::read_query(std::string_view query, const Operation& row) {
    for (std::size_t count = 0; !query.empty(); ++count) {
        const std::size_t end = std::min(query.find('&'), query.size());
        const std::string_view pair = query.substr(0, end);
        query.remove_prefix(std::min(end + 1, query.size()));
        if (pair.empty()) continue;
        const std::size_t equals = std::min(pair.find('='), pair.size());
        const std::string_view value = pair.substr(std::min(equals + 1, pair.size()));
        const std::string_view name = decoded(pair.substr(0, equals));
        if (count == query_fields_max) return refuse(core::Reject::unknown_field, name);
        TRY_OK(add_query(name, decoded(value), row));
    }
    return {};
}

Answer<void> Fields::read(const Request& request, const Route& route) {
    inputs_.clear();
    decoded_.clear();
    validate_only_ = validate_only_seen_ = false;
    const Operation& row = *route.operation;
    for (std::size_t i = 0; i < route.parameter_count; ++i) {
        const PathParameter& parameter = route.parameters[i];
        inputs_.add(text_input(parameter.name, FieldPlace::path, decoded(parameter.value)));
    }
    TRY_OK(read_query(request.query, row));
    if (!row.raw_body && !request.body.empty()) {
        TRY_OK(body_.read(request.body, inputs_));
    }
    return inputs_.check(row.fields);
}

}  // namespace api::native
