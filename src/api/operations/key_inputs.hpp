// What requests say of keys: their rules and how they prove themselves. The same words for the
// operator and for a key's owner.
//
//     TRY(core::KeyRules rules, read_rules(state, inputs, {}));              // a new key
//     TRY(core::KeyRules rules, read_rules(state, inputs, key->rules));      // an edit
//     TRY(core::Credential credential, read_credential(inputs));
//
// Errors: malformed_field with a reason, missing_field, not_found, scopes_conflict.
#pragma once

#include "api/operations/inputs.hpp"
#include "core/exchange/state.hpp"

namespace api {

// The rules as they were, with what the request names in place of it. `scopes`, `permissions` and
// `template` together make the scopes.
Answer<core::KeyRules> read_rules(const core::State& state, const Inputs& inputs,
                                  core::KeyRules rules);

// Whether the request says anything of what the key may do.
bool names_scopes(const Inputs& inputs);

// A public key in whatever form, or HMAC, whose secret is ours to draw. `algorithm` may be left
// out where a public key tells it.
Answer<core::Credential> read_credential(const Inputs& inputs);

}  // namespace api
