// All API keys, by id and by public name.
//
//     keys.add(Key{.id = keys.next_id(), .public_name = ..., ...});
//     const Key* key = keys.find(name);          // nullptr: key_unknown
//     keys.set_status(key->id, KeyStatus::frozen_user);
//
// Part of the state: changed by apply() alone. Ids count from 1 without gaps; a key is never
// removed, only revoked. References stay good while keys are added.
//
// Cost     of_customer: O(keys of that customer); the others O(1). A key with an Ed25519 public
//          key and two allowed ranges takes about 500 bytes.
#pragma once

#include <boost/unordered/unordered_flat_map.hpp>
#include <deque>
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
    void set_status(KeyId id, KeyStatus status);

    const Key* find(KeyId id) const;  // nullptr when there is none
    const Key* find(KeyName name) const;
    const Key& at(KeyId id) const;                              // must exist
    std::vector<KeyId> of_customer(CustomerId customer) const;  // oldest first
    const std::deque<Key>& all() const { return keys_; }        // in the order of their ids

    friend bool operator==(const Keys& a, const Keys& b) { return a.keys_ == b.keys_; }

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
    boost::unordered_flat_map<KeyName, KeyId, NameHash> by_name_;  // looked into, never walked
    base::Belongings<CustomerId, KeyId> of_customer_;
};

}  // namespace core
