// Keeps the demo's books, trades and candles alive: two customers like any others, who use the
// public API. One quotes around a price that wanders, the other trades against the quotes.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <thread>

#include "app/credentials.hpp"

namespace app {

class MarketMaker {
  public:
    // The same seed takes the same steps, whatever others do.
    MarketMaker(std::uint16_t port, const DemoKey& maker, const DemoKey& taker, std::uint64_t seed);
    ~MarketMaker();  // stops

    void start();
    void stop();

  private:
    void run();
    bool nap();

    std::uint16_t port_;
    DemoKey maker_;
    DemoKey taker_;
    std::uint64_t seed_;

    std::mutex mutex_;
    std::condition_variable woken_;
    bool stopping_{};
    std::jthread thread_;
};

}  // namespace app
