// Listen keys: names by which a client hears of his orders and balances without signing for it.
//
//     const std::string name = listen_keys.open({account, key}, now);   // 64 letters and digits
//     listen_keys.find(name, now)->account                              // whose events /ws/<name>
//     has listen_keys.extend(name, owner, now);                             // another 60 minutes
//
// Each API key has one at a time: whoever opens again gets the same one, extended. A listen key is
// all that it takes to listen, so nobody else's can be guessed, extended or closed; that its API
// key still may listen is asked anew by whoever serves the stream.
//
// Threads  any. Memory: one entry for each API key that listens.
#pragma once

#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "api/access/randomness.hpp"
#include "core/types/ids.hpp"
#include "core/types/time.hpp"

namespace api::binance {

class ListenKeys {
  public:
    static constexpr core::Duration lifetime = core::minutes(60);

    struct Owner {
        core::AccountId account;
        core::KeyId key;

        friend auto operator<=>(const Owner&, const Owner&) = default;
    };
    enum class End : std::uint8_t { expired, closed };
    // Told of each that ended, on the thread that ended it, after which nobody finds it any more.
    using Ended = std::function<void(std::string_view name, const Owner& owner, End end)>;

    explicit ListenKeys(Randomness& randomness) : randomness_{randomness} {}

    std::string open(const Owner& owner, core::Timestamp now);
    // False: there is none of that name, or it is somebody else's.
    bool extend(std::string_view name, const Owner& owner, core::Timestamp now);
    bool close(std::string_view name, const Owner& owner, core::Timestamp now);
    std::optional<Owner> find(std::string_view name, core::Timestamp now) const;

    // Ends those whose time is over. To be called now and then; they are not found before that
    // either.
    void expire(core::Timestamp now);
    // Before anybody listens.
    void when_ended(Ended ended) { ended_ = std::move(ended); }

  private:
    struct Entry {
        Owner owner;
        core::Timestamp ends_at;
    };
    using Entries = std::map<std::string, Entry, std::less<>>;

    Entries::iterator living(std::string_view name, core::Timestamp now);
    void tell(const std::vector<Entries::node_type>& gone, End end) const;

    Randomness& randomness_;
    mutable std::mutex mutex_;
    Entries entries_;
    std::map<Owner, std::string> names_;
    Ended ended_;
};

}  // namespace api::binance
