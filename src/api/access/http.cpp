#include "api/access/http.hpp"

#include "base/letters.hpp"

namespace api {

std::string_view Request::header(std::string_view lower_case_name) const {
    for (const Header& header : headers) {
        if (base::same_word(header.name, lower_case_name)) return header.value;
    }
    return {};
}

std::variant<Response, Upgrade> Service::upgrade(const Request&, std::shared_ptr<Socket>) {
    return Response{.status = 404, .content_type{}, .headers{}, .body{}};
}

}  // namespace api
