#include "core/access/keys.hpp"

#include "base/check.hpp"

namespace core {
namespace {

// Lists are set once and read for ever: no room for growth.
void shrink(KeyRules& rules) {
    rules.ip_allow.shrink_to_fit();
    rules.ip_deny.shrink_to_fit();
    rules.markets.shrink_to_fit();
    rules.assets.shrink_to_fit();
}

}  // namespace

KeyId Keys::next_id() const { return KeyId{keys_.size() + 1}; }

void Keys::add(Key key) {
    CHECK(key.id == next_id());
    const bool is_new = by_name_.emplace(key.public_name, key.id).second;
    CHECK(is_new);
    of_customer_.add(key.customer, key.id);
    shrink(key.rules);
    key.credential.public_key.shrink_to_fit();
    keys_.push_back(std::move(key));
}

void Keys::set_rules(KeyId id, KeyRules rules) {
    shrink(rules);
    changeable(id).rules = std::move(rules);
}

void Keys::set_status(KeyId id, KeyStatus status) { changeable(id).status = status; }

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

Key& Keys::changeable(KeyId id) {
    CHECK(find(id) != nullptr);
    return keys_[id.value - 1];
}

}  // namespace core
