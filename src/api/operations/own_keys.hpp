// The owner's hand on his keys, and the key's own: handlers of the rows in own_keys_rows.hpp.
//
// A key is its owner's alone: what belongs to somebody else is not there. What gives a key more
// needs a second factor, what takes away from it does not; the core decides which is which.
#pragma once

#include "api/operations/handlers.hpp"
#include "api/operations/json_writer.hpp"
#include "core/exchange/state.hpp"

namespace api {

// The caller's own key by its public name or id. Anything else is not_found, whatever it is.
Answer<const core::Key*> read_own_key(const core::State& state, const Call& call);

// What is left of the key's caps: a list of Quota behind a name.
void tell_quotas(Json& json, core::Environment environment, const core::State& state,
                 std::span<const core::KeyId> keys, core::Timestamp now);

namespace handlers {

// own_keys.cpp
void create_own_key(const Call& call, Tell then);
Answer<Told> list_own_keys(const Call& call);
Answer<Told> show_own_key(const Call& call);
void edit_own_key(const Call& call, Tell then);
void rotate_own_key(const Call& call, Tell then);
// own_keys_status.cpp
void activate_own_key(const Call& call, Tell then);
void deactivate_own_key(const Call& call, Tell then);
void freeze_own_key(const Call& call, Tell then);
void delete_own_key(const Call& call, Tell then);
void confirm_own_key(const Call& call, Tell then);
void report_own_key(const Call& call, Tell then);
void freeze_this_key(const Call& call, Tell then);
// own_keys_usage.cpp
void usage_of_own_key(const Call& call, Tell then);
// advice.cpp
void advise_on_keys(const Call& call, Tell then);
// quotas.cpp
Answer<Told> this_key(const Call& call);
Answer<Told> list_quotas(const Call& call);

}  // namespace handlers
}  // namespace api
