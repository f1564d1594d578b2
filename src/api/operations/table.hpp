// Everything the outside world can ask for, on every wire. To add an operation, add a row.
//
//     const Operation& row = operation("orders.place");          // it must exist
//     const Route found = find_route(Method::get, "/v1/orders/17");
//     found.operation->name                                      // "orders.show"
//     found.parameters[0]                                        // {"order_id", "17"}
//
// A route without a row does not exist; two rows of one name or route, or a key's row without a
// scope, do not compile. Cost of find_route: a walk over the rows, about 100 ns.
#pragma once

#include <array>
#include <span>
#include <string>
#include <string_view>

#include "api/operations/operation.hpp"

namespace api {

std::span<const Operation> operations();

// The row of that name; it must exist.
const Operation& operation(std::string_view name);

struct PathParameter {
    std::string_view name;
    std::string_view value;  // still percent-encoded
};

struct Route {
    const Operation* operation{};  // nothing: see path_exists
    bool path_exists{};            // with another method
    std::array<PathParameter, 2> parameters{};
    std::size_t parameter_count{};
    std::string_view methods{};  // what the path allows, for the Allow header
};

Route find_route(Method method, std::string_view path);

// "GET, HEAD, POST": for the Allow header.
std::string allowed_methods(std::string_view path);

}  // namespace api
