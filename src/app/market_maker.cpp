#include "app/market_maker.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <ctime>
#include <deque>
#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include "api/access/signer.hpp"
#include "app/http_client.hpp"
#include "base/decimal.hpp"
#include "base/prng.hpp"

namespace app {
namespace {

constexpr std::chrono::seconds pause{3};
constexpr std::size_t levels = 10;

// How one market looks at the start, in ticks and lots, and how it moves.
struct Street {
    const char* symbol;
    std::int64_t price;   // ticks
    std::int64_t spread;  // ticks from the middle to the best quote
    std::int64_t gap;     // ticks between quotes
    std::int64_t lots;    // of a quote, about
    int price_places;
    int lot_places;
};

constexpr std::array streets = {
    Street{"BTCUSDT", 6'000'000, 150, 250, 20'000, 2, 5},
    Street{"ETHUSDT", 300'000, 15, 25, 20'000, 2, 4},
    Street{"ETHBTC", 5'000, 1, 1, 3'000, 5, 3},
};

std::int64_t unix_milliseconds() {
    timespec time{};
    clock_gettime(CLOCK_REALTIME, &time);
    return time.tv_sec * 1'000 + time.tv_nsec / 1'000'000;
}

// One customer's connection.
class Trader {
  public:
    Trader(std::uint16_t port, const DemoKey& key)
        : client_{HttpClient::to_port(port)},
          api_key_{key.api_key},
          secret_{std::string_view{key.api_secret}} {}

    // False when the exchange did not take it; why is logged once in a while.
    bool call(std::string_view method, std::string_view path, std::string query) {
        query += fmt::format("&timestamp={}", unix_milliseconds());
        query += "&signature=" + api::sign_hmac(secret_, query);
        const auto reply = client_.call(method, fmt::format("{}?{}", path, query),
                                        {{"X-MBX-APIKEY", api_key_}}, "");
        if (reply && reply->status == 200) return true;
        spdlog::debug("market maker: {}", reply ? reply->body : reply.error());
        return false;
    }

    bool place(const Street& street, std::string_view side, std::int64_t ticks, std::int64_t lots,
               std::string_view time_in_force, const std::string& id) {
        return call("POST", "/api/v3/order",
                    fmt::format("symbol={}&side={}&type=LIMIT&timeInForce={}&price={}&quantity={}"
                                "&newClientOrderId={}&newOrderRespType=ACK",
                                street.symbol, side, time_in_force,
                                base::format_decimal(ticks, street.price_places),
                                base::format_decimal(lots, street.lot_places), id));
    }

  private:
    HttpClient client_;
    std::string api_key_;
    vault::Secret secret_;
};

// The quotes of one market: the oldest goes when a new one comes.
class Quoting {
  public:
    Quoting(const Street& street, std::uint64_t seed)
        : street_{street}, prng_{seed}, middle_{street.price} {}

    void begin(Trader& maker) {
        maker.call("DELETE", "/api/v3/openOrders", fmt::format("symbol={}", street_.symbol));
        for (std::size_t level = 0; level < levels; ++level) {
            quote(maker, "BUY", static_cast<std::int64_t>(level));
            quote(maker, "SELL", static_cast<std::int64_t>(level));
        }
    }

    void step(Trader& maker, Trader& taker) {
        wander();
        const bool buys = prng_.one_in(2);
        const std::int64_t far = street_.spread + street_.gap * 3;
        taker.place(street_, buys ? "BUY" : "SELL", middle_ + (buys ? far : -far),
                    some_lots() / 4 + 1, "IOC", fmt::format("t-{}-{}", street_.symbol, ++count_));
        for (const char* side : {"BUY", "SELL"}) {
            drop_oldest(maker, side);
            quote(maker, side, static_cast<std::int64_t>(prng_.below(3)));
        }
    }

  private:
    // Mostly a little, now and then more, always drawn back to where it began.
    void wander() {
        const std::int64_t reach = prng_.one_in(20) ? street_.spread * 6 : street_.spread;
        middle_ += prng_.between(-reach, reach) + (street_.price - middle_) / 200;
        middle_ = std::max<std::int64_t>(middle_, street_.price / 2);
    }

    std::int64_t some_lots() { return prng_.between(street_.lots / 2, street_.lots * 2); }

    void quote(Trader& maker, std::string_view side, std::int64_t level) {
        const std::int64_t away =
            street_.spread + street_.gap * level + prng_.between(0, street_.gap);
        const bool buys = side == "BUY";
        const std::string id = fmt::format("m-{}-{}", street_.symbol, ++count_);
        if (maker.place(street_, side, buys ? middle_ - away : middle_ + away, some_lots(), "GTC",
                        id)) {
            (buys ? bids_ : asks_).push_back(id);
        }
    }

    void drop_oldest(Trader& maker, std::string_view side) {
        std::deque<std::string>& quotes = side == "BUY" ? bids_ : asks_;
        if (quotes.size() < levels) return;
        maker.call("DELETE", "/api/v3/order",
                   fmt::format("symbol={}&origClientOrderId={}", street_.symbol, quotes.front()));
        quotes.pop_front();
    }

    const Street& street_;
    base::Prng prng_;
    std::int64_t middle_;
    std::uint64_t count_{};
    std::deque<std::string> bids_;
    std::deque<std::string> asks_;
};

}  // namespace

MarketMaker::MarketMaker(std::uint16_t port, const DemoKey& maker, const DemoKey& taker,
                         std::uint64_t seed)
    : port_{port}, maker_{maker}, taker_{taker}, seed_{seed} {}

MarketMaker::~MarketMaker() { stop(); }

void MarketMaker::start() {
    thread_ = std::jthread([this] { run(); });
}

void MarketMaker::stop() {
    {
        const std::lock_guard lock{mutex_};
        stopping_ = true;
    }
    woken_.notify_one();
    if (thread_.joinable()) thread_.join();
}

bool MarketMaker::nap() {
    std::unique_lock lock{mutex_};
    return !woken_.wait_for(lock, pause, [this] { return stopping_; });
}

void MarketMaker::run() {
    Trader maker{port_, maker_};
    Trader taker{port_, taker_};
    std::deque<Quoting> quoting;
    for (std::size_t i = 0; i < streets.size(); ++i)
        quoting.emplace_back(streets[i], seed_ * 31 + i);
    for (Quoting& street : quoting) street.begin(maker);
    do {
        for (Quoting& street : quoting) street.step(maker, taker);
    } while (nap());
}

}  // namespace app
