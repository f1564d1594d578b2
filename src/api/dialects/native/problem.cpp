#include "api/dialects/native/problem.hpp"

#include <algorithm>

#include "api/operations/json_writer.hpp"
#include "api/operations/refusals.hpp"

namespace api::native {
namespace {

// What the field of a reject is to the caller: mostly the field at fault.
std::string_view name_of_field(core::Reject reject) {
    switch (reject) {
        case core::Reject::scope_missing:
            return "needed";
        case core::Reject::cap_exceeded:
            return "cap";
        case core::Reject::step_up_invalid:
        case core::Reject::password_refused:
            return "reason";
        default:
            return "field";
    }
}

void tell_facts(Json& json, const Refusal& refusal) {
    const core::Rejection& rejection = refusal.rejection;
    if (!rejection.field.empty()) {
        json.text(name_of_field(rejection.reject), rejection.field.view());
    }
    for (const Refusal::Fact& fact : refusal.facts) {
        fact.is_number ? json.raw(fact.name, fact.value) : json.text(fact.name, fact.value);
    }
}

}  // namespace

Refusal too_often(const NativeShare& share, core::Timestamp now) {
    const std::int64_t wait_ns = (share.free_at - now).ns;
    const std::int64_t seconds = std::max<std::int64_t>(1, (wait_ns + 999'999'999) / 1'000'000'000);
    Refusal refusal = refuse(core::Reject::rate_limited).error();
    refusal.facts.push_back({"retry_after", std::to_string(seconds), true});
    return refusal;
}

Response problem(const Refusal& refusal, std::string_view request_id) {
    const core::Reject reject = refusal.rejection.reject;
    const RefusalRow& row = row_of(reject);
    const std::string docs = docs_of(reject);
    Response response{.status = row.status,
                      .content_type = "application/problem+json",
                      .headers = {},
                      .body = {}};
    Json json{response.body};
    json.begin_object();
    json.text("type", docs);
    json.text("title", core::name_of(reject));
    json.number("status", row.status);
    json.text("detail", row.detail);
    json.text("next", row.next);
    json.text("code", core::name_of(reject));
    json.text("class", name_of(row.kind));
    json.boolean("retryable", row.retry == Retry::later || row.retry == Retry::same_key);
    json.text("retry", name_of(row.retry));
    json.text("request_id", request_id);
    json.text("docs", docs);
    tell_facts(json, refusal);
    json.end_object();
    return response;
}

}  // namespace api::native
