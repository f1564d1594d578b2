#include "api/operations/providers/sumsub.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <simdjson.h>
#include <sodium.h>

#include "api/access/digest.hpp"
#include "api/operations/inputs.hpp"
#include "base/bytes.hpp"
#include "base/result.hpp"

namespace api {
namespace {

namespace dom = simdjson::dom;
using core::Reject;

constexpr core::Duration far = core::minutes(5);
constexpr std::size_t comment_bytes_max = 2'000;

// What the customer may be told; other labels can be about crime and lists.
constexpr std::string_view public_labels[] = {
    "APPLICANT_INTERRUPTED_INTERVIEW",
    "BAD_AVATAR",
    "BAD_FACE_MATCHING",
    "BAD_PROOF_OF_ADDRESS",
    "BAD_PROOF_OF_IDENTITY",
    "BAD_PROOF_OF_PAYMENT",
    "BAD_SELFIE",
    "BLACK_AND_WHITE",
    "DIGITAL_DOCUMENT",
    "DOCUMENT_DAMAGED",
    "DOCUMENT_MISSING",
    "DOCUMENT_PAGE_MISSING",
    "EXPIRATION_DATE",
    "ID_INVALID",
    "INCOMPATIBLE_LANGUAGE",
    "INCOMPLETE_DOCUMENT",
    "LOW_QUALITY",
    "PROBLEMATIC_APPLICANT_DATA",
    "SCREENSHOTS",
    "SELFIE_MISMATCH",
    "UNFILLED_ID",
    "UNSATISFACTORY_PHOTOS",
    "UNSUITABLE_DOCUMENT",
    "UNSUITABLE_ENV",
    "WRONG_ADDRESS",
};

const EVP_MD* algorithm_of(std::string_view name) {
    if (name == "HMAC_SHA256_HEX") return EVP_sha256();
    if (name == "HMAC_SHA512_HEX") return EVP_sha512();
    return nullptr;
}

bool is_signed(const vault::Secret& secret, const Request& request) {
    const EVP_MD* algorithm = algorithm_of(request.header("x-payload-digest-alg"));
    const auto shown = base::parse_hex(request.header("x-payload-digest"));
    if (algorithm == nullptr || !shown) return false;
    std::array<unsigned char, EVP_MAX_MD_SIZE> right{};
    unsigned size = 0;
    const base::BytesView key = secret.reveal();
    const base::BytesView body = base::as_bytes(request.body);
    const auto* made = HMAC(algorithm, key.data(), static_cast<int>(key.size()), body.data(),
                            body.size(), right.data(), &size);
    return made != nullptr && shown->size() == size &&
           sodium_memcmp(shown->data(), right.data(), size) == 0;
}

std::string_view text_of(const dom::element& object, std::string_view member) {
    std::string_view text;
    return object[member].get(text) == simdjson::SUCCESS ? text : std::string_view{};
}

template <class Number>
bool read_number(std::string_view text, Number& number) {
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    return !text.empty() && error == std::errc{} && end == text.data() + text.size();
}

// "2020-02-21 13:23:19.002", in UTC.
bool read_moment(std::string_view text, core::Timestamp& moment) {
    if (text.size() != 23 || text[4] != '-' || text[7] != '-' || text[10] != ' ' ||
        text[13] != ':' || text[16] != ':' || text[19] != '.') {
        return false;
    }
    int year = 0;
    unsigned month = 0;
    unsigned day = 0;
    unsigned hour = 0;
    unsigned minute = 0;
    unsigned second = 0;
    unsigned thousandth = 0;
    const bool digits =
        read_number(text.substr(0, 4), year) && read_number(text.substr(5, 2), month) &&
        read_number(text.substr(8, 2), day) && read_number(text.substr(11, 2), hour) &&
        read_number(text.substr(14, 2), minute) && read_number(text.substr(17, 2), second) &&
        read_number(text.substr(20, 3), thousandth);
    const std::chrono::year_month_day date{std::chrono::year{year}, std::chrono::month{month},
                                           std::chrono::day{day}};
    if (!digits || !date.ok() || year < 1970 || hour > 23 || minute > 59 || second > 60) {
        return false;
    }
    const auto days = std::chrono::sys_days{date}.time_since_epoch().count();
    const std::int64_t seconds =
        std::int64_t{days} * 86'400 + std::int64_t{hour} * 3'600 + minute * 60 + second;
    moment = core::from_unix_ms(seconds * 1'000 + thousandth);
    return true;
}

Answer<void> check_time(const dom::element& message, core::Timestamp now) {
    core::Timestamp made;
    if (!read_moment(text_of(message, "createdAtMs"), made)) {
        return malformed("createdAtMs", "not_a_time");
    }
    if (made > now + far || now > made + far) return refuse(Reject::timestamp_skew, "createdAtMs");
    return {};
}

// "BAD_SELFIE" -> "bad_selfie"
core::ReasonCode public_reason(const dom::element& result) {
    dom::array labels;
    if (result["rejectLabels"].get(labels) != simdjson::SUCCESS) return "information_required";
    for (const dom::element label : labels) {
        std::string_view text;
        if (label.get(text) != simdjson::SUCCESS) continue;
        if (std::ranges::find(public_labels, text) == std::end(public_labels)) continue;
        std::string lower{text};
        std::ranges::transform(lower, lower.begin(), [](char c) {
            return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
        });
        return core::ReasonCode{std::string_view{lower}};
    }
    return "information_required";
}

Answer<void> read_review(const dom::element& message, Finding& finding) {
    dom::element result;
    if (message["reviewResult"].get(result) != simdjson::SUCCESS) return missing("reviewResult");
    const std::string_view answer = text_of(result, "reviewAnswer");
    if (answer == "GREEN") {
        finding.verdict = ProviderVerdict::approved;
        return {};
    }
    if (answer != "RED") return malformed("reviewAnswer", "not_one_of");
    if (text_of(result, "reviewRejectType") != "RETRY") {
        finding.verdict = ProviderVerdict::doubtful;
        finding.reason = "under_review";
        return {};
    }
    finding.verdict = ProviderVerdict::ask_again;
    finding.reason = public_reason(result);
    finding.comment = text_of(result, "moderationComment").substr(0, comment_bytes_max);
    return {};
}

Answer<void> read_type(const dom::element& message, Finding& finding) {
    const std::string_view type = text_of(message, "type");
    if (type.empty()) return missing("type");
    if (type == "applicantReviewed") return read_review(message, finding);
    if (type == "applicantPending") finding.verdict = ProviderVerdict::checking;
    if (type == "applicantOnHold") {
        finding.verdict = ProviderVerdict::doubtful;
        finding.reason = "under_review";
    }
    if (type == "applicantReset") {
        finding.verdict = ProviderVerdict::to_be_renewed;
        finding.reason = "information_required";
    }
    return {};
}

}  // namespace

Answer<Finding> Sumsub::read(const Request& request, core::Timestamp now) const {
    if (!is_signed(secret_, request)) return refuse(Reject::unauthorized);
    dom::parser parser;
    dom::element message;
    const simdjson::padded_string body{request.body};
    if (parser.parse(body).get(message) != simdjson::SUCCESS || !message.is_object()) {
        return refuse(Reject::malformed_json);
    }
    TRY_OK(check_time(message, now));
    Finding finding;
    if (!read_number(text_of(message, "externalUserId"), finding.customer.value)) {
        return malformed("externalUserId", "not_a_number");
    }
    TRY_OK(read_type(message, finding));
    finding.message =
        fingerprint({"sumsub", text_of(message, "inspectionId"), text_of(message, "correlationId"),
                     text_of(message, "type"), text_of(message, "createdAtMs")});
    return finding;
}

}  // namespace api
