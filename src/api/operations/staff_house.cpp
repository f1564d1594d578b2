// Staff and the house itself: policies, what waits for a second person, incidents.
#include "api/access/digest.hpp"
#include "api/access/randomness.hpp"
#include "api/operations/acts.hpp"
#include "api/operations/onboarding.hpp"
#include "api/operations/sealed.hpp"
#include "api/operations/staff.hpp"

namespace api::handlers {
namespace {

Answer<core::PostPolicy> read_policy(const Call& call) {
    core::PostPolicy policy;
    TRY(policy.type, read_choice<core::PolicyType>(call.inputs, "type"));
    const auto locale = base::Text<16>::from(call.inputs.text_or("locale", "en"));
    if (!locale) return malformed("locale", "too_long");
    policy.locale = *locale;
    TRY(const std::string_view body, call.inputs.text("body"));
    if (body.empty()) return malformed("body", "empty");
    const Digest digest = sha256(body);
    policy.sha256.assign(digest.begin(), digest.end());
    policy.effective_at = call.house.engine.now();
    if (call.inputs.has("effective_at")) {
        TRY(policy.effective_at, call.inputs.time("effective_at"));
    }
    policy.material = call.inputs.boolean_or("material", false);
    policy.requires_explicit = call.inputs.boolean_or("requires_explicit", false);
    return policy;
}

void decide_proposal(const Call& call, Tell then, bool approve) {
    const auto command = [&]() -> Answer<core::Command> {
        TRY(const std::uint64_t id, call.inputs.integer("proposal_id", INT64_MAX));
        return core::DecideProposal{core::ProposalId{id}, approve};
    }();
    run_command(call, command, std::move(then),
                [](Json& json, const views::Present&, const engine::Reply& reply) {
                    const auto& ended = the<core::ProposalEnded>(reply);
                    json.number_text("proposal_id", ended.proposal.value);
                    json.text("end", word_of(ended.end));
                });
}

}  // namespace

void post_policy(const Call& call, Tell then) {
    const auto policy = read_policy(call);
    if (!policy) return then(std::unexpected(policy.error()));
    const core::Timestamp now = call.house.engine.now();
    auto proposed = std::make_shared<bool>(false);
    const auto tell_it = [now](Json& json, const views::Present& present,
                               const engine::Reply& reply) {
        json.name("policy");
        tell_policy(json, present, the<core::PolicyPosted>(reply).policy, now);
    };
    run_sealed(
        call,
        sealing(random_vault_ref(call.house.randomness), vault::SecretKind::policy,
                call.inputs.text_or("body", {})),
        [policy = *policy](core::VaultRef body) mutable {
            policy.body = body;
            return policy;
        },
        with_status_of(proposed, std::move(then)), ActTold<decltype(tell_it)>{tell_it, proposed});
}

Answer<Told> list_proposals(const Call& call) {
    const auto live = call.house.live.read();
    return told(live->state.stamp.sequence, [&](Json& json) {
        json.name("proposals");
        json.begin_array();
        for (const auto& [id, proposal] : live->state.proposals.all()) tell(json, proposal);
        json.end_array();
    });
}

void approve_proposal(const Call& call, Tell then) { decide_proposal(call, std::move(then), true); }
void reject_proposal(const Call& call, Tell then) { decide_proposal(call, std::move(then), false); }

Answer<Told> list_incidents(const Call& call) {
    const bool closed_too = call.inputs.boolean_or("closed_too", false);
    const auto live = call.house.live.read();
    return told(live->state.stamp.sequence, [&](Json& json) {
        json.name("incidents");
        json.begin_array();
        for (const core::Incident& incident : live->state.incidents.all()) {
            if (closed_too || incident.closed_at == core::never) tell(json, incident);
        }
        json.end_array();
    });
}

void close_incident(const Call& call, Tell then) {
    const auto command = [&]() -> Answer<core::Command> {
        TRY(const std::uint64_t id, call.inputs.integer("incident_id", INT64_MAX));
        TRY(const core::ReasonCode reason, read_reason(call.inputs));
        return core::CloseIncident{core::IncidentId{id}, reason};
    }();
    run_command(call, command, std::move(then),
                [](Json& json, const views::Present& present, const engine::Reply& reply) {
                    const auto id = the<core::IncidentClosed>(reply).incident;
                    json.name("incident");
                    tell(json, *present.state.incidents.find(id));
                });
}

}  // namespace api::handlers
