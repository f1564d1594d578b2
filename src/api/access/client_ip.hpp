// Whose address counts for allow-lists, budgets and the access log.
#pragma once

#include "api/access/http.hpp"

namespace api {

// The socket's other end. Headers that name another are not believed: anybody can write them.
inline core::IpAddress client_ip(const Request& request) { return request.peer; }

}  // namespace api
