// Whatever arrives, reading ends; what can be read has an id that is JSON and no more parameters
// than a call may have, and reads the same again.
#include "api/dialects/binance/ws_api_request.hpp"
#include "base/check.hpp"
#include "base/fuzz.hpp"

namespace {

using api::binance::Parameters;
using api::binance::WsRequest;
using api::binance::WsRequestReader;

std::string quoted(std::string_view text) {
    std::string out = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\') out += '\\';
        out += c;
    }
    return out + '"';
}

bool is_plain(std::string_view text) {
    for (const char c : text) {
        if (static_cast<unsigned char>(c) < 0x20) return false;
    }
    return true;
}

// The same request, its values as texts.
std::string written(const WsRequest& request) {
    std::string text = "{\"id\":" + std::string{request.id} +
                       ",\"method\":" + quoted(request.method) + ",\"params\":{";
    bool first = true;
    for (const auto& [name, value] : request.params) {
        if (!first) text += ',';
        first = false;
        text += quoted(name) + ":" + quoted(value);
    }
    return text + "}}";
}

}  // namespace

FUZZ_TARGET(ws_api_request, bytes) {
    const std::string_view text{reinterpret_cast<const char*>(bytes.data()), bytes.size()};
    WsRequestReader reader;
    const bool understood = reader.read(text).has_value();
    const WsRequest& request = reader.request();
    CHECK(!request.id.empty());
    if (!understood) return;
    CHECK(!request.method.empty());
    CHECK(request.params.size() + request.nulls.size() <= Parameters::count_max);

    bool plain = is_plain(request.method) && !request.method.starts_with("v3/");
    for (const auto& [name, value] : request.params) plain &= is_plain(name) && is_plain(value);
    if (!plain) return;
    WsRequestReader again;
    CHECK(again.read(written(request)).has_value());
    CHECK(again.request().id == request.id && again.request().method == request.method);
    CHECK(again.request().params.size() == request.params.size());
    for (std::size_t i = 0; i < request.params.size(); ++i) {
        CHECK(again.request().params[i].name == request.params[i].name);
        CHECK(again.request().params[i].value == request.params[i].value);
    }
}
