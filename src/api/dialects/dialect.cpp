#include "api/dialects/dialect.hpp"

#include <algorithm>
#include <charconv>

#include "api/operations/numbers.hpp"

namespace api {

views::AccessRow& Reply::log() {
    if (!row_) {
        row_ = std::make_unique<views::AccessRow>();
        row_->time = arrival_.at;
        row_->request_id = base::Text<16>{arrival_.id()};
        row_->ip = arrival_.client;
    }
    return *row_;
}

void Reply::write_log(unsigned status) {
    const auto latency = std::chrono::steady_clock::now() - arrival_.began;
    const auto us = std::chrono::duration_cast<std::chrono::microseconds>(latency).count();
    row_->status = static_cast<std::uint16_t>(status);
    row_->latency_us = static_cast<std::uint32_t>(std::clamp<std::int64_t>(us, 0, UINT32_MAX));
    access_log_->write(*row_);
}

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
    if (row_ && access_log_ != nullptr) write_log(response.status);
    respond_(std::move(response));
}

}  // namespace api
