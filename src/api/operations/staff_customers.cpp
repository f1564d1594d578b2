// Staff look at customers: how they stand, and, for those whose work it is, who they are.
#include <algorithm>

#include "api/operations/onboarding.hpp"
#include "api/operations/sealed.hpp"
#include "api/operations/sign_in.hpp"
#include "api/operations/staff.hpp"

namespace api::handlers {
namespace {

constexpr std::uint64_t rows_default = 100;
constexpr std::uint64_t rows_max = 1'000;

// That somebody read what is private stands in the access log beside the request itself.
void log_reading(const Call& call, std::string_view what, core::CustomerId whose) {
    views::AccessRow row;
    row.time = call.house.engine.now();
    row.customer = whose;
    if (call.caller.person) row.user = call.caller.person->user.value;
    row.ip = call.caller.ip;
    row.method = base::Text<8>{"GET"};
    row.operation = base::Text<48>{what};
    row.status = 200;
    row.surface = call.caller.surface;
    row.dialect = views::Dialect::native;
    row.is_proved = true;
    call.house.access_log.write(row);
}

template <class Enum>
Answer<std::optional<Enum>> read_choice_if_any(const Inputs& inputs, std::string_view field) {
    if (!inputs.has(field)) return std::nullopt;
    TRY(const Enum value, read_choice<Enum>(inputs, field));
    return value;
}

// What waits for somebody of ours.
bool is_waiting(core::Onboarding state) {
    using enum core::Onboarding;
    return state == submitted || state == screening || state == review || state == edd_required ||
           state == reverification || state == on_hold;
}

// A copy: the view is let go of before the vault opens the bytes.
Answer<core::Document> find_document(const Call& call) {
    TRY(const std::uint64_t id, call.inputs.integer("document_id", INT64_MAX));
    const auto live = call.house.live.read();
    const core::Document* document = live->state.documents.find(core::DocumentId{id});
    if (document == nullptr) return refuse(core::Reject::not_found, "document_id");
    return *document;
}

void tell_person(Json& json, const Call& call, const core::State& state,
                 const core::Customer& customer) {
    const auto users = state.users.of_customer(customer.id);
    const auto profile =
        users.empty() ? std::nullopt : profile_of(call.house, state.users.at(users.front()));
    profile ? json.text("name", profile->name) : json.null("name");
    profile ? json.text("email", profile->email) : json.null("email");
}

void tell_accepted(Json& json, const core::State& state, const core::Customer& customer) {
    const auto version = [&](core::PolicyId id) {
        const core::Policy* policy = state.policies.find(id);
        return policy == nullptr ? 0 : policy->version;
    };
    json.name("accepted");
    json.begin_object();
    json.number("terms", version(customer.accepted.terms));
    json.number("privacy", version(customer.accepted.privacy));
    json.number("api_policy", version(customer.accepted.api_policy));
    json.end_object();
}

}  // namespace

Answer<Told> list_staff_customers(const Call& call) {
    TRY(const std::uint64_t limit, call.inputs.integer_or("limit", rows_default, rows_max));
    TRY(const std::uint64_t from, call.inputs.integer_or("cursor", 1, INT64_MAX));
    if (limit == 0) return malformed("limit", "out_of_range");
    TRY(const auto onboarding, read_choice_if_any<core::Onboarding>(call.inputs, "onboarding"));
    TRY(const auto api_access, read_choice_if_any<core::ApiAccess>(call.inputs, "api_access"));
    const auto live = call.house.live.read();
    const auto& all = live->state.customers.all();
    return told(live->state.stamp.sequence, [&](Json& json) {
        json.name("customers");
        json.begin_array();
        std::uint64_t next = std::max<std::uint64_t>(from, 1);
        std::uint64_t count = 0;
        for (; next <= all.size() && count < limit; ++next) {
            const core::Customer& customer = all[next - 1];
            if (onboarding && customer.onboarding != *onboarding) continue;
            if (api_access && customer.api_access != *api_access) continue;
            tell_staff_customer(json, customer);
            ++count;
        }
        json.end_array();
        next <= all.size() ? json.number_text("next", next) : json.null("next");
    });
}

Answer<Told> show_staff_customer(const Call& call) {
    const auto live = call.house.live.read();
    const core::State& state = live->state;
    TRY(const core::Customer* customer, read_customer(state, call.inputs));
    return told(state.stamp.sequence, [&](Json& json) {
        json.name("customer");
        tell_staff_customer(json, *customer);
        json.name("locks");
        json.begin_array();
        for (const core::LockId id : state.locks.of(customer->id))
            tell(json, *state.locks.find(id));
        json.end_array();
        json.number("documents", state.documents.of(customer->id).size());
        std::size_t sessions = 0;
        for (const core::UserId user : state.users.of_customer(customer->id)) {
            sessions += state.sessions.of_user(user).size();
        }
        json.number("sessions", sessions);
        tell_accepted(json, state, *customer);
    });
}

Answer<Told> show_customer_profile(const Call& call) {
    const auto live = call.house.live.read();
    const core::State& state = live->state;
    TRY(const core::Customer* customer, read_customer(state, call.inputs));
    log_reading(call, "profile.read", customer->id);
    const vault::Vault& vault = call.house.vault;
    return told(state.stamp.sequence, [&](Json& json) {
        json.number_text("customer_id", customer->id.value);
        tell_person(json, call, state, *customer);
        const auto file = opened(vault, customer->file);
        file ? json.raw("file", *file) : json.null("file");
        const auto answers = opened(vault, customer->api_answers);
        answers ? json.raw("api_answers", *answers) : json.null("api_answers");
        const auto comment = opened(vault, customer->comment);
        comment ? json.text("comment", *comment) : json.null("comment");
    });
}

Answer<Told> onboarding_queue(const Call& call) {
    TRY(const std::uint64_t limit, call.inputs.integer_or("limit", rows_default, rows_max));
    TRY(const auto wanted, read_choice_if_any<core::Onboarding>(call.inputs, "state"));
    const auto live = call.house.live.read();
    std::vector<const core::Customer*> waiting;
    for (const core::Customer& customer : live->state.customers.all()) {
        const bool fits = wanted ? customer.onboarding == *wanted : is_waiting(customer.onboarding);
        if (fits) waiting.push_back(&customer);
    }
    std::ranges::sort(waiting, {}, [](const core::Customer* customer) {
        return std::pair{customer->onboarding_at, customer->id};
    });
    waiting.resize(std::min<std::size_t>(waiting.size(), limit));
    return told(live->state.stamp.sequence, [&](Json& json) {
        json.name("applications");
        json.begin_array();
        for (const core::Customer* customer : waiting) tell_staff_customer(json, *customer);
        json.end_array();
    });
}

Answer<Told> list_customer_documents(const Call& call) {
    const auto live = call.house.live.read();
    const core::State& state = live->state;
    TRY(const core::Customer* customer, read_customer(state, call.inputs));
    return told(state.stamp.sequence, [&](Json& json) {
        json.name("documents");
        json.begin_array();
        for (const core::DocumentId id : state.documents.of(customer->id)) {
            tell(json, *state.documents.find(id));
        }
        json.end_array();
    });
}

Answer<Told> show_document(const Call& call) {
    TRY(const core::Document document, find_document(call));
    const auto content = opened(call.house.vault, document.content);
    if (!content) return refuse(core::Reject::unavailable);
    log_reading(call, "document.read", document.customer);
    return told({}, [&](Json& json) {
        json.name("document");
        tell(json, document);
        json.text("media_type", media_type_of(base::as_bytes(*content)));
        json.text("content", base::format_base64(base::as_bytes(*content)));
    });
}

}  // namespace api::handlers
