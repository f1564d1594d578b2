#include "api/dialects/binance/ws_api_request.hpp"

#include <algorithm>
#include <simdjson.h>

#include "api/dialects/binance/reading.hpp"
#include "base/result.hpp"

namespace api::binance {
namespace {

namespace json = simdjson::ondemand;

constexpr std::size_t id_size_max = 36;
constexpr std::string_view version_prefix = "v3/";

Failed invalid_request() {
    return failed(-1135, "Invalid JSON Request", core::Reject::malformed_json);
}

std::string_view trimmed(std::string_view token) {
    const std::size_t end = token.find_last_not_of(" \t\r\n");
    return token.substr(0, end == token.npos ? 0 : end + 1);
}

bool is_whole_number(std::string_view token) {
    if (token.starts_with('-')) token.remove_prefix(1);
    return !token.empty() && token.size() <= 19 &&
           std::ranges::all_of(token, [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace

struct WsRequestReader::Impl {
    // Both parsers look at one copy: the first says whether all of it is JSON, the second finds the
    // texts that things were written in.
    simdjson::dom::parser whole;
    json::parser pieces;
    std::string text;
    std::string compact;  // lists and objects without spaces; room for all, so views stay
    WsRequest request;

    Result<void> read();
    Result<void> read_member(std::string_view name, json::value value);
    Result<void> read_id(json::value& value);
    Result<void> read_params(json::value& value);
    Result<void> read_param(std::string_view name, json::value value);
    std::string_view compacted(std::string_view text);
};

Result<void> WsRequestReader::Impl::read() {
    if (whole.parse(text.data(), text.size(), false).error() != simdjson::SUCCESS) {
        return invalid_request();
    }
    const simdjson::padded_string_view view{text.data(), text.size(), text.capacity()};
    json::document document;
    json::object object;
    if (pieces.iterate(view).get(document) != simdjson::SUCCESS ||
        document.get_object().get(object) != simdjson::SUCCESS) {
        return invalid_request();
    }
    // All members, although the first may be wrong: a refusal bears the request's id.
    Result<void> understood;
    for (auto field : object) {
        std::string_view name;
        json::value value;
        if (field.error() != simdjson::SUCCESS ||
            field.unescaped_key().get(name) != simdjson::SUCCESS ||
            field.value().get(value) != simdjson::SUCCESS) {
            return invalid_request();
        }
        const Result<void> member = read_member(name, value);
        if (understood) understood = member;
    }
    if (understood && request.method.empty()) return invalid_request();
    return understood;
}

Result<void> WsRequestReader::Impl::read_member(std::string_view name, json::value value) {
    if (name == "id") return read_id(value);
    if (name == "params") return read_params(value);
    if (name != "method") return {};
    if (value.get_string().get(request.method) != simdjson::SUCCESS) return invalid_request();
    if (request.method.starts_with(version_prefix)) {
        request.method.remove_prefix(version_prefix.size());
    }
    return {};
}

Result<void> WsRequestReader::Impl::read_id(json::value& value) {
    const std::string_view token = trimmed(value.raw_json_token());
    const bool is_text = token.starts_with('"');
    if (is_text && token.size() > 2 && token.size() <= id_size_max + 2) {
        request.id = token;
    } else if (!is_text && (token == "null" || is_whole_number(token))) {
        request.id = token;
    } else {
        return illegal_characters("id", legal_id);
    }
    return {};
}

Result<void> WsRequestReader::Impl::read_params(json::value& value) {
    request.params.clear();
    request.nulls.clear();
    json::json_type type{};
    if (value.type().get(type) != simdjson::SUCCESS) return invalid_request();
    if (type == json::json_type::null) return {};
    json::object object;
    if (value.get_object().get(object) != simdjson::SUCCESS) return invalid_request();
    for (auto field : object) {
        std::string_view name;
        json::value param;
        if (field.error() != simdjson::SUCCESS ||
            field.unescaped_key().get(name) != simdjson::SUCCESS ||
            field.value().get(param) != simdjson::SUCCESS) {
            return invalid_request();
        }
        const std::size_t count = request.params.size() + request.nulls.size();
        if (count == Parameters::count_max) return too_many_parameters(count, count + 1);
        TRY_OK(read_param(name, param));
    }
    return {};
}

Result<void> WsRequestReader::Impl::read_param(std::string_view name, json::value value) {
    json::json_type type{};
    std::string_view raw;
    if (value.type().get(type) != simdjson::SUCCESS) return invalid_request();
    simdjson::error_code wrong = simdjson::SUCCESS;
    switch (type) {
        case json::json_type::null:
            request.nulls.push_back(name);
            return {};
        case json::json_type::string:
            wrong = value.get_string().get(raw);
            break;
        case json::json_type::number:
        case json::json_type::boolean:
            raw = trimmed(value.raw_json_token());
            break;
        case json::json_type::array: {
            json::array list;
            wrong = value.get_array().get(list);
            if (wrong == simdjson::SUCCESS) wrong = list.raw_json().get(raw);
            raw = compacted(raw);
            break;
        }
        case json::json_type::object: {
            json::object object;
            wrong = value.get_object().get(object);
            if (wrong == simdjson::SUCCESS) wrong = object.raw_json().get(raw);
            raw = compacted(raw);
            break;
        }
    }
    if (wrong != simdjson::SUCCESS) return invalid_request();
    request.params.push_back({.name = name, .value = raw});
    return {};
}

std::string_view WsRequestReader::Impl::compacted(std::string_view raw) {
    const std::size_t before = compact.size();
    bool in_text = false;
    for (std::size_t i = 0; i < raw.size(); ++i) {
        const char c = raw[i];
        if (c == '"') in_text = !in_text;
        if (!in_text && (c == ' ' || c == '\t' || c == '\n' || c == '\r')) continue;
        compact += c;
        if (in_text && c == '\\') compact += raw[++i];
    }
    return std::string_view{compact}.substr(before);
}

WsRequestReader::WsRequestReader() : impl_{std::make_unique<Impl>()} {}
WsRequestReader::~WsRequestReader() = default;

const WsRequest& WsRequestReader::request() const { return impl_->request; }

Result<void> WsRequestReader::read(std::string_view text) {
    Impl& impl = *impl_;
    impl.request.id = "null";
    impl.request.method = {};
    impl.request.params.clear();
    impl.request.nulls.clear();
    impl.text.clear();
    impl.text.reserve(text.size() + simdjson::SIMDJSON_PADDING);
    impl.text = text;
    impl.compact.clear();
    impl.compact.reserve(text.size());
    return impl.read();
}

}  // namespace api::binance
