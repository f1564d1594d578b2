#include "core/access/incidents.hpp"

#include <algorithm>

#include "base/check.hpp"

namespace core {

IncidentId Incidents::next_id() const { return IncidentId{incidents_.size() + 1}; }

void Incidents::add(const Incident& incident) {
    CHECK(incident.id == next_id());
    incidents_.push_back(incident);
}

void Incidents::close(IncidentId id, Timestamp at) {
    CHECK(find(id) != nullptr);
    incidents_[id.value - 1].closed_at = at;
}

const Incident* Incidents::find(IncidentId id) const {
    if (id.value == 0 || id.value > incidents_.size()) return nullptr;
    return &incidents_[id.value - 1];
}

const Incident* Incidents::open_of(KeyId key) const {
    const auto found = std::ranges::find_if(incidents_, [&](const Incident& incident) {
        return incident.key == key && incident.closed_at == never;
    });
    return found == incidents_.end() ? nullptr : &*found;
}

}  // namespace core
