// Whose address counts for allow-lists, budgets and the access log. The one place that knows.
//
//     trusted_proxies = ["10.0.0.0/8"]         who calls
//     peer 203.0.113.5                         203.0.113.5, whatever its headers say
//     peer 10.0.0.1, no header                 10.0.0.1
//     peer 10.0.0.1, X-Forwarded-For: 198.51.100.7, 203.0.113.5, 10.0.0.2
//                                              203.0.113.5: the right-most that is not trusted;
//                                              whatever stands left of it anybody may have written
//     peer 10.0.0.1, X-Forwarded-For: 203.0.113.5, unknown
//                                              malformed_request
//
// Where the listener speaks the PROXY protocol, the address that it names stands in the peer's
// place. Addresses are compared as numbers, so a v4-mapped one is the v4 one.
//
// Cost: one comparison per trusted range; the header is read for trusted peers only.
#pragma once

#include <expected>

#include "api/access/http.hpp"
#include "core/types/reject.hpp"

namespace api {

[[nodiscard]] std::expected<core::IpAddress, core::Reject> client_ip(const Request& request);

}  // namespace api
