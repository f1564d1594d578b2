// What a handler is given, and what it tells back.
#pragma once

#include <string>

#include "api/operations/house.hpp"
#include "api/operations/inputs.hpp"
#include "views/live.hpp"

namespace api {

// Handlers are done with `inputs` and `caller` when they return, even if they answer later.
struct Call {
    House& house;
    const Caller& caller;
    const Inputs& inputs;
    const Request& request;
    bool validate_only{};
};

// An answer in the native words: JSON text.
struct Told {
    unsigned status{200};
    std::string body;
    core::Sequence sequence;  // what the answer has seen
    std::string headers{};    // more lines of the reply, each with its end
    bool replayed{};          // the stored outcome of an earlier, equal request
};

}  // namespace api
