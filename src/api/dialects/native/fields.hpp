// Gathers the fields of a native request from its path, its query and its body.
//
//     Fields fields;
//     TRY_OK(fields.read(request, route));
//     fields.inputs()        // order_id from the path, limit from the query, side from the body
//     fields.validate_only() // ?validate_only=true, where the row takes it
//
// Refuses   what JsonBody and Inputs::check refuse, and malformed_field for a bad validate_only.
// Lifetime  views into the request and into this; both until the handler returns. One per thread,
//           used again and again.
#pragma once

#include <deque>
#include <string>

#include "api/dialects/native/json_body.hpp"
#include "api/operations/table.hpp"

namespace api::native {

class Fields {
  public:
    Answer<void> read(const Request& request, const Route& route);

    const Inputs& inputs() const { return inputs_; }
    bool validate_only() const { return validate_only_; }

  private:
    Answer<void> read_query(std::string_view query, const Operation& row);
    Answer<void> add_query(std::string_view name, std::string_view value, const Operation& row);
    std::string_view decoded(std::string_view text);

    Inputs inputs_;
    bool validate_only_{};
    bool validate_only_seen_{};
    std::deque<std::string> decoded_;
    JsonBody body_;
};

}  // namespace api::native
