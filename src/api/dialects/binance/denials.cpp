#include "api/dialects/binance/denials.hpp"

#include <algorithm>

#include "api/dialects/binance/asked.hpp"
#include "api/dialects/binance/reading.hpp"

namespace api::binance {
namespace {

using core::Reject;

Failed told_of_window(WindowFault fault) {
    switch (fault) {
        case WindowFault::timestamp_missing:
            return mandatory("timestamp");
        case WindowFault::timestamp_illegal:
            return illegal_characters("timestamp", legal_integer);
        case WindowFault::window_illegal:
            return illegal_characters("recvWindow", legal_integer);
        case WindowFault::window_too_long:
            return failed(-1131, "recvWindow must be less than 60000.");
        case WindowFault::too_old:
            return failed(-1021, "Timestamp for this request is outside of the recvWindow.",
                          Reject::timestamp_skew);
        case WindowFault::too_far_ahead:
            return failed(-1021,
                          "Timestamp for this request was 1000ms ahead of the server's time.",
                          Reject::timestamp_skew);
    }
    return failed(-1021, "Timestamp for this request is outside of the recvWindow.",
                  Reject::timestamp_skew);
}

// Nothing of a key or its holder may show before the signature did.
bool is_about_the_key(Reject reject) {
    switch (reject) {
        case Reject::key_malformed:
        case Reject::signature_invalid:
        case Reject::missing_field:
        case Reject::unavailable:
            return false;
        default:
            return true;
    }
}

}  // namespace

Error told_to_stranger(const Denial& denial) {
    if (denial.skew) return told_of_window(denial.skew->fault).error();
    const Reject reject = denial.rejection.reject;
    return told(is_about_the_key(reject) ? core::Rejection{.reject = Reject::unauthorized}
                                         : denial.rejection);
}

bool is_key_header(std::string_view text) {
    constexpr std::size_t size_min = 16;
    constexpr std::size_t size_max = 128;
    return text.size() >= size_min && text.size() <= size_max &&
           std::ranges::all_of(text, [](char c) {
               return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                      c == '_';
           });
}

}  // namespace api::binance
