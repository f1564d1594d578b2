#include "core/access/keys.hpp"

#include <algorithm>

#include "base/check.hpp"

namespace core {
namespace {

// Lists are set once and read for ever: no room for growth.
void shrink(KeyRules& rules) {
    rules.purpose.shrink_to_fit();
    rules.tags.shrink_to_fit();
    rules.ip_allow.shrink_to_fit();
    rules.ip_deny.shrink_to_fit();
    rules.markets.shrink_to_fit();
    rules.assets.shrink_to_fit();
    rules.networks.shrink_to_fit();
    rules.addresses.shrink_to_fit();
    rules.caps.shrink_to_fit();
    rules.delegate.shrink_to_fit();
}

bool same_cap(const Cap& a, const Cap& b) {
    return a.action == b.action && a.per == b.per && a.asset == b.asset;
}

}  // namespace

KeyId Keys::next_id() const { return KeyId{keys_.size() + 1}; }

void Keys::add(Key key) {
    CHECK(key.id == next_id());
    const bool is_new = by_name_.emplace(key.public_name, key.id).second;
    CHECK(is_new);
    of_customer_.add(key.customer, key.id);
    if (!key.rules.caps.empty()) cap_uses_[key.id].resize(key.rules.caps.size());
    shrink(key.rules);
    key.credential.public_key.shrink_to_fit();
    keys_.push_back(std::move(key));
}

void Keys::set_rules(KeyId id, KeyRules rules) {
    Key& key = changeable(id);
    std::vector<CapUse> uses;
    for (const Cap& cap : rules.caps) {
        const auto stays = std::ranges::find_if(
            key.rules.caps, [&cap](const Cap& before) { return same_cap(before, cap); });
        const auto place = static_cast<std::size_t>(stays - key.rules.caps.begin());
        uses.push_back(stays == key.rules.caps.end() ? CapUse{} : cap_uses_[id][place]);
    }
    if (uses.empty()) {
        cap_uses_.erase(id);
    } else {
        cap_uses_[id] = std::move(uses);
    }
    shrink(rules);
    key.rules = std::move(rules);
}

void Keys::set_status(KeyId id, const StatusSet& set) {
    Key& key = changeable(id);
    key.status = set.status;
    key.reason = set.reason;
    key.status_by = set.by;
    key.status_at = set.at;
    key.noticed_days = 0;
}

void Keys::set_next(KeyId id, NextCredential next) { changeable(id).next = std::move(next); }

void Keys::take_over(KeyId id) {
    Key& key = changeable(id);
    CHECK(key.next.has_value());
    key.credential = std::move(key.next->credential);
    key.next.reset();
}

void Keys::set_use(KeyId id, const KeyUse& use) {
    Key& key = changeable(id);
    key.last_use = use;
    key.noticed_days = 0;
}

void Keys::set_noticed(KeyId id, std::uint16_t days) { changeable(id).noticed_days = days; }

void Keys::set_confirm_by(KeyId id, Timestamp by) { changeable(id).confirm_by = by; }

void Keys::set_cap_use(KeyId id, std::size_t cap, const CapUse& use) {
    CHECK(cap < cap_uses(id).size());
    cap_uses_[id][cap] = use;
}

const Key* Keys::find(KeyId id) const {
    if (id.value == 0 || id.value > keys_.size()) return nullptr;
    return &keys_[id.value - 1];
}

const Key* Keys::find(KeyName name) const {
    const auto found = by_name_.find(name);
    return found == by_name_.end() ? nullptr : find(found->second);
}

const Key& Keys::at(KeyId id) const {
    const Key* found = find(id);
    CHECK(found != nullptr);
    return *found;
}

std::vector<KeyId> Keys::of_customer(CustomerId customer) const {
    return of_customer_.of(customer);
}

std::span<const CapUse> Keys::cap_uses(KeyId id) const {
    const auto found = cap_uses_.find(id);
    if (found == cap_uses_.end()) return {};
    return found->second;
}

Key& Keys::changeable(KeyId id) {
    CHECK(find(id) != nullptr);
    return keys_[id.value - 1];
}

}  // namespace core
