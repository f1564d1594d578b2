#include "core/access/factors.hpp"

#include <algorithm>

#include "base/check.hpp"

namespace core {

void Factors::add(const Factor& factor) {
    CHECK(factor.id == next_id());
    const bool named = factor.credential && factor.status != FactorStatus::removed;
    if (named) CHECK(by_credential_.emplace(factor.credential, factor.id).second);
    of_user_.add(factor.user, factor.id);
    factors_.push_back(factor);
}

void Factors::confirm(FactorId id, std::uint64_t counter) {
    Factor& factor = changeable(id);
    factor.status = FactorStatus::active;
    factor.counter = counter;
}

void Factors::use(FactorId id, std::uint64_t counter, Fingerprint code, Timestamp at) {
    Factor& factor = changeable(id);
    if (factor.kind == FactorKind::recovery) {
        CHECK(std::erase(factor.codes, code) == 1);
    } else {
        factor.counter = counter;
    }
    factor.last_used_at = at;
}

void Factors::remove(FactorId id) {
    Factor& factor = changeable(id);
    if (factor.credential) by_credential_.erase(factor.credential);
    factor.status = FactorStatus::removed;
    factor.secret = {};
    factor.credential = {};
    factor.codes.clear();
}

const Factor* Factors::find(FactorId id) const {
    if (id.value == 0 || id.value > factors_.size()) return nullptr;
    return &factors_[id.value - 1];
}

const Factor& Factors::at(FactorId id) const {
    const Factor* found = find(id);
    CHECK(found != nullptr);
    return *found;
}

const Factor* Factors::by_credential(Fingerprint credential) const {
    const auto found = by_credential_.find(credential);
    return found == by_credential_.end() ? nullptr : find(found->second);
}

std::vector<FactorId> Factors::of_user(UserId user) const {
    std::vector<FactorId> ids = of_user_.of(user);
    std::erase_if(ids, [this](FactorId id) { return at(id).status == FactorStatus::removed; });
    return ids;
}

std::vector<FactorId> Factors::active_of(UserId user) const {
    std::vector<FactorId> ids = of_user_.of(user);
    std::erase_if(ids, [this](FactorId id) { return at(id).status != FactorStatus::active; });
    return ids;
}

bool Factors::has_active(UserId user) const { return !active_of(user).empty(); }

Factor& Factors::changeable(FactorId id) {
    CHECK(find(id) != nullptr);
    return factors_[id.value - 1];
}

}  // namespace core
