#include "api/dialects/binance/errors.hpp"

#include <initializer_list>
#include <utility>

#include "api/operations/json_writer.hpp"

namespace api::binance {
namespace {

std::string joined(std::initializer_list<std::string_view> parts) {
    std::string text;
    for (const std::string_view part : parts) text += part;
    return text;
}

Failed error(int code, std::string text, core::Reject cause) {
    return Failed{Error{.code = code, .text = std::move(text), .cause = cause}};
}

}  // namespace

Failed illegal_characters(std::string_view parameter, std::string_view legal_range) {
    return error(-1100,
                 joined({"Illegal characters found in parameter '", parameter,
                         "'; legal range is '", legal_range, "'."}),
                 core::Reject::malformed_field);
}

Failed duplicate_parameter() {
    return error(-1101, "Duplicate values for a parameter detected.",
                 core::Reject::duplicate_field);
}

Failed too_many_parameters(std::size_t expected, std::size_t received) {
    return error(-1101,
                 joined({"Too many parameters; expected '", std::to_string(expected),
                         "' and received '", std::to_string(received), "'."}),
                 core::Reject::malformed_request);
}

Failed mandatory(std::string_view parameter) {
    return error(-1102,
                 joined({"Mandatory parameter '", parameter,
                         "' was not sent, was empty/null, or malformed."}),
                 core::Reject::missing_field);
}

Failed one_of_two(std::string_view first, std::string_view second) {
    return error(
        -1102,
        joined({"Param '", first, "' or '", second, "' must be sent, but both were empty/null!"}),
        core::Reject::missing_field);
}

Failed unread_parameters(std::size_t read, std::size_t sent) {
    return error(-1104,
                 joined({"Not all sent parameters were read; read '", std::to_string(read),
                         "' parameter(s) but was sent '", std::to_string(sent), "'."}),
                 core::Reject::unknown_field);
}

Failed empty_parameter(std::string_view parameter) {
    return error(-1105, joined({"Parameter '", parameter, "' was empty."}),
                 core::Reject::missing_field);
}

Failed not_required(std::string_view parameter) {
    return error(-1106, joined({"Parameter '", parameter, "' sent when not required."}),
                 core::Reject::unknown_field);
}

Failed overflowed(std::string_view parameter) {
    return error(-1108, joined({"Parameter '", parameter, "' overflowed."}),
                 core::Reject::malformed_field);
}

Failed too_precise(std::string_view parameter) {
    return error(-1111, joined({"Parameter '", parameter, "' has too much precision."}),
                 core::Reject::malformed_field);
}

Failed bad_combination() {
    return error(-1128, "Combination of optional parameters invalid.",
                 core::Reject::malformed_request);
}

Failed not_valid(std::string_view parameter) {
    return error(-1130, joined({"Data sent for parameter '", parameter, "' is not valid."}),
                 core::Reject::malformed_field);
}

Failed failed(int code, std::string_view text, core::Reject cause) {
    return error(code, std::string{text}, cause);
}

Failed unknown_symbol() { return failed(-1121, "Invalid symbol.", core::Reject::not_found); }

Failed filter_failure(std::string_view filter) {
    core::Reject cause = core::Reject::lot_filter;
    if (filter == "PRICE_FILTER") cause = core::Reject::price_filter;
    if (filter == "NOTIONAL") cause = core::Reject::notional_filter;
    if (filter == "TRAILING_DELTA") cause = core::Reject::trailing_filter;
    return error(-1013, joined({"Filter failure: ", filter}), cause);
}

std::string body_of(const Error& error) {
    std::string body;
    Json json{body};
    json.begin_object();
    json.number("code", error.code);
    json.text("msg", error.text);
    if (!error.data.empty()) json.raw("data", error.data);
    json.end_object();
    return body;
}

}  // namespace api::binance
