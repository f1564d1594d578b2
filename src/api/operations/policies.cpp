// The policies as everybody may read them, and their acceptance by a customer.
#include "api/operations/onboarding.hpp"
#include "api/operations/sealed.hpp"

namespace api {

void tell_policy(Json& json, const views::Present& present, const core::Policy& policy,
                 core::Timestamp now) {
    const core::Policy* in_effect = present.state.policies.in_effect(policy.type, now);
    json.begin_object();
    json.text("type", word_of(policy.type));
    json.number("version", policy.version);
    json.text("locale", policy.locale.view());
    json.text("sha256", base::format_hex(policy.sha256));
    json.time("posted_at", policy.posted_at);
    json.time("effective_at", policy.effective_at);
    json.boolean("in_effect", in_effect != nullptr && in_effect->id == policy.id);
    json.boolean("material", policy.material);
    json.boolean("requires_explicit", policy.requires_explicit);
    json.end_object();
}

}  // namespace api

namespace api::handlers {
namespace {

Answer<const core::Policy*> read_policy(const core::State& state, const Inputs& inputs) {
    TRY(const core::PolicyType type, read_choice<core::PolicyType>(inputs, "type"));
    TRY(const std::uint64_t version, inputs.integer("version", UINT32_MAX));
    const core::Policy* policy = state.policies.find(type, static_cast<std::uint32_t>(version));
    if (policy == nullptr) return refuse(core::Reject::not_found, "version");
    return policy;
}

}  // namespace

Answer<Told> list_policies(const Call& call) {
    const core::Timestamp now = call.house.engine.now();
    const auto live = call.house.live.read();
    return told(live->state.stamp.sequence, [&](Json& json) {
        json.name("policies");
        json.begin_array();
        for (const core::Policy& policy : live->state.policies.all()) {
            tell_policy(json, *live, policy, now);
        }
        json.end_array();
    });
}

Answer<Told> show_policy(const Call& call) {
    const core::Timestamp now = call.house.engine.now();
    const auto live = call.house.live.read();
    TRY(const core::Policy* policy, read_policy(live->state, call.inputs));
    const auto body = opened(call.house.vault, policy->body);
    if (!body) return refuse(core::Reject::unavailable);
    return told(live->state.stamp.sequence, [&](Json& json) {
        json.name("policy");
        tell_policy(json, *live, *policy, now);
        json.text("body", *body);
    });
}

void accept_policy(const Call& call, Tell then) {
    const core::Timestamp now = call.house.engine.now();
    core::PolicyId accepted;
    const auto command = [&]() -> Answer<core::Command> {
        const auto live = call.house.live.read();
        TRY(const core::Policy* policy, read_policy(live->state, call.inputs));
        accepted = policy->id;
        return core::AcceptPolicies{{policy->id}, core::AcceptanceKind::by_explicit_act};
    }();
    run_command(call, command, std::move(then),
                [now, accepted](Json& json, const views::Present& present, const engine::Reply&) {
                    json.name("policy");
                    tell_policy(json, present, *present.state.policies.find(accepted), now);
                });
}

}  // namespace api::handlers
