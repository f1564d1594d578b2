#include "api/dialects/dialect.hpp"

#include <charconv>

#include "api/operations/numbers.hpp"

namespace api {

void Reply::send(Response&& response, core::Sequence seen, core::Timestamp now) {
    std::string& headers = response.headers;
    headers.reserve(headers.size() + headers_.size() + 128);
    headers += headers_;
    headers += "Postern-Request-Id: ";
    headers += arrival_.id();
    headers += "\r\nPostern-Seq: ";
    char digits[20];
    headers.append(digits, std::to_chars(digits, digits + sizeof digits, seen.value).ptr);
    headers += "\r\nPostern-Time: ";
    append_time(headers, now);
    headers += "\r\n";
    respond_(std::move(response));
}

}  // namespace api
