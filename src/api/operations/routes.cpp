// Which row a path belongs to.
#include <algorithm>

#include "api/operations/table.hpp"

namespace api {
namespace {

// Takes the next segment of a path: "/v1/time" -> "v1", leaving "/time".
std::string_view next_segment(std::string_view& rest) {
    rest.remove_prefix(1);
    const std::size_t end = std::min(rest.find('/'), rest.size());
    const std::string_view segment = rest.substr(0, end);
    rest.remove_prefix(end);
    return segment;
}

bool is_parameter(std::string_view segment) { return segment.starts_with('{'); }

// Whether the path is of the row's shape; fills in the parameters.
bool matches(std::string_view shape, std::string_view path, Route& route) {
    route.parameter_count = 0;
    while (!shape.empty() && !path.empty()) {
        const std::string_view wanted = next_segment(shape);
        const std::string_view given = next_segment(path);
        if (is_parameter(wanted)) {
            if (given.empty()) return false;
            route.parameters[route.parameter_count++] = {wanted.substr(1, wanted.size() - 2),
                                                         given};
        } else if (wanted != given) {
            return false;
        }
    }
    return shape.empty() && path.empty();
}

constexpr std::string_view name_of_method(Method method) {
    switch (method) {
        case Method::get:
            return "GET, HEAD";
        case Method::post:
            return "POST";
        case Method::put:
            return "PUT";
        case Method::del:
            return "DELETE";
        case Method::patch:
            return "PATCH";
        case Method::head:
        case Method::options:
        case Method::other:
            break;
    }
    return {};
}

}  // namespace

Route find_route(Method method, std::string_view path) {
    Route found;
    if (!path.starts_with('/')) return found;
    const Method asked = method == Method::head ? Method::get : method;
    for (const Operation& row : operations()) {
        Route route;
        if (!matches(row.path, path, route)) continue;
        found.path_exists = true;
        if (row.method == asked) {
            route.operation = &row;
            route.path_exists = true;
            return route;
        }
    }
    return found;
}

std::string allowed_methods(std::string_view path) {
    std::string allowed;
    for (const Operation& row : operations()) {
        Route route;
        if (!path.starts_with('/') || !matches(row.path, path, route)) continue;
        if (!allowed.empty()) allowed += ", ";
        allowed += name_of_method(row.method);
    }
    return allowed;
}

}  // namespace api
