// What can be traded, by which rules, and how often one may ask: GET /api/v3/exchangeInfo; and the
// same of the markets that this house does not have.
#pragma once

#include "api/dialects/binance/asked.hpp"

namespace api::binance {

Result<Answered> exchange_info(const Asked& asked);  // GET /api/v3/exchangeInfo
Result<Answered> my_filters(const Asked& asked);     // GET /api/v3/myFilters
// GET /api/v3/executionRules: there are none beside the filters.
Result<Answered> execution_rules(const Asked& asked);
// GET /fapi/v1/exchangeInfo, /dapi/v1/exchangeInfo: there are no futures here.
Result<Answered> no_futures(const Asked& asked);
// An empty list: margin pairs, delistings, listings to come.
Result<Answered> none_of_these(const Asked& asked);
// The same of one market, which must exist: allocations.
Result<Answered> none_of_a_market(const Asked& asked);

Result<Answered> ping(const Asked& asked);           // GET /api/v3/ping
Result<Answered> server_time(const Asked& asked);    // GET /api/v3/time
Result<Answered> system_status(const Asked& asked);  // GET /sapi/v1/system/status

}  // namespace api::binance
