// What somebody has to look into: a key in wrong hands.
//
//     incidents.add(Incident{.id = incidents.next_id(), .kind = IncidentKind::key_compromised,
//     ...}); incidents.open_of(key);          // the one that is still open, or nullptr
//     incidents.close(id, now);
//
// Part of the state: changed by apply() alone. Ids count from 1 without gaps; none is removed.
// Cost     open_of: O(incidents); they are rare, and asked for when a key is reported. Others O(1).
#pragma once

#include <vector>

#include "core/types/onboarding.hpp"

namespace core {

class Incidents {
  public:
    IncidentId next_id() const;

    void add(const Incident& incident);  // its id is next_id()
    void close(IncidentId id, Timestamp at);

    const Incident* find(IncidentId id) const;                       // nullptr when there is none
    const Incident* open_of(KeyId key) const;                        // the same
    const std::vector<Incident>& all() const { return incidents_; }  // in the order of their ids

    friend bool operator==(const Incidents&, const Incidents&) = default;

  private:
    std::vector<Incident> incidents_;
};

}  // namespace core
