// Decides what is done about a key in wrong hands: it is frozen at once, nothing leaves, and
// somebody has to look into it.
//
//     ReportKey      KeyStatusChanged frozen_user reported_compromised, IncidentOpened, LockChanged
//     CloseIncident  IncidentClosed; the lock stays until somebody lifts it
//
// Reporting needs no factor: who lost his key may have lost more. Closing is a member of staff's.
//
// Rejects  not_found "key", state_conflict "key" (reported already);
//          what need_factor() says, not_found "incident", state_conflict "incident" (closed).
#include "base/result.hpp"
#include "core/exchange/callers.hpp"
#include "core/exchange/deciders.hpp"

namespace core {
namespace {

// A key that is over stays so, and so does one that the house froze: its owner, who may give back
// what he froze, must not come around that.
bool is_frozen_by_report(const Key& key) {
    return key.status != KeyStatus::revoked && key.status != KeyStatus::expired &&
           key.status != KeyStatus::frozen_risk;
}

}  // namespace

Verdict decide(const State& state, Asked asked, const ReportKey& command, Draft& draft) {
    const Key* key = state.keys.find(command.key);
    if (key == nullptr) return reject(Reject::not_found, "key");
    if (state.incidents.open_of(key->id) != nullptr) {
        return reject(Reject::state_conflict, "key");
    }

    // Accepted: nothing below can fail.
    const UserId by = asked.envelope.person ? asked.envelope.person->user : UserId{};
    const Timestamp now = asked.stamp.time;
    if (is_frozen_by_report(*key)) {
        draft.add(
            KeyStatusChanged{key->id, KeyStatus::frozen_user, KeyReason::reported_compromised, by});
    }
    draft.add(IncidentOpened{Incident{.id = state.incidents.next_id(),
                                      .kind = IncidentKind::key_compromised,
                                      .customer = key->customer,
                                      .key = key->id,
                                      .by = by,
                                      .opened_at = now}});
    draft.add(LockChanged{Lock{.id = state.locks.next_id(),
                               .customer = key->customer,
                               .scope = LockScope::withdraw,
                               .key = {},
                               .reason = "key_compromised",
                               .disclosed = true,
                               .by = by,
                               .since = now,
                               .ends_at = never},
                          false, by});
    return {};
}

Verdict decide(const State& state, Asked asked, const CloseIncident& command, Draft& draft) {
    if (!of_operator(asked.envelope)) TRY_OK(need_factor(state, asked.envelope));
    const Incident* incident = state.incidents.find(command.incident);
    if (incident == nullptr) return reject(Reject::not_found, "incident");
    if (incident->closed_at != never) return reject(Reject::state_conflict, "incident");
    const UserId by = asked.envelope.person ? asked.envelope.person->user : UserId{};
    draft.add(IncidentClosed{incident->id, command.reason, by});
    return {};
}

}  // namespace core
