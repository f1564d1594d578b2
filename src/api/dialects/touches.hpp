// What the house notes of a key in use, beside the request itself and without delaying it: that it
// was used (its idle clock starts anew), and that its customer goes on under policies that came
// into effect.
//
//     touches.note(house, proof, row.name, ip, now, let_in);
//
// Sends TouchKey at most once a minute for a key, or at once when its address changed, but never
// more than one in five seconds; never for a key that is frozen or over. Sends AcceptPolicies where
// continued use is due; the core takes it exactly once, here only floods are kept away. What the
// engine has no room for is sent with a later request. Nobody waits for either.
//
// Threads  any. Cost: about 50 ns where nothing is due.
#pragma once

#include <memory>

#include "api/access/gate.hpp"
#include "api/operations/house.hpp"

namespace api {

class Touches {
  public:
    // Keys that are remembered; beyond that the eldest notes may be sent twice, which is harmless.
    explicit Touches(std::size_t keys_max = 65'536);
    ~Touches();

    struct Use {
        std::string_view operation;
        core::IpAddress ip;
        core::Timestamp at;
        bool ok{};  // let in: what it may do and from where was right
    };
    void note(House& house, const Proof& proof, const Use& use);

  private:
    struct Shard;
    bool is_due(const core::Key& key, const Use& use);
    void touch(House& house, const core::Key& key, const Use& use);
    void accept(House& house, const Proof& proof, const Use& use);

    std::size_t shard_keys_max_;
    std::unique_ptr<Shard[]> shards_;
};

}  // namespace api
