// The customer's application for API access.
#include "api/operations/onboarding.hpp"
#include "api/operations/sealed.hpp"

namespace api::handlers {
namespace {

constexpr std::size_t purpose_bytes_max = 2'000;

void tell_api_access(Json& json, const core::Customer& customer) {
    json.name("api_access");
    json.begin_object();
    json.text("state", word_of(customer.api_access));
    customer.api_access_reason.empty() ? json.null("reason")
                                       : json.text("reason", customer.api_access_reason.view());
    const bool untouched = customer.api_access == core::ApiAccess::none;
    json.time("changed_at", untouched ? core::never : customer.api_access_at);
    json.end_object();
}

// The answers as they are sealed.
Answer<std::string> read_answers(const Inputs& inputs) {
    std::string text;
    Json json{text};
    json.begin_object();
    TRY(const std::string_view purpose, inputs.text("purpose"));
    if (purpose.empty()) return malformed("purpose", "empty");
    if (purpose.size() > purpose_bytes_max) return malformed("purpose", "too_long");
    json.text("purpose", purpose);
    for (const char* number : {"expected_orders_per_day", "expected_monthly_volume"}) {
        if (!inputs.has(number)) continue;
        TRY(const std::uint64_t value, inputs.integer(number, INT64_MAX));
        json.number(number, value);
    }
    json.name("third_parties");
    json.begin_array();
    for (const std::string_view name : inputs.list("third_parties")) json.text(name);
    json.end_array();
    json.end_object();
    return text;
}

}  // namespace

void request_api_access(const Call& call, Tell then) {
    const auto answers = read_answers(call.inputs);
    if (!answers) return then(std::unexpected(answers.error()));
    const core::VaultRef subject = [&] {
        const auto live = call.house.live.read();
        return live->state.customers.at(call.caller.customer).subject;
    }();
    run_sealed(
        call, sealing(subject, vault::SecretKind::api_answers, *answers),
        [](core::VaultRef ref) { return core::RequestApiAccess{ref}; }, std::move(then),
        [](Json& json, const views::Present& present, const engine::Reply& reply) {
            const auto& changed = the<core::ApiAccessChanged>(reply);
            tell_api_access(json, present.state.customers.at(changed.customer));
        });
}

Answer<Told> show_api_access(const Call& call) {
    const auto live = call.house.live.read();
    const core::Customer& customer = live->state.customers.at(call.caller.customer);
    return told(live->state.stamp.sequence, [&](Json& json) { tell_api_access(json, customer); });
}

}  // namespace api::handlers
