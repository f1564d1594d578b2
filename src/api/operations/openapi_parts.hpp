// The pieces of the API document, by subject. Only openapi.cpp needs them.
#pragma once

#include <vector>

#include "api/operations/json_writer.hpp"
#include "api/operations/operation.hpp"
#include "api/operations/schemas.hpp"
#include "core/types/reject.hpp"

namespace api::openapi {

// {"$ref":"#/components/headers/Postern-Seq"}
void tell_ref(Json& json, std::string_view kind, std::string_view name);

// openapi_values.cpp: JSON Schema and examples of what is sent and replied.
void tell_type(Json& json, const ShapeType& type, std::string_view about = {});
void tell_object(Json& json, const std::vector<DescribedMember>& members, std::string_view about);
void tell_example(Json& json, const std::vector<DescribedMember>& members);
void tell_field_type(Json& json, const Field& field);  // {"type":"string",...}
// The object that those of the fields make that stand in a body.
void tell_fields_object(Json& json, std::span<const Field> fields);
void tell_field_example(Json& json, const Field& field);
void tell_schemas(Json& json);  // members of components.schemas

// openapi_refusals.cpp: what an operation may say no with.
void tell_refusals(Json& json, const Operation& row);  // members of responses
void tell_problem_schema(Json& json);                  // a member of components.schemas
void tell_problem_examples(Json& json);                // members of components.examples

// openapi_access.cpp: who may ask, and the headers of every answer.
void tell_security(Json& json, const Operation& row);
void tell_security_schemes(Json& json);  // members of components.securitySchemes
void tell_headers(Json& json);           // members of components.headers
void tell_header_refs(Json& json, const Operation& row, unsigned status);

}  // namespace api::openapi
