// The one writer: stamps commands, decides, journals, applies, publishes. Nobody hears of a
// decision before the disk has it.
//
//     engine.submit(PlaceOrder{...}, envelope, [](engine::Reply&& reply) { ... });
//
// Threads: submit() from any thread; it never blocks. The continuation runs on the engine's
// committing thread, in order of sequence; it must be quick (hand the reply to a gateway).
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "core/exchange/exchange.hpp"
#include "engine/clock.hpp"
#include "journal/journal.hpp"

namespace engine {

struct Reply {
    enum class Fate : std::uint8_t {
        done,         // decided, durable: rejection or events
        unavailable,  // not taken up at all; a retry is safe
    };
    Fate fate{};
    core::Stamp stamp{};  // of the record; for a rejected order, the one that it observed
    std::optional<core::Rejection> rejection{};
    std::vector<core::Event> events{};  // without postings
    bool replayed{};                    // the stored outcome of an earlier, equal command
};

using Then = std::move_only_function<void(Reply&&)>;

using Records = std::vector<core::Record>;

// What hears of durable records, in order, before the replies leave. Called on one thread.
class Follower {
  public:
    virtual ~Follower() = default;
    virtual void follow(const std::shared_ptr<const Records>& records,
                        const journal::Position& position) = 0;
};

struct Options {
    std::size_t queue_max = 65'536;       // commands waiting
    std::size_t cancel_reserve = 13'107;  // places that only cancels may take
    std::size_t batch_max = 4'096;        // commands in one frame
    // Open orders whose memory is made at the start, 200 bytes each: none of them waits for it.
    std::size_t expected_orders = 0;
};

class Engine {
  public:
    // `state` is what recovery brought; `journal` stands right behind it.
    Engine(std::unique_ptr<core::State> state, journal::Journal& journal, Clock& clock,
           std::vector<Follower*> followers, const Options& options);
    ~Engine();  // stops

    void start();
    // Finishes what was taken up, seals the journal; later submits are unavailable.
    void stop();

    void submit(core::Command command, const core::Envelope& envelope, Then then);

    // Journal time now, for gateways that judge timestamps and expiry.
    core::Timestamp now() const;
    // Every record with an earlier stamp has reached the followers, however long the disk took:
    // what follows is stamped at this time or later. Never later than now(), and now() itself when
    // nothing is under way. Cost: a lock that is held for moments, and a reading of the clock.
    core::Timestamp settled() const;

  private:
    class Inside;
    std::unique_ptr<Inside> inside_;
};

}  // namespace engine
