// All API keys, by id and by public name.
//
//     keys.add(Key{.id = keys.next_id(), .public_name = ..., ...});
//     const Key* key = keys.find(name);          // nullptr: key_unknown
//     keys.set_status(key->id, {.status = KeyStatus::frozen_user, .at = now});
//
// Part of the state: changed by apply() alone. Ids count from 1 without gaps; a key is never
// removed, only revoked. References stay good while keys are added.
//
// Beside its rules stands what is used of their caps, cap by cap. An edit keeps the use of the caps
// that stay: those with the same action, period and asset, whatever they now allow.
//
// Cost     of_customer: O(keys of that customer); the others O(1). A key with an Ed25519 public
//          key and two allowed ranges takes about 850 bytes; one with caps 60 more for each.
#pragma once

#include <boost/unordered/unordered_flat_map.hpp>
#include <deque>
#include <map>
#include <span>
#include <vector>

#include "base/belongings.hpp"
#include "base/hash.hpp"
#include "core/types/access.hpp"

namespace core {

class Keys {
  public:
    KeyId next_id() const;

    void add(Key key);  // its id is next_id(), its name is new
    void set_rules(KeyId id, KeyRules rules);

    // What a key's status is, why, by whom and since when.
    struct StatusSet {
        KeyStatus status{};
        KeyReason reason{};
        UserId by{};
        Timestamp at{};
    };
    void set_status(KeyId id, const StatusSet& set);  // notices count anew

    void set_next(KeyId id, NextCredential next);
    void take_over(KeyId id);                   // `next` becomes the credential
    void set_use(KeyId id, const KeyUse& use);  // notices count anew
    void set_noticed(KeyId id, std::uint16_t days);
    void set_confirm_by(KeyId id, Timestamp by);
    void set_cap_use(KeyId id, std::size_t cap, const CapUse& use);

    const Key* find(KeyId id) const;  // nullptr when there is none
    const Key* find(KeyName name) const;
    const Key& at(KeyId id) const;                              // must exist
    std::vector<KeyId> of_customer(CustomerId customer) const;  // oldest first
    const std::deque<Key>& all() const { return keys_; }        // in the order of their ids

    // As many as the key has caps, in their order.
    std::span<const CapUse> cap_uses(KeyId id) const;

    friend bool operator==(const Keys& a, const Keys& b) {
        return a.keys_ == b.keys_ && a.cap_uses_ == b.cap_uses_;
    }

  private:
    Key& changeable(KeyId id);

    // Names are random bits that we drew ourselves, so nobody can prepare colliding ones.
    struct NameHash {
        using is_avalanching = void;
        std::size_t operator()(const KeyName& name) const {
            return base::fold(name.high ^ 0x9E3779B97F4A7C15, name.low ^ 0xD1B54A32D192ED03);
        }
    };

    std::deque<Key> keys_;
    std::map<KeyId, std::vector<CapUse>> cap_uses_;                // of keys that have caps
    boost::unordered_flat_map<KeyName, KeyId, NameHash> by_name_;  // looked into, never walked
    base::Belongings<CustomerId, KeyId> of_customer_;
};

}  // namespace core
