// A house with a crowd in it, and the street before it. Nothing runs by itself: time passes when a
// test lets it, and at each tenth of a second the street takes its step.
//
//     Street street{seed};
//     Client client = street.connect("/ws/aplusd@trade");
//     street.step();                       // the crowd does something
//     for (const std::string& frame : client.take()) ... member(frame, "/p") ...
//     street.wait(core::minutes(1));
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "api/dialects/binance/streams.hpp"
#include "api/streams/socket_for_tests.hpp"
#include "core_house/house.hpp"
#include "simulation/random_commands.hpp"

namespace streams {

struct Client {
    std::shared_ptr<api::KeptSocket> socket;
    std::shared_ptr<api::SocketHandler> handler;

    void say(std::string_view message) { handler->on_text(message); }
    std::vector<std::string> take() { return socket->take(); }
};

class Street {
  public:
    explicit Street(std::uint64_t seed);

    core_house::House house;
    base::Prng prng;
    views::Live live{std::make_unique<views::Present>(), {}};
    api::Hub hub{live};
    api::SystemRandomness randomness;
    api::binance::ListenKeys listen_keys{randomness};
    api::BinanceStreams streams{hub, listen_keys};

    // Fails the test if it is refused. The street has not heard of it yet.
    Client connect(const std::string& target);
    std::variant<api::Response, api::Upgrade> upgrade(const std::string& target,
                                                      std::shared_ptr<api::Socket> socket);
    // Some time, then one thing that somebody wants; often he trades. The street tells it at once.
    void step();
    void ask(const simulation::Asked& asked);
    void operate(core::Command command);
    void wait(core::Duration time);
    // Until the next flush.
    void flush() { wait(core::milliseconds(100)); }
    // Whatever has been posted.
    void tell() { tell(house.clock.now()); }
    // The disk stands still: nobody hears of what is decided until publish().
    void stall() { stalled_since_ = house.clock.now(); }
    void publish();
    bool is_stalled() const { return stalled_since_.has_value(); }

    // "aplusd"
    std::string symbol(core::MarketId market) const;

  private:
    void apply(const engine::Records& records);
    void tell(core::Timestamp now) {
        hub.step({.now = now, .settled = stalled_since_.value_or(now)});
    }
    simulation::Asked some_trade();

    simulation::Crowd crowd_;
    std::uint64_t trades_{};
    std::optional<core::Timestamp> stalled_since_;
    engine::Records held_;
};

// A member of a JSON text, as JSON, texts without their quotes; "" when there is none.
std::string member(const std::string& json, const std::string& pointer);
// The elements of a list of lists of texts: [["1","2"],...].
std::vector<std::pair<std::string, std::string>> pairs(const std::string& json,
                                                       const std::string& pointer);
std::vector<std::string> elements(const std::string& json);
// In hundred-millionths, as all numbers of this dialect have eight decimals.
base::Int128 number(const std::string& json, const std::string& pointer);
std::int64_t integer(const std::string& json, const std::string& pointer);

}  // namespace streams
