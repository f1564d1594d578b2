// Whether an answer of /v1 is what the operations table says of it.
//
//     untruth(Method::get, "/v1/time", "", response)
//         -> ""                                                  it is
//         -> "time: /unix_ms: no integer"                        it is not, and why
//
// A reply has the members of the row's `reply` and no other; a refusal is one that the row may
// give. support::House asks it of every answer and fails the test, so that the API document, which
// is made of the same table, tells the truth.
#pragma once

#include <set>
#include <string>
#include <string_view>

#include "api/access/http.hpp"

namespace support {

std::string untruth(api::Method method, std::string_view path, std::string_view query,
                    const api::Response& response);

// Rows that were answered with success since the process began.
std::set<std::string_view> rows_that_succeeded();

}  // namespace support
