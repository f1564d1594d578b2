#include "api/dialects/touches.hpp"

#include <boost/unordered/unordered_flat_map.hpp>
#include <mutex>

#include "api/dialects/admission.hpp"

namespace api {
namespace {

constexpr std::size_t shard_count = 16;
constexpr core::Duration touch_every = core::minutes(1);
constexpr core::Duration new_address_every = core::seconds(5);
constexpr core::Duration accept_every = core::minutes(1);

struct Noted {
    core::IpAddress ip;
    core::Timestamp at;
};

// Its idle clock runs, or would if it were told.
bool is_in_use(const core::Key& key) {
    return key.status == core::KeyStatus::active || key.status == core::KeyStatus::cancel_only;
}

core::Envelope envelope_of(const House& house, const core::Key& key, core::IpAddress ip) {
    core::Envelope envelope;
    envelope.customer = key.customer;
    envelope.account = key.account;
    envelope.key = key.id;
    envelope.surface = core::Surface::api;
    envelope.ip = hash_of(house.live.read()->state.hash_key, ip);
    return envelope;
}

}  // namespace

struct Touches::Shard {
    std::mutex mutex;
    boost::unordered_flat_map<std::uint64_t, Noted> keys;
    boost::unordered_flat_map<std::uint64_t, core::Timestamp> customers;
};

Touches::Touches(std::size_t keys_max)
    : shard_keys_max_{keys_max / shard_count + 1},
      shards_{std::make_unique<Shard[]>(shard_count)} {}

Touches::~Touches() = default;

void Touches::note(House& house, const Proof& proof, const Use& use) {
    if (is_in_use(proof.key) && is_due(proof.key, use)) touch(house, proof.key, use);
    if (proof.standing.continued_due && use.ok) accept(house, proof, use);
}

bool Touches::is_due(const core::Key& key, const Use& use) {
    Shard& shard = shards_[key.id.value % shard_count];
    const std::lock_guard lock{shard.mutex};
    const auto found = shard.keys.find(key.id.value);
    if (found != shard.keys.end()) {
        const Noted& noted = found->second;
        const core::Duration pause = noted.ip == use.ip ? touch_every : new_address_every;
        if (use.at < noted.at + pause) return false;
    }
    if (shard.keys.size() >= shard_keys_max_) shard.keys.clear();
    shard.keys.insert_or_assign(key.id.value, Noted{use.ip, use.at});
    return true;
}

void Touches::touch(House& house, const core::Key& key, const Use& use) {
    const core::Envelope envelope = envelope_of(house, key, use.ip);
    const core::KeyUse& last = key.last_use;
    const bool is_known = !last.operation.empty() && last.ip == envelope.ip;
    if (is_known && use.at < last.at + touch_every) return;  // another dialect said so
    const base::Text<40> operation{use.operation.substr(0, 40)};
    house.engine.submit(core::TouchKey{operation, use.ok}, envelope, [](engine::Reply&&) {});
}

void Touches::accept(House& house, const Proof& proof, const Use& use) {
    const std::uint64_t customer = proof.key.customer.value;
    {
        Shard& shard = shards_[customer % shard_count];
        const std::lock_guard lock{shard.mutex};
        const auto found = shard.customers.find(customer);
        if (found != shard.customers.end() && use.at < found->second + accept_every) return;
        if (shard.customers.size() >= shard_keys_max_) shard.customers.clear();
        shard.customers.insert_or_assign(customer, use.at);
    }
    house.engine.submit(core::AcceptPolicies{{}, core::AcceptanceKind::continued_use},
                        envelope_of(house, proof.key, use.ip), [](engine::Reply&&) {});
}

}  // namespace api
