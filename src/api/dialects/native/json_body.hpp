// The body of a native request: one JSON object, read strictly. It is flat, but for lists of flat
// objects where a row takes them.
//
//     {"market":"BTCUSDT","quantity":"0.5","ip_allow":["10.0.0.0/8"]}
//
// Members become inputs with the form they were written in; whether that form is right is the
// row's to say (Inputs::check). A list holds strings and nothing else, or objects and nothing else.
//
// Refuses   malformed_json with a reason: not_json, not_utf8, not_an_object, too_many_fields,
//           something_behind. malformed_field with the member's name: not_a_value (NaN, nul),
//           not_a_number (01, 1., 0x1), not_text (a bad escape), not_a_list (a list of anything
//           but strings or objects), not_objects (a list of both), nested, too_long.
// Lifetime  what the inputs view lives in the reader until its next read().
// Cost      a copy of the body, and about 1 ns per byte.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "api/operations/inputs.hpp"

namespace api::native {

class JsonBody {
  public:
    JsonBody();
    ~JsonBody();

    Answer<void> read(std::string_view body, Inputs& inputs);

  private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

// A JSON number as its grammar has it: no leading zeros, no bare point.
bool is_json_number(std::string_view text);

}  // namespace api::native
