#include "api/dialects/binance/listen_key_requests.hpp"

#include "api/dialects/binance/reading.hpp"
#include "base/check.hpp"
#include "base/result.hpp"

namespace api::binance {
namespace {

ListenKeys& keys_of(const Asked& asked) {
    CHECK(asked.listen_keys != nullptr);
    return *asked.listen_keys;
}

Failed no_such_listen_key() {
    return failed(-1125, "This listenKey does not exist.", core::Reject::not_found);
}

Result<Answered> changed(bool found) {
    if (!found) return no_such_listen_key();
    return Answered{.body = "{}", .seen = {}, .orders = {}};
}

}  // namespace

Result<Answered> open_listen_key(const Asked& asked) {
    Answered answered;
    Json json{answered.body};
    json.begin_object();
    json.text("listenKey", keys_of(asked).open(asked.listener, asked.now));
    json.end_object();
    return answered;
}

Result<Answered> extend_listen_key(const Asked& asked) {
    TRY(const std::string_view name, read_mandatory(asked.parameters, "listenKey"));
    return changed(keys_of(asked).extend(name, asked.listener, asked.now));
}

Result<Answered> close_listen_key(const Asked& asked) {
    TRY(const std::string_view name, read_mandatory(asked.parameters, "listenKey"));
    return changed(keys_of(asked).close(name, asked.listener, asked.now));
}

}  // namespace api::binance
