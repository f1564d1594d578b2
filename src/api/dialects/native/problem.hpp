// A refusal in the native words: RFC 9457, application/problem+json.
//
//     {"type":"/docs/refusals#insufficient_funds","title":"insufficient_funds","status":422,
//      "detail":"...","next":"...","code":"insufficient_funds","class":"rejected",
//      "retryable":false,"retry":"after_fix","request_id":"3f0c...","docs":"/docs/refusals#...",
//      "asset":"USDT","available":"10.00000000","needed":"25.00000000"}
//
// `retryable` says whether the very same request may do later; the code's own facts come last.
#pragma once

#include <string_view>

#include "api/access/budget.hpp"
#include "api/access/http.hpp"
#include "api/operations/house.hpp"

namespace api::native {

Response problem(const Refusal& refusal, std::string_view request_id);

// rate_limited, with the whole seconds until it would be granted: `retry_after`.
Refusal too_often(const NativeShare& share, core::Timestamp now);

}  // namespace api::native
