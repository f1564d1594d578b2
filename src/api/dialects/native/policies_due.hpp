// Which policies a refused customer has to accept: the fact `policies` of
// policy_acceptance_required.
//
//     "policies": ["terms/2", "api_policy/3"]      POST /v1/policies/terms/2/accept
#pragma once

#include "api/operations/house.hpp"

namespace api::native {

// Does nothing to other refusals.
void name_policies(Refusal& refusal, const views::Live& live, core::CustomerId customer,
                   core::Timestamp now);

// "X-Policy-Version: api_policy=3\r\n", once there is such a policy.
void append_policy(std::string& headers, const views::Live& live, core::Timestamp now);

}  // namespace api::native
