#include "api/access/http.hpp"

#include <algorithm>

namespace api {
namespace {

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

}  // namespace

std::string_view Request::header(std::string_view lower_case_name) const {
    for (const Header& header : headers) {
        if (std::ranges::equal(header.name, lower_case_name, {}, lower)) return header.value;
    }
    return {};
}

std::variant<Response, Upgrade> Service::upgrade(const Request&, std::shared_ptr<Socket>) {
    return Response{.status = 404, .content_type{}, .headers{}, .body{}};
}

}  // namespace api
