// A bounded table of what is remembered about clients: budgets by account, key or address.
//
//     table.with(id, now, [&](Entry& entry) { return entry.take(weight, now); });
//
// An Entry says by is_idle(now) when it knows no more than a fresh one; idle ones go first when
// there is no room. When none is idle, newcomers of a part share one entry: memory stays bounded,
// and a crowd of strangers squeezes itself, not those who were there before.
//
// Threads: any; 64 parts with a mutex each, held while the work runs.
#pragma once

#include <array>
#include <boost/unordered/unordered_flat_map.hpp>
#include <mutex>
#include <sodium.h>

#include "base/hash.hpp"
#include "core/types/ids.hpp"
#include "core/types/ip.hpp"
#include "core/types/time.hpp"

namespace api {

struct ClientId {
    std::uint64_t high{};
    std::uint64_t low{};

    friend bool operator==(const ClientId&, const ClientId&) = default;
};

inline ClientId client_id(core::AccountId account) { return {0, account.value}; }
inline ClientId client_id(core::KeyId key) { return {0, key.value}; }
// IPv6 by /64: whoever has one address of it has all.
inline ClientId client_id(core::IpAddress ip) {
    return core::is_v4(ip) ? ClientId{ip.high, ip.low} : ClientId{ip.high, 0};
}

// Keyed, because addresses are the strangers' choice.
struct ClientHash {
    using is_avalanching = void;
    base::HashKey key;

    std::size_t operator()(const ClientId& id) const {
        return base::fold(base::fold(id.high ^ key.first, id.low ^ key.second), key.first | 1);
    }
};

template <class Entry>
class ClientTable {
  public:
    explicit ClientTable(std::size_t capacity) : part_max_{capacity / part_count + 1} {
        randombytes_buf(&hash_.key, sizeof hash_.key);
        for (Part& part : parts_) part.entries = Entries{0, hash_};
    }

    template <class Work>
    auto with(ClientId id, core::Timestamp now, Work&& work) {
        const std::size_t hash = hash_(id);
        Part& part = parts_[(hash >> 32) % part_count];
        const std::lock_guard lock{part.mutex};
        return work(part.entry(id, part_max_, now));
    }

    std::size_t size() {
        std::size_t count = 0;
        for (Part& part : parts_) {
            const std::lock_guard lock{part.mutex};
            count += part.entries.size();
        }
        return count;
    }

  private:
    static constexpr std::size_t part_count = 64;
    using Entries = boost::unordered_flat_map<ClientId, Entry, ClientHash>;

    struct alignas(64) Part {
        std::mutex mutex;
        Entries entries;
        Entry shared{};  // of newcomers for whom there is no room
        core::Timestamp swept_at{};

        Entry& entry(ClientId id, std::size_t most, core::Timestamp now) {
            if (const auto found = entries.find(id); found != entries.end()) return found->second;
            if (entries.size() >= most) sweep(now);
            if (entries.size() >= most) return shared;
            return entries[id];
        }

        // At most once a second, so that a full table of busy clients costs newcomers little.
        void sweep(core::Timestamp now) {
            if (now - swept_at < core::seconds(1)) return;
            swept_at = now;
            boost::unordered::erase_if(
                entries, [&](const auto& client) { return client.second.is_idle(now); });
        }
    };

    std::size_t part_max_;
    ClientHash hash_;
    std::array<Part, part_count> parts_;
};

}  // namespace api
