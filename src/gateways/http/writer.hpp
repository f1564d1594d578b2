// One response as bytes.
//
//     HTTP/1.1 200 OK\r\n
//     Content-Type: application/json;charset=UTF-8\r\n
//     Content-Length: 2\r\n
//     \r\n
//     {}
//
// Nothing else is said: no Date, no Server. "Connection" only where it differs from what the
// client's version assumes.
#pragma once

#include <string>

#include "api/access/http.hpp"

namespace gateways::http {

struct Manner {
    bool keep_alive{true};
    bool old_version{};  // HTTP/1.0 must be told that we stay
    bool head_only{};    // HEAD: the length is told, the body kept back
};

// Appends to `out`. Cost: one copy of the body, no allocation once `out` has grown.
void append_response(std::string& out, const api::Response& response, Manner manner);

}  // namespace gateways::http
