#include "api/dialects/binance/stream_requests.hpp"

#include <simdjson.h>

#include "api/operations/json_writer.hpp"
#include "base/result.hpp"

namespace api::binance {
namespace {

namespace dom = simdjson::dom;

constexpr std::size_t id_bytes_max = 36;

using Fault = std::unexpected<StreamFault>;

Fault fault(int code, std::string_view text, const std::string& id) {
    return Fault{StreamFault{code, std::string{text}, id}};
}

std::expected<std::string, StreamFault> read_id(const dom::object& object) {
    dom::element value;
    if (object["id"].get(value) != simdjson::SUCCESS || value.is_null()) return "null";
    std::string id;
    Json json{id};
    if (value.is_int64()) {
        json.number(value.get_int64().value_unsafe());
    } else if (value.is_uint64()) {
        json.number(value.get_uint64().value_unsafe());
    } else if (value.is_string() && value.get_string_length().value_unsafe() <= id_bytes_max) {
        json.text(value.get_string().value_unsafe());
    } else {
        return fault(2,
                     "Invalid request: request ID must be an integer, a string of at most 36 "
                     "characters, or null",
                     "null");
    }
    return id;
}

std::expected<StreamMethod, StreamFault> read_method(const dom::object& object,
                                                     const std::string& id) {
    std::string_view name;
    dom::element value;
    if (object["method"].get(value) != simdjson::SUCCESS) {
        return fault(2, "Invalid request: missing field `method`", id);
    }
    if (value.get(name) != simdjson::SUCCESS) {
        return fault(2, "Invalid request: method must be a string", id);
    }
    if (name == "SUBSCRIBE") return StreamMethod::subscribe;
    if (name == "UNSUBSCRIBE") return StreamMethod::unsubscribe;
    if (name == "LIST_SUBSCRIPTIONS") return StreamMethod::list_subscriptions;
    if (name == "SET_PROPERTY") return StreamMethod::set_property;
    if (name == "GET_PROPERTY") return StreamMethod::get_property;
    return fault(2,
                 "Invalid request: unknown variant `" + std::string{name.substr(0, 64)} +
                     "`, expected one of `SUBSCRIBE`, `UNSUBSCRIBE`, `LIST_SUBSCRIPTIONS`, "
                     "`SET_PROPERTY`, `GET_PROPERTY`",
                 id);
}

std::expected<void, StreamFault> read_names(const dom::array& params, StreamRequest& request) {
    if (params.size() > streams_max) return Fault{too_many_streams(request.id)};
    for (const dom::element item : params) {
        std::string_view name;
        if (item.get(name) != simdjson::SUCCESS) {
            return fault(2, "Invalid request: stream name must be a string", request.id);
        }
        request.names.emplace_back(name);
    }
    return {};
}

// ["combined"], ["combined",true]
std::expected<void, StreamFault> read_property(const dom::array& params, StreamRequest& request) {
    const bool sets = request.method == StreamMethod::set_property;
    std::string_view name;
    dom::element first;
    if (params.at(0).get(first) != simdjson::SUCCESS || first.get(name) != simdjson::SUCCESS) {
        return fault(2, "Invalid request: property name must be a string", request.id);
    }
    if (params.size() > (sets ? 2U : 1U)) {
        return fault(2, "Invalid request: too many parameters", request.id);
    }
    if (name != "combined") return fault(0, "Unknown property", request.id);
    if (!sets) return {};
    if (params.at(1).get_bool().get(request.combined) != simdjson::SUCCESS) {
        return fault(1, "Invalid value type: expected Boolean", request.id);
    }
    return {};
}

std::expected<StreamRequest, StreamFault> read_request(const dom::object& object) {
    StreamRequest request;
    TRY(request.id, read_id(object));
    TRY(request.method, read_method(object, request.id));
    if (request.method == StreamMethod::list_subscriptions) return request;
    dom::array params;
    if (object["params"].get(params) != simdjson::SUCCESS) {
        return fault(2, "Invalid request: `params` must be a list", request.id);
    }
    const bool names =
        request.method == StreamMethod::subscribe || request.method == StreamMethod::unsubscribe;
    TRY_OK(names ? read_names(params, request) : read_property(params, request));
    return request;
}

}  // namespace

struct StreamRequestReader::Impl {
    dom::parser parser;
};

StreamRequestReader::StreamRequestReader() : impl_{std::make_unique<Impl>()} {}
StreamRequestReader::~StreamRequestReader() = default;

std::expected<StreamRequest, StreamFault> StreamRequestReader::read(std::string_view text) {
    dom::element document;
    if (impl_->parser.parse(text.data(), text.size()).get(document) != simdjson::SUCCESS) {
        return fault(3, "Invalid JSON", "null");
    }
    dom::object object;
    if (document.get(object) != simdjson::SUCCESS) {
        return fault(2, "Invalid request: expected an object", "null");
    }
    return read_request(object);
}

StreamFault too_many_streams(std::string id) {
    return {2,
            "Invalid request: too many streams, at most " + std::to_string(streams_max) +
                " on one connection",
            std::move(id)};
}

std::string answer_of(std::string_view id, std::string_view result) {
    std::string text;
    Json json{text};
    json.begin_object();
    json.raw("result", result);
    json.raw("id", id);
    json.end_object();
    return text;
}

std::string answer_of(const StreamFault& fault) {
    std::string text;
    Json json{text};
    json.begin_object();
    json.name("error"), json.begin_object();
    json.number("code", fault.code);
    json.text("msg", fault.text);
    json.end_object();
    json.raw("id", fault.id);
    json.end_object();
    return text;
}

}  // namespace api::binance
