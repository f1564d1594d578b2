// The operations table as an OpenAPI 3.1 document, for /openapi.json.
//
//     const std::string json = openapi_document();
//
// Everything in it comes from the table (table.hpp), the schemas of replies (schemas.hpp), and the
// catalogue of refusals (refusals.hpp); nothing is written twice. Rows of the control socket are
// left out. Cost: some milliseconds and one text; call it once, at start.
#pragma once

#include <string>

namespace api {

std::string openapi_document();

}  // namespace api
